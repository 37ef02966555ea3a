"""Deviations in words, what they can be narrowed to, and the same as a file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

from fastapi import APIRouter
from msgspec.structs import replace
from starlette.responses import Response

from api.access import Access, allow
from api.formats import written_date, written_instant
from api.glossary import DEVIATION_KINDS, DEVIATION_STATUSES, Glossary, in_language
from api.identity import let_in
from api.present_deviations import told
from api.reach import reach_in
from api.reads import Reader, Reading
from engine.core.deviations import DeviationKind
from engine.core.directory import Directory
from engine.core.ids import CaseId, SopId, UnitId
from engine.core.text import Frozen, Language
from engine.core.workflow import Workflow
from engine.service import catalogue
from engine.service.board import sight
from engine.service.board_lists import words_of_services
from engine.service.deviation_views import DeviationCounts, DeviationFilter, DeviationSummary
from engine.service.deviations import list_deviations
from engine.service.directory import current
from web.door import AtDoor, Door
from web.pages.board_files import MOST_ROWS, Sheet, csv_file, xlsx_file
from web.pages.board_view import person_name

router = APIRouter()

PAGE = 25
Verdict = Literal["accepted", "corrective", "revise_sop"]
VERDICTS: tuple[Verdict, ...] = ("accepted", "corrective", "revise_sop")
_STATUSES = ("open", "corrective", "accepted", "revise_sop", "withdrawn")
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,59}")
_CASE = re.compile(r"[0-9A-Za-z]{4,40}")
_AFTER = re.compile(r"[0-9a-z]{1,40}/[a-z_]{1,40}:[0-9]{1,10}")
_PART = 500
"""Deviations that are fetched at once for a file."""


class Line(Frozen, frozen=True, kw_only=True):
    """A deviation in a list. `overdue`: its corrective action should have been done."""

    href: str
    case: str
    case_href: str
    kind: str
    title: str
    where: str
    when: str
    status: str
    status_words: str
    charge: str
    reason: str
    overdue: bool


class Tab(Frozen, frozen=True, kw_only=True):
    """Deviations that stand so, and how many."""

    words: str
    count: int
    href: str
    here: bool


class Choices(Frozen, frozen=True, kw_only=True):
    """What a list can be narrowed to, each with how many there are."""

    kinds: tuple[tuple[str, str], ...]
    sops: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]


def filter_asked(door: Door) -> DeviationFilter:
    """What the address asks for; what makes no sense there is left out."""
    sop, unit, case = door.asked("sop"), door.asked("unit"), door.asked("case").strip()
    kind, after = door.asked("kind"), door.asked("after")
    status = next((one for one in _STATUSES if one == door.asked("status")), "")
    late = door.asked("overdue") == "1"
    today = door.at.astimezone(door.settings.office_zone).date()
    return DeviationFilter(
        sop=SopId(sop) if _SLUG.fullmatch(sop) else None,
        unit=UnitId(unit) if _SLUG.fullmatch(unit) else None,
        kind=DeviationKind(kind) if kind in set(DeviationKind) else None,
        status=status,  # type: ignore[arg-type]  # one of those above
        case=CaseId(case) if _CASE.fullmatch(case) else None,
        due_before=today if late else None,
        limit=PAGE,
        after=after if _AFTER.fullmatch(after) else "",
    )


def narrowed(door: Door) -> DeviationFilter:
    """What the address asks for, within reach; with `board`, of the cases that their board is of.

    `within` then names a unit with all below it, as the board does.
    """
    wanted, arrived = filter_asked(door), let_in(door.request)
    if not door.asked("board"):
        return replace(wanted, reach=reach_in(arrived))
    unit = UnitId(door.asked("within"))
    known = unit if unit in arrived.directory.units else None
    person = arrived.identity.person
    return replace(wanted, reach=sight(arrived.directory, person, at=door.at, unit=known))


def asked_of(door: Door, wanted: DeviationFilter) -> dict[str, str]:
    """The address of a filter, without its page and its status."""
    said = {
        "kind": wanted.kind,
        "sop": wanted.sop,
        "unit": wanted.unit,
        "case": wanted.case,
        "board": "1" if door.asked("board") else "",
        "within": door.asked("within") if door.asked("board") else "",
    }
    return {name: str(value) for name, value in said.items() if value}


def lines(door: Door, found: Iterable[DeviationSummary], directory: Directory) -> tuple[Line, ...]:
    """The list in words."""
    return tuple(line(door, one, directory) for one in found)


def line(door: Door, one: DeviationSummary, directory: Directory) -> Line:
    """A deviation in words."""
    language, zone = door.language, door.settings.office_zone
    status = in_language(DEVIATION_STATUSES[one.status], language)
    return Line(
        href=door.links.at(f"/deviations/{one.case}/{one.id}"),
        case=one.case,
        case_href=door.links.case(one.case),
        kind=in_language(DEVIATION_KINDS[one.kind], language),
        title=one.title.in_language(language),
        where="" if one.activity is None else one.activity.in_language(language),
        when=written_instant(one.at, zone, language),
        status=one.status,
        status_words=status[0].upper() + status[1:],
        charge=_charge(door, one, directory),
        reason=one.reason,
        overdue=_is_overdue(one, door.at.astimezone(zone).date()),
    )


def _is_overdue(one: DeviationSummary, today: date) -> bool:
    return one.status == "corrective" and one.due is not None and one.due < today


def _charge(door: Door, one: DeviationSummary, directory: Directory) -> str:
    if one.due is None:
        return ""
    who = person_name(directory, one.owner)
    return door.t("deviations_charge", who=who, day=written_date(one.due, door.language))


def tabs(
    door: Door, wanted: DeviationFilter, counts: DeviationCounts, *, overdue: int
) -> tuple[Tab, ...]:
    """How they stand; each leads to those."""
    asked = asked_of(door, wanted)
    late = wanted.due_before is not None
    found = [
        Tab(
            words=door.t("deviations_all"),
            count=counts.total,
            href=door.links.at("/deviations", **asked),
            here=not wanted.status and not late,
        )
    ]
    for status in _STATUSES:
        words = in_language(DEVIATION_STATUSES[status], door.language)  # type: ignore[index]
        found.append(
            Tab(
                words=words[0].upper() + words[1:],
                count=counts.by_status.get(status, 0),
                href=door.links.at("/deviations", status=status, **asked),
                here=wanted.status == status,
            )
        )
    words = door.t("deviations_overdue")
    href = door.links.at("/deviations", overdue=1, **asked)
    return (*found, Tab(words=words, count=overdue, href=href, here=late))


def choices(
    door: Door, counts: DeviationCounts, directory: Directory, wanted: DeviationFilter
) -> Choices:
    """What there is to choose: what was chosen is there, too, though nothing matches."""
    language = door.language
    titles = {
        one.sop: one.title.in_language(language)
        for one in reversed(catalogue.list_sops(door.database))
    }
    sops = {*counts.by_sop, *([wanted.sop] if wanted.sop else [])}
    units = {*counts.by_unit, *([wanted.unit] if wanted.unit else [])}
    kinds = {*counts.by_kind, *([wanted.kind.value] if wanted.kind else [])}
    named = {str(one.id): one.title.in_language(language) for one in directory.units.values()}
    return Choices(
        kinds=_sorted(counts.by_kind, {one: _kind_words(one, language) for one in kinds}),
        sops=_sorted(counts.by_sop, {str(one): titles.get(SopId(one), one) for one in sops}),
        units=_sorted(counts.by_unit, {str(one): named.get(one, one) for one in units}),
    )


def _kind_words(kind: str, language: Language) -> str:
    return in_language(DEVIATION_KINDS[DeviationKind(kind)], language)


def _sorted(counts: Mapping[str, int], words: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    named = ((one, f"{said} ({counts.get(one, 0)})") for one, said in words.items())
    return tuple(sorted(named, key=lambda pair: pair[1]))


@router.get("/deviations.csv", dependencies=[allow(Access.READS)])
def deviations_csv(door: AtDoor, reading: Reading) -> Response:
    """The list as a table for other programs."""
    return csv_file(_taken_along(door, reading), "alur-penyimpangan")


@router.get("/deviations.xlsx", dependencies=[allow(Access.READS)])
def deviations_xlsx(door: AtDoor, reading: Reading) -> Response:
    """The list as a workbook."""
    return xlsx_file(_taken_along(door, reading), "alur-penyimpangan")


def _taken_along(door: Door, reading: Reader) -> Sheet:
    """The list to be sent; noted before, for whoever breaks off has some of it all the same."""
    wanted = narrowed(door)
    total = list_deviations(door.database, replace(wanted, limit=1, after="")).total
    reading.note_export(f"deviations: {min(total, MOST_ROWS)} rows")
    return _sheet(door, wanted)


_COLUMNS = (
    *("case", "id", "kind", "service", "step", "at", "evidence", "status"),
    *("reason", "owner", "due", "decided_at", "decided_by"),
)


def _sheet(door: Door, wanted: DeviationFilter) -> Sheet:
    return Sheet(
        name=door.t("deviations_title"),
        columns=tuple(door.t(f"deviations_col_{one}") for one in _COLUMNS),
        rows=_rows(door, wanted),
        zone=door.settings.office_zone,
    )


def _rows(door: Door, wanted: DeviationFilter) -> Iterator[tuple[object, ...]]:
    """A part at a time, from where the one before ended."""
    directory = current(door.database)
    words: dict[SopId, Workflow] = {}
    after: str | None = ""
    count = 0
    while after is not None and count < MOST_ROWS:
        part = replace(wanted, limit=_PART, after=after)
        found = list_deviations(door.database, part)
        words |= words_of_services(door.database, {one.sop for one in found.items} - words.keys())
        yield from (_cells(door, one, directory, words) for one in found.items)
        after, count = found.next, count + len(found.items)


def _cells(
    door: Door, one: DeviationSummary, directory: Directory, words: Mapping[SopId, Workflow]
) -> tuple[object, ...]:
    shown = line(door, one, directory)
    zone = door.settings.office_zone
    people = directory.people
    glossary = Glossary(workflow=words[one.sop], language=door.language, zone=zone, people=people)
    return (
        *(one.case, one.id, shown.kind, shown.title, shown.where, one.at),
        told(one.found, glossary),
        *(shown.status_words, one.reason, person_name(directory, one.owner)),
        *(one.due, one.decided_at, person_name(directory, one.decided_by)),
    )
