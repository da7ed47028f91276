"""Arithmetic as one hash-consed graph, printed as Python for one point or as NumPy for many, and compiled."""

from gdviz.kernel.array_eval import evaluate as evaluate
from gdviz.kernel.array_eval import evaluate_all as evaluate_all
from gdviz.kernel.array_rewrites import tangent_form as tangent_form
from gdviz.kernel.batch import Block as Block
from gdviz.kernel.batch import batch_block as batch_block
from gdviz.kernel.batch_function import CHUNK as CHUNK
from gdviz.kernel.batch_function import BatchFunction as BatchFunction
from gdviz.kernel.batch_function import working_arrays as working_arrays
from gdviz.kernel.batch_function import working_names as working_names
from gdviz.kernel.compile import define as define
from gdviz.kernel.derivatives import Derivatives as Derivatives
from gdviz.kernel.graph import Graph as Graph
from gdviz.kernel.graph import Node as Node
from gdviz.kernel.graph import reachable as reachable
from gdviz.kernel.scalar import scalar_block as scalar_block
