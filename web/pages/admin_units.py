"""Units: the tree of them; one is set up, named anew, moved, closed."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.glossary import in_language
from api.present_people import UNIT_KINDS
from engine.core.directory import Unit, UnitKind
from engine.core.directory_commands import AddUnit, ChangeUnit, CloseUnit
from engine.core.errors import InputRefused
from engine.core.ids import SopId, UnitId
from engine.core.text import Frozen, Text
from engine.service import catalogue, people
from engine.service.database import Database
from engine.service.people import PeopleFilter
from web.admin_desk import AdminDesk, AtAdmin, Sheet, answer_sheet, show_sheet
from web.admin_fields import Field, Option, written_end
from web.admin_person_facts import Facts
from web.forms import Form, Sent
from web.kept import keeps
from web.pages.admin import ADMINISTERS

router = APIRouter()

PLACE = "/admin/units"
NEW = f"{PLACE}/new"
_UNIT = f"{PLACE}/{{unit}}"
_DONE = frozenset({"unit_added", "unit_changed", "unit_closed"})
_MOST_TOLD = 20
_KEPT = keeps("unit", "title_id", "title_en", "kind", "parent")


class UnitRow(Frozen, frozen=True, kw_only=True):
    """A unit in the tree, in words; `calendars` are those that its SOPs are told by."""

    unit: UnitId
    title: str
    kind: str
    depth: int
    people: int
    sops: int
    calendars: tuple[str, ...]
    closed: str


@router.get(PLACE, response_class=HTMLResponse, dependencies=ADMINISTERS)
def page_units(desk: AtAdmin) -> Response:
    """Show the units that one looks after, as a tree."""
    served = served_by_unit(desk.door.database)
    tree = people.unit_tree(desk.door.database, at=desk.door.at)
    done = desk.door.asked("done")
    return desk.door.show(
        "admin_units.html",
        desk=desk,
        rows=tuple(
            _row(desk, one.unit, one.depth, one.people, served)
            for one in tree
            if one.unit.id in desk.seen.units
        ),
        said=desk.t(f"admin_done_{done}") if done in _DONE else "",
    )


def served_by_unit(database: Database) -> Mapping[UnitId, Mapping[SopId, str]]:
    """The SOPs in force of each unit, and the calendar that each is told by."""
    found: dict[UnitId, dict[SopId, str]] = {}
    for one in catalogue.list_sops(database):
        if one.in_force:
            workflow = catalogue.find_workflow(database, one.sop, one.version)
            found.setdefault(workflow.unit, {})[one.sop] = workflow.calendar
    return found


def _row(
    desk: AdminDesk,
    unit: Unit,
    depth: int,
    works: int,
    served: Mapping[UnitId, Mapping[SopId, str]],
) -> UnitRow:
    sops = served.get(unit.id, {})
    zone, language = desk.door.settings.office_zone, desk.door.language
    return UnitRow(
        unit=unit.id,
        title=unit.title.in_language(language),
        kind=in_language(UNIT_KINDS[unit.kind], language),
        depth=min(depth, 4),
        people=works,
        sops=len(sops),
        calendars=tuple(sorted(set(sops.values()))),
        closed=written_end(unit.closed_at, zone, language) if unit.closed_at else "",
    )


@router.get(NEW, response_class=HTMLResponse, dependencies=ADMINISTERS)
def page_new(desk: AtAdmin) -> Response:
    """Ask what unit is set up."""
    return show_sheet(desk.door, desk.me, _new_sheet(desk))


@router.post(NEW, response_class=HTMLResponse, dependencies=[_KEPT, allow(Access.ADMINISTERS)])
def add_unit(desk: AtAdmin, form: Sent) -> Response:
    """Set it up."""

    def act() -> Response:
        title, kind, parent = _said(form)
        unit = UnitId(form.one("unit"))
        desk.change(AddUnit(by=desk.by, unit=unit, title=title, kind=kind, parent=parent), form)
        return desk.go(PLACE, done="unit_added")

    return answer_sheet(desk, _new_sheet(desk), form, act)


def _said(form: Form) -> tuple[Text, UnitKind, UnitId | None]:
    kind = form.one("kind")
    if kind not in set(UnitKind):
        raise InputRefused({"kind": ""})
    title = Text(id=form.one("title_id"), en=form.one("title_en"))
    return title, UnitKind(kind), UnitId(form.one("parent")) if form.one("parent") else None


def _fields(desk: AdminDesk, *, but: str = "") -> tuple[Field, ...]:
    t = desk.t
    return (
        Field(name="title_id", label=t("admin_unit_title"), required=True),
        Field(name="title_en", label=t("admin_unit_title_en")),
        Field(
            name="kind",
            label=t("admin_unit_kind"),
            kind="select",
            required=True,
            options=tuple(
                Option(value=one, words=in_language(UNIT_KINDS[one], desk.door.language))
                for one in UnitKind
            ),
            hint=t("admin_unit_kind_hint"),
        ),
        Field(
            name="parent",
            label=t("admin_unit_parent"),
            kind="select",
            blank=t("admin_unit_top"),
            options=tuple(one for one in desk.unit_options() if one.value != but),
        ),
    )


def _new_sheet(desk: AdminDesk) -> Sheet:
    title, *others = _fields(desk)
    named = Field(
        name="unit",
        label=desk.t("admin_unit_id"),
        required=True,
        hint=desk.t("admin_unit_id_hint"),
        more={"maxlength": "60", "autocapitalize": "none", "spellcheck": "false"},
    )
    parent = desk.door.asked("parent")
    return Sheet(
        title=desk.t("admin_add_unit"),
        does=desk.t("admin_add_unit_do"),
        path=NEW,
        back=PLACE,
        back_words=desk.t("admin_units"),
        fields=(title, named, *others),
        usual={"kind": "section" if parent else "agency", "parent": parent},
    )


@router.get(_UNIT, response_class=HTMLResponse, dependencies=ADMINISTERS)
def page_unit(unit: str, desk: AtAdmin) -> Response:
    """Show a unit: who holds what there, its SOPs and calendars, and what changed of it."""
    known, door = desk.unit_within(unit), desk.door
    wanted = PeopleFilter(unit=known, sight=desk.seen)
    held = people.list_assignments(door.database, wanted, at=door.at)
    history = people.list_history(door.database, wanted, limit=_MOST_TOLD)
    facts, served = Facts(door, desk.words), served_by_unit(door.database).get(known, {})
    done = door.asked("done")
    return door.show(
        "admin_unit.html",
        desk=desk,
        row=_row(desk, desk.directory.units[known], 0, len({one.person for one in held}), {}),
        unit=desk.directory.units[known],
        holders=tuple(
            (one.person, desk.words.person(one.person), *facts.held((one,)))
            for one in sorted(held, key=lambda one: (desk.words.person(one.person), one.id))
        ),
        served=tuple((desk.words.sop(sop), name) for sop, name in sorted(served.items())),
        history=facts.changes(history, desk.directory),
        said=desk.t(f"admin_done_{done}") if done in _DONE else "",
    )


@router.get(f"{_UNIT}/edit", response_class=HTMLResponse, dependencies=ADMINISTERS)
def page_edit(unit: str, desk: AtAdmin) -> Response:
    """Ask what is said anew of a unit."""
    return show_sheet(desk.door, desk.me, _edit_sheet(desk, desk.unit_within(unit)))


@router.post(
    f"{_UNIT}/edit",
    response_class=HTMLResponse,
    dependencies=[_KEPT, allow(Access.ADMINISTERS)],
)
def change_unit(unit: str, desk: AtAdmin, form: Sent) -> Response:
    """Say it anew."""
    known = desk.unit_within(unit)

    def act() -> Response:
        title, kind, parent = _said(form)
        desk.change(ChangeUnit(by=desk.by, unit=known, title=title, kind=kind, parent=parent), form)
        return desk.go(f"{PLACE}/{known}", done="unit_changed")

    return answer_sheet(desk, _edit_sheet(desk, known), form, act)


def _edit_sheet(desk: AdminDesk, unit: UnitId) -> Sheet:
    known = desk.directory.units[unit]
    return Sheet(
        title=desk.t("admin_edit_of", person=desk.words.unit(unit)),
        does=desk.t("admin_save"),
        path=f"{PLACE}/{unit}/edit",
        back=f"{PLACE}/{unit}",
        back_words=desk.words.unit(unit),
        fields=_fields(desk, but=unit),
        usual={
            "title_id": known.title.id,
            "title_en": known.title.en,
            "kind": known.kind,
            "parent": known.parent or "",
        },
    )


@router.get(f"{_UNIT}/close", response_class=HTMLResponse, dependencies=ADMINISTERS)
def page_close(unit: str, desk: AtAdmin) -> Response:
    """Tell what stands in the way of closing a unit, and ask whether it is closed."""
    return show_sheet(desk.door, desk.me, _close_sheet(desk, desk.unit_within(unit)))


@router.post(f"{_UNIT}/close", response_class=HTMLResponse, dependencies=ADMINISTERS)
def close_unit(unit: str, desk: AtAdmin, form: Sent) -> Response:
    """Close it: nobody holds anything there."""
    known = desk.unit_within(unit)

    def act() -> Response:
        desk.change(CloseUnit(by=desk.by, unit=known), form)
        return desk.go(PLACE, done="unit_closed")

    return answer_sheet(desk, _close_sheet(desk, known), form, act)


def _close_sheet(desk: AdminDesk, unit: UnitId) -> Sheet:
    wanted = PeopleFilter(unit=unit)
    held = people.list_assignments(desk.door.database, wanted, at=desk.door.at)
    names = dict.fromkeys(desk.words.person(one.person) for one in held)
    below = [
        desk.words.unit(one.id)
        for one in desk.directory.units.values()
        if one.parent == unit and one.closed_at is None
    ]
    none = desk.t("admin_none")
    return Sheet(
        title=desk.t("admin_close_of", unit=desk.words.unit(unit)),
        does=desk.t("admin_close_do"),
        path=f"{PLACE}/{unit}/close",
        back=f"{PLACE}/{unit}",
        back_words=desk.words.unit(unit),
        lead=desk.t("admin_close_lead"),
        rows=(
            (desk.t("admin_still_hold"), ", ".join(names) or none),
            (desk.t("admin_units_below"), ", ".join(below) or none),
        ),
        warns=True,
    )
