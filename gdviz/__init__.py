"""See gradient descent: typed surfaces, optimizers written as equations, runs that say why they went as they did."""

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from gdviz.public import *  # noqa: F403 -- the one list of them
else:

    def __getattr__(name: str) -> object:
        """A public name, loaded when first used: `gdviz --version` does not wait for what it does not need."""
        if name.startswith("_") or find_spec(f"gdviz.{name}"):
            raise AttributeError(f"module 'gdviz' has no attribute {name!r}")  # a module is imported by its own name
        public = vars(import_module("gdviz.public"))
        if name not in public:
            from gdviz.argument import nearest

            raise AttributeError(f"There is no gdviz.{name}.{nearest(name, __dir__())}")
        return public[name]


def __dir__() -> list[str]:
    """The public names."""
    return [name for name in vars(import_module("gdviz.public")) if not name.startswith("_")]
