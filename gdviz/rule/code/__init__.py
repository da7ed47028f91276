"""Code to take away: programs that repeat a run without gdviz."""

from gdviz.rule.code.program import numpy_code as numpy_code
from gdviz.rule.code.program import torch_code as torch_code
