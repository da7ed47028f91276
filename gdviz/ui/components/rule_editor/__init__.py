"""A rule that the visitor types: the area it is typed in, what is wrong with it, and what plays meanwhile."""

import html
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import streamlit as st

from gdviz.expression import ExpressionError
from gdviz.optimizers import Optimizer
from gdviz.scene import TYPED, Run, Scene
from gdviz.scene.run_codec import LONGEST_RULE
from gdviz.ui import session

HERE = Path(__file__).parent
HTML = '<div class="gdviz-rule">\n</div>'
HELP = (
    "One line, one assignment, top to bottom, once a step. theta is the point, g the gradient there, t the step from "
    "1, alpha the rate, f the value. A name read before it is assigned is memory and begins at 0; a name never "
    "assigned is a knob. sqrt abs sign exp log tanh min max clip(v, a, b) where(a < b, this, that); norm dot sum; "
    "grad(p) value(p) hess(p) solve(H, v). Rules of papers and code are read too: what was taken for what stands below."
)


def trouble(run: Run) -> ExpressionError | None:
    """What is wrong with the run's rule, if anything."""
    try:
        run.chosen  # noqa: B018 -- reading it is the test
    except ExpressionError as error:
        return error
    return None


def playable(scene: Scene) -> Scene:
    """The scene with each rule that cannot be read replaced by the last that could, or left out."""
    good = session.memory("rules")
    runs = []
    for run in scene.runs:
        if run.optimizer == TYPED and trouble(run):
            kept: Run | None = good.get(run.style)
            runs += [replace(kept, on=run.on)] if kept else []
            continue
        if run.optimizer == TYPED:
            good[run.style] = run
        runs.append(run)
    return replace(scene, runs=tuple(runs))


def editor(run: Run, number: int) -> None:
    """The rule to be edited, checked while it is typed; under it what is wrong, and where."""
    error = trouble(run)
    key = f"run{run.style}-rule"
    place = None if error is None else {"start": error.span[0], "end": max(error.span[1], error.span[0] + 1)}
    _component()(
        key=key,
        data={"text": run.rule, "label": f"Rule of run {number}", "help": HELP, "error": place, "most": LONGEST_RULE},
        on_typed_change=partial(_take, key, run.style),
    )
    if error is not None:
        with st.container(key=f"{key}-refusal", gap="xxsmall"):
            if any(error.span):
                st.code(error.caret(), language=None)
            sentence = f"{html.escape(error.message)} <span>{html.escape(error.hint)}</span>"
            st.html(f'<p class="gdviz-sentence" role="alert">{sentence}</p>')
    elif isinstance(run.chosen, Optimizer) and run.chosen.note:
        st.caption(run.chosen.note)


def taken(scene: Scene, style: int, news: object) -> Scene:
    """The scene with the text that came from the browser as the run's rule; a stranger may have sent anything."""
    text = news.get("text") if isinstance(news, Mapping) else None
    if not isinstance(text, str) or not any(run.style == style and run.optimizer == TYPED for run in scene.runs):
        return scene
    plain = text[:LONGEST_RULE].replace("\r\n", "\n").encode(errors="replace").decode()
    return scene.with_run(replace(scene.run(style), rule=plain))


def _take(key: str, style: int) -> None:
    state = st.session_state.get(key)
    session.keep_scene(taken(session.recall(), style, state.get("typed") if isinstance(state, Mapping) else None))


@lru_cache(maxsize=1)
def _component() -> Callable[..., Any]:
    files: Mapping[str, str] = {
        kind: (HERE / f"rule_editor.{kind}").read_text(encoding="utf-8") for kind in ("css", "js")
    }
    return st.components.v2.component("gdviz_rule", html=HTML, isolate_styles=False, **files)
