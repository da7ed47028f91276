"""Films that the browser makes, decoded: the right number of frames, and each run where its points are."""

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

import gdviz
from gdviz import player
from gdviz.figures import DrawnRun, View, payload
from gdviz.web_files import library_text

pytestmark = pytest.mark.browser

STEPS, SHOWN = 40, (2, 4, 6, 9, 12, 16, 20)
START = (-3.0, 2.0)
COLORS = {"a": "#0072B2", "b": "#D55E00"}
RATES = {"a": ("sgd", 0.05), "b": ("adam", 0.2)}
FORMULA = "x^2/2 + 2y^2"

MOUNT = """async ([text, payload, libraries]) => {
  const importText = (text) => import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  const { mount } = await importText(text);
  const textOf = async (name) => libraries[name];
  const place = document.body.appendChild(document.createElement("div"));
  window.door = mount(place, payload, { films: { forms: ["mp4"], name: "x", textOf } });
  window.decoder = await importText(libraries.mediabunny);
}"""
MAKE = """async ([form, size]) => {
  const { blob, ...film } = await window.door.film({ form, size });
  window.film = blob;
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return { ...film, type: blob.type, data: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) };
}"""
DECODE = """async (shown) => {
  const { ALL_FORMATS, BlobSource, CanvasSink, Input } = window.decoder;
  const track = await new Input({ formats: ALL_FORMATS, source: new BlobSource(window.film) }).getPrimaryVideoTrack();
  const pictures = [];
  let [frames, end] = [0, 0];
  for await (const { canvas, timestamp, duration } of new CanvasSink(track).canvases()) {
    if (shown.includes(frames)) pictures.push(canvas.toDataURL("image/png").split(",")[1]);
    [frames, end] = [frames + 1, timestamp + duration];
  }
  return { frames, end, codec: track.codec, size: [track.displayWidth, track.displayHeight], pictures };
}"""
CANCEL = """async () => {
  const stop = new AbortController();
  const shares = [];
  const onProgress = (share) => shares.push(share) === 5 && stop.abort();
  const film = window.door.film({ form: "mp4", size: [900, 900], onProgress, signal: stop.signal });
  const said = await film.catch((error) => error.name);
  return { said, shares, players: document.querySelectorAll(".gdviz-player").length };
}"""


def runs() -> dict[str, Any]:
    return {
        name: gdviz.descend(FORMULA, key, START, steps=STEPS, learning_rate=rate) for name, (key, rate) in RATES.items()
    }


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page of the disk, which is a secure context, with the door to a player of two runs."""
    (tmp_path / "page.html").write_text("<!doctype html><title>Film</title>", encoding="utf-8")
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto((tmp_path / "page.html").as_uri())
    drawn = [DrawnRun(name, name, name, COLORS[name], "solid", run) for name, run in runs().items()]
    data = payload(
        gdviz.Surface(FORMULA), ((-4.0, 4.0), (-3.0, 3.0)), drawn, start=START, view=View(arrows=False, space=True)
    )
    opened.evaluate(MOUNT, [player.module(), data, {name: library_text(name) for name in ("mediabunny", "gifenc")}])
    yield opened
    context.close()
    assert complaints == []


def picture(data: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"), dtype=float)


def head_of(pixels: np.ndarray, name: str) -> tuple[float, float] | None:
    """The middle of a run's disc on the map: squares of 5 × 5 pixels of its colour; None where another covers it."""
    color = np.array([int(COLORS[name][k : k + 2], 16) for k in (1, 3, 5)])
    near = np.abs(pixels - color).max(axis=2) < 30
    near[:60], near[590:] = False, False  # title; axes, curves and legend
    solid = np.lib.stride_tricks.sliding_window_view(near, (5, 5)).all(axis=(2, 3))
    if not solid.any():
        return None
    rows, columns = np.nonzero(solid)
    return float(columns.mean() + 2.5), float(rows.mean() + 2.5)


def check_places(pictures: list[np.ndarray]) -> None:
    """Heads lie where the points do: one scale both ways, upright, the same for all frames."""
    seen = [
        (run.points[step], head)
        for name, run in runs().items()
        for step, pixels in zip(SHOWN, pictures, strict=True)
        if (head := head_of(pixels, name)) is not None
    ]
    assert len(seen) >= 9
    points, heads = (np.array(each) for each in zip(*seen, strict=True))
    across, at_x = np.polyfit(points[:, 0], heads[:, 0], 1)
    up, at_y = np.polyfit(points[:, 1], heads[:, 1], 1)
    assert across == pytest.approx(-up, rel=0.01)
    assert across * 8 > 700, "the window is as wide as the map"
    assert np.abs(across * points[:, 0] + at_x - heads[:, 0]).max() < 1
    assert np.abs(up * points[:, 1] + at_y - heads[:, 1]).max() < 1


def test_films_hold_every_step_and_each_run_where_it_is(page: Page) -> None:
    for form, codecs in (("mp4", ("avc",)), ("webm", ("vp9", "vp8"))):
        film = page.evaluate(MAKE, [form, [900, 900]])
        assert (film["form"], film["frames"], film["said"]) == (form, STEPS + 1, "")
        assert film["type"] == f"video/{form}"
        decoded = page.evaluate(DECODE, list(SHOWN))
        repeated = 1 if form == "webm" else 0  # the last one, which stands for a while
        assert (decoded["frames"], decoded["size"]) == (STEPS + 1 + repeated, [900, 900])
        assert decoded["codec"] in codecs
        assert decoded["end"] == pytest.approx(0.06 * STEPS + 2, abs=0.1)
        check_places([picture(one) for one in decoded["pictures"]])
    cancelled = page.evaluate(CANCEL)
    assert (cancelled["said"], len(cancelled["shares"]), cancelled["players"]) == ("AbortError", 5, 1)
    page.evaluate("delete window.VideoEncoder")
    film = page.evaluate(MAKE, ["mp4", [900, 900]])
    assert film["form"] == "gif"
    assert film["said"] == "This browser has no video encoder for MP4 or WebM: the film is a GIF."
    gif = Image.open(io.BytesIO(base64.b64decode(film["data"])))
    assert (gif.n_frames, gif.size, gif.info["loop"]) == (STEPS + 1, (900, 900), 0)
    pictures, times = [], []
    for step in range(STEPS + 1):
        gif.seek(step)
        times.append(gif.info["duration"])
        if step in SHOWN:
            pictures.append(np.asarray(gif.convert("RGB"), dtype=float))
    assert times == [60] * STEPS + [2000]
    check_places(pictures)
