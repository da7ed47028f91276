"""Data: rows, a model and its loss, learned together under one scrubber."""

from gdviz.figures import TWO_WEIGHTS
from gdviz.ui import frame, session
from gdviz.ui.data import page, picture
from gdviz.ui.learn import setting

with frame.page("Data") as head:
    frame.remark(head, page.show(session.recall()))
    if session.recall().data.part in TWO_WEIGHTS:
        setting.offer(session.recall(), "data")
picture.explain()
