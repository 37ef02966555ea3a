"""What people hold: a role or a duty is given and ended; somebody stands in (Plh, Plt)."""

from typing import Literal, cast

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.schemas import InDigits
from engine.core.directory_commands import (
    EndAssignment,
    EndSubstitution,
    GrantAssignment,
    NameSubstitute,
)
from engine.core.directory_spans import to_come
from engine.core.errors import InputRefused, NotFound
from engine.core.ids import AssignmentId, PersonId, RoleId, SopId, SubstitutionId, UnitId
from web.admin_desk import (
    AdminDesk,
    AtAdmin,
    Sheet,
    answer_sheet,
    picked,
    show_sheet,
    told_of,
)
from web.admin_fields import Field, Option, since_in, until_in
from web.admin_person_facts import Facts, place_of
from web.forms import Form, Sent
from web.kept import keeps
from web.pages.admin import ADMINISTERS, role_options
from web.pages.admin_person import person_path

router = APIRouter()

_PERSON = "/admin/people/{person}"
_GRANT, _END = f"{_PERSON}/roles/new", f"{_PERSON}/roles/{{number}}/end"
_NAME, _RELIEVE = f"{_PERSON}/substitutes/new", f"{_PERSON}/standing-in/{{number}}/end"


@router.get(_GRANT, response_class=HTMLResponse, dependencies=ADMINISTERS)
def page_grant(person: str, desk: AtAdmin) -> Response:
    """Ask what somebody is to hold."""
    return show_sheet(desk.door, desk.me, _grant_sheet(desk, desk.person_within(person)))


@router.post(
    _GRANT,
    response_class=HTMLResponse,
    dependencies=[
        keeps("role", "unit", "sop", "since", "until", "decree"),
        allow(Access.ADMINISTERS),
    ],
)
def grant(person: str, desk: AtAdmin, form: Sent) -> Response:
    """Give it to them."""
    known = desk.person_within(person)

    def act() -> Response:
        _require_chosen(form, "role", "unit")
        zone = desk.door.settings.office_zone
        command = GrantAssignment(
            by=desk.by,
            person=known,
            role=RoleId(form.one("role")),
            unit=UnitId(form.one("unit")),
            sop=SopId(form.one("sop")) if form.one("sop") else None,
            since=since_in(form, "since", at=desk.door.at, zone=zone),
            until=until_in(form, "until", zone=zone),
            decree=form.one("decree"),
        )
        desk.change(command, form)
        return desk.go(person_path(known), done="granted")

    return answer_sheet(desk, _grant_sheet(desk, known), form, act)


def _require_chosen(form: Form, *names: str) -> None:
    missing = {name: "" for name in names if not form.one(name)}
    if missing:
        raise InputRefused(missing)


def _grant_sheet(desk: AdminDesk, person: PersonId) -> Sheet:
    t, name = desk.t, desk.words.person(person)
    sops = sorted((desk.words.sop(sop), sop) for sop in desk.words.sops)
    return Sheet(
        title=t("admin_grant_to", person=name),
        does=t("admin_grant_do"),
        path=person_path(person, "/roles/new"),
        back=person_path(person),
        back_words=name,
        fields=(
            Field(
                name="role",
                label=t("admin_role"),
                kind="select",
                required=True,
                blank=t("admin_choose"),
                options=role_options(desk),
            ),
            Field(
                name="unit",
                label=t("admin_unit"),
                kind="select",
                required=True,
                blank=t("admin_choose"),
                options=desk.unit_options(),
                hint=t("admin_unit_hint"),
            ),
            Field(
                name="sop",
                label=t("admin_only_sop"),
                kind="select",
                blank=t("admin_every_sop"),
                options=tuple(Option(value=sop, words=said) for said, sop in sops),
            ),
            *span_fields(desk),
            Field(name="decree", label=t("admin_decree"), hint=t("admin_decree_hint")),
        ),
    )


