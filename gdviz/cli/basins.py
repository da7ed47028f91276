"""`gdviz basins`: what share of the starts in a window reaches each minimum under an optimizer."""

from argparse import Namespace

from gdviz.analysis.basins import DIVERGED, FALLING, STALLED, UNSETTLED, Basins, basins_progressively
from gdviz.cli import output
from gdviz.cli.typed import keywords, optimizer_and_knobs, surface_of, window_of

OTHERS = {
    UNSETTLED: "not settled",
    DIVERGED: "diverged or left the domain",
    STALLED: "stalled at a saddle or maximum",
    FALLING: "falls without bound",
}


def perform(chosen: Namespace) -> None:
    """Print the shares; with --json the label of every start too."""
    surface, (_, optimizer, knobs) = surface_of(chosen), optimizer_and_knobs(chosen.optimizer)
    arguments, shape = keywords(chosen, optimizer), shape_of(chosen.shape)
    with output.working("starts", 1.0) as done:
        for stage in basins_progressively(
            surface, optimizer, window_of(chosen), shape, chosen.steps, **arguments, **knobs
        ):  # fmt: skip
            result = stage
            done(stage.known)
    if chosen.json:
        minima = [{"point": m.point, "value": m.value} for m in result.minima]
        output.document(
            {"text": surface.text, "optimizer": optimizer.key, "minima": minima, "shares": result.shares,
             "xs": result.xs, "ys": result.ys, "labels": result.labels, "steps": result.steps, "note": result.note}
        )  # fmt: skip
        return
    report(result)


def report(result: Basins) -> None:
    """The table of shares, the commonest first."""
    shares = result.shares
    rows: list[tuple[output.Cell, ...]] = []
    for k in sorted(range(len(shares)), key=lambda k: -shares[k]):
        (x, y), deepest = result.minima[k].point, k in result.deepest
        rows.append((f"({x:.6g}, {y:.6g})", f"{result.minima[k].value:.6g}", float(shares[k]), "*" * deepest))
    for label, name in OTHERS.items():
        if share := result.share_of(label):
            rows.append((name, "", share, ""))
    output.table(("end", "f", "share", ""), rows)
    rows_, columns_ = result.labels.shape
    print(f"\n{columns_} × {rows_} starts. * the deepest minimum known.{f' {result.note}' if result.note else ''}")


def shape_of(text: str) -> tuple[int, int]:
    """ "101x201" as rows and columns."""
    parts = text.lower().replace("×", "x").split("x")
    if len(parts) != 2 or not all(part.isdecimal() for part in parts):
        raise ValueError("--shape is rows times columns, as 101x101.")
    return int(parts[0]), int(parts[1])
