"""Roles: who holds which, where nobody does that an SOP needs; and what changed, by whom."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from engine.core.directory import Assignment
from engine.core.ids import PersonId, UnitId
from engine.core.permit import is_duty
from engine.core.standing import units_within
from engine.core.text import Frozen
from engine.service import catalogue, people
from engine.service.people import PeopleFilter
from web.admin_desk import AdminDesk, AtAdmin
from web.admin_fields import written_end
from web.admin_person_facts import Facts, place_of
from web.pages.admin import ADMINISTERS, page_asked
from web.role_holders import Gap, gaps

router = APIRouter()

ROLES, HISTORY = "/admin/roles", "/admin/history"
PAGE = 50
"""Changes a page."""
_MOST_PAGES = 100
_MOST_HOLDERS = 400


class GapLine(Frozen, frozen=True, kw_only=True):
    """A gap, in words."""

    want: str
    words: str
    role: str
    unit: str
    sop: str
    steps: str


class Holder(Frozen, frozen=True, kw_only=True):
    """Somebody who holds a role in a unit."""

    person: PersonId
    name: str
    span: str
    begins: bool
    only: str


@router.get(ROLES, response_class=HTMLResponse, dependencies=ADMINISTERS)
def page_roles(desk: AtAdmin) -> Response:
    """Show who holds which role, by unit, and where somebody is missing."""
    asked = desk.door.asked("unit")
    unit = UnitId(asked) if asked in desk.seen.units else None
    wanted = PeopleFilter(unit=unit, sight=desk.seen)
    held = people.list_assignments(desk.door.database, wanted, at=desk.door.at)
    return desk.door.show(
        "admin_roles.html",
        desk=desk,
        units=desk.unit_options(),
        unit=unit or "",
        gaps=tuple(_gap_line(desk, one) for one in _gaps(desk, unit)),
        roles=_by_role(desk, held[:_MOST_HOLDERS]),
        cut=len(held) - _MOST_HOLDERS,
    )


def _gaps(desk: AdminDesk, unit: UnitId | None) -> tuple[Gap, ...]:
    database = desk.door.database
    units = desk.seen.units if unit is None else units_within(desk.directory, unit)
    workflows = [
        catalogue.find_workflow(database, one.sop, one.version)
        for one in catalogue.list_sops(database)
        if one.in_force
    ]
    found = gaps(desk.directory, workflows, desk.door.at)
    return tuple(one for one in found if one.unit in units)


def _gap_line(desk: AdminDesk, gap: Gap) -> GapLine:
    zone, language = desk.door.settings.office_zone, desk.door.language
    until = written_end(gap.until, zone, language) if gap.until else ""
    names = ", ".join(desk.words.person(one) for one in gap.people)
    return GapLine(
        want=gap.want,
        words=desk.t(f"admin_gap_{gap.want}", people=names, until=until),
        role=desk.words.role(gap.role, gap.unit),
        unit=desk.words.unit(gap.unit),
        sop=desk.words.sop(gap.sop),
        steps=desk.door.t.count("admin_gap_steps", gap.steps),
    )


_Roles = tuple[tuple[str, bool, tuple[tuple[str, tuple[Holder, ...]], ...]], ...]
"""Title, whether it is a duty, and by unit who holds it."""


def _by_role(desk: AdminDesk, held: tuple[Assignment, ...]) -> _Roles:
    found: dict[tuple[bool, str], dict[str, list[Holder]]] = {}
    facts = Facts(desk.door, desk.words)
    for one in held:
        key = is_duty(one.role), desk.words.role(one.role, one.unit)
        holder = Holder(
            person=one.person,
            name=desk.words.person(one.person),
            span=facts.span(one.since, one.until) if _is_told(desk, one) else "",
            begins=one.since > desk.door.at,
            only=desk.words.sop(one.sop) if one.sop else "",
        )
        found.setdefault(key, {}).setdefault(place_of(desk.words, one.unit), []).append(holder)
    return tuple(
        (title, duty, _sorted(by_unit)) for (duty, title), by_unit in sorted(found.items())
    )


def _is_told(desk: AdminDesk, one: Assignment) -> bool:
    return one.until is not None or one.since > desk.door.at


def _sorted(by_unit: Mapping[str, list[Holder]]) -> tuple[tuple[str, tuple[Holder, ...]], ...]:
    return tuple(
        (unit, tuple(sorted(some, key=lambda one: one.name)))
        for unit, some in sorted(by_unit.items())
    )


@router.get(HISTORY, response_class=HTMLResponse, dependencies=ADMINISTERS)
def page_history(desk: AtAdmin) -> Response:
    """Show who changed what of people and units, the newest first."""
    asked = desk.door.asked
    person = PersonId(asked("person")) if asked("person") in desk.seen.people else None
    unit = UnitId(asked("unit")) if asked("unit") in desk.seen.units else None
    page = page_asked(asked("page"), most=_MOST_PAGES)
    wanted = PeopleFilter(person=person, unit=unit, sight=desk.seen)
    found = people.list_history(desk.door.database, wanted, limit=page * PAGE + 1)
    facts = Facts(desk.door, desk.words)
    return desk.door.show(
        "admin_history.html",
        desk=desk,
        person=person or "",
        person_name=desk.words.person(person) if person else "",
        unit=unit or "",
        units=desk.unit_options(open_only=False),
        people=desk.people_options(),
        lines=facts.changes(found[(page - 1) * PAGE : page * PAGE], desk.directory),
        page=page,
        more=len(found) > page * PAGE,
    )
