"""The compiled forms of one rule on one surface, each made when it is first needed."""

from collections.abc import Callable
from functools import cached_property

from gdviz.rule.points_loop import SwiftLoop
from gdviz.rule.recording_loop import ScalarLoop
from gdviz.rule.state_replay import Replay
from gdviz.rule.step_graph import Plan, Terrain


class Loop:
    """A rule on a surface: `swift` where it has a formula, `careful` for what goes wrong and for other surfaces.

    planned: the plan in another form, carried and in the order in which the rule is written (False), or in the
    cheapest (True).
    """

    def __init__(self, planned: Callable[[bool], Plan], terrain: Terrain | None) -> None:
        self._planned = planned
        self.swift = SwiftLoop(planned(True), terrain) if terrain is not None else None

    @property
    def plan(self) -> Plan:
        """A plan of this rule, in whatever form there is."""
        return self.swift.plan if self.swift else self.careful.plan

    @cached_property
    def careful(self) -> ScalarLoop:
        """The loop that writes down everything in every step."""
        return ScalarLoop(self._planned(False))

    @cached_property
    def replay(self) -> Replay:
        """What the rule remembered along given points."""
        return Replay(self.careful.plan)
