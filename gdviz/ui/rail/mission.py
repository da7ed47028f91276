"""The mission that a visitor is on: its task, whether the present scene does it, and the way out."""

import html

import streamlit as st

from gdviz.expression import ExpressionError
from gdviz.lessons import MISSIONS, LessonError, Mission, Outcome, outcome
from gdviz.scene import Scene
from gdviz.ui import address, session
from gdviz.ui.frame import MISSION


def card(scene: Scene) -> None:
    """The mission of the link, for as long as it is not left; nothing for other visitors."""
    memory = session.memory(MISSION)
    if key := address.query().get(MISSION):
        memory["key"] = key[0]
    mission = MISSIONS.get(memory.get("key", ""))
    with st.container(key="mission", gap="xxsmall"):
        if mission is None:
            return
        done = judged(mission, scene)
        tone = "good" if done.reached else "bad" if done.broken else "plain"
        st.html(
            f'<h2 class="gdviz-sub">Mission <span>{html.escape(mission.title)}</span></h2>'
            f'<p class="gdviz-mission">{html.escape(mission.task)}</p>'
            f'<p class="gdviz-mission" data-tone="{tone}" role="status">{html.escape(done.sentence)}</p>'
        )
        with st.container(horizontal=True, gap="xsmall"):
            st.button("Begin anew", key="mission-anew", on_click=_begin, args=(mission,))
            st.button("Leave the mission", key="mission-leave", type="tertiary", on_click=memory.clear)


def judged(mission: Mission, scene: Scene) -> Outcome:
    """The outcome; for a scene with a text that cannot be read, the sentence that says so."""
    try:
        return outcome(mission, scene)
    except (LessonError, ExpressionError) as error:  # a formula or a rule that is being typed
        return Outcome((), False, None, str(error))


def _begin(mission: Mission) -> None:
    session.keep_scene(mission.scene)
