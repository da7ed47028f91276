"""The header before a formula: `f(x, y) =`, `lambda x, y:`, `double f(double x, double y) {`, `plot`, `\\min_x`."""

import re
from dataclasses import dataclass, replace

from gdviz.expression.definitions import Definition, argument_defaults
from gdviz.expression.refusals import BRANCHES, sides
from gdviz.expression.series import LISTED
from gdviz.expression.syntax import ExpressionError
from gdviz.expression.tokens import tokenize
from gdviz.expression.vocabulary import CONSTANTS, FORMULA, GREEK_LETTERS, canonical

_GREEK = "".join(GREEK_LETTERS)
_SIGN = r"\s*(?:&\s*)?(?::?=(?!=)|≔|≡|\\coloneqq|\\equiv|\\triangleq|\\doteq)"
_ARROW = r"\s*(?:->|→|↦|=>|\\mapsto|\\to(?![a-z])|\\rightarrow)"
_WORD_FONTS = r"\\(?:mathcal|mathrm|operatorname|text|mathbf|mathit|textrm|mathscr)"
_LABELLED = rf"(?:[A-Za-z]{{1,20}}|[{_GREEK}ΔΦΨΩΣ]|{_WORD_FONTS}\s*\{{\s*[A-Za-z ]{{1,30}}\s*\}}|\\[A-Za-z]{{2,10}})"
_UNDER = r"(?:_?[0-9]{1,2}|_[A-Za-z](?![A-Za-z])|_\{(?:[^{}]|\{[^{}]*\}){0,40}\}|_\\(?:text|mathrm)\{[^{}]{0,40}\})?"
_BRACKETED = r"(?:\\[!,;]|\\left|\\bigl?|\s)*[(\[](?P<names>[^()=\[\]]{1,60}?)(?:\\[!,;]|\\right|\\bigr?|\s)*[)\]]"
_MATHEMATICS = re.compile(rf"\s*(?P<label>{_LABELLED}){_UNDER}\s*{_BRACKETED}(?:{_SIGN}|{_ARROW})", re.ASCII)
_UNNAMED = re.compile(rf"\s*(?P<label>{_LABELLED}){_UNDER}{_SIGN}", re.ASCII)
_TYPE = r"(?:static\s+|inline\s+|constexpr\s+|public\s+|pub\s+|const\s+)*"
_TYPES_BEHIND = frozenset({"float64", "float32"})  # Go
_ARGUMENTS = r"\((?P<names>[^()=]*(?:=[^(),]*)*(?:,[^()]*)?)\)"
_CODE = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"\s*(?:async\s+)?def\s+\w+\s*{_ARGUMENTS}\s*(?:->\s*[\w.\[\], ]+)?\s*:",
        rf"\s*(?:export\s+)?(?:[\w.]+\s*<-\s*)?{_TYPE}(?:function|fn|func|fun)\s*\w*\s*{_ARGUMENTS}\s*(?:(?:->|:)\s*\w+|\w+(?=\s*\{{))?\s*(?:\{{|=(?!=)|)",
        rf"\s*\[[&=]?\]\s*{_ARGUMENTS}\s*(?:->\s*\w+\s*)?\{{",
        r"\s*(?:\\|[a-z]\w*\s+)(?P<names>[a-z]\w?\s+[a-z]\w?)\s*(?:->|=(?!=))",
        r"\s*function\s+\[?\s*\w+\s*\]?\s*=\s*\w+\s*\((?P<names>[^()]*)\)",
        rf"\s*{_TYPE}(?:double|float|long double|auto|real|f64|T)\s+\w+\s*{_ARGUMENTS}\s*(?:const\s*)?\{{",
        r"\s*\(?\s*lambda\s+(?P<names>[\w\s,=.]{1,60}):",
        r"\s*@\s*\((?P<names>[^()]{1,60})\)",
        r"\s*\\\((?P<names>[\w\s,]{1,40})\)(?!.*\\\))",
        rf"\s*\((?P<names>[^()]{{1,60}})\){_ARROW}\s*(?:\{{(?=.*\breturn\b)|)",
        rf"\s*(?P<names>[A-Za-z]\w{{0,9}}){_ARROW}(?=.*\b(?P=names)\b)",
        r"\s*\|\s*(?P<names>[A-Za-z]\w*\s*(?::\s*&?\w+\s*)?,\s*[A-Za-z]\w*\s*(?::\s*&?\w+)?)\s*\|",
    )
)  # fmt: skip
NOTHING = re.compile(
    r"\s*(?:import\s[\w., ]+|from\s+[\w.]+\s+import\s[\w., *]+|using\s[\w:., ]+|end|endfunction|[{}\s]*|pass|global\s.*"
    r"|[\w, \[\]]+=\s*(?:np\.|numpy\.|jnp\.|torch\.)?(?:(?:linspace|meshgrid|mgrid|ogrid)\b|arange\((?:[^,()]*,){2}).*"
    r"|[xyXY]\s*=\s*[-0-9.]+\s*:[-0-9.:]+\s*'?|(?:plt|ax|fig)\.\w.*|(?:fig|ax|fig, ax)\s*=\s*(?:plt|fig)\..*"
    r"|(?:figure|surfc?|meshc?|contourf?|plot3)\s*(?:\(.*)?|(?:hold|grid) o\w+|assert\s.*|library\(\w+\)|clear|clc"
    r"|close all|syms\s[\w ]+|[\w, ]+=\s*(?:sp\.|sym\.|sympy\.)?symbols\(.*\))?\s*",
    re.ASCII,
)
"""Statements of a program that say nothing about the formula."""
_WORDS = re.compile(
    r"\s*(?:(?:(?:plot|graph|draw|show|sketch|minimi[sz]e|find the minimum of|consider|let|given|define|suppose|take"
    r"|the function|function|surface"
    r"|objective|loss|cost|formula|equation|eq\.?)(?:\s+of|\s+the)?(?:\s*:|\s+(?![-+*/^=)])))"
    r"|\\(?:text|mathrm|operatorname)\s*\{\s*(?:arg)?(?:\\[,;! ]|\s)*min(?:imi[sz]e)?\s*\}\s*"
    r"(?:_\s*(?:\{[^{}]{0,40}\}|[a-z]))?\s*"
    r"|\\underset\s*\{[^{}]{0,40}(?:\{[^{}]*\}[^{}]{0,20})?\}\s*\{\s*\\?(?:[a-z]+\{)?\s*"
    r"(?:arg)?\\?,?\s*(?:min|minimize)\s*\}?\s*\}"
    r"|(?:\\?arg\s*)?(?:\\[,;!]\s*)*\\?min(?:imize)?(?:\s*_\s*(?:\{(?:[^{}]|\{[^{}]*\}){0,50}\}|[a-z]))(?:\\[,;!:]|\s)*"
    r"|\\?min(?:imize)?\s*(?=[^\s(\[{])(?![A-Za-z_{]|\\left|\s*[|^=.)]))",
    re.ASCII | re.IGNORECASE,
)  # fmt: skip
_MIN_OF_ONE = re.compile(r"\s*\\?min\s+(?=[A-Za-z0-9\\-]|\((?P<inside>[^()]*)\))", re.ASCII)
_TITLE = re.compile(r"\s*[A-Z][A-Za-z'’ -]{2,40}:(?!=)\s+(?=\S)", re.ASCII)
_DOMAIN = re.compile(
    r"\s*[A-Za-z]\s*:\s*[^=,;]{1,40}?(?:\\to|→|->|\\rightarrow)[^=,;]{1,20}[,;](?:\\[,;:! ]|\\q?quad|\s)*", re.ASCII
)
_RANGE = re.compile(
    r"(?:,|;|\\q?quad|\\text\s*\{\s*(?:for|where|with|on|,)[^{}]{0,20}\}|\bfor\b|\bwhere\b(?!\s*\())"
    r"(?=[^=]*(?:\\in\b|∈|\\[lg]eq?\b|[≤≥<>]|\bin\s*\[))(?:[^=]|(?<=[<>])=)*$", re.ASCII,
)  # fmt: skip
_CASE = re.compile(r"\botherwise\b|[,;]\s*[^\s,;<>\[\]][^,;<>\[\]]*?\bfor\b")
_UNFINISHED = re.compile(r"\blambda\b[^:]*$")
_CHOICE = re.compile(r"\?|\b(?:if|else)\b")
PAIRED = (("(", ")"), ("[", "]"), ("{", "}"), ("\\begin", "\\end"))
_AROUND = re.compile(
    r"\s*(?:(?:scipy\.)?(?:optimize|opt)\.)?(?:Plot3D|ContourPlot|DensityPlot|N?Minimize|FindMinimum|plot3d|ezsurf|fsurf|fcontour|ezplot|fminsearch|fminunc|minimize)"
    r"\s*(?=[\[(])", re.ASCII,
)  # fmt: skip


