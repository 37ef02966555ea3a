"""Prefect's thread: ready, broken, ready again; the process around it goes on."""

import asyncio
import json
import sqlite3
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import repeat
from pathlib import Path

import pytest
from serving_asgi import behind_uvicorn, listening
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.sync.client import connect

from engine.runtime import embedded
from engine.runtime.embedded import Ear, EmbeddedPrefect, Phase, growing_pauses
from engine.runtime.prefect_files import sole_use
from engine.runtime.prefect_settings import Place

LONG = 30.0
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


class Small:
    """An application in Prefect's place, which may be told to fail."""

    def __init__(self) -> None:
        self.loads = 0
        self.fails_to_start: Exception | None = None
        self.status = 200
        self.ended = 0

    def load(self) -> Starlette:
        self.loads += 1
        return Starlette(
            routes=[
                Route("/prefect/api/health", lambda _: JSONResponse(self.loads)),
                Route("/prefect/api/flows", self.flows),
                WebSocketRoute("/prefect/api/events", self.events),
            ],
            lifespan=self.lifespan,
        )

    @asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        if self.fails_to_start is not None:
            raise self.fails_to_start
        yield
        self.ended += 1

    def flows(self, _request: Request) -> JSONResponse:
        return JSONResponse({}, self.status)

    async def events(self, socket: WebSocket) -> None:
        await socket.accept()
        with suppress(RuntimeError):
            await socket.send_text(await socket.receive_text())
            await asyncio.Event().wait()


class Scene:
    """An embedded server behind a web server."""

    def __init__(
        self,
        small: Small,
        home: Path,
        port: int,
        pauses: Callable[[], Iterator[float]] = lambda: repeat(0.01),
    ) -> None:
        self.small, self.home, self.port = small, home, port
        self.server = EmbeddedPrefect(
            Place(
                home=home,
                api_url=f"http://127.0.0.1:{port}/prefect/api",
                database=home / "prefect.db",
            ),
            PlainTextResponse("wait", 503),
            now=lambda: AT,
            load=small.load,
            pauses=pauses,
        )

    def get(self, path: str) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        try:
            connection.request("GET", path)
            answered = connection.getresponse()
            return answered.status, answered.read()
        finally:
            connection.close()

    def becomes(self, phase: Phase, trouble: str = "") -> None:
        eventually(
            lambda: self.server.state.phase is phase and trouble in self.server.state.trouble
        )


def eventually(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.005)


@contextmanager
def a_scene(
    small: Small, home: Path, pauses: Callable[[], Iterator[float]] = lambda: repeat(0.01)
) -> Iterator[Scene]:
    with listening() as listener:
        scene = Scene(small, home, listener.getsockname()[1], pauses)
        app = Starlette(routes=[Mount("/prefect", scene.server)])
        with behind_uvicorn(app, listener):
            scene.server.start()
            try:
                yield scene
            finally:
                scene.server.stop()


@pytest.fixture
def small() -> Small:
    return Small()


def test_it_is_reached_through_the_webs_own_port(small: Small, tmp_path: Path) -> None:
    with a_scene(small, tmp_path / "new" / "home") as scene:
        scene.becomes(Phase.READY)

        assert scene.server.is_ready
        assert scene.get("/prefect/api/health") == (200, b"1")
        with connect(f"ws://127.0.0.1:{scene.port}/prefect/api/events") as socket:
            socket.send("there and back")
            assert socket.recv(LONG) == "there and back"
    assert small.ended == 1
    assert not scene.server.is_ready


def test_before_it_is_ready_others_answer_for_it(small: Small, tmp_path: Path) -> None:
    small.fails_to_start = OSError("not yet")
    with a_scene(small, tmp_path) as scene:
        scene.becomes(Phase.BROKEN, "OSError: not yet")

        assert scene.get("/prefect/api/health") == (503, b"wait")
        with pytest.raises(Exception, match="rejected"):
            connect(f"ws://127.0.0.1:{scene.port}/prefect/api/events")

        small.fails_to_start = None
        scene.becomes(Phase.READY)
        assert scene.get("/prefect/api/flows") == (200, b"{}")


