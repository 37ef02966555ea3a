"""What a day brought, counted."""

from datetime import datetime

from sqlalchemy import BindParameter, bindparam, func, select

from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.tables import CASE, DEVIATION
from engine.store.tables_runtime import EFFECT_RUN

_AT: BindParameter[datetime] = bindparam("since")
_TO: BindParameter[datetime] = bindparam("until")

_opened = Prepared(
    select(CASE.c.sop, func.count())
    .where(CASE.c.opened_at >= _AT, CASE.c.opened_at < _TO)
    .group_by(CASE.c.sop)
    .order_by(CASE.c.sop)
)
_closed = Prepared(
    select(CASE.c.sop, CASE.c.result, func.count())
    .where(CASE.c.closed_at >= _AT, CASE.c.closed_at < _TO)
    .group_by(CASE.c.sop, CASE.c.result)
    .order_by(CASE.c.sop, CASE.c.result)
)
_deviations = Prepared(
    select(DEVIATION.c.sop, DEVIATION.c.kind, func.count())
    .where(DEVIATION.c.recorded_at >= _AT, DEVIATION.c.recorded_at < _TO)
    .group_by(DEVIATION.c.sop, DEVIATION.c.kind)
    .order_by(DEVIATION.c.sop, DEVIATION.c.kind)
)
_runs = Prepared(
    select(EFFECT_RUN.c.sop, EFFECT_RUN.c.outcome, func.count())
    .where(EFFECT_RUN.c.started_at >= _AT, EFFECT_RUN.c.started_at < _TO)
    .group_by(EFFECT_RUN.c.sop, EFFECT_RUN.c.outcome)
    .order_by(EFFECT_RUN.c.sop, EFFECT_RUN.c.outcome)
)


def opened(reader: Reader, since: datetime, until: datetime) -> dict[str, int]:
    """Cases opened from `since` up to `until`, by SOP."""
    return dict(reader.rows(_opened, {"since": since, "until": until}))


def closed(reader: Reader, since: datetime, until: datetime) -> dict[str, dict[str, int]]:
    """Cases that ended then, by SOP and result."""
    return _by_two(reader, _closed, since, until)


def deviations(reader: Reader, since: datetime, until: datetime) -> dict[str, dict[str, int]]:
    """Deviations recorded then, by SOP and kind."""
    return _by_two(reader, _deviations, since, until)


def runs(reader: Reader, since: datetime, until: datetime) -> dict[str, dict[str, int]]:
    """Attempts at effects that began then, by SOP and outcome."""
    return _by_two(reader, _runs, since, until)


def _by_two(
    reader: Reader, counted: Prepared, since: datetime, until: datetime
) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for first, second, count in reader.rows(counted, {"since": since, "until": until}):
        found.setdefault(first, {})[second] = count
    return found
