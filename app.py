"""Explore: type a surface, choose optimizers, press play."""

import streamlit as st

from gdviz.ui import cards, formula, frame, rules, session, stage, start

head = frame.begin("Explore")
scene = session.recall()
surface = formula.bar(scene)
played = rules.playable(scene)
frame.remark(head, formula.remarks(surface))
with st.container(horizontal=True, key="explore", gap="small"):
    with st.container(key="explore-stage", width="stretch"):
        stage.show(surface, played)
    with st.container(key="explore-rail", gap="xsmall", width=340):
        start.strip(scene, surface)
        cards.rail(scene, surface)
frame.end()
stage.explain(surface, played)
