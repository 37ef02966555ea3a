"""Working calendars in the database: published once, asked for every deadline, never changed.

What an office writes is put into force together with the national holidays, as one version. An
edit is a new version; `engine.service.calendar_edits` puts it into force.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from engine.core.calendar import Calendar
from engine.core.calendar_listing import days_of
from engine.core.calendar_version import CalendarVersion, observing
from engine.core.commands import Actor
from engine.core.errors import AlreadySo, Conflict, NotFound
from engine.service import folder
from engine.service.calendar_views import CalendarRow, CalendarSummary, CalendarView
from engine.service.calendar_years import compiled_for, widening
from engine.service.catalogue import workflows_by_calendar
from engine.service.database import Database
from engine.service.holiday_seed import indonesian_holidays, is_seeded
from engine.store import calendar_cases, calendars
from engine.store.job import Reader, Unit

T = TypeVar("T")

FIRST_REASON = "Versi pertama"
"""What the first version of a calendar is published for."""

_YEARS_BACK, _YEARS_AHEAD = 5, 3
_MOST_YEARS = 100


class CalendarPublished(AlreadySo):
    """A published calendar version never changes."""

    def __init__(self, name: str, version: int, *, newest: int) -> None:
        self.name, self.version = name, version
        super().__init__(f"{name} version {version} is published with another content")
        self.hint = (
            f"Give the calendar version {newest + 1}; "
            "`alur calendar preview` then shows which deadlines that moves."
        )


class EditNotApplied(Conflict):
    """The file holds an edit of a calendar, which is put into force on its own."""

    hint = "`alur calendar preview FILE` shows what it moves, `alur calendar apply FILE` does it."

    def __init__(self, name: str, version: int, *, newest: int) -> None:
        self.name, self.version = name, version
        super().__init__(f"{name} version {version} is not in force: version {newest} is.")


def publish_calendars(
    database: Database, path: Path, *, by: Actor, at: datetime
) -> tuple[CalendarSummary, ...]:
    """Put the calendars of the library at `path` into force that are not published here yet.

    The same content again changes nothing. With a first version come the national holidays of the
    years around `at`. No version in force is ever replaced here, so no duty is asked for: a library
    can be put into force at the console before, and after, people are known.

    Raises:
        SopError: the file of calendars cannot be read or has errors.
        CalendarPublished: a version is published with another content.
        EditNotApplied: a version follows the one in force.
    """
    written = folder.calendars(path)
    fresh = database.store.read(lambda reader: _unpublished(reader, written))
    whole = [with_national_holidays(one, None, at=at) for one in fresh]
    publish_versions(database, whole, by=by, at=at)
    in_force = {one.calendar: one for one in list_calendars(database)}
    return tuple(in_force[name] for name in written)


def _unpublished(
    reader: Reader, written: Mapping[str, CalendarVersion]
) -> tuple[CalendarVersion, ...]:
    return tuple(one for one in written.values() if not is_published(reader, one))


def is_published(reader: Reader, written: CalendarVersion) -> bool:
    """Whether the calendar, as an office wrote it, is in force or was.

    Raises:
        CalendarPublished: that version is published with another content.
        EditNotApplied: that version is not published, though others are.
    """
    newest = calendars.newest_version(reader, written.id)
    if newest is None:
        return False
    there = calendars.find_calendar(reader, written.id, written.version)
    if there is None:
        raise EditNotApplied(written.id, written.version, newest=newest)
    if as_written(there) != as_written(written):
        raise CalendarPublished(written.id, written.version, newest=newest)
    return True


def as_written(version: CalendarVersion) -> CalendarVersion:
    """The calendar as the office wrote it: without the list of national holidays."""
    own = tuple(one for one in version.holidays if not is_seeded(one))
    return observing(replace(version, holidays=own), ())


def with_national_holidays(
    written: CalendarVersion, before: CalendarVersion | None, *, at: datetime
) -> CalendarVersion:
    """The calendar with the national holidays of the years around `at`.

    Years that the version before had stay in: an edit does not let past holidays go. What the
    office itself says of a day goes before what the list says of it.
    """
    known = {one.day.year for one in before.holidays if is_seeded(one)} if before else set()
    years = known | {at.year - _YEARS_BACK, at.year + _YEARS_AHEAD}
    own = {(one.day, one.kind) for one in written.holidays}
    national = indonesian_holidays(min(years), max(years))
    return observing(written, tuple(one for one in national if (one.day, one.kind) not in own))


def publish_versions(
    database: Database, versions: Iterable[CalendarVersion], *, by: Actor, at: datetime
) -> None:
    """Put first versions of calendars into force, exactly as they are; those published stay.

    Raises:
        CalendarPublished: a version is published with another content.
        EditNotApplied: a version follows the one in force.
    """

    def job(unit: Unit) -> None:
        unit.take_turn(calendars.TURN)
        for version in versions:
            if not is_published(unit, version):
                put_in_force(database, unit, version, reason=FIRST_REASON, by=by, at=at)

    if versions := tuple(versions):
        database.store.write(job)


def put_in_force(  # noqa: PLR0913  # what, why, who and when
    database: Database,
    unit: Unit,
    version: CalendarVersion,
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Publish a version within a transaction, and let its open cases be looked at again.

    Raises:
        AlreadySo: that version is published.
    """
    calendars.insert_calendar(unit, version, reason=reason, by=by.person, at=at)
    concerned = workflows_by_calendar(database, unit, version.id)
    calendar_cases.look_again(unit, tuple(concerned), at=at)


