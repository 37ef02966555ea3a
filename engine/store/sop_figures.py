"""What the cases of one SOP version tell about its steps; every question looks at so many rows."""

from datetime import datetime

from sqlalchemy import Integer, and_, bindparam, func, literal_column, select

from engine.core.ids import CaseId, OutcomeId, PersonId, SopId, StepId
from engine.core.text import Frozen
from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.tables import CASE, DEVIATION, TASK

_SOP = bindparam("the_sop", type_=CASE.c.sop.type)
_VERSION = bindparam("the_version", type_=CASE.c.version.type)
_STEP = bindparam("the_step", type_=TASK.c.step.type)
_MOST = bindparam("most", type_=Integer())


class Looked(Frozen, frozen=True, kw_only=True):
    """What a question looks at: `most` cases of the SOP, and of those the ones of a version."""

    sop: SopId
    version: int
    most: int


class Done(Frozen, frozen=True, kw_only=True):
    """A visit that ended: of which step, when, and with which answer."""

    step: StepId
    opened_at: datetime
    finished_at: datetime
    outcome: OutcomeId | None


class Waiting(Frozen, frozen=True, kw_only=True):
    """A case at a step now, and who holds it there."""

    case: CaseId
    opened_at: datetime
    assignee: PersonId | None


_open = (
    select(CASE.c.id.label("case_id"))
    .where(CASE.c.sop == _SOP, CASE.c.result.is_(None))
    .limit(_MOST)
    .subquery()
)
_WAITS = and_(TASK.c.version == _VERSION, TASK.c.finished_at.is_(None))
_newest = (
    select(CASE.c.id.label("case_id"))
    .where(CASE.c.sop == _SOP)
    .order_by(CASE.c.opened_at.desc(), CASE.c.id.desc())
    .limit(_MOST)
    .subquery()
)
_looked_at = Prepared(select(func.count()).select_from(_open))
_of_version = Prepared(
    select(func.count())
    .select_from(_open.join(CASE, CASE.c.id == _open.c.case_id))
    .where(CASE.c.version == _VERSION)
)
_where = Prepared(
    select(TASK.c.step, func.count())
    .select_from(_open.join(TASK, TASK.c.case_id == _open.c.case_id))
    .where(_WAITS)
    .group_by(TASK.c.step)
)
_waiting = Prepared(
    select(TASK.c.case_id, TASK.c.opened_at, TASK.c.assignee)
    .select_from(_open.join(TASK, TASK.c.case_id == _open.c.case_id))
    .where(_WAITS, TASK.c.step == _STEP)
    .order_by(TASK.c.opened_at, TASK.c.case_id)
    .limit(bindparam("listed"))
)
_done = Prepared(
    select(TASK.c.step, TASK.c.opened_at, TASK.c.finished_at, TASK.c.outcome)
    .select_from(_newest.join(TASK, TASK.c.case_id == _newest.c.case_id))
    .where(
        TASK.c.version == _VERSION,
        TASK.c.finished_at.is_not(None),
        TASK.c.status.in_([literal_column("'completed'"), literal_column("'returned'")]),
    )
)
_departed = Prepared(
    select(DEVIATION.c.step, func.count())
    .select_from(_newest.join(DEVIATION, DEVIATION.c.case_id == _newest.c.case_id))
    .where(
        and_(
            DEVIATION.c.version == _VERSION,
            DEVIATION.c.step.is_not(None),
            DEVIATION.c.status != literal_column("'withdrawn'"),
        )
    )
    .group_by(DEVIATION.c.step)
)


def count_open(reader: Reader, at: Looked) -> tuple[int, bool]:
    """How many open cases run under the version, and whether there may be more."""
    ((looked_at,),) = reader.rows(_looked_at, _given(at))
    ((of_version,),) = reader.rows(_of_version, _given(at))
    return int(of_version), looked_at >= at.most


def where_open(reader: Reader, at: Looked) -> dict[StepId, int]:
    """How many of the open cases are at each step."""
    return dict(reader.rows(_where, _given(at)))


def waiting_at(reader: Reader, at: Looked, step: StepId, *, listed: int) -> tuple[Waiting, ...]:
    """The open cases at a step, longest there first, `listed` of them."""
    given = {**_given(at), "the_step": step, "listed": listed}
    return tuple(
        Waiting(case=case, opened_at=opened, assignee=assignee)
        for case, opened, assignee in reader.rows(_waiting, given)
    )


def done_lately(reader: Reader, at: Looked) -> tuple[Done, ...]:
    """The visits that ended in the newest cases of the SOP, if under this version."""
    return tuple(
        Done(step=step, opened_at=opened, finished_at=finished, outcome=outcome)
        for step, opened, finished, outcome in reader.rows(_done, _given(at))
    )


def deviations_lately(reader: Reader, at: Looked) -> dict[StepId, int]:
    """The departures found in the newest cases, by step."""
    return dict(reader.rows(_departed, _given(at)))


def _given(at: Looked) -> dict[str, object]:
    return {"the_sop": at.sop, "the_version": at.version, "most": at.most}
