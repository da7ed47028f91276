"""One step of a rule on a surface as a graph, split into run constants, per-step tables and the loop body."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from gdviz.kernel import Graph, Node, reachable
from gdviz.kernel.formula import Formula
from gdviz.rule.kinds import Kind
from gdviz.rule.program import Program
from gdviz.rule.strength_reduction import STEPWISE, reduce_strength
from gdviz.rule.to_graph import Lowering, Value, inputs
from gdviz.trajectory import Evaluations

POINT, GRADIENT, NOISE = "theta", "g", "xi"


@dataclass(frozen=True)
class Call:
    """An evaluation at run time: the word, the point, and the inputs that take the answer.

    word: value, grad or hess of a surface without a formula; batch_value … of the step's own mini-batch.
    """

    word: str
    point: Value
    answer: Value


class SurfaceCalls:
    """Writes a rule's evaluations into a graph, and counts the different points at which each word is evaluated."""

    def __init__(self, graph: Graph, formula: Formula | None) -> None:
        self.graph = graph
        self.formula = formula
        self.batch = False
        self.answers: dict[tuple[str, Node, Node], Value] = {}
        self.calls: list[Call] = []
        self.surface_nodes: set[Node] = set()
        self._points: dict[str, set[tuple[str, Node, Node]]] = {"value": set(), "grad": set(), "hess": set()}

    def __call__(self, word: str, x: Node, y: Node) -> Value:
        """The surface's value, gradient or Hessian at (x, y)."""
        key = (f"batch_{word}" if self.batch else word, x, y)
        self._points[word].add(key)
        if key not in self.answers:
            called = self.formula is None or self.batch
            self.answers[key] = self._call(word, x, y) if called else self._nodes(word, x, y)
        return self.answers[key]

    @property
    def evaluations(self) -> Evaluations:
        """How many points each word was evaluated at so far."""
        return Evaluations(*(len(points) for points in self._points.values()))

    def _nodes(self, word: str, x: Node, y: Node) -> Value:
        """The surface's own nodes."""
        assert self.formula is not None
        nodes = self.formula.instantiate(self.graph, x, y, 2 if word == "hess" else 1)
        self.surface_nodes.update(reachable(nodes, stop=(x, y)))
        return {"value": nodes[:1], "grad": nodes[1:3], "hess": nodes[3:]}[word]

    def _call(self, word: str, x: Node, y: Node) -> Value:
        """Inputs that a call fills at run time."""
        parts = {"value": ("f",), "grad": ("x", "y"), "hess": ("xx", "xy", "yy")}[word]
        answer = tuple(self.graph.input(f"q{len(self.calls)}_{part}") for part in parts)
        self.calls.append(Call(f"batch_{word}" if self.batch else word, (x, y), answer))
        return answer


@dataclass(frozen=True)
class StepGraph:
    """Nodes of one step.

    inputs → outputs: what holds the row of the last step, and what replaces it, in order theta_x, theta_y, f, g_x, g_y,
    then the states. fixed: nodes that are constant in a run; tables: nodes with a number for every step, computed
    before the run. oracle_calls: evaluations of a surface without a formula, in order. evaluations: those of one step.
    """

    graph: Graph
    inputs: tuple[Node, ...]
    outputs: tuple[Node, ...]
    fixed: tuple[Node, ...]
    tables: tuple[Node, ...]
    evaluations: Evaluations
    begin: tuple[Node, ...] = ()
    oracle_calls: tuple[Call, ...] = ()
    states: Mapping[str, Kind] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """How a step is written down.

    zero_knobs: knobs that are 0 in this run and fall away. batched: inputs with a value for each path, beside the rows.
    record_values: value and gradient are part of the row (a recorded path); otherwise each step begins with the
    gradient (many paths). batches: what the rule evaluates is the step's mini-batch; what is recorded is the whole
    surface's. steady: the rate is the same in every step. reduce_strength: see `strength_reduction`.
    """

    zero_knobs: frozenset[str] = frozenset()
    batched: frozenset[str] = frozenset()
    record_values: bool = True
    batches: bool = False
    steady: bool = False
    reduce_strength: bool = False


