"""What else is behind the numbers of the board: tasks, cases that ended or began, steps done."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.access import Access, allow
from api.formats import written_instant, written_month, written_number, written_weekday
from api.glossary import STANDINGS, in_language
from engine.core.directory import Directory
from engine.core.events import Result
from engine.core.ids import PersonId, StepId
from engine.core.text import Frozen
from engine.service.board_endings import STEP_DAYS
from engine.service.board_lists import (
    Ended,
    EndedWanted,
    Opened,
    Taken,
    TaskDue,
    TasksWanted,
    Which,
    ended_on_board,
    opened_on_board,
    steps_on_board,
    tasks_on_board,
    words_of_services,
)
from engine.service.office_time import OfficeTime
from engine.service.views import TaskView
from engine.service.workload import start_of_day
from web.door import AtDoor, Door
from web.due import Due, DueKind, due_words
from web.pages.board import AtBoard
from web.pages.board_cases import PAGE, page_number
from web.pages.board_view import person_name, work_words

router = APIRouter()

_WHICH: tuple[Which, ...] = ("timed", "on_time", "late", "completed")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"\d{4}-\d{2}")
_PERSON = re.compile(r"\S{1,100}")


class Row(Frozen, frozen=True, kw_only=True):
    """A line of a list: a case, how it stands, what else there is to say of it."""

    case: str
    title: str
    href: str
    more: str = ""
    right: str = ""
    due: Due | None = None
    late: bool = False
    act_href: str = ""


class Tab(Frozen, frozen=True, kw_only=True):
    """Another list beside this one."""

    words: str
    href: str
    here: bool


class Shown(Frozen, frozen=True, kw_only=True):
    """A list: what it is of, its tabs, its rows, and where it stands among its pages."""

    title: str
    lead: str
    rows: tuple[Row, ...]
    total: int
    path: str
    kept: dict[str, str]
    tabs: tuple[Tab, ...] = ()
    heads: tuple[str, str] = ("", "")


@router.get("/board/tasks", response_class=HTMLResponse, dependencies=[allow(Access.OVERSEES)])
def page_tasks(door: AtDoor, asked: AtBoard) -> HTMLResponse:
    """Show the open tasks that somebody holds; without a holder, those that nobody has taken up."""
    said = door.asked("holder")
    holder = PersonId(said) if _PERSON.fullmatch(said) else None
    overdue = door.asked("overdue") == "1"
    wanted = TasksWanted(reach=asked.reach, person=holder, overdue=overdue)
    skip = PAGE * (page_number(door) - 1)
    found = tasks_on_board(door.database, wanted, at=door.at, limit=PAGE, skip=skip)
    kept = dict(asked.kept) | ({"holder": said} if holder else {})
    office = OfficeTime(door.database, at=door.at)
    name = person_name(asked.directory, holder) if holder else door.t("board_unclaimed")
    tabs = tuple(
        Tab(
            words=door.t(words),
            href=door.links.at("/board/tasks", **kept, overdue=more),
            here=overdue is bool(more),
        )
        for words, more in (("board_tasks_all", ""), ("board_tasks_late", "1"))
    )
    return _page(
        door,
        Shown(
            title=name,
            lead=door.t.count("board_tasks", found.total),
            rows=tuple(_task(door, office, asked.directory, *one) for one in found.items),
            total=found.total,
            path="/board/tasks",
            kept=kept | ({"overdue": "1"} if overdue else {}),
            tabs=tabs,
            heads=(door.t("board_col_due"), door.t("board_col_holder")),
        ),
    )


def _task(
    door: Door, office: OfficeTime, directory: Directory, task: TaskView, waiting: TaskDue
) -> Row:
    zone = door.settings.office_zone
    row = waiting.task
    told = due_words(
        waiting.due,
        at=door.at,
        paused=bool(task.pause),
        speech=door.t,
        zone=zone,
        worked=partial(office.between, row.sop, row.version),
    )
    role = "" if task.role_title is None else task.role_title.in_language(door.language)
    return Row(
        case=task.case,
        title=task.activity.in_language(door.language),
        href=door.links.case(task.case),
        more=person_name(directory, task.assignee) if task.assignee else role,
        due=told,
        act_href=door.links.at(f"/board/cases/{task.case}/tasks/{task.activation}"),
    )


@router.get("/board/ended", response_class=HTMLResponse, dependencies=[allow(Access.OVERSEES)])
def page_ended(door: AtDoor, asked: AtBoard) -> HTMLResponse:
    """Show the cases that ended on a day or in a month: those in time, those late."""
    since, until, words, kept = _days(door)
    which: Which = next((one for one in _WHICH if one == door.asked("which")), "timed")
    wanted = EndedWanted(reach=asked.reach, since=since, until=until, which=which)
    skip = PAGE * (page_number(door) - 1)
    found = ended_on_board(door.database, wanted, limit=PAGE, skip=skip)
    kept = dict(asked.kept) | kept
    tabs = tuple(
        Tab(
            words=door.t(f"board_ended_{one}"),
            href=door.links.at("/board/ended", **kept, which=one),
            here=one == which,
        )
        for one in _WHICH
    )
    return _page(
        door,
        Shown(
            title=words,
            lead=door.t.count("board_ended", found.total),
            rows=tuple(_ended(door, found.items)),
            total=found.total,
            path="/board/ended",
            kept=kept | {"which": which},
            tabs=tabs,
            heads=(door.t("board_col_result"), door.t("board_col_worked")),
        ),
    )


def _days(door: Door) -> tuple[date, date, str, dict[str, str]]:
    """The days that are asked for; without any, those of this month so far."""
    day, month = door.asked("day"), door.asked("month")
    today = door.at.astimezone(door.settings.office_zone).date()
    on = _date(day) if _DAY.fullmatch(day) else None
    if on is not None and on < date.max:
        return on, on + timedelta(days=1), written_weekday(on, door.language), {"day": day}
    first = (_date(f"{month}-01") if _MONTH.fullmatch(month) else None) or today.replace(day=1)
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    kept = {"month": f"{first:%Y-%m}"}
    return first, following, written_month(first, door.language), kept


def _date(said: str) -> date | None:
    """The day; None where there is none of that name, nor a month after it."""
    try:
        found = date.fromisoformat(said)
    except ValueError:
        return None
    return found if found.year < date.max.year else None


_IN_TIME: Mapping[bool | None, tuple[DueKind, str]] = {
    True: ("fine", "board_in_time"),
    False: ("late", "board_too_late"),
    None: ("none", "board_not_timed"),
}


def _ended(door: Door, items: Iterable[Ended]) -> Iterator[Row]:
    items = tuple(items)
    words = words_of_services(door.database, {one.sop for one in items})
    for one in items:
        kind, told = _IN_TIME[one.on_time]
        yield Row(
            case=one.case_id,
            title=words[one.sop].title.in_language(door.language),
            href=door.links.case(one.case_id),
            more=_result(door, one.result),
            right=work_words(one.worked, door.t),
            due=Due(kind=kind, words=door.t(told), when=_instant(door, one.closed_at)),
        )


def _result(door: Door, result: Result | None) -> str:
    words = in_language(STANDINGS[result or "running"], door.language)
    return words[0].upper() + words[1:]


@router.get("/board/opened", response_class=HTMLResponse, dependencies=[allow(Access.OVERSEES)])
def page_opened(door: AtDoor, asked: AtBoard) -> HTMLResponse:
    """Show the cases opened since the office's day began, whatever became of them."""
    since = start_of_day(door.at, door.settings.office_zone)
    skip = PAGE * (page_number(door) - 1)
    found = opened_on_board(door.database, asked.reach, since=since, limit=PAGE, skip=skip)
    return _page(
        door,
        Shown(
            title=door.t("board_opened_title"),
            lead=door.t.count("board_matches", found.total),
            rows=tuple(_opened(door, found.items)),
            total=found.total,
            path="/board/opened",
            kept=dict(asked.kept),
            heads=(door.t("board_col_opened"), door.t("board_col_result")),
        ),
    )


