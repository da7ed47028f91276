"""Tables pasted from programs, LaTeX and stopwatches: columns by hand."""

import numpy as np
import pytest

from gdviz.learning.data import TableError, read_table

X, Y = [1, 2, 3, 4], [2, 4.5, 8, 1e3]
LISTS = (
    "x = [1, 2, 3, 4]\ny = [2, 4.5, 8, 1e3]",
    "x = np.array([1, 2, 3, 4])\ny = np.array([2, 4.5, 8, 1e3], dtype=float)",
    "import numpy as np\nx = np.array([1, 2, 3, 4])\ny = np.array([2, 4.5, 8, 1e3])",
    "x = torch.tensor([1., 2., 3., 4.]); y = torch.tensor([2, 4.5, 8, 1000.0])",
    "x <- c(1, 2, 3, 4)\ny <- c(2, 4.5, 8, 1000)",
    "x = [1 2 3 4];\ny = [2 4.5 8 1000];",
    '{"x": [1, 2, 3, 4], "y": [2, 4.5, 8, 1000]}',
    "data = {'x': [1, 2, 3, 4],\n        'y': [2, 4.5, 8, 1000]}",
    "df = pd.DataFrame({'x': [1, 2, 3, 4], 'y': [2, 4.5, 8, 1000]})",
    "'x','y'\n'1','2'\n'2','4.5'\n'3','8'\n'4','1000'",
    "x & y \\\\\n\\hline\n1 & 2 \\\\\n2 & 4.5 \\\\\n3 & 8 \\\\\n4 & 1000 \\\\",
    "\\begin{tabular}{cc}\n$x$ & $y$ \\\\ \\hline\n1 & 2 \\\\\n2 & 4.5 \\\\\n3 & 8 \\\\\n4 & 1000\n\\end{tabular}",
)
ROWS = (
    "[[1, 2], [2, 4.5], [3, 8], [4, 1000]]",
    "[[1. 2.]\n [2. 4.5]\n [3. 8.]\n [4. 1000.]]",
    "array([[1, 2],\n       [2, 4.5],\n       [3, 8],\n       [4, 1000]])",
    "(1, 2)\n(2, 4.5)\n(3, 8)\n(4, 1000)",
    "(1,2), (2,4.5), (3,8), (4,1000)",
    "points = [(1, 2), (2, 4.5), (3, 8), (4, 1000)]",
    "1 & 2 \\\\ 2 & 4.5 \\\\ 3 & 8 \\\\ 4 & 1000",
)


@pytest.mark.parametrize("text", LISTS)
def test_named_lists_are_columns(text: str) -> None:
    columns = read_table(text).columns
    assert np.allclose(columns["x"], X)
    assert np.allclose(columns["y"], Y)


@pytest.mark.parametrize("text", ROWS)
def test_lists_in_a_list_are_rows(text: str) -> None:
    first, second = read_table(text).columns.values()
    assert np.allclose(first, X)
    assert np.allclose(second, Y)


@pytest.mark.parametrize("text", ['[{"x": [1], "y": 2}, {"x": 2, "y": 4}]', '{"a": {"b": [1, 2]}}', "[[1, 2], [3]]"])
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(TableError, match="JSON"):
        read_table(text)


@pytest.mark.parametrize(
    "text",
    [
        "firm,profit\nSmith & Co,1\nA & B,2\nC & D,3",
        "note,v\n(a) one,1\n(b) two,2\n(a) one,3",
        "x,y\n(1),2\n(3),4\n5,6",
        "it's,y\n1,2\n3,4",
    ],
)
def test_ordinary_tables_with_such_signs_stay(text: str) -> None:
    lines = text.split("\n")
    table = read_table(text)
    assert len(table.columns) == 2
    assert table.rows == len(lines) - 1
    assert np.allclose(list(table.columns.values())[1], [float(line.split(",")[1]) for line in lines[1:]])


def test_minutes_and_seconds() -> None:
    assert np.allclose(read_table("race,time\n1,3:45.2\n2,3:50\n3,4:01.05").columns["time"], [225.2, 230, 241.05])


@pytest.mark.parametrize("cells", ["2.0±0.1 3.1±0.1 4.2±0.2", "1/2 1/4 3/4", "18-25 26-35 36-45", "0x10 0x20 0x30"])
def test_what_begins_as_a_number_and_is_none_is_said_to_be_a_class(cells: str) -> None:
    table = read_table("x,y\n" + "\n".join(f"{cell},{place}" for place, cell in enumerate(cells.split())))
    assert "x" in table.levels
    assert any("x is taken for names of classes" in note for note in table.notes)
    assert not read_table("x,y\nred,1\nblue,2\nB2,3").notes
