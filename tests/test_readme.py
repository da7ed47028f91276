"""What the README prints is what the library prints, and what it names exists."""

import doctest
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf8")


def test_the_printed_numbers() -> None:
    code = "\n".join(re.findall(r"```python\n(>>> .*?)```", TEXT, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(code, {}, "README", "README.md", 0)
    failed, attempted = doctest.DocTestRunner().run(test)
    assert attempted >= 5
    assert failed == 0


def test_the_tree_is_whole() -> None:
    tree = TEXT.partition("gdviz/\n")[2].partition("```")[0]
    every = [path for path in (ROOT / "gdviz").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()]
    assert [path.name for path in every if not re.search(rf"(?<![\w.]){re.escape(path.name)}", tree)] == []
    of_ui = [path.name for path in (ROOT / "gdviz" / "ui").iterdir() if (path / "__init__.py").exists()]
    assert [name for name in of_ui if f"{name}/" not in tree] == []


def test_the_names_exist() -> None:
    for name in re.findall(r"^  (\w+)/ ", TEXT, re.MULTILINE):
        assert (ROOT / "gdviz" / name).is_dir(), name
    for path in re.findall(r"`((?:gdviz|tests|static)/[\w/.]*)`", TEXT) + re.findall(r"\]\((docs/.*?)\)", TEXT):
        assert (ROOT / path).exists(), path
