"""Split the text of a rule into statements; comments, loops and library names become spaces, so that positions stay."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gdviz.expression.dressing import fold, last, spaces

_HIDDEN = re.compile(
    r"```[a-z]*|\$\$?|\\[\[\]()]|\\(?:begin|end)\s*\{[a-zA-Z]+\*?\}(?:\{[lcr]*\})?|\\label\s*\{[^{}]*\}"
    r"|\\(?:nonumber|notag|displaystyle|limits)(?![A-Za-z])|&",
    re.ASCII,
)
"""Dollar signs, environments, alignment: nothing of the rule itself."""
_LIBRARY = re.compile(
    r"(?<![\w.])(?:(?:np|numpy|jnp|torch|math|tf|self)\.)(?:(?:linalg|math|nn|functional|random)\.)?(?=[A-Za-z])",
    re.ASCII,
)
_BREAK = re.compile(r"\\\\(?:\[[0-9a-z.]*\])?(?=\s|$|\\|[$;])")
_COMMENT = re.compile(r"(?:#|//|(?<!\\)%)[^\n]*")
_DRESSED = re.compile(
    r"\\(?:mathbf|boldsymbol|bm|vec|mathit|mathrm|mathsf|mathcal|text|textrm|textbf|operatorname|rm|bf)"
    r"\s*\{\s*(\\?[A-Za-z][A-Za-z0-9]{0,19})\s*\}",
    re.ASCII,
)
_ARROW = re.compile(r"←|⟵|≔|⇐|\\(?:leftarrow|longleftarrow|gets|coloneqq|Leftarrow)(?![A-Za-z])|:=")
_HEAD_ARROW = re.compile(r"^([^=<\n]{1,40})(<--?)(?=[^\S\n]|[\\A-Za-zθαβ(-])", re.MULTILINE)
_GRADIENT = re.compile(
    r"\\[dt]?frac\s*\{\s*(?:\\partial|∂|d)\s*(?P<of>[^{}]*)\}\s*\{\s*(?:\\partial|∂|d)\s*[^{}]*(?:\{[^{}]*\}[^{}]*)?\}"
    r"|(?:\\partial|∂)\s*[A-Za-zℒ]*(?:\([^()\n]*\))?\s*/\s*(?:\\partial|∂)\s*(?:\\?[A-Za-z]+|θ)(?:_\{?[a-z0-9]\}?)?"
    r"|(?<!\w)d[A-Za-z]{1,4}\s*/\s*d(?:theta|[wWxp])\b"
    r"|(?<!\w)[fJLF]['′’](?=\s*\()|(?<![\w.])grad(?=\s+[fFJLEQC]\s*\()|(?<!\w)(?:jax\.)?grad\([^()\n]*\)(?=\()"
)
"""The derivative by the point in the ways of textbooks: one sign for it."""
_ATTRIBUTE = re.compile(r"(?<!\w)[A-Za-z]\w*(?:\.data)?\.grad(?:\.data)?(?!\w)", re.ASCII)
_DATA = re.compile(r"(?<=\w)\.data(?!\w)", re.ASCII)
_ITEM = re.compile(r"(?<!\w)[A-Za-z]\w*\[\s*(?:'([A-Za-z]\w*)'|\"([A-Za-z]\w*)\")\s*\]", re.ASCII)
"""state['m'] of PyTorch is m."""
_WHOLE = re.compile(r"(?<=\w)\[(?::|\.\.\.)\]|\^\s*\{?\(\s*[a-z]\s*:[^(){}\n]*\)\}?|_\{i_\{?[tkn]\}?\}", re.ASCII)
"""v[:] is v; x^{(i:i+n)} and f_{i_t} name some rows of the data."""
_NOTHING = re.compile(
    r"\s*(?:[\w.\s]+\.(?:zero_grad|backward|zero_|requires_grad_|detach_)\([^()]*\)|(?:def|with)\s[^\n]*:|g\s*=\s*None"
    r"|(?:import|from)\s[\w\s.,*]+)\s*", re.ASCII,
)  # fmt: skip
"""Lines of a training loop that say nothing about the rule."""
_BESIDE = re.compile(r"[,;]\s*\\q?quad(?![a-z])\s*(?=\\?[A-Za-z{][^=,\n]*(?:=|\\leftarrow|←))")
# x_{t+1} = x_t - η_t g_t, \quad η_t = …: two statements on one line
_FOR_ALL = re.compile(
    r",(?:\\[ ,;:]|\\q?quad|\s)*[tknij]\s*(?:\\(?:geq?|in)(?![a-z])|[≥∈]|>=|=)\s*[\d\\{NZ][^=\n]*$", re.MULTILINE
)  # fmt: skip
_ROUND = re.compile(r"_\(([tkn]\s*(?:[-+−]\s*[12]\s*)?)\)")
_DOTTED = re.compile(r"(?<![0-9])\.(?=[*/^=]|[-+](?!\d))")
"""Products by coordinates of MATLAB and Julia."""
_TRANSPOSED = re.compile(r"\^\s*\{?\s*(?:T|\\top|\\intercal|⊤)\s*\}?(?![A-Za-z])|ᵀ|\.T\s*@|\.T(?=\s*\*)", re.ASCII)
_ABOVE_BELOW = re.compile(
    r"((?:\^\s*(?:\{\s*[A-Za-z0-9]\s*\}|[A-Za-z0-9])|[²³]))(_(?:\{[^{}\n]{1,12}\}|[A-Za-z0-9](?![A-Za-z0-9])))"
)
"""g^2_t is g_t^2, and beta^t_1 is beta_1^t."""
_NUMBERED = re.compile(r"\s*\d{1,2}\s*[:.)]\s+(?=\D)")
_LOOP = re.compile(
    r"\s*(?:for|while|repeat|until|do|end|endfor|endwhile|return|\{|\})(?:$|(?=[\s:{}(]))(?P<rest>[^\n]*)", re.ASCII
)
_COUNTS = re.compile(r"\s*(?:for)\s*\(?\s*(?:int\s+)?(?P<letter>[a-z]\w*)\b", re.ASCII)
_RAISED = re.compile(
    r"(?P<name>\\?[A-Za-zθ]+)\s*\^(?P<index>\{\s*[tkn]\s*(?:[+-]\s*[12]\s*)?\}|[tkn](?![A-Za-z0-9]))", re.ASCII
)
_RAISED_TARGET = re.compile(rf"^\s*{_RAISED.pattern}\s*[-+]?=", re.ASCII | re.MULTILINE)
_CALLED_TARGET = re.compile(r"^\s*\\?[A-Za-zθ]\w*\s*\([tkn]\s*(?:\+\s*1\s*)?\)\s*[-+]?=", re.ASCII | re.MULTILINE)
_CALLED = re.compile(r"(?<=[A-Za-zθ])\(([tkn]\s*(?:[-+−]\s*[12]\s*)?)\)")
_POWERS = frozenset("beta gamma rho mu lambda alpha eta nu".split())
"""What is raised to the power t, whatever the point's index is."""


