"""Basins as plain values: a picture whose colours are labels and steps, a table of shares, ways of escape compared."""

import colorsys
import html
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from gdviz.analysis.basins import DIVERGED, FALLING, STALLED, STRATEGIES, UNSETTLED, Basins, Escape
from gdviz.figures.small_maps import png, uri
from gdviz.figures.style import BLUE, GREEN, ORANGE, PURPLE, SKY, VERMILLION, YELLOW, Figure, title
from gdviz.numeral import coordinate, coordinates, percent

SHIFT = 4
"""Added to a label, so that the lowest becomes 0."""
MOST_LABELS, MOST_STEPS = 255 - SHIFT, 65_535
DRAWN = 768
"""Pixels of a painted map, at least about so many: the hatching needs them."""
PALETTE = (
    BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILLION, YELLOW, "#7B61C4",
)  # fmt: skip
GOLDEN = 0.6180339887498949
LOWEST, TRAPPED = BLUE, VERMILLION
"""Of a map that only shows whether a run is trapped."""
FEW = len(PALETTE)
ROW = 64
"""Pixels for each way of escape."""
ENDS = {
    UNSETTLED: ("not settled", "grey"),
    DIVERGED: ("diverged or left the domain", "black"),
    STALLED: ("stalled at a saddle or maximum", "hatched"),
    FALLING: ("f falls without bound", "striped"),
}


def color(index: int) -> str:
    """The colour of a minimum: eight that everybody can tell apart, then hues spread by the golden section."""
    if index < len(PALETTE):
        return PALETTE[index]
    red, green, blue = colorsys.hls_to_rgb((0.1 + GOLDEN * index) % 1, 0.34 + 0.13 * (index % 3), 0.55)
    return f"#{round(255 * red):02x}{round(255 * green):02x}{round(255 * blue):02x}"


def colors_of(basins: Basins, trapped: bool = False) -> list[str]:
    """A colour for each minimum; trapped: one for the lowest and one for all others."""
    if trapped:
        return [LOWEST if k in basins.deepest else TRAPPED for k in range(len(basins.minima))]
    return [color(k) for k in range(len(basins.minima))]


def crowded(maps: Sequence[Basins]) -> bool:
    """Do maps with one list of minima (`shared`) reach more of them than there are colours that all can tell apart?"""
    return len({k for one in maps for k in np.flatnonzero(one.shares).tolist()}) > FEW


