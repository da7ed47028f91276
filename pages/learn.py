"""Learn: a course that asks before it shows."""

from gdviz.ui import frame
from gdviz.ui.learn import page, visit

with frame.page("Learn", visit.ADDRESS) as head:
    frame.remark(head, page.show())
