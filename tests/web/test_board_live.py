"""Live boards: told once for all, bounded, over with the session and with the server."""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI
from front_desk import BUDI, front_desk, open_accounts
from starlette.responses import StreamingResponse

from engine.core.errors import StoreUnavailable
from web.live import LeavingServer, Live

LONG = 5.0


def here() -> bool:
    return True


async def heard(stream: AsyncGenerator[bytes], count: int) -> list[str]:
    """The next things said that are no mere signs of life."""
    found: list[str] = []
    while len(found) < count:
        said = (await asyncio.wait_for(anext(stream), LONG)).decode()
        if said.startswith(("id", "event")):
            found.append(said)
    return found


def run(scene: Callable[[], object]) -> None:
    asyncio.run(scene())  # type: ignore[arg-type]


class Number:
    """What is read, and how often it was."""

    def __init__(self) -> None:
        self.value, self.asked, self.broken = 7, 0, False

    def __call__(self) -> int:
        self.asked += 1
        if self.broken:
            raise StoreUnavailable("gone")
        return self.value


def test_one_look_tells_all_who_listen() -> None:
    async def scene() -> None:
        number = Number()
        live = Live(number, every=0.02, heartbeat=LONG, most=40, most_each=40)
        streams = [live.listen("budi", "", here) for _ in range(30)]
        waiting = [asyncio.create_task(heard(one, 1)) for one in streams]
        while live.listeners < 30 or number.asked < 3:  # noqa: ASYNC110  # it tells nobody
            await asyncio.sleep(0.01)
        threads, looks = threading.active_count(), number.asked
        number.value = 8

        for one in waiting:
            assert await one == ["id: 8\nevent: changed\ndata: 8\n\n"]

        assert looks < 20  # by one watch, not by thirty
        assert threads < 12
        assert live.listeners == 30
        for one in streams:
            await one.aclose()
        assert live.listeners == 0

    run(scene)


def test_who_comes_back_hears_what_was_missed_and_only_that() -> None:
    async def scene() -> None:
        live = Live(Number(), every=0.01, heartbeat=0.03)

        missed = live.listen("budi", "6", here)
        assert await heard(missed, 1) == ["id: 7\nevent: changed\ndata: 7\n\n"]
        for last in ("7", "", "x" * 5, "9" * 40):
            stream = live.listen("budi", last, here)
            first = [await anext(stream) for _ in range(2)]
            assert first == [b"retry: 2000\n\n", b": \n\n"], last
            await stream.aclose()
        await missed.aclose()

    run(scene)


def test_it_ends_with_the_session_however_much_news_there_is() -> None:
    async def scene() -> None:
        number, is_here = Number(), [True]
        live = Live(number, every=0.005, heartbeat=0.05)
        stream = live.listen("budi", "", lambda: is_here[0])

        async def news() -> None:
            while True:
                number.value += 1
                await asyncio.sleep(0.005)

        going = asyncio.create_task(news())
        await heard(stream, 2)
        is_here[0] = False
        said = [one async for one in stream]
        going.cancel()

        assert said[-1] == b"event: ended\ndata: \n\n"
        assert live.listeners == 0

    run(scene)


def test_so_many_may_listen_and_so_many_of_one_person() -> None:
    async def scene() -> None:
        live = Live(Number(), every=0.01, heartbeat=LONG, most=3, most_each=2)
        streams = [live.listen(who, "", here) for who in ("budi", "budi", "sri")]
        assert live.has_room("budi")
        for one in streams[:2]:
            await anext(one)
        assert not live.has_room("budi")
        assert live.has_room("sri")
        await anext(streams[2])

        assert not live.has_room("hesti")
        assert [one async for one in live.listen("hesti", "", here)] == []  # came at the same time
        await streams[0].aclose()
        assert live.has_room("hesti")

    run(scene)


def test_a_database_out_of_reach_is_waited_for() -> None:
    async def scene() -> None:
        number = Number()

        def unknown() -> bool:
            raise StoreUnavailable("gone")

        live = Live(number, every=0.01, heartbeat=0.03)
        stream = live.listen("budi", "", unknown)
        await anext(stream)
        assert await anext(stream) == b": \n\n"
        number.broken = True
        await asyncio.sleep(0.05)
        number.broken, number.value = False, 9
        assert await heard(stream, 1) == ["id: 9\nevent: changed\ndata: 9\n\n"]
        live.close()
        assert [one async for one in stream] == []
        assert not live.has_room("budi")

    run(scene)


def test_a_server_stops_at_once_though_somebody_listens() -> None:
    app = FastAPI()
    live = Live(Number(), heartbeat=60)

    @app.get("/live")
    async def listening() -> StreamingResponse:
        return StreamingResponse(live.listen("budi", "", here), media_type="text/event-stream")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/live"
        server = LeavingServer(uvicorn.Config(app, log_config=None, lifespan="off"), live)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        with httpx.stream("GET", address, timeout=20) as answered:
            said = answered.iter_bytes()
            assert next(said) == b"retry: 2000\n\n"
            server.should_exit = True
            begun = time.monotonic()
            with suppress(StopIteration):
                assert next(said) == b""
            thread.join(20)
    assert not thread.is_alive()
    assert time.monotonic() - begun < 5


def test_the_route_says_when_there_is_no_room_and_asks_who_listens(tmp_path: Path) -> None:
    with front_desk(tmp_path) as desk:
        open_accounts(desk.database, BUDI)
        browser = desk.signed_in(BUDI)
        desk.app.state.live.close()

        full = browser.get("/board/live")

        assert full.status_code == 503
        assert full.headers["retry-after"] == "30"
        assert desk.browser().get("/board/live").status_code == 303
