"""Runs to take away: a page that plays, pictures, tables, programs, a notebook, LaTeX; each stamped with its link."""

from gdviz.export.contents import BATCHED, PLANE, Contents, contents_of
from gdviz.export.forms import FORMS
from gdviz.export.numbers import csv, dataframe
from gdviz.export.program import numpy_code
from gdviz.export.saving import check, save, size_words, suffix_of, written
from gdviz.export.standalone import framed
from gdviz.export.torch_program import pytorch_code
from gdviz.export.words import NotExported
