"""Figures as plain values: what the player draws, without Plotly and without Streamlit."""

from gdviz.figures.player_payload import DrawnRun, Mark, View, payload

__all__ = ["DrawnRun", "Mark", "View", "payload"]
