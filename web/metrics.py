"""`/metrics`: what Prometheus scrapes. Figures only: no case, no person, no SOP is named in them.

Who may read it without signing in is a setting. By default this machine and private networks may,
and nobody whose request came through a proxy: behind one, everybody seems to come from it. An
operator may read it from anywhere, with a session or a token of the scope `metrics`.
"""

from ipaddress import ip_address

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from api.access import Access, allow
from api.deps import Clock, Db, Installed
from api.metrics import exposition
from engine.settings import Settings

router = APIRouter()

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_PROXIED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


def is_told(request: Request) -> bool:
    """Whether the settings answer whoever asks from there, signed in or not."""
    settings: Settings = request.app.state.settings
    return settings.metrics != "private" or is_near(request)


@router.get(
    "/metrics", include_in_schema=False, dependencies=[allow(Access.OPERATES, unless=is_told)]
)
def metrics(database: Db, settings: Installed, now: Clock) -> Response:
    """Tell how the installation is, in figures."""
    if settings.metrics == "off":
        return PlainTextResponse("ALUR_METRICS is off.\n", 404)
    text = exposition(database, settings, now=now)
    return Response(text, headers={"Cache-Control": "no-store"}, media_type=MEDIA_TYPE)


def is_near(request: Request) -> bool:
    """Whether whoever asks is on this machine or in a private network, and asks directly."""
    if request.client is None or any(name in request.headers for name in _PROXIED):
        return False
    try:
        address = ip_address(request.client.host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return bool(mapped.is_loopback or mapped.is_private)
