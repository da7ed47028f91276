"""Arithmetic as one hash-consed graph, printed as Python for one point or as NumPy for many, and compiled."""

from gdviz.kernel.array_eval import evaluate, evaluate_all
from gdviz.kernel.batch import Block, batch_block
from gdviz.kernel.derivatives import CHUNK, Derivatives, working_names
from gdviz.kernel.graph import Graph, Node, reachable
from gdviz.kernel.operations import COMPARISONS, OPERATORS
from gdviz.kernel.source import define, scalar_block
from gdviz.kernel.translate import from_tree