def basin_picture(basins: Basins, trapped: bool = False) -> dict[str, Any]:
    """What the small maps paint: a PNG with red = label + 4, green and blue = steps, the top row first.

    trapped: two colours, for the lowest minimum and for all others.
    """
    palette = colors_of(basins, trapped)[: MOST_LABELS + 1] or [color(0)]
    labels = np.minimum(basins.labels[::-1], MOST_LABELS) + SHIFT
    steps = np.clip(basins.steps[::-1], 0, MOST_STEPS)
    settled = basins.steps[basins.labels >= 0]
    few, many = np.quantile(settled, (0.02, 0.98)) if settled.size else (0, 1)
    return {
        "codes": uri(png(np.stack([labels, steps // 256, steps % 256], axis=2).astype(np.uint8))),
        "shift": SHIFT,
        "stretch": max(1, round(DRAWN / basins.labels.shape[1])),
        "colors": [[one, one] for one in palette],
        "names": [named(basins, k) for k in range(len(basins.minima))],
        "ends": {str(label): words for label, (words, _) in ENDS.items()},
        "fewest": float(few),
        "most": float(many),
    }


def named(basins: Basins, index: int) -> str:
    """ "lowest minimum (3, 2)"."""
    kind = "valley floor" if index in basins.valleys else "minimum"
    return f"{'lowest ' if index in basins.deepest else ''}{kind} {coordinates(basins.minima[index].point)}"


class Share(NamedTuple):
    """An end of runs in words, the look of its sign, and the share of the window that reaches it, by optimizer."""

    words: str
    style: str
    kind: str
    shares: list[float]


CHANCE = "chance of the lowest minimum"


def end_shares(maps: Sequence[Basins], trapped: bool = False, most: int = 9) -> list[Share]:
    """The ends of maps with one list of minima (`shared`); trapped: the colours are those of `picture`.

    The lowest minima come first, then those that most starts reach, then all others together.
    """
    first, shares, palette = maps[0], np.array([one.shares for one in maps]), colors_of(maps[0], trapped)
    chance = Share(CHANCE, "", "", [one.global_share for one in maps])
    ends = [chance] if len(first.deepest) != 1 else []  # one lowest minimum has a line of its own
    order = sorted(range(len(first.minima)), key=lambda k: (k not in first.deepest, -shares[:, k].max(), k))
    for k in order[:most]:
        words = f"{named(first, k)}, f\u00a0=\u00a0{coordinate(first.minima[k].value)}"
        ends.append(Share(words, f"background: {palette[k]}", "", shares[:, k].tolist()))
    if rest_of := order[most:]:
        words = "1 other minimum" if len(rest_of) == 1 else f"{len(rest_of)} other minima"
        ends.append(Share(words, "", "", shares[:, rest_of].sum(axis=1).tolist()))
    for label, (words, kind) in ENDS.items():
        if any(one.share_of(label) for one in maps):
            ends.append(Share(words, "", kind, [one.share_of(label) for one in maps]))
    return ends


def shares_table(maps: Sequence[tuple[str, Basins]], trapped: bool = False, most: int = 9) -> str:
    """An HTML table: the share of the window from which each end is reached, for each optimizer (name, basins).

    The ends are those of `end_shares`.
    """
    heads = "".join(f"<th scope='col'>{html.escape(name)}</th>" for name, _ in maps)
    rows = [
        row(
            f"<b>{end.words}</b>" if end.words == CHANCE else html.escape(end.words),
            end.style, [percent(share) for share in end.shares], end.kind,
        )
        for end in end_shares([basins for _, basins in maps], trapped, most)
    ]  # fmt: skip
    head = f"<thead><tr><td></td>{heads}</tr></thead>"
    return f"<table class='gdviz-table gdviz-shares'>{head}<tbody>{''.join(rows)}</tbody></table>"


def row(words: str, style: str, cells: Sequence[str], kind: str = "") -> str:
    """One line of the table of shares."""
    swatch = f"<i class='gdviz-patch' data-kind='{kind}' style='{style}'></i>" if style or kind else ""
    return f"<tr><th scope='row'>{swatch}{words}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


class ComparedEscapes(NamedTuple):
    """One optimizer's ways of escape: its name, colour, and strategy → what came of it."""

    name: str
    color: str
    escapes: Mapping[str, Escape]


def escape_chart(compared: Sequence[ComparedEscapes]) -> Figure:
    """Success rates with 95 % intervals, a line each strategy, a dot each optimizer."""
    keys = [key for key in STRATEGIES if any(key in one.escapes for one in compared)]
    traces = []
    for place, one in enumerate(compared):
        shown = [(k, one.escapes[key]) for k, key in enumerate(keys) if key in one.escapes]
        traces.append(
            {"type": "scatter", "mode": "markers+text", "name": one.name, "x": [100 * e.rate for _, e in shown],
             "y": [-k + 0.16 * (0.5 - place) * 2 for k, _ in shown], "hovertext": [dot_words(e) for _, e in shown],
             "text": [f"{100 * e.rate:.0f} %" for _, e in shown], "cliponaxis": False,
             "textposition": ("top center", "bottom center")[place % 2], "textfont": {"size": 11, "color": one.color},
             "hoverinfo": "text", "marker": {"color": one.color, "size": 9, "symbol": ("circle", "diamond")[place % 2]},
             "error_x": {"type": "data", "symmetric": False, "color": one.color, "thickness": 1.6, "width": 4,
                         "array": [100 * (e.high - e.rate) for _, e in shown],
                         "arrayminus": [100 * max(e.rate - e.low, 0) for _, e in shown]}}
        )  # fmt: skip
    layout = {
        "margin": {"l": 130, "r": 16, "t": 8, "b": 64},
        "xaxis": {"range": [-3, 103], "title": title("reached the lowest minimum, % of trials"), "nticks": 6},
        "yaxis": {"range": [-len(keys) + 0.5, 0.5], "tickvals": [-k for k in range(len(keys))],
                  "ticktext": [STRATEGIES[key].name for key in keys]},
        "showlegend": True,
        "legend": {"orientation": "h", "y": -0.2, "x": 0},
    }  # fmt: skip
    return {"traces": traces, "layout": layout, "height": 90 + ROW * len(keys)}


def dot_words(escape: Escape) -> str:
    """What a dot says."""
    words = f"{STRATEGIES[escape.strategy].name}: {escape.successes} of {escape.trials} trials"
    low, high = max(0.0, 100 * escape.low), 100 * escape.high
    return f"{words}<br>95 % interval {low:.1f} to {high:.1f} %<br>{html.escape(escape.note)}"
