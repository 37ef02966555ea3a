"""One question to another system over HTTP and its answer, within the limits of trust.

Nothing is taken from the environment (no proxies), no redirect is followed, no compressed answer
unpacked. The address is looked up once, judged, and connected to; TLS and `Host` go by the name.
httpcore takes a third of a second to import: actions import this when they run.
"""

import socket
import ssl
from contextlib import closing

import httpcore

from engine.actions.action import ActionFailure
from engine.actions.addresses import may_be_reached
from engine.actions.network import Deadline, Network, addresses_in_time
from engine.actions.question import Answer, Question, Target
from engine.actions.wire import Pinned

LARGEST_ANSWER = 1024 * 1024


def ask(question: Question, network: Network) -> Answer:
    """Put a question and read the whole answer.

    Raises:
        ActionFailure: no answer, one that is too large, or an address that may not be reached.
    """
    host = question.target.host
    try:
        return _asked(question, network)
    except (TimeoutError, httpcore.TimeoutException) as late:
        seconds = f"{network.limit.total_seconds():g}"
        raise ActionFailure(f"{host} did not answer in full within {seconds} seconds.") from late
    except socket.gaierror as unknown:
        raise ActionFailure(f"The name {host} cannot be looked up.") from unknown
    except (OSError, httpcore.NetworkError, httpcore.ProtocolError) as problem:
        raise ActionFailure(f"{host} {_trouble(problem)}.") from None  # it may quote the answer


def _asked(question: Question, network: Network) -> Answer:
    target, deadline = question.target, Deadline(network.limit)
    addresses = addresses_in_time(network, target.host, target.port, deadline)
    _require_reachable(target, addresses)
    url = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
    origin = httpcore.Origin(url.scheme, url.host, target.port)
    headers = list(question.headers.items())
    body = None if question.method == "GET" else question.body
    connection = httpcore.HTTPConnection(
        origin,
        ssl_context=network.trust() if target.scheme == "https" else None,
        network_backend=Pinned(addresses, network, deadline),
    )
    with (
        closing(connection),
        connection.stream(question.method, url, headers=headers, content=body) as response,
    ):
        return Answer(status=response.status, body=_read(response, target.host))


def _require_reachable(target: Target, addresses: tuple[str, ...]) -> None:
    """One bad address among good ones is a reason to distrust them all."""
    if not addresses:
        raise ActionFailure(f"The name {target.host} has no address.")
    if not all(may_be_reached(one, private=target.private) for one in addresses):
        told = f"{target.host} lies at an address that calls may not go to."
        cure = "If it is a system of your own network, name it in ALUR_CALL_PRIVATE_HOSTS."
        raise ActionFailure(f"{told} {cure}", for_good=True)


def _read(response: httpcore.Response, host: str) -> bytes:
    kept = bytearray()
    for part in response.iter_stream():
        kept += part
        if len(kept) > LARGEST_ANSWER:
            told = f"{host} answered with more than 1 MiB: ask it for less."
            raise ActionFailure(told, for_good=True)
    return bytes(kept)


def _trouble(problem: Exception) -> str:
    """What went wrong, without what was sent or said."""
    cause = problem.__cause__ or problem
    if isinstance(cause, ssl.SSLError):
        return f"has no connection that can be trusted ({cause.reason or 'TLS'})"
    if isinstance(problem, httpcore.ProtocolError):
        return "did not answer in proper HTTP"
    return "cannot be reached"
