"""An application behind a real server on a free port, websockets included."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

_LONGEST_STOP_SECONDS = 10


@contextmanager
def listening() -> Iterator[socket.socket]:
    """A port of this machine, taken before anybody serves it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@contextmanager
def behind_uvicorn(app: ASGIApp, listener: socket.socket) -> Iterator[None]:
    """The app served on a port that listens already."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        ws="websockets-sansio",
        timeout_graceful_shutdown=_LONGEST_STOP_SECONDS,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), name="server", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(2 * _LONGEST_STOP_SECONDS)
        assert not thread.is_alive(), "the server does not stop"
