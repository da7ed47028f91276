"""A run to take away: programs in NumPy and PyTorch, a table of numbers, LaTeX; each stamped with its link."""

from gdviz.export.formula import NotExported as NotExported
from gdviz.export.formulas import latex as latex
from gdviz.export.program import numpy_code as numpy_code
from gdviz.export.table import csv as csv
from gdviz.export.torch_program import pytorch_code as pytorch_code
