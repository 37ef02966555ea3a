"""How often one client may ask."""

import pytest
from asking import Asked, a_scope, with_headers
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse

from engine.settings import Settings
from web.throttle import SECONDS_AT_ONCE, Buckets, Throttle, line_of


class Clock:
    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def throttle(clock: Clock, *, address: int = 1, session: int = 0) -> Throttle:
    settings = Settings(rate_address=address, rate_session=session)
    return Throttle(PlainTextResponse("halo"), settings, clock)


@given(st.lists(st.floats(0, 5), max_size=200), st.integers(1, 20))
def test_no_client_is_ever_let_through_more_often_than_its_bucket_fills(
    pauses: list[float], rate: int
) -> None:
    buckets, now, let_in = Buckets(rate), 0.0, 0
    for pause in pauses:
        now += pause
        let_in += buckets.take("a", now) == 0

    assert let_in <= rate * SECONDS_AT_ONCE + now * rate + 1e-6


@given(st.integers(1, 50))
def test_who_waits_as_long_as_they_are_told_is_let_through(rate: int) -> None:
    buckets = Buckets(rate)
    while not (wait := buckets.take("a", 0.0)):
        pass

    assert buckets.take("a", wait + 1e-9) == 0


def test_a_rate_of_nothing_is_no_limit() -> None:
    buckets = Buckets(0)

    assert {buckets.take("a", 0.0) for _ in range(1000)} == {0.0}
    assert len(buckets) == 0


def test_only_so_many_clients_are_remembered_and_the_silent_ones_are_forgotten() -> None:
    buckets = Buckets(1, most=2)
    for _ in range(SECONDS_AT_ONCE):
        buckets.take("busy", 0.0)
    for number in range(100):
        buckets.take(number, 0.0)
        assert buckets.take("busy", 0.0) > 0

    assert len(buckets) == 2


def test_too_many_requests_of_one_address_are_refused_and_told_when_to_come_back() -> None:
    app = throttle(clock := Clock())
    for _ in range(SECONDS_AT_ONCE):
        assert Asked(app, a_scope()).status == 200

    page = Asked(app, a_scope())
    problem = Asked(app, a_scope("/api/v1/cases"))

    assert (page.status, problem.status) == (429, 429)
    assert page.headers["retry-after"] == "1"
    assert "Terlalu banyak permintaan" in page.text
    assert problem.headers["content-type"] == "application/problem+json"
    assert '"code":"too-many-requests"' in problem.text
    clock.at += 1
    assert Asked(app, a_scope()).status == 200


def test_another_address_is_another_client() -> None:
    app = throttle(Clock())
    for _ in range(SECONDS_AT_ONCE + 1):
        Asked(app, a_scope())

    assert Asked(app, a_scope(client="10.0.0.8")).status == 200
    assert Asked(app, a_scope(client=None)).status == 200


@pytest.mark.parametrize("path", ["/api/v1/livez", "/api/v1/readyz", "/static/alur.css"])
def test_what_is_asked_all_day_long_is_free(path: str) -> None:
    app = throttle(Clock())

    assert {Asked(app, a_scope(path)).status for _ in range(3 * SECONDS_AT_ONCE)} == {200}


def test_prefect_is_free_for_this_machine_alone() -> None:
    def ask(client: str, *headers: tuple[str, str]) -> list[int]:
        app = throttle(Clock())
        scope = with_headers(a_scope("/prefect/api/flows", client=client), *headers)
        return [Asked(app, scope).status for _ in range(SECONDS_AT_ONCE + 1)]

    assert set(ask("127.0.0.1")) == {200}
    assert ask("10.0.0.7", ("cookie", "alur=made-up"))[-1] == 429
    assert ask("127.0.0.1", ("x-forwarded-for", "10.0.0.7"))[-1] == 429, "a proxy is here"


def test_a_websocket_too_many_is_closed() -> None:
    async def open_(scope, receive, send) -> None:
        await send({"type": "websocket.accept"})

    app = Throttle(open_, Settings(rate_address=1, rate_session=0), Clock())
    scope = a_scope("/prefect/api/events/out") | {"type": "websocket"}
    heard = [Asked(app, scope).heard[0]["type"] for _ in range(SECONDS_AT_ONCE + 1)]

    assert heard == ["websocket.accept"] * SECONDS_AT_ONCE + ["websocket.close"]


@pytest.mark.parametrize(
    "said",
    [
        ("authorization", "Bearer abc"),
        ("cookie", "alur=abc"),
        ("cookie", "other=1; __Host-alur=abc"),
    ],
)
def test_one_session_is_one_client_from_wherever_it_asks(said: tuple[str, str]) -> None:
    app = throttle(Clock(), address=0, session=1)

    def ask(number: int) -> int:
        return Asked(app, with_headers(a_scope(client=f"10.0.1.{number}"), said)).status

    assert [ask(number) for number in range(SECONDS_AT_ONCE + 1)] == [200] * SECONDS_AT_ONCE + [429]
    assert Asked(app, a_scope()).status == 200


def test_what_is_no_request_passes() -> None:
    async def life(scope, receive, send) -> None:
        await send({"type": "lifespan.startup.complete"})

    assert Asked(Throttle(life, Settings()), {"type": "lifespan"}).heard


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("10.0.0.7", "10.0.0.7"),
        ("::ffff:10.0.0.7", "10.0.0.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_the_whole_network_of_an_ipv6_line_is_one_client(written: str, line: str) -> None:
    assert line_of(written) == line
