"""Tracking codes: given, found again, replaced."""

from datetime import datetime

from sqlalchemy import bindparam, desc, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.core.ids import CaseId, PersonId
from engine.core.text import Frozen
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.tables_tracking import TRACKING_CODE

_CODE = TRACKING_CODE.c
_COUNTS = _CODE.ended_at.is_(None)
_OF_CASE = _CODE.case_id == bindparam("the_case")

_case_of = Prepared(select(_CODE.case_id).where(_CODE.code == bindparam("the_code"), _COUNTS))
_code_of = Prepared(select(_CODE.code).where(_OF_CASE, _COUNTS))
_given = Prepared(select(TRACKING_CODE).where(_OF_CASE).order_by(desc(_CODE.made_at)))
_give = Prepared(
    sqlite.insert(TRACKING_CODE).on_conflict_do_nothing().returning(_CODE.code),
    postgresql=postgresql.insert(TRACKING_CODE).on_conflict_do_nothing().returning(_CODE.code),
)
_end = Prepared(
    update(TRACKING_CODE).where(_OF_CASE, _COUNTS).values(ended_at=bindparam("the_end"))
)


class GivenCode(Frozen, frozen=True, kw_only=True):
    """A code, who gave it when (UTC), and when another took its place."""

    code: str
    case_id: CaseId
    made_at: datetime
    made_by: PersonId
    ended_at: datetime | None = None


def case_of(reader: Reader, code: str) -> CaseId | None:
    """The case that a code stands for; None where it stands for none, or not any more."""
    row = reader.row(_case_of, {"the_code": code})
    return None if row is None else CaseId(row[0])


def code_of(reader: Reader, case: CaseId) -> str | None:
    """The code that counts for a case; None for a case that was given none."""
    row = reader.row(_code_of, {"the_case": case})
    return None if row is None else row[0]


def given(reader: Reader, case: CaseId) -> tuple[GivenCode, ...]:
    """All codes that a case was ever given, the newest first."""
    records = reader.records(_given, {"the_case": case})
    found = tuple(GivenCode(**record) for record in records)
    return tuple(sorted(found, key=lambda one: one.ended_at is not None))


def give(unit: Unit, code: str, case: CaseId, *, at: datetime, by: PersonId) -> bool:
    """Let the code stand for the case; False where it was ever given, or the case has one."""
    row = unit.row(
        _give, {"code": code, "case_id": case, "made_at": at, "made_by": by, "ended_at": None}
    )
    return row is not None


def end(unit: Unit, case: CaseId, *, at: datetime) -> None:
    """Let the code of the case stand for nothing from now on."""
    unit.execute(_end, {"the_case": case, "the_end": at})
