"""Learning rate: too small, right and too large side by side, and every rate between them."""

from gdviz.ui import formula, frame, rates, rules, session

head = frame.begin("Learning rate")
scene = session.recall()
surface = formula.bar(scene)
played = rules.playable(scene)
frame.remark(head, ("One start, many rates: where each ends, how soon, and what theory says of the largest.",))
frame.end()
rates.show(surface, played)
