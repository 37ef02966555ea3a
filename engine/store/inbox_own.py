"""What each person keeps of the inbox for themselves: when they looked, and named questions."""

from datetime import datetime

from sqlalchemy import asc, bindparam, delete, func, select

from engine.core.ids import PersonId
from engine.core.text import Frozen
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared, upsert
from engine.store.tables_inbox import INBOX_FILTER, INBOX_LOOK

_OF_PERSON = INBOX_FILTER.c.person == bindparam("the_person")
_look = Prepared(
    select(INBOX_LOOK.c.looked_at, INBOX_LOOK.c.new_since).where(
        INBOX_LOOK.c.person == bindparam("the_person")
    )
)
_keep_look = upsert(INBOX_LOOK)
_filters = Prepared(
    select(INBOX_FILTER.c.name, INBOX_FILTER.c.asked, INBOX_FILTER.c.saved_at)
    .where(_OF_PERSON)
    .order_by(asc(func.lower(INBOX_FILTER.c.name)), asc(INBOX_FILTER.c.name))
)
_keep_filter = upsert(INBOX_FILTER)
_drop_filter = Prepared(
    delete(INBOX_FILTER).where(_OF_PERSON, INBOX_FILTER.c.name == bindparam("the_name"))
)


class Looked(Frozen, frozen=True, kw_only=True):
    """When somebody last looked, and from when on what came is new to them; UTC."""

    looked_at: datetime
    new_since: datetime


class SavedFilter(Frozen, frozen=True, kw_only=True):
    """A question with a name; `asked` as an address says it."""

    name: str
    asked: str
    saved_at: datetime


def last_look(reader: Reader, person: PersonId) -> Looked | None:
    """When somebody last looked; None: never."""
    row = reader.row(_look, {"the_person": person})
    return None if row is None else Looked(looked_at=row[0], new_since=row[1])


def keep_look(unit: Unit, person: PersonId, looked: Looked) -> None:
    """Let that be their last look."""
    given = {"looked_at": looked.looked_at, "new_since": looked.new_since}
    unit.execute(_keep_look, given | {"person": person})


def filters(reader: Reader, person: PersonId) -> tuple[SavedFilter, ...]:
    """Their questions, by name."""
    rows = reader.records(_filters, {"the_person": person})
    return tuple(SavedFilter(**one) for one in rows)


def keep_filter(unit: Unit, person: PersonId, saved: SavedFilter) -> None:
    """Keep a question; one of that name before it is gone."""
    given = {"name": saved.name, "asked": saved.asked, "saved_at": saved.saved_at}
    unit.execute(_keep_filter, given | {"person": person})


def drop_filter(unit: Unit, person: PersonId, name: str) -> None:
    """Keep a question no more."""
    unit.execute(_drop_filter, {"the_person": person, "the_name": name})
