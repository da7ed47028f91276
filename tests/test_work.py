"""Long work of a page gives way, ends at a bound with a sentence, and goes on when asked to."""

import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from gdviz.analysis.basins import escape
from gdviz.checkpoint import checkpoint, listen
from gdviz.descent import descend
from gdviz.gallery import GALLERY
from gdviz.learning.training import train
from gdviz.learning.training.polynomials import LeastSquares
from gdviz.numeral import numeral
from gdviz.optimizers import OPTIMIZERS
from gdviz.scene import Run
from gdviz.scene.run_codec import write_run
from gdviz.surface import Surface
from gdviz.ui import work
from gdviz.ui.traps import escapes
from tests.test_pages import opened

pytestmark = pytest.mark.long

EIGHT = "&".join(
    f"data.run=1~{write_run(Run('adam', (('learning_rate', 0.01 + style / 1000),), style=style), style)}"
    for style in range(8)
)
HEAVY = {
    "pages/data.py": f"data.rows=1000&data.steps=600&data.loss=log(1%2B(w*x-y)^2)*cos(w*x%2Bb)^2&{EIGHT}",
    "pages/traps.py": "surface=rastrigin&steps=500&run=adam&run=nelder_mead&escape=trials~100",
    "pages/learning_rate.py": "surface=rastrigin&steps=150&run=adan",
    "app.py": "surface=rastrigin&steps=2000&run=bfgs&run=nelder_mead&run=adam",
}


@pytest.fixture(autouse=True)
def nobody_listens() -> Iterator[None]:
    listen()
    yield
    listen()


class EnoughError(Exception):
    """Raised by a listener."""


def counted(most: int) -> list[int]:
    calls = [0]

    def listener() -> None:
        calls[0] += 1
        if calls[0] >= most:
            raise EnoughError

    listen(listener)
    return calls


@pytest.mark.parametrize(
    ("optimizer", "batches"), [("adam", None), ("nelder_mead", None), ("bfgs", None), ("adam", lambda t: "x^2 + y^2")]
)
def test_every_run_can_be_ended_at_a_checkpoint(optimizer: str, batches: object) -> None:
    from gdviz.surface import Surface

    bowl = Surface("x^2 + 3y^2 + sin(x)")
    asked = None if batches is None else (lambda t: bowl)
    counted(1)
    with pytest.raises(EnoughError):
        descend(bowl, OPTIMIZERS[optimizer], (1.0, 2.0), 200, batches=asked)


def test_training_can_be_ended_at_a_checkpoint() -> None:
    import numpy as np

    counted(5)
    with pytest.raises(EnoughError):
        train(LeastSquares(np.eye(3), np.ones(3)), "sgd", np.zeros(3), 50)


def test_without_a_listener_a_checkpoint_does_nothing() -> None:
    checkpoint()


@pytest.mark.parametrize("script", HEAVY)
def test_a_page_rests_at_the_bound_and_goes_on_when_asked(script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "ALLOWANCE", 0.6)
    monkeypatch.setattr(work, "SLICE", 0.002)
    monkeypatch.setattr("gdviz.analysis.basins.basin_map.METHOD_SIDE", 20)
    monkeypatch.setattr("gdviz.ui.stage.results.LONGEST_SURVEY", 0.3)
    monkeypatch.setattr("gdviz.ui.traps.escapes.LONGEST", 0.3)
    app = opened(script, HEAVY[script])
    rests = 0
    while any(button.key == "work-go-on" for button in app.button):
        said = " ".join(element.proto.body for element in app.get("html"))
        assert f"it rests here after {numeral(0.6 * 2**rests)} seconds of computing" in said, (
            "twice the time at every rest"
        )
        assert not [button.key for button in app.button if button.label == "Stop"], "there is nothing to stop"
        rests += 1
        assert rests < 40
        app.button(key="work-go-on").click().run(timeout=60)
        assert not app.exception
    if script not in ("app.py", "pages/data.py"):  # rows are counted before, see test_counted.py
        assert rests >= 1, "this link is more work than the bound"


def test_a_gesture_has_a_new_allowance_and_a_rerun_of_our_own_the_rest_of_the_old_one() -> None:
    work.begin()
    work._pace.spent = 3.0
    work._pace.by_itself = True
    work.begin()
    assert work._pace.spent == 3.0
    work.begin()
    assert work._pace.spent == 0.0


