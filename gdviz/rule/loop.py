"""The compiled forms of one rule on one surface, each made when it is first needed."""

from collections.abc import Callable

from gdviz.lazy import lazy_property
from gdviz.rule.points_loop import PointsLoop
from gdviz.rule.recording_loop import RecordingLoop
from gdviz.rule.state_replay import Replay
from gdviz.rule.step_graph import StepGraph, Terrain


class Loop:
    """A rule on a surface: `points` where it has a formula, `recording` for failing steps and for other surfaces.

    graph_of: the step with its values recorded and in the order in which the rule is written (False), or without them
    and with its strength reduced (True).
    """

    def __init__(self, graph_of: Callable[[bool], StepGraph], terrain: Terrain | None) -> None:
        self._graph_of = graph_of
        self.points = PointsLoop(graph_of(True), terrain) if terrain is not None else None

    @property
    def step(self) -> StepGraph:
        """The step, in whatever form there is."""
        return self.points.step if self.points else self.recording.step

    @lazy_property
    def recording(self) -> RecordingLoop:
        """The loop that records everything in every step."""
        return RecordingLoop(self._graph_of(False))

    @lazy_property
    def replay(self) -> Replay:
        """The states along given points."""
        return Replay(self.recording.step)
