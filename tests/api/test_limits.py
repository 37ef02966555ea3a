"""The body of a request, piece by piece."""

import asyncio

import pytest

from api.limits import BodyLimit


def piece(body: bytes, *, more: bool) -> dict:
    return {"type": "http.request", "body": body, "more_body": more}


LEFT = {"type": "http.disconnect"}


class Inner:
    """An app that reads everything it is given, twice."""

    def __init__(self) -> None:
        self.heard: list[dict] = []

    async def __call__(self, _scope, receive, _send) -> None:
        self.heard = [await receive(), await receive()]


def run(*messages: dict, kind: str = "http", method: str = "POST") -> Inner:
    inner = Inner()
    waiting = list(messages)

    async def receive():
        return waiting.pop(0)

    async def send(message):
        raise AssertionError(message)

    scope = {
        "type": kind,
        "method": method,
        "path": "/cases",
        "headers": [(b"content-type", b"application/json")],
    }
    asyncio.run(BodyLimit(inner, largest=8)(scope, receive, send))
    return inner


def test_a_body_in_pieces_is_handed_on_whole_and_then_what_comes():
    inner = run(piece(b"1234", more=True), piece(b"5678", more=False), LEFT)

    assert inner.heard == [piece(b"12345678", more=False), LEFT]


@pytest.mark.parametrize("before", [(), (piece(b"{", more=True),)])
def test_half_a_request_is_not_carried_out(before):
    assert run(*before, LEFT).heard == []


def test_what_has_no_body_is_not_looked_at():
    both = (LEFT, LEFT)

    assert run(*both, method="GET").heard == list(both)
    assert run(*both, kind="websocket").heard == list(both)
