"""Which dialog is open: one at a time, as Streamlit allows, and on the page on which it was opened."""

from gdviz.ui import session

OPEN = "the open dialog"


def order(name: str) -> None:
    """The next run of the page opens this dialog, in the place of any other."""
    session.memory(OPEN)["name"] = name


def is_open(name: str) -> bool:
    """Is it this one? A dialog is not taken along to another page, as Back does while one is open."""
    if session.has_arrived():
        close()
    return bool(session.memory(OPEN).get("name") == name)


def opens(name: str) -> bool:
    """Does this run open it? For a dialog that the browser closes by itself."""
    opened = is_open(name)
    if opened:
        close()
    return opened


def close() -> None:
    """None is open."""
    session.memory(OPEN).clear()
