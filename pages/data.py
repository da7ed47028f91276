"""Data: rows, a model and its loss, learned together under one scrubber."""

from gdviz.ui import frame, session
from gdviz.ui.data import page

with frame.page("Data") as head:
    frame.remark(head, page.show(session.recall()))
page.explain()
