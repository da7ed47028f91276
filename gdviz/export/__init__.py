"""Runs to take away: a page that plays, pictures, tables, programs, a notebook, LaTeX; each stamped with its link."""

from gdviz.export.contents import Contents as Contents
from gdviz.export.contents import contents_of as contents_of
from gdviz.export.forms import FORMS as FORMS
from gdviz.export.formula import NotExported as NotExported
from gdviz.export.formulas import latex as latex
from gdviz.export.program import numpy_code as numpy_code
from gdviz.export.saving import save as save
from gdviz.export.saving import written as written
from gdviz.export.standalone import framed as framed
from gdviz.export.standalone import standalone_html as standalone_html
from gdviz.export.table import csv as csv
from gdviz.export.table import dataframe as dataframe
from gdviz.export.torch_program import pytorch_code as pytorch_code