def list_calendars(database: Database) -> tuple[CalendarSummary, ...]:
    """The version in force of every calendar, by name."""
    return database.store.read(_list_calendars)


def _list_calendars(reader: Reader) -> tuple[CalendarSummary, ...]:
    rows: dict[str, CalendarRow] = {}
    for row in calendars.list_calendars(reader):
        rows.setdefault(row.id, row)
    return tuple(_summary(row, _found(reader, row.id, row.version)) for row in rows.values())


def show_calendar(
    database: Database,
    name: str,
    version: int | None = None,
    *,
    first: date,
    last: date,
) -> CalendarView:
    """A version of a calendar, by default the one in force, and its days from `first` to `last`.

    Raises:
        NotFound: it is not published.
        CalendarInvalid: no season covers one of the days.
    """

    def job(reader: Reader) -> tuple[CalendarVersion, tuple[CalendarRow, ...]]:
        number = _newest(reader, name) if version is None else version
        rows = tuple(one for one in calendars.list_calendars(reader) if one.id == name)
        return _found(reader, name, number), rows

    found, rows = database.store.read(job)
    row = next(one for one in rows if one.version == found.version)
    return CalendarView(
        summary=_summary(row, found),
        calendar=found,
        days=days_of(compiled_for(found, first, last)),
        versions=rows,
    )


def calendar_for(  # noqa: PLR0913  # which calendar, what is asked, and when
    database: Database,
    reader: Reader,
    name: str,
    question: Callable[[Calendar], T],
    *,
    at: datetime,
    as_of: datetime | None = None,
) -> T:
    """What `question` answers on a published calendar, compiled for the years that it needs.

    Args:
        database: where compiled calendars are kept.
        reader: the snapshot whose calendars count.
        name: which calendar.
        question: asked again of more years where it raises `BeyondCalendar`.
        at: around which years are needed.
        as_of: the version that was in force up to then, or else the first one there is; without
            it the one in force. What ended then keeps the calendar that it ended under.

    Raises:
        NotFound: no such calendar is published.
        BeyondCalendar: the question reaches beyond a lifetime around `at`.
    """
    number = _newest(reader, name) if as_of is None else _in_force_at(reader, name, as_of)
    return by_version(database, reader, (name, number), question, at=at)


def by_version(
    database: Database,
    reader: Reader,
    named: tuple[str, int],
    question: Callable[[Calendar], T],
    *,
    at: datetime,
) -> T:
    """As `calendar_for`, on one version of a calendar, in force or not.

    Raises:
        NotFound: that version is not published.
        BeyondCalendar: the question reaches beyond a lifetime around `at`.
    """
    return widening(
        lambda first, last: question(_compiled(database, reader, named, first, last)),
        at=at,
    )


def _newest(reader: Reader, name: str) -> int:
    number = calendars.newest_version(reader, name)
    if number is None:
        raise _not_found(name)
    return number


def _in_force_at(reader: Reader, name: str, at: datetime) -> int:
    rows = [one for one in calendars.list_calendars(reader) if one.id == name]
    if not rows:
        raise _not_found(name)
    return next((one.version for one in rows if one.published_at < at), rows[-1].version)


def _compiled(
    database: Database, reader: Reader, named: tuple[str, int], first: date, last: date
) -> Calendar:
    kept = database.calendars.get(*named)
    if kept is None:
        version = _found(reader, *named)
    elif kept.first <= first and last <= kept.last:
        return kept
    else:
        version, wide = kept.version, (min(first, kept.first), max(last, kept.last))
        if wide[1].year - wide[0].year < _MOST_YEARS:
            first, last = wide
    return database.calendars.keep(compiled_for(version, first, last))


def require_version(reader: Reader, name: str, version: int) -> None:
    """Make sure that a version is published.

    Raises:
        NotFound: it is not.
    """
    _found(reader, name, version)


def _found(reader: Reader, name: str, version: int) -> CalendarVersion:
    found = calendars.find_calendar(reader, name, version)
    if found is None:
        raise _not_found(f"{name} version {version}")
    return found


def _not_found(name: str) -> NotFound:
    hint = "`alur calendar list` shows what is published, `alur calendar apply FILE` publishes."
    return NotFound("published calendar", name, hint=hint)


def _summary(row: CalendarRow, version: CalendarVersion) -> CalendarSummary:
    return CalendarSummary(
        calendar=row.id,
        version=row.version,
        zone=version.zone,
        hash=row.hash,
        reason=row.reason,
        published_at=row.published_at,
        published_by=row.published_by,
        holidays=len(version.holidays),
        provisional=sum(one.provisional for one in version.holidays),
        holidays_until=max((one.day for one in version.holidays), default=None),
    )
