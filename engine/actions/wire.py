"""Connections to an address that was looked up once, within one limit of time for everything."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore

from engine.actions.network import Deadline, Network


class Pinned(httpcore.NetworkBackend):
    """Connects to the given addresses, the first that answers, whatever the name says by now."""

    def __init__(self, addresses: tuple[str, ...], network: Network, deadline: Deadline) -> None:
        self._addresses, self._network, self._deadline = addresses, network, deadline

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002  # pinned
        port: int,
        timeout: float | None = None,  # noqa: ARG002  # the deadline holds
        local_address: str | None = None,  # noqa: ARG002
        socket_options: object = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """A connection to one of the addresses; each gets its share of the time."""
        with _told(httpcore.ConnectTimeout, httpcore.ConnectError):
            for place, address in enumerate(self._addresses[:-1]):
                share = self._deadline.left() / (len(self._addresses) - place)
                try:
                    return Stream(self._network.dial(address, port, share), self._deadline)
                except OSError:
                    continue
            last = self._network.dial(self._addresses[-1], port, self._deadline.left())
            return Stream(last, self._deadline)


class Stream(httpcore.NetworkStream):
    """A connection whose every operation ends by the deadline; one slow byte buys no time."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._connection, self._deadline = connection, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """What has come, at most `max_bytes`; nothing at the end."""
        with _told(httpcore.ReadTimeout, httpcore.ReadError):
            self._connection.settimeout(self._deadline.left())
            return self._connection.recv(max_bytes)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Send all of it."""
        with _told(httpcore.WriteTimeout, httpcore.WriteError):
            while buffer:
                self._connection.settimeout(self._deadline.left())
                buffer = buffer[self._connection.send(buffer) :]

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002  # the deadline holds
    ) -> httpcore.NetworkStream:
        """The same connection under TLS, with a certificate for the host's name."""
        with _told(httpcore.ConnectTimeout, httpcore.ConnectError):
            try:
                self._connection.settimeout(self._deadline.left())
                safe = ssl_context.wrap_socket(self._connection, server_hostname=server_hostname)
            except BaseException:
                self.close()
                raise
            return Stream(safe, self._deadline)

    def get_extra_info(self, info: str) -> object:  # noqa: ARG002
        """Nothing: httpcore asks for what only HTTP/2 and kept connections need."""
        return None


@contextmanager
def _told(late: type[Exception], broken: type[Exception]) -> Iterator[None]:
    """Errors of the system as httpcore has them."""
    try:
        yield
    except TimeoutError as problem:
        raise late from problem
    except OSError as problem:
        raise broken from problem
