"""Attempts at effects: who runs what since when, and how it went. Beside the truth, not of it."""

from datetime import datetime

from msgspec.structs import asdict
from sqlalchemy import and_, asc, bindparam, delete, desc, exists, func, insert, or_, select, update

from engine.core.ids import ActivationId, CaseId
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.rows import RunOutcome, RunRow
from engine.store.tables import OUTBOX
from engine.store.tables_runtime import EFFECT_RUN

_RUN = EFFECT_RUN.c
_OF_ID = _RUN.id == bindparam("the_id")
_OF_EFFECT = (
    _RUN.case_id == bindparam("the_case"),
    _RUN.activation == bindparam("the_activation"),
)
_write_down = Prepared(insert(EFFECT_RUN))
_end = Prepared(
    update(EFFECT_RUN)
    .where(_OF_ID, _RUN.ended_at.is_(None))
    .values(
        started_at=bindparam("began"),
        ended_at=bindparam("over"),
        outcome=bindparam("what"),
        log=bindparam("words"),
    )
)
_lose = Prepared(
    update(EFFECT_RUN)
    .where(*_OF_EFFECT, _RUN.kind == bindparam("the_kind"), _RUN.ended_at.is_(None))
    .values(ended_at=bindparam("over"), outcome="lost")
)
_lost = Prepared(
    select(func.count()).where(
        *_OF_EFFECT,
        _RUN.kind == bindparam("the_kind"),
        _RUN.outcome == "lost",
        _RUN.wanted_at >= bindparam("since"),
    )
)
_IS_HELD = exists().where(
    OUTBOX.c.case_id == _RUN.case_id,
    OUTBOX.c.activation == _RUN.activation,
    OUTBOX.c.kind == _RUN.kind,
    OUTBOX.c.owner == _RUN.owner,
    OUTBOX.c.attempt == _RUN.attempt,
)
_lose_abandoned = Prepared(
    update(EFFECT_RUN)
    .where(_RUN.ended_at.is_(None), _RUN.started_at < bindparam("before"), ~_IS_HELD)
    .values(ended_at=bindparam("over"), outcome="lost")
    .returning(_RUN.id)
)
_tie = Prepared(update(EFFECT_RUN).where(_OF_ID).values(run=bindparam("the_run")))
_told = Prepared(
    update(EFFECT_RUN)
    .where(_OF_ID)
    .values(told_at=bindparam("at"), run=func.coalesce(_RUN.run, bindparam("the_run")))
)
_other = EFFECT_RUN.alias("other").c
_IS_GOING_ON = exists().where(
    and_(
        _other.case_id == _RUN.case_id,  # a run is of one case, and those are found by an index
        _other.run == _RUN.run,
        or_(_other.ended_at.is_(None), _other.ended_at > bindparam("before")),
    )
)
_untold = Prepared(
    select(EFFECT_RUN)
    .where(_RUN.told_at.is_(None), _RUN.ended_at <= bindparam("before"), ~_IS_GOING_ON)
    .order_by(asc(_RUN.ended_at), asc(_RUN.id))
    .limit(bindparam("most"))
)
_give_up = Prepared(
    update(EFFECT_RUN)
    .where(_RUN.told_at.is_(None), _RUN.started_at < bindparam("before"))
    .values(told_at=bindparam("at"))
)
_of_step = Prepared(
    select(EFFECT_RUN).where(*_OF_EFFECT).order_by(asc(_RUN.started_at), asc(_RUN.id))
)
_of_case = Prepared(
    select(EFFECT_RUN)
    .where(_RUN.case_id == bindparam("the_case"))
    .order_by(asc(_RUN.started_at), asc(_RUN.id))
)
_newest = Prepared(
    select(EFFECT_RUN).order_by(desc(_RUN.started_at), desc(_RUN.id)).limit(bindparam("most"))
)
_running = Prepared(select(func.count()).where(_RUN.ended_at.is_(None)))
_prune = Prepared(
    delete(EFFECT_RUN)
    .where(
        _RUN.id.in_(
            select(_RUN.id)
            .where(_RUN.started_at < bindparam("before"), _RUN.ended_at.is_not(None))
            .limit(bindparam("most"))
        )
    )
    .returning(_RUN.id)
)


