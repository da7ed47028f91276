"""Progress in a link and result codes: round trips, damaged and hostile ones, and a class of a hundred tabulated."""

import base64
import binascii
import csv
import io
import random
import struct
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.cli import main
from gdviz.lessons import NO_PROOF, Answered, LessonError, read_progress, tabulate, write_progress
from gdviz.lessons.answers import MOST_ANSWERS
from gdviz.lessons.result_code import read_code, result_code
from tests.trials import trials

SMALL = st.floats(-1e6, 1e6, width=32)
PREDEFINED = st.one_of(
    st.tuples(st.just("point"), st.tuples(SMALL, SMALL)),
    st.tuples(st.just("arrow"), st.tuples(SMALL, SMALL)),
    st.tuples(st.just("number"), SMALL),
    st.tuples(st.just("choice"), st.integers(0, 7)),
    st.tuples(st.just("order"), st.integers(2, 8).flatmap(lambda n: st.permutations(range(n)).map(list))),
)
ANSWERED = st.builds(
    lambda lesson, place, given_, right: Answered(lesson, place, *given_, right),
    st.sampled_from(["rate", "one_step", "saddle"]),
    st.integers(0, 39),
    PREDEFINED,
    st.booleans(),
)
ANSWERS = st.lists(ANSWERED, max_size=30, unique_by=lambda a: (a.lesson, a.place))


def same(one: Answered, other: Answered) -> bool:
    near = np.allclose(np.array(one.value, float), np.array(other.value, float), rtol=1e-6)
    return one._replace(value=0) == other._replace(value=0) and bool(near) and type(one.value) is type(other.value)


@trials(100)
@given(ANSWERS)
def test_progress_survives_the_link(answers: list[Answered]) -> None:
    back = read_progress(write_progress(answers))
    assert len(back) == len(answers)
    assert all(map(same, answers, back))


@trials(100)
@given(st.lists(st.text("rate~0123.-e point arrow number choice order right wrong\0é", max_size=60), max_size=8))
def test_hostile_progress_is_left_out(values: list[str]) -> None:
    assert all(answer.whole for answer in read_progress(values))


def test_progress_is_bounded() -> None:
    assert len(read_progress([f"rate{k}~0~choice~1~right" for k in range(1000)])) == MOST_ANSWERS
    assert read_progress(["rate~0~choice~1~right", "rate~0~choice~2~wrong"])[0].value == 1  # the first answer counts
    for bad in ("rate~0~choice~9~right", "rate~99~choice~1~right", "rate~0~point~1~right", "Rate~0~choice~1~right",
                "rate~0~number~nan~right", "rate~0~order~1~1~right", "rate~0~choice~1~a", "rate~0~number~1e99~right",
                "a" * 500, "", "~" * 50):  # fmt: skip
        assert read_progress([bad]) == (), bad


@trials(100)
@given(ANSWERS)
def test_a_code_is_read_back(answers: list[Answered]) -> None:
    asked = {"rate": 40, "one_step": 40, "saddle": 40, "nesterov": 2}
    code = result_code(answers, asked)
    for text in (code, code.lower(), f"  {code}\n", code.replace("-", "-\n", 3)):
        results = read_code(text)
        assert results.questions == asked
        by_lesson = sorted(answers, key=lambda a: [*asked].index(a.lesson))
        assert all(map(same, by_lesson, results.answers))
        assert results.score == (sum(a.right for a in answers), 122)


def test_a_code_is_short() -> None:
    """Three questions of a lesson: a line of a text box."""
    answers = [
        Answered("rate", 0, "point", (1.5, -2.0), True),
        Answered("rate", 1, "order", [1, 0, 2], False),
        Answered("rate", 2, "choice", 2, True),
    ]
    assert len(result_code(answers, {"rate": 3})) < 80


@trials(100)
@given(ANSWERS, st.integers(7, 10**6), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_one_changed_sign_is_noticed(answers: list[Answered], place: int, sign: str) -> None:
    code = result_code(answers, {"rate": 40, "one_step": 40, "saddle": 40})
    at = 7 + (place - 7) % (len(code) - 7)
    changed = code[:at] + sign + code[at + 1 :]
    if code[at] == "-" or changed == code:
        return
    with suppress(LessonError):  # the last sign has bits that stand for nothing
        assert read_code(changed) == read_code(code)
        assert at == len(code) - 1


def forged(content: bytes) -> str:
    whole = content + struct.pack(">I", binascii.crc32(content))
    signs = base64.b32encode(whole).decode().rstrip("=")
    return "GDVIZ1-" + "-".join(signs[k : k + 5] for k in range(0, len(signs), 5))


@trials(100)
@given(st.binary(max_size=60))
def test_a_forged_code_gets_a_sentence(content: bytes) -> None:
    with suppress(LessonError):
        assert all(answer.whole for answer in read_code(forged(content)).answers)


@pytest.mark.parametrize(
    "text",
    ["", "GDVIZ1-", "GDVIZ1-AAAAA", "GDVIZ2-AAAAA", "hello", "GDVIZ1-" + "A" * 100_000, "GDVIZ1-11111-00000",
     forged(b"\x01\x04rate\x01\x01\x00\x02" + struct.pack(">f", float("nan"))),
     forged(b"\x01\x04rate\x00\x01\x00\x03\x01"),
     forged(b"\x01\x04RATE\x01\x01\x00\x03\x01"), forged(b"\x01\x04rate\x01\x01\x00\x07\x01"), forged(b"\xff")],
)  # fmt: skip
def test_what_is_no_code_gets_a_sentence(text: str) -> None:
    with pytest.raises(LessonError, match=r"code"):
        read_code(text)


def rows_of(text: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(text))]


