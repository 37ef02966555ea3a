"""What changed from one version of an SOP to another, in the words of the SOP.

Not a comparison of lines: the order of keys, comments and spelling of the same value are no change.
"""

from collections.abc import Iterator

from engine.sop.change import Change, ChangeKind, sentence
from engine.sop.compare_form import compare_form
from engine.sop.compare_official import (
    compare_calendar,
    compare_head,
    compare_identity,
    compare_requirements,
    compare_retention,
    compare_roles,
    compare_service,
)
from engine.sop.compare_steps import compare_steps
from engine.sop.compare_timing import compare_timing
from engine.sop.document import SopDocument

__all__ = ["Change", "ChangeKind", "compare", "sentence"]


def compare(old: SopDocument, new: SopDocument) -> tuple[Change, ...]:
    """Every change, in the order of the official form; nothing for a document and itself.

    Things keep their identity by their ids; where an id alone changed, by what they say. Of rows in
    another order only those that moved against the others are named. Two different SOPs can be
    compared too: the first change says that they are.
    """
    return tuple(_changes(old, new))


def _changes(old: SopDocument, new: SopDocument) -> Iterator[Change]:
    yield from compare_head(old, new)
    yield from compare_identity(old.identity, new.identity)
    yield from compare_service(old.service, new.service)
    yield from compare_timing(old, new)
    yield from compare_calendar(old.calendar, new.calendar)
    yield from compare_retention(old.retention, new.retention)
    yield from compare_roles(old.roles, new.roles)
    yield from compare_requirements(old.requirements, new.requirements)
    yield from compare_form("form", old.form, new.form)
    yield from compare_steps(old, new)
