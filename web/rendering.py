"""Templates become pages: always escaped, and a missing name is a fault, not a blank."""

import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.formats import written_instant
from engine.settings import Settings
from web.language import language_of
from web.links import Links
from web.visitor import visitor_of
from web.words import Speech

STATIC = Path(__file__).parent / "static"

NOT_STORED = {"Cache-Control": "no-store"}
"""Pages hold personal data: no cache may keep them."""

_ASKED = (
    *("text", "sop", "status", "after", "order", "before"),
    *("next", "why", "kept", "done", "setup"),
)
"""What pages may be asked for, besides the language."""

_LONGEST_ASKED = 500

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
    """What the address asks for, without what no page asks for."""
    asked = request.query_params
    return {name: asked[name][:_LONGEST_ASKED] for name in _ASKED if name in asked}


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
    page = _TEMPLATES.get_template(template).render(
        t=Speech(language),
        language=language,
        links=links,
        swap=links.swapped(request.url.path, _asked(request)),
        settings=settings,
        visitor=visitor_of(request),
        static=static_address,
        instant=lambda at: written_instant(at, settings.office_zone, language),
        **shown,
    )
    return HTMLResponse(page, status, NOT_STORED)
