"""What a page with forms works with: the request, the installation, the moment, the language."""

from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.formats import written_instant, written_time
from api.identity import CSRF_FIELD, csrf_token, is_of_this_site
from api.installed import Db, Installed, Now
from engine.core.errors import TooManyTries
from engine.core.text import Frozen, Language
from engine.service import mint
from engine.service.database import Database
from engine.settings import Settings
from web import cookies
from web.forms import Form
from web.language import language_of
from web.links import Links
from web.onward import local_path
from web.rendering import NOT_STORED, render
from web.words import Speech

_STAGES = {
    "code": "/sign-in/code",
    "password": "/sign-in/password",
    "factor": "/account/second-factor",
}
_MINUTE = timedelta(minutes=1)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Door(Frozen, frozen=True, kw_only=True):
    """One request for a page. `at` is aware UTC."""

    request: Request
    database: Database
    settings: Settings
    at: datetime

    @property
    def language(self) -> Language:
        """The reader's language."""
        return language_of(self.request)

    @property
    def t(self) -> Speech:
        """The interface's words in it."""
        return Speech(self.language)

    def instant(self, at: datetime) -> str:
        """An instant as the office's clocks show it."""
        return written_instant(at, self.settings.office_zone, self.language)

    @property
    def links(self) -> Links:
        """Addresses that keep it."""
        return Links(language=self.language)

    @property
    def address(self) -> str:
        """Where the request comes from."""
        return self.request.client.host if self.request.client else ""

    @property
    def is_overheard(self) -> bool:
        """Whether others could read along: plain http, and not within this machine.

        In a demonstration there is nothing to overhear.
        """
        url = self.request.url
        return url.scheme != "https" and url.hostname not in LOOPBACK and not self.settings.demo

    @property
    def agent(self) -> str:
        """What the browser calls itself."""
        return self.request.headers.get("user-agent", "")

    @property
    def wanted(self) -> str:
        """The page that the address asks to go on to; empty: none of ours."""
        return self.asked_path("next")

    def asked(self, name: str) -> str:
        """What the address asks for under that name."""
        return self.request.query_params.get(name, "")

    def asked_path(self, name: str) -> str:
        """The page of ours that the address names; empty: none of ours."""
        return local_path(self.asked(name))

    def show(self, template: str, *, status: int = 200, **shown: object) -> HTMLResponse:
        """A page."""
        return render(self.request, template, self.settings, status=status, **shown)

    def notice(self, title: str, words: str, *, status: int = 200, **away: str) -> HTMLResponse:
        """A page that says one thing, with the way to the sign-in page.

        Args:
            title: what it says.
            words: what follows from it.
            status: of the answer.
            away: `away` and `away_words`: a way to another site, too.
        """
        more = {"away": "", "away_words": ""} | away
        return self.show(
            "notice.html",
            status=status,
            title=title,
            words=words,
            onward=self.links.at("/sign-in"),
            onward_words=self.t("to_sign_in"),
            **more,
        )

    def go_to_stage(self, stage: str, wanted: str) -> RedirectResponse:
        """On to what a sign-in still lacks, else to the page that was wanted."""
        if stage in _STAGES:
            return self.go(self.links.at(_STAGES[stage], next=local_path(wanted)))
        return self.go(self.links.kept(local_path(wanted) or "/home"))

    def go(self, address: str) -> RedirectResponse:
        """The answer to a form: another page, which may be loaded again and again."""
        return RedirectResponse(address, 303, NOT_STORED)

    def too_many(self, many: TooManyTries, words: str = "too_many_do") -> str:
        """When the next try may be made, by the office's clock, in the `words` of that name."""
        whole = many.until.replace(second=0, microsecond=0)
        minute = whole if whole == many.until else whole + _MINUTE
        zone = self.settings.office_zone
        local = minute.astimezone(zone)
        when = f"{written_time(minute, zone, self.language)} {local.tzname()}"
        return self.t(words, when=when)

    def visitors_token(self) -> tuple[str, str]:
        """What binds a form to a browser in which nobody is signed in: the cookie, the token."""
        key = cookies.form_key(self.request) or mint.secret()
        return key, csrf_token(self.database, f"form {key}")

    def is_visitors_form(self, form: Form) -> bool:
        """Whether the form is one of ours, shown in this very browser."""
        key = cookies.form_key(self.request)
        known = csrf_token(self.database, f"form {key}") if key else ""
        same = bool(known) and compare_digest(form.one(CSRF_FIELD).encode(), known.encode())
        return same and is_of_this_site(self.request)

    def with_form_key(self, response: Response, key: str) -> Response:
        """The page with its form, which is bound to the browser."""
        if key != cookies.form_key(self.request):
            cookies.keep_form_key(self.request, response, key)
        return response


def door(request: Request, database: Db, settings: Installed, at: Now) -> Door:
    """The door of one request."""
    return Door(request=request, database=database, settings=settings, at=at)


AtDoor = Annotated[Door, Depends(door)]
