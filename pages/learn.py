"""Learn: a course that asks before it shows."""

from gdviz.ui import frame
from gdviz.ui.learn import page
from gdviz.ui.learn.address import ADDRESS

with frame.page("Learn", ADDRESS) as head:
    frame.remark(head, page.show())
