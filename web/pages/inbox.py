"""The inbox: `/inbox`; what an officer has to do, may claim, waits for, is named in, has done."""

import csv
import io
from collections.abc import Iterable

from fastapi import APIRouter
from msgspec.structs import replace
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.disposition import as_download
from api.formats import written_instant
from engine.core.export_text import cell
from engine.service.inbox import MOST_SHOWN, InboxTask, count_come
from web.pages.inbox_asked import PLACE, asked_in
from web.pages.inbox_preview import preview_of
from web.pages.inbox_sight import AtInbox, Sight, clock_at, instant_asked, page, show
from web.pages.inbox_view import Teller
from web.rendering import NOT_STORED

router = APIRouter()

_COLUMNS = ("code", "service", "task", "step", "applicant", "due", "state", "who", "opened")
_BYTE_ORDER_MARK = "\ufeff"
"""By it a spreadsheet knows that the file is UTF-8."""


@router.api_route(
    PLACE,
    methods=["GET", "HEAD"],
    response_class=HTMLResponse,
    dependencies=[allow(Access.READS)],
)
def page_inbox(sight: AtInbox) -> Response:
    """Show the tasks that the address asks for."""
    return show(sight, asked_in(sight.door.request.query_params))


@router.get(f"{PLACE}/preview", response_class=HTMLResponse, dependencies=[allow(Access.READS)])
def show_preview(sight: AtInbox) -> Response:
    """Show one task, as it stands beside the list: a part of a page."""
    asked, door = asked_in(sight.door.request.query_params), sight.door
    teller = _teller(sight)
    return door.show(
        "inbox_preview.html",
        query=asked.query,
        preview=preview_of(door, sight.reading, sight.reach, teller),
        asked=asked,
    )


@router.get(f"{PLACE}/news", response_class=HTMLResponse, dependencies=[allow(Access.READS)])
def show_news(sight: AtInbox) -> Response:
    """Tell how many tasks came since the page was made: a part of a page."""
    door = sight.door
    asked, since = asked_in(door.request.query_params), instant_asked(door.asked("since"))
    tab = asked.query.tab
    counts = tab in {"mine", "claimable", "waiting"} and since is not None
    come = count_come(door.database, sight.me.person, tab, since=since) if since and counts else 0
    address = door.links.at(PLACE, **asked.address())
    as_of = clock_at(door, since or door.at)
    return door.show("inbox_news.html", come=come, address=address, as_of=as_of)


@router.get(f"{PLACE}/tasks.csv", dependencies=[allow(Access.READS)])
def save_tasks(sight: AtInbox) -> Response:
    """The list as a file for a spreadsheet, at most `MOST_SHOWN` tasks."""
    asked = asked_in(sight.door.request.query_params)
    whole = replace(asked, query=replace(asked.query, shown=MOST_SHOWN))
    found = page(sight, whole)
    tasks = tuple(task for group in found.groups for task in group.tasks)
    sight.reading.note_export(f"inbox: {len({one.task.case for one in tasks})} cases")
    day = sight.door.at.astimezone(sight.door.settings.office_zone).date().isoformat()
    headers = {**as_download(f"inbox-{day}.csv"), **NOT_STORED}
    body = _BYTE_ORDER_MARK + _csv(sight, tasks)
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


def _csv(sight: Sight, tasks: Iterable[InboxTask]) -> str:
    door, teller = sight.door, _teller(sight)
    written = io.StringIO()
    out = csv.writer(written, delimiter=";" if door.language == "id" else ",")
    out.writerow(door.t(f"inbox_csv_{name}") for name in _COLUMNS)
    for task in tasks:
        out.writerow(cell(said) for said in _cells(teller, task))
    return written.getvalue()


def _cells(teller: Teller, one: InboxTask) -> tuple[str, ...]:
    door, row = teller.door, teller.row(one)
    zone, language = door.settings.office_zone, door.language
    return (
        row.case,
        row.service,
        row.activity,
        f"{one.task.number}/{one.steps}",
        row.applicant,
        "" if one.due is None else written_instant(one.due, zone, language),
        f"{row.due.words} {row.waits}".strip(),
        row.who,
        written_instant(one.task.opened_at, zone, language),
    )


def _teller(sight: Sight) -> Teller:
    asked = asked_in(sight.door.request.query_params)
    return Teller(
        sight.door,
        sight.titles,
        sight.me.person,
        asked,
        new_since=sight.door.at,
    )
