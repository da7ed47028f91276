"""A lesson read from its Markdown file with TOML parts; what cannot be read is told in a sentence with its line."""

from collections.abc import Collection, Sequence
from urllib.parse import parse_qs

from gdviz.expression import ExpressionError
from gdviz.figures import TWO_WEIGHTS
from gdviz.gallery import GALLERY
from gdviz.learning.data import TableError
from gdviz.lessons.blocks import Block, cut, toml
from gdviz.lessons.case import shown_runs
from gdviz.lessons.errors import LessonError, nearest, quoted
from gdviz.lessons.fields import Fields, check_slots, read_term
from gdviz.lessons.lesson import PAGES, Claim, Lesson, Moment
from gdviz.lessons.names import NO_SCENE, Names, names_of
from gdviz.lessons.prose import checked
from gdviz.lessons.question_reading import read_question
from gdviz.scene import Scene, dataset_of, letters_of, model_of
from gdviz.scene.data_codec import DATA_FIELDS
from gdviz.surface import Surface

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
    scene, page, letters = read_scene(single["scene"])
    other, page_of_other, letters_of_other = read_scene(single["other"])
    if other and not scene:
        raise LessonError("A second scene stands beside a first one, and there is none.", blocks[0].line)
    if other and page_of_other != page:
        raise LessonError("A second scene is of the same page as the first one.", blocks[0].line)
    beside = names_of(other, letters_of_other, page) if other else None
    names = names_of(scene, letters, page, beside) if scene else NO_SCENE
    if single["question"] and scene is None:
        raise LessonError("A question is answered by a scene: this moment needs one.", single["question"].line)
    question = read_question(single["question"], names) if single["question"] else None
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


def read_scene(block: Block | None) -> tuple[Scene | None, str, Collection[str]]:
    """The scene of a query string, its page, and the letters of its formula."""
    if block is None:
        return None, PAGES[0], ()
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
        letters = letters_of_scene(scene, page)
        for run in shown_runs(scene, page):
            run.chosen  # noqa: B018 - a typed rule that cannot be read raises here
    except (ExpressionError, TableError) as error:
        raise LessonError(f"The scene cannot be read: {error}", block.line) from None
    return scene, page, letters


def letters_of_scene(scene: Scene, page: str) -> Collection[str]:
    """The letters of its formula, or of the loss of a row. Raises ExpressionError or TableError for what is none."""
    if page == PAGES[0]:
        return tuple((GALLERY[scene.surface] if scene.text is None else Surface(scene.text)).parameters)
    data = scene.data
    if data.part not in TWO_WEIGHTS:
        raise TableError(f"A lesson draws the parts {' and '.join(TWO_WEIGHTS)} of the Data page.")
    model, rows = model_of(data), dataset_of(data)
    if reason := model.unfit(rows):
        raise TableError(f"{model.name} does not suit these rows: {reason}.")
    return tuple(letters_of(data, model))


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
