"""Changes to Streamlit 1.67: long addresses are refused, callbacks run to their end, no visitor's request is lost."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from streamlit.runtime.scriptrunner_utils import script_requests
from streamlit.runtime.scriptrunner_utils.script_requests import (
    RerunData,
    ScriptRequests,
    ScriptRequestType,
    _is_full_app_rerun,
)
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState, get_script_run_ctx
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.web.server import component_file_utils

YIELD, WAITS = "_yield_callback", "_fragment_run_should_not_preempt_script"
LONGEST_NAME, LONGEST_PATH = 255, 1024
"""Bytes of a name (NAME_MAX of usual file systems) and of a whole address below a served folder."""
_interrupting: set[str] = set()
"""Ids of fragments; Streamlit makes them of the function and its place on the page, the same for every visitor."""


def exchange(owner: object, name: str, make: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Put what `make` makes of the function in its place, once."""
    original = getattr(owner, name)
    if not hasattr(original, "__wrapped__"):
        setattr(owner, name, wraps(original)(make(original)))


def change_streamlit() -> None:
    """Make the changes that hold for every visit; call it before the first one."""
    refuse_long_paths()
    complete_callbacks()
    put_visitors_first()


def refuse_long_paths() -> None:
    """Treat addresses of files longer than a file system allows as unsafe ones, status 400.

    Streamlit looks them up all the same: OSError (ENAMETOOLONG), status 500, and a traceback in the log.
    """
    exchange(
        component_file_utils,
        "is_unsafe_path_pattern",
        lambda original: lambda path: original(path) or is_too_long(path),
    )


def is_too_long(path: str) -> bool:
    """Is the path, or a name in it, longer than a file system allows?"""
    data = path.encode(errors="replace")
    return len(data) > LONGEST_PATH or max(map(len, data.split(b"/"))) > LONGEST_NAME


def complete_callbacks() -> None:
    """Let every session's callbacks run to their end.

    Streamlit looks for newer requests before it applies a gesture and at every use of `st.session_state`, in callbacks
    too. A second gesture within some milliseconds thus broke off the callback of the first: its change was lost, the
    click on a button as well as the turn of a switch. Here that look waits until the callbacks have run, when Streamlit
    looks once more anyway.
    """

    def completing(original: Callable[..., Any]) -> Callable[..., Any]:
        def complete(state: SafeSessionState, *args: Any, **kwargs: Any) -> None:
            interrupt = getattr(state, YIELD)
            object.__setattr__(state, YIELD, lambda: None)
            try:
                original(state, *args, **kwargs)
            finally:
                object.__setattr__(state, YIELD, interrupt)

        return complete

    exchange(SafeSessionState, "on_script_will_rerun", completing)


def put_visitors_first() -> None:
    """Let `st.rerun` leave a request that has just come from the browser as it is.

    Streamlit made one request of the two, for the page that called `st.rerun`: the press on a link to another page was
    lost where it came while a page of long work was about to run again.
    """

    def ordering(original: Callable[..., Any]) -> Callable[..., Any]:
        def request(requests: ScriptRequests, data: RerunData) -> bool:
            from_a_page = get_script_run_ctx(suppress_warning=True) is not None
            waits = requests._state == ScriptRequestType.RERUN and _is_full_app_rerun(requests._rerun_data)
            return True if from_a_page and waits else bool(original(requests, data))

        return request

    exchange(ScriptRequests, "_request_rerun_locked", ordering)


def let_this_fragment_interrupt() -> None:
    """Reruns of the fragment that calls this end a run of the page, as any other gesture does.

    Streamlit lets them wait until it is through. A hand that drags would wait for all that the page still works out of
    the last place; the page runs again anyway when the hand lets go.
    """
    _interrupting.add(ThreadState.get().fragment_id or "")
    exchange(
        script_requests,
        WAITS,
        lambda original: (
            lambda fragments, *rest: original(fragments, *rest) and not _interrupting.intersection(fragments)
        ),
    )
