"""Long work of a page gives way, ends at a bound with a sentence, and goes on when asked to."""

import threading
import time
from collections.abc import Iterator

import pytest

from gdviz.checkpoint import checkpoint, listen
from gdviz.descent import descend
from gdviz.learning.training import train
from gdviz.learning.training.polynomials import LeastSquares
from gdviz.optimizers import OPTIMIZERS
from gdviz.scene import Run
from gdviz.scene.run_codec import write_run
from gdviz.ui import work
from tests.test_pages import opened

EIGHT = "&".join(
    f"data.run=1~{write_run(Run('adam', (('learning_rate', 0.01 + style / 1000),), style=style), style)}"
    for style in range(8)
)
HEAVY = {
    "pages/data.py": f"data.rows=1000&data.steps=600&data.loss=log(1%2B(w*x-y)^2)*cos(w*x%2Bb)^2&{EIGHT}",
    "pages/traps.py": "surface=rastrigin&steps=500&run=adam&run=nelder_mead&escape=trials~100",
    "pages/learning_rate.py": "surface=rastrigin&steps=500&run=adan",
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
    monkeypatch.setattr("gdviz.ui.stage.explaining.LONGEST_SURVEY", 0.3)
    monkeypatch.setattr("gdviz.ui.traps.escapes.LONGEST", 0.3)
    app = opened(script, HEAVY[script])
    rests = 0
    while any(button.key == "work-go-on" for button in app.button):
        assert any("shared" in element.proto.body for element in app.get("html")), "the sentence"
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
