"""Where open cases are on the way to their deadlines, and how closed ones ended: kept by looks."""

from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import bindparam, delete, func, insert, literal, select, update

from engine.core.ids import CaseId, UnitId
from engine.core.outlook import Outlook
from engine.core.pace import Ending, Pace
from engine.core.state import CaseState
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared, upsert
from engine.store.tables import CASE, TIMER
from engine.store.tables_pace import ENDING, PACE, PACE_TURN

LOOKED_BACK = timedelta(days=92)
"""Cases that ended on a day so long before the latest one are shown on no board, nor kept here."""

_NAME = "board"
_SECOND, _A_DAY = timedelta(seconds=1), timedelta(days=1)
_SECOND_OF_1970 = datetime(1970, 1, 1, tzinfo=UTC)
_keep_pace = upsert(PACE)
_keep_ending = upsert(ENDING)
_forget_pace = Prepared(delete(PACE).where(PACE.c.case_id == bindparam("the_case")))
_forget_ending = Prepared(delete(ENDING).where(ENDING.c.case_id == bindparam("the_case")))
_forget_paces = Prepared(delete(PACE))
_forget_endings = Prepared(delete(ENDING))
_turn = Prepared(select(PACE_TURN.c.turn).where(PACE_TURN.c.name == literal(_NAME)))
_count_on = Prepared(
    update(PACE_TURN)
    .where(PACE_TURN.c.name == bindparam("the_name"))
    .values(turn=PACE_TURN.c.turn + 1)
)
_begin_count = upsert(PACE_TURN)
_newest_day = Prepared(select(func.max(ENDING.c.day)))
_forget_before = Prepared(
    delete(ENDING).where(ENDING.c.day < bindparam("before", type_=ENDING.c.day.type))
)
_one = Prepared(select(PACE).where(PACE.c.case_id == bindparam("the_case")))
_ended = Prepared(select(ENDING).where(ENDING.c.case_id == bindparam("the_case")))
_newest_end = Prepared(select(func.max(CASE.c.closed_at)))
_LATELY = CASE.c.closed_at >= bindparam("since", type_=CASE.c.closed_at.type)
_forget_looks = Prepared(delete(TIMER).where(TIMER.c.case_id.in_(select(CASE.c.id).where(_LATELY))))
_look_at_ended = Prepared(
    insert(TIMER).from_select(["case_id", "at"], select(CASE.c.id, CASE.c.last_at).where(_LATELY))
)
_counts = Prepared(
    select(
        select(func.count()).select_from(PACE).scalar_subquery(),
        select(func.count()).select_from(ENDING).scalar_subquery(),
    )
)


def second_of(at: datetime) -> int:
    """Whole seconds since 1970, as the columns that are divided have them."""
    return (at - _SECOND_OF_1970) // _SECOND


def keep(unit: Unit, office: UnitId, state: CaseState, told: Outlook) -> None:
    """Let this be what is known of the case of that office; what is not told is forgotten."""
    pace, ending, facts = told.pace, told.ending, _facts(state, office)
    if pace is None:
        unit.execute(_forget_pace, {"the_case": state.case})
    else:
        _keep_new(unit, facts | {"opened_at": state.opened_at} | _seconds(pace))
    if ending is None:
        unit.execute(_forget_ending, {"the_case": state.case})
    else:
        unit.execute(_keep_ending, facts | msgspec.structs.asdict(ending))
        _forget_old(unit)


def _keep_new(unit: Unit, row: dict[str, object]) -> None:
    """Most looks tell what is known already: they write nothing."""
    if unit.records(_one, {"the_case": row["case_id"]}) != [row]:
        unit.execute(_keep_pace, row)


def _forget_old(unit: Unit) -> None:
    """By the days themselves, so that it does not matter in which order they came."""
    ((newest,),) = unit.rows(_newest_day)
    unit.execute(_forget_before, {"before": newest - LOOKED_BACK})


def _facts(state: CaseState, office: UnitId) -> dict[str, object]:
    return {
        "case_id": state.case,
        "sop": state.sop,
        "version": state.version,
        "unit": office,
    }


_INSTANTS = ("since", "half", "soon", "due", "over")


def _seconds(pace: Pace) -> dict[str, object]:
    instants = {name: getattr(pace, name) for name in _INSTANTS}
    seconds = {name: None if at is None else second_of(at) for name, at in instants.items()}
    return {"clock": pace.clock, "used": pace.used, **seconds}


def pace_of_case(reader: Reader, case: CaseId) -> Pace | None:
    """What the last look told of an open case."""
    found = reader.records(_one, {"the_case": case})
    if not found:
        return None
    row = found[0]
    told: dict[str, object] = {name: instant_of(row[name]) for name in _INSTANTS}
    return msgspec.convert(told | {"clock": row["clock"], "used": row["used"]}, Pace)


def instant_of(second: int | None) -> datetime | None:
    """What such a column says, in UTC."""
    return None if second is None else datetime.fromtimestamp(second, UTC)


def ending_of_case(reader: Reader, case: CaseId) -> Ending | None:
    """What the last look told of a closed case."""
    found = reader.records(_ended, {"the_case": case})
    return msgspec.convert(found[0], Ending, strict=False) if found else None


def count_turn(unit: Unit) -> None:
    """Something changed: whoever shows a board is to look again."""
    turn = turn_of(unit)
    if turn:
        unit.execute(_count_on, {"the_name": _NAME})
    else:
        unit.execute(_begin_count, {"name": _NAME, "turn": 1})


def turn_of(reader: Reader) -> int:
    """How often anything changed."""
    row = reader.row(_turn)
    return 0 if row is None else int(row[0])


def counts(reader: Reader) -> tuple[int, int]:
    """How many open cases and how many ended ones are known."""
    ((open_ones, ended),) = reader.rows(_counts)
    return int(open_ones), int(ended)


def begin_anew(unit: Unit) -> None:
    """Forget all of it, and look anew at the cases that ended of late.

    Open cases are looked at by `timers.watch_open`.
    """
    unit.execute(_forget_paces)
    unit.execute(_forget_endings)
    ((newest,),) = unit.rows(_newest_end)
    if newest is not None:
        since = {"since": newest - LOOKED_BACK - _A_DAY}  # an office's day is not one of UTC
        unit.execute(_forget_looks, since)
        unit.execute(_look_at_ended, since)
