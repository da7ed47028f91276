"""Learning rate: too small, right and too large side by side, and every rate between them."""

from gdviz.ui import frame, session
from gdviz.ui.learn import setting
from gdviz.ui.learning_rate import page
from gdviz.ui.rail import formula
from gdviz.ui.readable_runs import playable

with frame.page("Learning rate") as head:
    scene = session.recall()
    surface = formula.bar(scene)
    frame.remark(head, ("One start, many rates: where each ends, how soon, and what theory says of the largest.",))
page.show(surface, playable(scene))
setting.offer(scene)