def test_what_is_wrong_is_logged_once(
    small: Small, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    small.fails_to_start = OSError("no space")
    with a_scene(small, tmp_path):
        eventually(lambda: small.loads > 5)

    assert [record.getMessage() for record in caplog.records] == [
        "Prefect cannot be used: OSError: no space"
    ]


def test_it_is_ready_only_where_its_clients_reach_it(small: Small, tmp_path: Path) -> None:
    """Two installations on one machine must not tell each other's Prefect of their cases."""
    other = Small()
    with a_scene(other, tmp_path / "other") as taken:
        taken.becomes(Phase.READY)
        scene = Scene(small, tmp_path, taken.port)
        scene.server.start()
        scene.becomes(Phase.BROKEN, "something else")
        scene.server.stop()
    nobody = Scene(small, tmp_path, taken.port)
    nobody.server.start()
    nobody.becomes(Phase.BROKEN, "it is not reached at")
    nobody.server.stop()


@pytest.mark.parametrize("status", [500, 503])
def test_failing_at_everything_makes_it_broken_for_a_while(
    small: Small, tmp_path: Path, status: int
) -> None:
    with a_scene(small, tmp_path) as scene:
        scene.becomes(Phase.READY)
        small.status = status
        seen: set[Phase] = set()

        def failing() -> bool:
            scene.get("/prefect/api/flows")
            seen.add(scene.server.state.phase)
            return Phase.BROKEN in seen

        eventually(failing)
        small.status = 200
        scene.becomes(Phase.READY)
        assert small.loads == 1


def test_failing_at_half_of_it_is_being_busy(small: Small, tmp_path: Path) -> None:
    called: list[bool] = []
    ear = Ear(lambda: called.append(ear.hears_nothing_else))
    for status in (200, 503, 404, 503, 201, 503, 307, 503, 200):
        ear(status)
    assert called == []
    ear(503)
    assert called == [False]

    with a_scene(small, tmp_path) as scene:
        scene.becomes(Phase.READY)
        for status in [503, 200] * 20:
            small.status = status
            scene.get("/prefect/api/flows")
            assert scene.server.is_ready
    assert small.loads == 1


def test_long_after_a_trouble_its_pauses_begin_anew(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "_LONGEST_PAUSE_SECONDS", 0.0)
    begun: list[None] = []

    def pauses() -> Iterator[float]:
        begun.append(None)
        yield from repeat(0.01)

    with a_scene(small, tmp_path, pauses) as scene:
        scene.becomes(Phase.READY)
        small.status = 500

        def failing() -> bool:
            scene.get("/prefect/api/flows")
            return len(begun) > 3

        eventually(failing)


def spoil(file: Path) -> None:
    file.write_bytes(b"this was never a database " * 100)


def test_a_damaged_database_is_set_aside_and_begun_anew(small: Small, tmp_path: Path) -> None:
    with a_scene(small, tmp_path) as scene:
        scene.becomes(Phase.READY)
        spoil(tmp_path / "prefect.db")
        small.status = 500

        def restarted() -> bool:
            scene.get("/prefect/api/flows")
            return small.loads > 1

        eventually(restarted)
        small.status = 200
        scene.becomes(Phase.READY)
    assert (tmp_path / "prefect-damaged-20261123T010000Z.db").exists()
    assert (tmp_path / "prefect.db").read_bytes() == b""  # a new one, closed to others


def test_a_file_that_prefect_cannot_begin_with_is_set_aside(small: Small, tmp_path: Path) -> None:
    (tmp_path / "prefect.db").touch()
    try:
        sqlite3.connect(":memory:").execute("SELECT * FROM absent")
    except sqlite3.OperationalError as error:
        small.fails_to_start = error
    with a_scene(small, tmp_path):
        eventually(lambda: small.loads > 1)

    assert (tmp_path / "prefect-damaged-20261123T010000Z.db").exists()


def test_one_process_at_a_time_has_the_folder(small: Small, tmp_path: Path) -> None:
    with a_scene(small, tmp_path) as scene:
        with sole_use(tmp_path / "elsewhere"):
            scene.becomes(Phase.READY)
        other = Scene(Small(), tmp_path, scene.port)
        other.server.start()
        other.becomes(Phase.BROKEN, "another process runs Prefect")
        other.server.stop()
    assert other.small.loads == 0


def test_it_stops_while_it_starts(small: Small, tmp_path: Path) -> None:
    begun, ended = threading.Event(), threading.Event()

    @asynccontextmanager
    async def endless(app: Starlette) -> AsyncIterator[None]:
        begun.set()
        try:
            await asyncio.Event().wait()
            yield
        finally:
            ended.set()

    small.lifespan = endless  # type: ignore[method-assign]
    scene = Scene(small, tmp_path, 9)
    scene.server.start()
    assert begun.wait(LONG)
    scene.server.stop()
    assert ended.is_set()


def test_it_stops_while_it_imports(small: Small, tmp_path: Path) -> None:
    begun = threading.Event()
    scene = Scene(small, tmp_path, 9)

    def endless() -> Starlette:
        begun.set()
        while True:
            with suppress(ImportError):
                __import__("there_is_no_such_module")

    scene.server._load = endless
    scene.server.start()
    assert begun.wait(LONG)
    scene.server.stop()
    assert not scene.server._thread.is_alive()
    assert sys.getswitchinterval() == pytest.approx(0.005)


def test_it_stops_before_it_starts_and_without_having_been_started(
    small: Small, tmp_path: Path
) -> None:
    never = Scene(small, tmp_path, 9)
    never.server.stop()

    soon = Scene(small, tmp_path, 9)
    soon.server._pauses = lambda: repeat(LONG)
    soon.server.start()
    soon.server.stop()
    assert small.loads == 0


def test_one_that_does_not_stop_is_left_behind(
    small: Small,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(embedded, "_LONGEST_STOP_SECONDS", 0.01)
    begun, may_end = threading.Event(), threading.Event()
    scene = Scene(small, tmp_path, 9)

    def stubborn() -> Starlette:
        begun.set()
        may_end.wait(LONG)
        return small.load()

    scene.server._load = stubborn
    scene.server.start()
    assert begun.wait(LONG)
    scene.server.stop()
    assert "left behind" in caplog.text
    may_end.set()
    scene.server._thread.join(LONG)


def test_pauses_grow_to_ten_minutes() -> None:
    pauses = growing_pauses()

    assert [next(pauses) for _ in range(11)] == [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]


def test_the_state_can_be_told() -> None:
    assert json.dumps([*Phase]) == '["starting", "ready", "broken"]'
