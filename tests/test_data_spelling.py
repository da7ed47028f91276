"""Tables as programs of the field and of other countries write them: LIBSVM, kroner, grouping, encodings."""

import contextlib
import io
import re

import numpy as np
import pandas as pd
import pytest

from gdviz.learning.data import Table, TableError, read_table
from gdviz.learning.data.decoding import without_garbled

ROWS = "\n".join(f"{k},{2 * k + 1},{k * k}" for k in range(12))


def test_libsvm_rows_are_read_with_zeros_for_what_is_left_out() -> None:
    text = "+1 1:0.5 2:1.2\n-1 2:0.9 # a comment\n+1 qid:3 1:.7 4:-1e2\n-1\n" * 4
    table = read_table(text)
    expected = np.array([[1, 0.5, 1.2, 0], [-1, 0, 0.9, 0], [1, 0.7, 0, -100], [-1, 0, 0, 0]] * 4)
    assert list(table.columns) == ["label", "feature1", "feature2", "feature4"]
    assert np.stack(list(table.columns.values()), axis=1) == pytest.approx(expected)
    assert any("LIBSVM" in note for note in table.notes)


def test_a_line_of_times_is_no_libsvm() -> None:
    table = read_table("7 10:30 11:45\n8 10:40 11:50\n9 10:55 11:59\n7 10:31 11:46\n" * 3)
    assert not any("LIBSVM" in note for note in table.notes)


@pytest.mark.parametrize(
    ("written", "number"),
    [("1.000 kr.", 1000), ("kr 1.000", 1000), ("1.000 DKK", 1000), ("12.345 Kč", 12345), ("1'000", 1000),
     ("1,00,000", 100000), ("1’234’567", 1234567)],
)  # fmt: skip
def test_amounts_are_read_as_in_the_country_of_their_money(written: str, number: float) -> None:
    table = read_table("price;size\n" + "\n".join(f"{written};{k}" for k in range(1, 9)))
    assert table.columns["price"] == pytest.approx(np.full(8, number))


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_western_headings_are_those_of_pandas(encoding: str) -> None:
    content = ("Größe,Année,Área\n" + ROWS).encode(encoding)
    frame = pd.read_csv(io.BytesIO(content), encoding=encoding)
    table = read_table(content)
    assert list(table.columns) == list(frame.columns)
    assert [list(column) for column in table.columns.values()] == frame.to_numpy().T.tolist()


@pytest.mark.parametrize(
    ("headings", "encoding"),
    [("房价,面积,年份", "gbk"), ("Цена,Площадь,Год", "cp1251"), ("Цена,Площадь,Год", "koi8-r"),
     ("房價,面積,年份", "big5"), ("Τιμή,Μήκος,Βάρος", "cp1253")],
)  # fmt: skip
def test_headings_in_another_encoding_are_numbered_and_not_garbled(headings: str, encoding: str) -> None:
    table = read_table((headings + "\n" + ROWS).encode(encoding))
    assert list(table.columns) == ["column1", "column2", "column3"]
    assert any("save it in UTF-8" in note for note in table.notes)
    assert list(read_table((headings + "\n" + ROWS).encode()).columns) == headings.split(",")


@pytest.mark.parametrize(
    "encoding", ["cp1250", "iso8859-2", "mac_roman", "cp1254", "cp850", "cp437", "mac_latin2", "cp1252"]
)
@pytest.mark.parametrize(
    "headings",
    ["Łąka żółta,Cena,Rok", "Příjem,Věk,Výška", "Größe,Gewicht,Länge", "Prénom,âge,été", "Años,Niño,Señal",
     "Ücret,Yaş,Boy", "Kořen,Čas,Šířka"],
)  # fmt: skip
def test_headings_of_a_file_that_is_not_in_utf_8_are_right_or_utf_8_is_asked_for(headings: str, encoding: str) -> None:
    try:
        content = (headings + "\n" + ROWS).encode(encoding)
    except UnicodeEncodeError:
        return
    with contextlib.suppress(TableError):  # bytes that stand for nothing: refused with the same advice
        table = read_table(content)
        check_headings(table, headings, encoding)


def check_headings(table: Table, headings: str, encoding: str) -> None:
    assert any("save it in UTF-8" in note for note in table.notes)
    assert [column.tolist() for column in table.columns.values()] == [
        column.tolist() for column in read_table("a,b,c\n" + ROWS).columns.values()
    ]
    if encoding == "cp1252":
        assert list(table.headings.values()) == headings.split(",")
    right = list(read_table(headings + "\n" + ROWS).headings.values())
    signs = [heading for heading in table.headings.values() if heading not in right and re.search("[§¹”„‰Ž¤]", heading)]
    assert not signs, "numbered where it can be seen that they are wrong"


def test_of_plain_headings_and_of_utf_8_nothing_is_said() -> None:
    for content in (("Price,Area,Year\n" + ROWS).encode("cp1252"), ("Größe,Łąka,年\n" + ROWS).encode()):
        assert not any("UTF-8" in note for note in read_table(content).notes)
    for legal in ("Temp °C", "£m", "m²", "µg", "Cost–benefit", "50%", "KOŠICE", "Žilina", "½ price", "A·B"):
        assert without_garbled([legal, "b"]) == [legal, "b"]
