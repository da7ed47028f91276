"""Long work in a visitor's run of a page: it lets others go first, ends for a newer gesture, and is bounded.

The engine calls `look` at its checkpoints (see `gdviz.checkpoint`). Bounds are CPU time of the page's thread, so that a
busy machine does not make a page smaller.
"""

import gc
import math
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from gdviz.checkpoint import listen
from gdviz.numeral import numeral

SLICE, LONGEST_SLICE = 0.002, 0.25
"""Seconds of CPU between two looks; what is longer is no slice of work but a module that was imported meanwhile."""
SHORT = 0.1
"""Seconds of CPU up to which a run of a page is a click, which long work lets go first."""
PATIENCE, TURN = 0.2, 0.05
"""The longest wait for the clicks of others after a slice; the next slice after a wait that they outlasted."""
ALLOWANCE = 3.0
"""Seconds of CPU that one gesture may ask for, the reruns that follow it included, until the part under way is done."""
IN_ALL, LAST = 4.5, 0.25
"""Seconds of CPU that a gesture costs in all, where counted work took most of them; what then is left at least."""
DRAWING = 0.5
"""Seconds of CPU in which a run of a page draws what is known, even if the allowance is spent."""
GOING_ON = "allowances of the next run"
SCRIPT = "ScriptRunner.scriptThread"
SENTENCE = (
    "The rest of this page is a lot of work, and the server is shared: it rests here after {} seconds of computing. "
    "Fewer runs, steps, trials or rows finish by themselves."
)
sys.setswitchinterval(0.0005)  # of 5 ms, which a click waits many times: at each file that it reads, each large array
gc.set_threshold(5000, 5)  # of 700 and 10: a click makes thousands of objects, and hardly any of them in cycles


class TooMuchError(Exception):
    """Raised at a checkpoint by work that goes beyond the bound that `bounded` gave it."""


class Pace(threading.local):
    """Of one thread, in seconds of its CPU: when it last looked, the work for its gesture, and where a part of it ends.

    slice: at least so long until the next look. before: spent when this run of the page began. by_itself: it reruns
    without a gesture. whole: nothing ends what is under way. place: where the page says that it rests; None: below what
    is drawn.
    """

    looked = 0.0
    slice = 0.0
    spent = 0.0
    before = 0.0
    bound = math.inf
    allowance = ALLOWANCE
    by_itself = False
    whole = False
    place: DeltaGenerator | None = None


_pace = Pace()
_long: set[int] = set()
"""Threads at long work."""
_modules: set[str] = set()
"""Modules that the garbage collector leaves alone."""


def begin() -> None:
    """A run of a page begins: a gesture has a new allowance, a rerun of our own what is left of the old one."""
    if not _pace.by_itself:
        _pace.spent = 0.0
        _pace.allowance = ALLOWANCE * st.session_state.pop(GOING_ON, 1)
        _long.discard(threading.get_ident())
    _pace.by_itself, _pace.whole, _pace.bound, _pace.looked = False, False, math.inf, time.thread_time()
    _pace.slice, _pace.before, _pace.place = 0.0, _pace.spent, None
    listen(look)
    leave_modules_alone()


def leave_modules_alone() -> None:
    """What is imported lives as long as the server: no collection of garbage goes through it.

    It did so 100 to 250 ms long, and no thread runs meanwhile.
    """
    if len(sys.modules) > len(_modules):
        _modules.update(sys.modules)
        gc.freeze()


def rerun() -> None:
    """Run the page again for the same gesture; a newer one comes first, and has an allowance of its own."""
    _pace.by_itself = "a newer request" not in st.session_state  # Streamlit ends the run here if there is one
    st.rerun()


def look() -> None:
    """At a checkpoint: once in a slice, let others go first; raise what ends the run for a newer gesture."""
    now = time.thread_time()
    taken = now - _pace.looked
    if taken < SLICE or taken < _pace.slice:
        return
    _pace.looked, _pace.slice = now, 0.0
    _pace.spent += min(taken, LONGEST_SLICE)
    if get_script_run_ctx(suppress_warning=True) is None:  # a thread that helps a page, which waits for it
        _let_others_go_first()
        return
    if _pace.spent > SHORT:
        _long.add(threading.get_ident())
        _let_others_go_first()
    if _pace.whole:
        return
    _ = "a newer request" in st.session_state  # Streamlit ends the run here if there is one
    if _pace.spent > _pace.bound:
        raise TooMuchError
    if _pace.bound == math.inf and _pace.spent > _pace.before + DRAWING:
        rest_if_spent()


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Work that raises TooMuchError at a checkpoint after so many seconds of CPU, whatever the allowance has left."""
    before, _pace.bound = _pace.bound, _pace.spent + seconds
    try:
        yield
    finally:
        _pace.bound = before


def left() -> float:
    """Seconds of CPU for work that this gesture can do without; some in any case."""
    return max(IN_ALL - _pace.spent, LAST)


def counted() -> AbstractContextManager[None]:
    """Work that was counted and found bearable before it began: it does not rest before it is done."""
    return bounded(sys.float_info.max)


@contextmanager
def whole() -> Iterator[None]:
    """Work that could not be taken up again, and is not ended halfway; call `rest_if_spent` after it."""
    before, _pace.whole = _pace.whole, True
    _long.add(threading.get_ident())
    try:
        yield
    finally:
        _pace.whole = before


def rest_in(place: DeltaGenerator) -> None:
    """Where this run of the page says that it rests, in place of what is there: a button to stop, how far it is."""
    _pace.place = place


def is_spent() -> bool:
    """Is the allowance of this gesture spent?"""
    return _pace.spent > _pace.allowance


def rest_if_spent() -> None:
    """Rest if the allowance of this gesture is spent."""
    if is_spent():
        rest()


def rest() -> None:
    """Say that the allowance is spent, offer to go on, and end this run; what is complete is kept."""
    _pace.spent = 0.0  # drawing the sentence is no work
    allowance, place = _pace.allowance, _pace.place or st.empty()
    more = 2 * allowance / ALLOWANCE  # a part that is longer than one allowance is through after some
    with place.container(horizontal=True, key="work-rest", vertical_alignment="center", gap="small"):
        st.button("Go on", key="work-go-on", icon=":material/resume:", on_click=_go_on, args=(more,))
        st.html(f'<p class="gdviz-sentence" role="status">{SENTENCE.format(numeral(allowance))}</p>')
    st.stop()


def _go_on(allowances: float) -> None:
    st.session_state[GOING_ON] = allowances


def _let_others_go_first() -> None:
    deadline = time.monotonic() + PATIENCE
    while _others():
        if time.monotonic() > deadline:
            _pace.slice = TURN
            return
        time.sleep(0.002)


def _others() -> bool:
    """Is another visitor's page running that is not at long work?"""
    threads = threading.enumerate()
    _long.intersection_update([thread.ident for thread in threads if thread.ident])
    return any(thread.name == SCRIPT and thread.ident not in _long for thread in threads)
