"""Tables as people have them: numbers, dates, gaps, headings; nothing is dropped or changed without a note."""

import json
from pathlib import Path

import numpy as np
import pytest

from gdviz.learning.data import TableError, data_surface, read_table
from tests.compare_pandas import difference, tables

NAN = float("nan")


def columns(text: str | bytes) -> dict[str, list[float]]:
    return {name: values.tolist() for name, values in read_table(text).columns.items()}


def column(cells: list[str], delimiter: str = ";") -> list[float]:
    """A column y of these cells, beside a plain one."""
    rows = [f"{i}{delimiter}{cell}" for i, cell in enumerate(cells)]
    return read_table("\n".join((f"x{delimiter}y", *rows))).columns["y"].tolist()


NUMBERS: dict[str, tuple[list[str], list[float]]] = {
    "dollars": (["$200,000", "$209,000", "$1,218,000"], [200000, 209000, 1218000]),
    "cents": (["$1.50", "-$2.25", "$-3.00", "($4.75)"], [1.5, -2.25, -3, -4.75]),
    "euros behind": (["120.000 €", "150.000 €", "175.500 €"], [120000, 150000, 175500]),
    "euros and cents": (["1.234,50 €", "99,95 €", "-5,00 €"], [1234.5, 99.95, -5]),
    "francs": (["CHF 1'234.50", "CHF 99.90", "CHF 7.00"], [1234.5, 99.9, 7]),
    "pounds, rupees, codes": (["£12", "£13.5", "£1,400"], [12, 13.5, 1400]),
    "rupees": (["₹1,10,500", "₹12,00,000", "₹500"], [110500, 1200000, 500]),
    "lakhs": (["1,10,500", "2,11,200", "12,00,000"], [110500, 211200, 1200000]),
    "brackets": (["(100)", "(50)", "25", "75"], [-100, -50, 25, 75]),
    "minus behind": (["100-", "50-", "25"], [-100, -50, 25]),
    "minus signs": (["\u22121.5", "\u20132.5", "-3.5", "+4.5"], [-1.5, -2.5, -3.5, 4.5]),
    "centimetres": (["170 cm", "180 cm", "165cm"], [170, 180, 165]),
    "degrees": (["21.5 °C", "-3 °C", "0.5°C"], [21.5, -3, 0.5]),
    "compound units": (["3 m/s²", "4 m/s²", "5.5 m/s²"], [3, 4, 5.5]),
    "per cent": (["5%", "7.5 %", "-1%"], [5, 7.5, -1]),
    "Swiss": (["1'234", "12'345.5", "1'234'567"], [1234, 12345.5, 1234567]),
    "Swiss, curly": (["1’234", "12’345.5", "7"], [1234, 12345.5, 7]),
    "French": (["1 234,5", "12\u202f345,25", "1\u00a0000\u00a0000,0"], [1234.5, 12345.25, 1e6]),
    "German": (["1.234,5", "12.345.678,9", "0,5"], [1234.5, 12345678.9, 0.5]),
    "English": (["1,234.5", "12,345,678.9", ".5"], [1234.5, 12345678.9, 0.5]),
    "no group begins with 0": (["0,512", "0,498", "0,777"], [0.512, 0.498, 0.777]),
    "one tells for all": (["1,234", "5,5", "0,25"], [1.234, 5.5, 0.25]),
    "powers": (["1e3", "2.5E-2", "1,5e2"], [1000, 0.025, 150]),
    "powers of ten": (["1.5×10^3", "2 x 10^-2", "4·10³"], [1500, 0.02, 4000]),
    "thousands and millions": (["900K", "1.2M", "15K"], [9e5, 1.2e6, 1.5e4]),
    "large": (["1725880000000000", "1726880000000000", "1"], [1.72588e15, 1.72688e15, 1]),
    "Excel's errors": (["1", "#NULL!", "#VALUE!", "#DIV/0!", "#REF!", "#NUM!", "#N/A", "2"], [1] + [NAN] * 6 + [2]),
    "words for a gap": (["1", "NULL", "NaN", "-", "?", "--", "n/a", "k.A.", "<NA>", "…", "2"], [1] + [NAN] * 9 + [2]),
    "underscores": (["1_000", "2_500_000", "3"], [1000, 2500000, 3]),
    "full width": (["１２", "３.５", "4"], [12, 3.5, 4]),
}  # fmt: skip


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("delimiter", ["\t", ";", "|"])
def test_numbers_of_every_usual_kind_in_every_delimiter(name: str, delimiter: str) -> None:
    cells, expected = NUMBERS[name]
    np.testing.assert_allclose(column(cells, delimiter), expected, rtol=1e-12)
    quoted = [f'"{cell}"' for cell in cells]
    np.testing.assert_allclose(column(quoted, ","), expected, rtol=1e-12)


