"""The Traps page: two basin maps, a run from the pixel that is clicked, ways out compared, and what to try next."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from gdviz import figures
from gdviz.analysis.basins import Basins
from gdviz.export import Contents
from gdviz.figures import INK, STYLES, DrawnRun, Panel, ground, label, row
from gdviz.numeral import coordinates, percent, rounded
from gdviz.scene import BASINS_SHAPE, Run, Scene, basin_steps, compared_pair, start_of, window_of, with_runs
from gdviz.surface import Surface
from gdviz.ui import session, work
from gdviz.ui.components.pictures import Pick, panels
from gdviz.ui.stage import results, takeaway
from gdviz.ui.traps import basin_maps, escapes
from gdviz.ui.traps.basin_maps import is_suited, opening, suited
from gdviz.ui.traps.controls import bar, heads
from gdviz.ui.widgets import NextStep, heading, show_next_step

PLAY = "play"
NEAR = 4
"""A start is shown from the middle of its region: where most cells within so many are of it too."""


def show(surface: Surface, whole: Scene) -> None:
    """The whole page below the formula bar: what is known at once, then one more piece of work, then the page again."""
    scene, *own = compared_pair(whole)
    ready = all(is_suited(surface, scene, run) for run in own)
    runs = [suited(surface, scene, run) for run in own] if ready else own
    heads(own, runs)
    stages = [basin_maps.known_map(surface, scene, run) if ready else None for run in runs]
    maps = basin_maps.together([one for one in stages if one]) if all(stages) else []
    trapped = scene.basins == "trapped" or (scene.basins == "auto" and bool(maps) and figures.crowded(maps))
    drawn = [drawn_run(surface, scene, run) for run in runs] if ready else []
    reasons = results.reasons_of(surface, with_runs(scene, runs), drawn) if maps else None
    window, start = window_of(scene, surface), start_of(scene, surface)
    idle = figures.nothing_to_be_trapped_in(maps) if maps else ""
    shown = [panel(surface, scene, place, runs, drawn, maps, reasons, trapped) for place in range(len(runs))]
    play = session.memory("traps").get(PLAY, "")
    axes = [np.linspace(*side, BASINS_SHAPE[0]) for side in window]
    panels(row(shown, play=play), "traps-maps", partial(_picked, *(maps[0].xs, maps[0].ys) if maps else axes))
    bar(surface, scene, own, runs, maps, trapped, idle)
    show_next_step("traps", next_step(short_names(runs), maps, start, _begin))
    with st.container(horizontal=True, key="traps-foot", gap="medium"):
        shares(runs, maps, trapped)
        below = st.container(key="traps-escape")
    with below:
        waiting = escapes.heading(start)
    if do_next(surface, scene, own, runs, ready, reasons):
        work.rerun()
    waiting.empty()
    with below:
        escapes.show(surface, scene, runs, figures.pair_labels(runs), start, idle)
        if reasons is not None:
            takeaway.menu(contents(surface, with_runs(scene, runs), drawn, reasons), "traps")


def shares(runs: Sequence[Run], maps: Sequence[Basins], trapped: bool) -> None:
    """The table of the maps' shares, once there are maps."""
    with st.container(key="traps-shares"):
        heading("Share of the window", "from which each end is reached")
        if maps:
            st.html(figures.shares_table(list(zip(figures.pair_labels(runs), maps, strict=True)), trapped))


def contents(surface: Surface, scene: Scene, drawn: Sequence[DrawnRun], reasons: results.Reasons) -> Contents:
    """The two runs from the start, in their own colours, as they are taken away."""
    runs = tuple(replace(run, color=STYLES[int(run.id)].color) for run in drawn)
    steps = {run.id: run.trajectory.steps for run in runs}
    return takeaway.contents_of_page(surface, scene, runs, reasons, steps=steps, stop=None)


def do_next(
    surface: Surface, scene: Scene, own: list[Run], runs: list[Run], ready: bool, reasons: results.Reasons | None
) -> bool:
    """Do the next piece of the work; False when there is none left."""
    if not ready:
        _ = [suited(surface, scene, run) for run in own]
        return True
    if reasons is not None and not reasons.complete:
        drawn = [drawn_run(surface, scene, run) for run in runs]
        results.work_out(surface, with_runs(scene, runs), drawn)
        return True
    return [basin_maps.refined(surface, scene, run) for run in runs].count(True) > 0


