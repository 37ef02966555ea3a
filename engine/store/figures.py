"""How the installation is, in figures: its schema, its clocks, what is late, what waits."""

from datetime import datetime

from sqlalchemy import Text, and_, bindparam, cast, column, func, literal, select, table

from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.rows import UntoldRuns
from engine.store.tables import CASE, DEVIATION, INCIDENT, TASK
from engine.store.tables_runtime import EFFECT_RUN, NOTICE
from engine.store.types import UtcDateTime

_RUN = EFFECT_RUN.c
_revision = Prepared(select(column("version_num", Text)).select_from(table("alembic_version")))
_clock = Prepared(
    select(func.strftime("%Y-%m-%dT%H:%M:%fZ", "now", type_=UtcDateTime)),
    postgresql=select(func.clock_timestamp(type_=UtcDateTime)),
)
_latest = Prepared(
    select(
        select(func.max(CASE.c.opened_at)).scalar_subquery(),
        select(func.max(_RUN.started_at)).scalar_subquery(),
        select(func.max(NOTICE.c.at)).scalar_subquery(),
    )
)
_overdue = Prepared(
    select(func.count())
    .select_from(TASK)
    .join(
        DEVIATION,
        and_(
            DEVIATION.c.case_id == TASK.c.case_id,
            DEVIATION.c.id == literal("late_step:").concat(cast(TASK.c.activation, Text)),
        ),
    )
    .where(TASK.c.finished_at.is_(None), DEVIATION.c.status != "withdrawn")
)
_incidents = Prepared(select(func.count()).select_from(INCIDENT))
_begun = Prepared(
    select(_RUN.outcome, _RUN.wanted_at, _RUN.started_at).where(
        _RUN.started_at >= bindparam("since")
    )
)
_untold = Prepared(
    select(func.count(), func.min(_RUN.started_at)).where(
        _RUN.told_at.is_(None), _RUN.ended_at.is_not(None)
    )
)


def revision(reader: Reader) -> str:
    """The revision that the tables have.

    Raises:
        StoreUnavailable: there are no tables, or the database cannot be used.
    """
    row = reader.row(_revision)
    return "" if row is None else str(row[0])


def clock(reader: Reader) -> datetime:
    """What time it is by the clock of the database, which for a file is this machine's."""
    ((at,),) = reader.rows(_clock)
    return _instant(at)


def latest(reader: Reader) -> datetime | None:
    """The latest instant that was written down of cases opened, attempts begun, notices put up."""
    (row,) = reader.rows(_latest)
    return max((_instant(at) for at in row if at is not None), default=None)


def _instant(at: object) -> datetime:
    if not isinstance(at, datetime):
        raise TypeError(f"{at!r} is no instant")
    return at


def overdue(reader: Reader) -> int:
    """How many open tasks are known to be past their time standard."""
    ((count,),) = reader.rows(_overdue)
    return int(count)


def incidents(reader: Reader) -> int:
    """How many steps the engine is stuck with."""
    ((count,),) = reader.rows(_incidents)
    return int(count)


def begun(reader: Reader, *, since: datetime) -> list[tuple[str, datetime, datetime]]:
    """Attempts that began since then: how each went, when it could have begun, when it did."""
    return [(how, wanted, began) for how, wanted, began in reader.rows(_begun, {"since": since})]


def untold(reader: Reader) -> UntoldRuns:
    """Attempts that are over without Prefect knowing it."""
    ((count, oldest),) = reader.rows(_untold)
    return UntoldRuns(count=int(count), oldest=oldest)
