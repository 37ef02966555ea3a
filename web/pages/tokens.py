"""API tokens: issued to oneself for a program, their secret shown once, and revoked."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.formats import written_date, written_instant
from engine.core.directory import Directory, Duty
from engine.core.errors import NotFound
from engine.core.ids import PersonId
from engine.core.standing import has_duty
from engine.core.text import Frozen
from engine.service import tokens
from engine.service.directory import current
from engine.service.tokens import ApiToken, Scope
from web.asked import Asked
from web.door import AtDoor, Door
from web.forms import Form, Sent
from web.kept import forget, keeps, kept_for
from web.pages.provider import provider_title
from web.passwords import Refused, asks_again, unproved
from web.visitor import Me, Visitor

router = APIRouter()

PLACE = "/account/tokens"
USUAL = timedelta(days=90)
"""How long a token is good for unless another day is chosen."""
LONGEST = timedelta(days=365)
_LONGEST_NAME = 80
_DONE = frozenset({"token_revoked"})
_A_DAY = timedelta(days=1)


class Wanted(Frozen, frozen=True, kw_only=True):
    """A token as it was asked for; `until` is the last day it counts on."""

    name: str
    scopes: tuple[Scope, ...]
    until: date


@router.get(PLACE, response_class=HTMLResponse, dependencies=[allow(Access.SIGNED_IN)])
def page_tokens(door: AtDoor, me: Me) -> Response:
    """Show one's tokens, and a form for another; with what was written there before, if any."""
    kept = kept_for(door.database, me.person, PLACE)
    form = None if kept is None else kept.form
    done = door.asked("done")
    return _page(
        door,
        me,
        form=form,
        kept_at=None if kept is None else kept.saved_at,
        said=door.t(done) if done in _DONE else "",
    )


@router.post(
    PLACE,
    response_class=HTMLResponse,
    dependencies=[keeps("name", "scope", "until"), allow(Access.SIGNED_IN)],
)
def issue_token(door: AtDoor, me: Me, form: Sent) -> Response:
    """Issue a token, and show its secret this once."""
    refused = _refused(door, me, form)
    if refused is not None:
        page = _page(door, me, form=form, problems=refused.asked.problems, status=refused.status)
        if refused.seconds:
            page.headers["Retry-After"] = str(refused.seconds)
        return page
    wanted = _wanted(form)
    secret, issued = tokens.issue(
        door.database,
        me.person,
        name=wanted.name,
        scopes=wanted.scopes,
        until=_end_of(door, wanted.until),
        by=me.person,
        at=door.at,
    )
    forget(door.database, me.person, PLACE)
    return _page(door, me, secret=secret, issued=issued.name)


@router.post(f"{PLACE}/forget", response_class=HTMLResponse, dependencies=[allow(Access.SIGNED_IN)])
def forget_kept(door: AtDoor, me: Me) -> Response:
    """Throw away what was kept of the form."""
    forget(door.database, me.person, PLACE)
    return door.go(door.links.at(PLACE))


@router.post(f"{PLACE}/revoke", response_class=HTMLResponse, dependencies=[allow(Access.SIGNED_IN)])
def revoke_token(door: AtDoor, me: Me, form: Sent) -> Response:
    """Let a token count no more; one that is revoked already stays so."""
    try:
        tokens.revoke(door.database, me.person, form.one("handle"), by=me.person, at=door.at)
    except NotFound:
        return door.go(door.links.at(PLACE))
    return door.go(door.links.at(PLACE, done="token_revoked"))


def offered(directory: Directory, person: PersonId, at: datetime) -> tuple[Scope, ...]:
    """The scopes that could be of any use to the person."""
    needs = {Scope.ADMINISTER: Duty.ADMINISTRATOR, Scope.METRICS: Duty.OPERATOR}
    return tuple(
        scope
        for scope in Scope
        if scope not in needs or has_duty(directory, person, needs[scope], at)
    )


