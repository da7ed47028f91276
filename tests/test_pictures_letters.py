"""Letters in pictures: every script reads or is described, none is an empty box, and SVG has its fonts inside."""

import io
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image, ImageFont

import gdviz
from gdviz.export import contents_of, written
from gdviz.export.fonts import vendor_folder
from gdviz.export.pictures import lettering
from gdviz.export.pictures.legend import legend_rows, shortened
from gdviz.export.pictures.lettering import PAINTED, by_face, face_of
from gdviz.export.pictures.paint import painted
from gdviz.export.pictures.sheet import Sheet, Words

RUN = gdviz.descend("x^2 + y^2", "sgd", (1, 1), steps=3, learning_rate=0.1)
HOSTILE = (
    "测试函数", "دالة الاختبار", "שלום", "Журнал", "Łódź ż", "🎯 goal 👩‍💻", "नमस्ते", "ไทย",
    "\u202eevil\u200b", "\x00\x07\x1b[31m", "\ud800", "\ufffe\uffff",
    "\U000e0041", "\ue000", "<b>&amp;</b>", "a\u0301\u0301\u0301b", "ℝ² → ∞ ⁻⁴ ₀ ✓", "",
)  # fmt: skip


@pytest.fixture
def without_system_fonts(monkeypatch: pytest.MonkeyPatch):
    def clear() -> None:
        for cached in (lettering.files, lettering.font_with, face_of):
            cached.cache_clear()

    monkeypatch.setattr(lettering, "folders", lambda: iter(()))
    clear()
    yield
    clear()


def has_glyph(piece) -> bool:
    """By FreeType: each character is drawn otherwise than what a font draws for one that it lacks."""
    if piece.face == -1:
        return True
    path = piece.face if isinstance(piece.face, str) else str(vendor_folder() / PAINTED[piece.face][0])
    font = ImageFont.truetype(path, 30, layout_engine=ImageFont.Layout.BASIC)
    box = bytes(font.getmask("\U0010ffff"))
    return all(bytes(font.getmask(one)) != box or one.isspace() or not one.isprintable() for one in piece.text)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_letter_is_an_empty_box(text: str) -> None:
    pieces = list(by_face(text))
    assert all(has_glyph(piece) for piece in pieces), pieces


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.usefixtures("without_system_fonts")
def test_without_other_fonts_it_is_described(text: str) -> None:
    pieces = list(by_face(text))
    assert all(isinstance(piece.face, int) and has_glyph(piece) for piece in pieces), pieces
    painted(Sheet(200, 40, "#ffffff", (Words(text, 5, 30, 16, "#000000"),)))


@pytest.mark.usefixtures("without_system_fonts")
def test_descriptions_read() -> None:
    said = {
        text: "".join(piece.text for piece in by_face(text))
        for text in ("测试 f", "🎯 goal", "Ж", "a→b", "\x07x\u200b")
    }
    assert said == {
        "测试 f": r"\u6d4b\u8bd5 f",
        "🎯 goal": "(direct hit) goal",
        "Ж": r"\u0416",
        "a→b": "a(rightwards arrow)b",
        "\x07x\u200b": "x",
    }
    label = "测试函数测试函数"
    contents = contents_of({label: RUN, "second": RUN})
    first, [(second, left)] = legend_rows(contents, 420)
    assert (len(first), second.label, left) == (1, "second", 54.0), "described letters are wide"
    assert shortened(label, 300, 18) == "测试函数…"


def test_labels_of_any_script_make_valid_pictures() -> None:
    runs = contents_of({f"{place} {text}": RUN for place, text in enumerate(HOSTILE)})
    root = ElementTree.fromstring(written(runs, "svg"))
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "0 测试函数" in texts, "text stays text"
    assert Image.open(io.BytesIO(written(runs, "png", scale=1))).size == (900, 900)
    assert Image.open(io.BytesIO(written(runs, "gif", size=400, frames=3))).n_frames == 3


def test_an_svg_has_the_faces_it_uses_inside() -> None:
    [style] = ElementTree.fromstring(written({"α": RUN}, "svg")).iter("{http://www.w3.org/2000/svg}style")
    assert style.text.count("@font-face") == 2, "Latin and Greek"
    assert "src:url(data:font/woff2;base64," in style.text
    [plain] = ElementTree.fromstring(written({"a": RUN}, "svg")).iter("{http://www.w3.org/2000/svg}style")
    assert plain.text.count("@font-face") == 1
    [polish] = ElementTree.fromstring(written({"Łódź": RUN}, "svg")).iter("{http://www.w3.org/2000/svg}style")
    assert polish.text.count("@font-face") == 2


def test_arabic_is_joined_and_runs_from_right_to_left() -> None:
    """Two words, one of them alone: it stands at the right of the two, where the first word of a line is."""
    [piece] = by_face("دالة الاختبار")
    assert isinstance(piece.face, str), "the machine of the tests has DejaVu Sans"

    def ink(text: str) -> np.ndarray:
        sheet = Sheet(300, 40, "#ffffff", (Words(text, 295, 28, 20, "#000000", "end"),))
        return np.asarray(painted(sheet).convert("L")) < 128

    both, first = ink("دالة الاختبار"), ink("دالة")
    columns = np.flatnonzero(first.any(axis=0))
    right = both[:, columns.min() :]
    assert (right == first[:, columns.min() :]).mean() > 0.995
