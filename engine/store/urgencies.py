"""How much open tasks press, as the last look at each case told."""

from collections.abc import Sequence

from sqlalchemy import asc, bindparam, delete, insert, select

from engine.core.ids import ActivationId, CaseId
from engine.core.priority import Urgency
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.tables_runtime import URGENCY

_OF_CASE = URGENCY.c.case_id == bindparam("the_case")
_known = Prepared(
    select(URGENCY.c.activation, URGENCY.c.due, URGENCY.c.goes_first)
    .where(_OF_CASE)
    .order_by(asc(URGENCY.c.activation))
)
_forget = Prepared(delete(URGENCY).where(_OF_CASE))
_keep = Prepared(insert(URGENCY))


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


def known_of(reader: Reader, case: CaseId) -> tuple[Urgency, ...]:
    """What the last look told of the case's open tasks, in the order of opening."""
    return tuple(
        Urgency(activation=ActivationId(activation), due=due, first=first)
        for activation, due, first in reader.rows(_known, {"the_case": case})
    )
