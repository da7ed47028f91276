"""The missions of the course, each a card that opens on Explore."""

import html

import streamlit as st

from gdviz.lessons import MISSIONS
from gdviz.ui.frame import MISSION
from gdviz.ui.learn import thumbnails, visit

STEER = (
    '<div class="gdviz-lesson"><div class="gdviz-no-picture gdviz-dark"><i></i></div><h3>Steer by hand</h3>'
    "<p>A dark map: you see only the height and the slope where you stand. Get as low as you can.</p></div>"
)
LEAD = "A goal, a par, and Explore to play on: whether it is reached is worked out from your run."


def show() -> None:
    """A card a mission."""
    st.html(f'<h2 class="gdviz-title">Missions</h2><p class="gdviz-lead">{LEAD}</p>')
    dark = st.context.theme.type == "dark"
    with st.container(key="learn-missions", horizontal=True, gap="medium"):
        for mission in MISSIONS.values():
            scene = mission.scene
            picture = thumbnails.uri(thumbnails.of_mission(mission.key), dark)
            with st.container(key=f"learn-card-mission-{mission.key}", gap="xxsmall"):
                st.html(
                    f'<div class="gdviz-lesson"><img alt="" src="{picture}">'
                    f"<h3>{html.escape(mission.title)}</h3><p>{html.escape(mission.task)}</p></div>"
                )
                st.page_link("app.py", label="Take it on", query_params=scene.to_query() | {MISSION: [mission.key]})
        with st.container(key="learn-card-mission-steer", gap="xxsmall"):
            st.html(STEER)
            st.button("Steer", key="learn-open-steer", on_click=visit.go, args=(visit.STEER,))
