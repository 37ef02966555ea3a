"""What readers get of calendars: versions, their days, and what an edit moves."""

from datetime import date, datetime

from engine.core.calendar_edit import Changes, Move
from engine.core.calendar_listing import CalendarDay
from engine.core.calendar_version import CalendarVersion
from engine.core.ids import CaseId, PersonId, SopId
from engine.core.text import Frozen
from engine.store.calendars import CalendarRow, MovePage, MoveRow

__all__ = [
    "Applied",
    "CalendarRow",
    "CalendarSummary",
    "CalendarView",
    "CaseMoves",
    "EditPreview",
    "MovePage",
    "MoveRow",
    "SopMoves",
]


class CalendarSummary(Frozen, frozen=True, kw_only=True):
    """A published calendar version. `holidays_until` is the last day off it knows of."""

    calendar: str
    version: int
    zone: str
    hash: str
    reason: str
    published_at: datetime
    published_by: PersonId
    holidays: int
    provisional: int
    holidays_until: date | None


class CalendarView(Frozen, frozen=True, kw_only=True):
    """A calendar version whole; `days` are those asked for, `versions` all there are of it."""

    summary: CalendarSummary
    calendar: CalendarVersion
    days: tuple[CalendarDay, ...]
    versions: tuple[CalendarRow, ...]


class CaseMoves(Frozen, frozen=True, kw_only=True):
    """What an edit moves in one case."""

    case: CaseId
    sop: SopId
    moves: tuple[Move, ...]


class SopMoves(Frozen, frozen=True, kw_only=True):
    """What an edit moves in the cases of one SOP, or of all (`sop` empty).

    All but `cases` count deadlines: those that move, and of them those that are passed only by the
    new version, or only by the old one.
    """

    sop: SopId
    cases: int = 0
    deadlines: int = 0
    newly_late: int = 0
    in_time_again: int = 0


class EditPreview(Frozen, frozen=True, kw_only=True):
    """What an edit changes, and what that moves.

    `changes` is None for a calendar's first version, which moves nothing. `open_cases` were looked
    at; of `untold` the deadlines reach beyond all years. `cases` names the first that move, and is
    all of them unless `is_cut`.
    """

    calendar: str
    version: int
    zone: str
    changes: Changes | None
    open_cases: int
    untold: int
    total: SopMoves
    by_sop: tuple[SopMoves, ...]
    cases: tuple[CaseMoves, ...]
    is_cut: bool


class Applied(Frozen, frozen=True, kw_only=True):
    """An edit that is in force, and what it moved."""

    calendar: str
    version: int
    reason: str
    moved: EditPreview
