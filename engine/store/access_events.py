"""What was done to accounts and with them: added to, never changed."""

from datetime import datetime

from msgspec.structs import asdict
from sqlalchemy import bindparam, desc, insert, select

from engine.core.ids import PersonId
from engine.core.text import Frozen
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.tables_access import ACCESS_EVENT

_EVENT = ACCESS_EVENT.c
_BEFORE = _EVENT.seq < bindparam("before")
_newest = select(ACCESS_EVENT).order_by(desc(_EVENT.seq)).limit(bindparam("most"))
_TOLD = ("at", "kind", "person", "by", "address", "note")
_add = Prepared(insert(ACCESS_EVENT).values({name: bindparam(name) for name in _TOLD}).inline())
_of_all = Prepared(_newest.where(_BEFORE))
_of_person = Prepared(_newest.where(_EVENT.person == bindparam("the_person"), _BEFORE))

_has_been = Prepared(
    select(_EVENT.seq)
    .where(
        _EVENT.person == bindparam("the_person"),
        _EVENT.kind == bindparam("the_kind"),
        _EVENT.note == bindparam("the_note"),
    )
    .limit(1)
)

_BEYOND = 2**31 - 1
"""No event has a greater number."""


class AccessEvent(Frozen, frozen=True, kw_only=True):
    """Something that `by` did to the account of `person`, from an address. Never a secret.

    `person` is empty where somebody tried a name that nobody has. `note` tells which session or
    token, or why. `seq` is its number, once it was added.
    """

    at: datetime
    kind: str
    person: PersonId
    by: PersonId
    address: str = ""
    note: str = ""
    seq: int = 0


def add(unit: Unit, event: AccessEvent) -> None:
    """Remember it."""
    told = asdict(event)
    unit.execute(_add, {name: told[name] for name in _TOLD})


def newest(
    reader: Reader, person: PersonId | None, *, limit: int, before: int | None = None
) -> tuple[AccessEvent, ...]:
    """What was done to a person's account, or to all, the newest first; older than `before`."""
    given = {"most": limit, "before": before or _BEYOND, "the_person": person}
    if person is None:
        del given["the_person"]
    records = reader.records(_of_all if person is None else _of_person, given)
    return tuple(AccessEvent(**record) for record in records)


def has_been(reader: Reader, person: PersonId, kind: str, *, note: str) -> bool:
    """Whether that was ever done to the person's account, with that very note."""
    given = {"the_person": person, "the_kind": kind, "the_note": note}
    return reader.row(_has_been, given) is not None
