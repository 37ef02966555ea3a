"""One's own account: who one is here, what one holds, and where one is signed in."""

from collections.abc import Mapping
from datetime import datetime

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.formats import written_instant
from engine.core.directory import Directory, Person
from engine.core.errors import NotFound
from engine.core.ids import PersonId
from engine.service import accounts, second_factor, sessions, tokens
from engine.service.directory import current
from web.account_facts import away_until, held, swaps
from web.admin_fields import written_end
from web.admin_person_facts import Facts
from web.devices import device
from web.door import AtDoor, Door
from web.forms import Sent
from web.pages.provider import provider_title
from web.roles import titles
from web.visitor import Me, Visitor

router = APIRouter()

_DONE: Mapping[str, str] = {
    "password": "password_changed",
    "ended": "session_ended",
    "others": "others_ended",
    "factor": "factor_off_done",
}


@router.get("/account", response_class=HTMLResponse, dependencies=[allow(Access.SIGNED_IN)])
def page_account(door: AtDoor, me: Me) -> Response:
    """Show the account."""
    directory = current(door.database)
    words = titles(door.database, directory, door.language)
    facts, mine = Facts(door, words), directory.absences.get(me.person, ())
    done = _DONE.get(door.asked("done"), "")
    return door.show(
        "account.html",
        said=door.t(done) if done else "",
        person=_person(directory, me.person),
        held=held(door, words, me.person),
        swaps=swaps(door, words, me.person),
        away=_end(door, away_until(directory, me.person, door.at)),
        absences=tuple(one for one in facts.away(mine) if not one.over)[::-1],
        sessions=_sessions(door, me),
        security=_security(door, me.person),
    )


@router.post(
    "/account/sessions/end", response_class=HTMLResponse, dependencies=[allow(Access.SIGNED_IN)]
)
def end_session(door: AtDoor, me: Me, form: Sent) -> Response:
    """End one of one's sessions; one that ended by itself meanwhile is ended, too."""
    try:
        sessions.end(door.database, me.person, form.one("handle"), door.at)
    except NotFound:
        return door.go(door.links.account())
    return door.go(door.links.account(done="ended"))


@router.post(
    "/account/sessions/end-others",
    response_class=HTMLResponse,
    dependencies=[allow(Access.SIGNED_IN)],
)
def end_other_sessions(door: AtDoor, me: Me) -> Response:
    """End all of one's sessions but this one."""
    sessions.end_all(door.database, me.person, at=door.at, but=me.handle)
    return door.go(door.links.account(done="others"))


def _person(directory: Directory, person: PersonId) -> Person:
    return directory.people.get(person) or Person(id=person, name=person)


def _security(door: Door, person: PersonId) -> Mapping[str, object]:
    account = accounts.account_of(door.database, person)
    factor = second_factor.factor_of(door.database, person)
    listed = tokens.list_of(door.database, person)
    good = sum(one.revoked_at is None and door.at < one.until for one in listed)
    has_password = account is not None and account.has_password
    if account is None or not has_password:
        password = door.t("no_password", title=provider_title(door.settings))
    else:
        password = door.t("password_since", when=_instant(door, account.changed_at))
    return {
        "has_password": has_password,
        "password": password,
        "factor_since": factor.since,
        "codes_left": factor.recovery_codes,
        "tokens": door.t("tokens_good", n=good) if good else door.t("tokens_none"),
    }


def _sessions(door: Door, me: Visitor) -> tuple[Mapping[str, object], ...]:
    """Where one is signed in, this browser first, then what was used last."""
    found = sessions.list_of(door.database, me.person, door.at)
    ordered = sorted(found, key=lambda one: (one.handle != me.handle, -one.seen_at.timestamp()))
    return tuple(
        {
            "handle": one.handle,
            "this": one.handle == me.handle,
            "halfway": one.stage != "full",
            "device": device(one.agent, door.t),
            "address": one.address,
            "seen": _instant(door, one.seen_at),
            "since": _instant(door, one.created_at),
        }
        for one in ordered
    )


def _end(door: Door, at: datetime | None) -> str:
    return written_end(at, door.settings.office_zone, door.language) if at else ""


def _instant(door: Door, at: datetime) -> str:
    return written_instant(at, door.settings.office_zone, door.language)
