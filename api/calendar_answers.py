"""What the interface and the command line answer about calendars."""

from engine.core.calendar_listing import CalendarDay
from engine.core.calendar_version import Holiday, Season, SpecialDay
from engine.core.text import Frozen
from engine.service.calendar_views import (
    Applied,
    CalendarRow,
    CalendarSummary,
    CalendarView,
    EditPreview,
)


class CalendarList(Frozen, frozen=True, kw_only=True):
    """The calendars in force."""

    items: tuple[CalendarSummary, ...]


class CalendarAnswer(Frozen, frozen=True, kw_only=True):
    """A calendar version: its hours, and the days and holidays of the time asked for.

    `days` come by the office's own clock, `seconds` is the work in each. `versions` are all that
    were published, the newest first.
    """

    summary: CalendarSummary
    seasons: tuple[Season, ...]
    works_on_joint_leave: bool
    holidays: tuple[Holiday, ...]
    special_days: tuple[SpecialDay, ...]
    days: tuple[CalendarDay, ...]
    versions: tuple[CalendarRow, ...]


class EditPreviews(Frozen, frozen=True, kw_only=True):
    """What edits would change and move; `unchanged` calendars are published as they are."""

    items: tuple[EditPreview, ...]
    unchanged: tuple[str, ...]


class EditsApplied(Frozen, frozen=True, kw_only=True):
    """Edits that were put into force; `unchanged` calendars were published as they are."""

    items: tuple[Applied, ...]
    unchanged: tuple[str, ...]


def calendar_answer(view: CalendarView) -> CalendarAnswer:
    """A calendar with what belongs to its days; `view` holds at least one of them."""
    first, last = view.days[0].day, view.days[-1].day
    version = view.calendar
    return CalendarAnswer(
        summary=view.summary,
        seasons=version.seasons,
        works_on_joint_leave=version.works_on_joint_leave,
        holidays=tuple(one for one in version.holidays if first <= one.day <= last),
        special_days=tuple(one for one in version.special_days if first <= one.day <= last),
        days=view.days,
        versions=view.versions,
    )
