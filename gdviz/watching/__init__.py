"""Another library's optimizer on a surface, recorded as a run: watched step by step, its rule unknown."""

from gdviz.watching.door import watch as watch
