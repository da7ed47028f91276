"""Data: rows, a model and its loss, learned together under one scrubber."""

from gdviz.ui import frame, session
from gdviz.ui.data import page

head = frame.begin("Data")
frame.remark(head, page.show(session.recall()))
frame.end()
page.explain()
