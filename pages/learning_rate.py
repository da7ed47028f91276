"""Learning rate: too small, right and too large side by side, and every rate between them."""

from gdviz.ui import frame, session
from gdviz.ui.components import rule_editor
from gdviz.ui.learning_rate import page
from gdviz.ui.rail import formula

head = frame.begin("Learning rate")
scene = session.recall()
surface = formula.bar(scene)
played = rule_editor.playable(scene)
frame.remark(head, ("One start, many rates: where each ends, how soon, and what theory says of the largest.",))
frame.end()
page.show(surface, played)
