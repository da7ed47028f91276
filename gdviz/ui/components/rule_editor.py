"""The editor of a typed update rule, with what is wrong in the rule below it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from gdviz.optimizers import Optimizer
from gdviz.scene import LONGEST_RULE, TYPED, Run, Scene
from gdviz.ui import session, vocabulary
from gdviz.ui.components.component import component, news
from gdviz.ui.readable_runs import has_earlier, rule_error
from gdviz.ui.widgets import note, refusal

HELP = (
    "One line, one assignment, top to bottom, once a step. theta is the point, g the gradient there, t the step from "
    "1, alpha the rate, f the value. A name read before it is assigned is memory and begins at 0; a name never "
    "assigned is a knob. sqrt abs sign exp log tanh min max clip(v, a, b) where(a < b, this, that); norm dot sum; "
    "grad(p) value(p) hess(p) solve(H, v). Rules of papers and code are read too: what was taken for what stands below."
)


def editor(run: Run, number: int) -> None:
    """The rule to be edited, checked while it is typed; under it what is wrong, and where."""
    error = rule_error(run)
    key = f"run{run.style}-rule"
    place = None if error is None else {"start": error.span[0], "end": max(error.span[1], error.span[0] + 1)}
    component("rule_editor")(
        key=key,
        data={"text": run.rule, "label": f"Rule of run {number}", "help": HELP, "error": place, "most": LONGEST_RULE},
        on_typed_change=partial(_take, key, run.style),
    )
    vocabulary.popover(vocabulary.RULE, "Words of a rule", f"{key}-words", ":material/function:")
    if error is not None:
        refusal(error, f"{key}-refusal", beside=False)
        earlier = has_earlier(run)
        note(
            "The picture shows your last rule that could be read."
            if earlier
            else "It is drawn as soon as it can be read."
        )
    elif isinstance(run.chosen, Optimizer) and run.chosen.note:
        st.caption(run.chosen.note)


def taken(scene: Scene, style: int, message: object) -> Scene:
    """The scene with the text that came from the browser as the run's rule; untrusted input."""
    text = message.get("text") if isinstance(message, Mapping) else None
    if not isinstance(text, str) or not any(run.style == style and run.optimizer == TYPED for run in scene.runs):
        return scene
    plain = text[:LONGEST_RULE].replace("\r\n", "\n").encode(errors="replace").decode()
    return scene.with_run(replace(scene.run(style), rule=plain))


def _take(key: str, style: int) -> None:
    with session.part_of(f"the rule of {style}", held=True):
        session.keep_scene(taken(session.recall(), style, news(key, "typed")))
