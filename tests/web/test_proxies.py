"""Where a request comes from: believed of the proxies that are named, and of nobody else."""

import pytest
from asking import Asked, a_scope, with_headers
from pydantic import ValidationError
from starlette.types import Receive, Scope, Send

from engine.settings import Settings
from web.proxies import Proxies

PROXY = "172.20.0.2"


async def tell(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "told"})


def seen(*headers: tuple[str, str], client: str | None = PROXY, kind: str = "http") -> Scope:
    scope = with_headers(a_scope(client=client), *headers) | {"type": kind}
    if kind == "websocket":
        scope["scheme"] = "ws"
    return Asked(Proxies(tell, ("172.20.0.0/24", "fd00::/64")), scope).scope


@pytest.mark.parametrize(
    ("listed", "client"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, 172.20.0.3", "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9", "203.0.113.9"),
        ("rubbish, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, rubbish", PROXY),
        ("2001:db8::1", "2001:db8::1"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("172.20.0.7", "172.20.0.7"),
        ("", PROXY),
        (", ,", PROXY),
    ],
)
def test_the_last_address_that_is_no_proxys_is_the_clients(listed: str, client: str) -> None:
    assert seen(("x-forwarded-for", listed))["client"][0] == client


def test_several_headers_are_one_list() -> None:
    headers = (("x-forwarded-for", "6.6.6.6"), ("x-forwarded-for", "203.0.113.9"))

    assert seen(*headers)["client"][0] == "203.0.113.9"


@pytest.mark.parametrize("client", ["203.0.113.1", "10.0.0.1", "", None])
def test_from_anybody_else_nothing_is_believed(client: str | None) -> None:
    said = (("x-forwarded-for", "127.0.0.1"), ("x-forwarded-proto", "https"))
    scope = seen(*said, client=client)

    assert scope["client"] == (None if client is None else (client, 5000))
    assert scope["scheme"] == "http"


@pytest.mark.parametrize(
    ("said", "kind", "scheme"),
    [
        (("https",), "http", "https"),
        (("HTTP",), "http", "http"),
        (("https",), "websocket", "wss"),
        (("https", "http"), "http", "http"),
        (("gopher",), "http", "http"),
        ((), "http", "http"),
    ],
)
def test_the_proxy_says_whether_the_client_came_by_https(
    said: tuple[str, ...], kind: str, scheme: str
) -> None:
    headers = [("x-forwarded-proto", one) for one in said]

    assert seen(*headers, kind=kind)["scheme"] == scheme


def test_without_proxies_nobody_is_believed() -> None:
    scope = with_headers(a_scope(), ("x-forwarded-for", "127.0.0.1"))

    assert Asked(Proxies(tell, ()), scope).scope["client"][0] == "10.0.0.7"


def test_proxies_are_addresses_or_networks() -> None:
    assert Settings(proxies="10.0.0.1, fd00::/8,").proxies == ("10.0.0.1", "fd00::/8")
    with pytest.raises(ValidationError, match="addresses or networks"):
        Settings(proxies="proxy.example")
