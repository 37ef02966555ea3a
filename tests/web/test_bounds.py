"""What a request may bring to the pages."""

import pytest
from asking import Asked, a_scope, with_headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from engine.settings import Settings
from web.bounds import LARGEST_HEADERS, LONGEST_ADDRESS, MOST_HEADERS, Bounds

MEBI = 1024 * 1024


async def count(scope: Scope, receive: Receive, send: Send) -> None:
    body = await Request(scope, receive).body()
    await PlainTextResponse(str(len(body)))(scope, receive, send)


@pytest.fixture
def bounds() -> Bounds:
    return Bounds(count, Settings())


def test_a_form_reaches_its_page_whole(bounds: Bounds) -> None:
    assert Asked(bounds, a_scope("/sign-in", method="POST"), b"a" * 10, b"b").text == "11"


@pytest.mark.parametrize("pieces", [(b"a" * MEBI, b"b"), (b"a" * (MEBI + 1),)])
def test_a_form_that_is_too_large_is_refused_whether_or_not_it_says_so(
    bounds: Bounds, pieces: tuple[bytes, ...]
) -> None:
    plain = a_scope("/sign-in", method="POST")
    asked = Asked(bounds, plain, *pieces)
    told = Asked(bounds, with_headers(plain, ("content-length", str(MEBI + 1))))

    assert (asked.status, told.status) == (413, 413)
    assert "Kiriman terlalu besar" in asked.text
    assert asked.headers["connection"] == "close"


def test_half_a_form_is_no_form(bounds: Bounds) -> None:
    class Left(Asked):
        async def _receive(self):
            return {"type": "http.disconnect"}

    assert Left(bounds, a_scope("/sign-in", method="POST")).heard == []


def test_the_interface_bounds_its_own_bodies(bounds: Bounds) -> None:
    asked = Asked(bounds, a_scope("/api/v1/cases/x/attachments", method="POST"), b"a" * 2 * MEBI)

    assert asked.text == str(2 * MEBI)


def test_prefect_may_be_told_more_and_not_everything(bounds: Bounds) -> None:
    scope = a_scope("/prefect/api/logs", method="POST")

    assert Asked(bounds, scope, b"a" * 2 * MEBI).text == str(2 * MEBI)
    assert Asked(bounds, with_headers(scope, ("content-length", str(64 * MEBI)))).status == 413


@pytest.mark.parametrize("path", ["/", "/api/v1/cases"])
def test_an_address_that_is_too_long_is_refused(bounds: Bounds, path: str) -> None:
    long = a_scope(path) | {"query_string": b"a" * LONGEST_ADDRESS}
    deep = a_scope(path + "a" * LONGEST_ADDRESS)

    assert (Asked(bounds, long).status, Asked(bounds, deep).status) == (414, 414)


def test_headers_that_are_too_large_or_too_many_are_refused(bounds: Bounds) -> None:
    large = with_headers(a_scope(), ("cookie", "a" * LARGEST_HEADERS))
    many = with_headers(a_scope(), *[("x", "1")] * MOST_HEADERS)

    assert (Asked(bounds, large).status, Asked(bounds, many).status) == (431, 431)


def test_what_is_no_request_passes() -> None:
    async def life(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "lifespan.startup.complete"})

    assert Asked(Bounds(life, Settings()), {"type": "lifespan"}).heard
