"""Thumbnails: real PNG files whose darkest ground is where the surface is lowest."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from gdviz.figures.small_maps import thumbnail_png, thumbnail_uri
from gdviz.gallery import GALLERY
from gdviz.surface import Surface


def pixels(picture: bytes) -> np.ndarray:
    """(height, width, 3), decoded by Pillow."""
    image = Image.open(io.BytesIO(picture))
    assert image.format == "PNG"
    assert image.mode == "RGB"
    image.load()
    return np.asarray(image, dtype=float)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("key", GALLERY)
def test_every_surface_has_a_picture_with_something_in_it(key: str, dark: bool) -> None:
    picture = pixels(thumbnail_png(GALLERY[key], dark=dark))
    assert picture.shape == (72, 96, 3)
    assert picture.std(axis=(0, 1)).max() > 5


def test_size_is_width_by_height() -> None:
    assert pixels(thumbnail_png(GALLERY["bowl"], size=(40, 20))).shape == (20, 40, 3)


def test_y_points_up_and_low_is_dark() -> None:
    picture = pixels(thumbnail_png(Surface("y", window=((-1, 1), (-1, 1)))))
    assert picture[0].mean() > picture[-1].mean() + 30
    picture = pixels(thumbnail_png(Surface("x", window=((-1, 1), (-1, 1)))))
    assert picture[:, -1].mean() > picture[:, 0].mean() + 30


@pytest.mark.parametrize("key", ["himmelblau", "branin", "goldstein_price", "booth"])
def test_the_darkest_ground_is_at_a_minimum(key: str) -> None:
    surface = GALLERY[key]
    (x_low, x_high), (y_low, y_high) = surface.window
    picture = pixels(thumbnail_png(surface)).mean(axis=2)
    middle = np.median(picture)
    for minimum in surface.minima[:1]:
        column = round((minimum.point[0] - x_low) / (x_high - x_low) * 95)
        row = round((y_high - minimum.point[1]) / (y_high - y_low) * 71)
        assert picture[row, column] < middle - 10


@pytest.mark.parametrize("text", ["3", "sqrt(x - 100) + y", "1/x", "log(x) + y", "exp(exp(x^2)) + y"])
def test_level_blank_and_wild_surfaces_have_pictures_too(text: str) -> None:
    assert pixels(thumbnail_png(Surface(text))).shape == (72, 96, 3)


def test_where_the_surface_is_undefined_the_paper_shows() -> None:
    picture = pixels(thumbnail_png(Surface("sqrt(x) + y^2")))
    assert (picture[:, :40] == 255).all()
    assert not (picture[:, 60:] == 255).all(axis=2).any()


def test_a_picture_is_always_the_same_and_light_and_dark_differ() -> None:
    surface = GALLERY["peaks"]
    assert thumbnail_png(surface) == thumbnail_png(surface)
    light, dark = pixels(thumbnail_png(surface)), pixels(thumbnail_png(surface, dark=True))
    assert light.mean() > 150
    assert dark.mean() < 80


def test_the_uri_holds_the_picture_and_is_kept() -> None:
    uri = thumbnail_uri(GALLERY["beale"], (48, 36))
    head, _, body = uri.partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(body) == thumbnail_png(GALLERY["beale"], (48, 36))
    assert thumbnail_uri(GALLERY["beale"], (48, 36)) is uri
