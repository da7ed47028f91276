"""Comments, wrappers and punctuation round a pasted formula, replaced by spaces, so that positions stay."""

import re
import unicodedata
from collections.abc import Callable

from gdviz.expression.vocabulary import ALIASES, FORMULA_FUNCTIONS, GREEK_LETTERS

_GREEK = "".join(GREEK_LETTERS)
_FUNCTIONS = frozenset({*FORMULA_FUNCTIONS, *ALIASES, "math", "jnp"})
_LETTER = rf"(?:[A-Za-z]|\\[A-Za-z]{{2,10}}|[{_GREEK}])"
_FONTS = (
    r"\\(?:mathbf|boldsymbol|bm|vec|mathsf|mathit|mathrm|mathbb|pmb|symbf|mathtt|mathnormal|mathcal|mathscr|underline)"
)
_ENVIRONMENTS = (
    "equation|align|aligned|alignat|alignedat|gather|gathered|split|multline|displaymath|math|eqnarray|flalign"
)

_LINE_COMMENT = re.compile(r"((?<![:\\])(?:#|//|%)|(?<=\s)!(?=\s))([^\n]*)")
_BLOCK_COMMENT = re.compile(
    r"/\*.*?\*/|\(\*.*?\*\)|\"\"\".*?\"\"\"|'''.*?'''|(?<=\n)[ \t]*(?:'[^'\n]*'|\"[^\"\n]*\")[ \t]*(?=\n)", re.DOTALL
)
_HAS_COMMAND = re.compile(r"\\[A-Za-z]{2}")
_FENCE = re.compile(r"^\s*(?:```|~~~)[a-z]*[ \t]*$|^[ \t]*(?:>>>|\.\.\.|In \[\d+\]:)(?= )", re.MULTILINE)
_AXIS = re.compile(r"(?:,|(?<=\())\s*(?:axis|dim|keepdims?)\s*=\s*(?:-?[0-9]|None|True|False)(?=\s*[,)])")
_DEFAULT = re.compile(r"(?<=,)\s*default\s*=")
_CONTINUED = re.compile(r"(?:\\|\.\.\.|…)[ \t]*\r?\n")
_TRAILING = re.compile(
    r"(?:[\s;]|\\q?quad(?![a-z])|(?<!\\)\\[,;:! ]|\\\\|(?<![0-9.])\.|(?<=[0-9)\]}])[,.](?=[\s,.;]*$)"
    r"|(?<=[\w)\]}]):(?=\s*$))+$"
)
_INNER = re.compile(
    r"(?<![A-Za-z0-9_\\])(\\?[A-Za-z]+)(?:\s*(?:\^\s*\{?\s*(?:T|\\top|\\intercal|⊤|⊺)\s*\}?|\.T|\.?')\s*(?:@|\*|\\cdot)?|\s*@)"
    r"\s*\1(?![A-Za-z0-9_(\[^'.])"
)
"""The inner product of a vector with itself: x^T x, x'*x, x @ x."""
_TO_MINIMIZE = re.compile(
    r"(?:,|\\q?quad|\\;|\\,|\s)*(?:→|->|\\to|\\rightarrow|\\longrightarrow)\s*\\?(?:min|minimum)\b[.\s]*$|\\to\s*\\min\s*$",
    re.ASCII,
)


def spaces(match: re.Match[str]) -> str:
    """As many spaces as the match is long: every place behind it stays where it is."""
    return " " * len(match.group())


def last(match: re.Match[str]) -> str:
    """What the groups hold, at the end of the place of the whole."""
    return "".join(group for group in match.groups() if group).rjust(len(match.group()))


def _first(match: re.Match[str]) -> str:
    """What the group holds, at the beginning of the place of the whole."""
    return match.group(1).ljust(len(match.group()))


def _squared_length(match: re.Match[str]) -> str:
    """‖x‖² in place of x^T x where there is room."""
    short = f"‖{match[1]}‖²".ljust(len(match.group()))
    return short if len(short) == len(match.group()) else match.group()


# LaTeX that says nothing about the value: layout, fonts of single letters, labels
_LATEX: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf"\\(?:begin|end)\s*\{{(?:{_ENVIRONMENTS})\*?\}}(?:\{{\d\}})?"), spaces),
    (re.compile(r"\\(?:label|tag\*?|hspace\*?|vspace\*?|hphantom|vphantom|eqref|ref)\s*\{[^{}]{0,60}\}"), spaces),
    (
        re.compile(
            r"\\(?:nonumber|notag|displaystyle|textstyle|limits|nolimits|mathstrut|rm|bf|boxed|ensuremath|thinspace|medspace|scriptstyle"
            r"|mathopen|mathclose|mathord|hfill|noindent|newline|null)(?![A-Za-z])"
        ),
        spaces,
    ),
    (re.compile(r"(\\operatorname)\*"), last),
    (re.compile(r"(?<=[0-9])\{,\}([0-9]+)"), lambda match: f".{match.group(1)}".ljust(len(match.group()))),
    (re.compile(r"(\\\||\\rVert|‖|\|\|)\s*_\s*(?:2(?![0-9])|\{\s*2\s*\})"), _first),
    (re.compile(rf"{_FONTS}\s*\{{\s*({_LETTER})\s*\}}"), last),
    (re.compile(rf"{_FONTS}\s+({_LETTER})(?![A-Za-z])"), last),
    (re.compile(rf"{_FONTS}(\\[A-Za-z]{{2,10}})(?![A-Za-z])"), last),
    (re.compile(rf"\{{\s*({_LETTER})\s*\}}(?=\s*_)"), last),
    (re.compile(r"(\\?[A-Za-z]+|[0-9}])\s+(?=_)"), last),
)
_ALIGNMENT = re.compile(
    r"\\\\(?:\[[^\]]{0,9}\])?(?=[\s&]*(?:[-+*/=}]|\\end|\\cdot|\\times|\\q?quad|$))"
    r"|&(?=\s*(?:[-+=:]|\\q?quad|\\[,;]))|(?<==)&|^\s*&"
)