def span_fields(desk: AdminDesk, *, ends: bool = False) -> tuple[Field, Field]:
    """From which day to which; `ends`: there must be a last day."""
    t = desk.t
    today = desk.door.at.astimezone(desk.door.settings.office_zone).date().isoformat()
    since = Field(
        name="since",
        label=t("admin_since"),
        kind="date",
        hint=t("admin_since_hint"),
        more={"min": today},
    )
    until = Field(
        name="until",
        label=t("admin_until"),
        kind="date",
        hint=t("admin_last_day") if ends else t("admin_until_hint"),
        required=ends,
        more={"min": today},
    )
    return since, until


@router.get(_END, response_class=HTMLResponse, dependencies=ADMINISTERS)
def page_end(person: str, number: InDigits, desk: AtAdmin) -> Response:
    """Ask when something that is held ends, and why."""
    known = desk.person_within(person)
    return show_sheet(desk.door, desk.me, _end_sheet(desk, known, number))


@router.post(
    _END,
    response_class=HTMLResponse,
    dependencies=[keeps("until", "reason"), allow(Access.ADMINISTERS)],
)
def end(person: str, number: InDigits, desk: AtAdmin, form: Sent) -> Response:
    """Take it away; open tasks that need it are handed over at once."""
    known = desk.person_within(person)

    def act() -> Response:
        command = EndAssignment(
            by=desk.by,
            person=known,
            assignment=AssignmentId(number),
            until=until_in(form, "until", zone=desk.door.settings.office_zone),
            reason=form.one("reason"),
        )
        changed = desk.change(command, form)
        return desk.go(person_path(known), done="ended", handed=told_of(changed))

    return answer_sheet(desk, _end_sheet(desk, known, number), form, act)


def _end_sheet(desk: AdminDesk, person: PersonId, number: int) -> Sheet:
    held = desk.directory.assignments.get(person, ())
    found = [one for one in held if one.id == number]
    if not found:
        raise NotFound("assignment", number)
    (line,) = Facts(desk.door, desk.words).held(found)
    return _ending(
        desk,
        person,
        f"/roles/{number}/end",
        title=desk.t("admin_end_of", role=line.title, person=desk.words.person(person)),
        rows=((desk.t("admin_unit"), line.where), (desk.t("admin_span_word"), line.span)),
    )


def _ending(
    desk: AdminDesk, person: PersonId, rest: str, *, title: str, rows: tuple[tuple[str, str], ...]
) -> Sheet:
    t = desk.t
    return Sheet(
        title=title,
        does=t("admin_end_do"),
        path=person_path(person, rest),
        back=person_path(person),
        back_words=desk.words.person(person),
        lead=t("admin_end_lead"),
        rows=rows,
        warns=True,
        fields=(
            Field(
                name="until",
                label=t("admin_until"),
                kind="date",
                hint=t("admin_end_hint"),
            ),
            Field(name="reason", label=t("admin_reason"), kind="area"),
        ),
    )


@router.get(_NAME, response_class=HTMLResponse, dependencies=ADMINISTERS)
def page_name(person: str, desk: AtAdmin) -> Response:
    """Ask who stands in for somebody."""
    return show_sheet(desk.door, desk.me, _name_sheet(desk, desk.person_within(person)))


@router.post(
    _NAME,
    response_class=HTMLResponse,
    dependencies=[
        keeps("kind", "held", "substitute", "since", "until", "decree"),
        allow(Access.ADMINISTERS),
    ],
)
def name_substitute(person: str, desk: AtAdmin, form: Sent) -> Response:
    """Let them."""
    known = desk.person_within(person)

    def act() -> Response:
        _require_chosen(form, "held", "substitute", "kind")
        zone = desk.door.settings.office_zone
        role, _, unit = form.one("held").partition("@")
        kind = form.one("kind")
        if kind not in {"plh", "plt"}:
            raise InputRefused({"kind": ""})
        command = NameSubstitute(
            by=desk.by,
            kind=cast("Literal['plh', 'plt']", kind),
            substitute=picked(desk.directory, form.one("substitute")),
            instead_of=known,
            role=RoleId(role),
            unit=UnitId(unit),
            since=since_in(form, "since", at=desk.door.at, zone=zone),
            until=until_in(form, "until", zone=zone),
            decree=form.one("decree"),
        )
        desk.change(command, form)
        return desk.go(person_path(known), done="named")

    return answer_sheet(desk, _name_sheet(desk, known), form, act)


