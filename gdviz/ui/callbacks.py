"""Widget callbacks that run to their end, whatever else the visitor does meanwhile.

Streamlit 1.67 looks for newer requests before it applies a gesture and at every use of `st.session_state`, in callbacks
too. A second gesture within some milliseconds thus broke off the callback of the first: its change was lost, the click
on a button as well as the turn of a switch. Here that look waits until the callbacks have run, when Streamlit looks
once more anyway.
"""

from functools import wraps
from typing import Any

from streamlit.runtime.state.safe_session_state import SafeSessionState

YIELD = "_yield_callback"


def complete_callbacks() -> None:
    """Let every session's callbacks run to their end; call it once, before the first visit."""
    original = SafeSessionState.on_script_will_rerun
    if hasattr(original, "__wrapped__"):
        return

    @wraps(original)
    def complete(state: SafeSessionState, *args: Any, **kwargs: Any) -> None:
        interrupt = getattr(state, YIELD)
        object.__setattr__(state, YIELD, lambda: None)
        try:
            original(state, *args, **kwargs)
        finally:
            object.__setattr__(state, YIELD, interrupt)

    setattr(SafeSessionState, "on_script_will_rerun", complete)  # noqa: B010 -- a method is exchanged on purpose
