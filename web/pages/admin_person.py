"""One person: what is kept of them, what they hold, who stands in; they change, leave, return."""

from collections.abc import Mapping
from datetime import datetime

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from engine.core.directory_commands import ChangePerson, LetGo, TakeBack
from engine.core.ids import PersonId
from engine.service import people
from web.account_facts import away_until
from web.admin_account_facts import access_counts, account_facts, may_see_account
from web.admin_desk import (
    PAST_SUBSTITUTE,
    QUEUE,
    AdminDesk,
    AtAdmin,
    Sheet,
    answer_sheet,
    show_sheet,
    told_of,
)
from web.admin_fields import Field, written_end
from web.admin_person_facts import Facts, present
from web.forms import Sent
from web.kept import keeps
from web.pages.admin import ADMINISTERS, PLACE, described, person_fields
from web.roles import initials

router = APIRouter()

_DONE = frozenset(
    {
        *("added", "changed", "granted", "ended", "named", "substitute_ended", "away", "back"),
        *("left", "returned", "locked", "unlocked", "sessions", "token", "tokens"),
    }
)
_QUEUES = {QUEUE: "admin_handed_queue", PAST_SUBSTITUTE: "admin_handed_barred"}
_MOST_TOLD = 20
_MOST_HANDED = 1_000_000


def person_path(person: str, rest: str = "") -> str:
    """The address of a person's page, or of a form about them."""
    return f"{PLACE}/people/{person}{rest}"


@router.get(f"{PLACE}/people/{{person}}", response_class=HTMLResponse, dependencies=ADMINISTERS)
def page_person(person: str, desk: AtAdmin) -> Response:
    """Show somebody whom one looks after."""
    door = desk.door
    view = people.show_person(door.database, PersonId(person), at=door.at, sight=desk.seen)
    known, facts = view.person.id, Facts(door, desk.words)
    held, away = facts.held(view.assignments), facts.away(view.absences)
    done = door.asked("done")
    return door.show(
        "admin_person.html",
        desk=desk,
        view=view,
        person=view.person,
        path=person_path(view.person.id),
        initials=initials(view.person.name),
        left=_end(desk, view.person.left_at),
        away_until=_end(desk, away_until(desk.directory, view.person.id, door.at)),
        held=tuple(one for one in held if not one.over),
        held_before=tuple(one for one in held if one.over),
        stands_in=facts.standing_in(view.stands_in),
        stood_in=facts.stood_in(view.stood_in),
        away=tuple(one for one in away if not one.over),
        away_before=tuple(one for one in away if one.over),
        account=account_facts(desk, known) if may_see_account(desk, known) else None,
        history=facts.changes(view.history, desk.directory)[::-1][:_MOST_TOLD],
        said=door.t(f"admin_done_{done}") if done in _DONE else "",
        handed=handed_words(desk, door.asked("handed")),
        is_self=view.person.id == desk.me.person,
    )


def _end(desk: AdminDesk, at: datetime | None) -> str:
    if at is None:
        return ""
    return written_end(at, desk.door.settings.office_zone, desk.door.language)


def _number(said: str) -> int:
    """What an address says; nothing where it is none, or larger than any told."""
    is_one = said.isascii() and said.isdecimal() and len(said) < len(str(_MOST_HANDED))
    return int(said) if is_one else 0


def handed_words(desk: AdminDesk, told: str) -> tuple[str, ...]:
    """Whom tasks went to, from `told_of`; what cannot be read is left out."""
    found = []
    for part in told.split(",")[:_MOST_TOLD]:
        to, _, count = part.rpartition(":")
        n = _number(count)
        if not n:
            continue
        if to in _QUEUES:
            found.append(desk.door.t.count(_QUEUES[to], n))
        elif to in desk.directory.people:
            name = desk.words.person(PersonId(to))
            found.append(desk.door.t.count("admin_handed_to", n, person=name))
    return tuple(found)


@router.get(
    f"{PLACE}/people/{{person}}/edit", response_class=HTMLResponse, dependencies=ADMINISTERS
)
def page_edit(person: str, desk: AtAdmin) -> Response:
    """Ask what is said anew of somebody."""
    return show_sheet(desk.door, desk.me, _edit_sheet(desk, desk.person_within(person)))


@router.post(
    f"{PLACE}/people/{{person}}/edit",
    response_class=HTMLResponse,
    dependencies=[keeps("name", "nip", "email", "phone"), allow(Access.ADMINISTERS)],
)
def change_person(person: str, desk: AtAdmin, form: Sent) -> Response:
    """Say it anew."""
    known = desk.person_within(person)

    def act() -> Response:
        desk.change(ChangePerson(by=desk.by, person=known, **described(form)), form)
        return desk.go(person_path(known), done="changed")

    return answer_sheet(desk, _edit_sheet(desk, known), form, act)


