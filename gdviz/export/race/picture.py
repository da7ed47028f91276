"""The performance profile of a race as a picture: which share of the problems within how many times the best."""

from collections.abc import Iterator

import numpy as np

from gdviz.analysis.race import Profile, Race
from gdviz.export.pictures.sheet import DASHES, LIGHT, Box, Sheet, Stroke, Words, clipped, frame_of
from gdviz.figures import STYLES
from gdviz.numeral import numeral

WIDTH, HEIGHT, LINE = 900, 500, 20
ROOM = 1.15
"""How far the axis goes beyond the last ratio."""


def profile_sheet(race: Race) -> Sheet:
    """Steps against the ratio on a logarithmic axis; the legend says how often an entry is quickest, and solves."""
    profile = race.profile()
    last = max(2.0, ROOM * float(profile.ratios[-1]))
    box = Box(64, 62, WIDTH - 84, HEIGHT - 96, ((0.0, float(np.log2(last))), (0.0, 1.0)))
    shapes: list[Stroke | Words] = [*_marks(box)]
    for place, shares in enumerate(profile.shares.T):
        style = STYLES[place % len(STYLES)]
        color = LIGHT.run(style.color)
        corners = box.pixels(_stairs(profile.ratios, shares, last))
        shapes += [Stroke(piece, color, 2.5, DASHES[style.dash]) for piece in clipped(corners, _wider(box))]
        below = box.top + box.height + 56 + LINE * place
        sample = np.array([[box.left, below - 4], [box.left + 34, below - 4]])
        shapes.append(Stroke(sample, color, 2.5, DASHES[style.dash]))
        shapes.append(Words(_said(profile, place), box.left + 44, below, 13, LIGHT.ink))
    title, below_title = "Performance profile", f"{len(race.problems)} problems · {race.terms}"
    shapes += [Words(title, box.left, 26, 18, LIGHT.ink, bold=True), Words(below_title, box.left, 48, 13, LIGHT.muted)]
    height = HEIGHT + LINE * len(profile.names) + 30
    return Sheet(WIDTH, height, LIGHT.paper, tuple(shapes), f"{title}: {below_title}")


def _said(profile: Profile, place: int) -> str:
    first, last = float(profile.shares[0, place]), float(profile.solved[place])
    return f"{profile.names[place]}: quickest on {first:.0%}, solves {last:.0%}"


def _stairs(ratios: np.ndarray, shares: np.ndarray, last: float) -> np.ndarray:
    """The corners (k, 2) of the step function, from ratio 1 to the last, over the logarithm to base 2."""
    across = np.append(np.repeat(np.log2(ratios), 2)[1:], np.log2(last))
    return np.stack([across, np.repeat(shares, 2)], axis=1)


def _wider(box: Box) -> Box:
    """The box with room for the width of a line along its edges."""
    return Box(box.left - 2, box.top - 2, box.width + 4, box.height + 4, box.window)


def _marks(box: Box) -> Iterator[Stroke | Words]:
    """The frame, marks at powers of two and at fifths, and what the axes are."""
    (x0, x1), _ = box.window
    powers = np.arange(0, np.floor(x1) + 1)
    powers = powers[:: max(1, int(np.ceil(len(powers) / 10)))]
    fifths = np.linspace(0, 1, 6)
    at_x = box.pixels(np.stack([powers, np.zeros_like(powers)], axis=1))[:, 0].tolist()
    at_y = box.pixels(np.stack([np.full(6, x0), fifths], axis=1))[:, 1].tolist()
    for place in at_y:
        yield Stroke(np.array([[box.left, place], [box.left + box.width, place]]), LIGHT.line, 0.7)
    named = [("x", place, numeral(2.0**power)) for power, place in zip(powers.tolist(), at_x, strict=True)]
    named += [("y", place, f"{share:.0%}") for share, place in zip(fifths.tolist(), at_y, strict=True)]
    yield from frame_of(box, LIGHT, named)
    across = "evaluations, as so many times those of the best"
    yield Words(across, box.left + box.width, box.top + box.height + 34, 13, LIGHT.ink, "end", bold=True)
