"""What is asked of another system over HTTP, where, and what its answer means."""

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote, urlsplit

from engine.actions.action import ActionFailure
from engine.core.text import Frozen

PLAIN = "http://"
"""What stands before a host in a list, where it may be called unencrypted."""

_USUAL_PORTS = {"https": 443, "http": 80}
_KEPT = "%/:?#[]@!$&'()*+,;=~"
_LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*|[0-9a-f:.]*:[0-9a-f:.]*")
_BETWEEN = re.compile(r"[/\\]")
_NO_ADDRESS = "must be https:// (or http://), then the name of a host"
_PASSING = {408, 425, 429}
"""Answers below 500 that mean: not now. Source: RFC 9110 §15, RFC 8470, RFC 6585."""


class Target(Frozen, frozen=True, kw_only=True):
    """Where a question goes. `private`: the host may lie in a private network."""

    scheme: str
    host: str
    port: int
    path: str
    private: bool = False

    @property
    def place(self) -> str:
        """The host and the port, the port only where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _USUAL_PORTS[self.scheme] else f"{host}:{self.port}"

    def is_among(self, places: frozenset[str]) -> bool:
        """Whether a list lets it be called: a bare name over https, `http://name` over http."""
        scheme = PLAIN if self.scheme == "http" else ""
        return any(f"{scheme}{name}" in places for name in self._names)

    def lies_among(self, places: frozenset[str]) -> bool:
        """Whether a list of hosts names its host and port, by whichever scheme."""
        bare = {place.removeprefix(PLAIN) for place in places}
        return any(name in bare for name in self._names)

    @property
    def _names(self) -> tuple[str, str]:
        return self.place, f"{self.place}:{self.port}"


class Question(Frozen, frozen=True, kw_only=True):
    """What is asked: JSON, for JSON. `key` is the same for every repetition of it."""

    method: str
    target: Target
    key: str
    body: bytes = b""
    token: str = ""

    @property
    def headers(self) -> Mapping[str, str]:
        """What goes before the body. No encoding is asked for: nothing is ever unpacked."""
        always = {
            "Host": self.target.place,
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Idempotency-Key": self.key,
            "User-Agent": "Alur",
        }
        content = {"Content-Type": "application/json"} if self.body else {}
        allowed = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {**always, **content, **allowed}


class Answer(Frozen, frozen=True, kw_only=True):
    """What came back."""

    status: int
    body: bytes


def target_from(url: str, *, private: bool = False) -> Target:
    """The parts of an address; whatever no address may hold is percent-encoded first.

    Raises:
        ValueError: what is wrong with it, without repeating it.
    """
    try:
        parts = urlsplit(quote(url, safe=_KEPT))
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError(_NO_ADDRESS) from None
    if parts.scheme not in _USUAL_PORTS or not _HOST.fullmatch(host):
        raise ValueError(_NO_ADDRESS)
    if "@" in parts.netloc:
        raise ValueError("must not hold a user or a password")
    if any(_leads_upwards(part) for part in parts.path.split("/")):
        raise ValueError("must not lead upwards by `.` or `..`")
    query = f"?{parts.query}" if parts.query else ""
    return Target(
        scheme=parts.scheme,
        host=host,
        port=port or _USUAL_PORTS[parts.scheme],
        path=f"{parts.path or '/'}{query}",
        private=private,
    )


def _leads_upwards(part: str) -> bool:
    """Whether a part of a path means `.` or `..` to somebody, however often they decode it."""
    while (read := unquote(part)) != part:
        part = read
    return any(one in {".", ".."} for one in _BETWEEN.split(part.partition(";")[0]))


def succeeded(answer: Answer, host: str) -> Answer:
    """The answer, if it says that what was asked is done.

    Raises:
        ActionFailure: it does not; for good unless it may pass.
    """
    status = answer.status
    if status in range(200, 300):
        return answer
    if status >= 500 or status in _PASSING:  # noqa: PLR2004  # a fault of theirs
        raise ActionFailure(f"{host} answered {status}: it cannot do it now.")
    if status in range(300, 400):
        told = f"{host} answered {status}: it sends callers elsewhere, which is not followed."
        raise ActionFailure(f"{told} Write the final address in the SOP.", for_good=True)
    raise ActionFailure(f"{host} answered {status}: it refuses what was asked.", for_good=True)
