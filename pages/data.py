"""Data: rows, a model and its loss, learned together under one scrubber."""

from gdviz.figures import TWO_WEIGHTS
from gdviz.ui import frame, session
from gdviz.ui.data import page
from gdviz.ui.learn import setting
from gdviz.ui.stage import stage

with frame.page("Data") as head:
    remarks, shown = page.show(session.recall())
    frame.remark(head, remarks)
    if session.recall().data.part in TWO_WEIGHTS:
        setting.offer(session.recall(), "data")
if shown:
    stage.explain(*shown)
