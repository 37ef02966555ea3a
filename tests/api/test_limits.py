"""The body of a request, piece by piece."""

import asyncio

import pytest

from api.limits import SLOWEST, Allowance, BodyLimit, BodyRefused, Bounded, stated_length


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
    asyncio.run(BodyLimit(inner, Allowance(largest=8))(scope, receive, send))
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


class Slow:
    """A clock that tests set, and a client that takes its time by it."""

    def __init__(self, *pieces: tuple[float, dict]) -> None:
        self.at = 0.0
        self._pieces = list(pieces)

    def __call__(self) -> float:
        return self.at

    async def receive(self) -> dict:
        seconds, message = self._pieces.pop(0)
        self.at += seconds
        return message


def take(slow: Slow, allowance: Allowance) -> list[dict]:
    async def all_of_it() -> list[dict]:
        bounded, taken = Bounded(slow.receive, allowance, slow), []
        while not taken or taken[-1].get("more_body"):
            taken.append(await bounded())
        return taken

    return asyncio.run(all_of_it())


def test_a_body_that_trickles_is_given_up():
    trickle = [(4.0, piece(b"x", more=True))] * 10

    with pytest.raises(BodyRefused) as refused:
        take(Slow(*trickle), Allowance(seconds=10))

    assert refused.value.status == 408


def test_a_large_body_may_take_longer_as_long_as_it_comes():
    steady = [(1.0, piece(b"x" * SLOWEST * 2, more=True))] * 20

    taken = take(Slow(*steady, (1.0, piece(b"", more=False))), Allowance(largest=2**24, seconds=2))

    assert len(taken) == 21


def test_a_client_that_sends_nothing_is_given_up_by_the_clock_of_the_loop():
    async def never() -> dict:
        await asyncio.Event().wait()
        raise AssertionError

    bounded = Bounded(never, Allowance(seconds=0.01))
    with pytest.raises(BodyRefused):
        asyncio.run(bounded())


def test_a_client_may_stay_as_long_as_it_likes_once_all_is_there():
    slow = Slow((0.0, piece(b"", more=False)), (9.0, LEFT))
    bounded = Bounded(slow.receive, Allowance(seconds=1), slow)

    async def twice() -> list[dict]:
        return [await bounded(), await bounded()]

    assert asyncio.run(twice())[1] == LEFT


@pytest.mark.parametrize(
    ("stated", "length"), [("12", 12), ("", 0), ("-1", 0), ("²", 0), ("9" * 40, int("9" * 18))]
)
def test_what_a_body_is_said_to_hold(stated, length):
    scope = {"type": "http", "headers": [(b"content-length", stated.encode("latin-1", "replace"))]}

    assert stated_length(scope) == length
