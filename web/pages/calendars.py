"""Working calendars: which there are, a year of one day by day, and what each edit moved."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.formats import short_weekday, written_date, written_instant
from api.present_calendar import change_lines, clock_words
from api.reach import InReach
from api.schemas import DIGITS
from engine.core.calendar_edit import changes
from engine.core.calendar_version import CalendarVersion
from engine.core.clock_clauses import ClockKind
from engine.core.commands import SYSTEM, Actor
from engine.core.errors import CalendarInvalid, DutyMissing, NotFound
from engine.core.ids import CaseId, PersonId, StepId
from engine.core.text import Frozen, Text
from engine.service import calendars, catalogue
from engine.service.activities import CaseStep, activities
from engine.service.calendar_authority import CHANGE, require_authority, unit_answering
from engine.service.calendar_edits import read_moves
from engine.service.calendar_views import CalendarRow, MoveRow
from engine.service.directory import current
from web.calendar_drafts import written_segments
from web.calendar_months import MARKS, days_told, months_of, usual_source
from web.door import AtDoor, Door
from web.roles import Titles, titles
from web.visitor import visitor_of

router = APIRouter()

PLACE = "/calendars"
NAME = Annotated[str, Path(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
VERSION = Annotated[int, Path(ge=1, le=2**31 - 1), DIGITS]
PAGE = 50
"""Cases of a journal on a page."""

_EARLIEST, _LATEST = 1945, 2199
_MONDAY = date(2024, 1, 1)
_DONE = frozenset({"calendars_applied", "calendars_dropped"})


class CalendarLine(Frozen, frozen=True, kw_only=True):
    """A calendar in the list, in words."""

    name: str
    zone: str
    version: int
    since: str
    by: str
    reason: str
    holidays: int
    provisional: int
    until: str
    sops: tuple[str, ...]


class MoveLine(Frozen, frozen=True, kw_only=True):
    """A deadline before and after, in words."""

    case: CaseId
    clock: str
    before: str
    after: str
    shift: str = ""
    late: str = ""


@router.get(PLACE, response_class=HTMLResponse, dependencies=[allow(Access.PUBLIC)])
def page_calendars(door: AtDoor) -> Response:
    """List the working calendars that deadlines are told by."""
    words = titles(door.database, current(door.database), door.language)
    used = _used(door, words)
    found = calendars.list_calendars(door.database)
    return door.show(
        "calendars.html",
        lines=tuple(
            CalendarLine(
                name=one.calendar,
                zone=one.zone,
                version=one.version,
                since=door.instant(one.published_at),
                by=_who(door, words, one.published_by),
                reason=one.reason,
                holidays=one.holidays,
                provisional=one.provisional,
                until=written_date(one.holidays_until, door.language) if one.holidays_until else "",
                sops=used.get(one.calendar, ()),
            )
            for one in sorted(found, key=lambda one: (not used.get(one.calendar), one.calendar))
        ),
    )


def _who(door: Door, words: Titles, person: PersonId) -> str:
    return door.t("calendars_by_system") if person == SYSTEM.person else words.person(person)


def _used(door: Door, words: Titles) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for one in catalogue.list_sops(door.database):
        if one.in_force:
            workflow = catalogue.find_workflow(door.database, one.sop, one.version)
            found.setdefault(workflow.calendar, []).append(words.sop(one.sop))
    return {name: tuple(sorted(some)) for name, some in found.items()}


@router.get(f"{PLACE}/{{name}}", response_class=HTMLResponse, dependencies=[allow(Access.PUBLIC)])
def page_calendar(name: NAME, door: AtDoor) -> Response:
    """Show a year of a calendar."""
    today = door.at.astimezone(door.settings.office_zone).date()
    year = _number(door, "year", today.year, _EARLIEST, _LATEST)
    version = _number(door, "version", 0, 1, 2**31 - 1) or None
    try:
        view = calendars.show_calendar(
            door.database, name, version, first=date(year, 1, 1), last=date(year, 12, 31)
        )
    except CalendarInvalid:
        raise NotFound("year", year) from None
    words = titles(door.database, current(door.database), door.language)
    told, done = days_told(view.calendar, year, door.language), door.asked("done")
    return door.show(
        "calendar.html",
        name=name,
        year=year,
        earliest=year == _EARLIEST,
        latest=year == _LATEST,
        summary=view.summary,
        newest=view.versions[0].version,
        by=_who(door, words, view.summary.published_by),
        months=months_of(view.days, view.calendar, today=today, language=door.language),
        weekdays=weekdays(door),
        marks=MARKS,
        told=told,
        source=usual_source(told),
        seasons=_seasons(door, view.calendar, year),
        works_on_joint_leave=view.calendar.works_on_joint_leave,
        versions=tuple(_version_line(door, words, one) for one in view.versions),
        sops=_used(door, words).get(name, ()),
        may_edit=may_edit(door, name),
        editors=_editors(door, name, words),
        said=door.t(done) if done in _DONE else "",
    )


def weekdays(door: Door) -> tuple[str, ...]:
    """The days of the week, Monday first."""
    days = (_MONDAY.replace(day=number) for number in range(1, 8))
    return tuple(short_weekday(day, door.language) for day in days)


def _number(door: Door, name: str, usual: int, least: int, most: int) -> int:
    said = door.asked(name)
    if not (said.isascii() and said.isdecimal() and len(said) <= len(str(most))):
        return usual
    return int(said) if least <= int(said) <= most else usual


def may_edit(door: Door, name: str) -> bool:
    """Whether the visitor answers for all that is told by the calendar."""
    visitor = visitor_of(door.request)
    if visitor is None:
        return False
    by = Actor(person=visitor.person, via="web")
    try:
        door.database.store.read(
            lambda reader: require_authority(door.database, reader, name, by=by, at=door.at)
        )
    except DutyMissing:
        return False
    return True


def _editors(door: Door, name: str, words: Titles) -> str:
    """Who changes the calendar, by duty and unit: whom to ask."""
    held_in = door.database.store.read(lambda reader: unit_answering(door.database, reader, name))
    duties = door.t("calendars_or").join(words.duty(one) for one in sorted(CHANGE, reverse=True))
    if held_in is None:
        return door.t("calendars_editors_anywhere", duties=duties)
    return door.t("calendars_editors", duties=duties, unit=words.unit(held_in))


_Season = tuple[str, str, str, bool, tuple[tuple[str, str], ...]]


def _seasons(door: Door, version: CalendarVersion, year: int) -> tuple[_Season, ...]:
    """The hours of the year: what they are called, when, their source, and those of each day."""
    names = weekdays(door)
    first, last = date(year, 1, 1), date(year, 12, 31)
    return tuple(
        (
            one.name.in_language(door.language),
            season_span(door, one.first, one.last),
            one.source,
            one.provisional,
            tuple(
                (names[place], written_segments(segments))
                for place, segments in enumerate(one.hours.week)
            ),
        )
        for one in version.seasons
        if one.begins <= last and (one.last is None or one.last >= first)
    )


def season_span(door: Door, first: date | None, last: date | None) -> str:
    """From when until when hours are valid."""
    if first is None:
        return door.t("calendars_always")
    begins = written_date(first, door.language)
    if last is None:
        return door.t("admin_span_open", since=begins)
    return door.t("admin_span", since=begins, until=written_date(last, door.language))


def _version_line(door: Door, words: Titles, row: CalendarRow) -> tuple[int, str, str, str]:
    who = _who(door, words, row.published_by)
    return row.version, door.instant(row.published_at), who, row.reason


@router.get(
    f"{PLACE}/{{name}}/versions/{{version}}",
    response_class=HTMLResponse,
    dependencies=[allow(Access.READS)],
)
def page_version(name: NAME, version: VERSION, door: AtDoor, seen: InReach) -> Response:
    """Show what a version changed, and which deadlines it moved."""
    after = door.asked("after")
    after = after if after.isalnum() and after.isascii() and after.islower() else ""
    page = read_moves(door.database, name, version, limit=PAGE, after=CaseId(after), reach=seen)
    new = _whole(door, name, version)
    old = _whole(door, name, version - 1) if version > 1 else None
    words = titles(door.database, current(door.database), door.language)
    row = next(one for one in _versions(door, name) if one.version == version)
    done = door.asked("done")
    return door.show(
        "calendar_version.html",
        name=name,
        version=version,
        published=_version_line(door, words, row),
        lines=tuple(change_lines(changes(old, new), door.language)) if old else (),
        is_first=old is None,
        page=page,
        moves=_move_lines(door, page.items),
        after=after,
        said=door.t(done) if done in _DONE else "",
    )


def _whole(door: Door, name: str, version: int) -> CalendarVersion:
    day = door.at.date()
    return calendars.show_calendar(door.database, name, version, first=day, last=day).calendar


def _versions(door: Door, name: str) -> tuple[CalendarRow, ...]:
    day = door.at.date()
    return calendars.show_calendar(door.database, name, first=day, last=day).versions


def _move_lines(door: Door, some: tuple[MoveRow, ...]) -> tuple[MoveLine, ...]:
    """Entries of the journal, in words."""
    steps = ((one.case_id, one.step) for one in some if one.step)
    done = activities(door.database, steps)
    return tuple(
        MoveLine(
            case=one.case_id,
            clock=deadline_words(door, one.clock, (one.case_id, one.step), done),
            before=due_words(door, one.due_before),
            after=due_words(door, one.due_after),
        )
        for one in some
    )


def deadline_words(
    door: Door,
    clock: ClockKind,
    of: tuple[CaseId, StepId | None],
    done: Mapping[CaseStep, Text],
) -> str:
    """Which deadline: the promise, the legal limit, or the step by what is done in it."""
    case, step = of
    activity = done.get((case, step)) if step else None
    if activity is None:
        return clock_words(clock, step, door.language)
    return door.t("calendars_step", step=activity.in_language(door.language))


def due_words(door: Door, at: datetime | None) -> str:
    """When something is due; nothing where nothing decides it."""
    return written_instant(at, door.settings.office_zone, door.language) if at else "–"  # noqa: RUF001