def _opened(door: Door, items: Iterable[Opened]) -> Iterator[Row]:
    items = tuple(items)
    words = words_of_services(door.database, {one.sop for one in items})
    for one in items:
        yield Row(
            case=one.case,
            title=words[one.sop].title.in_language(door.language),
            href=door.links.case(one.case),
            more=_result(door, one.result),
            right=_instant(door, one.opened_at),
        )


def _instant(door: Door, at: datetime) -> str:
    return written_instant(at, door.settings.office_zone, door.language)


@router.get("/board/steps", response_class=HTMLResponse, dependencies=[allow(Access.OVERSEES)])
def page_steps(door: AtDoor, asked: AtBoard) -> HTMLResponse:
    """Show each time that a step was done of late, and how long it took: the slowest first."""
    said = door.asked("step")
    step = StepId(said)
    sop = asked.sop
    found: tuple[Taken, ...] = ()
    title, lead = door.t("board_slow"), ""
    if sop is not None:
        workflow = words_of_services(door.database, {sop})[sop]
        known = workflow.step(step)
        title = title if known is None else known.activity.in_language(door.language)
        found = steps_on_board(door.database, asked.reach, sop, step, at=door.at)
        lead = workflow.title.in_language(door.language)
    first = PAGE * (page_number(door) - 1)
    rows = tuple(_step(door, asked.directory, one) for one in found[first : first + PAGE])
    return _page(
        door,
        Shown(
            title=title,
            lead=door.t.count("board_steps", len(found), service=lead, days=STEP_DAYS),
            rows=rows,
            total=len(found),
            path="/board/steps",
            kept=dict(asked.kept) | {"step": step},
            heads=(door.t("board_col_taken"), door.t("board_col_finished")),
        ),
    )


def _step(door: Door, directory: Directory, one: Taken) -> Row:
    took, standard = work_words(one.seconds, door.t), work_words(one.standard, door.t)
    late = one.seconds > one.standard
    words = door.t("board_took", taken=took, standard=standard)
    return Row(
        case=one.done.case_id,
        title=person_name(directory, one.done.finished_by),
        href=door.links.case(one.done.case_id),
        due=Due(kind="late" if late else "fine", words=words, when=""),
        right=_instant(door, one.done.finished_at),
        late=late,
    )


def _page(door: Door, shown: Shown) -> HTMLResponse:
    number = page_number(door)
    last = PAGE * number
    return door.show(
        "board_list.html",
        shown=shown,
        total=written_number(str(shown.total), door.language),
        first=PAGE * (number - 1) + 1,
        previous=number - 1,
        following=number + 1 if last < shown.total else 0,
        board_asked={name: shown.kept.get(name, "") for name in ("unit", "sop")},
    )
