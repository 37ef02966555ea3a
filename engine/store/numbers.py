"""Numbers of registers: given out in order, without gaps, within the transaction that uses them."""

from sqlalchemy.dialects import postgresql, sqlite

from engine.core.ids import UnitId
from engine.store.job import Unit
from engine.store.prepared import Prepared
from engine.store.tables import REGISTER_NUMBER

_KEY = (REGISTER_NUMBER.c.register_id, REGISTER_NUMBER.c.unit, REGISTER_NUMBER.c.year)
_NEXT = {"last": REGISTER_NUMBER.c.last + 1}

_next = Prepared(
    sqlite.insert(REGISTER_NUMBER)
    .on_conflict_do_update(index_elements=_KEY, set_=_NEXT)
    .returning(REGISTER_NUMBER.c.last),
    postgresql=postgresql.insert(REGISTER_NUMBER)
    .on_conflict_do_update(index_elements=_KEY, set_=_NEXT)
    .returning(REGISTER_NUMBER.c.last),
)


def next_number(unit: Unit, register: str, unit_id: UnitId, year: int) -> int:
    """The next number of a register, from 1 in each year; undone with the unit if it fails.

    On PostgreSQL whoever asks next for the same register waits until this unit is over.
    """
    row = {"register_id": register, "unit": unit_id, "year": year, "last": 1}
    ((number,),) = unit.rows(_next, row)
    return int(number)
