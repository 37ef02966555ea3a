"""The cases behind a number of the board: `/board/cases`, as a page, as CSV, as XLSX."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from engine.core.ids import SopId
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.service.board_lists import (
    Pressing,
    Wanted,
    Zone,
    cases_for_file,
    cases_on_board,
    words_of_services,
)
from engine.service.workload import start_of_day
from web.door import AtDoor, Door
from web.due import Due
from web.pages.board import Asked, AtBoard, scene_of
from web.pages.board_files import MOST_ROWS, Sheet, csv_file, xlsx_file
from web.pages.board_runway import AXIS, Scene
from web.pages.board_used import Used, used_cell, used_words
from web.pages.board_view import who_has

router = APIRouter()

PAGE = 50
_MOST_PAGES = 400
_ZONES: dict[str, Zone] = {"late": "late", "soon": "soon", "fine": "fine", "untimed": "untimed"}


class Row(Frozen, frozen=True, kw_only=True):
    """A line of the list, in words."""

    case: str
    title: str
    due: Due
    percent: str
    step: str
    who: str
    href: str


@router.get("/board/cases", response_class=HTMLResponse, dependencies=[allow(Access.OVERSEES)])
def page_cases(door: AtDoor, asked: AtBoard) -> HTMLResponse:
    """Show the cases behind a number, the one due first before the others."""
    wanted = _wanted(door, asked)
    number = page_number(door)
    found = cases_on_board(door.database, wanted, at=door.at, limit=PAGE, skip=PAGE * (number - 1))
    kept = dict(asked.kept) | _kept(wanted)
    return door.show(
        "board_cases.html",
        rows=tuple(_rows(door, asked, found.items)),
        total=scene_of(door, asked).number(found.total),
        count=found.total,
        most=scene_of(door, asked).number(MOST_ROWS) if found.total > MOST_ROWS else "",
        first=PAGE * (number - 1) + 1,
        kept=kept,
        zone=wanted.zone or "",
        sop_title=_sop_title(door, wanted.sop),
        between=_between(door, wanted),
        previous=number - 1,
        following=number + 1 if PAGE * number < found.total else 0,
    )


@router.get("/board/cases.csv", dependencies=[allow(Access.OVERSEES)])
def cases_csv(door: AtDoor, asked: AtBoard) -> Response:
    """The same as a table for other programs."""
    return csv_file(_sheet(door, asked), "alur-papan")


@router.get("/board/cases.xlsx", dependencies=[allow(Access.OVERSEES)])
def cases_xlsx(door: AtDoor, asked: AtBoard) -> Response:
    """The same as a workbook."""
    return xlsx_file(_sheet(door, asked), "alur-papan")


def _sheet(door: Door, asked: Asked) -> Sheet:
    wanted = _wanted(door, asked)
    found = cases_for_file(door.database, wanted, at=door.at, limit=MOST_ROWS)
    names = ("case", "service", "unit", "opened", "due", "state", "percent", "step", "holder")
    return Sheet(
        name=door.t("board_cases"),
        columns=tuple(door.t(f"board_col_{name}") for name in names),
        rows=_lines(door, asked, found),
        zone=door.settings.office_zone,
    )


def _lines(door: Door, asked: Asked, found: Iterable[Pressing]) -> Iterator[tuple[object, ...]]:
    words: dict[SopId, Workflow] = {}
    used = Used(door.database, scene_of(door, asked).office, at=door.at)
    for one in found:
        if one.mark.sop not in words:
            words |= words_of_services(door.database, {one.mark.sop})
        yield _cells(door, asked, one, words, used)


def _cells(
    door: Door, asked: Asked, one: Pressing, words: dict[SopId, Workflow], used: Used
) -> tuple[object, ...]:
    mark, language = one.mark, door.language
    unit = asked.directory.units.get(mark.unit)
    return (
        mark.case,
        words[mark.sop].title.in_language(language),
        unit.title.in_language(language) if unit else mark.unit,
        mark.opened_at,
        mark.due,
        door.t(f"board_zone_{mark.zone}"),
        used_cell(mark, used.of(mark)),
        "" if one.task is None else one.task.activity.in_language(language),
        who_has(one, asked.directory, door.t),
    )


def _rows(door: Door, asked: Asked, items: tuple[Pressing, ...]) -> Iterator[Row]:
    words = words_of_services(door.database, {one.mark.sop for one in items})
    scene = scene_of(door, asked)
    used = Used(door.database, scene.office, at=door.at)
    for one in items:
        mark = one.mark
        yield Row(
            case=mark.case,
            title=words[mark.sop].title.in_language(door.language),
            due=_due(door, scene, one),
            percent=used_words(mark, used.of(mark), door.language),
            step="" if one.task is None else one.task.activity.in_language(door.language),
            who=who_has(one, asked.directory, door.t),
            href=door.links.case(mark.case),
        )


def _due(door: Door, scene: Scene, one: Pressing) -> Due:
    mark = one.mark
    if mark.zone == "untimed":
        return Due(kind="none", words=door.t("board_zone_untimed"), when="")
    paused = mark.stands and mark.zone != "late"
    told = scene.due(mark, door.at, paused=paused)
    kind = "paused" if paused else mark.zone
    return Due(kind=kind, words=told.words, when=told.when, at=told.at)


def _wanted(door: Door, asked: Asked) -> Wanted:
    return Wanted(
        reach=asked.reach,
        zone=_ZONES.get(door.asked("zone")),
        stands=door.asked("stands") == "1",
        sop=asked.sop,
        low=_percent(door.asked("low")),
        high=_percent(door.asked("high")),
        due_until=_end_of_day(door) if door.asked("due") == "today" else None,
    )


def _end_of_day(door: Door) -> datetime:
    zone = door.settings.office_zone
    return start_of_day(start_of_day(door.at, zone) + timedelta(hours=36), zone)


def _percent(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) <= len(str(AXIS)) else None


def _kept(wanted: Wanted) -> dict[str, str]:
    said = {
        "zone": wanted.zone,
        "stands": "1" if wanted.stands else None,
        "low": wanted.low,
        "high": wanted.high,
        "due": None if wanted.due_until is None else "today",
    }
    return {name: str(value) for name, value in said.items() if value is not None}


def page_number(door: Door) -> int:
    """Which page of a list is asked for, from 1 on."""
    said = door.asked("page")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < len("10000") else 1
    return min(max(number, 1), _MOST_PAGES)


def _sop_title(door: Door, sop: SopId | None) -> str:
    if sop is None:
        return ""
    return words_of_services(door.database, {sop})[sop].title.in_language(door.language)


def _between(door: Door, wanted: Wanted) -> str:
    if wanted.due_until is not None:
        return door.t("board_due_ahead")
    if wanted.low is None:
        return ""
    if wanted.high is None:
        return door.t("board_beyond", low=wanted.low)
    return door.t("board_between", low=wanted.low, high=wanted.high)
