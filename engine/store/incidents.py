"""The view `incident`: steps that the engine is stuck with now, and lists of them.

It follows from the states of cases alone, so that `rebuild` gives the same rows, to the byte.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from msgspec.structs import asdict
from sqlalchemy import ColumnElement, asc, bindparam, delete, func, select, tuple_

from engine.core.errors import NotFound
from engine.core.ids import ActivationId, CaseId, SopId, UnitId
from engine.core.standing import Reach
from engine.core.state import Activation, CaseState
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared, upsert
from engine.store.reach import Shape, asked_within, limited, reads, within
from engine.store.rows import IncidentRow
from engine.store.tables import INCIDENT

_OF_STEP = (
    INCIDENT.c.case_id == bindparam("the_case"),
    INCIDENT.c.activation == bindparam("the_activation"),
)
_MENDED = "It may be mended by now: list from the start."
_OLDEST = (asc(INCIDENT.c.at), asc(INCIDENT.c.case_id), asc(INCIDENT.c.activation))
_keep = upsert(INCIDENT)
_mended = Prepared(delete(INCIDENT).where(*_OF_STEP))
_forget = Prepared(delete(INCIDENT))
_one = Prepared(select(INCIDENT).where(*_OF_STEP))


class IncidentQuery(Frozen, frozen=True, kw_only=True):
    """Which of the incidents that are there now.

    Attributes:
        before: Those that began before that instant.
        after: The last of the page before, as `reference_of` names it.
        reach: Those of cases that whoever asks may read; None: of all.
    """

    sop: SopId | None = None
    unit: UnitId | None = None
    before: datetime | None = None
    limit: int = 50
    after: str = ""
    reach: Reach | None = None


class IncidentRows(Frozen, frozen=True, kw_only=True):
    """A page of incidents, the oldest first; `total` counts all that match."""

    items: tuple[IncidentRow, ...]
    total: int
    more: bool


def project(unit: Unit, workflow: Workflow, then: CaseState | None, now: CaseState) -> None:
    """Bring the view up to date with a case; most of what happens says nothing of it.

    `then` is the case before (None: it has no rows), `workflow` the version it runs under now.
    """
    before = {} if then is None else _stuck(then)
    after = _stuck(now)
    if not before and not after:
        return
    for activation in before.keys() - after.keys():
        unit.execute(_mended, {"the_case": now.case, "the_activation": activation})
    for active in after.values():
        unit.execute(_keep, asdict(_row(workflow, now, active)))


def rows_of(workflow: Workflow, state: CaseState) -> tuple[IncidentRow, ...]:
    """The rows that follow from how a case stands."""
    return tuple(_row(workflow, state, active) for active in _stuck(state).values())


def _stuck(state: CaseState) -> dict[ActivationId, Activation]:
    return {active.id: active for active in state.active if active.incident}


def _row(workflow: Workflow, state: CaseState, active: Activation) -> IncidentRow:
    step = workflow.step(active.step)
    return IncidentRow(
        case_id=state.case,
        activation=active.id,
        sop=state.sop,
        version=state.version,
        unit=workflow.unit,
        step=active.step,
        number=0 if step is None else step.number,
        at=active.incident_at or active.opened_at,
        attempts=active.attempts,
        error=active.incident,
    )


def forget(unit: Unit) -> None:
    """Empty the view, to be made anew."""
    unit.execute(_forget)


def reference_of(row: IncidentRow) -> str:
    """What an incident is called among those of all cases: `01k9q3v7m2x4t8zc/5`."""
    return f"{row.case_id}/{row.activation}"


def incident_row(reader: Reader, case: CaseId, activation: ActivationId) -> IncidentRow | None:
    """The incident of that activation, while it lasts."""
    found = reader.records(_one, {"the_case": case, "the_activation": activation})
    return IncidentRow(**found[0]) if found else None


def incident_rows(reader: Reader, query: IncidentQuery) -> IncidentRows:
    """A page of incidents, the oldest first.

    Raises:
        NotFound: there is no incident `after`: it is mended, or never was.
    """
    asked = frozenset(name for name in _CONDITIONS if getattr(query, name))
    given = {
        "the_sop": query.sop,
        "the_unit": query.unit,
        "the_before": query.before,
        "most": query.limit + 1,
    } | _place_of(reader, query)
    shape, limits = asked_within(within(reader, query.reach))
    given |= limits
    records = reader.records(_list(asked, shape), given)
    ((total,),) = reader.rows(_count(asked - {"after"}, shape), given)
    return IncidentRows(
        items=tuple(IncidentRow(**record) for record in records[: query.limit]),
        total=total,
        more=len(records) > query.limit,
    )


def _place_of(reader: Reader, query: IncidentQuery) -> dict[str, object]:
    if not query.after:
        return {}
    case, _, activation = query.after.partition("/")
    number = int(activation) if activation.isdecimal() else 0
    last = incident_row(reader, CaseId(case), ActivationId(number))
    if last is None or not reads(query.reach, last.unit, last.sop):
        raise NotFound(
            "incident", query.after, hint="It may be mended by now: list from the start."
        )
    return {"after_at": last.at, "after_case": last.case_id, "after_activation": last.activation}


_PLACE = tuple_(
    bindparam("after_at", type_=INCIDENT.c.at.type),
    bindparam("after_case"),
    bindparam("after_activation"),
)
_CONDITIONS: Mapping[str, ColumnElement[bool]] = {
    "sop": INCIDENT.c.sop == bindparam("the_sop"),
    "unit": INCIDENT.c.unit == bindparam("the_unit"),
    "before": INCIDENT.c.at < bindparam("the_before"),
    "after": tuple_(INCIDENT.c.at, INCIDENT.c.case_id, INCIDENT.c.activation) > _PLACE,
}


@cache
def _list(asked: frozenset[str], shape: Shape | None = None) -> Prepared:
    statement = select(INCIDENT).where(*_conditions(asked, shape)).order_by(*_OLDEST)
    return Prepared(statement.limit(bindparam("most")))


@cache
def _count(asked: frozenset[str], shape: Shape | None = None) -> Prepared:
    return Prepared(select(func.count()).select_from(INCIDENT).where(*_conditions(asked, shape)))


def _conditions(asked: frozenset[str], shape: Shape | None) -> list[ColumnElement[bool]]:
    conditions = [condition for name, condition in _CONDITIONS.items() if name in asked]
    return [*conditions, *limited(INCIDENT, shape)]