def step_graph(
    program: Program, formula: Formula | None, options: Program | None = None, form: Form = Form()
) -> StepGraph:
    """The graph of one step of a rule; formula None: calls evaluate the surface. options: lines before the rule."""
    graph = Graph()
    surface = SurfaceCalls(graph, formula)
    x, y = point = _pair(graph, POINT)
    value, gradient = (graph.input("f"),), _pair(graph, GRADIENT)
    row = value + gradient if form.record_values else ()
    if form.record_values:
        surface.answers |= {("value", x, y): value, ("grad", x, y): gradient}
    surface.batch = form.batches
    names = _names(graph, program, form.zero_knobs) | {POINT: point}
    names |= {"f": surface("value", x, y) if program.uses("f") else value, GRADIENT: surface("grad", x, y)}
    states = [node for name in program.states for node in names[name]]
    begin = _begin(Lowering(graph, dict(names), surface), program)
    step = Lowering(graph, names, surface).step(program, options)
    evaluations = surface.evaluations
    surface.batch = False
    seen = surface("value", *step.theta) + surface("grad", *step.theta) if form.record_values else ()
    outputs = (*step.theta, *seen, *(node for name in program.states for node in step.states[name]))
    before, calls = (*point, *row, *states), tuple(surface.calls)
    whole = StepGraph(graph, before, outputs, (), (), evaluations, begin, calls, dict(program.states))
    if form.reduce_strength:
        whole = _strength_reduced(whole, surface.surface_nodes, form.batched)
    fixed, tables = _hoist(whole, form)
    return replace(whole, fixed=fixed, tables=tables)


def _strength_reduced(step: StepGraph, surface_nodes: Collection[Node], batched: Collection[str]) -> StepGraph:
    points = tuple(node for call in step.oracle_calls for node in call.point)
    outputs, points = reduce_strength(step.graph, step.inputs, step.outputs, points, step.begin, surface_nodes, batched)
    calls = tuple(replace(call, point=points[2 * i : 2 * i + 2]) for i, call in enumerate(step.oracle_calls))
    return replace(step, outputs=outputs, oracle_calls=calls)


def _pair(graph: Graph, name: str) -> tuple[Node, Node]:
    return graph.input(f"{name}_x"), graph.input(f"{name}_y")


def _begin(lowering: Lowering, program: Program) -> tuple[Node, ...]:
    """The states' first values, in order; 0 where the rule does not say."""
    nodes: list[Node] = []
    for name, kind in program.states.items():
        tree = program.begins.get(name)
        value = lowering.value(tree) if tree is not None else (lowering.graph.constant(0.0),)
        nodes.extend(lowering.widen(value, kind))
    return tuple(nodes)


def _names(graph: Graph, program: Program, zero_knobs: frozenset[str]) -> dict[str, Value]:
    """What the words of the language stand for at the top of a step."""
    names: dict[str, Value] = {word: (graph.input(word),) for word in ("t", "alpha")}
    names[NOISE] = _pair(graph, NOISE)
    for name, kind in program.states.items():
        names[name] = inputs(graph, f"s_{name}", kind)
    for knob in program.knobs:
        names[knob] = (graph.constant(0.0),) if knob in zero_knobs else (graph.input(f"k_{knob}"),)
    return names


CONSTANT, PER_RUN, PER_STEP, IN_LOOP = range(4)


def _hoist(step: StepGraph, form: Form) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Loop-invariant code motion: the largest nodes that are constant in a run, and that depend on the step alone."""
    outputs = [*step.outputs, *(node for call in step.oracle_calls for node in call.point)]
    level: dict[Node, int] = {}
    rows = set(step.inputs)
    for node in reachable(outputs):
        if node.is_constant:
            level[node] = CONSTANT
        elif node.op == "input":
            level[node] = _level(node, rows, form)
        else:
            level[node] = max(level[argument] for argument in node.arguments)
    used = dict.fromkeys(a for node in level if level[node] == IN_LOOP for a in node.arguments)
    used |= dict.fromkeys(outputs)
    fixed = tuple(node for node in used if level[node] == PER_RUN)
    return fixed, tuple(node for node in used if level[node] == PER_STEP)


def _level(node: Node, rows: set[Node], form: Form) -> int:
    if node in rows or node.name in form.batched or node.name.startswith("q"):
        return IN_LOOP
    steady = form.steady and node.name == "alpha"
    return PER_STEP if node.name in STEPWISE and not steady else PER_RUN