def _edit_sheet(desk: AdminDesk, person: PersonId) -> Sheet:
    known = desk.directory.people[person]
    usual = {"name": known.name, "nip": known.nip, "email": known.email, "phone": known.phone}
    return Sheet(
        title=desk.t("admin_edit_of", person=known.name),
        does=desk.t("admin_save"),
        path=person_path(person, "/edit"),
        back=person_path(person),
        back_words=known.name,
        fields=person_fields(desk, is_new=False),
        usual=usual,
    )


@router.get(
    f"{PLACE}/people/{{person}}/leave", response_class=HTMLResponse, dependencies=ADMINISTERS
)
def page_leave(person: str, desk: AtAdmin) -> Response:
    """Tell what ends when somebody leaves, and ask whether they do."""
    return show_sheet(desk.door, desk.me, _leave_sheet(desk, desk.person_within(person)))


@router.post(
    f"{PLACE}/people/{{person}}/leave",
    response_class=HTMLResponse,
    dependencies=[keeps("reason"), allow(Access.ADMINISTERS)],
)
def let_go(person: str, desk: AtAdmin, form: Sent) -> Response:
    """Somebody leaves; their open tasks go on with others."""
    known = desk.person_within(person)

    def act() -> Response:
        command = LetGo(by=desk.by, person=known, reason=form.one("reason"))
        changed = desk.change(command, form)
        return desk.go(person_path(known), done="left", handed=told_of(changed))

    return answer_sheet(desk, _leave_sheet(desk, known), form, act)


def _leave_sheet(desk: AdminDesk, person: PersonId) -> Sheet:
    name, t = desk.words.person(person), desk.t
    return Sheet(
        title=t("admin_leave_of", person=name),
        does=t("admin_leave_do"),
        path=person_path(person, "/leave"),
        back=person_path(person),
        back_words=name,
        lead=t("admin_leave_lead"),
        rows=tuple(_what_ends(desk, person).items()),
        warns=True,
        fields=(Field(name="reason", label=t("admin_reason"), kind="area"),),
    )


def _what_ends(desk: AdminDesk, person: PersonId) -> Mapping[str, str]:
    """What somebody holds, what is in their hands, and who else there is for it."""
    door, t = desk.door, desk.t
    view = people.show_person(door.database, person, at=door.at)
    facts = Facts(door, desk.words)
    now = present(view.assignments, door.at)
    roles = [f"{one.title} ({one.where})" for one in facts.held(now)]
    others = [
        f"{desk.words.role(one.role, one.unit)}: {_others(desk, one.role, one.unit, person)}"
        for one in now
    ]
    swaps = [
        t("admin_they_stand_for", person=one.other_name, role=one.role, unit=one.where)
        for one in facts.standing_in(view.stands_in)
    ]
    return {
        t("roles_held"): "; ".join(roles) or t("admin_none"),
        t("admin_stands_in"): "; ".join(swaps) or t("admin_none"),
        t("admin_open_tasks"): door.t.count("admin_tasks", view.tasks),
        t("admin_others_hold"): "; ".join(dict.fromkeys(others)) or t("admin_none"),
    } | access_counts(desk, person)


def _others(desk: AdminDesk, role: str, unit: str, person: PersonId) -> str:
    found = [
        desk.words.person(one.person)
        for some in desk.directory.assignments.values()
        for one in present(some, desk.door.at)
        if one.role == role and one.unit == unit and one.person != person
    ]
    return ", ".join(dict.fromkeys(found)) or desk.t("admin_nobody_else")


@router.get(
    f"{PLACE}/people/{{person}}/return", response_class=HTMLResponse, dependencies=ADMINISTERS
)
def page_return(person: str, desk: AtAdmin) -> Response:
    """Ask whether somebody who left is back."""
    return show_sheet(desk.door, desk.me, _return_sheet(desk, desk.person_within(person)))


@router.post(
    f"{PLACE}/people/{{person}}/return", response_class=HTMLResponse, dependencies=ADMINISTERS
)
def take_back(person: str, desk: AtAdmin, form: Sent) -> Response:
    """Somebody who left comes back."""
    known = desk.person_within(person)

    def act() -> Response:
        desk.change(TakeBack(by=desk.by, person=known), form)
        return desk.go(person_path(known), done="returned")

    return answer_sheet(desk, _return_sheet(desk, known), form, act)


def _return_sheet(desk: AdminDesk, person: PersonId) -> Sheet:
    name = desk.words.person(person)
    return Sheet(
        title=desk.t("admin_return_of", person=name),
        does=desk.t("admin_return_do"),
        path=person_path(person, "/return"),
        back=person_path(person),
        back_words=name,
        lead=desk.t("admin_return_lead"),
    )
