"""Does each row make sense by itself: its answers, its place, who a case is sent back to?"""

from collections.abc import Iterator

from engine.core.errors import Finding
from engine.core.workflow import Leads
from engine.sop.graph import Row, arrows
from engine.sop.shape import text_from_words
from engine.sop.subject import Subject


def check_rows(subject: Subject) -> Iterator[Finding]:
    """Decisions, returns and the submission."""
    for row in subject.outline.rows:
        yield from _decision(subject, row)
        yield from _returns(subject, row)
        if row.shape.submission:
            yield from _submission(subject, row)


def _decision(subject: Subject, row: Row) -> Iterator[Finding]:
    answers = row.shape.outcomes
    if len(answers) == 1:
        message = f"`{row.id}` has one answer, and so decides nothing"
        yield subject.finding("SOP411", (*row.path, "outcomes"), message)
    if answers and row.shape.next is not None:
        message = "`next` does not count where answers say what follows"
        yield subject.finding("SOP418", (*row.path, "next"), message)
    labels: dict[str, str] = {}
    for name, answer in answers.items():
        label = text_from_words(answer.label).id.casefold()
        if label in labels:
            message = f"`{name}` has the same label as `{labels[label]}`"
            yield subject.finding("SOP412", (*row.path, "outcomes", name, "label"), message)
        labels.setdefault(label, name)


def _returns(subject: Subject, row: Row) -> Iterator[Finding]:
    for arrow in arrows(row):
        target = subject.rows.get(arrow.target)
        if arrow.leads is Leads.RETURN and target is not None and target.shape.role is None:
            message = f"`{arrow.target}` runs by itself: nobody there can correct anything"
            yield subject.finding("SOP415", arrow.path, message)


def _submission(subject: Subject, row: Row) -> Iterator[Finding]:
    if row.number != 1 or row.within:
        message = f"`{row.id}` is not the first row, and so does not open the case"
        yield subject.finding("SOP416", (*row.path, "submission"), message)
    shape = row.shape
    # Opening the case is this row's first visit, and asks for nothing but the opening form.
    said = {
        "form": shape.form,
        "outcomes": shape.outcomes,
        "when": shape.when,
        "checklist": shape.checklist,
    }
    for key in (key for key, value in said.items() if value):
        message = f"a submission cannot have `{key}`: opening the case is its first visit"
        hint = "Ask it in the `form` of the SOP." if key == "form" else "Put it on the next row."
        yield subject.finding("SOP417", (*row.path, key), message, hint=hint)