def _refused(door: Door, me: Visitor, form: Form) -> Refused | None:
    """Why no token is issued. The password is looked at once all else is well."""
    problems = dict(_problems(door, me, form))
    if problems:
        if asks_again(door, me.person):
            problems["password"] = door.t("password_missing")  # it is not sent back to be shown
        return Refused(asked=Asked(problems=problems))
    return unproved(door, me.person, form, handle=me.handle)


def _problems(door: Door, me: Visitor, form: Form) -> Mapping[str, str]:
    found = {}
    scopes = form.all("scope")
    known = offered(current(door.database), me.person, door.at)
    if not 0 < len(form.one("name")) <= _LONGEST_NAME:
        found["name"] = door.t("token_name_missing")
    elif _is_taken(door, me, form.one("name")):  # the form sent twice, most of all
        found["name"] = door.t("token_name_taken")
    if not scopes or not set(scopes) <= set(known):
        found["scope"] = door.t("token_scopes_missing")
    day = _day(form)
    if day is None or not _today(door) < day <= _today(door) + LONGEST:
        found["until"] = door.t("token_until_wrong")
    return found


def _is_taken(door: Door, me: Visitor, name: str) -> bool:
    """Whether a token of that name counts still: two could not be told apart."""
    own = tokens.list_of(door.database, me.person)
    return any(one.name == name and one.revoked_at is None and door.at < one.until for one in own)


def _wanted(form: Form) -> Wanted:
    """What was asked for, once nothing is wrong with it."""
    return Wanted(
        name=form.one("name"),
        scopes=tuple(Scope(one) for one in form.all("scope")),
        until=date.fromisoformat(form.one("until")),
    )


def _day(form: Form) -> date | None:
    try:
        return date.fromisoformat(form.one("until"))
    except ValueError:
        return None


def _today(door: Door) -> date:
    return door.at.astimezone(door.settings.office_zone).date()


def _end_of(door: Door, day: date) -> datetime:
    """The midnight after a day, by the office's clock."""
    return datetime.combine(day + _A_DAY, time(), tzinfo=door.settings.office_zone)


def _page(  # noqa: PLR0913  # everything the page shows
    door: Door,
    me: Visitor,
    *,
    form: Form | None = None,
    problems: Mapping[str, str] | None = None,
    secret: str = "",
    issued: str = "",
    kept_at: datetime | None = None,
    said: str = "",
    status: int = 200,
) -> Response:
    asked, today = form or Form(), _today(door)
    listed = tokens.list_of(door.database, me.person)
    until = asked.one("until") or (today + USUAL).isoformat()
    return door.show(
        "tokens.html",
        status=status,
        fresh=Asked(values={"name": asked.one("name"), "until": until}, problems=problems or {}),
        chosen=asked.all("scope"),
        scopes=offered(current(door.database), me.person, door.at),
        earliest=(today + _A_DAY).isoformat(),
        latest=(today + LONGEST).isoformat(),
        secret=secret,
        issued=issued,
        kept_at=kept_at,
        said=said,
        name=me.person,
        has_password=asks_again(door, me.person),
        provider=provider_title(door.settings),
        tokens=tuple(_shown(door, one) for one in reversed(listed)),
    )


def _shown(door: Door, one: ApiToken) -> Mapping[str, object]:
    over = one.revoked_at or (one.until if door.at >= one.until else None)
    end = _good_until(door, one.until) if over is None else _over_since(door, over)
    used = (
        door.t("token_used", when=_instant(door, one.used_at))
        if one.used_at
        else door.t("token_unused")
    )
    return {
        "handle": one.handle,
        "name": one.name,
        "scopes": sorted(one.scopes),
        "good": over is None,
        "until": end,
        "used": used,
    }


def _good_until(door: Door, until: datetime) -> str:
    """By its last day, where it ends with a day; that is how it was asked for."""
    local = until.astimezone(door.settings.office_zone)
    if local.time() != time():
        return door.t("token_good", when=_instant(door, until))
    return door.t("token_good_day", when=written_date(local.date() - _A_DAY, door.language))


def _over_since(door: Door, over: datetime) -> str:
    return door.t("token_over", when=_instant(door, over))


def _instant(door: Door, at: datetime) -> str:
    return written_instant(at, door.settings.office_zone, door.language)
