"""An edit of a calendar in the making: kept under seal for whoever makes it, until it is in force.

It holds the next version whole, as the office writes it: without the list of national holidays,
which is put in when the edit is looked at.
"""

from datetime import date, datetime
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from engine.core.calendar_edit import Changes, changes
from engine.core.calendar_version import (
    CalendarVersion,
    Holiday,
    Season,
    Segments,
    SpecialDay,
    observing,
)
from engine.core.errors import SealBroken
from engine.core.ids import PersonId
from engine.core.text import Frozen
from engine.service import calendars, drafts
from engine.service.calendars import as_written
from engine.service.database import Database
from engine.sop.calendar_file import segment_from_text

T = TypeVar("T")


class CalendarDraft(Frozen, frozen=True, kw_only=True):
    """The next version in the making, and the version in force that it was begun from."""

    base: CalendarVersion
    edited: CalendarVersion

    @property
    def changes(self) -> Changes:
        """What it says otherwise."""
        return changes(self.base, self.edited)

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing otherwise."""
        return self.changes == Changes()


def in_force(database: Database, name: str, *, at: datetime) -> CalendarVersion:
    """The version in force, holidays included.

    Raises:
        NotFound: there is no such calendar.
    """
    day = at.date()
    return calendars.show_calendar(database, name, first=day, last=day).calendar


def draft_of(database: Database, person: PersonId, name: str, *, at: datetime) -> CalendarDraft:
    """The person's edit of the calendar; a fresh one changes nothing.

    Raises:
        NotFound: there is no such calendar.
    """
    now = in_force(database, name, at=at)
    try:
        found = drafts.find(database, person, _place(name))
    except SealBroken:  # the key has changed since; nobody can read it any more
        found = None
    if found is not None:
        return msgspec.json.decode(found.content, type=CalendarDraft)
    base = as_written(now)
    return CalendarDraft(base=base, edited=replace(base, version=base.version + 1))


def landed(database: Database, draft: CalendarDraft, *, at: datetime) -> bool:
    """Whether it is in force by now: a browser may be closed while it is put there.

    Raises:
        NotFound: there is no such calendar.
    """
    return as_written(in_force(database, draft.edited.id, at=at)) == as_written(draft.edited)


def keep(database: Database, person: PersonId, draft: CalendarDraft, *, at: datetime) -> None:
    """Keep it in place of what the person had; one that changes nothing is dropped.

    Raises:
        InputRefused: it is larger than a draft can be.
    """
    name = draft.edited.id
    if draft.is_empty:
        drafts.drop(database, person, _place(name))
    else:
        drafts.save(database, person, _place(name), msgspec.json.encode(draft), at=at)


def drop(database: Database, person: PersonId, name: str) -> None:
    """Throw it away."""
    drafts.drop(database, person, _place(name))


def rebased(draft: CalendarDraft, now: CalendarVersion) -> CalendarDraft:
    """The same changes to the version that is in force by now.

    Raises:
        CalendarInvalid: both have given hours for the same days.
    """
    base, said = as_written(now), draft.changes
    edited = replace(
        base,
        version=base.version + 1,
        holidays=_merged(base.holidays, said.holidays_added, said.holidays_removed),
        special_days=_merged(base.special_days, said.special_days_added, said.special_days_removed),
        seasons=_merged(base.seasons, said.seasons_added, said.seasons_removed),
        zone=said.zone or base.zone,
        works_on_joint_leave=base.works_on_joint_leave
        if said.works_on_joint_leave is None
        else said.works_on_joint_leave,
    )
    return CalendarDraft(base=base, edited=observing(edited, ()))


def _merged(now: tuple[T, ...], added: tuple[T, ...], removed: tuple[T, ...]) -> tuple[T, ...]:
    kept = tuple(one for one in now if one not in removed)
    return (*kept, *(one for one in added if one not in kept))


def with_holiday(draft: CalendarDraft, holiday: Holiday) -> CalendarDraft:
    """One more day off."""
    return replace(draft, edited=observing(draft.edited, (holiday,)))


def with_special_day(draft: CalendarDraft, special: SpecialDay) -> CalendarDraft:
    """A day with hours of its own, in place of those it had.

    Raises:
        CalendarInvalid: no season says hours for it.
    """
    others = (one for one in draft.edited.special_days if one.day != special.day)
    days = sorted((*others, special), key=lambda one: one.day)
    return replace(draft, edited=replace(draft.edited, special_days=tuple(days)))


def with_season(draft: CalendarDraft, season: Season) -> CalendarDraft:
    """Other hours from a day on.

    Raises:
        CalendarInvalid: another season claims the same days.
    """
    edited = replace(draft.edited, seasons=(*draft.edited.seasons, season))
    return replace(draft, edited=edited)


def with_joint_leave(draft: CalendarDraft, *, works: bool) -> CalendarDraft:
    """Whether the office works on cuti bersama."""
    return replace(draft, edited=replace(draft.edited, works_on_joint_leave=works))


def without(draft: CalendarDraft, what: str) -> CalendarDraft:
    """Without what `name_of` names; what is not there changes nothing."""
    edited = draft.edited
    return replace(
        draft,
        edited=replace(
            edited,
            holidays=tuple(one for one in edited.holidays if name_of(one) != what),
            special_days=tuple(one for one in edited.special_days if name_of(one) != what),
            seasons=tuple(one for one in edited.seasons if name_of(one) != what),
        ),
    )


def restored(draft: CalendarDraft, what: str) -> CalendarDraft:
    """With what `name_of` names as the version in force has it.

    Raises:
        CalendarInvalid: something else stands in its place by now.
    """
    base, edited = draft.base, draft.edited
    holidays = tuple(one for one in base.holidays if name_of(one) == what)
    special = tuple(one for one in base.special_days if name_of(one) == what)
    seasons = tuple(one for one in base.seasons if name_of(one) == what)
    merged = replace(
        edited,
        special_days=_merged(edited.special_days, special, ()),
        seasons=_merged(edited.seasons, seasons, ()),
    )
    return replace(draft, edited=observing(merged, holidays))


def name_of(one: Holiday | SpecialDay | Season) -> str:
    """What tells it from the others of a calendar, in a form's field."""
    if isinstance(one, Holiday):
        return f"holiday {one.day} {one.kind} {one.name.id}"
    if isinstance(one, SpecialDay):
        return f"special {one.day} {one.name.id} {'/'.join(map(str, one.hours))}"
    return f"season {one.first} {one.last} {one.name.id}"


def segments_from(text: str) -> Segments:
    """The hours of a day as they are written: `07.30-12.00, 13.00-16.00`; empty: none.

    Raises:
        ValueError: they are not written so.
        CalendarInvalid: a stretch ends before it begins.
    """
    return tuple(segment_from_text(one) for one in text.split(",") if one.strip())


def written_segments(segments: Segments) -> str:
    """The same in text."""
    return ", ".join(map(str, segments))


def season_in_force(version: CalendarVersion, day: date) -> Season | None:
    """The lasting hours that are in force on a day, those of Ramadan and the like left aside."""
    lasting = [one for one in version.seasons if not one.bounded and one.covers(day)]
    return max(lasting, key=lambda one: one.begins, default=None)


def _place(name: str) -> str:
    return f"calendar {name}"
