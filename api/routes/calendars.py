"""Working calendars: which are in force, their days, and edits of them."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from msgspec.structs import replace
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.access import Access, allow
from api.answers import answer
from api.calendar_answers import (
    CalendarAnswer,
    CalendarList,
    EditPreviews,
    EditsApplied,
    calendar_answer,
)
from api.deps import AtDesk, Db, Desk, Now
from api.openapi import reads, writes
from api.reach import InReach
from api.schemas import DIGITS, Words
from engine.core.calendar_version import CalendarVersion
from engine.core.ids import CaseId
from engine.core.standing import Reach
from engine.service import calendars
from engine.service.calendar_edits import Edit, apply, find_edits, preview, read_moves
from engine.service.calendar_views import EditPreview, MovePage
from engine.service.queries import read_by
from engine.sop.calendar_file import calendars_from_text

router = APIRouter(tags=["calendars"])

FILE = "calendars.yaml"
"""What findings call the text that was sent."""

CalendarPath = Annotated[str, Path(pattern=r"^[a-z][a-z0-9-]{0,59}$", examples=["kantor-wib"])]
VersionPath = Annotated[int, Path(ge=1, le=2**31 - 1, examples=[2]), DIGITS]


@router.get(
    "/calendars",
    dependencies=[allow(Access.PUBLIC)],
    **reads(CalendarList, "The version in force of every calendar."),
)
def list_calendars(database: Db) -> Response:
    """List the working calendars that deadlines are told by."""
    return answer(CalendarList(items=calendars.list_calendars(database)))


class WhichDays(BaseModel):
    """Which version of a calendar, and which of its days."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    year: int | None = Field(
        default=None, ge=1945, le=2199, description="The year; this one if absent.", examples=[2026]
    )
    version: int | None = Field(
        default=None, ge=1, le=2**31 - 1, description="Not the version in force."
    )


@router.get(
    "/calendars/{calendar}",
    dependencies=[allow(Access.PUBLIC)],
    **reads(CalendarAnswer, "The calendar, day by day."),
)
def show_calendar(
    calendar: CalendarPath, database: Db, at: Now, wanted: Annotated[WhichDays, Query()]
) -> Response:
    """Show a calendar: hours, holidays with their source, and what each day of a year is."""
    year = wanted.year or at.year
    view = calendars.show_calendar(
        database, calendar, wanted.version, first=date(year, 1, 1), last=date(year, 12, 31)
    )
    return answer(calendar_answer(view))


class WhichMoves(BaseModel):
    """Which part of a journal."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: int = Field(default=50, ge=1, le=500, description="Cases a page.")
    after: str = Field(
        default="", pattern=r"^[0-9a-z]{0,40}$", description="The last case of the page before."
    )


@router.get(
    "/calendars/{calendar}/versions/{version}/moves",
    dependencies=[allow(Access.READS)],
    **reads(MovePage, "Deadlines before and after, by case."),
)
def list_moves(
    calendar: CalendarPath,
    version: VersionPath,
    database: Db,
    seen: InReach,
    wanted: Annotated[WhichMoves, Query()],
) -> Response:
    """List the deadlines that a version moved when it was put into force."""
    after = CaseId(wanted.after)
    page = read_moves(database, calendar, version, limit=wanted.limit, after=after, reach=seen)
    return answer(page)


class CalendarText(BaseModel):
    """Calendars as an office writes them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[str, StringConstraints(min_length=1)] = Field(
        description="A calendars.yaml; the calendars to be edited carry the next version.",
        examples=["weeks: {…}\nseasons: {…}\ncalendars: {kantor-wib: {version: 2, …}}\n"],
    )


class EditQuestion(CalendarText):
    """An edit to be looked at."""

    shown: int = Field(
        default=50, ge=0, le=1000, description="How many of the cases that move are named."
    )


class EditOrder(CalendarText):
    """An edit to be put into force."""

    reason: Annotated[Words, StringConstraints(min_length=1, max_length=500)] = Field(
        description="Why; it stays with the version.",
        examples=["SKB 3 Menteri Nomor 933/2025: cuti bersama 18 Agustus"],
    )


@router.post(
    "/calendars/preview",
    dependencies=[allow(Access.OVERSEES)],
    **writes("What each edit would move; nothing is changed.", EditPreviews),
)
def preview_calendars(body: EditQuestion, desk: AtDesk, seen: InReach) -> Response:
    """Say what edits of calendars would change, and which deadlines of open cases would move."""
    written, edits = _read(body, desk)
    found = (preview(desk.database, edit, at=desk.at, shown=body.shown) for edit in edits)
    shown = tuple(_within(desk, one, seen) for one in found)
    return answer(EditPreviews(items=shown, unchanged=_unchanged(written, edits)))


@router.post(
    "/calendars/apply",
    dependencies=[allow(Access.OVERSEES)],
    **writes("What each edit has moved.", EditsApplied),
)
def apply_calendars(body: EditOrder, desk: AtDesk, seen: InReach) -> Response:
    """Put edits of calendars into force. The same text again changes nothing."""
    written, edits = _read(body, desk)
    done = (
        apply(desk.database, edit, reason=body.reason, by=desk.by, at=desk.at) for edit in edits
    )
    told = tuple(replace(one, moved=_within(desk, one.moved, seen)) for one in done)
    return answer(EditsApplied(items=told, unchanged=_unchanged(written, edits)))


def _within(desk: Desk, preview: EditPreview, seen: Reach) -> EditPreview:
    """The same; of cases beyond reach only how many there are."""
    readable = read_by(desk.database, (one.case for one in preview.cases), seen)
    return replace(preview, cases=tuple(one for one in preview.cases if one.case in readable))


def _read(body: CalendarText, desk: Desk) -> tuple[Mapping[str, CalendarVersion], tuple[Edit, ...]]:
    written = calendars_from_text(body.text, file=FILE)
    return written, find_edits(desk.database, written, at=desk.at)


def _unchanged(written: Mapping[str, CalendarVersion], edits: tuple[Edit, ...]) -> tuple[str, ...]:
    edited = {edit.new.id for edit in edits}
    return tuple(name for name in written if name not in edited)
