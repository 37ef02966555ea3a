"""What was signed about the history, for everybody: to be copied, kept, and checked elsewhere."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from engine.core.notes import format_verifier_key
from engine.service import checkpoints
from engine.service.checkpoints import PublishedKey
from web.door import AtDoor, Door

router = APIRouter()

PLACE = "/checkpoints"
ON_A_PAGE = 25
_LARGEST = 2**31 - 1


@router.get(PLACE, response_class=HTMLResponse, dependencies=[allow(Access.PUBLIC)])
def page_checkpoints(door: AtDoor) -> Response:
    """Show the newest checkpoint, the keys, and a page of all there are."""
    before = _number(door.asked("before"))
    found = checkpoints.all_of(door.database, before=before, most=ON_A_PAGE + 1)
    shown = found[:ON_A_PAGE]
    return door.show(
        "checkpoints.html",
        newest=checkpoints.latest(door.database),
        shown=shown,
        is_first=before is None,
        older=shown[-1].id if len(found) > ON_A_PAGE else None,
        keys=tuple(
            _shown(door, one) for one in reversed(checkpoints.published_keys(door.database))
        ),
    )


def _number(asked: str) -> int | None:
    """The number that the address asks for; what is none asks for nothing."""
    is_one = asked.isascii() and asked.isdecimal() and len(asked) <= len(str(_LARGEST))
    return int(asked) if is_one and 0 < int(asked) <= _LARGEST else None


def _shown(door: Door, known: PublishedKey) -> Mapping[str, object]:
    since = door.instant(known.since)
    if known.until is None:
        told = door.t("checkpoint_key_now", since=since)
    else:
        told = door.t("checkpoint_key_was", since=since, until=door.instant(known.until))
    return {"line": format_verifier_key(known.key), "told": told}
