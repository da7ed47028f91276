"""Traps: which minimum each start of the window reaches, under two optimizers, and how to get out."""

from gdviz.ui import formula, frame, rules, session, traps

head = frame.begin("Traps")
scene = traps.opening(session.recall())
surface = formula.bar(scene)
played = rules.playable(scene)
frame.remark(head, ("Where you start decides where you end: the basins of two optimizers, side by side.",))
frame.end()
traps.show(surface, played)
