"""Explore: type a surface, choose optimizers, press play."""

import streamlit as st

from gdviz.ui import frame, session
from gdviz.ui.learn import setting
from gdviz.ui.rail import formula, mission, opening, run_cards, start
from gdviz.ui.readable_runs import playable
from gdviz.ui.stage import stage

with frame.page("Explore") as head:
    scene = session.recall()
    surface = formula.bar(scene, opens=True)
    played = playable(scene)
    frame.remark(head, formula.headline(scene, surface))
    with st.container(horizontal=True, key="explore", gap="small", height=frame.UNSTYLED, border=False):
        with st.container(key="explore-stage", width="stretch"):
            shown = stage.show(surface, played, opening.order_to_play())
        with st.container(key="explore-rail", gap="xsmall", width=340):
            mission.card(scene)
            start.strip(scene, surface)
            run_cards.rail(scene, surface)
            setting.offer(scene)
    with st.container(key="moving"):
        start.live(surface)
stage.explain(*shown)
