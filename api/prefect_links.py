"""Where Prefect shows a run, for those who look after the machinery."""

from urllib.parse import quote

from engine.runtime.prefect_settings import EMBEDDED, MOUNT, OFF, own_address
from engine.settings import Settings

_API = "/api"


def pages_of(settings: Settings) -> str:
    """The address of Prefect's own pages, without a slash at its end; empty where there are none.

    Where nothing is said they lie beside its interface, as Prefect's server puts them.
    """
    if settings.prefect == OFF:
        return ""
    if settings.prefect_pages:
        return settings.prefect_pages.rstrip("/")
    if settings.prefect == EMBEDDED:
        return MOUNT
    return settings.prefect.rstrip("/").removesuffix(_API)


def run_address(settings: Settings, run: str | None) -> str:
    """The page of a run as whoever reads it outside a browser needs it: with the server's name."""
    page = run_page(settings, run)
    return f"{own_address(settings)}{page}" if page.startswith("/") else page


def run_page(settings: Settings, run: str | None) -> str:
    """The page of a run, for a page of this server; empty where nothing shows it."""
    pages = pages_of(settings)
    return f"{pages}/runs/flow-run/{quote(run, safe='')}" if run and pages else ""
