"""The player and the style sheets draw runs and maps in the colours of `gdviz.figures.style`."""

import re
from pathlib import Path

from gdviz import player
from gdviz.export.pictures.sheet import DASHES
from gdviz.figures import STYLES, style

SCRIPT = (player.JS / "base" / "look.js").read_text(encoding="utf-8")
CARDS = (Path(__file__).parent.parent / "gdviz/ui/styles/cards.css").read_text(encoding="utf-8")
OF_RUNS = ("BLUE", "VERMILLION", "GREEN", "PURPLE", "ORANGE", "SKY", "YELLOW", "INK")


def shades(color: str) -> tuple[str, str]:
    return style.LIGHT_SHADES.get(color, color), style.DARK_SHADES.get(color, color)


def test_the_player_has_the_same_ground() -> None:
    stops = dict(re.findall(r"^  (light|dark): \[([^\]]*)\],$", SCRIPT, re.MULTILINE))
    assert re.findall(r"#\w{6}", stops["light"]) == list(style.LIGHT_GROUND)
    assert re.findall(r"#\w{6}", stops["dark"]) == list(style.DARK_GROUND)


def test_the_player_has_the_same_shades() -> None:
    written = re.findall(r'^  "(#\w{6})": \{ light: "(#\w{6})", dark: "(#\w{6})" \},$', SCRIPT, re.MULTILINE)
    table = {color: (light, dark) for color, light, dark in written}
    assert {table[getattr(style, name)] for name in OF_RUNS} == {shades(getattr(style, name)) for name in OF_RUNS}


def test_the_player_has_the_same_dashes() -> None:
    block = SCRIPT[SCRIPT.index("const DASHES") :].partition("};")[0]
    written = {name: re.findall(r"[\d.]+", numbers) for name, numbers in re.findall(r"(\w+): \[(.*?)\]", block)}
    assert {name: tuple(map(float, numbers)) for name, numbers in written.items()} == DASHES


def test_the_cards_have_the_same_colours() -> None:
    written = re.findall(r"--gdviz-run-(\d): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));", CARDS)
    table = {int(number): (light or both, dark or both) for number, light, dark, both in written}
    expected = {k: tuple(shade.lower() for shade in shades(style.color)) for k, style in enumerate(STYLES)}
    assert table == expected