DATES: dict[str, tuple[list[str], list[float], str]] = {
    "ISO": (["1959-01-01", "1959-01-03", "1960-01-01"], [0, 2, 365], "days from 1959-01-01"),
    "slashes": (["2020/01/31", "2020/02/01", "2020/03/01"], [0, 1, 30], "days from 2020-01-31"),
    "American": (["1/2/2020", "1/31/2020", "2/1/2020"], [0, 29, 30], "days from 2020-01-02"),
    "German": (["01.02.2020", "02.02.2020", "01.03.2020"], [0, 1, 29], "days from 2020-02-01"),
    "doubtful": (["01/02/2020", "02/02/2020", "03/02/2020"], [0, 1, 2], "the day before the month"),
    "with a clock": (["2020-01-01 06:00", "2020-01-01T18:00:00", "2020-01-02 00:00"], [0.25, 0.75, 1], "days"),
    "names": (["5 Jan 2020", "Jan 6, 2020", "07-Jan-2020"], [0, 1, 2], "days from 2020-01-05"),
    "months": (["1949-01", "1949-02", "1949-12"], [0, 31, 334], "days from 1949-01-01"),
    "quarters": (["2020Q1", "2020-Q3", "Q1 2021"], [2020, 2020.5, 2021], "in years"),
    "seconds": (["00:00:30", "00:01:00", "01:00:00"], [30, 60, 3600], "in seconds"),
    "minutes": (["0:30", "1:00", "12:15"], [30, 60, 735], "in minutes"),
    "noon": (["11:30 AM", "12:00 PM", "1:15 PM"], [690, 720, 795], "in minutes"),
}


@pytest.mark.parametrize("name", DATES)
def test_dates_and_times_are_numbers_and_the_unit_is_said(name: str) -> None:
    cells, expected, unit = DATES[name]
    table = read_table("\n".join(("when;y", *(f"{cell};{i}" for i, cell in enumerate(cells)))))
    np.testing.assert_allclose(table.columns["when"], expected, atol=1e-9)
    (note,) = (note for note in table.notes if "when" in note)
    assert unit in note


def test_a_stranger_among_numbers_is_a_gap_and_counted() -> None:
    table = read_table("x,y\n" + "".join(f"{i},{2 * i}\n" for i in range(8)) + "8,oops\n")
    assert table.levels == {}
    assert table.notes == ("The column y has 1 of 9 cells that is no number and counts as a gap.",)
    assert table.dataset({"x": "x", "y": "y"}).rows == 8
    mixed = read_table("x,y\n1,a\n2,b\n3,5\n4,a\n")
    assert mixed.levels == {"y": ("5", "a", "b")}


def test_rows_that_do_not_fit_are_counted() -> None:
    table = read_table("id,price\n1,999\n2,850\n3,1,234\n4,700\n5,910\n6,640\n7,2,105\n8,880\n9,930\n10,760\n11,815")
    assert table.rows == 9
    assert any(note.startswith("2 of 11 rows are left out") for note in table.notes)
    footed = read_table("x,y\n1,2\n3,4\n\nSource: a friend\n")
    assert footed.rows == 2
    assert any(note.startswith("1 of 3 rows is left out") for note in footed.notes)
    short = read_table("a,b,c\n1,2,3\n4,5\n6,7,8\n")
    assert short.columns["a"].tolist() == [1, 4, 6]
    assert np.isnan(short.columns["c"][1])


HEADINGS: dict[str, tuple[str, list[str], int]] = {
    "Chinese": ("编号,密度,含糖率\n1,0.697,0.46\n2,0.774,0.376\n", ["编号", "密度", "含糖率"], 2),
    "Cyrillic": ("возраст;рост\n10;140\n11;145\n", ["возраст", "рост"], 2),
    "umlauts": ("Größe;Gewicht (kg)\n1,80;80\n1,75;70\n", ["Größe", "Gewicht (kg)"], 2),
    "a delimiter too many": ("id,kind,radius,\n1,M,17.9\n2,B,13.5\n3,M,20.1\n", ["id", "kind", "radius"], 3),
    "delimiters at every end": ("a;b;\n1;2;\n3;4;\n", ["a", "b"], 2),
    "years": ('"land","1952","1957"\n"Mali",1252.57,1385.24\n"Peru",5195.48,4003.13\n', ["land", "1952", "1957"], 2),
    "names of rows": ('"mpg" "wt"\n"Mazda RX4" 21 2.62\n"Valiant" 18.1 3.46\n', ["row", "mpg", "wt"], 2),
    "a commented line": ("# t  y\n0 1.5\n1 2.5\n2 3.5\n", ["t", "y"], 3),
    "units below": ("length,weight\ncm,kg\n170,65\n180,80\n", ["length", "weight"], 2),
    "a title above": ("My measurements\nx,y\n1,2\n3,4\n5,6\n", ["x", "y"], 3),
    "a drawn table": ("| x | y |\n|---|--:|\n| 1 | 2 |\n| 3 | 4 |\n", ["x", "y"], 2),
    "a last column with nothing in it": ("x,y,z\n1,2\n3,4\n5,6\n", ["x", "y"], 3),
    "a year is a number": ("1952,28.8\n1957,30.3\n1962,31.9\n", ["column1", "column2"], 3),
    "years in a row": ("Africa,1952,28.8\nAfrica,1957,30.3\nAsia,1952,40.1\n", ["column1", "column2", "column3"], 3),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADINGS)
