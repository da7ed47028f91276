"""Tables of strangers: understood or refused with a sentence, and never anything else."""

import io
import random
import zipfile

import numpy as np
import pytest

from gdviz.learning.data import Dataset, TableError, read_table

PLAIN = "x,y\n1,2\n3.5,-4e1\n5,6\n"
UNDERSTOOD = {
    "commas": PLAIN,
    "semicolons": PLAIN.replace(",", ";"),
    "tabs": PLAIN.replace(",", "\t"),
    "bars": PLAIN.replace(",", "|"),
    "spaces": PLAIN.replace(",", "   "),
    "spaces after commas": PLAIN.replace(",", ", "),
    "mark": "\ufeff" + PLAIN,
    "windows": PLAIN.replace("\n", "\r\n"),
    "old mac": PLAIN.replace("\n", "\r"),
    "quotes": '"x","y"\n"1","2"\n"3.5","-4e1"\n"5","6"\n',
    "blank lines": "\n\n" + PLAIN.replace("\n", "\n\n"),
    "comments": "# made by a machine\n" + PLAIN,
    "decimal commas": "x;y\n1,0;2,0\n3,5;-40,0\n5,0;6,0\n",
    "quoted decimal commas": 'x,y\n"1,0","2,0"\n"3,5","-40,0"\n"5,0","6,0"\n',
    "excel": "sep=;\nx;y\n1,0;2,0\n3,5;-40,0\n5,0;6,0\n",
    "typographic minus": "x,y\n1,2\n3.5,\u221240\n5,6\n",
    "a cell too many": PLAIN + "7,8,9\n" + "",
    "percent": "x,y\n1%,2%\n3.5%,-40 %\n5%,6%\n",
}


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_the_same_table_however_it_is_written(name: str) -> None:
    text = UNDERSTOOD[name]
    for content in (text, text.encode("utf-8"), text.encode("utf-16")):
        table = read_table(content)
        assert list(table.columns) == ["x", "y"]
        assert table.columns["x"].tolist() == [1.0, 3.5, 5.0]
        assert table.columns["y"].tolist() == [2.0, -40.0, 6.0]


def test_old_windows_letters() -> None:
    table = read_table("Größe,Gewicht\n1,2\n3,4\n".encode("cp1252"))
    assert list(table.columns) == ["Größe", "Gewicht"]
    assert table.headings["Größe"] == "Größe"


def test_without_headings() -> None:
    table = read_table("1,2\n3,4\n")
    assert list(table.columns) == ["column1", "column2"]
    assert table.rows == 2
    assert any("no headings" in note for note in table.notes)
    assert read_table("5.1,3.5,setosa\n4.9,3.0,virginica\n").rows == 2


@pytest.mark.parametrize("gap", ["", "NA", "n/a", "NaN", "null", "None", "?", "-", "#N/A", "inf", "1e400"])
def test_gaps_lose_their_rows_and_this_is_said(gap: str) -> None:
    table = read_table(f"x,y\n1,2\n{gap},4\n5,6\n" + "7,8\n" * 8)
    assert np.isnan(table.columns["x"][1])
    data = table.dataset({"x": "x", "y": "y"})
    assert data.rows == 10
    assert data.note.startswith("1 of 11 rows is left out")


def test_thousands() -> None:
    german = read_table("x;y\n1.234,5;2\n12.345.678,9;3\n")
    assert german.columns["x"].tolist() == [1234.5, 12345678.9]
    english = read_table('x,y\n"1,234.5",2\n"12,345,678",3\n')
    assert english.columns["x"].tolist() == [1234.5, 12345678.0]


def test_a_comma_between_three_digits_is_read_as_its_neighbours_are() -> None:
    assert read_table('x,y\n"1,234",2\n"5,678",3\n').columns["x"].tolist() == [1234.0, 5678.0]
    assert read_table("x;y\n1,234;2\n5,678;3\n").columns["x"].tolist() == [1.234, 5.678]
    assert read_table("x;y\n1,234;2\n5,6;3\n").columns["x"].tolist() == [1.234, 5.6]
    assert read_table('x,y\n"1,234",2\n"5,6",3\n').columns["x"].tolist() == [1.234, 5.6]


def test_a_column_half_empty_is_of_numbers() -> None:
    assert read_table("x,y\n1,2\n,4\n,6\n7,8\n").dataset({"x": "x", "y": "y"}).columns["x"].tolist() == [1, 7]


def test_semicolons_part_before_commas_and_spaces_do() -> None:
    table = read_table("1,0;2,0\n3,5;-40,0\n5,0;6,0\n")
    assert [column.tolist() for column in table.columns.values()] == [[1.0, 3.5, 5.0], [2.0, -40.0, 6.0]]
    ragged = "1,0;2,0\n" * 9 + "7,0;8,0;\n"  # three cells in every line, if commas parted them
    assert read_table(ragged).rows == 10
    assert list(read_table("a b,c d\n1,2\n3,4\n").columns) == ["a_b", "c_d"]


def test_texts_become_classes() -> None:
    table = read_table("size,kind\n1,small\n2,small\n8,large\n9,large\n4,\n5,medium\n")
    assert table.levels == {"kind": ("large", "medium", "small")}
    data = table.dataset({"x": "size", "y": "kind"}, "sign", classes=("small", "large"))
    assert data.columns["y"].tolist() == [-1, -1, 1, 1]
    assert data.columns["x"].tolist() == [1, 2, 8, 9]
    assert data.classes == ("small", "large")
    bits = table.dataset({"x": "size", "y": "kind"}, "zero_one", classes=("large", "small"))
    assert bits.columns["y"].tolist() == [1, 1, 0, 0]
    with pytest.raises(TableError, match="3 different values"):
        table.dataset({"x": "size", "y": "kind"}, "sign")
    with pytest.raises(TableError, match="needs a number"):
        table.dataset({"x": "size", "y": "kind"})
    with pytest.raises(TableError, match="not in the column"):
        table.dataset({"x": "size", "y": "kind"}, "sign", classes=("small", "gigantic"))


