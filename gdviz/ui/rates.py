"""The learning-rate page: three rates in lock-step, the sweep, rate and momentum, sharpness, a quadratic laid open."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from gdviz.figures import DrawnRun
from gdviz.figures.panels import Panel, ground, row
from gdviz.scene import Run, Scene
from gdviz.surface import Surface
from gdviz.ui import session, stage, why
from gdviz.ui.findings import findings, second_knob, sweepable
from gdviz.ui.knobs import Row, knobs, symbol
from gdviz.ui.panels import panels
from gdviz.ui.rate_charts import NAMES, PLAY, STYLES_OF, charts


def show(surface: Surface, scene: Scene, run: Run) -> None:
    """The whole page below the formula bar."""
    if not sweepable(run):
        st.info(
            f"{run.name} chooses the length of its steps itself: it has no learning rate to turn. Pick another run."
        )
        subject(scene, run)
        return
    if not stage.begins(surface, scene):
        stage.undefined_start(surface, scene)
        return
    found = findings(surface, scene, run)
    rates = scene.rates or found.rates
    trio = laid_out(scene, run, rates)
    with st.container(horizontal=True, key="explore", gap="small"):
        with st.container(key="explore-stage", width="stretch"):
            runs = stage.drawn(surface, trio)
            reasons = stage.picture(surface, trio, runs, session.memory("rates").get(PLAY, ""))
            why.show(surface, trio, reasons)
        with st.container(key="explore-rail", gap="xsmall", width=340):
            subject(scene, run)
            turn(run, rates, scene)
            small_maps(surface, trio, runs, reasons, rates)
    charts(surface, scene, run, found, trio)
    stage.explain(surface, trio)


def laid_out(scene: Scene, run: Run, rates: tuple[float, ...]) -> Scene:
    """The scene with one run at three rates in place of its runs."""
    runs = [
        replace(run.turned("learning_rate", rate), style=style, on=True)
        for rate, style in zip(rates, STYLES_OF, strict=True)
    ]
    return replace(scene, runs=tuple(runs))


def subject(scene: Scene, run: Run) -> None:
    """Which of the scene's runs is looked into."""
    if len(scene.runs) > 1:
        st.selectbox(
            "Optimizer", [other.style for other in scene.runs], key=session.seed("rates-subject", run.style),
            format_func=lambda style: scene.run(style).name if style in {r.style for r in scene.runs} else "",
            label_visibility="collapsed", on_change=_look,
        )  # fmt: skip


def _look() -> None:
    scene = session.recall()
    session.keep(study=(int(st.session_state["rates-subject"]), *scene.study[1:]), rates=())


def turn(run: Run, rates: tuple[float, ...], scene: Scene) -> None:
    """The three rates and the second knob; a button that chooses again."""
    knob = run.chosen.knobs["learning_rate"]
    rows = [
        Row(str(place), name, f"Learning rate that is {name}", rate, knob, slider=True)
        for place, (name, rate) in enumerate(zip(NAMES, rates, strict=True))
    ]
    second = second_knob(run)
    if second:
        other = run.chosen.knobs[second]
        rows.append(Row(second, symbol(other.symbol, second), second, run.setting()[second], other, slider=True))
    knobs("rates-knobs", rows, partial(_turned, run, rates), layout="card")
    st.button(
        "Choose the rates for me", key="rates-choose", on_click=_choose, disabled=not scene.rates, width="stretch"
    )


def _turned(run: Run, rates: tuple[float, ...], values: Mapping[str, float]) -> None:
    scene = session.recall()
    changed = tuple(values.get(str(place), rate) for place, rate in enumerate(rates))
    for name, value in values.items():
        run = run if name.isdigit() else run.turned(name, value)
    session.keep_scene(replace(scene.with_run(run), rates=changed if changed != rates else scene.rates))


def _choose() -> None:
    session.keep(rates=())


def small_maps(
    surface: Surface, trio: Scene, runs: list[DrawnRun], reasons: why.Reasons, rates: tuple[float, ...]
) -> None:
    """One small map a rate, in lock-step with the player."""
    window, fates = why.window_of(trio, surface), why.fates(reasons)
    picture = ground(surface, window)
    shown = []
    for name, rate, drawn in zip(NAMES, rates, runs, strict=True):
        fate = fates.get(drawn.id, {"word": "", "tone": "plain"})
        words = f"α {rate:.4g}" + (f" · {fate['word']}" if fate["word"] else "")
        shown.append(
            Panel(name.capitalize(), words, window, surface.variables, [drawn], stage.start_of(trio, surface),
                  fate["tone"], (), picture)
        )  # fmt: skip
    panels(row(shown, layout="column", follow=True), "rates-panels")
