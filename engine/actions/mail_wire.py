"""SMTP within one limit of time for the whole of it: a byte now and then buys no time."""

import io
import smtplib
import socket
import ssl
from typing import TYPE_CHECKING

from engine.actions.network import Deadline, Network, addresses_in_time

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

MOST_SAID = 256 * 1024
"""Bytes that a server may say in all; usual is one thousand."""


class _Heard(io.RawIOBase):
    """What the server says, until the deadline."""

    def __init__(self, connection: socket.socket, deadline: Deadline, most: int) -> None:
        self._connection, self._deadline, self._left = connection, deadline, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        self._connection.settimeout(self._deadline.left())
        count = self._connection.recv_into(buffer)
        self._left -= count
        if self._left < 0:
            raise OSError("the server says too much")
        return count


class Timely(smtplib.SMTP):
    """An SMTP connection that ends by the deadline, whatever the server does.

    smtplib knows only a limit for each operation of a socket. TLS begun by `at_once` comes before
    the first word.
    """

    def __init__(
        self, us: str, network: Network, deadline: Deadline, at_once: ssl.SSLContext | None = None
    ) -> None:
        super().__init__(local_hostname=us)
        self._network, self._deadline, self._at_once = network, deadline, at_once

    def _get_socket(self, host: str, port: int, timeout: object) -> socket.socket:  # noqa: ARG002  # the deadline holds
        """A connection to the first address that answers; each gets its share of the time."""
        self._host = host  # for STARTTLS; smtplib sets it only if it connects at once
        found = addresses_in_time(self._network, host, port, self._deadline)
        connection = self._dialled(found, port)
        if self._at_once is None:
            return connection
        try:
            connection.settimeout(self._deadline.left())
            return self._at_once.wrap_socket(connection, server_hostname=host)
        except BaseException:
            connection.close()
            raise

    def _dialled(self, addresses: tuple[str, ...], port: int) -> socket.socket:
        for place, address in enumerate(addresses[:-1]):
            share = self._deadline.left() / (len(addresses) - place)
            try:
                return self._network.dial(address, port, share)
            except OSError:
                continue
        return self._network.dial(addresses[-1], port, self._deadline.left())

    def send(self, s: "ReadableBuffer | str") -> None:
        """Send all of it; `sendall` takes the time limit of a socket for the whole."""
        if self.sock is not None:
            try:
                self.sock.settimeout(self._deadline.left())
            except TimeoutError:
                self.close()
                raise
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        """What the server answers; smtplib would read it from the socket itself."""
        if self.file is None and self.sock is not None:
            self.file = io.BufferedReader(_Heard(self.sock, self._deadline, MOST_SAID))
        return super().getreply()