def test_headings_are_as_written(name: str) -> None:
    text, expected, rows = HEADINGS[name]
    table = read_table(text)
    assert list(table.headings.values()) == expected
    assert table.rows == rows


def test_a_name_of_letters_is_the_name_of_the_column() -> None:
    assert list(read_table("编号,好瓜\n1,2\n3,4\n").columns) == ["编号", "好瓜"]
    columns = {**read_table("Größe,x,y\n1,2,3\n2,3,5\n").columns}
    assert data_surface("(w*x + b - y)^2", ("w", "b"), columns).value(1, 1) == pytest.approx(0.5)
    assert list(read_table("Größe,Länge\n1,2\n3,4\n").columns) == ["Größe", "Länge"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_encoding(encoding: str) -> None:
    table = read_table("Größe;Höhe\n1,5;2\n2,5;3\n".encode(encoding))
    assert list(table.columns) == ["Größe", "Höhe"]
    assert table.columns["Größe"].tolist() == [1.5, 2.5]


def test_quotes_tabs_and_spaces_together() -> None:
    text = '18.0 8 307.0\t"chevrolet chevelle malibu"\n15.0 8 350.0\t"buick skylark 320"\n16.0 8 304.0\t"amc rebel sst"'
    table = read_table(text)
    assert [values.tolist() for values in table.columns.values()][:3] == [[18, 15, 16], [8, 8, 8], [307, 350, 304]]


def test_thousands_of_columns() -> None:
    wide = ",".join(f"c{i}" for i in range(5000)) + "\n" + ",".join("1.5" for _ in range(5000)) + "\n"
    table = read_table(wide + ",".join("2.5" for _ in range(5000)))
    assert len(table.columns) == 50
    assert "The first 50 of 5,000 columns are used." in table.notes


def test_units_and_doubts_are_said() -> None:
    assert "The column y is read without its unit." in read_table("x;y\n1;65 kg\n2;80 kg\n").notes
    (note,) = read_table("x\ty\n1\t1,234\n2\t5,678\n").notes
    assert "grouping of thousands" in note
    assert read_table("x;y\n1;170 cm\n2;1.8 m\n3;160 cm\n").levels["y"] == ("1.8 m", "160 cm", "170 cm")
    mixed = read_table("x,y,z\n" + "".join(f"{i},{i} {'cm' if i % 2 else 'm'},{i}\n" for i in range(44)))
    assert mixed.notes == ("The column y is left out: its numbers have different units.",)
    (note,) = read_table("x,y\n1,50%\n2,0.5\n3,20%\n").notes
    assert "percent sign in some cells only" in note
    codes = read_table("x,code\n1,A1\n2,A2\n3,B1\n").levels["code"]
    assert codes == ("A1", "A2", "B1")


FIELD = [json.loads(line) for line in (Path(__file__).parent / "tables_of_the_field.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("case", FIELD, ids=[case["id"] for case in FIELD])
def test_cases_of_the_field(case: dict) -> None:
    table = read_table(case["input"])
    for name, expected in case["columns"].items():
        found = table.columns[name][: len(expected)]
        np.testing.assert_allclose(found, [NAN if number is None else number for number in expected])
    assert not any(
        "is left out" in note and case["id"] != "t2-098.1" for note in table.notes if "column c " not in note
    )


@pytest.mark.parametrize("word", ["Total", "Sum:", "Gesamt", "合计", "Mean"])
def test_a_last_row_that_sums_up_is_left_out_and_that_is_said(word: str) -> None:
    table = read_table(f"item,price\napple,2\npear,4\nfig,6\n{word},12")
    np.testing.assert_array_equal(table.columns["price"], [2, 4, 6])
    assert "The last row, a total, is left out." in table.notes
    kept = read_table(f"item,price\napple,2\n{word},4\nfig,6\n{word},12")
    np.testing.assert_array_equal(kept.columns["price"], [2, 4, 6, 12])


def test_a_title_with_a_comma_above_a_blank_line_is_no_heading() -> None:
    table = read_table("My data, from 2020\n\nx,y\n1,2.5\n2,3.5\n3,5.25")
    assert list(table.columns) == ["x", "y"]
    assert table.notes == ("The first line above the table is left out.",)


def test_a_title_of_three_words_over_two_columns_is_no_heading() -> None:
    table = read_table("Table of results\nx y\n1 2.5\n2 3.5\n3 4.5\n4 5")
    assert list(table.columns) == ["x", "y"]


def test_decimal_commas_between_commas_are_refused() -> None:
    with pytest.raises(TableError, match="twice as many entries"):
        read_table("x,y\n1,5,2,5\n2,5,3,5\n3,5,5,25")


def test_generated_tables_are_read_as_pandas_reads_them_with_the_right_arguments() -> None:
    for table in tables(60, seed=1):
        assert difference(table) == ""