def test_two_numbers_become_classes() -> None:
    table = read_table("x,y\n1,0\n2,1\n3,1\n")
    assert table.dataset({"x": "x", "y": "y"}, "sign").columns["y"].tolist() == [-1, 1, 1]
    assert table.dataset({"x": "x", "y": "y"}, "zero_one").classes == ("0", "1")
    assert table.dataset({"x": "x", "y": "y"}, "count").columns["y"].tolist() == [0, 1, 1]


def test_columns_are_chosen() -> None:
    table = read_table("a,b,c\n1,2,0.5\n3,4,1.5\n")
    assert list(table.dataset({"x1": "c", "x2": "a", "y": "b"}).columns) == ["x1", "x2", "y"]
    for roles, sentence in (
        ({"x": "a"}, "two to four"),
        ({"x": "a", "y": "a"}, "two to four different"),
        ({"x": "a", "y": "zzz"}, "not in this table"),
    ):
        with pytest.raises(TableError, match=sentence):
            table.dataset(roles)
    with pytest.raises(TableError, match="whole numbers"):
        table.dataset({"x": "a", "y": "c"}, "count")


def test_a_long_table_is_sampled_and_says_so() -> None:
    text = "x,y\n" + "".join(f"{i},{2 * i}\n" for i in range(100_000))
    table = read_table(text)
    assert table.rows == 1000
    assert "1,000 of 100,000 rows" in table.notes[0]
    assert (np.diff(table.columns["x"]) > 0).all()
    assert (table.columns["y"] == 2 * table.columns["x"]).all()
    assert (read_table(text).columns["x"] == table.columns["x"]).all()


def test_names_are_safe_and_different() -> None:
    head = "size (cm),size [cm],e,pi,,1st,<b>x</b>,__import__('os'),Ωmega," + "n" * 60
    table = read_table(head + "\n" + ",".join("1" * 10) + "\n" + ",".join("2" * 10))
    names = list(table.columns)
    assert names[:6] == ["size_cm", "size_cm_2", "column3", "column4", "column5", "column6"]
    assert names[8] == "Ωmega"
    assert len(set(names)) == 10
    assert all(name.isidentifier() and len(name) <= 20 for name in names)


def excel() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return held.getvalue()


REFUSED = {
    "empty": (b"", "nothing in it"),
    "spaces": (b" \n\t\n ", "nothing in it"),
    "excel": (excel(), "spreadsheet"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "spreadsheet"),
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00", "picture"),
    "compressed": (b"\x1f\x8b\x08\x00", "compressed"),
    "junk": (bytes(range(256)) * 20, "not a text file"),
    "zeros": (bytes(5000), "not a text file"),
    "cut utf-16": (b"\xff\xfe1", "not a text file"),
    "page": (b"<!DOCTYPE html><html><table><tr><td>1,2", "web page"),
    "json": (b'{"a": {"x": [1, 2]}, "b": 3}', "JSON"),
    "json rows": (b'[{"x": 1}, {"x": 2}]', "JSON"),
    "one column": (b"x\n1\n2\n3\n", "one column"),
    "headings only": (b"x,y\n", "Fewer than two columns|no rows"),
    "ragged": (b"1,2\n3,4,5\n6\n7,8,9,10\n11,12,13,14,15\n", "different numbers of entries|one column"),
    "texts only": ("name,word\n" + "".join(f"n{i},w{i}\n" for i in range(40)), "Fewer than two columns"),
    "prose": ("It was the best of times, it was the worst of times.\nIt was not a table.\nNo.", "."),
    "too large": (b"1,2\n" * 2_500_001, "too large"),
    "too long": (b"1,2\n" * 200_001, "too long"),
    "one line": (b"1," * 200_001, "line of it is too long"),
    "endless quote": ('x,y\n1,"' + "z" * 200_000 + "\n" + "1,2\n" * 5, "."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_sentence(name: str) -> None:
    content, sentence = REFUSED[name]
    with pytest.raises(TableError, match=sentence) as refused:
        read_table(content).dataset({"x": "x", "y": "y"})
    assert str(refused.value).endswith(".")
    assert len(str(refused.value)) < 160
    assert not set(str(refused.value)) & set("<>`$[]{}\\")


def test_any_bytes_at_all() -> None:
    chance = random.Random(4)
    seeds = [text.encode() for text in UNDERSTOOD.values()] + [REFUSED["json"][0], REFUSED["page"][0], excel()]
    alphabet = b'0123456789.,;\t|" -+eE\n\r\xff\x00\xc3\xa9naNx='
    for _ in range(1500):
        content = bytearray(chance.choice(seeds))
        for _ in range(chance.randrange(1, 12)):
            place = chance.randrange(len(content) + 1)
            content[place : place + chance.randrange(3)] = bytes(chance.choices(alphabet, k=chance.randrange(4)))
        data = attempted(bytes(content))
        assert data is None or all(np.isfinite(column).all() for column in data.columns.values())


def attempted(content: bytes) -> Dataset | None:
    """The first two columns, or nothing if they are refused; any other exception is a bug."""
    try:
        table = read_table(content)
        first, second, *_ = table.columns
        return table.dataset({"x": first, "y": second})
    except TableError:
        return None
