"""A lesson read from its Markdown file with TOML parts; what cannot be read is told in a sentence with its line."""

from collections.abc import Sequence
from urllib.parse import parse_qs

from gdviz.lessons.blocks import Block, checked, cut, toml
from gdviz.lessons.fields import Fields
from gdviz.lessons.lesson import PAGES, Claim, Lesson, LessonError, Moment, nearest, quoted
from gdviz.lessons.names import NO_SCENE, Names, check_slots, names_of, read_term
from gdviz.lessons.question_reading import question_of
from gdviz.scene import Scene
from gdviz.scene.data_codec import DATA_FIELDS

MOST_CLAIMS = 12
KEYS = tuple("surface f p window start steps seed stop run view frame projector".split())
"""What of a link to Explore a lesson draws; the other parts are those of other pages."""
ROW_KEYS = (*(field.key for field in DATA_FIELDS), "view", "frame", "projector")
"""What of a link to the Data page a lesson draws."""


def read_lesson(text: str, key: str = "") -> Lesson:
    """The lesson of a file. Raises LessonError with one sentence and the line."""
    parts_ = cut(text)
    head = Fields(toml(parts_.head), parts_.head.line, "The head")
    title = head.line_of("title", longest=120)
    minutes = head.whole("minutes", 1, 120) or 5
    needs = head.words("needs") or ()
    about, idea, source = (head.line_of(name, "") for name in ("about", "idea", "source"))
    notes = head.text("notes")
    head.done()
    moments = tuple(read_moment(blocks) for blocks in parts_.moments)
    return Lesson(key, title, minutes, needs, about, idea, source, notes, moments)


def read_moment(blocks: Sequence[Block]) -> Moment:
    """One moment of its blocks."""
    single = {kind: _single(blocks, kind) for kind in ("scene", "other", "question", "reveal")}
    scene, page, names = read_scene(single["scene"])
    other, page_of_other, names_of_other = read_scene(single["other"])
    if other and not scene:
        raise LessonError("A second scene stands beside a first one, and there is none.", blocks[0].line)
    if other and page_of_other != page:
        raise LessonError("A second scene is of the same page as the first one.", blocks[0].line)
    if other:
        names = names._replace(other=names_of_other)
    asked = single["question"]
    if asked and scene is None:
        raise LessonError("A question is answered by a scene: this moment needs one.", asked.line)
    question = question_of(Fields(toml(asked), asked.line, "The question"), names) if asked else None
    prose = "\n\n".join(read_text(block, names, not question) for block in blocks if block.kind == "prose")
    reveal = read_text(single["reveal"], names, True) if single["reveal"] else ""
    claims = tuple(read_claim(block, names) for block in blocks if block.kind == "claim")
    if len(claims) > MOST_CLAIMS:
        raise LessonError(f"A moment may have {MOST_CLAIMS} claims.", blocks[0].line)
    return Moment(prose, scene, question, reveal, claims, other, page)


def _single(blocks: Sequence[Block], kind: str) -> Block | None:
    same = [block for block in blocks if block.kind == kind]
    if len(same) > 1:
        raise LessonError(f"A moment has one {kind}; a line of --- begins the next moment.", same[1].line)
    return same[0] if same else None


def read_scene(block: Block | None) -> tuple[Scene | None, str, Names]:
    """The scene of a query string, its page, and what a term may name beside it."""
    if block is None:
        return None, PAGES[0], NO_SCENE
    query = "".join(block.text.split("\n")).strip().removeprefix("?")
    try:
        values = parse_qs(query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        raise LessonError("The scene has too many parts.", block.line) from None
    scene, notices = Scene.from_query(values)
    if notices:
        raise LessonError(f"The scene cannot be read. {notices[0]}", block.line)
    if not values:
        raise LessonError("The scene is the part of a link after the question mark, as in f=x^2&start=3~2.", block.line)
    page = PAGES[any(key.startswith("data.") for key in values)]
    keys = KEYS if page == PAGES[0] else ROW_KEYS
    for key in values:
        if key not in keys:
            raise LessonError(f"A lesson's scene has no part {quoted(key)}.{nearest(key, keys)}", block.line)
    try:
        return scene, page, names_of(scene, page)
    except LessonError as error:
        raise error.at(block.line) from None


def read_text(block: Block, names: Names, after: bool) -> str:
    """Markdown whose quantities can be worked out. after: after the answer, so that it may name what a run decides."""
    text = checked(block.text, block.line)
    check_slots(text, names, block.line, after)
    return text


def read_claim(block: Block, names: Names) -> Claim:
    """A claim of its TOML."""
    fields = Fields(toml(block), block.line, "The claim")
    says = fields.line_of("says")
    theory = fields.line_of("theory", longest=300)
    measured = fields.line_of("measured", longest=300)
    within = fields.number("within", 1e-3)
    fields.done()
    if not 0 < within <= 1:
        raise LessonError("The claim: within is a number above 0, at most 1.", block.line)
    check_slots(says, names, block.line, after=True)
    terms = [read_term(text, names, block.line) for text in (theory, measured)]
    return Claim(says, terms[0], terms[1], within)
