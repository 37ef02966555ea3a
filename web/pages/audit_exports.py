"""Logs to take away: `/audit/exports`, and how far the one is that is being written.

An export is sent while it is written, by the process that was asked for it; that process alone
knows how far it is. Where several serve, another one may be asked: it then says that it knows
nothing, and nothing is lost but the figure.
"""

import re
from collections import OrderedDict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from threading import Lock
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.disposition import as_download
from api.export_stream import ExportAnswer, ExportProgress, ExportUnderWay
from api.reach import InReach
from engine.core.errors import InputRefused
from engine.core.ids import PersonId, SopId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.service import catalogue
from engine.service.export_order import ExportKind, ExportOrder, ExportQuery, require_sensible
from web.door import AtDoor, Door
from web.visitor import Me

router = APIRouter()

PLACE = "/audit/exports"
_AUDITS = [allow(Access.AUDITS)]
_MOST_KNOWN = 32
_KEY = re.compile(r"[0-9A-Za-z_-]{1,64}")
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,59}")
_A_DAY = timedelta(days=1)
_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)
"""Days outside of these are slips of the keys, and beyond what some clocks can count."""
_ALL = 100
_TOO_MANY = 429


class Kind(Frozen, frozen=True, kw_only=True):
    """What a log can be written as; `file` is the format's name, which no language changes."""

    kind: ExportKind
    form: str
    file: str
    media: str
    ending: str


KINDS: Mapping[str, Kind] = {
    "xes": Kind(kind="xes", form="xes", file="XES", media="application/xml", ending="xes"),
    "ocel": Kind(
        kind="ocel",
        form="sqlite",
        file="OCEL 2.0, SQLite",
        media="application/vnd.sqlite3",
        ending="sqlite",
    ),
    "ocel_json": Kind(
        kind="ocel", form="json", file="OCEL 2.0, JSON", media="application/json", ending="json"
    ),
    "csv_events": Kind(kind="csv", form="events", file="CSV", media="text/csv", ending="csv"),
    "csv_cases": Kind(kind="csv", form="cases", file="CSV", media="text/csv", ending="csv"),
}
"""By the names that forms give them, the first for whoever has no wish."""


class Exports:
    """The exports that this process began of late, by who asked for them and under which key."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: OrderedDict[tuple[PersonId, str], ExportUnderWay] = OrderedDict()

    def begun(self, person: PersonId, key: str, export: ExportUnderWay) -> None:
        """Remember it; the oldest is forgotten."""
        with self._lock:
            self._known[person, key] = export
            self._known.move_to_end((person, key))
            while len(self._known) > _MOST_KNOWN:
                self._known.popitem(last=False)

    def progress(self, person: PersonId, key: str) -> ExportProgress | None:
        """How far theirs is; None: nothing is known of it here."""
        with self._lock:
            found = self._known.get((person, key))
        return None if found is None else found.progress


def exports_of(request: Request) -> Exports:
    """Those of the process that answers."""
    found: Exports = request.app.state.exports
    return found


Begun = Annotated[Exports, Depends(exports_of)]


class Far(Frozen, frozen=True, kw_only=True):
    """How far an export is, in words; `percent` is None while nobody can say."""

    state: str
    words: str
    percent: int | None


@router.get(PLACE, response_class=HTMLResponse, dependencies=_AUDITS)
def page_exports(door: AtDoor, me: Me, begun: Begun) -> Response:
    """Say which logs can be taken away, and how far the one with the address's key is.

    A browser that waits for one gets that alone.
    """
    key = door.asked("key")
    known = begun.progress(me.person, key) if _KEY.fullmatch(key) else None
    far = None if known is None else _far(known, door)
    if door.request.headers.get("hx-request") == "true":
        return door.show("audit_export_far.html", far=far)
    return _page(door, far=far, key=key if far else "")


def _page(
    door: Door,
    *,
    far: Far | None = None,
    key: str = "",
    problems: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    names = ("as", "sop", "since", "until", "only_closed")
    asked = {name: door.asked(name)[:_ALL] for name in names}
    return door.show(
        "audit_exports.html",
        status=status,
        sops=sops_in_force(door),
        kinds=KINDS,
        asked={**asked, "as": asked["as"] if asked["as"] in KINDS else next(iter(KINDS))},
        problems=problems or {},
        far=far,
        key=key,
    )


def sops_in_force(door: Door) -> tuple[tuple[str, str], ...]:
    """The SOPs by their titles in the reader's language."""
    found = {
        str(one.sop): one.title.in_language(door.language)
        for one in catalogue.list_sops(door.database)
        if one.in_force
    }
    return tuple(sorted(found.items(), key=lambda pair: pair[1]))


