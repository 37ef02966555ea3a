"""Is it well put? Warnings only; an SOP with them can be published."""

import re
from collections.abc import Iterator

from engine.core.errors import Finding
from engine.core.workflow import PauseReason
from engine.sop.graph import Row
from engine.sop.shape import text_from_words
from engine.sop.subject import Subject
from engine.sop.timing import told_roles

MANY_ROLES = 10
_NEARLY_SAME = 0.8
_FILLERS = frozenset({"dan", "di", "ke", "kepada", "dari", "yang", "untuk", "pada", "dengan"})


def check_style(subject: Subject) -> Iterator[Finding]:
    """Wording, repeated administration, roles nobody needs, returns nobody explains."""
    for row in subject.outline.rows:
        yield from _verb(subject, row)
        yield from _unexplained_returns(subject, row)
        yield from _pauses(subject, row)
    yield from _roles(subject)
    yield from _repetitions(subject)


def _activity(row: Row) -> str:
    return text_from_words(row.shape.activity).id.casefold()


def _verb(subject: Subject, row: Row) -> Iterator[Finding]:
    first = _activity(row).split()[0]
    if not first.startswith("me"):
        message = f"the activity begins with `{first}`, not with an active verb"
        yield subject.finding("SOP901", (*row.path, "activity"), message)


def _unexplained_returns(subject: Subject, row: Row) -> Iterator[Finding]:
    for name, answer in row.shape.outcomes.items():
        if answer.return_to is not None and answer.reason == "optional":
            path = (*row.path, "outcomes", name, "return_to")
            message = f"`{name}` sends the case back without saying why"
            yield subject.finding("SOP903", path, message)


def _pauses(subject: Subject, row: Row) -> Iterator[Finding]:
    """The applicant's time is what the applicant takes, not what an officer takes."""
    if row.shape.pause is PauseReason.APPLICANT and not subject.is_external(row):
        message = f"`{row.id}` is not done by the applicant"
        yield subject.finding("SOP909", (*row.path, "pause"), message)
    for name, answer in row.shape.outcomes.items():
        target = subject.rows.get(answer.return_to or "")
        if answer.pause is not PauseReason.APPLICANT or target is None:
            continue
        if not subject.is_external(target):
            message = f"`{target.id}` is not done by the applicant"
            yield subject.finding("SOP909", (*row.path, "outcomes", name, "pause"), message)


def _roles(subject: Subject) -> Iterator[Finding]:
    roles = subject.document.roles
    if len(roles) > MANY_ROLES:
        yield subject.finding("SOP902", ("roles",), f"the SOP has {len(roles)} roles")
    used = {row.shape.role for row in subject.outline.rows}
    used |= {role for _, role in told_roles(subject.document)}
    for name, role in roles.items():
        if name not in used and not role.may:
            message = f"no row belongs to `{name}`"
            yield subject.finding("SOP905", ("roles", name), message)


def _repetitions(subject: Subject) -> Iterator[Finding]:
    """Each row that says what an earlier one of its role has said, once."""
    said: dict[str, list[tuple[Row, frozenset[str]]]] = {}
    for row in subject.outline.rows:
        if row.shape.role is None:
            continue
        words, earlier = _content(row), said.setdefault(row.shape.role, [])
        first = next((one for one, other in earlier if _nearly_same(words, other)), None)
        if first is not None:
            message = f"`{row.id}` says nearly the same as `{first.id}`, by the same role"
            yield subject.finding("SOP904", (*row.path, "activity"), message)
        earlier.append((row, words))


def _nearly_same(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _NEARLY_SAME * len(one | other)


def _content(row: Row) -> frozenset[str]:
    """The words of an activity that carry its meaning."""
    words = frozenset(re.findall(r"\w+", _activity(row)))
    return words - _FILLERS or words
