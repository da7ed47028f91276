"""Markdown of lessons as HTML for paper, and LaTeX as MathML, which browsers set without a library."""

import re
from collections.abc import Iterator
from html import escape

from gdviz.lessons.quantities import APART

_STRONG = re.compile(r"\*\*(?=\S)(.{1,2000}?)(?<=\S)\*\*", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![\w*])[*_](?=[^\s*_])([^*_]+?)(?<=\S)[*_](?![\w*])")
_LINK = re.compile(r"\[([^\[\]]{1,400})\]\([^()\s]{0,400}\)")
_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+")
_HEADING = re.compile(r"#{1,6}\s+")
HELD = "\x00{}\x00"
"""Where a formula or code stands while the words around it are marked."""
_TOKEN = re.compile(r"\\([A-Za-z]+|.)|([0-9]+(?:\.[0-9]+)?)|([A-Za-z])|(\s+)|(.)", re.DOTALL)
LETTERS = dict(
    zip(
        "alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon "
        "phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega ell".split(),
        "αβγδϵεζηθικλμνξπρστυϕφχψωΓΔΘΛΞΠΣΦΨΩℓ",
        strict=True,
    )
)
SIGNS = {
    "cdot": "·", "times": "×", "nabla": "∇", "partial": "∂", "leftarrow": "←", "rightarrow": "→", "to": "→", "le": "≤",
    "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "infty": "∞", "sum": "∑", "prod": "∏",
    "lVert": "‖", "rVert": "‖", "Vert": "‖", "lvert": "|", "rvert": "|", "vert": "|", "dots": "…", "ldots": "…",
    "cdots": "⋯", "pm": "±", "mp": "∓", "in": "∈", "perp": "⊥", "propto": "∝", "sim": "∼", "lceil": "⌈", "rceil": "⌉",
    "lfloor": "⌊", "rfloor": "⌋", "langle": "⟨", "rangle": "⟩", "div": "÷", "circ": "∘", "ll": "≪", "gg": "≫",
    "mid": "|", "star": "⋆", "top": "⊤", "{": "{", "}": "}", "|": "‖", "%": "%", "&": "&", "$": "$", "#": "#", "_": "_",
}  # fmt: skip
SPACES = {",": 0.17, ":": 0.22, ";": 0.28, " ": 0.33, "quad": 1.0, "qquad": 2.0, "!": 0.0, "\\": 0.33}
WORDS = frozenset("ln log exp sin cos tan sinh cosh tanh arcsin arccos arctan min max det arg lim sup inf sign".split())
ACCENTS = {"bar": "¯", "hat": "^", "tilde": "~", "vec": "→", "dot": "˙", "overline": "¯"}
PLAIN = frozenset("text mathrm operatorname mathbf mathit boldsymbol textbf mathcal".split())
SKIPPED = frozenset("left right big Big bigl bigr Bigl Bigr displaystyle limits".split())
DEEPEST = 30

Token = tuple[str, str]


def blocks(markdown: str) -> str:
    """Paragraphs, lists and headings of a text."""
    pieces = []
    for paragraph in re.split(r"\n\s*\n", markdown.strip()):
        lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
        if not lines:
            continue
        if _ITEM.match(lines[0]):
            pieces.append(_list(lines))
        elif _HEADING.match(lines[0]):
            pieces.append(f"<h3>{inline(_HEADING.sub('', ' '.join(lines), count=1))}</h3>")
        else:
            pieces.append(f"<p>{inline(' '.join(lines))}</p>")
    return "\n".join(pieces)


def _list(lines: list[str]) -> str:
    items: list[str] = []
    for line in lines:
        if _ITEM.match(line):
            items.append(_ITEM.sub("", line, count=1))
        else:
            items[-1] += f" {line}"
    return "<ul>" + "".join(f"<li>{inline(item)}</li>" for item in items) + "</ul>"


