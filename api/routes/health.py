"""Whether the server is up, whether it can work, and what it has counted."""

from fastapi import APIRouter, Response
from msgspec.structs import replace

from api.access import Access, allow
from api.answers import Health, answer
from api.deps import Clock, Db, Ended, Installed
from api.errors import problem_answer, problem_of_status
from api.last_look import Looked
from api.openapi import reads
from api.present_checks import Readiness, check_answer, check_mends, check_says
from api.reach import InReach
from engine.runtime.checkup import readiness
from engine.service import queries
from engine.service.checks import Check, is_red
from engine.service.views import Tally

router = APIRouter(tags=["health"])

_SECONDS_TO_WAIT = "5"


@router.get("/livez", dependencies=[allow(Access.PUBLIC)], **reads(Health, "The server answers."))
def livez() -> Response:
    """Say that the server runs, whatever the database does."""
    return answer(Health(status="ok"))


@router.get(
    "/readyz", dependencies=[allow(Access.PUBLIC)], **reads(Readiness, "The server can work.")
)
def readyz(database: Db, settings: Installed, ended: Ended, now: Clock, looked: Looked) -> Response:
    """Say whether the server can work: it has just written to its database, and there is room.

    The answer is at most a second old. Where it cannot, it is a problem (503) that names each check
    that failed.
    """
    checks = looked.checks(lambda: readiness(database, settings, ended=ended, now=now), now)
    if is_red(checks):
        return _red(checks)
    return answer(Readiness(status="ok", checks=tuple(check_answer(one) for one in checks)))


def _red(checks: tuple[Check, ...]) -> Response:
    red = [one for one in checks if one.verdict == "wrong"]
    said = {one.name: f"{check_says(one, 'en')} {check_mends(one, 'en')}" for one in red}
    problem = replace(
        problem_of_status(503, "/api/v1/readyz", problems=said),
        type="urn:alur:problem:not-ready",
        code="not-ready",
        title="The server cannot work now",
        detail=f"Something does not work: {', '.join(said)}.",
        hint="Come back in a while; `alur doctor` tells more to whoever runs this installation.",
    )
    return problem_answer(problem, {"Retry-After": _SECONDS_TO_WAIT})


@router.get("/tally", dependencies=[allow(Access.READS)], **reads(Tally, "The cases, counted."))
def tally(database: Db, seen: InReach) -> Response:
    """Count the cases by SOP and by how they stand."""
    return answer(queries.tally(database, reach=seen))
