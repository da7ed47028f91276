"""Traps: which minimum each start of the window reaches, under two optimizers, and how to get out."""

from gdviz.ui import frame, session
from gdviz.ui.learn import setting
from gdviz.ui.rail import formula
from gdviz.ui.readable_runs import playable
from gdviz.ui.traps import basin_maps, page

with frame.page("Traps") as head:
    scene = basin_maps.opening(session.recall())
    surface = formula.bar(scene)
    frame.remark(head, ("Where you start decides where you end: the basins of two optimizers, side by side.",))
page.show(surface, playable(scene))
setting.offer(scene)
