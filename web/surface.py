"""Every address that is served and whom it is for: pages, the interface, and what is mounted."""

from collections.abc import Mapping

from api.access import Access
from api.app import NOUNS
from api.surface import Address, surface
from engine.runtime.prefect_settings import MOUNT
from web.app import BARE, PAGES

INTERFACE = "/api/v1"

RULED_OTHERWISE: Mapping[str, Access] = {
    f"{INTERFACE}/openapi.json": Access.PUBLIC,
    "/static": Access.PUBLIC,
    MOUNT: Access.OPERATES,
}
"""What is no route of ours: a description and files that everybody may read; and Prefect, which
`web.prefect_door` opens to this machine and to operators."""


def served() -> tuple[Address, ...]:
    """Every route of ours, by path; needs no database."""
    interface = (one for noun in NOUNS for one in surface(noun.router.routes, under=INTERFACE))
    pages = (one for page in (*PAGES, *BARE) for one in surface(page.router.routes))
    return tuple(sorted((*interface, *pages), key=lambda one: (one.path, one.method)))