def test_a_class_of_a_hundred_is_tabulated() -> None:
    chance = random.Random(7)
    lines, choices, numbers, orders, scores = [], Counter[int](), [], Counter[str](), []
    for k in range(100):
        choice, number = chance.randrange(3), round(chance.lognormvariate(3, 1), 3)
        order = chance.sample(range(3), 3)
        answers = [
            Answered("rate", 0, "point", (chance.gauss(0, 1), chance.gauss(0, 1)), chance.random() < 0.3),
            Answered("rate", 1, "order", order, order == [1, 0, 2]),
            Answered("rate", 2, "choice", choice, choice == 2),
            Answered("one_step", 4, "number", number, number > 20),
            Answered("one_step", 5, "arrow", (-1.0, float(k % 2)), False),
        ]
        choices[choice] += 1
        numbers.append(number)
        orders[" ".join(str(place + 1) for place in order)] += 1
        scores.append(sum(answer.right for answer in answers))
        lines.append(f"Student {k};s{k}@example.org;{result_code(answers, {'rate': 3, 'one_step': 2})}")
    rows = rows_of(tabulate(["\n".join(lines[:60]), "\n".join(lines[60:])]))
    assert sum(row["table"] == "answer" for row in rows) == 500
    assert [int(row["right"]) for row in rows if row["table"] == "score"] == scores
    assert all(row["count"] == "5" for row in rows if row["table"] == "score")
    names = {row["student"] for row in rows if row["table"] == "answer"}
    assert names == {f"Student {k};s{k}@example.org" for k in range(100)}
    spread = [row for row in rows if row["table"] == "distribution"]
    seen = {
        row["prediction"]: int(row["count"]) for row in spread if row["kind"] == "choice" and row["prediction"] != "all"
    }
    assert seen == {str(option + 1): count for option, count in choices.items()}
    seen = {
        row["prediction"]: int(row["count"]) for row in spread if row["kind"] == "order" and row["prediction"] != "all"
    }
    assert seen == dict(orders)
    median = next(
        row["prediction"] for row in spread if row["prediction"].startswith("median") and row["kind"] == "number"
    )
    assert float(median.split()[1]) == pytest.approx(sorted(numbers)[49] / 2 + sorted(numbers)[50] / 2, rel=1e-5)
    arrows = {row["prediction"]: row["count"] for row in spread if row["kind"] == "arrow"}
    assert arrows == {"all": "100", "towards 180° ± 22.5°": "50", "towards 135° ± 22.5°": "50"}
    assert rows[-1]["note"] == NO_PROOF


def test_damaged_copied_and_hostile_lines_are_told() -> None:
    code = result_code([Answered("rate", 0, "choice", 1, True)], {"rate": 3})
    bad = code[:9] + ("A" if code[9] != "A" else "B") + code[10:]
    text = f'=HYPERLINK("http://x"),{code}\nBen: {code}\nEve {bad}\nnothing here\n{code}'
    rows = rows_of(tabulate([text]))
    first, second, third, last = [row for row in rows if row["table"] in ("answer", "unreadable")]
    assert first["student"].startswith("'=")
    assert second["student"] == "Ben"
    assert second["note"].startswith("the same code as ")
    assert (third["table"], third["student"]) == ("unreadable", "Eve")
    assert "not whole" in third["note"]
    assert last["student"] == "student 4"
    assert not any(value.startswith(("=", "+", "@")) for row in rows for value in row.values())


def test_no_codes_at_all() -> None:
    rows = rows_of(tabulate(["", "hello\0"]))
    assert [row["table"] for row in rows] == ["remark", "remark"]


def test_the_command_prints_the_table_and_what_it_does_not_prove(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = result_code([Answered("rate", 2, "choice", 2, True)], {"rate": 3})
    (tmp_path / "a.txt").write_text(f"Ann {code}", encoding="utf8")
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe Ben " + code.encode())
    assert main(["results", str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]) == 0
    out, err = capsys.readouterr()
    rows = rows_of(out)
    assert [row["student"][-3:] for row in rows if row["table"] == "score"] == ["Ann", "Ben"]
    assert err.strip() == NO_PROOF
    assert main(["results", str(tmp_path / "none.txt")]) == 1
    assert "no such file" in capsys.readouterr().err


def test_the_command_reads_what_is_piped(tmp_path: Path) -> None:
    code = result_code([Answered("rate", 2, "choice", 2, True)], {"rate": 3})
    done = subprocess.run(
        [sys.executable, "-m", "gdviz", "results", "-"], input=f"Ann {code}".encode(), capture_output=True, check=True
    )
    assert rows_of(done.stdout.decode())[0]["student"] == "Ann"
