"""Templates become pages: always escaped, and a missing name is a fault, not a blank."""

import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Match

from api.formats import written_instant
from api.identity import SAFE
from engine.service import mint
from engine.settings import Settings
from web.language import language_of
from web.links import Links
from web.visitor import visitor_of
from web.words import Speech

STATIC = Path(__file__).parent / "static"

NOT_STORED = {"Cache-Control": "no-store"}
"""Pages hold personal data: no cache may keep them."""

_LONGEST_ASKED = 500
_MOST_ASKED = 24

_TEMPLATES = Environment(
    loader=PackageLoader("web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@cache
def static_address(name: str) -> str:
    """The address of a static file, with a fingerprint so that caches may keep it for good."""
    fingerprint = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={fingerprint}"


def _asked(request: Request) -> dict[str, object]:
    """What the address asks for, within bounds: the page in the other language asks the same."""
    asked = list(request.query_params.items())[:_MOST_ASKED]
    return {name: said[:_LONGEST_ASKED] for name, said in asked if name != "lang"}


def _page_at(request: Request) -> str:
    """Where this page can be asked for: the answer to a form that has no page is left upwards."""
    path = request.url.path
    if request.method in SAFE or "app" not in request.scope:  # refused before any route
        return path
    while path != "/" and not _is_page(request, path):
        path = path.rpartition("/")[0] or "/"
    return path


def _is_page(request: Request, path: str) -> bool:
    asked = {**request.scope, "method": "GET", "path": path}
    return any(route.matches(asked)[0] is Match.FULL for route in request.app.routes)


@cache
def icon(name: str) -> Markup:
    """A picture that says nothing by itself: of `web/icons.txt`, without a name for readers.

    Raises:
        KeyError: there is no such picture.
    """
    if name not in _icon_names():
        raise KeyError(name)
    address = static_address("vendor/icons.svg")
    return Markup('<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>').format(
        address, name
    )


@cache
def _icon_names() -> frozenset[str]:
    return frozenset((STATIC.parent / "icons.txt").read_text().split())


def render(
    request: Request,
    template: str,
    settings: Settings,
    *,
    status: int = 200,
    **shown: object,
) -> HTMLResponse:
    """A page in the reader's language."""
    language = language_of(request)
    links = Links(language=language)
    speech = Speech(language)
    page = _TEMPLATES.get_template(template).render(
        t=speech,
        tn=speech.count,
        icon=icon,
        new_key=mint.form_key,
        language=language,
        links=links,
        swap=links.swapped(_page_at(request), _asked(request)),
        swap_form=links.swapped(request.url.path, _asked(request)),
        settings=settings,
        visitor=visitor_of(request),
        static=static_address,
        instant=lambda at: written_instant(at, settings.office_zone, language),
        **shown,
    )
    return HTMLResponse(page, status, NOT_STORED)