@dataclass(frozen=True)
class Header:
    """What stood before a formula: where the rest begins, the variables named, the label, values of other letters."""

    start: int
    names: tuple[str, ...] = ()
    label: str = ""
    definitions: tuple[Definition, ...] = ()


def header(text: str, start: int, end: int) -> Header:
    """Everything that stands before a formula; raises ExpressionError for names that cannot be variables."""
    head = Header(start)
    while True:
        further = _next(text, head, end)
        if further is None:
            return head
        head = further


def _next(text: str, head: Header, end: int) -> Header | None:
    start = head.start
    for pattern in _CODE:
        if code := pattern.match(text, start, end):
            names = _arguments(code.group("names")) or head.names
            definitions = (*head.definitions, *argument_defaults(text, *code.span("names")))
            return replace(head, start=code.end(), names=names, label=head.label or "f", definitions=definitions)
    for blank in (_WORDS, _DOMAIN, _TITLE):
        if (words := blank.match(text, start, end)) and words.end() > start:
            return replace(head, start=words.end())
    one = _MIN_OF_ONE.match(text, start, end)
    if one and "," not in (one.group("inside") or ""):
        return replace(head, start=one.end())
    if formula := _MATHEMATICS.match(text, start, end):
        label = formula.group("label")
        if label.lower() in FORMULA.functions or label in CONSTANTS:
            raise sides((formula.end() - 1, formula.end()))
        return replace(head, start=formula.end(), names=_letters(text, *formula.span("names")), label=label)
    unnamed = _UNNAMED.match(text, start, end)
    if unnamed and not re.fullmatch(r"\s*[A-Za-z]\w*\s*:?=", unnamed.group(), re.ASCII):
        return replace(head, start=unnamed.end(), label=head.label or unnamed.group("label"))
    return None


