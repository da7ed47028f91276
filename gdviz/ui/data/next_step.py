"""What to try next on the Data page: equal passes, decay of rates and weights, another degree or width."""

from functools import partial

from gdviz.learning.data import GENERATORS
from gdviz.numeral import numeral
from gdviz.scene import NUMBERS, DataScene
from gdviz.ui import session
from gdviz.ui.widgets.next_step import NextStep

DECAY, SIMPLE_DEGREE, FULL_DEGREE = 0.1, 3, 15


def next_step(data: DataScene) -> NextStep | None:
    """One for each part of the page, as far as it has not been done."""
    return {"batches": batches, "overfitting": overfitting, "polynomial": polynomial, "network": network}[data.part](
        data
    )


def batches(data: DataScene) -> NextStep | None:
    """Runs on batches of different sizes, after the same work."""
    if not data.equal_passes and len({one.batch for one in data.runs if one.run.on}) > 1:
        words = "Equal steps are unequal work: larger batches look at more rows. Who leads after equal passes?"
        return NextStep(words, "Equal passes", partial(session.keep_data, equal_passes=True, axis="rows"))
    return twice_the_rows(data, "Do batches of the same size wander less among twice as many rows?")


def overfitting(data: DataScene) -> NextStep | None:
    """Weight decay, then more rows."""
    if not data.decay:
        words = "Does weight decay keep the loss over the rows set apart from turning up?"
        return NextStep(words, f"λ = {numeral(DECAY)}", partial(session.keep_data, decay=DECAY))
    return twice_the_rows(data, "And with twice as many rows: is decay still needed?")


def polynomial(data: DataScene) -> NextStep | None:
    """A degree that bends less, or the one that bends most."""
    degree = SIMPLE_DEGREE if data.degree > SIMPLE_DEGREE else FULL_DEGREE
    words = {
        SIMPLE_DEGREE: "Does a polynomial that bends less do better on the rows set apart?",
        FULL_DEGREE: "And one that can bend through every row: what does it do between them?",
    }[degree]
    return NextStep(words, f"Degree {degree}", partial(session.keep_data, degree=degree))


def network(data: DataScene) -> NextStep | None:
    """Fewer hidden units, or as many as there can be."""
    low, high = int(NUMBERS["hidden"].low), int(NUMBERS["hidden"].high)
    if data.hidden > low:
        half = max(low, data.hidden // 2)
        return NextStep(
            "Do half as many hidden units part the classes too?",
            f"{half} units",
            partial(session.keep_data, hidden=half),
        )
    return NextStep("And the widest network: does the loss over the rows set apart turn up?", f"{high} units",
                    partial(session.keep_data, hidden=high))  # fmt: skip


def twice_the_rows(data: DataScene, words: str) -> NextStep | None:
    """Rows that are made can be more; others are as they are."""
    rows = 2 * data.rows
    if data.set not in GENERATORS or rows > NUMBERS["rows"].high:
        return None
    return NextStep(words, f"{rows} rows", partial(session.keep_data, rows=rows))