def test_a_press_that_leads_to_another_page_is_not_lost_to_a_rerun_of_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit's `st.rerun` writes this page over the one of a request that waits: it is heard before."""

    class Waiting:
        def __contains__(self, name: str) -> bool:
            raise EnoughError

    monkeypatch.setattr(work.st, "session_state", Waiting())
    monkeypatch.setattr(work.st, "rerun", lambda: pytest.fail("the request is overwritten"))
    with pytest.raises(EnoughError):
        work.rerun()
    assert not work._pace.by_itself, "the newer gesture has an allowance of its own"


def test_long_work_waits_for_a_short_run_of_another_page(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, done = threading.Event(), threading.Event()
    monkeypatch.setattr(work, "PATIENCE", 30.0)
    monkeypatch.setattr(work, "_long", {threading.get_ident()})

    def short_run() -> None:
        waiting.set()
        time.sleep(0.1)
        done.set()

    other = threading.Thread(target=short_run, name=work.SCRIPT)
    other.start()
    waiting.wait()
    work._let_others_go_first()
    assert done.is_set(), "it waited until the other was through"
    other.join()
    work._let_others_go_first()  # and waits for nobody now


def test_a_thread_that_helps_a_page_waits_for_others_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large map is made in two threads, while the page waits for them: they are at long work as it is."""
    events: list[str] = []
    monkeypatch.setattr(work, "PATIENCE", 30.0)
    monkeypatch.setattr(work, "SLICE", 0.0)
    monkeypatch.setattr(work, "_long", set())
    started = threading.Event()

    def click() -> None:
        started.set()
        time.sleep(0.1)
        events.append("the click")

    def page() -> None:
        with work.whole():
            helper = threading.Thread(target=lambda: (work.look(), events.append("a slice of the map")))
            helper.start()
            helper.join()

    threads = [threading.Thread(target=target, name=work.SCRIPT) for target in (click, page)]
    threads[0].start()
    started.wait()
    threads[1].start()
    for thread in threads:
        thread.join()
    assert events == ["the click", "a slice of the map"]


def checkpoints(act: Callable[[], object]) -> int:
    calls = counted(10**9)
    act()
    listen()
    return calls[0]


def test_work_that_grows_is_done_in_slices() -> None:
    """So many ends, steps of a batch, points of a survey or pairs of minima have a checkpoint for each few thousand."""
    import numpy as np

    from gdviz.analysis.basins.attractors import goals
    from gdviz.analysis.basins.runs import ends
    from gdviz.analysis.landscape import survey
    from gdviz.descent import settings_of
    from gdviz.gallery import GALLERY

    rastrigin = GALLERY["rastrigin"]
    aims = goals(rastrigin)
    points = np.random.default_rng(0).uniform(-5, 5, (2, 40_000))
    assert checkpoints(lambda: aims.classify(points, np.zeros(40_000, bool))) >= 40_000 / 4096
    settings = settings_of(OPTIMIZERS["adam"], {"learning_rate": 0.01}, None)
    assert checkpoints(lambda: ends(rastrigin, OPTIMIZERS["adam"], points, 50, settings)) >= 6 * 40_000 * 50 / 200_000
    assert checkpoints(lambda: survey(rastrigin)) > 300


def test_the_rest_is_said_in_the_bar_of_the_page_of_traps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "ALLOWANCE", 0.3)
    monkeypatch.setattr(work, "SLICE", 0.002)
    app = opened("pages/traps.py", HEAVY["pages/traps.py"])
    keys = [button.key for button in app.button]
    assert "work-go-on" in keys
    assert keys.index("work-go-on") == keys.index("traps-choose") + 1, "beside the other buttons of the bar"


def test_trials_rest_when_the_allowance_is_spent_and_what_is_known_of_them_is_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gdviz.scene.trap_study.TRIAL_BUDGET", 100)
    monkeypatch.setattr(work, "ALLOWANCE", 600.0)
    spent = iter([False, False, True])
    monkeypatch.setattr(work, "is_spent", lambda: next(spent, True) if made else False)
    made: list[str] = []

    def outcome(surface: object, scene: object, run: object, way: str, *more: object) -> str:
        made.append(way)
        return "It cannot."

    monkeypatch.setattr("gdviz.ui.traps.escapes.outcome", outcome)
    app = opened("pages/traps.py", "surface=three_hump_camel&run=sgd&run=momentum~style~1")
    assert len(made) == 3
    assert any("Left out." in element.proto.body for element in app.get("html")), "what is known"
    assert "work-go-on" in [button.key for button in app.button]
    app.button(key="work-go-on").click().run(timeout=60)
    assert len(made) == 4, "it goes on where it rested"


def test_the_chart_of_the_trials_made_so_far_is_drawn_before_the_page_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    judged, camel = escapes.classify_together, GALLERY["three_hump_camel"]
    known = escape(camel, "sgd", "none", (-1.9, 1.0), seeds=4, budget=50, spread=0.1, learning_rate=0.05)

    def outcome(surface: Surface, scene: object, run: object, way: str, *more: object) -> object:
        made.append(way)
        return known

    def judge(*given: Any) -> object:
        work._pace.looked -= 1.0  # that took a second
        checkpoint()
        return judged(*given)

    monkeypatch.setattr("gdviz.ui.traps.escapes.TRIAL_BUDGET", 101)
    monkeypatch.setattr(work, "ALLOWANCE", 600.0)
    monkeypatch.setattr(work, "DRAWING", 0.0)
    monkeypatch.setattr(work, "is_spent", lambda: bool(made))
    monkeypatch.setattr("gdviz.ui.traps.escapes.outcome", outcome)
    monkeypatch.setattr("gdviz.ui.traps.escapes.classify_together", judge)
    app = opened("pages/traps.py", "surface=three_hump_camel&run=sgd&run=momentum~style~1")
    assert made == ["none"]
    components = [element.proto.component_name for element in app.get("bidi_component")]
    assert "gdviz_chart" in components, "one way of twelve"
    assert "work-go-on" in [button.key for button in app.button]


def test_collections_of_garbage_leave_modules_alone() -> None:
    work.leave_modules_alone()
    assert not any(one is sys.modules[__name__].__dict__ for one in gc.get_objects())
    assert not any(one is Run for one in gc.get_objects())


def test_work_that_a_gesture_can_do_without_gets_what_is_left() -> None:
    work.begin()
    assert work.left() == 4.5
    work._pace.spent = 4.0
    assert work.left() == 0.5
    work._pace.spent = 9.0
    assert work.left() == 0.25, "some in any case"
    work.begin()


def test_a_visitor_who_waits_to_make_a_map_lets_nobody_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else those who make maps would wait for it between their slices, and it for them."""
    from gdviz.ui.traps import basin_maps

    class Turnstile:
        def __enter__(self) -> None:
            at_long_work.append(threading.get_ident() in work._long)

        def __exit__(self, *reasons: object) -> None: ...

    at_long_work: list[bool] = []
    monkeypatch.setattr(work, "_long", set())
    monkeypatch.setattr(basin_maps, "AT_ONCE", Turnstile())
    monkeypatch.setattr(basin_maps.session, "memory", lambda name: {})
    monkeypatch.setattr(basin_maps, "key_of", lambda *scene: "a map")
    monkeypatch.setattr(basin_maps, "started", lambda *scene: iter(()))
    basin_maps.refined(None, None, None)  # type: ignore[arg-type]
    assert at_long_work == [True]


def test_after_a_wait_that_others_outlast_there_is_a_longer_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_others", lambda: True)
    monkeypatch.setattr(work, "PATIENCE", 0.0)
    work.begin()
    work._let_others_go_first()
    assert work._pace.slice == work.TURN
    work._pace.looked = time.thread_time()
    waits: list[int] = []
    monkeypatch.setattr(work, "_let_others_go_first", lambda: waits.append(1))
    while time.thread_time() - work._pace.looked < work.TURN / 2:
        work.look()
    assert waits == [], "busy visitors slow long work down, and do not stop it"
    work.begin()
    assert work._pace.slice == 0.0


def test_modules_compute_no_property_under_a_lock_of_the_class() -> None:
    """What computes it may wait at a checkpoint, and all other visitors' values of it with it."""
    from tests.test_layers import MODULES

    assert [path.name for path in MODULES if "import cached_property" in path.read_text()] == []