def _arguments(typed: str) -> tuple[str, ...]:
    """The first two arguments of a function of code that have no default, without their types."""
    names = []
    typed = re.sub(r"<[^<>]*>|\bstd::", " ", typed)
    typed = re.sub(r"^\s*([a-z]\w?)\s+([a-z]\w?)\s*$", r"\1,\2", typed)  # Haskell
    for part in typed.split(";")[0].split(","):
        words = re.findall(r"[A-Za-z]\w*", part.split(":")[0].split("=")[0], re.ASCII)
        words = words[:-1] if len(words) > 1 and words[-1] in _TYPES_BEHIND else words
        if words and words[-1] != "self" and "=" not in part and not part.lstrip().startswith("*"):
            names.append(canonical(words[-1].rstrip("_")))
    return tuple(names[:2])


def _letters(text: str, start: int, end: int) -> tuple[str, ...]:
    """The one or two letters in brackets, as in f(x, y); f(x_1, …, x_n) is a function of the vector x."""
    typed = text[start:end]
    if many := re.match(r"\s*([A-Za-z])_\{?[01]\}?\s*,.*(?:\\[lc]?dots|…|\.\.\.)", typed, re.ASCII):
        return (many.group(1),)
    end = start + len(re.split(r"[;|]", typed)[0])
    typed = re.sub(r"_(?=\s*(?:,|$))|_(?:Real|Integer)?(?=\s*(?:,|$))", " ", text[:end])
    typed = re.sub(r"::?\s*[A-Z]\w*", lambda match: " " * len(match.group()), typed)
    typed = re.sub(r"[{}]", " ", typed) if re.fullmatch(r"\s*\{[^{}]*\}\s*", typed[start:end]) else typed
    tokens = tokenize(typed, FORMULA, start, end)[:-1]
    names = tuple(str(token.value) for token in tokens if token.kind == "name")
    separators = [token.kind for token in tokens[1::2]]
    if len(tokens) != 2 * len(names) - 1 or len(names) > 2 or set(separators) - {"comma"}:
        hint = "As in f(x, y) = or J(w, b) = and then the formula."
        raise ExpressionError("One or two letters were expected in these brackets.", (start, end), hint)
    if len(set(names)) < len(names) or set(names) & CONSTANTS:
        raise ExpressionError("These names cannot be the two variables.", (start, end), "Use two different letters.")
    return names


def within_call(text: str) -> str:
    """The first argument of Plot3D[…], fminsearch(…) and their kin, in its place."""
    around = _AROUND.match(text)
    if not around:
        return text
    depth, begin, stop = 0, around.end() + 1, 0
    for at in range(around.end(), len(text)):
        depth += (text[at] in "([{") - (text[at] in ")]}")
        stop = stop or (at if depth == 0 or (depth == 1 and text[at] == ",") else 0)
        if depth == 0 and not re.fullmatch(r"[\s;.]*(?:\.[A-Za-z]\w*)?[\s;]*", text[at + 1 :], re.ASCII):
            return text  # minimize (x - 3)^2 + …
        if depth == 0:
            break
    return " " * begin + text[begin:stop] + " " * (len(text) - stop) if stop else text


def _outside(text: str, at: int) -> bool:
    """Whether no bracket is open at a place."""
    return all(text.count(a, 0, at) == text.count(b, 0, at) for a, b in PAIRED)


def without_range(text: str) -> tuple[str, bool]:
    """The text without a remark such as `, x in [-5, 5]` behind it, and whether there was one."""
    spaced = LISTED.sub(lambda one: one.group() if _outside(text, one.start()) else " " * len(one.group()), text)
    for at in [at for at in range(len(text)) if text[:at].strip() and _outside(text, at)]:
        if (match := _RANGE.match(spaced, at)) and not _CHOICE.search(match.group()):  # a if x > 1, b if x > 0
            if _UNFINISHED.search(text, 0, at):
                continue  # lambda x, y: where(x > 0, x, y)
            if _CASE.search(match.group()):
                raise ExpressionError("Cases are not written with these words here.", match.span(), BRANCHES)
            return text[:at] + " " * len(match.group()), True
    return text, False
