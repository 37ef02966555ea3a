"""Attempts at effects, for those who watch the runtime and for Prefect, which shows them."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from engine.core.ids import ActivationId, CaseId
from engine.core.text import Frozen
from engine.service.database import Database
from engine.service.effects import TELL_PARENT
from engine.store import effect_runs, outbox
from engine.store.job import Reader, Unit
from engine.store.rows import PutOff, RunRow

AttemptView = RunRow
"""One attempt at an effect, as it is kept."""

KEPT = timedelta(days=90)
"""How long attempts are remembered; what they did stays in the cases for good."""

_AT_ONCE = 1000
_ABANDONED_AFTER = timedelta(minutes=20)
"""Longer than any attempt lasts: who still ran it would have ended it."""


class RetryView(Frozen, frozen=True, kw_only=True):
    """A step that waits for its next attempt: which one failed when, and when it is tried again."""

    activation: ActivationId
    attempt: int
    failed_at: datetime
    again_at: datetime


class CaseAttempts(Frozen, frozen=True, kw_only=True):
    """The attempts at a case's own steps that are remembered, in order, and what waits for more."""

    attempts: tuple[AttemptView, ...] = ()
    retries: tuple[RetryView, ...] = ()

    def retry(self, activation: ActivationId) -> RetryView | None:
        """What is known of the next attempt at an activation, if it waits for one."""
        return next((one for one in self.retries if one.activation == activation), None)


def attempts_of(
    database: Database, case: CaseId, activation: ActivationId
) -> tuple[AttemptView, ...]:
    """Every attempt at a step that is remembered, in the order of their beginning."""
    return database.store.read(lambda reader: effect_runs.of_step(reader, case, activation))


def attempts_of_case(database: Database, case: CaseId) -> CaseAttempts:
    """The attempts at the automated steps of a case; `case` is the whole id."""

    def job(reader: Reader) -> CaseAttempts:
        rows = effect_runs.of_case(reader, case)
        own = tuple(one for one in rows if one.kind != TELL_PARENT)  # it goes by its parent's steps
        waiting = outbox.put_off(reader, case)
        return CaseAttempts(attempts=own, retries=tuple(_retries(own, waiting)))

    return database.store.read(job)


def _retries(attempts: tuple[AttemptView, ...], waiting: Iterable[PutOff]) -> Iterator[RetryView]:
    """Of what waits only that whose last attempt failed: others wait for their time."""
    last = {(one.activation, one.kind): one for one in attempts}
    for one in waiting:
        run = last.get((one.activation, one.kind))
        if run is not None and run.outcome == "failed" and run.ended_at is not None:
            yield RetryView(
                activation=one.activation,
                attempt=run.attempt,
                failed_at=run.ended_at,
                again_at=one.available_at,
            )


def newest(database: Database, *, limit: int) -> tuple[AttemptView, ...]:
    """The attempts that began last, the newest first."""
    return database.store.read(lambda reader: effect_runs.newest(reader, limit=limit))


def running(database: Database) -> int:
    """How many attempts are going on, whoever is at them."""
    return database.store.read(effect_runs.running)


def tie(database: Database, attempt: str, *, to: str) -> None:
    """Prefect shows the attempt as its run `to`."""
    database.store.write(lambda unit: effect_runs.tie(unit, attempt, to=to))


def untold(database: Database, *, before: datetime, limit: int) -> tuple[AttemptView, ...]:
    """Attempts over by `before` of which Prefect does not know how they ended."""
    return database.store.read(
        lambda reader: effect_runs.untold(reader, before=before, limit=limit)
    )


def give_up_telling(database: Database, *, before: datetime, at: datetime) -> None:
    """Leave Prefect without word of what began before that instant; Alur's own record stays."""
    database.store.write(lambda unit: effect_runs.give_up_telling(unit, before=before, at=at))


def told(database: Database, attempts: Iterable[str], *, to: str | None, at: datetime) -> None:
    """Prefect knows how these ended, and shows them as its run `to`, or never will."""

    def job(unit: Unit) -> None:
        for attempt in attempts:
            effect_runs.told(unit, attempt, to=to, at=at)

    database.store.write(job)


def close_abandoned(database: Database, *, at: datetime) -> int:
    """Note as lost the attempts whose process is gone and whose effect nobody needs; how many."""
    return database.store.write(
        lambda unit: effect_runs.lose_abandoned(unit, before=at - _ABANDONED_AFTER, at=at)
    )


def prune(database: Database, *, at: datetime, kept: timedelta = KEPT) -> int:
    """Forget attempts older than that; how many were forgotten."""
    total = 0
    while True:
        before = at - kept
        gone = database.store.write(
            lambda unit: effect_runs.prune(unit, before=before, limit=_AT_ONCE)  # noqa: B023
        )
        total += gone
        if gone < _AT_ONCE:
            return total
