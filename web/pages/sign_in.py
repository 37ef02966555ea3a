"""Signing in by name and password, the second factor, and signing out."""

from collections.abc import Mapping
from contextlib import suppress

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.identity import Identified, Perhaps, csrf_token
from engine.core.errors import CodeRefused, NotFound, TooManyTries, WrongCredentials
from engine.demo.accounts import DEMO_PASSWORD
from engine.service import second_factor, sessions, sign_in
from web import cookies
from web.asked import UNTOUCHED, Asked
from web.demo_people import demo_people
from web.door import AtDoor, Door
from web.forms import Form, Sent
from web.onward import local_path
from web.pages.provider import farewell_page, provider_title

router = APIRouter()

_WHY = frozenset({"idle", "age", "revoked", "left", "out", "changed"})
_LONGEST_NAME = 80


@router.api_route(
    "/sign-in",
    methods=["GET", "HEAD"],  # monitors ask for the head alone
    response_class=HTMLResponse,
    dependencies=[allow(Access.PUBLIC)],
)
def page_sign_in(door: AtDoor, identity: Perhaps) -> Response:
    """Ask who is there, and say why a session ended."""
    if identity is not None and identity.how == "session":
        return door.go_to_stage(identity.stage, door.wanted)
    if door.is_overheard:
        return _overheard(door)
    why = door.asked("why")
    said = door.t(f"ended_{why}") if why in _WHY else ""
    return _page(door, wanted=door.wanted, said=said, kept=door.asked("kept") == "1")


@router.post("/sign-in", response_class=HTMLResponse, dependencies=[allow(Access.PUBLIC)])
def enter(door: AtDoor, form: Sent) -> Response:
    """Let whoever knows the password in."""
    wanted = local_path(form.one("next"))
    if door.is_overheard:
        return _overheard(door)
    if not door.is_visitors_form(form):
        said = door.t("form_old")
        return _page(door, asked=_asked(form), wanted=wanted, said=said, bad=True, status=403)
    problems = _missing(door, form)
    if problems:
        return _page(door, asked=_asked(form, problems), wanted=wanted, status=422)
    try:
        secret, session = sign_in.sign_in(
            door.database,
            form.one("name"),
            form.raw("password"),
            at=door.at,
            address=door.address,
            agent=door.agent,
        )
    except WrongCredentials:
        asked = _asked(form, {"password": door.t("wrong_credentials")})
        said = door.t("wrong_credentials_do")
        return _page(door, asked=asked, wanted=wanted, said=said, status=422)
    except TooManyTries as many:
        said = door.too_many(many)
        page = _page(door, asked=_asked(form), wanted=wanted, said=said, bad=True, status=429)
        return _later(page, many)
    answer = door.go_to_stage(session.stage, wanted)
    cookies.keep_session(door.request, answer, secret)
    cookies.drop_farewell(door.request, answer)
    return answer


@router.get("/sign-in/code", response_class=HTMLResponse, dependencies=[allow(Access.ARRIVING)])
def page_code(door: AtDoor, identity: Identified) -> Response:
    """Ask for the second factor."""
    if identity.stage != "code":
        return door.go_to_stage(identity.stage, door.wanted)
    return _code_page(door, csrf_token(door.database, identity.handle), wanted=door.wanted)


@router.post("/sign-in/code", response_class=HTMLResponse, dependencies=[allow(Access.ARRIVING)])
def give_code(door: AtDoor, identity: Identified, form: Sent) -> Response:
    """Let the session go on beyond the second factor."""
    wanted = local_path(form.one("next"))
    if identity.stage != "code":
        return door.go_to_stage(identity.stage, wanted)
    token = csrf_token(door.database, identity.handle)
    try:
        secret, session = second_factor.check(
            door.database,
            cookies.session_secret(door.request),
            form.one("code"),
            at=door.at,
            address=door.address,
        )
    except CodeRefused:
        words = door.t("code_wrong" if form.one("code") else "code_missing")
        asked = Asked(problems={"code": words})
        return _code_page(door, token, asked=asked, wanted=wanted, status=422)
    except TooManyTries as many:
        said = door.too_many(many)
        return _later(_code_page(door, token, wanted=wanted, said=said, status=429), many)
    answer = door.go_to_stage(session.stage, wanted)
    cookies.keep_session(door.request, answer, secret)
    return answer


@router.post("/sign-out", response_class=HTMLResponse, dependencies=[allow(Access.ARRIVING)])
def leave(door: AtDoor, identity: Identified) -> Response:
    """End the session, and say how to leave the provider as well."""
    with suppress(NotFound):  # it ended at the same moment
        sessions.end(door.database, identity.person, identity.handle, door.at)
    door.request.state.visitor = None
    answer = farewell_page(door) or door.go(door.links.at("/sign-in", why="out"))
    cookies.drop_session(door.request, answer)
    cookies.drop_farewell(door.request, answer)
    return answer


def _overheard(door: Door) -> Response:
    """No password is asked for where others could read it, and no session begun."""
    return door.notice(door.t("overheard"), door.t("overheard_do"), status=403)


def _later(page: Response, many: TooManyTries) -> Response:
    page.headers["Retry-After"] = str(many.seconds)
    return page


def _asked(form: Form, problems: Mapping[str, str] | None = None) -> Asked:
    """The form as it was sent, without the password."""
    return Asked(values={"name": form.one("name")[:_LONGEST_NAME]}, problems=problems or {})


def _missing(door: Door, form: Form) -> Mapping[str, str]:
    said = {"name": form.one("name"), "password": form.raw("password")}
    return {name: door.t(f"{name}_missing") for name, given in said.items() if not given}


def _page(  # noqa: PLR0913  # everything the page shows
    door: Door,
    *,
    asked: Asked = UNTOUCHED,
    wanted: str = "",
    said: str = "",
    kept: bool = False,
    bad: bool = False,
    status: int = 200,
) -> Response:
    key, token = door.visitors_token()
    page = door.show(
        "sign_in.html",
        status=status,
        asked=asked,
        said=said,
        bad=bad,
        kept=kept,
        next=wanted,
        token=token,
        provider=provider_title(door.settings),
        people=demo_people(door),
        demo_password=DEMO_PASSWORD,
    )
    return door.with_form_key(page, key)


def _code_page(  # noqa: PLR0913  # everything the page shows
    door: Door,
    token: str,
    *,
    wanted: str,
    asked: Asked = UNTOUCHED,
    said: str = "",
    status: int = 200,
) -> Response:
    return door.show(
        "sign_in_code.html",
        status=status,
        asked=asked,
        said=said,
        token=token,
        next=wanted,
    )
