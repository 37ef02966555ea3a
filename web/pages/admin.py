"""People: who there is, found by name, unit, role, and whether they work here or not."""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from engine.core.directory import Duty, Person
from engine.core.directory_commands import AddPerson
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.text import Frozen
from engine.service import people
from engine.service.people import PeopleFilter, PersonLine
from web.account_facts import away_until
from web.admin_desk import AdminDesk, AtAdmin, Sheet, answer_sheet, show_sheet
from web.admin_fields import Field, Option, written_end
from web.admin_person_facts import place_of
from web.forms import Form, Sent
from web.kept import keeps
from web.person_ids import usual_id

router = APIRouter()

PLACE = "/admin"
NEW = "/admin/people/new"
PAGE = 50
"""People a page."""

ADMINISTERS = [allow(Access.ADMINISTERS)]
_LONGEST_SEARCH = 80
_MOST_PAGES = 1000
_ROLES_TOLD = 3

State = Literal["here", "away", "left", "all"]
STATES: tuple[State, ...] = ("here", "away", "left", "all")


class Wanted(Frozen, frozen=True, kw_only=True):
    """Which people; `page` counts from 1."""

    text: str
    unit: str
    role: str
    state: State
    page: int


class Line(Frozen, frozen=True, kw_only=True):
    """Somebody in the list, in words. `away`, `left`: since or until when, where so."""

    person: Person
    roles: tuple[tuple[str, str], ...]
    more: int
    away: str
    left: str


@router.get(PLACE, response_class=HTMLResponse, dependencies=ADMINISTERS)
def page_people(desk: AtAdmin) -> Response:
    """List the people of the units that one looks after."""
    wanted = _wanted(desk)
    found = _found(desk, wanted)
    first = (wanted.page - 1) * PAGE
    shown = found[first : first + PAGE]
    return desk.door.show(
        "admin.html",
        desk=desk,
        wanted=wanted,
        states=STATES,
        lines=tuple(_line(desk, one) for one in shown),
        total=len(found),
        first=first + 1,
        next=wanted.page + 1 if first + PAGE < len(found) else 0,
        units=desk.unit_options(open_only=False),
        roles=role_options(desk),
        filtered=bool(wanted.text or wanted.unit or wanted.role),
        said=desk.t("admin_left_done") if desk.door.asked("done") == "left" else "",
    )


def role_options(desk: AdminDesk) -> tuple[Option, ...]:
    """The roles of the SOPs and the duties, each by what it is called."""
    t, words = desk.t, desk.words
    by_id: dict[RoleId, UnitId] = {}
    for unit, role in words.roles:
        by_id.setdefault(role, unit)
    own = sorted((words.role(role, unit), role) for role, unit in by_id.items())
    duties = [(words.role(RoleId(duty), UnitId("")), RoleId(duty)) for duty in Duty]
    return (
        *(Option(value=role, words=said, group=t("admin_sop_roles")) for said, role in own),
        *(Option(value=role, words=said, group=t("admin_duties")) for said, role in duties),
    )


def _wanted(desk: AdminDesk) -> Wanted:
    """What the address asks for; what makes no sense there is left out, not refused."""
    asked = desk.door.asked
    text = "".join(sign for sign in asked("text") if sign.isprintable())
    state: State = next((one for one in STATES if one == asked("state")), "here")
    return Wanted(
        text=text.strip()[:_LONGEST_SEARCH],
        unit=asked("unit") if asked("unit") in desk.directory.units else "",
        role=asked("role") if asked("role") in {one.value for one in role_options(desk)} else "",
        state=state,
        page=page_asked(asked("page"), most=_MOST_PAGES),
    )


def page_asked(said: str, *, most: int) -> int:
    """The page that an address asks for, at most that; the first where it says none."""
    is_one = said.isascii() and said.isdecimal() and len(said) <= len(str(most))
    return min(max(int(said), 1), most) if is_one else 1


