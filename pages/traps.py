"""Traps: which minimum each start of the window reaches, under two optimizers, and how to get out."""

from gdviz.ui import frame, session
from gdviz.ui.components import rule_editor
from gdviz.ui.rail import formula
from gdviz.ui.traps import page, runs

head = frame.begin("Traps")
scene = runs.opening(session.recall())
surface = formula.bar(scene)
played = rule_editor.playable(scene)
frame.remark(head, ("Where you start decides where you end: the basins of two optimizers, side by side.",))
frame.end()
page.show(surface, played)
