"""Where a request really comes from, behind proxies that the installation names. Pure ASGI.

X-Forwarded-For and X-Forwarded-Proto are believed from those alone: from anybody else they are
what the client says of itself. The server in front of this application must not read them.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

Address = IPv4Address | IPv6Address


class Proxies:
    """Puts the client's address and scheme in the place of the proxy's."""

    def __init__(self, app: ASGIApp, proxies: tuple[str, ...]) -> None:
        self._app = app
        self._networks = tuple(ip_network(one) for one in proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with where it comes from."""
        if scope["type"] in {"http", "websocket"} and self._networks:
            nearest = address_of((scope.get("client") or ("",))[0])
            if nearest is not None and self._is_proxy(nearest):
                self._believe(scope, nearest)
        await self._app(scope, receive, send)

    def _believe(self, scope: Scope, nearest: Address) -> None:
        headers = Headers(scope=scope)
        client = self._client(",".join(headers.getlist("x-forwarded-for")), nearest)
        scope["client"] = (str(client), 0)
        schemes = headers.getlist("x-forwarded-proto")
        if len(schemes) == 1 and schemes[0].lower() in {"http", "https"}:
            is_socket = scope["type"] == "websocket"
            plain, sealed = ("ws", "wss") if is_socket else ("http", "https")
            scope["scheme"] = sealed if schemes[0].lower() == "https" else plain

    def _client(self, listed: str, nearest: Address) -> Address:
        """The last address that is no proxy's: what stands before it, the client itself wrote."""
        client = nearest
        for one in reversed([part.strip() for part in listed.split(",") if part.strip()]):
            found = address_of(one)
            if found is None:
                break
            client = found
            if not self._is_proxy(found):
                break
        return client

    def _is_proxy(self, address: Address) -> bool:
        return any(_is_in(address, network) for network in self._networks)


def _is_in(address: Address, network: IPv4Network | IPv6Network) -> bool:
    return address.version == network.version and address in network


def address_of(written: str) -> Address | None:
    """The address, an IPv4 one as such however it is carried; None where it is no address."""
    try:
        found = ip_address(written)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
