"""How cases keep to their SOP, counted from the views: those that run, those closed of late."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import and_, bindparam, case, exists, func, literal_column, select

from engine.core.deviations import DeviationKind
from engine.core.ids import SopId
from engine.core.text import Frozen
from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.tables import CASE, DEVIATION, SOP_VERSION

_LATE = (DeviationKind.LATE_CASE, DeviationKind.LEGAL_LIMIT_PASSED)


class Kept(Frozen, frozen=True, kw_only=True):
    """Of the cases of an SOP that were closed in a while: how many, and how they went.

    `clean`: without a deviation that nobody has decided about. `in_time`: never late as a whole.
    """

    closed: int
    clean: int
    in_time: int


_OF_CASE = DEVIATION.c.case_id == CASE.c.id
_UNDECIDED = exists().where(_OF_CASE, DEVIATION.c.status == literal_column("'open'"))
_WAS_LATE = exists().where(
    _OF_CASE,
    DEVIATION.c.kind.in_([literal_column(f"'{one.value}'") for one in _LATE]),
    DEVIATION.c.status != literal_column("'withdrawn'"),
)
_running = Prepared(
    select(CASE.c.sop, func.count()).where(CASE.c.result.is_(None)).group_by(CASE.c.sop)
)
_closed = Prepared(
    select(
        CASE.c.sop,
        func.count(),
        func.sum(case((_UNDECIDED, 0), else_=1)),
        func.sum(case((_WAS_LATE, 0), else_=1)),
    )
    .where(CASE.c.closed_at >= bindparam("since", type_=CASE.c.closed_at.type))
    .group_by(CASE.c.sop)
)
_by_version = Prepared(
    select(
        CASE.c.version,
        func.count(),
        func.sum(case((CASE.c.closed_at.is_(None), 1), else_=0)),
    )
    .where(CASE.c.sop == bindparam("the_sop"))
    .group_by(CASE.c.version)
)
_IN_FORCE = (
    select(SOP_VERSION.c.sop, func.max(SOP_VERSION.c.version).label("version"))
    .group_by(SOP_VERSION.c.sop)
    .subquery()
)
_texts = Prepared(
    select(SOP_VERSION.c.sop, SOP_VERSION.c.text).join(
        _IN_FORCE,
        and_(_IN_FORCE.c.sop == SOP_VERSION.c.sop, _IN_FORCE.c.version == SOP_VERSION.c.version),
    )
)


def running(reader: Reader) -> Mapping[SopId, int]:
    """How many cases of each SOP go on; from an index."""
    return dict(reader.rows(_running))


def closed(reader: Reader, *, since: datetime) -> Mapping[SopId, Kept]:
    """How the cases of each SOP went that were closed since an instant (UTC)."""
    rows = reader.rows(_closed, {"since": since})
    return {
        sop: Kept(closed=count, clean=int(clean), in_time=int(in_time))
        for sop, count, clean, in_time in rows
    }


def cases_by_version(reader: Reader, sop: SopId) -> Mapping[int, tuple[int, int]]:
    """How many cases each version of an SOP has had, and how many of them go on."""
    rows = reader.rows(_by_version, {"the_sop": sop})
    return {version: (cases, int(open_)) for version, cases, open_ in rows}


def texts_in_force(reader: Reader) -> Mapping[SopId, str]:
    """The definition in force of each SOP, as it was written."""
    return dict(reader.rows(_texts))