def short_names(runs: Sequence[Run]) -> list[str]:
    """Names of the two without their rates where those alone tell them apart."""
    first, second = (run.name for run in runs)
    return [first, second] if first != second else figures.pair_labels(runs)


def drawn_run(surface: Surface, scene: Scene, run: Run) -> DrawnRun:
    """The run from the start, as long as those of the map."""
    trajectory = results.trajectory(surface, run, replace(scene, steps=basin_steps(scene, run), stop=()))
    return DrawnRun(str(run.style), run.name, label(run), INK, STYLES[run.style].dash, trajectory)


def panel(
    surface: Surface,
    scene: Scene,
    place: int,
    runs: Sequence[Run],
    drawn: Sequence[DrawnRun],
    maps: Sequence[Basins],
    reasons: results.Reasons | None,
    trapped: bool,
) -> Panel:
    """One map with the run from the start on it; the plain ground until the basins are known."""
    run, window, start = runs[place], window_of(scene, surface), start_of(scene, surface)
    diagnosis = reasons.diagnoses.get(str(run.style)) if reasons else None
    title = label(run) if drawn else run.name
    more: dict[str, Any] = {"ground": ground(surface, window), "words": "its basins are being worked out …"}
    if maps:
        words = f"lowest minimum from {percent(maps[place].global_share)}" if maps[place].minima else "no minimum"
        more = {
            "basins": basin_maps.painted(maps[place], trapped),
            "words": words,
            "marks": results.signs(surface, scene),
        }
    sentence = figures.run_sentence(run.name, drawn[place].trajectory, diagnosis) if diagnosis else ""
    return Panel(
        title, window=window, variables=surface.variables, runs=list(drawn[place : place + 1]), start=start,
        color=STYLES[run.style].color, sentence=sentence, **more,
    )  # fmt: skip


def _picked(xs: np.ndarray, ys: np.ndarray, pick: Pick) -> None:
    """The start nearest to the click, and its run plays."""
    _begin(*(float(axis[np.abs(axis - value).argmin()]) for axis, value in ((xs, pick.x), (ys, pick.y))))


def _begin(x: float, y: float) -> None:
    """This start becomes the scene's, and its run plays."""
    x, y = rounded(x, 9), rounded(y, 9)
    session.keep_scene(replace(opening(session.recall()), start=(x, y)))
    memory = session.memory("traps")
    memory["count"] = memory.get("count", 0) + 1
    memory[PLAY] = f"{memory['count']} {x} {y}"


def next_step(
    names: Sequence[str],
    maps: Sequence[Basins],
    start: tuple[float, float],
    begin: Callable[[float, float], None],
) -> NextStep | None:
    """names, maps: of the two optimizers; begin: makes a point the start. None until all cells are known."""
    if len(maps) < 2 or any(one.known < 1 for one in maps) or maps[0].labels.shape != maps[1].labels.shape:
        return None
    for caught, free in ((1, 0), (0, 1)):
        cells = trapped(maps[caught]) & reaches(maps[free])
        place = middle(maps[0], cells)
        if place and not cells[nearest(maps[0], start)]:
            words = (
                f"From {coordinates(place)} {names[caught]} is trapped, and {names[free]} reaches the lowest minimum."
            )
            return NextStep(words, "Start there", partial(begin, *place))
    if any(trapped(one).any() for one in maps):
        return NextStep("Give one of the two a larger rate or more momentum: from how many starts is it still trapped?")
    return None


def reaches(basins: Basins) -> NDArray[np.bool_]:
    """The starts that end at one of the lowest minima."""
    return np.isin(basins.labels, basins.deepest)


def trapped(basins: Basins) -> NDArray[np.bool_]:
    """The starts that end at another minimum."""
    return (basins.labels >= 0) & ~reaches(basins)


def nearest(basins: Basins, point: tuple[float, float]) -> tuple[int, int]:
    """Row and column of the start nearest to a point."""
    return int(np.abs(basins.ys - point[1]).argmin()), int(np.abs(basins.xs - point[0]).argmin())


def middle(basins: Basins, cells: NDArray[np.bool_]) -> tuple[float, float] | None:
    """The start of a region with the most of it around; None for an empty one."""
    if not cells.any():
        return None
    padded = np.pad(cells, NEAR).astype(float)
    around = np.lib.stride_tricks.sliding_window_view(padded, (2 * NEAR + 1,) * 2).sum(axis=(2, 3))
    row, column = np.unravel_index(np.where(cells, around, -1.0).argmax(), cells.shape)
    return float(basins.xs[column]), float(basins.ys[row])
