"""Do the arrows lead where arrows may? What follows from them is looked at only when they do."""

from collections.abc import Iterator

from engine.core.errors import Finding
from engine.core.ids import END
from engine.core.workflow import Leads
from engine.sop.graph import Arrow, arrows
from engine.sop.subject import Subject, hint_among


def check_arrows(subject: Subject) -> Iterator[Finding]:
    """Rows with one name; arrows to nowhere, in the wrong direction, into a block."""
    yield from _names(subject)
    for row in subject.outline.rows:
        for arrow in arrows(row):
            yield from _arrow(subject, arrow)


def _names(subject: Subject) -> Iterator[Finding]:
    for row in subject.outline.rows:
        first = subject.rows[row.id]
        if first.path != row.path:
            line = subject.line(first.path)
            message = f"the row in line {line} is called `{row.id}`, too"
            yield subject.finding("SOP311", (*row.path, "id"), message)


def _arrow(subject: Subject, arrow: Arrow) -> Iterator[Finding]:
    written = arrow.path[-1]
    if arrow.leads is Leads.END or not _is_written(arrow) or arrow.target == END:
        return
    target = subject.rows.get(arrow.target)
    if target is None:
        hint = hint_among(arrow.target, subject.rows)
        yield subject.finding("SOP302", arrow.path, f"there is no row `{arrow.target}`", hint=hint)
    elif arrow.leads is Leads.NEXT and target.number <= arrow.row.number:
        message = f"`{written}` leads back to `{arrow.target}`"
        yield subject.finding("SOP413", arrow.path, message)
    elif arrow.leads is Leads.RETURN and target.number >= arrow.row.number:
        message = f"`{written}` leads to `{arrow.target}`, which is not an earlier row"
        yield subject.finding("SOP414", arrow.path, message)
    elif not set(target.within) <= set(arrow.row.within):
        message = (
            f"`{arrow.target}` lies in a branch that this does not come from: "
            "the end of that block would wait for the other branches for ever"
        )
        yield subject.finding("SOP402", arrow.path, message)


def _is_written(arrow: Arrow) -> bool:
    """Whether the target was named, rather than being the following row."""
    shape = arrow.row.shape
    if arrow.outcome is None:
        return shape.next is not None
    answer = shape.outcomes[arrow.outcome]
    return answer.next is not None or answer.return_to is not None