def write_down(unit: Unit, run: RunRow) -> None:
    """An attempt begins."""
    unit.execute(_write_down, asdict(run))


def end(unit: Unit, run: RunRow, *, at: datetime, outcome: RunOutcome, log: str) -> None:
    """An attempt is over; one that was given up for lost stays lost."""
    given = {"the_id": run.id, "began": run.started_at, "over": at, "what": outcome}
    unit.execute(_end, {**given, "words": log})


def lose(unit: Unit, case: CaseId, activation: ActivationId, *, kind: str, at: datetime) -> None:
    """Whoever ran this effect did not finish and holds it no more."""
    of_effect = {"the_case": case, "the_activation": activation, "the_kind": kind}
    unit.execute(_lose, {**of_effect, "over": at})


def lose_abandoned(unit: Unit, *, before: datetime, at: datetime) -> int:
    """Close attempts begun before that instant whose effect nobody holds any more; how many.

    Whoever ran them is gone, and their case no longer needed them, so that nobody took them over.
    """
    return len(unit.rows(_lose_abandoned, {"before": before, "over": at}))


def lost_since(
    reader: Reader, case: CaseId, activation: ActivationId, *, kind: str, since: datetime
) -> int:
    """How many attempts were lost with whoever ran them, since the effect was last put out."""
    of_effect = {"the_case": case, "the_activation": activation, "the_kind": kind}
    ((count,),) = reader.rows(_lost, {**of_effect, "since": since})
    return int(count)


def tie(unit: Unit, run: str, *, to: str) -> None:
    """The attempt is shown by Prefect as its run `to`."""
    unit.execute(_tie, {"the_id": run, "the_run": to})


def told(unit: Unit, run: str, *, to: str | None, at: datetime) -> None:
    """Prefect knows how the attempt ended, and shows it as its run `to` if not as another one."""
    unit.execute(_told, {"the_id": run, "at": at, "the_run": to})


def untold(reader: Reader, *, before: datetime, limit: int) -> tuple[RunRow, ...]:
    """Attempts that ended by `before` and of which Prefect does not know it, the oldest first.

    None of a run that goes on with other attempts: Prefect will hear of its end.
    """
    records = reader.records(_untold, {"before": before, "most": limit})
    return tuple(RunRow(**record) for record in records)


def give_up_telling(unit: Unit, *, before: datetime, at: datetime) -> None:
    """Prefect is not told any more of what began before that instant."""
    unit.execute(_give_up, {"before": before, "at": at})


def of_step(reader: Reader, case: CaseId, activation: ActivationId) -> tuple[RunRow, ...]:
    """Every attempt at a step's effects that is remembered, in order."""
    records = reader.records(_of_step, {"the_case": case, "the_activation": activation})
    return tuple(RunRow(**record) for record in records)


def of_case(reader: Reader, case: CaseId) -> tuple[RunRow, ...]:
    """Every attempt at a case's effects that is remembered, in order."""
    records = reader.records(_of_case, {"the_case": case})
    return tuple(RunRow(**record) for record in records)


def newest(reader: Reader, *, limit: int) -> tuple[RunRow, ...]:
    """The attempts that began last, the newest first."""
    return tuple(RunRow(**record) for record in reader.records(_newest, {"most": limit}))


def running(reader: Reader) -> int:
    """How many are being run, by whomever."""
    ((count,),) = reader.rows(_running)
    return int(count)


def prune(unit: Unit, *, before: datetime, limit: int) -> int:
    """Forget up to `limit` attempts that began before that instant and are over; how many."""
    return len(unit.rows(_prune, {"before": before, "most": limit}))
