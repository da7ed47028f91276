"""Pictures of a formula of one variable: curve, tangent and steps in every form, at the pixels worked out by hand."""

import io
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

import gdviz
from gdviz.export import contents_of, written
from gdviz.export.pictures.curve import on_curve
from gdviz.export.pictures.runs_map import map_box
from gdviz.figures.small_maps import rgb

pytestmark = pytest.mark.long

SVG = "{http://www.w3.org/2000/svg}"
ALPHA, STEPS = 0.1, 6
LOW, HIGH = -3.0, 5.0
SURFACE = gdviz.Surface("(x - 1)^2 / 2", window=((LOW, HIGH), (-2, 2)))
RUN = gdviz.descend(SURFACE, "sgd", (4.0, 0.7), steps=STEPS, learning_rate=ALPHA)
CONTENTS = contents_of(RUN)
TOP = 8.0  # f at both ends of the window


def u_by_hand(t: int) -> float:
    """Where the run is: the distance to 1 shrinks by 1 - alpha."""
    return 1 + 3 * (1 - ALPHA) ** t


def pixel_by_hand(u: float, f: float, size: int) -> tuple[float, float]:
    """The window is LOW … HIGH across, 0 … TOP with 7 % of air above and below upwards."""
    box = map_box(on_curve(CONTENTS), size, size)
    span = 1.14 * TOP
    across = (u - LOW) / (HIGH - LOW)
    return box.left + across * box.width, box.top + (1.07 * TOP - f) / span * box.height


def close(pixel: object, color: str) -> bool:
    return bool(np.abs(np.asarray(pixel, dtype=float) - rgb(color)).max() <= 40)


def corners(path: ElementTree.Element) -> np.ndarray:
    return np.array([pair.split(",") for pair in path.get("d", "")[1:].rstrip("Z").split("L")], dtype=float)


def test_the_lines_of_an_svg_are_curve_path_and_tangent() -> None:
    root = ElementTree.fromstring(written(CONTENTS, "svg", width=600, height=600))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert {"x", "f"} <= set(texts)
    assert "y" not in texts
    assert list(root.iter(f"{SVG}image")) == [], "no map"
    lines = [path for path in root.iter(f"{SVG}path") if "Z" not in path.get("d", "")]
    curve = corners(max(lines, key=lambda path: path.get("d", "").count("L")))
    us = np.linspace(LOW, HIGH, len(curve))
    expected = np.array([pixel_by_hand(u, (u - 1) ** 2 / 2, 600) for u in us])
    np.testing.assert_allclose(curve, expected, atol=0.02)
    own = [corners(path) for path in lines if path.get("stroke") == "#0072B2"]
    path = next(line for line in own if len(line) == STEPS + 1)
    steps = [pixel_by_hand(u_by_hand(t), (u_by_hand(t) - 1) ** 2 / 2, 600) for t in range(STEPS + 1)]
    np.testing.assert_allclose(path, steps, atol=0.02)
    tangent = next(line for line in own if len(line) == 2 and np.hypot(*(line[1] - line[0])) > 150)
    np.testing.assert_allclose(tangent.mean(axis=0), steps[-1], atol=0.02)
    slope = u_by_hand(STEPS) - 1  # f′
    box = map_box(on_curve(CONTENTS), 600, 600)
    in_pixels = -slope * (box.height / (1.14 * TOP)) / (box.width / (HIGH - LOW))
    across, down = tangent[1] - tangent[0]
    assert down / across == pytest.approx(in_pixels, rel=1e-3)


@pytest.mark.parametrize("suffix", ["png", "gif", "webp"])
def test_pixels_show_the_curve_and_the_run_on_it(suffix: str) -> None:
    options = {"width": 500, "height": 500, "scale": 1} if suffix == "png" else {"size": 500}
    image = Image.open(io.BytesIO(written(CONTENTS, suffix, **options)))
    frames = {STEPS: 0} if suffix == "png" else {t: t for t in (0, 3, STEPS)}
    for step, frame in frames.items():
        image.seek(frame)
        pixels = image.convert("RGB")
        u = u_by_hand(step)
        place = tuple(map(int, pixel_by_hand(u, (u - 1) ** 2 / 2, 500)))
        assert close(pixels.getpixel(place), "#0072B2"), f"the ball at step {step}"
        ink = [int(part) for part in pixel_by_hand(-2, 4.5, 500)]
        assert min(sum(pixels.getpixel((ink[0], ink[1] + dy))) for dy in (-1, 0, 1)) < 300, "the curve"
        above, below = (pixels.getpixel(tuple(map(int, pixel_by_hand(-2, f, 500)))) for f in (6.5, 2.5))
        assert sum(above) > sum(below) + 20, "the ground is below the curve"


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("1/x", (2, 0)),
        ("log(y)", (0, 3)),
        ("abs(x)", (1, 1)),
        ("floor(x)", (1, 1)),
        ("tan(y)", (0, 1)),
        ("sqrt(x)", (0, 0)),
    ],
)
def test_poles_jumps_and_kinks_can_be_drawn(text: str, start: tuple[float, float]) -> None:
    run = gdviz.descend(text, "sgd", start, steps=4, learning_rate=0.1)
    contents = contents_of(run)
    for suffix in ("png", "gif"):
        content = written(contents, suffix, **({"size": 200} if suffix == "gif" else {"width": 240, "height": 240}))
        assert Image.open(io.BytesIO(content)).size[0] >= 200
    root = ElementTree.fromstring(written(contents, "svg"))
    for path in root.iter(f"{SVG}path"):
        assert np.abs(corners(path)).max() < 1500


def test_tangents_are_drawn_where_arrows_are() -> None:
    still = CONTENTS.__class__(**{**vars(CONTENTS), "view": CONTENTS.view.__class__(arrows=False)})
    count = [len(re.findall("<path", written(one, "svg").decode())) for one in (CONTENTS, still)]
    assert count[0] == count[1] + 2, "the line and its halo"
