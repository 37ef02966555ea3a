"""When open cases are due, by the last look at each: what a list of cases shows beside them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import bindparam, select

from engine.core.ids import CaseId
from engine.store.job import Reader
from engine.store.prepared import Prepared
from engine.store.tables_pace import PACE


class CaseDue(NamedTuple):
    """When a case is due (UTC), and from when on that is soon; None: nothing decides it.

    `stands`: its clock stands still.
    """

    due: datetime | None
    soon: datetime | None
    stands: bool


def dues_of(reader: Reader, cases: Sequence[CaseId]) -> dict[CaseId, CaseDue]:
    """Of those of these cases that are open and were looked at."""
    room = 1 << max(len(cases) - 1, 0).bit_length()  # few sizes, so few statements
    given = {f"case_{place}": "" for place in range(room)}
    given |= {f"case_{place}": case for place, case in enumerate(cases)}
    return {
        CaseId(case): CaseDue(due=_instant(due), soon=_instant(soon), stands=used is not None)
        for case, due, soon, used in reader.rows(_dues_of(room), given)
    }


@cache
def _dues_of(room: int) -> Prepared:
    cases = [bindparam(f"case_{place}", type_=PACE.c.case_id.type) for place in range(room)]
    return Prepared(
        select(PACE.c.case_id, PACE.c.due, PACE.c.soon, PACE.c.used).where(
            PACE.c.case_id.in_(cases)
        )
    )


def _instant(second: int | None) -> datetime | None:
    return None if second is None else datetime.fromtimestamp(second, UTC)
