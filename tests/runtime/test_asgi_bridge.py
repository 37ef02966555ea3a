"""Requests of one event loop, answered by an application that lives in another."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.runtime.asgi_bridge import Bridge

LONG = 20.0
HTTP: Scope = {
    "type": "http",
    "method": "GET",
    "path": "/prefect/x",
    "root_path": "/prefect",
    "app_root_path": "",
    "headers": [],
    "state": {"ours": object()},
}
SOCKET: Scope = HTTP | {"type": "websocket"}


class Far:
    """An application in a loop of its own thread."""

    def __init__(self, app: ASGIApp) -> None:
        self.statuses: list[int] = []
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        self.bridge: Bridge = self.run(self._made(app))

    async def _made(self, app: ASGIApp) -> Bridge:
        return Bridge(app, self.statuses.append)

    def run(self, work: Awaitable[Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(_awaited(work), self.loop).result(LONG)

    def tasks(self) -> int:
        async def others() -> int:
            return len(asyncio.all_tasks()) - 1

        return self.run(others())

    def end(self) -> None:
        self.run(self.bridge.close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(LONG)
        self.loop.close()


async def _awaited(work: Awaitable[Any]) -> Any:
    return await work


@asynccontextmanager
async def far_away(app: ASGIApp) -> AsyncIterator[Far]:
    far = await asyncio.to_thread(Far, app)
    try:
        yield far
    finally:
        await asyncio.to_thread(far.end)


class Client:
    """What a server hands over: messages in, messages out."""

    def __init__(self, *said: Message) -> None:
        self.said = list(said)
        self.heard: list[Message] = []
        self.gone = asyncio.Event()
        self.told = asyncio.Event()

    async def receive(self) -> Message:
        if self.said:
            return self.said.pop(0)
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.heard.append(message)
        self.told.set()

    @property
    def kinds(self) -> list[str]:
        return [message["type"] for message in self.heard]


def answer(status: int = 200, *parts: bytes) -> list[Message]:
    begun: Message = {"type": "http.response.start", "status": status, "headers": []}
    bodies = [{"type": "http.response.body", "body": part, "more_body": True} for part in parts]
    return [begun, *bodies, {"type": "http.response.body", "body": b""}]


async def eventually(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONG):
        while not await asyncio.to_thread(holds):  # noqa: ASYNC110  # nothing tells
            await asyncio.sleep(0.005)


def test_bodies_stream_both_ways_and_in_order() -> None:
    async def echo(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 201, "headers": []})
        more = True
        while more:
            message = await receive()
            more = message["more_body"]
            await send(
                {"type": "http.response.body", "body": message["body"].upper(), "more_body": more}
            )

    async def scene() -> None:
        parts = [b"a%d" % number for number in range(200)]
        said = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
        client = Client(*said, {"type": "http.request", "body": b"", "more_body": False})
        async with far_away(echo) as far:
            await far.bridge(HTTP, client.receive, client.send)

            assert [one["body"] for one in client.heard[1:]] == [*(p.upper() for p in parts), b""]
            assert far.statuses == [201]
            assert await asyncio.to_thread(far.tasks) == 0

    asyncio.run(scene())


def test_what_is_mounted_sees_the_whole_path_and_nothing_of_ours() -> None:
    seen: list[Scope] = []

    async def look(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)
        for message in answer():
            await send(message)

    async def scene() -> None:
        async with far_away(look) as far:
            client = Client()
            await far.bridge(HTTP, client.receive, client.send)

    asyncio.run(scene())

    assert seen[0]["path"] == "/prefect/x"
    assert seen[0]["root_path"] == ""
    assert "state" not in seen[0]


def test_a_slow_reader_slows_the_writer() -> None:
    written: list[int] = []

    async def pour(scope: Scope, receive: Receive, send: Send) -> None:
        for number, message in enumerate(answer(200, *[b"x"] * 50)):
            await send(message)
            written.append(number)

    async def scene() -> None:
        read = asyncio.Semaphore(0)
        client = Client()

        async def send(message: Message) -> None:
            await read.acquire()
            await client.send(message)

        async with far_away(pour) as far:
            going = asyncio.create_task(far.bridge(HTTP, client.receive, send))
            for _ in range(3):
                read.release()
            await eventually(lambda: len(written) == 3)
            assert len(client.heard) == 3
            for _ in range(60):
                read.release()
            await going
            assert len(client.heard) == 52

    asyncio.run(scene())


def test_a_websocket_talks_both_ways_until_either_ends() -> None:
    async def talk(scope: Scope, receive: Receive, send: Send) -> None:
        assert (await receive())["type"] == "websocket.connect"
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"] * 2})

    async def scene() -> None:
        client = Client(
            {"type": "websocket.connect"},
            {"type": "websocket.receive", "text": "a"},
            {"type": "websocket.receive", "text": "b"},
            {"type": "websocket.disconnect", "code": 1000},
        )
        async with far_away(talk) as far:
            await far.bridge(SOCKET, client.receive, client.send)

            assert [one.get("text") for one in client.heard] == [None, "aa", "bb"]
            assert await asyncio.to_thread(far.tasks) == 0

    asyncio.run(scene())


async def wait_for_the_end(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that begins its answer and then waits for its client to go."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    while (await receive())["type"] != "http.disconnect":
        pass


def test_a_client_that_goes_ends_its_request_on_both_sides() -> None:
    async def scene() -> None:
        client = Client()
        async with far_away(wait_for_the_end) as far:
            going = asyncio.create_task(far.bridge(HTTP, client.receive, client.send))
            await client.told.wait()
            client.gone.set()
            await going

            assert await asyncio.to_thread(far.tasks) == 0
            assert len(asyncio.all_tasks()) == 1

    asyncio.run(scene())


def test_a_request_given_up_here_is_given_up_there() -> None:
    async def scene() -> None:
        client = Client()
        async with far_away(wait_for_the_end) as far:
            going = asyncio.create_task(far.bridge(HTTP, client.receive, client.send))
            await client.told.wait()
            going.cancel()
            with pytest.raises(asyncio.CancelledError):
                await going

            await eventually(lambda: far.tasks() == 0)
            assert len(asyncio.all_tasks()) == 1
            assert far.statuses == []

    asyncio.run(scene())


@pytest.mark.parametrize("begun", [False, True])
def test_what_the_application_raises_stays_on_its_side(*, begun: bool) -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        if begun:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError("its own affair")

    async def scene() -> None:
        client = Client()
        async with far_away(broken) as far:
            await far.bridge(HTTP, client.receive, client.send)

            assert far.statuses == [500]
            assert client.heard[0]["status"] == (200 if begun else 500)
            assert ("http.response.body" in client.kinds) is not begun

    asyncio.run(scene())


def test_a_websocket_whose_application_fails_is_closed() -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})
        raise ValueError

    async def scene() -> None:
        client = Client()
        async with far_away(broken) as far:
            await far.bridge(SOCKET, client.receive, client.send)
            assert client.heard[-1] == {"type": "websocket.close", "code": 1011}

    asyncio.run(scene())


def test_a_lost_client_is_not_the_applications_failure() -> None:
    async def pour(scope: Scope, receive: Receive, send: Send) -> None:
        for message in answer():
            await send(message)

    async def lost(message: Message) -> None:
        raise ConnectionResetError

    async def scene() -> None:
        async with far_away(pour) as far:
            await far.bridge(HTTP, Client().receive, lost)
            assert far.statuses == []

    asyncio.run(scene())


def test_a_bridge_that_closes_refuses_and_ends_what_runs() -> None:
    async def never(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.Event().wait()

    async def scene() -> None:
        waiting, talking, late, late_talker = Client(), Client(), Client(), Client()
        async with far_away(never) as far:
            going = [
                asyncio.create_task(far.bridge(HTTP, waiting.receive, waiting.send)),
                asyncio.create_task(far.bridge(SOCKET, talking.receive, talking.send)),
            ]
            await eventually(lambda: far.tasks() == 2)
            await asyncio.to_thread(lambda: far.run(far.bridge.close()))
            await asyncio.gather(*going)

            await far.bridge(HTTP, late.receive, late.send)
            await far.bridge(SOCKET, late_talker.receive, late_talker.send)
            assert await asyncio.to_thread(far.tasks) == 0

        for client in (waiting, late):
            assert client.heard[0]["status"] == 503
            assert (b"retry-after", b"5") in client.heard[0]["headers"]
        for client in (talking, late_talker):
            assert client.heard == [{"type": "websocket.close", "code": 1013}]

    asyncio.run(scene())


def test_half_an_answer_stays_half_when_the_bridge_closes() -> None:
    async def scene() -> None:
        client = Client()
        async with far_away(wait_for_the_end) as far:
            going = asyncio.create_task(far.bridge(HTTP, client.receive, client.send))
            await client.told.wait()
            await asyncio.to_thread(lambda: far.run(far.bridge.close()))
            await going
            assert client.kinds == ["http.response.start"]

    asyncio.run(scene())


def test_a_whole_answer_is_nothing_to_break_off() -> None:
    async def lingers(scope: Scope, receive: Receive, send: Send) -> None:
        for message in answer():
            await send(message)
        await asyncio.Event().wait()

    async def scene() -> None:
        client = Client()
        async with far_away(lingers) as far:
            going = asyncio.create_task(far.bridge(HTTP, client.receive, client.send))
            await eventually(lambda: len(client.heard) == 2)
            await asyncio.to_thread(lambda: far.run(far.bridge.close()))
            await going
            assert len(client.heard) == 2

    asyncio.run(scene())


def test_a_server_that_ended_meanwhile_is_a_lost_client() -> None:
    failed = threading.Event()
    may_answer = threading.Event()

    async def late(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.to_thread(may_answer.wait, LONG)
        try:
            await send(answer()[0])
        except ConnectionResetError:
            failed.set()
            raise

    async def none() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        return

    far = Far(late)
    web = asyncio.new_event_loop()
    going = web.create_task(far.bridge(HTTP, none, send))
    web.run_until_complete(asyncio.sleep(0))

    web.close()
    may_answer.set()

    assert failed.wait(LONG)
    far.end()
    going._log_destroy_pending = False  # type: ignore[attr-defined]