def inline(markdown: str) -> str:
    """A line of text: emphasis, code and formulas; a link is its words alone."""
    pieces = APART.split(markdown.replace("\x00", ""))
    held = [_set(piece) for piece in pieces[1::2]]
    text = "".join(HELD.format(place // 2) if place % 2 else escape(piece) for place, piece in enumerate(pieces))
    text = _LINK.sub(r"\1", text)
    text = _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", text))
    return re.sub("\x00(\\d+)\x00", lambda place: held[int(place[1])], text)


def _set(piece: str) -> str:
    """A formula or code."""
    if piece.startswith("`"):
        return f"<code>{escape(piece.strip('`'))}</code>"
    return mathml(piece.strip("$"), display=piece.startswith("$$"))


def mathml(latex: str, display: bool = False) -> str:
    """The formula as a <math> element. Raises nothing: what has no meaning is shown as it is typed."""
    tokens = _Tokens([("end", ""), *reversed([*_tokens(latex)])])
    parts = "".join(_row(tokens, 0))
    return f'<math display="{"block" if display else "inline"}"><mrow>{parts}</mrow></math>'


class _Tokens(list[Token]):
    """The tokens of a formula, the next one last: (kind, text) with kinds command, number, letter, sign and end."""

    def take(self) -> Token:
        return self.pop() if len(self) > 1 else self[0]


def _tokens(latex: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(latex):
        for kind, text in zip(("command", "number", "letter", "space", "sign"), match.groups(), strict=True):
            if text is not None and kind != "space":
                yield kind, text


def _row(tokens: _Tokens, depth: int) -> Iterator[str]:
    """Everything up to the end, or to the bracket that closes the group."""
    while tokens[-1][0] != "end":
        if tokens[-1] == ("sign", "}"):
            tokens.take()
            return
        yield _scripted(tokens, depth)


def _scripted(tokens: _Tokens, depth: int) -> str:
    base = _thing(tokens, depth)
    scripts: dict[str, str] = {}
    while tokens[-1] in (("sign", "^"), ("sign", "_"), ("sign", "'")):
        sign = tokens.take()[1]
        if sign == "'":
            scripts["^"] = scripts.get("^", "") + "<mo>′</mo>"
        else:
            scripts[sign] = scripts.get(sign, "") + _thing(tokens, depth)
    below, above = (f"<mrow>{scripts[sign]}</mrow>" if sign in scripts else "" for sign in "_^")
    if below and above:
        return f"<msubsup>{base}{below}{above}</msubsup>"
    if below or above:
        return f"<{'msub' if below else 'msup'}>{base}{below or above}</{'msub' if below else 'msup'}>"
    return base


def _thing(tokens: _Tokens, depth: int) -> str:
    kind, text = tokens.take()
    if kind == "end" or depth > DEEPEST:
        return "<mrow></mrow>"
    if kind == "command":
        return _command(text, tokens, depth)
    if kind == "number":
        return f"<mn>{text}</mn>"
    if kind == "letter":
        return f"<mi>{text}</mi>"
    if text == "{":
        return f"<mrow>{''.join(_row(tokens, depth + 1))}</mrow>"
    return f"<mo>{escape('−' if text == '-' else text)}</mo>"


def _command(name: str, tokens: _Tokens, depth: int) -> str:
    if name in LETTERS:
        return f"<mi>{LETTERS[name]}</mi>"
    if name in SIGNS:
        return f"<mo>{escape(SIGNS[name])}</mo>"
    if name in SPACES:
        return f'<mspace width="{SPACES[name]}em"/>'
    if name in WORDS:
        return f"<mi>{name}</mi>"
    if name in SKIPPED:
        return "<mrow></mrow>"
    if name in ("frac", "tfrac", "dfrac"):
        return f"<mfrac>{_thing(tokens, depth + 1)}{_thing(tokens, depth + 1)}</mfrac>"
    if name == "sqrt":
        return _root(tokens, depth)
    if name in ACCENTS:
        return f"<mover>{_thing(tokens, depth + 1)}<mo>{ACCENTS[name]}</mo></mover>"
    if name in PLAIN:
        return f"<mtext>{_typed(tokens)}</mtext>"
    return f"<mtext>{escape(name)}</mtext>"


def _root(tokens: _Tokens, depth: int) -> str:
    if tokens[-1] != ("sign", "["):
        return f"<msqrt>{_thing(tokens, depth + 1)}</msqrt>"
    tokens.take()
    index = []
    while tokens[-1] not in (("sign", "]"), ("end", "")):
        index.append(_scripted(tokens, depth + 1))
    tokens.take()
    return f"<mroot>{_thing(tokens, depth + 1)}<mrow>{''.join(index)}</mrow></mroot>"


def _typed(tokens: _Tokens) -> str:
    """The text of a group as it is typed."""
    if tokens[-1] != ("sign", "{"):
        return escape(tokens.take()[1])
    tokens.take()
    words = []
    while tokens[-1] not in (("sign", "}"), ("end", "")):
        words.append(tokens.take()[1])
    tokens.take()
    return escape("".join(words))
