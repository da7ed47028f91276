"""Split a pasted text into the names of its variables, the definitions before the formula, and the formula."""

import re
from dataclasses import dataclass, field

from gdviz.expression import branches, headers, refusals
from gdviz.expression.definitions import Definition, generator_over_vector, trailing_definitions
from gdviz.expression.dressing import last, spaces, without_dressing
from gdviz.expression.refusals import BRANCHES
from gdviz.expression.syntax import ExpressionError
from gdviz.expression.vocabulary import CONSTANTS, FORMULA, canonical

_NAME = r"[A-Za-z][A-Za-z0-9_]*"
_DECLARED = r"(?:(?:const|let|var|val|auto|local|double|float|real|my|mut)\s+){0,3}"
_ASSIGNED = re.compile(
    rf"\s*{_DECLARED}({_NAME})(?:\s*:\s*[A-Za-z]\w*)?\s*(?:(?P<operator>[-+*/]|\*\*)=|:=|<-(?![^;\n]*\?)|=)(?![=>])",
    re.ASCII,
)
_PAIR = re.compile(rf"\s*{_DECLARED}[\[(]?\s*({_NAME})\s*,\s*({_NAME})\s*,?\s*[\])]?\s*=(?!=)", re.ASCII)
_ONE_OF_VECTOR = re.compile(
    r"\s*(?:[A-Za-z][A-Za-z0-9_]*)\s*(?:\[\s*(?:(?::|\.\.\.)\s*,\s*)?\[?\s*(?P<a>[0-2])\s*\]?\s*(?:,\s*:\s*)?\]|\(\s*(?P<b>[12])\s*\))\s*",
    re.ASCII,
)
_FIXED_CELL = re.compile(r"\$?\b([A-Z]{1,2})\$([0-9]{1,4})|\$([A-Z]{1,2}[0-9]{1,4})(?![$0-9A-Za-z])", re.ASCII)
_RETURN = re.compile(r"[\s{]*return\b", re.ASCII)
_NAMED_BEHIND = re.compile(r"(?<=[\w)\]}²³⁴])\s*=:?\s*(?:z|f\s*\(\s*x\s*,\s*y\s*\))\s*$(?<!z = z)")
_PROGRAM = re.compile(r"\s*(for|while|if|elif|else|switch|match|try|with|class)\b", re.ASCII)
_CHOICE = re.compile(r"\s*if\b(?:[^\n;:]*\belse\b|\s*\(.*,.*\)[^\n;:{]*$)")
_INDENTED = re.compile(r"\s{2,}(?=return\b|[A-Za-z]\w*\s*=[^=])", re.ASCII)
_OPENING, _CLOSING = "([", ")]"
MOST_DEFINITIONS = 20


@dataclass
class Source:
    """text: as long as the typed one, without what says nothing. start, end: where the formula stands in it.

    names: the variables named before it. label: the name before an equals sign, and equals where that stood.
    definitions: top to bottom. components: names given to the parts of a vector. spreadsheet: it began with an equals
    sign. left_out: the range of the variables stood behind it. aliases: other names of the vector.
    """

    text: str
    start: int
    end: int
    names: tuple[str, ...] = ()
    label: str = ""
    equals: tuple[int, int] = (0, 0)
    definitions: list[Definition] = field(default_factory=list)
    components: tuple[tuple[int, str], ...] = ()
    spreadsheet: bool = False
    left_out: bool = False
    aliases: dict[str, str] = field(default_factory=dict)


def source(text: str) -> Source:
    """The parts of a typed text; raises ExpressionError for loops, constraints, derivatives and equations."""
    bare = branches.as_choices(without_dressing(text))
    start = len(bare) - len(bare.lstrip())
    bare = _FIXED_CELL.sub(last, bare)
    if bare.startswith("=", start) and cells(bare):
        sheet = bare[:start] + " " + bare[start + 1 :]
        if ";" in sheet:  # which part arguments where the comma is a decimal one
            sheet = re.sub(r"(?<=\d),(?=\d)", ".", sheet).replace(";", ",")
        return Source(sheet, start + 1, len(bare.rstrip()), spreadsheet=True)
    bare = re.sub(r"\A(\s*)=(?!=)", r"\1 ", bare)
    bare = headers.within_call(_NAMED_BEHIND.sub(spaces, bare))
    refusals.refuse_what_is_no_formula(bare)
    branches.refuse_several_functions(bare)
    bare, left_out = headers.without_range(bare)
    bare, aliases = generator_over_vector(bare)
    whole, (bare, values) = bare, trailing_definitions(bare)
    result = Source(bare, len(bare), len(bare), definitions=list(values), aliases=aliases, left_out=left_out)
    parts = _statements(bare, start)
    result.text = re.sub(r"[\r\n]", " ", bare)
    for place, (begin, end) in enumerate(parts):
        if _read_statement(result, begin, end, last=place == len(parts) - 1):
            break
    result.text, result.end = re.sub(r"[\r\n]", " ", whole), min(result.end, len(bare.rstrip()))
    if result.label and (result.label.lower() in FORMULA.functions or result.label in CONSTANTS):
        raise refusals.sides(result.equals)
    if len(result.definitions) > MOST_DEFINITIONS:
        late = result.definitions[MOST_DEFINITIONS]
        raise ExpressionError("There are too many definitions.", (late.start, late.end), f"At most {MOST_DEFINITIONS}.")
    return result


