"""How somebody is let in: their account, sessions and tokens, as an administrator looks after them.

A one-time password is shown once, on the page that answers the form; it is kept nowhere.
"""

from collections.abc import Callable

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from engine.core.ids import PersonId
from engine.service import accounts, sessions, tokens
from web.admin_account_facts import access_counts, account_facts, may_see_account
from web.admin_desk import AdminDesk, AtAdmin, Sheet, answer_sheet, show_sheet
from web.admin_fields import Field
from web.forms import Form, Sent
from web.pages.admin import ADMINISTERS
from web.pages.admin_person import person_path

router = APIRouter()

_ACCOUNT = "/admin/people/{person}/account"
SURE = "sure"
"""The field that says that somebody was asked back; a script fills it, or the page that asks."""

_ACTS = ("open", "reset", "lock", "unlock", "sessions", "tokens")


@router.get(f"{_ACCOUNT}/{{what}}", response_class=HTMLResponse, dependencies=ADMINISTERS)
def page_account_act(person: str, what: str, desk: AtAdmin) -> Response:
    """Tell what follows, and ask back."""
    known = desk.person_within(person)
    if what not in _ACTS:
        return desk.go(person_path(known))
    return show_sheet(desk.door, desk.me, _sheet(desk, known, what))


@router.post(f"{_ACCOUNT}/{{what}}", response_class=HTMLResponse, dependencies=ADMINISTERS)
def account_act(person: str, what: str, desk: AtAdmin, form: Sent) -> Response:
    """Do it, once it was asked back."""
    known = desk.person_within(person)
    if what not in _ACTS:
        return desk.go(person_path(known))
    sheet = _sheet(desk, known, what)
    if not form.one(SURE):
        return show_sheet(desk.door, desk.me, sheet)
    return answer_sheet(desk, sheet, form, _act(desk, known, what, form))


def _act(desk: AdminDesk, person: PersonId, what: str, form: Form) -> Callable[[], Response]:
    database, by, at = desk.door.database, desk.me.person, desk.door.at
    reason = form.one("reason")

    def act() -> Response:
        match what:
            case "open":
                return _shown(desk, person, accounts.open_account(database, person, by=by, at=at))
            case "reset":
                factor = bool(form.one("factor"))
                secret = accounts.reset(database, person, by=by, at=at, second_factor=factor)
                return _shown(desk, person, secret)
            case "lock":
                accounts.lock(database, person, by=by, at=at, reason=reason)
                return desk.go(person_path(person), done="locked")
            case "unlock":
                accounts.unlock(database, person, by=by, at=at, reason=reason)
                return desk.go(person_path(person), done="unlocked")
            case "sessions":
                sessions.end_all(database, person, at=at, by=by)
                return desk.go(person_path(person), done="sessions")
            case _:
                tokens.revoke_all(database, person, by=by, at=at)
                return desk.go(person_path(person), done="tokens")

    return act


def _shown(desk: AdminDesk, person: PersonId, secret: str) -> Response:
    return desk.door.show(
        "admin_secret.html",
        secret=secret,
        person=desk.directory.people[person],
        until=desk.door.at + accounts.ONE_TIME_FOR,
        back=person_path(person),
    )


def _sheet(desk: AdminDesk, person: PersonId, what: str) -> Sheet:
    t, name = desk.t, desk.words.person(person)
    has_factor = may_see_account(desk, person) and account_facts(desk, person).has_factor
    return Sheet(
        title=t(f"admin_account_{what}_of", person=name),
        does=t(f"admin_account_{what}"),
        path=person_path(person, f"/account/{what}"),
        back=person_path(person),
        back_words=name,
        lead=t(f"admin_account_{what}_lead"),
        rows=tuple(access_counts(desk, person).items()),
        warns=what in {"reset", "lock", "sessions", "tokens"},
        fields=_fields(desk, what, has_factor=has_factor),
    )


def _fields(desk: AdminDesk, what: str, *, has_factor: bool) -> tuple[Field, ...]:
    if what in {"lock", "unlock"}:
        return (Field(name="reason", label=desk.t("admin_reason"), more={"maxlength": "200"}),)
    if what == "reset" and has_factor:
        return (Field(name="factor", label=desk.t("admin_factor_off"), kind="tick"),)
    return ()


@router.post(f"{_ACCOUNT}/token/revoke", response_class=HTMLResponse, dependencies=ADMINISTERS)
def revoke_token(person: str, desk: AtAdmin, form: Sent) -> Response:
    """Let one token count no more; one that is revoked already stays so."""
    known = desk.person_within(person)
    sheet = Sheet(
        title=desk.t("admin_token_revoke_of", person=desk.words.person(known)),
        does=desk.t("admin_token_revoke"),
        path=person_path(known, "/account/token/revoke"),
        back=person_path(known),
        back_words=desk.words.person(known),
        lead=desk.t("admin_token_revoke_lead"),
        hidden={"handle": form.one("handle")},
        warns=True,
    )
    if not form.one(SURE):
        return show_sheet(desk.door, desk.me, sheet, form=form)

    def act() -> Response:
        tokens.revoke(
            desk.door.database,
            known,
            form.one("handle"),
            by=desk.me.person,
            at=desk.door.at,
        )
        return desk.go(person_path(known), done="token")

    return answer_sheet(desk, sheet, form, act)
