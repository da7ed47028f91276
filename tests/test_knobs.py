"""Numbers to turn: what a browser may send, how a symbol is written, and the arithmetic of the sliders under Node."""

import math
import subprocess
from pathlib import Path

import pytest
import streamlit as st

from gdviz.knob import Knob, rate
from gdviz.optimizers import OPTIMIZERS
from gdviz.ui.components import knobs
from tests.test_player_js import node

KNOBS = {"rate": rate(0.1), "count": Knob(3, 1, 9, "n", "", integer=True)}


def taken(monkeypatch: pytest.MonkeyPatch, news: object) -> dict[str, float]:
    """What the page is told when the browser sends this."""
    got: dict[str, float] = {}
    monkeypatch.setattr(st, "session_state", {"k": {"turned": news}})
    knobs._Taken("k", KNOBS, got.update)()
    return got


def test_numbers_are_taken_and_clamped(monkeypatch: pytest.MonkeyPatch) -> None:
    assert taken(monkeypatch, {"values": {"rate": 0.02, "count": 4.4}, "n": 1}) == {"rate": 0.02, "count": 4.0}
    assert taken(monkeypatch, {"values": {"rate": 1e9, "count": -7}, "n": 1}) == {"rate": 100.0, "count": 1.0}


@pytest.mark.parametrize(
    "news",
    [
        None, 3, "x", [], {}, {"values": 3}, {"values": {"rate": "abc"}}, {"values": {"rate": None}},
        {"values": {"rate": math.nan}}, {"values": {"rate": math.inf}}, {"values": {"rate": True}},
        {"values": {"rate": 10**400}, "n": 10**400},
        {"values": {"rate": [1]}}, {"values": {"other": 1}}, {"values": {"rate": {}}, "n": "x"},
    ],
)  # fmt: skip
def test_forged_messages_change_nothing(monkeypatch: pytest.MonkeyPatch, news: object) -> None:
    assert taken(monkeypatch, news) == {}
    assert knobs._news("k")[1] == 0


@pytest.mark.parametrize(
    ("latex", "shown"),
    [(r"\alpha", "α"), (r"\beta_1", "β₁"), (r"\eta^+", "η⁺"), ("n", "n"), (r"\Delta_{\max}", "some knob")],
)
def test_symbols_without_typesetting(latex: str, shown: str) -> None:
    assert knobs.symbol(latex, "some_knob") == shown


def test_no_symbol_of_any_optimizer_shows_a_backslash() -> None:
    for optimizer in OPTIMIZERS.values():
        for name, knob in optimizer.knobs.items():
            assert "\\" not in knobs.symbol(knob.symbol, name)


def test_the_sliders_arithmetic() -> None:
    tests = Path(__file__).with_name("knobs.test.mjs")
    result = subprocess.run([node(), "--test", str(tests)], capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "\n# pass 0" not in result.stdout
