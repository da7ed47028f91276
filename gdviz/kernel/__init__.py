"""Arithmetic as one hash-consed graph, printed as Python for one point or as NumPy for many, and compiled."""

from gdviz.kernel.array_eval import evaluate, evaluate_all
from gdviz.kernel.array_rewrites import tangent_form
from gdviz.kernel.batch import Block, batch_block
from gdviz.kernel.batch_function import CHUNK, BatchFunction, working_arrays, working_names
from gdviz.kernel.compile import define
from gdviz.kernel.derivatives import Derivatives
from gdviz.kernel.graph import Graph, Node, reachable
from gdviz.kernel.scalar import scalar_block

__all__ = [
    "CHUNK", "BatchFunction", "Block", "Derivatives", "Graph", "Node", "batch_block", "define", "evaluate",
    "evaluate_all", "reachable", "scalar_block", "tangent_form", "working_arrays", "working_names",
]  # fmt: skip
