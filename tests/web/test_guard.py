"""Who is served, and who may reach Prefect: this machine, and no page of another site."""

import asyncio
from collections.abc import Mapping

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount
from starlette.types import Message, Receive, Scope, Send

from web.guard import HEADERS, PREFECT_POLICY, Guard
from web.prefect_door import PrefectDoor

HOST = "localhost:8000"


class Asked:
    """What one request was answered with."""

    def __init__(self, scope: Scope) -> None:
        self.heard: list[Message] = []
        guard = Guard(PrefectDoor(app), hosts=("localhost", "127.0.0.1"))
        asyncio.run(guard(scope, self._receive, self._send))

    async def _receive(self) -> Message:
        return {"type": "http.request", "body": b""}

    async def _send(self, message: Message) -> None:
        self.heard.append(message)

    @property
    def status(self) -> int:
        return int(self.heard[0].get("status", 0))

    @property
    def headers(self) -> Mapping[str, str]:
        return {name.decode(): value.decode() for name, value in self.heard[0]["headers"]}


async def talk(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    status = 503 if scope["path"].endswith("/starting") else 200
    await PlainTextResponse("Prefect", status)(scope, receive, send)


app = Starlette(routes=[Mount("/", talk)])


def a_scope(path: str, *, client: str | None = "127.0.0.1", **headers: str) -> Scope:
    named = {"host": HOST, **{name.replace("_", "-"): said for name, said in headers.items()}}
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(name.encode(), said.encode()) for name, said in named.items()],
        "client": None if client is None else (client, 5000),
        "server": ("10.0.0.5", 8000),
    }


@pytest.mark.parametrize(
    "client", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "10.0.0.5"]
)
def test_this_machine_reaches_prefect(client: str) -> None:
    assert Asked(a_scope("/prefect/api/health", client=client)).status == 200


@pytest.mark.parametrize("client", ["10.0.0.6", "::ffff:10.0.0.6", "testclient", "", None])
@pytest.mark.parametrize("path", ["/prefect", "/prefect/", "/prefect/api/flows/"])
def test_no_other_machine_does(client: str | None, path: str) -> None:
    assert Asked(a_scope(path, client=client)).status == 403


@pytest.mark.parametrize("header", ["forwarded", "x_forwarded_for", "x_real_ip", "via"])
def test_what_a_proxy_passes_on_does_not_reach_prefect(header: str) -> None:
    """Behind a proxy on this machine everybody seems to be here."""
    assert Asked(a_scope("/prefect/api/health", **{header: "127.0.0.1"})).status == 403


@pytest.mark.parametrize("path", ["/", "/api/v1/cases", "/prefectoral"])
def test_what_is_ours_is_not_bound_to_this_machine(path: str) -> None:
    assert Asked(a_scope(path, client="10.0.0.6")).status == 200


def test_programs_are_refused_in_their_own_words() -> None:
    page = Asked(a_scope("/prefect/", client="10.0.0.6"))
    problem = Asked(a_scope("/prefect/api/flows/", client="10.0.0.6"))

    assert page.headers["content-type"].startswith("text/plain")
    assert problem.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": f"http://{HOST}"},
        {"origin": f"https://{HOST}", "sec_fetch_site": "same-origin"},
        {"sec_fetch_site": "same-origin"},
        {"sec_fetch_site": "none"},
    ],
)
def test_programs_and_prefects_own_pages_may_ask_its_api(headers: dict[str, str]) -> None:
    for method in ("GET", "POST", "DELETE"):
        scope = a_scope("/prefect/api/flows/", **headers) | {"method": method}
        assert Asked(scope).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "http://localhost:9999"},
        {"origin": "null"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "accept": "text/html"},
    ],
)
def test_pages_of_other_sites_may_not(headers: dict[str, str]) -> None:
    for method in ("GET", "POST"):
        scope = a_scope("/prefect/api/flows/", **headers) | {"method": method}
        assert Asked(scope).status == 403


def test_a_link_from_elsewhere_may_be_followed_to_a_page() -> None:
    followed = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "accept": "text/html"}

    assert Asked(a_scope("/prefect/runs", **followed)).status == 200
    assert Asked(a_scope("/prefect/runs", **followed) | {"method": "POST"}).status == 403
    embedded = followed | {"sec_fetch_mode": "no-cors"}
    assert Asked(a_scope("/prefect/runs", **embedded)).status == 403


@pytest.mark.parametrize("path", ["/prefect/api/events/out", "/elsewhere"])
@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({}, "websocket.accept"),
        ({"host": "127.0.0.1:1"}, "websocket.accept"),
        ({"host": "rebound.example"}, "websocket.close"),
        ({"host": ""}, "websocket.close"),
    ],
)
def test_websockets_are_for_our_names_too(path: str, headers: dict[str, str], kind: str) -> None:
    asked = Asked(a_scope(path, **headers) | {"type": "websocket"})

    assert [message["type"] for message in asked.heard] == [kind]


def test_a_websocket_of_another_sites_page_is_closed() -> None:
    scope = a_scope("/prefect/api/events/out", origin="https://elsewhere.example")

    assert Asked(scope | {"type": "websocket"}).heard == [{"type": "websocket.close", "code": 1008}]


def test_what_is_neither_passes() -> None:
    async def life(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "lifespan.startup.complete"})

    heard: list[Message] = []

    async def send(message: Message) -> None:
        heard.append(message)

    async def receive() -> Message:
        return {"type": "lifespan.startup"}

    asyncio.run(Guard(PrefectDoor(life), hosts=())({"type": "lifespan"}, receive, send))
    assert heard == [{"type": "lifespan.startup.complete"}]


def test_prefects_pages_may_do_what_they_need_and_ours_no_more_than_before() -> None:
    ours = HEADERS["Content-Security-Policy"]

    assert Asked(a_scope("/")).headers["content-security-policy"] == ours
    assert Asked(a_scope("/prefect/")).headers["content-security-policy"] == PREFECT_POLICY
    assert Asked(a_scope("/prefect/starting")).headers["content-security-policy"] == ours
    assert "connect-src 'self'" in PREFECT_POLICY
    assert "frame-ancestors 'none'" in PREFECT_POLICY
