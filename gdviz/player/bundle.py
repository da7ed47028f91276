"""Joins ES modules into one module, in the order of their imports."""

import json
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

IMPORT = re.compile(
    r'^import (?P<names>\{[^}]*\}|\w+) from "(?P<path>\.{1,2}/[^"]+)"(?: with \{[^}]*\})?;$', re.MULTILINE
)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)
DECLARATION = re.compile(
    r"^(?:export )?(?:default )?(?:async )?(?:function\*?|class|const|let|var) (\w+|[\[{][^\]}]*[\]}])", re.MULTILINE
)


def joined(entry: Path) -> str:
    """The module `entry` with everything that it imports, as one module; only the exports of `entry` remain.

    Imports are whole lines: `import { a, b } from "./c.js";` or `import text from "./d.css" with { type: "text" };`.
    Raises ValueError where an import cannot be joined, modules import each other in a circle, or two of them declare
    one name.
    """
    modules = order(entry)
    texts = {module: _body(module) for module in modules}
    _check_names(texts)
    return "\n".join(text if module == entry.resolve() else EXPORT.sub("", text) for module, text in texts.items())


def order(entry: Path) -> list[Path]:
    """The JavaScript files that `entry` needs, each after those that it imports; the last is `entry`."""
    graph: dict[Path, list[Path]] = {}
    waiting = [entry.resolve()]
    while waiting:
        module = waiting.pop()
        if module not in graph:
            graph[module] = [path for path in imports(module) if path.suffix == ".js"]
            waiting += graph[module]
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " imports ".join(path.name for path in reversed(error.args[1]))
        raise ValueError(f"JavaScript modules import each other in a circle: {circle}.") from None


def imports(module: Path) -> list[Path]:
    """The files that a module imports, as its lines name them."""
    return [(module.parent / match["path"]).resolve() for match in IMPORT.finditer(module.read_text(encoding="utf-8"))]


def declarations(text: str) -> Iterator[str]:
    """The names that a module declares at its top level."""
    for match in DECLARATION.finditer(text):
        yield from re.findall(r"\w+(?=\s*[,\]}]|$)", match[1])


def _body(module: Path) -> str:
    """A module's text without its imports; the text of a file that is no module stands there as a string."""

    def replacement(match: re.Match[str]) -> str:
        path = (module.parent / match["path"]).resolve()
        if " as " in match["names"]:
            raise ValueError(f"{module.name} renames what it imports from {path.name}; import it by its own name.")
        if path.suffix == ".js":
            return ""
        return f"const {match['names']} = {json.dumps(path.read_text(encoding='utf-8'), ensure_ascii=False)};"

    text = IMPORT.sub(replacement, module.read_text(encoding="utf-8"))
    if other := re.search(r"^import\b.*", text, re.MULTILINE):
        raise ValueError(f"{module.name} has an import that cannot be joined: {other[0]}")
    return text


def _check_names(texts: dict[Path, str]) -> None:
    owners: dict[str, Path] = {}
    for module, text in texts.items():
        for name in declarations(text):
            if name in owners:
                raise ValueError(f"{owners[name].name} and {module.name} both declare {name}; rename one of them.")
            owners[name] = module
