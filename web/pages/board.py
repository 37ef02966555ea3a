"""The SLA board: `/board`, for whoever oversees units, and only of these."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Depends, Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from api.access import Access, allow
from api.formats import written_day, written_time
from api.identity import let_in
from api.installed import Clock, Db
from engine.core.directory import Directory
from engine.core.ids import PersonId, SopId, UnitId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.service import board, catalogue, sessions
from engine.service.board import Board, sight
from engine.service.board_lists import words_of_services
from engine.service.database import Database
from engine.service.office_time import OfficeTime
from engine.service.workload import overseen_units
from web.admin_person_facts import place_of
from web.cookies import session_secret
from web.door import AtDoor, Door
from web.live import Live
from web.pages import board_view
from web.pages.board_runway import TICKS, Scene, lanes, place
from web.rendering import NOT_STORED
from web.roles import titles

router = APIRouter()

WAYS = ("light", "dark")
"""How a wall may be shown, whatever its device would have."""
DONE = ("board_done_assigned", "board_done_reminded")
"""What the board says after an act."""

_FEWEST_SECONDS, _MOST_SECONDS = 10, 3600
_STREAM = {**NOT_STORED, "X-Accel-Buffering": "no"}
"""No proxy may hold a stream back."""


class Asked(Frozen, frozen=True, kw_only=True):
    """Which board somebody wants, and which cases it may be of."""

    unit: UnitId | None
    sop: SopId | None
    reach: Reach
    person: PersonId
    directory: Directory

    @property
    def kept(self) -> Mapping[str, str]:
        """What every link of the board keeps."""
        said = {"unit": self.unit or "", "sop": self.sop or ""}
        return {name: value for name, value in said.items() if value}


async def board_asked(request: Request, door: AtDoor) -> Asked:
    """What the address asks for; a unit or SOP that is none is left out."""
    arrived = let_in(request)
    directory, person = arrived.directory, arrived.identity.person
    unit, sop = UnitId(door.asked("unit")), SopId(door.asked("sop"))
    chosen = unit if unit in directory.units else None
    wanted = sop if _is_slug(sop) else None
    return Asked(
        unit=chosen,
        sop=wanted,
        reach=sight(directory, person, at=door.at, unit=chosen, sop=wanted),
        person=person,
        directory=directory,
    )


AtBoard = Annotated[Asked, Depends(board_asked)]


def _is_slug(said: str) -> bool:
    return said.replace("-", "").isalnum() and said.isascii()


def scene_of(door: Door, asked: Asked) -> Scene:
    """For whom it is drawn."""
    return Scene(
        links=door.links,
        speech=door.t,
        zone=door.settings.office_zone,
        asked=asked.kept,
        office=OfficeTime(door.database, at=door.at),
    )


@router.api_route(
    "/board",
    methods=["GET", "HEAD"],
    response_class=HTMLResponse,
    dependencies=[allow(Access.OVERSEES)],
)
def page_board(door: AtDoor, asked: AtBoard, later: BackgroundTasks) -> HTMLResponse:
    """Show how all open cases stand; with `part` only what changes, for a page that is live."""
    shown = shown_board(door, asked, later, anew=door.asked("done") in DONE)
    template = "board_live.html" if door.asked("part") else "board.html"
    return door.show(template, **_words(door, asked, shown))


def shown_board(door: Door, asked: Asked, later: BackgroundTasks, *, anew: bool) -> Board:
    """The board as it was counted last; counted anew for the next one once it was shown."""
    zone = door.settings.office_zone
    shown, is_old = board.read_board(door.database, asked.reach, at=door.at, zone=zone, anew=anew)
    if is_old:
        later.add_task(board.refresh_board, door.database, asked.reach, at=door.at, zone=zone)
    return shown


def _words(door: Door, asked: Asked, shown: Board) -> dict[str, Any]:
    scene = scene_of(door, asked)
    sops = {one.sop for one in shown.groups}
    workflows = words_of_services(door.database, sops)
    titles = {str(sop): one.title.in_language(door.language) for sop, one in workflows.items()}
    zone, language = scene.zone, door.language
    today = door.at.astimezone(zone).date()
    return {
        "figures": board_view.figures(shown, scene),
        "lanes": lanes(shown, workflows, scene),
        "ticks": tuple((place(one), f"{one}%") for one in TICKS),
        "places": {"soon": place(80), "due": place(100)},
        "acts": board_view.acts(shown, asked.directory, titles, scene),
        "late": shown.open_cases("late"),
        "loads": board_view.loads(shown, asked.directory, scene),
        "slow": board_view.slow_steps(shown.endings.steps, scene),
        "trend": board_view.trend(shown.endings.days, today, scene),
        "scene": scene,
        "asked": asked,
        "today": written_day(door.at, zone, language),
        "counted": written_time(shown.at, zone, language),
        "choices": _choices(door, asked),
        "refresh": _seconds(door.asked("refresh")),
        "done": _done(door, asked.directory),
        "turn": shown.turn,
        "undecided": shown.deviations,
        "undecided_href": _undecided(scene),
    }


def _done(door: Door, directory: Directory) -> str:
    """What was done; of a reminder, for whom it is."""
    done = next((one for one in DONE if one == door.asked("done")), "")
    if done != DONE[1]:
        return door.t(done) if done else ""
    person, role = directory.people.get(PersonId(door.asked("to"))), door.asked("role")
    if person is not None:
        return door.t("board_reminded", who=person.name)
    named = titles(door.database, directory, door.language).roles.items()
    title = next((said for (_, one), said in named if one == role), None)
    who = None if title is None else title.in_language(door.language)
    return door.t(done) if who is None else door.t("board_reminded_role", role=who)


def _undecided(scene: Scene) -> str:
    """The deviations of these cases about which nobody has decided."""
    asked = {"sop": scene.asked.get("sop", ""), "within": scene.asked.get("unit", "")}
    return scene.links.at("/deviations", board=1, status="open", **asked)


class Choices(Frozen, frozen=True, kw_only=True):
    """What the board can be narrowed to."""

    units: tuple[tuple[str, str], ...]
    sops: tuple[tuple[str, str], ...]


def _choices(door: Door, asked: Asked) -> Choices:
    directory, language = asked.directory, door.language
    overseen = overseen_units(directory, asked.person, door.at)
    words = titles(door.database, directory, language)
    units = {str(one): place_of(words, one) for one in overseen if one in directory.units}
    sops = {
        str(one.sop): one.title.in_language(language)
        for one in catalogue.list_sops(door.database)
        if one.unit in overseen
    }
    return Choices(units=_by_name(units), sops=_by_name(sops))


def _by_name(names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(names.items(), key=lambda pair: pair[1]))


def _seconds(said: str) -> int:
    """How often the page loads itself anew where there is no JavaScript; 0: never."""
    if not (said.isascii() and said.isdigit() and len(said) <= len(str(_MOST_SECONDS))):
        return 0
    return min(max(int(said), _FEWEST_SECONDS), _MOST_SECONDS)


@router.get("/board/wall", response_class=HTMLResponse, dependencies=[allow(Access.OVERSEES)])
def page_wall(door: AtDoor, asked: AtBoard, later: BackgroundTasks) -> HTMLResponse:
    """Show the board for a screen in the hall: large, and nobody's name on it."""
    shown = shown_board(door, asked, later, anew=False)
    template = "board_wall_live.html" if door.asked("part") else "board_wall.html"
    words = _words(door, asked, shown)
    way = next((one for one in WAYS if door.asked(one) == "1"), "")
    return door.show(template, **words, way=way, ways=WAYS)


@router.get("/board/live", dependencies=[allow(Access.OVERSEES)])
async def live_board(request: Request, database: Db, clock: Clock) -> Response:
    """Say whenever a case has moved, until the session ends; nothing about any case."""
    live: Live = request.app.state.live
    person = let_in(request).identity.person
    if not live.has_room(person):
        return Response(status_code=503, headers={"Retry-After": "30"} | NOT_STORED)
    secret = session_secret(request)
    stream = live.listen(
        person,
        request.headers.get("last-event-id", ""),
        lambda: sessions.goes_on(database, secret, at=clock()),
    )
    return StreamingResponse(stream, headers=_STREAM, media_type="text/event-stream")


def live_of(database: Database) -> Live:
    """The watch over the board of one database."""
    return Live(lambda: board.turn_of_board(database))