@router.get(f"{PLACE}/file", dependencies=_AUDITS)
def export_file(door: AtDoor, me: Me, begun: Begun, seen: InReach) -> Response:
    """Write a log and send it as it grows; no personal data is in it."""
    days = {name: day_of(door.asked(name)) for name in ("since", "until")}
    problems = {
        name: door.t("audit_no_day")
        for name, day in days.items()
        if door.asked(name) and day is None
    }
    order = _order(door, days, seen)
    try:
        require_sensible(order)
    except InputRefused:
        problems["until"] = door.t("audit_until_before")
    if problems:
        return _page(door, problems=problems, status=422)
    try:
        export = ExportUnderWay(door.database, order)
    except HTTPException as busy:
        if busy.status_code != _TOO_MANY:
            raise
        return _page(door, problems={"": door.t("audit_x_busy")}, status=_TOO_MANY)
    key = door.asked("key")
    if _KEY.fullmatch(key):
        begun.begun(me.person, key, export)
    export.wait()
    chosen = _chosen(door)
    local = door.at.astimezone(door.settings.office_zone)
    name = f"alur-{chosen.kind}-{local:%Y%m%d-%H%M}.{chosen.ending}"
    return ExportAnswer(export, dict(as_download(name)), chosen.media)


def _chosen(door: Door) -> Kind:
    return KINDS.get(door.asked("as")) or next(iter(KINDS.values()))


def _order(door: Door, days: Mapping[str, date | None], seen: Reach) -> ExportOrder:
    chosen, sop, until = _chosen(door), door.asked("sop"), days["until"]
    for_excel = chosen.kind == "csv" and door.language == "id"
    return ExportOrder(
        kind=chosen.kind,
        form=chosen.form,
        query=ExportQuery(
            sops=(SopId(sop),) if _SLUG.fullmatch(sop) else (),
            opened_from=begin_of(days["since"], door),
            opened_before=begin_of(None if until is None else until + _A_DAY, door),
            only_closed=door.asked("only_closed") == "1",
            reach=seen,
        ),
        separator=";" if for_excel else ",",
        bom=for_excel,
        language=door.language,
        zone=door.settings.office_zone,
        at=door.at,
    )


def day_of(said: str) -> date | None:
    """The day that a field of a form names; None: it names none that can be meant."""
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    return day if _FIRST <= day <= _LAST else None


def begin_of(day: date | None, door: Door) -> datetime | None:
    """When a day begins by the office's clocks."""
    if day is None:
        return None
    return datetime.combine(day, time(), tzinfo=door.settings.office_zone)


def _far(known: ExportProgress, door: Door) -> Far:
    t = door.t
    if known.is_whole:
        words = t("audit_x_done", n=known.events, size=_written_size(known.size, door))
        return Far(state="done", words=words, percent=_ALL)
    if known.is_written:
        return Far(state="failed", words=t("audit_x_failed"), percent=None)
    percent = min(_ALL * known.events // known.total, _ALL) if known.total else None
    words = t("audit_x_far", n=known.events, of=known.total) if known.total else t("audit_x_begun")
    return Far(state="busy", words=words, percent=percent)


def _written_size(size: int, door: Door) -> str:
    """Bytes as people read them, in powers of ten."""
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= factor:
            figure = f"{size / factor:.1f}"
            return f"{figure.replace('.', ',') if door.language == 'id' else figure} {unit}"
    return f"{size} B"
