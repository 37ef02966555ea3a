"""A clock that was passed, as a deviation: the same for Alur's own cases and for logs."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from engine.core.clock_clauses import ClockKind
from engine.core.clock_measures import Counted
from engine.core.clocks import Clock
from engine.core.deviations import Clause, Deviation, DeviationKind
from engine.core.durations import Duration, duration_in_english, duration_in_indonesian
from engine.core.ids import CaseId
from engine.core.text import Text

_OF_THE_CASE = {
    ClockKind.PROMISE: (
        DeviationKind.LATE_CASE,
        Text(id="Jangka waktu penyelesaian: {id}", en="Promised time: {en}"),
    ),
    ClockKind.LEGAL: (
        DeviationKind.LEGAL_LIMIT_PASSED,
        Text(id="Batas waktu menurut undang-undang: {id}", en="Limit set by law: {en}"),
    ),
}


def late_case(case: CaseId, clock: Clock, *, at: datetime) -> Deviation:
    """The promise or the legal limit of a case, passed: `at` is its breach."""
    kind, words = _OF_THE_CASE[clock.kind]
    clause = Clause(says=says(words, clock.clause.budget))
    return measured(clock, Deviation(kind=kind, case=case, at=at, clause=clause))


def measured(clock: Clock, bare: Deviation) -> Deviation:
    """With what was allowed; and what it took, where it is over."""
    took = None
    if clock.ledger is not None and clock.finished_at is not None:
        took = time_taken(clock.ledger.measure.counted, clock.consumed)
    return replace(bare, standard=clock.clause.budget, due=clock.due, measured=took)


def time_taken(counted: Counted, consumed: int) -> timedelta:
    """What a clock counted: its seconds, or a day for each that counts."""
    by_days = counted in {Counted.WORKING_DAY, Counted.CALENDAR_DAY}
    return timedelta(days=consumed) if by_days else timedelta(seconds=consumed)


def says(words: Text, length: Duration) -> Text:
    """The words with the length in them, in both languages."""
    return Text(
        id=words.id.format(id=duration_in_indonesian(length)),
        en=words.en.format(en=duration_in_english(length)),
    )
