"""The library of SOPs: `/sops`."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.formats import written_date
from api.identity import Known
from api.reach import InReach
from engine.core.directory import Duty
from engine.core.standing import has_duty
from engine.core.text import Frozen
from engine.service import sop_library
from engine.service.sop_library import Kept, LibraryLine
from web.door import AtDoor, Door
from web.roles import Titles, titles
from web.visitor import Me, Visitor

router = APIRouter()

SOON = timedelta(days=60)
"""How long before its day a review is said to be near: the time that a revision takes."""

Review = Literal["late", "soon", "fine"]

_REVIEWS: tuple[Review, ...] = ("late", "soon", "fine")
_LONGEST_SEARCH = 100
_ALL = 100


class Share(Frozen, frozen=True, kw_only=True):
    """A share of the cases closed of late, in per cent, and in words."""

    percent: int
    words: str


class Row(Frozen, frozen=True, kw_only=True):
    """A line of the list, in words. `review` says how the day of its review stands."""

    sop: str
    title: str
    number: str
    unit: str
    version: int
    versions: int
    published: str
    review: Review
    review_words: str
    review_day: str
    running: int | None
    closed: int
    in_time: Share | None
    clean: Share | None


@router.get("/sops", response_class=HTMLResponse, dependencies=[allow(Access.READS)])
def page_sops(door: AtDoor, me: Me, seen: InReach, directory: Known) -> Response:
    """Show the SOPs in force that match what was asked for, by unit."""
    words = titles(door.database, directory, door.language)
    lines = sop_library.library(door.database, reach=seen, at=door.at)
    rows = tuple(_row(one, door, words) for one in lines)
    shown = tuple(
        one
        for one in sorted(rows, key=lambda row: (row.unit, row.title))
        if _matches(one, door) and door.asked("unit") in {"", one.unit}
    )
    return door.show(
        "sops.html",
        rows=shown,
        total=len(rows),
        units=tuple(sorted({one.unit for one in rows})),
        asked={name: door.asked(name)[:_LONGEST_SEARCH] for name in ("text", "unit", "review")},
        reviews=_counted(rows),
        reviewing=reviewing(door, me, directory),
    )


def reviewing(door: Door, me: Visitor, directory: Known) -> Mapping[str, bool]:
    """Whether whoever looks may see what waits for approval, and may bring a definition."""
    duties = {
        duty: has_duty(directory, me.person, duty, door.at)
        for duty in (Duty.AUTHOR, Duty.APPROVER, Duty.AUDITOR)
    }
    return {"reads": any(duties.values()), "writes": duties[Duty.AUTHOR]}


def review_of(due: date, door: Door) -> tuple[Review, str]:
    """How the day of a review stands today by the office's calendar, and the words for that."""
    today = door.at.astimezone(door.settings.office_zone).date()
    t = door.t
    left = (due - today).days
    if left < 0:
        return "late", t.count("sops_review_late", -left)
    if left <= SOON.days:
        return "soon", t.count("sops_review_soon", left)
    return "fine", t("sops_review_fine")


def _row(line: LibraryLine, door: Door, words: Titles) -> Row:
    one, kept = line.summary, line.kept
    review, said = review_of(line.review_due, door)
    closed = 0 if kept is None else kept.closed
    return Row(
        sop=one.sop,
        title=one.title.in_language(door.language),
        number=one.number,
        unit=words.unit(one.unit),
        version=one.version,
        versions=line.versions,
        published=door.instant(one.published_at),
        review=review,
        review_words=said,
        review_day=written_date(line.review_due, door.language),
        running=line.running,
        closed=closed,
        in_time=_share(door, kept, "in_time"),
        clean=_share(door, kept, "clean"),
    )


def _share(door: Door, kept: Kept | None, which: Literal["in_time", "clean"]) -> Share | None:
    if kept is None or not kept.closed:
        return None
    of_them = kept.in_time if which == "in_time" else kept.clean
    percent = round(_ALL * of_them / kept.closed)
    return Share(percent=percent, words=door.t("sops_share", n=of_them, of=kept.closed))


def _matches(row: Row, door: Door) -> bool:
    text = door.asked("text")[:_LONGEST_SEARCH].strip().casefold()
    said = f"{row.title}\n{row.number}\n{row.sop}\n{row.unit}".casefold()
    return text in said and door.asked("review") in {"", row.review}


def _counted(rows: Iterable[Row]) -> tuple[tuple[Review, int], ...]:
    found = [one.review for one in rows]
    return tuple((kind, found.count(kind)) for kind in _REVIEWS)
