"""How much open tasks press, as the last look at each case told."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import asc, bindparam, delete, insert, select, update

from engine.core.ids import ActivationId, CaseId
from engine.core.priority import Urgency
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.tables_inbox import INBOX
from engine.store.tables_runtime import URGENCY

NEVER = datetime(9000, 1, 1, tzinfo=UTC)
"""When a task is due, in the inbox, that nothing makes due; in no zone is it beyond all years."""

_OF_CASE = URGENCY.c.case_id == bindparam("the_case")
_known = Prepared(
    select(URGENCY.c.activation, URGENCY.c.due, URGENCY.c.goes_first)
    .where(_OF_CASE)
    .order_by(asc(URGENCY.c.activation))
)
_forget = Prepared(delete(URGENCY).where(_OF_CASE))
_keep = Prepared(insert(URGENCY))
_press = Prepared(
    update(INBOX)
    .where(INBOX.c.case_id == bindparam("the_case"), INBOX.c.activation == bindparam("the_task"))
    .values(due=bindparam("due"), goes_first=bindparam("goes_first"))
)


def keep(unit: Unit, case: CaseId, told: Sequence[Urgency]) -> None:
    """Let these be what is known of the case's open tasks; written only where it is news."""
    if tuple(told) == known_of(unit, case):
        return
    unit.execute(_forget, {"the_case": case})
    rows = [
        {
            "case_id": case,
            "activation": one.activation,
            "due": one.due,
            "goes_first": one.first,
        }
        for one in told
    ]
    if rows:
        unit.execute_all(_keep, rows)
    press(unit, case, told)


def press(unit: Unit, case: CaseId, told: Sequence[Urgency]) -> None:
    """Let the tasks of the case press as told in the view `inbox`, which is sorted by it."""
    for one in told:
        given = {"the_case": case, "the_task": one.activation, "goes_first": one.first}
        unit.execute(_press, given | {"due": NEVER if one.due is None else one.due})


def known_of(reader: Reader, case: CaseId) -> tuple[Urgency, ...]:
    """What the last look told of the case's open tasks, in the order of opening."""
    return tuple(
        Urgency(activation=ActivationId(activation), due=due, first=first)
        for activation, due, first in reader.rows(_known, {"the_case": case})
    )
