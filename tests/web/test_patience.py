"""A client that is slow to say what it wants is not waited for, and any other is."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from web import patience
from web.patience import PatientProtocol

PATIENCE = 1.5


async def slow_to_answer(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] == "/slow":
        await asyncio.sleep(2 * PATIENCE)
    await PlainTextResponse("halo")(scope, receive, send)


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(patience, "HEAD_SECONDS", PATIENCE)
    config = uvicorn.Config(
        slow_to_answer, http=PatientProtocol, lifespan="off", log_config=None, log_level="error"
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join(10)


def calling(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def asked(line: socket.socket, path: str) -> bytes:
    line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    said = b""
    while not said.endswith(b"halo"):
        piece = line.recv(4096)
        if not piece:
            break
        said += piece
    return said


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: local"])
def test_a_request_that_is_never_whole_is_given_up(port: int, begun: bytes) -> None:
    with calling(port) as line:
        line.sendall(begun)

        assert line.recv(100) == b""


def test_a_second_request_that_trickles_is_given_up_as_well(port: int) -> None:
    with calling(port) as line:
        assert asked(line, "/").endswith(b"halo")
        line.sendall(b"GET / HT")

        assert line.recv(100) == b""


def test_an_answer_may_take_longer_than_the_head_of_a_request(port: int) -> None:
    with calling(port) as line:
        assert asked(line, "/slow").endswith(b"halo")
        assert asked(line, "/").endswith(b"halo")
