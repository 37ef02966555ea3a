"""Who read personal data of a case: written down in bundles, read by case or by person."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from msgspec.structs import asdict
from sqlalchemy import bindparam, desc, insert, select

from engine.core.ids import CaseId, PersonId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.reach import Shape, asked_within, limited, within
from engine.store.tables import CASE
from engine.store.tables_personal import READ_LOG

_READ = READ_LOG.c
_write = Prepared(insert(READ_LOG))


class ReadRow(Frozen, frozen=True, kw_only=True):
    """Somebody read of a case: `what` (its page, a document), `how` much of it, `via` which face.

    `role`: the one they read it in, where it was said. A search is of no case: `case_id` is empty,
    and only who may know of all cases gets to see it.
    """

    id: str
    at: datetime
    person: PersonId
    role: str
    case_id: CaseId
    what: str
    how: str
    via: str


class ReadQuery(Frozen, frozen=True, kw_only=True):
    """Which reads, the newest first; `after` is the id of the last one of the page before.

    `reach`: of which cases whoever asks may know it; None: of all.
    """

    case: CaseId | None = None
    person: PersonId | None = None
    after: str | None = None
    limit: int = 50
    reach: Reach | None = None


def write_down(unit: Unit, rows: Sequence[ReadRow]) -> None:
    """Keep them."""
    unit.execute_all(_write, [asdict(row) for row in rows])


def list_reads(reader: Reader, query: ReadQuery) -> tuple[ReadRow, ...]:
    """A page of them, the newest first."""
    asked = frozenset(name for name in _CONDITIONS if getattr(query, name) is not None)
    given = {
        "the_case": query.case,
        "the_person": query.person,
        "the_last": query.after,
        "most": query.limit,
    }
    shape, limits = asked_within(within(reader, query.reach))
    records = reader.records(_list(asked, shape), {**given, **limits})
    return tuple(ReadRow(**record) for record in records)


_CONDITIONS = {
    "case": _READ.case_id == bindparam("the_case"),
    "person": _READ.person == bindparam("the_person"),
    "after": _READ.id < bindparam("the_last"),
}


@cache
def _list(asked: frozenset[str], shape: Shape | None) -> Prepared:
    conditions = [condition for name, condition in _CONDITIONS.items() if name in asked]
    statement = select(READ_LOG)
    if shape is not None:
        statement = statement.join(CASE, CASE.c.id == _READ.case_id)
    statement = statement.where(*conditions, *limited(CASE, shape)).order_by(desc(_READ.id))
    return Prepared(statement.limit(bindparam("most")))
