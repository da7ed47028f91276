"""A question of a lesson read from its TOML: kind by kind, what it needs and what it may have."""

import math

from gdviz.lessons.fields import Fields
from gdviz.lessons.lesson import HIDEABLE, KINDS, MOST_OPTIONS, Belief, LessonError, Option, Question
from gdviz.lessons.names import Names, check_slots

OPTIONED = ("choice", "order")


def question_of(fields: Fields, names: Names) -> Question:
    """The question of these entries. Raises LessonError with the line."""
    kind = fields.choice("kind", KINDS)
    ask = fields.line_of("ask")
    options = tuple(_option(Fields(t, fields.line, "An option"), names) for t in fields.tables("options"))
    beliefs = tuple(_belief(Fields(t, fields.line, "A belief"), names, len(options)) for t in fields.tables("belief"))
    right = fields.whole("right", 1, max(len(options), 1))
    question = Question(
        kind=kind,
        ask=ask,
        answer=fields.term("answer", names),
        options=options,
        right=None if right is None else right - 1,
        highest_first=fields.switch("highest_first"),
        low=fields.number("low", math.nan),
        high=fields.number("high", math.nan),
        log=fields.switch("log"),
        whole=fields.switch("whole"),
        unit=fields.line_of("unit", "", 30),
        within=fields.number("within", 0.0),
        relative=fields.switch("relative"),
        hides=fields.words("hides", HIDEABLE) or (),
        vary=_vary(fields, names),
        hint=fields.line_of("hint", "", 1000),
        keyless=fields.switch("keyless"),
        beliefs=beliefs,
    )
    fields.done()
    _complete(question, fields)
    _check_texts(question, names, fields.line)
    return question


def _check_texts(question: Question, names: Names, line: int) -> None:
    """Raise LessonError for a text that names what is not there, or tells before the answer how a run goes."""
    for text in (question.ask, question.hint, *(option.says for option in question.options)):
        check_slots(text, names, line, after=False)
    for belief in question.beliefs:
        check_slots(belief.says, names, line, after=True)


def _vary(fields: Fields, names: Names) -> tuple[str, ...]:
    words = fields.words("vary", ("start", "rate", *(("rows", "batches") if names.rows else ()), *names.letters))
    return ("start",) if words is None else words


def _complete(question: Question, fields: Fields) -> None:
    """Raise LessonError for a question without what its kind needs."""
    if question.kind in OPTIONED:
        if not 2 <= len(question.options) <= MOST_OPTIONS:
            raise fields.error(f"a {question.kind} has 2 to {MOST_OPTIONS} options.")
    elif question.options or question.right is not None:
        raise fields.error(f"a {question.kind} has no options.")
    elif question.answer is None:
        raise fields.error('the right answer is missing: answer = "sgd.end", for one.')
    if question.kind == "order" and any(option.value is None for option in question.options):
        raise fields.error("every option of an order needs its value, a quantity by which they are ordered.")
    if question.keyless and question.kind != "choice":
        raise fields.error("keyless is for a choice: every other answer is worked out from the run.")
    if question.kind == "choice":
        ways = (
            question.keyless,
            question.right is not None,
            all(option.when is not None for option in question.options),
            question.answer is not None and all(option.value is not None for option in question.options),
        )
        if sum(ways) != 1:
            raise fields.error(
                "one thing tells which option is right: right = its number; or every option's `when`; or `answer`, "
                "with every option's `value`. keyless = true: nobody judges it."
            )
    if question.kind == "number":
        if not question.low < question.high:
            raise fields.error("a number needs its range: low = 0, high = 100.")
        if question.log and not question.low > 0:
            raise fields.error("on a logarithmic scale low is above 0.")
    if question.within < 0:
        raise fields.error("within is not below 0.")


def _option(fields: Fields, names: Names) -> Option:
    option = Option(fields.line_of("says"), fields.term("value", names), fields.term("when", names))
    fields.done()
    return option


def _belief(fields: Fields, names: Names, options: int) -> Belief:
    says = fields.line_of("says", longest=1000)
    when = fields.term("when", names._replace(words=(*names.words, "answer", "truth")))
    choice = fields.whole("choice", 1, max(options, 1))
    order = fields.take("order")
    fields.done()
    if order is not None and (
        not isinstance(order, list) or sorted(map(str, order)) != sorted(map(str, range(1, options + 1)))
    ):
        raise fields.error("order is the list of all options by their numbers.")
    if sum(part is not None for part in (when, choice, order)) != 1:
        raise fields.error("one thing tells whose it is: when = a condition on answer, choice = or order =.")
    if choice is not None and not options:
        raise LessonError("A belief: choice is for a question with options.", fields.line)
    return Belief(says, when, None if choice is None else choice - 1, tuple(int(k) - 1 for k in order or ()))
