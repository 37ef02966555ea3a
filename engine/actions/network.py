"""How actions reach the world: names looked up, connections made, one limit of time for all."""

import socket
import ssl
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from queue import Empty, Queue
from threading import Thread

from engine.core.text import Frozen


def looked_up(host: str, port: int) -> tuple[str, ...]:
    """The addresses that the machine's resolver has for a host, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


def dialled(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to an address."""
    return socket.create_connection((address, port), timeout=seconds)


class Network(Frozen, frozen=True, kw_only=True):
    """How the world outside is reached: what tests put their own parts into.

    `limit` is for a whole exchange: looking up the name, connecting, asking, and the answer.
    """

    look_up: Callable[[str, int], Sequence[str]] = looked_up
    dial: Callable[[str, int, float], socket.socket] = dialled
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
    limit: timedelta = timedelta(seconds=10)


class Deadline:
    """The end of an exchange, by a clock that nobody sets."""

    def __init__(self, limit: timedelta) -> None:
        self._end = time.monotonic() + limit.total_seconds()

    def left(self) -> float:
        """Seconds until then.

        Raises:
            TimeoutError: there are none.
        """
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds

    @property
    def is_over(self) -> bool:
        """Whether there are none left."""
        return time.monotonic() >= self._end


def addresses_in_time(
    network: Network, host: str, port: int, deadline: Deadline
) -> tuple[str, ...]:
    """The addresses of a host. A resolver cannot be told to hurry, so it is left behind if late.

    Raises:
        OSError: the name is not known, or (TimeoutError) it took too long.
    """
    answer: Queue[tuple[str, ...] | OSError] = Queue(1)

    def ask() -> None:
        try:
            answer.put(tuple(network.look_up(host, port)))
        except OSError as problem:
            answer.put(problem)

    Thread(target=ask, name="look-up", daemon=True).start()
    try:
        found = answer.get(timeout=deadline.left())
    except Empty:
        raise TimeoutError from None
    if isinstance(found, OSError):
        raise found
    return found


NETWORK = Network()
