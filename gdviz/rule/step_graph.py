"""One step of a rule on a surface as a graph, parted into what is known before the run, before the step, and within."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from gdviz.kernel import Graph, Node, reachable
from gdviz.rule.kinds import Kind
from gdviz.rule.program import Program
from gdviz.rule.strength_reduction import STEPWISE, lean
from gdviz.rule.to_graph import Lowering, Value, inputs
from gdviz.trajectory import Evaluations

POINT, GRADIENT, NOISE = "theta", "g", "xi"


class Terrain(Protocol):
    """What a plan needs of a surface: its formula, written into a graph at any point."""

    def __hash__(self) -> int: ...
    def instantiate(self, graph: Graph, x: Node, y: Node, order: int = 1) -> tuple[Node, ...]:
        """(f, gx, gy) or (f, gx, gy, hxx, hxy, hyy)."""
        ...


@dataclass(frozen=True)
class Call:
    """A question asked at run time: the word, the point, and the inputs that take the answer.

    word: value, grad or hess of a surface without a formula; batch_value … of the step's own mini-batch.
    """

    word: str
    point: Value
    answer: Value


@dataclass(frozen=True)
class Plan:
    """Nodes of one step.

    before → after: the inputs that hold the row of the last step, and the outputs that replace them, in order
    theta_x, theta_y, f, g_x, g_y, then the states. fixed: nodes known before the run; tables: nodes known for every
    step before the run. calls: questions to a surface without a formula, in order. asked: questions of one step.
    """

    graph: Graph
    before: tuple[Node, ...]
    after: tuple[Node, ...]
    fixed: tuple[Node, ...]
    tables: tuple[Node, ...]
    asked: Evaluations
    begin: tuple[Node, ...] = ()
    calls: tuple[Call, ...] = ()
    states: Mapping[str, Kind] = field(default_factory=dict)


class Looks:
    """Answers a rule's looks elsewhere, and counts the different points at which each word is asked."""

    def __init__(self, graph: Graph, terrain: Terrain | None) -> None:
        self.graph = graph
        self.terrain = terrain
        self.batch = False
        self.known: dict[tuple[str, Node, Node], Value] = {}
        self.calls: list[Call] = []
        self.inside: set[Node] = set()
        self.asked: dict[str, set[tuple[str, Node, Node]]] = {"value": set(), "grad": set(), "hess": set()}

    def __call__(self, word: str, x: Node, y: Node) -> Value:
        """The surface's value, gradient or Hessian at (x, y)."""
        key = (f"batch_{word}" if self.batch else word, x, y)
        self.asked[word].add(key)
        if key not in self.known:
            formula = self.terrain is not None and not self.batch
            self.known[key] = self.formula(word, x, y) if formula else self.question(word, x, y)
        return self.known[key]

    def formula(self, word: str, x: Node, y: Node) -> Value:
        """The surface's own nodes."""
        assert self.terrain is not None
        nodes = self.terrain.instantiate(self.graph, x, y, 2 if word == "hess" else 1)
        self.inside.update(reachable(nodes, stop=(x, y)))
        return {"value": nodes[:1], "grad": nodes[1:3], "hess": nodes[3:]}[word]

    def question(self, word: str, x: Node, y: Node) -> Value:
        """Inputs that a call fills at run time."""
        parts = {"value": ("f",), "grad": ("x", "y"), "hess": ("xx", "xy", "yy")}[word]
        answer = tuple(self.graph.input(f"q{len(self.calls)}_{part}") for part in parts)
        self.calls.append(Call(f"batch_{word}" if self.batch else word, (x, y), answer))
        return answer


def plan(
    program: Program,
    terrain: Terrain | None,
    *,
    options: Program | None = None,
    zeros: frozenset[str] = frozenset(),
    lanes: frozenset[str] = frozenset(),
    carried: bool = True,
    batches: bool = False,
    steady: bool = False,
    cheapest: bool = False,
) -> Plan:
    """The graph of one step.

    terrain None: the surface is asked by calls. options: lines put before the rule. zeros: knobs that are 0 in this
    run and fall away. lanes: inputs that differ from path to path, beside the rows. carried: the value and gradient
    travel in the row (a recorded path); otherwise each step begins by asking for the gradient (many paths).
    batches: what the rule asks is answered by the step's mini-batch; what is recorded is the whole surface's.
    steady: the rate is the same in every step. cheapest: in the order of operations of `lean` (not carried).
    """
    graph = Graph()
    looks = Looks(graph, terrain)
    point = x, y = _pair(graph, POINT)
    names = _names(graph, program, zeros) | {POINT: point}
    value: Value = (graph.input("f"),)
    slope: Value = _pair(graph, GRADIENT)
    if carried:
        looks.known |= {("value", x, y): value, ("grad", x, y): slope}
    looks.batch = batches
    told = looks("value", x, y) if program.uses("f") else value
    felt = looks("grad", x, y)
    names |= {"f": told, GRADIENT: felt}
    states = [node for name in program.states for node in names[name]]
    begin = _begin(Lowering(graph, dict(names), looks), program)
    step = Lowering(graph, names, looks).step(program, options)
    asked = Evaluations(*(len(points) for points in looks.asked.values()))
    looks.batch = False
    seen = looks("value", *step.theta) + looks("grad", *step.theta) if carried else ()
    after = (*step.theta, *seen, *(node for name in program.states for node in step.states[name]))
    before = (*point, *(value + slope if carried else ()), *states)
    points = tuple(node for call in looks.calls for node in call.point)
    if cheapest:
        after, points = lean(graph, before, after, points, begin, looks.inside, lanes)
    calls = tuple(replace(call, point=points[2 * i : 2 * i + 2]) for i, call in enumerate(looks.calls))
    fixed, tables = _hoist([*after, *points], before, lanes, steady)
    return Plan(graph, before, after, fixed, tables, asked, begin, calls, dict(program.states))


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


def _names(graph: Graph, program: Program, zeros: frozenset[str]) -> dict[str, Value]:
    """What the words of the language stand for at the top of a step."""
    names: dict[str, Value] = {word: (graph.input(word),) for word in ("t", "alpha")}
    names[NOISE] = _pair(graph, NOISE)
    for name, kind in program.states.items():
        names[name] = inputs(graph, f"s_{name}", kind)
    for knob in program.knobs:
        names[knob] = (graph.constant(0.0),) if knob in zeros else (graph.input(f"k_{knob}"),)
    return names


def _hoist(
    outputs: Sequence[Node], before: Sequence[Node], lanes: frozenset[str], steady: bool
) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The largest nodes that depend on knobs and parameters only, and those that depend on the step's number too."""
    level: dict[Node, int] = {}
    rows = set(before)
    for node in reachable(outputs):
        if node.is_constant:
            level[node] = 0
        elif node.op == "input":
            level[node] = 1 if steady and node.name == "alpha" else _level(node, rows, lanes)
        else:
            level[node] = max(level[argument] for argument in node.arguments)
    wanted = dict.fromkeys(a for node in level if level[node] == 3 for a in node.arguments)
    wanted |= dict.fromkeys(outputs)
    fixed = tuple(node for node in wanted if level[node] == 1)
    return fixed, tuple(node for node in wanted if level[node] == 2)


def _level(node: Node, rows: set[Node], lanes: frozenset[str]) -> int:
    if node in rows or node.name in lanes or node.name.startswith("q"):
        return 3
    return 2 if node.name in STEPWISE else 1