def _name_sheet(desk: AdminDesk, person: PersonId) -> Sheet:
    t, name = desk.t, desk.words.person(person)
    return Sheet(
        title=t("admin_name_substitute_of", person=name),
        does=t("admin_name_do"),
        path=person_path(person, "/substitutes/new"),
        back=person_path(person),
        back_words=name,
        usual={"kind": "plh"},
        fields=(
            Field(
                name="held",
                label=t("admin_role"),
                kind="select",
                required=True,
                blank=t("admin_choose"),
                options=_held_options(desk, person),
                hint=t("admin_held_hint"),
            ),
            Field(
                name="kind",
                label=t("admin_kind"),
                kind="select",
                required=True,
                options=tuple(
                    Option(value=one, words=t(f"admin_kind_{one}")) for one in ("plh", "plt")
                ),
            ),
            Field(
                name="substitute",
                label=t("admin_substitute"),
                kind="pick",
                required=True,
                hint=t("admin_pick_hint"),
                options=desk.people_options(but=person),
            ),
            *span_fields(desk),
            Field(name="decree", label=t("admin_decree"), hint=t("admin_decree_hint")),
        ),
    )


def _held_options(desk: AdminDesk, person: PersonId) -> tuple[Option, ...]:
    """What somebody holds or held: for Plt the place may be empty already."""
    held = desk.directory.assignments.get(person, ())
    ordered = sorted(held, key=lambda one: (not to_come(one, desk.door.at), one.id))
    named = {
        f"{one.role}@{one.unit}": (
            f"{desk.words.role(one.role, one.unit)} · {place_of(desk.words, one.unit)}"
        )
        for one in ordered
        if one.unit in desk.seen.units
    }
    return tuple(Option(value=value, words=words) for value, words in named.items())


@router.get(_RELIEVE, response_class=HTMLResponse, dependencies=ADMINISTERS)
def page_relieve(person: str, number: InDigits, desk: AtAdmin) -> Response:
    """Ask from when on somebody stands in no more."""
    known = desk.person_within(person)
    return show_sheet(desk.door, desk.me, _relieve_sheet(desk, known, number))


@router.post(
    _RELIEVE,
    response_class=HTMLResponse,
    dependencies=[keeps("until", "reason"), allow(Access.ADMINISTERS)],
)
def relieve(person: str, number: InDigits, desk: AtAdmin, form: Sent) -> Response:
    """Let them stand in no more; what they held by it is handed over."""
    known = desk.person_within(person)

    def act() -> Response:
        command = EndSubstitution(
            by=desk.by,
            substitute=known,
            substitution=SubstitutionId(number),
            until=until_in(form, "until", zone=desk.door.settings.office_zone),
            reason=form.one("reason"),
        )
        changed = desk.change(command, form)
        return desk.go(person_path(known), done="substitute_ended", handed=told_of(changed))

    return answer_sheet(desk, _relieve_sheet(desk, known, number), form, act)


def _relieve_sheet(desk: AdminDesk, person: PersonId, number: int) -> Sheet:
    named = desk.directory.substitutions.get(person, ())
    found = [one for one in named if one.id == number and to_come(one, desk.door.at)]
    if not found:
        raise NotFound("substitution", number)
    (line,) = Facts(desk.door, desk.words).standing_in(found)
    title = desk.t("admin_relieve_of", person=desk.words.person(person), other=line.other_name)
    return _ending(
        desk,
        person,
        f"/standing-in/{number}/end",
        title=title,
        rows=(
            (desk.t("admin_role"), f"{line.kind} {line.role}"),
            (desk.t("admin_unit"), line.where),
            (desk.t("admin_span_word"), line.span),
        ),
    )