def _found(desk: AdminDesk, wanted: Wanted) -> tuple[PersonLine, ...]:
    asked = PeopleFilter(
        unit=UnitId(wanted.unit) if wanted.unit else None,
        role=RoleId(wanted.role) if wanted.role else None,
        text=wanted.text,
        over=wanted.state in {"left", "all"},
        sight=desk.seen,
    )
    found = people.list_people(desk.door.database, asked, at=desk.door.at)
    return tuple(one for one in found if _is_so(one, wanted.state))


def _is_so(line: PersonLine, state: State) -> bool:
    match state:
        case "here" | "all":
            return True
        case "away":
            return line.away
        case "left":
            return line.person.left_at is not None


def _line(desk: AdminDesk, line: PersonLine) -> Line:
    held = dict.fromkeys(
        (desk.words.role(one.role, one.unit), place_of(desk.words, one.unit)) for one in line.holds
    )
    away = away_until(desk.directory, line.person.id, desk.door.at)
    return Line(
        person=line.person,
        roles=tuple(held)[:_ROLES_TOLD],
        more=max(len(held) - _ROLES_TOLD, 0),
        away=_day(desk, away),
        left=_day(desk, line.person.left_at),
    )


def _day(desk: AdminDesk, at: datetime | None) -> str:
    if at is None:
        return ""
    return written_end(at, desk.door.settings.office_zone, desk.door.language)


def person_fields(desk: AdminDesk, *, is_new: bool) -> tuple[Field, ...]:
    """What is said of a person."""
    t = desk.t
    own = (
        Field(name="name", label=t("admin_name"), required=True, hint=t("admin_name_hint")),
        Field(
            name="nip",
            label=t("admin_nip"),
            hint=t("admin_nip_hint"),
            more={"inputmode": "numeric", "maxlength": "30"},
        ),
        Field(name="email", label=t("admin_email"), kind="email", hint=t("admin_email_hint")),
        Field(name="phone", label=t("admin_phone"), kind="tel"),
    )
    if not is_new:
        return own
    named = Field(
        name="person",
        label=t("admin_person_id"),
        hint=t("admin_person_id_hint"),
        more={"maxlength": "80", "autocapitalize": "none", "spellcheck": "false"},
    )
    machine = Field(name="machine", label=t("admin_machine"), kind="tick")
    return (own[0], named, *own[1:], machine)


def _new_sheet(desk: AdminDesk) -> Sheet:
    return Sheet(
        title=desk.t("admin_add_person"),
        does=desk.t("admin_add"),
        path=NEW,
        back=PLACE,
        back_words=desk.t("admin_people"),
        fields=person_fields(desk, is_new=True),
        lead=desk.t("admin_add_person_lead"),
    )


@router.get(NEW, response_class=HTMLResponse, dependencies=ADMINISTERS)
def page_new(desk: AtAdmin) -> Response:
    """Ask who joins."""
    return show_sheet(desk.door, desk.me, _new_sheet(desk))


@router.post(
    NEW,
    response_class=HTMLResponse,
    dependencies=[
        keeps("person", "name", "nip", "email", "phone", "machine"),
        allow(Access.ADMINISTERS),
    ],
)
def add_person(desk: AtAdmin, form: Sent) -> Response:
    """Let somebody join; what they hold and their account come next, on their page."""
    person = form.one("person") or usual_id(form.one("name"), desk.directory.people)

    def act() -> Response:
        command = AddPerson(
            by=desk.by,
            person=PersonId(person),
            machine=bool(form.one("machine")),
            **described(form),
        )
        desk.change(command, form)
        return desk.go(f"/admin/people/{person}", done="added")

    return answer_sheet(desk, _new_sheet(desk), form, act)


def described(form: Form) -> dict[str, str]:
    """What the form says of a person."""
    return {name: form.one(name) for name in ("name", "nip", "email", "phone")}
