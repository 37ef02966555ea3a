"""The promise of a case as its page shows it first, and what is left of each open step's time."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from api.formats import written_instant
from api.present_time import written_amount
from engine.core.clock_measures import Counted
from engine.core.clocks import Clock, ClockState
from engine.core.ids import ActivationId
from engine.core.text import Frozen, Language
from engine.core.workflow import Workflow
from engine.service.time_views import CaseTimesView
from web.due import DueKind
from web.words import Speech

_MINUTE = 60


class CaseClock(Frozen, frozen=True, kw_only=True):
    """A clock: how it stands, what is left, which instant; `used` and `warns` in percent."""

    kind: DueKind
    words: str
    when: str
    used: int | None = None
    warns: tuple[int, ...] = ()


def case_clock(
    told: CaseTimesView | None, workflow: Workflow, language: Language, zone: ZoneInfo
) -> CaseClock | None:
    """The clock of the promise; None where the SOP promises nothing or time cannot be told."""
    clock = None if told is None else told.promise
    return None if clock is None else _as_shown(clock, "case_clock", workflow, language, zone)


def step_clocks(
    told: CaseTimesView | None, workflow: Workflow, language: Language, zone: ZoneInfo
) -> Mapping[ActivationId, CaseClock]:
    """The clocks of the open tasks that have a standard."""
    found = () if told is None else told.tasks
    return {
        one.activation: _as_shown(one.clock, "case_step", workflow, language, zone) for one in found
    }


def _as_shown(
    clock: Clock, what: str, workflow: Workflow, language: Language, zone: ZoneInfo
) -> CaseClock:
    """`what`: the beginning of the names of its words."""
    t = Speech(language)
    warnings = workflow.timing.warnings
    used = _used(clock)
    is_near = used is not None and bool(warnings) and used >= max(warnings)
    kind, words = _said(clock, what, t, is_near=is_near)
    return CaseClock(
        kind=kind,
        words=words,
        when=_when(clock, t, zone),
        used=used,
        warns=tuple(warnings),
    )


def _when(clock: Clock, t: Speech, zone: ZoneInfo) -> str:
    if clock.due is not None:
        return t("case_due", when=written_instant(clock.due, zone, t.language))
    if clock.due_if_resumed is None:
        return ""
    return t("case_due_if_resumed", when=written_instant(clock.due_if_resumed, zone, t.language))


def _used(clock: Clock) -> int | None:
    amount = 0 if clock.ledger is None else clock.ledger.measure.amount
    return min(100 * clock.consumed // amount, 100) if amount else None


def _said(clock: Clock, what: str, t: Speech, *, is_near: bool) -> tuple[DueKind, str]:
    left = _amount(clock, t)
    match clock.state:
        case ClockState.NOT_STARTED:
            return "none", t(f"{what}_waits")
        case ClockState.STANDING:
            return "paused", t("case_clock_stands", left=left)
        case ClockState.PASSED:
            return "late", t(f"{what}_passed")
        case ClockState.MET:
            return "fine", t(f"{what}_met")
        case _:
            return "soon" if is_near else "fine", t("case_clock_left", left=left)


def _amount(clock: Clock, t: Speech) -> str:
    left = clock.remaining or 0
    if clock.ledger is None:
        return ""
    counted = clock.ledger.measure.counted
    if counted is Counted.WORKING_SECOND and left >= _MINUTE:
        left -= left % _MINUTE
    return written_amount(left, counted, t.language)
