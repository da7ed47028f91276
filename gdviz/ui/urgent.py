"""Fragments whose reruns end a run of the page, as any other gesture does.

Streamlit 1.67 lets the rerun of a fragment wait until a run of the page is through. A hand that drags would wait for
all that the page still works out of the last place; the page runs again anyway when the hand lets go.
"""

from functools import wraps

from streamlit.runtime.scriptrunner_utils import script_requests
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

WAITS = "_fragment_run_should_not_preempt_script"
_interrupting: set[str] = set()
"""Ids of fragments; Streamlit makes them of the function and its place on the page, the same for every visitor."""


def let_this_fragment_interrupt() -> None:
    """Reruns of the fragment that calls this need not wait from now on."""
    _interrupting.add(ThreadState.get().fragment_id or "")
    original = getattr(script_requests, WAITS)
    if hasattr(original, "__wrapped__"):
        return

    @wraps(original)
    def waits(fragments: list[str], *rest: bool) -> bool:
        return bool(original(fragments, *rest)) and not _interrupting.intersection(fragments)

    setattr(script_requests, WAITS, waits)
