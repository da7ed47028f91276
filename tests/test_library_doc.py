"""What docs/library.md and the README print, from Python and from the shell, is what they get."""

import doctest
import re
import shlex
from pathlib import Path

import pytest

from gdviz.cli import main

ROOT = Path(__file__).parent.parent
RECIPES = (ROOT / "docs" / "library.md").read_text(encoding="utf8")
PAGES = [RECIPES, (ROOT / "README.md").read_text(encoding="utf8")]
COMMANDS = [
    (line.partition("\n")[0], line.partition("\n")[2])
    for page in PAGES
    for block in re.findall(r"```console\n(.*?)```", page, re.DOTALL)
    for line in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
]


def test_there_are_ten_recipes() -> None:
    assert re.findall(r"^## (\d+)\.", RECIPES, re.MULTILINE) == [str(number) for number in range(1, 11)]
    assert len(COMMANDS) == 4


def test_what_python_prints() -> None:
    code = "\n".join(re.findall(r"```python\n(>>> .*?)```", RECIPES, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(code, {}, "recipes", "docs/library.md", 0)
    failed, attempted = doctest.DocTestRunner().run(test)
    assert attempted > 35
    assert failed == 0


@pytest.mark.parametrize(("command", "printed"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_what_a_command_prints(capsys: pytest.CaptureFixture[str], command: str, printed: str) -> None:
    program, *arguments = shlex.split(command)
    assert program == "gdviz"
    main(arguments)
    assert "".join(capsys.readouterr()) == printed