@dataclass(frozen=True)
class Statement:
    """text[start:end] is one statement, on line number `line` (from 1)."""

    start: int
    end: int
    line: int


@dataclass(frozen=True)
class Layout:
    """text: as long as the typed one, with blanks for what says nothing; loops: whether lines of a loop were left out;
    counter: the letter that the loop counts with, if it says so.
    """

    text: str
    statements: tuple[Statement, ...]
    loops: bool
    counter: str


def split_statements(typed: str) -> Layout:
    """The statements of a rule, in order."""
    text = _cleaned(fold(typed))
    if _RAISED_TARGET.search(text):  # x^{k+1} = x^k - …: no powers
        text = _RAISED.sub(_lowered, text)
    if _CALLED_TARGET.search(text):  # w(t+1) = w(t) - …: no products
        text = _CALLED.sub(r"[\1]", text)
    statements: list[Statement] = []
    loops, counter = False, ""
    for start, end in _pieces(text):
        line = text[start:end]
        if number := _NUMBERED.match(line):
            start, line = number.end() + start, line[number.end() :]
        if "=" in text and _NOTHING.fullmatch(line):
            continue
        if (loop := _LOOP.fullmatch(line)) and _is_loop(line, rest := loop.group("rest")):
            loops = True
            counted = _COUNTS.match(line)
            counter = counted.group("letter") if counted else counter
            place = rest.rfind(":") + 1
            if not place or "=" not in rest[place:]:
                continue
            start += loop.start("rest") + place
        statements += _one(text, typed, start, end)
    return Layout(text, tuple(statements), loops, counter)


def _cleaned(text: str) -> str:
    """Character for character: what is not part of a statement is blank, and arrows are equals signs."""
    text = _BREAK.sub(_begins("\n"), text.replace("\r", " "))
    text = _BESIDE.sub(_begins("\n"), _FOR_ALL.sub(spaces, text))
    text = _commas(_COMMENT.sub(spaces, _WHOLE.sub(spaces, _ITEM.sub(last, text))))
    text = _DRESSED.sub(last, _GRADIENT.sub(_begins("∇"), text))
    text = _LIBRARY.sub(spaces, _HIDDEN.sub(spaces, text))
    text = _DATA.sub(spaces, _ATTRIBUTE.sub(_begins("g"), text))
    text = _ROUND.sub(r"_{\1}", _DOTTED.sub(" ", text))
    text = _ABOVE_BELOW.sub(r"\2\1", _TRANSPOSED.sub(_begins("@"), text))
    text = _ARROW.sub(lambda match: "=".rjust(len(match.group())), text)
    return _HEAD_ARROW.sub(lambda match: match[1] + "=".ljust(len(match[2])), text)


def _lowered(match: re.Match[str]) -> str:
    whole = match.group()
    return whole if match.group("name").removeprefix("\\") in _POWERS else whole.replace("^", "_", 1)


def _begins(sign: str) -> Callable[[re.Match[str]], str]:
    """A sign at the beginning of the place of the whole."""
    return lambda match: sign.ljust(len(match.group()))


def _commas(text: str) -> str:
    """J(θ; x, y): within brackets a semicolon parts arguments."""
    depth, characters = 0, []
    for character in text:
        depth = 0 if character == "\n" else depth + (character in "([{") - (character in ")]}")
        characters.append("," if character == ";" and depth > 0 else character)
    return "".join(characters)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Lines, and the statements that semicolons part on one line (outside brackets)."""
    start = depth = 0
    for place, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if character == "\n" or (character == ";" and depth <= 0):
            yield start, place
            start = place + 1
            depth = 0
    yield start, len(text)


def _one(text: str, typed: str, start: int, end: int) -> list[Statement]:
    end = start + len(text[start:end].rstrip(" \t;,.\u00a0"))
    start = end - len(text[start:end].lstrip(" \t\u00a0"))
    return [Statement(start, end, typed.count("\n", 0, start) + 1)] if start < end else []


def _is_loop(line: str, rest: str) -> bool:
    """Not an assignment to a name such as `end`, and no value that is returned."""
    if line.strip().startswith("return"):
        return bool(re.fullmatch(r"\s*\(?\s*\w*\s*(?:,\s*\w+\s*)*\)?\s*", rest))
    return not re.match(r"\s*[-+*/]?=", rest)
