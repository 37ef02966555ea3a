"""Lists of deviations, from their view. Each shape of a question is a statement made once."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Literal

import msgspec
from sqlalchemy import (
    ColumnElement,
    and_,
    asc,
    bindparam,
    desc,
    func,
    literal_column,
    select,
    tuple_,
)

from engine.core.deviations import Deviation, DeviationKind
from engine.core.errors import NotFound
from engine.core.ids import CaseId, DeviationId, RoleId, SopId, StepId, UnitId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.core.time_events import DeviationStatus
from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.reach import Shape, asked_within, limited, reads, within
from engine.store.rows import DeviationGroup, DeviationRow
from engine.store.tables import DEVIATION

_found: msgspec.json.Decoder[Deviation] = msgspec.json.Decoder(Deviation)


class DeviationQuery(Frozen, frozen=True, kw_only=True):
    """Which deviations.

    Attributes:
        status: Empty for all that stand, which leaves out those withdrawn; `any` for all.
        since: Departed from then on (of `at`).
        until: Departed before then.
        due_before: Corrective actions that were due before that day.
        after: The last of the page before, as `reference_of` names it.
        reach: Those of cases that whoever asks may read; None: of all.
    """

    sop: SopId | None = None
    unit: UnitId | None = None
    step: StepId | None = None
    role: RoleId | None = None
    kind: DeviationKind | None = None
    status: DeviationStatus | Literal["", "any"] = ""
    case: CaseId | None = None
    since: datetime | None = None
    until: datetime | None = None
    due_before: date | None = None
    limit: int = 50
    after: str = ""
    reach: Reach | None = None


class DeviationRows(Frozen, frozen=True, kw_only=True):
    """A page of deviations, the latest departure first; `total` counts all that match."""

    items: tuple[DeviationRow, ...]
    total: int
    more: bool


def reference_of(row: DeviationRow) -> str:
    """What a deviation is called among those of all cases: `01k9q3v7m2x4t8zc/late_step:3`."""
    return f"{row.case_id}/{row.id}"


_NEWEST = (desc(DEVIATION.c.at), desc(DEVIATION.c.case_id), desc(DEVIATION.c.id))
_BY = ("sop", "unit", "step", "role", "kind", "status")
_of_case = Prepared(
    select(DEVIATION)
    .where(DEVIATION.c.case_id == bindparam("the_case"))
    .order_by(asc(DEVIATION.c.at), asc(DEVIATION.c.id))
)
_one = Prepared(
    select(DEVIATION).where(
        DEVIATION.c.case_id == bindparam("the_case"), DEVIATION.c.id == bindparam("the_id")
    )
)


def deviations_of_case(reader: Reader, case: CaseId) -> tuple[DeviationRow, ...]:
    """Every deviation of a case, withdrawn ones too, in the order of when it departed."""
    return tuple(_row(one) for one in reader.records(_of_case, {"the_case": case}))


def deviation_row(reader: Reader, case: CaseId, name: DeviationId) -> DeviationRow | None:
    """The deviation of that case and id."""
    found = reader.records(_one, {"the_case": case, "the_id": name})
    return _row(found[0]) if found else None


def _row(record: dict[str, Any]) -> DeviationRow:
    record["found"] = _found.decode(record.pop("body"))
    return msgspec.convert(record, DeviationRow)


def deviation_rows(reader: Reader, query: DeviationQuery) -> DeviationRows:
    """A page of deviations, the latest departure first.

    Raises:
        NotFound: there is no deviation `after`.
    """
    asked = _asked(query)
    shape, limits = asked_within(within(reader, query.reach))
    given = _given(query) | _place_of(reader, query) | {"most": query.limit + 1} | limits
    records = reader.records(_list(asked, shape), given)
    ((total,),) = reader.rows(_count(asked - {"after"}, shape), given)
    items = tuple(_row(record) for record in records[: query.limit])
    return DeviationRows(items=items, total=total, more=len(records) > query.limit)


def deviation_groups(reader: Reader, query: DeviationQuery) -> tuple[DeviationGroup, ...]:
    """All that match, counted by what they have in common; neither page nor limit matter."""
    shape, limits = asked_within(within(reader, query.reach))
    asked = _asked(query) - {"after"}
    groups = reader.records(_groups(asked, shape), _given(query) | limits)
    return tuple(msgspec.convert(one, DeviationGroup) for one in groups)


_EQUAL = ("sop", "unit", "step", "role", "kind", "case")
_OTHERS = ("since", "until", "due_before", "after")
_OF_STATUS: Mapping[str, str] = {"": "standing", "open": "open", "any": ""}


def _asked(query: DeviationQuery) -> frozenset[str]:
    """The names of the conditions that are asked for."""
    asked = {name for name in (*_EQUAL, *_OTHERS) if getattr(query, name)}
    return frozenset(asked | {_OF_STATUS.get(query.status, "status")} - {""})


def _given(query: DeviationQuery) -> dict[str, object]:
    day = query.due_before
    return {
        **{f"the_{name}": getattr(query, name) for name in _EQUAL},
        "the_status": query.status,
        "the_since": query.since,
        "the_until": query.until,
        "the_day": None if day is None else day.isoformat(),
    }


def _place_of(reader: Reader, query: DeviationQuery) -> dict[str, object]:
    if not query.after:
        return {}
    case, _, name = query.after.partition("/")
    last = deviation_row(reader, CaseId(case), DeviationId(name))
    if last is None or not reads(query.reach, last.unit, last.sop):
        raise NotFound("deviation", query.after)
    return {"after_at": last.at, "after_case": last.case_id, "after_id": last.id}


@cache
def _list(asked: frozenset[str], shape: Shape | None = None) -> Prepared:
    statement = select(DEVIATION).where(*_conditions(asked, shape)).order_by(*_NEWEST)
    return Prepared(statement.limit(bindparam("most")))


@cache
def _count(asked: frozenset[str], shape: Shape | None = None) -> Prepared:
    return Prepared(select(func.count()).select_from(DEVIATION).where(*_conditions(asked, shape)))


@cache
def _groups(asked: frozenset[str], shape: Shape | None = None) -> Prepared:
    columns = [DEVIATION.c[name] for name in _BY]
    counted = select(*columns, func.count().label("count")).where(*_conditions(asked, shape))
    return Prepared(counted.group_by(*columns).order_by(*columns))


_PLACE = tuple_(
    bindparam("after_at", type_=DEVIATION.c.at.type), bindparam("after_case"), bindparam("after_id")
)
_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "sop": DEVIATION.c.sop == bindparam("the_sop"),
    "unit": DEVIATION.c.unit == bindparam("the_unit"),
    "step": DEVIATION.c.step == bindparam("the_step"),
    "role": DEVIATION.c.role == bindparam("the_role"),
    "kind": DEVIATION.c.kind == bindparam("the_kind"),
    "case": DEVIATION.c.case_id == bindparam("the_case"),
    "standing": DEVIATION.c.status != literal_column("'withdrawn'"),
    "open": DEVIATION.c.status == literal_column("'open'"),  # spelled out, its index is used
    "status": DEVIATION.c.status == bindparam("the_status"),
    "since": DEVIATION.c.at >= bindparam("the_since"),
    "until": DEVIATION.c.at < bindparam("the_until"),
    "due_before": and_(
        DEVIATION.c.status == literal_column("'corrective'"),
        DEVIATION.c.due < bindparam("the_day"),
    ),
    "after": tuple_(DEVIATION.c.at, DEVIATION.c.case_id, DEVIATION.c.id) < _PLACE,
}


def _conditions(asked: frozenset[str], shape: Shape | None) -> list[ColumnElement[bool]]:
    conditions = [condition for name, condition in _CONDITIONS.items() if name in asked]
    return [*conditions, *limited(DEVIATION, shape)]
