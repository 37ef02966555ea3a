"""Which processes of this installation are there, and which of them leads in what."""

from datetime import datetime, timedelta

from msgspec.structs import asdict
from sqlalchemy import Insert, asc, bindparam, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared, upsert
from engine.store.rows import ProcessRow
from engine.store.tables_runtime import LEADERSHIP, PROCESS

_LEADS = LEADERSHIP.c
_SKEW = timedelta(minutes=1)


def _taking(statement: sqlite.Insert | postgresql.Insert) -> Insert:
    """Free, or run out, or the asker's own already, or taken by a clock that ran far ahead."""
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=[_LEADS.work],
        set_={"owner": new.owner, "until": new.until},
        where=or_(
            _LEADS.until <= bindparam("now"),
            _LEADS.until > bindparam("beyond"),
            _LEADS.owner == new.owner,
        ),
    ).returning(_LEADS.owner)


_say = upsert(PROCESS)
_all = Prepared(select(PROCESS).order_by(asc(PROCESS.c.kind), asc(PROCESS.c.name)))
_gone = Prepared(delete(PROCESS).where(PROCESS.c.name == bindparam("the_name")))
_forget = Prepared(delete(PROCESS).where(PROCESS.c.seen_at < bindparam("before")))
_take = Prepared(
    _taking(sqlite.insert(LEADERSHIP)), postgresql=_taking(postgresql.insert(LEADERSHIP))
)
_give_back = Prepared(
    delete(LEADERSHIP).where(
        _LEADS.work == bindparam("the_work"), _LEADS.owner == bindparam("the_owner")
    )
)
_until = Prepared(select(_LEADS.until).where(_LEADS.work == bindparam("the_work")))


def say(unit: Unit, process: ProcessRow) -> None:
    """The process is there."""
    unit.execute(_say, asdict(process))


def list_all(reader: Reader) -> tuple[ProcessRow, ...]:
    """Every process that was seen and has not said that it ended."""
    return tuple(ProcessRow(**record) for record in reader.records(_all))


def gone(unit: Unit, name: str) -> None:
    """The process ends."""
    unit.execute(_gone, {"the_name": name})


def forget(unit: Unit, *, before: datetime) -> None:
    """Forget processes that were last seen before that instant."""
    unit.execute(_forget, {"before": before})


def take(unit: Unit, work: str, *, owner: str, now: datetime, until: datetime) -> bool:
    """Lead in `work` until that instant; whether nobody else does."""
    beyond = until + (until - now) + _SKEW
    row = {"work": work, "owner": owner, "until": until, "now": now, "beyond": beyond}
    return bool(unit.rows(_take, row))


def give_back(unit: Unit, work: str, *, owner: str) -> None:
    """Nobody leads in `work`, if that was `owner`."""
    unit.execute(_give_back, {"the_work": work, "the_owner": owner})


def led_until(reader: Reader, work: str) -> datetime | None:
    """Until when somebody leads in `work`, or last did; None where nobody ever has."""
    row = reader.row(_until, {"the_work": work})
    return None if row is None else row[0]