def cells(text: str) -> tuple[str, ...]:
    """The cells of a spreadsheet's formula, such as A1, in order of appearance."""
    return tuple(dict.fromkeys(re.findall(r"(?<![A-Za-z0-9])[A-Za-z]{1,2}[0-9]{1,4}(?![A-Za-z0-9(])", text, re.ASCII)))


def _statements(text: str, start: int) -> list[tuple[int, int]]:
    """(start, end) of each: at line ends and semicolons outside of brackets, unless an operator goes on there."""
    indented = re.search(r"\breturn\b", text, re.ASCII) is not None  # line ends are lost in a field of one line
    parts, depth, begin = [], 0, start
    for at in range(start, len(text)):
        character = text[at]
        depth += (character in _OPENING) - (character in _CLOSING)
        ends = (character in ";\n\r" and text[at - 1 : at] != "\\") or (
            indented and at > begin and _INDENTED.match(text, at) is not None
        )
        if ends and depth <= 0 and (character == ";" or not _continues(text[begin:at], text[at:])):
            parts.append((begin, at))
            begin = at + 1
    parts.append((begin, len(text)))
    return [(a, b) for a, b in parts if not headers.NOTHING.fullmatch(text, a, b)] or parts[:1]


def _continues(before: str, after: str) -> bool:
    """Whether a line end stands beside an operator, so that the formula runs over it."""
    before, after = before.rstrip(), after.lstrip()
    if before.endswith("import *"):
        return False
    return not before or before[-1] in "+-*/^=,([{&|?" or after[:1] in tuple("+*/^)],&={?:") or after[:2] == "- "


def _read_statement(result: Source, begin: int, end: int, last: bool) -> bool:
    """Take one statement in; whether it was the formula itself."""
    text = result.text
    head = headers.header(text, begin, end)
    result.names, result.label, begin = head.names or result.names, head.label or result.label, head.start
    result.definitions += head.definitions
    if (program := _PROGRAM.match(text, begin, end)) and not _CHOICE.match(text, begin, end):
        loop = program.group(1) in ("for", "while")
        hint = "Write the formula out, term by term, without loops." if loop else BRANCHES
        raise ExpressionError("Formulas are read here, not programs.", program.span(1), hint)
    if headers.NOTHING.fullmatch(text, begin, end) and not (last and text[begin:end].strip(" {}") and not head.label):
        return False
    if returned := _RETURN.match(text, begin, end):
        _finish(result, headers.header(text, returned.end(), end).start, end)
        return True
    if not last and (pair := _PAIR.match(text, begin, end)):
        _unpack(result, pair, end)
        return False
    if assigned := _ASSIGNED.match(text, begin, end):
        return _assign(result, assigned, end, last)
    if not last and not headers.NOTHING.fullmatch(text, end, len(text)):
        hint = "Write one formula, on one line."
        raise ExpressionError("Something stands behind the end of the formula.", (end, end + 1), hint)
    _finish(result, begin, end)
    return True


def _assign(result: Source, assigned: re.Match[str], end: int, last: bool) -> bool:
    """name = …: a label if nothing follows, a variable if it names a part of a vector, a definition otherwise."""
    text, name, begin = result.text, assigned.group(1), assigned.end()
    part = _ONE_OF_VECTOR.fullmatch(text, begin, end)
    if part and not last:
        _component(result, name, part)
        return False
    head = headers.header(text, begin, end)
    if not (last or head.names):
        result.definitions.append(Definition(name, begin, end, assigned.group("operator") or ""))
        return False
    result.definitions += head.definitions
    result.names, result.label, result.equals = head.names or result.names, name, (begin - 1, begin)
    if assigned.group("operator"):
        result.definitions.append(Definition(name, begin, end, assigned.group("operator")))
        _finish(result, *assigned.span(1))
    else:
        returned = _RETURN.match(text, head.start, end)
        _finish(result, returned.end() if returned else head.start, end)
    return True


def _unpack(result: Source, pair: re.Match[str], end: int) -> None:
    """x, y = p names the two variables; x, y = x[0], x[1] as well; x, y = 2*u, v are two definitions."""
    comma = result.text.find(",", pair.end(), end)
    if comma < 0:
        result.names = (canonical(pair.group(1)), canonical(pair.group(2)))
        return
    for name, begin, stop in ((pair.group(1), pair.end(), comma), (pair.group(2), comma + 1, end)):
        if part := _ONE_OF_VECTOR.fullmatch(result.text, begin, stop):
            _component(result, name, part)
        else:
            result.definitions.append(Definition(name, begin, stop))


def _component(result: Source, name: str, part: re.Match[str]) -> None:
    """x1 = xx(1): the variables are named after the parts of the vector."""
    result.components = (*result.components, (int(part.group("a") or part.group("b")), canonical(name)))
    result.names = tuple(name for _, name in sorted(result.components))[:2]


def _finish(result: Source, begin: int, end: int) -> None:
    """The formula, without braces that only open or only close."""
    text = result.text
    whole = text.count("}") <= text.count("{")
    while (
        whole and text.count("}", begin, end) > text.count("{", begin, end) and text[begin:end].rstrip().endswith("}")
    ):
        end = begin + text[begin:end].rstrip().rfind("}")
    result.start, result.end = begin, end
