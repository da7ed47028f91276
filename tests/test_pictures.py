"""Pictures and films of runs: read back, every path is at the pixels where it was, and what cannot be is a sentence."""

import io
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image, ImageSequence

import gdviz
from gdviz.checkpoint import listen
from gdviz.export import NotExported, contents_of, save, written
from gdviz.export.pictures.animation import film
from gdviz.export.pictures.ground import LEVELS, contour_lines, heights_of
from gdviz.export.pictures.lettering import by_face
from gdviz.export.pictures.paint import dashed, painted, png_of
from gdviz.export.pictures.runs_map import map_box, true_window
from gdviz.export.pictures.sheet import DARK, Box, Sheet, Words, clipped
from gdviz.export.pictures.sheet import Image as Area
from gdviz.figures.small_maps import rgb
from gdviz.numeral import ticks
from gdviz.scene import Scene

pytestmark = pytest.mark.long

BOWL = gdviz.Surface("x^2/2 + 2y^2", window=((-4, 4), (-4, 4)))
SLOW = gdviz.descend(BOWL, "sgd", (-3.5, 2.5), steps=60, learning_rate=0.05)
QUICK = gdviz.descend(BOWL, "adam", (-3.5, 2.5), steps=40, learning_rate=0.2)
TWO = contents_of({"slow": SLOW, "quick": QUICK})
SVG = "{http://www.w3.org/2000/svg}"


def by_hand(t: int) -> tuple[float, float]:
    """Where SLOW is after t steps: each coordinate is multiplied by 1 - alpha*lambda."""
    return (-3.5 * 0.95**t, 2.5 * 0.8**t)


def pixel_of(point: tuple[float, float], size: int) -> tuple[int, int]:
    box = map_box(TWO, size, size)
    (x0, x1), (y0, y1) = box.window
    across = box.left + (point[0] - x0) / (x1 - x0) * box.width
    return (int(across), int(box.top + (y1 - point[1]) / (y1 - y0) * box.height))


def close(pixel: object, color: str, most: float = 40) -> bool:
    return bool(np.abs(np.asarray(pixel, dtype=float) - rgb(color)).max() <= most)