_CASES = re.compile(
    r"\\begin\s*\{(?:[dr]?cases|array|matrix)\*?\}.*\\end\s*\{(?:[dr]?cases|array|matrix)\*?\}", re.DOTALL
)
_IN_CASES = (
    (re.compile(r"[.,;](?=\s*(?:\\\\|\\end))|[;\r\n]"), spaces),
    (
        re.compile(
            r"\\(?:text|textrm|textnormal|mbox|mathrm|rm)\s*\{[\s,]*(if|otherwise|else|and|or)[\s,:~.]*\}"
            r"|\\(?:text|textrm|textnormal|mbox|mathrm)\s*\{[\s,]*(?:for|when|where|falls|wenn|si|für|pour|wherever)[\s:~]*\}"
        ),
        lambda match: (match.group(1) or "if").rjust(len(match.group())),
    ),
)
_BRACES_OF_CASES = re.compile(r"\\left\s*\\(?:\{|lbrace)\s*$|\\right\s*\.")


def fold(text: str) -> str:
    """Mathematical letters (𝑥, pasted from Word) and full-width ones (ｘ) as plain ones, character for character."""
    return "".join(
        unicodedata.normalize("NFKC", c) if "\U0001d400" <= c <= "\U0001d7ff" or "！" <= c <= "～" else c for c in text
    )


def without_dressing(text: str) -> str:
    """The text without comments, LaTeX layout, quotes round it and punctuation behind it, each place as it was."""
    bare = _without_comments(_CONTINUED.sub(spaces, _FENCE.sub(spaces, fold(text))))
    bare = _AXIS.sub(spaces, _DEFAULT.sub(spaces, bare)).replace("`", " ").replace("@.", "  ")
    if _HAS_COMMAND.search(bare):
        bare = re.sub(r"[\r\n~]", " ", bare)
    for pattern, replace in _LATEX:
        bare = pattern.sub(replace, bare)
    bare = _without_alignment(bare)
    bare = _INNER.sub(_squared_length, bare)
    bare = _TO_MINIMIZE.sub(spaces, bare)
    while True:
        shorter = _unwrapped(_TRAILING.sub(spaces, bare))
        if shorter == bare:
            return bare
        bare = shorter


def _without_alignment(text: str) -> str:
    """The text without line ends and signs of alignment, which part the rows and columns of cases and nothing else."""
    cases = _CASES.search(text)
    if not cases:
        return _ALIGNMENT.sub(spaces, text)
    around = [text[: cases.start()], text[cases.end() :]]
    before, behind = (_BRACES_OF_CASES.sub(spaces, _ALIGNMENT.sub(spaces, part)) for part in around)
    rows = cases.group()
    for pattern, replace in _IN_CASES:
        rows = pattern.sub(replace, rows)
    return before + rows + behind


def _without_comments(text: str) -> str:
    """A comment has words in it that are no functions, or a space behind #: x # 1, x // bowl; not x % 2, x // 2."""

    def blank(match: re.Match[str]) -> str:
        if match.group(1) == "#" and not match.group(2)[:1].strip("# "):
            return spaces(match)
        words = {word.lower() for word in re.findall(r"[A-Za-z]{3,}", match.group(2))}
        return spaces(match) if words - (set() if match.group(1) == "#" else _FUNCTIONS) else match.group()

    text = _BLOCK_COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    return _LINE_COMMENT.sub(blank, text)


_WRAPPERS = (
    *(("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]"), ("```", "```"), ("`", "`")),
    ("**", "**"),
    *(('"', '"'), ("'", "'"), ("“", "”"), ("‘", "’"), ("«", "»")),
)


def _unwrapped(text: str) -> str:
    """Without dollar signs or quotes round all of it, and without a brace round a labelled formula."""
    inner = text.strip()
    start = text.find(inner)
    end = start + len(inner)
    for opening, closing in _WRAPPERS:
        within = inner[len(opening) : -len(closing)]
        fits = inner.startswith(opening) and inner.endswith(closing) and len(inner) > len(opening) + len(closing)
        if fits and (opening == "**" or (opening not in within and closing not in within)):
            middle = text[start + len(opening) : end - len(closing)]
            return text[:start] + " " * len(opening) + middle + " " * len(closing) + text[end:]
    if (
        inner.startswith("{")
        and inner.endswith("}")
        and re.match(r"\{\s*(?:\\(?:display|text)style|[^{}=<>]{1,40}=)", inner)
    ):
        return text[:start] + " " + text[start + 1 : end - 1] + " " + text[end:]
    return text