def test_every_frame_of_a_gif_shows_its_step() -> None:
    slow = contents_of({"slow": SLOW})
    content = written(slow, "gif", frames=31, size=420)
    steps = film(slow, 31, 420).steps
    assert steps == list(range(0, 61, 2))
    opened = Image.open(io.BytesIO(content))
    frames = [frame.convert("RGB") for frame in ImageSequence.Iterator(opened)]
    assert (opened.n_frames, opened.size, opened.info["loop"]) == (31, (420, 420), 0)
    assert content.count(b"!\xf9\x04") == 31
    for frame, step in zip(frames, steps, strict=True):
        assert close(frame.getpixel(pixel_of(by_hand(step), 420)), "#0072B2"), f"the head at step {step}"
    for step in (4, 10):  # an earlier place shows the path, a later one the ground, as in the first frame
        here, later = pixel_of(by_hand(step), 420), pixel_of(by_hand(step + 20), 420)
        frame = frames[steps.index(step + 6)]
        around = [frame.getpixel((here[0] + dx, here[1] + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        assert any(close(pixel, "#0072B2") for pixel in around)
        assert frame.getpixel(later) == frames[0].getpixel(later)


def test_only_the_paths_of_a_film_change() -> None:
    frames = [
        np.asarray(f.convert("RGB"))
        for f in ImageSequence.Iterator(Image.open(io.BytesIO(written(TWO, "gif", frames=12, size=420))))
    ]
    near = np.zeros(frames[0].shape[:2], bool)
    box = map_box(TWO, 420, 420)
    for run in (SLOW, QUICK):
        for start, end in zip(run.points[:-1], run.points[1:], strict=True):
            for share in np.linspace(0, 1, 8):
                x, y = box.pixels((start + share * (end - start))[None])[0].astype(int)
                near[y - 12 : y + 13, x - 12 : x + 13] = True
    near[: int(box.top)] = True  # the counter of steps
    for frame in frames[1:]:
        assert not (frame != frames[0]).any(axis=2)[~near].any()


def test_four_runs_of_150_frames_are_small() -> None:
    content = written(Scene(steps=149), "gif")
    assert Image.open(io.BytesIO(content)).n_frames == 150
    assert len(content) <= 3_000_000


def test_a_map_in_pixels_has_the_path_and_the_ground_where_they_are() -> None:
    image = Image.open(io.BytesIO(written(TWO, "png", scale=1)))
    assert (image.size, image.mode) == ((900, 900), "RGB")
    assert close(image.getpixel(pixel_of(by_hand(60), 900)), "#D55E00") or close(
        image.getpixel(pixel_of(by_hand(60), 900)), "#0072B2"
    )
    low, high = (image.getpixel(pixel_of(point, 900)) for point in ((0.6, -0.3), (3.9, -3.9)))
    assert sum(high) > sum(low) + 60, "darker where f is low"
    large = Image.open(io.BytesIO(written(TWO, "png", scale=2)))
    assert large.size == (1800, 1800)
    assert round(large.info["dpi"][0]) == 192
    dark = Image.open(io.BytesIO(written(TWO, "png", scale=1, dark=True)))
    assert dark.getpixel((2, 2)) == tuple(rgb(DARK.paper))


def test_the_lines_of_an_svg_are_the_paths() -> None:
    root = ElementTree.fromstring(written(TWO, "svg", width=700, height=600))
    assert (root.get("width"), root.get("height")) == ("700", "600")
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert {"Gradient descent and Adam", "f(x, y) = x^2/2 + 2y^2", "slow", "quick", "x", "y"} <= set(texts)
    assert len(list(root.iter(f"{SVG}image"))) == 1
    paths = list(root.iter(f"{SVG}path"))
    drawn = next(path for path in paths if path.get("stroke") == "#0072B2" and "Z" not in path.get("d", ""))
    corners = np.array([pair.split(",") for pair in drawn.get("d", "")[1:].split("L")], dtype=float)
    box = map_box(TWO, 700, 600)
    exact = box.pixels(SLOW.points)
    np.testing.assert_allclose(corners[0], exact[0], atol=0.01)
    assert all(np.abs(exact - corner).max(axis=1).min() < 0.02 for corner in corners)
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", written(TWO, "svg").decode())


def test_curves_are_as_high_as_the_values() -> None:
    root = ElementTree.fromstring(written(TWO, "svg", what="curves"))
    drawn = next(p for p in root.iter(f"{SVG}path") if p.get("stroke") == "#0072B2" and p.get("d", "").count("L") > 5)
    corners = np.array([pair.split(",") for pair in drawn.get("d", "")[1:].split("L")], dtype=float)
    assert len(corners) == 61
    # logarithmic: equal distances for equal ratios
    measured = (corners[:, 1] - corners[0, 1]) / (corners[-1, 1] - corners[0, 1])
    logs = np.log(SLOW.values)
    np.testing.assert_allclose(measured, (logs - logs[0]) / (logs[-1] - logs[0]), atol=1e-3)


@pytest.mark.parametrize("text", ["log(x) + y^2", "3", "sqrt(-1 - x^2)", "x^2", "1/(x^2+y^2)", "exp(100x) + y^2"])
@pytest.mark.parametrize("levels", ["log", "quantile", "linear"])
def test_every_kind_of_ground_can_be_drawn(text: str, levels: str) -> None:
    run = gdviz.descend(text, "sgd", (0.5, 0.5), steps=3, learning_rate=1e-3)
    contents = contents_of(run)
    contents = contents.__class__(**{**vars(contents), "view": contents.view.__class__(levels=levels)})
    for suffix in ("svg", "png", "gif"):
        assert written(contents, suffix, **({"size": 200} if suffix == "gif" else {"width": 240, "height": 240}))


def test_a_level_line_of_a_plane_is_straight_and_of_a_bowl_closed() -> None:
    y, x = np.mgrid[0:9, 0:11].astype(float)
    [line] = contour_lines(2 * x + 0.5 * y, 7.3)
    np.testing.assert_allclose(2 * line[:, 0] + 0.5 * line[:, 1], 7.3)
    [ring] = contour_lines((x - 5) ** 2 + (y - 4) ** 2, 9.5)
    np.testing.assert_array_equal(ring[0], ring[-1])
    assert np.hypot(ring[:, 0] - 5, ring[:, 1] - 4) == pytest.approx(np.sqrt(9.5), abs=0.06)
    saddle = list(contour_lines(np.array([[1.0, -1.0], [-1.0, 1.0]]), -0.1))
    assert len(saddle) == 2, "the middle is above the level: the high corners are joined"
    assert all(np.hypot(*(line - 0.5).T).min() > 0.2 for line in saddle)
    holed = np.where(x > 5, np.nan, x)
    assert all((line[:, 0] <= 5).all() for line in contour_lines(holed, 4.5))


def test_the_scale_of_heights_is_the_players() -> None:
    z = BOWL.grid(shape=(150, 150))[2]
    heights = heights_of(z, "log")
    low, scale = z.min(), np.quantile(z, 0.02) - z.min()
    by_formula = np.log1p((z - low) / scale) / np.log1p((z.max() - low) / scale) * LEVELS
    np.testing.assert_allclose(heights.bands(z), by_formula)
    shares = heights_of(z, "quantile").bands(z)
    counts = np.histogram(shares, bins=LEVELS, range=(0, LEVELS))[0]
    assert counts.max() < 1.4 * counts.min(), "equal areas between levels"


def test_lines_are_clipped_and_dashed_as_told() -> None:
    box = Box(10, 20, 100, 50, ((0, 1), (0, 1)))
    zigzag = np.array([[0.0, 45], [60, 45], [60, 100], [80, 100], [80, 45], [200, 45]])
    one, other = clipped(zigzag, box)
    np.testing.assert_allclose(one, [[10, 45], [60, 45], [60, 70]])
    np.testing.assert_allclose(other, [[80, 70], [80, 45], [110, 45]])
    pieces = list(dashed(np.array([[0.0, 0], [10, 0], [10, 10]]), [6, 2], offset=1))
    lengths = [np.hypot(*np.diff(piece, axis=0).T).sum() for piece in pieces]
    assert lengths == pytest.approx([5, 6, 5])
    np.testing.assert_allclose(pieces[1], [[7, 0], [10, 0], [10, 3]])
    assert ticks(-5, 5, 5) == [-4, -2, 0, 2, 4]
    assert true_window(
        contents_of(gdviz.descend("x^2 + y^2", "sgd", steps=1)), Box(0, 0, 200, 100, ((0, 1), (0, 1)))
    ) == (
        (-10, 10),
        (-5, 5),
    )


def test_letters_of_every_face_are_drawn() -> None:
    pieces = [(0, "Adam · "), (1, "α"), (0, " 10"), (-1, "⁻"), (2, "⁴"), (0, " "), (1, "θ"), (2, "₀")]
    assert list(by_face("Adam · α 10⁻⁴ θ₀")) == pieces
    blank = Sheet(60, 30, "#ffffff", ())
    for letter in "Aα⁴₀−∞⁻":
        drawn = painted(Sheet(60, 30, "#ffffff", (Words(letter, 30, 22, 20, "#000000", "middle", bold=True),)))
        assert np.asarray(drawn).sum() < np.asarray(painted(blank)).sum() - 1500, letter


def test_how_much_is_said_and_bounded(tmp_path: Path) -> None:
    path = tmp_path / "run.gif"
    sentence = save(TWO, path, frames=10, size=200)
    assert re.fullmatch(rf"{path}: 10 frames of 200 × 200 pixels for 60 steps, \d+ kB\.", sentence)
    for options, words in (({"frames": 301}, "frames"), ({"size": 1401}, "size"), ({"frames": 1}, "frames")):
        with pytest.raises(ValueError, match=words):
            written(TWO, "gif", **options)
    for options, words in (
        ({"what": "loss"}, "what is one of map, curves"),
        ({"width": 5000}, "width"),
        ({"scale": 9}, "scale"),
        ({"width": 4000, "height": 3000, "scale": 4}, r"16000 × 12000 pixels is too large: at most 36 million\. .*svg"),
    ):
        with pytest.raises(ValueError, match=words):
            written(TWO, "png", **options)


def test_work_says_how_far_it_is_and_can_be_stopped() -> None:
    shares: list[float] = []
    written(TWO, "gif", frames=5, size=200, progress=shares.append)
    assert shares == [0.2, 0.4, 0.6, 0.8, 1.0]

    def stop(share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        written(TWO, "webp", frames=5, size=200, progress=stop)


def test_a_picture_has_checkpoints_and_ends_at_one() -> None:
    looks: list[int] = []

    def end() -> None:
        looks.append(1)
        if len(looks) == 3:
            raise KeyboardInterrupt

    try:
        listen(end)
        with pytest.raises(KeyboardInterrupt):
            written(TWO, "png", width=200, height=200)
    finally:
        listen()
    assert len(looks) == 3


def test_writing_a_png_has_checkpoints() -> None:
    """Noise of 1000 × 1000 pixels is 3 MB, which Pillow writes in parts of at most 64 kB."""
    noise = np.random.default_rng(0).integers(0, 256, (1000, 1000, 3), np.uint8)
    sheet, looks = Sheet(1000, 1000, "#fff", (Area(noise, 0, 0, 1000, 1000),)), []
    try:
        listen(lambda: looks.append(1))
        picture = png_of(sheet, 1.0)
    finally:
        listen()
    assert len(looks) > 40
    assert (np.asarray(Image.open(io.BytesIO(picture))) == noise).all()


@pytest.mark.parametrize("suffix", ["gif", "webp"])
def test_each_frame_is_a_checkpoint(suffix: str) -> None:
    looks: list[int] = []
    try:
        listen(lambda: looks.append(1))
        written(TWO, suffix, frames=6, size=200)
        assert len(looks) >= 6

        def end() -> None:
            looks.append(1)
            raise KeyboardInterrupt

        looks.clear()
        listen(end)
        with pytest.raises(KeyboardInterrupt):
            written(TWO, suffix, frames=6, size=200)
        assert len(looks) == 1, "the work ends at once"
    finally:
        listen()


def test_a_webp_has_as_many_frames() -> None:
    opened = Image.open(io.BytesIO(written(TWO, "webp", frames=7, size=240)))
    assert (opened.n_frames, opened.size) == (7, (240, 240))


def test_without_pillow_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    for suffix in ("png", "gif", "webp"):
        with pytest.raises(NotExported, match=r"pip install 'gdviz\[pictures\]'"):
            written(TWO, suffix)
    assert written(TWO, "svg")


def test_a_film_needs_the_ffmpeg_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotExported, match=r"ffmpeg, which is not on the PATH\..* \.gif"):
        written(TWO, "mp4")
    stand_in = tmp_path / "ffmpeg"
    stand_in.write_text(
        f"#!{sys.executable}\nimport sys\nraw = sys.stdin.buffer.read()\n"
        "wide, high = map(int, sys.argv[sys.argv.index('-s') + 1].split('x'))\n"
        "frames, rest = divmod(len(raw), 3 * wide * high)\nopen(sys.argv[-1], 'w').write(str(frames) + '?' * rest)\n"
    )
    stand_in.chmod(0o755)
    assert int(written(TWO, "mp4", frames=6, size=200)) == 6 + 2000 // 60
    stand_in.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('Unknown encoder libx264')\n")
    with pytest.raises(NotExported, match="Unknown encoder libx264"):
        written(TWO, "mp4", frames=6, size=200)
