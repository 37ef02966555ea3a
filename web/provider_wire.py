"""Calls to the office's provider of sign-in: over the same narrow wire as every outgoing call.

Names are looked up once and pinned, no redirect is followed, ten seconds and 1 MiB are the most.
"""

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from engine.actions.action import ActionFailure
from engine.actions.network import Network
from engine.actions.question import Answer, Question, Target, target_from

T = TypeVar("T")

_FORM = "application/x-www-form-urlencoded"


class ProviderSilent(Exception):
    """The provider cannot be asked, or its answer is none. Says why, for whoever runs Alur."""


class _Call(Question, frozen=True, kw_only=True):
    """A question in the manner of OAuth: a form, and the client's own name and secret."""

    authorization: str = ""

    @property
    def headers(self) -> Mapping[str, str]:
        """What goes before the body."""
        usual = {name: said for name, said in super().headers.items() if name != "Idempotency-Key"}
        content = {"Content-Type": _FORM} if self.body else {}
        allowed = {"Authorization": self.authorization} if self.authorization else {}
        return {**usual, **content, **allowed}


def fetched(network: Network, url: str, kind: type[T], *, authorization: str = "") -> T:
    """What lies at `url`.

    Raises:
        ProviderSilent: nothing that can be read.
    """
    call = _Call(method="GET", target=_target(url), key="", authorization=authorization)
    return _read(_put(call, network), kind)


def posted(
    network: Network, url: str, body: str, kind: type[T], *, authorization: str = ""
) -> T | None:
    """What a form is answered with; None where it is refused (400, 401).

    Raises:
        ProviderSilent: nothing that can be read.
    """
    call = _Call(
        method="POST",
        target=_target(url),
        key="",
        body=body.encode(),
        authorization=authorization,
    )
    answer = _put(call, network)
    return None if answer.status in {400, 401} else _read(answer, kind)


def _target(url: str) -> Target:
    """Where to call. Whoever names the provider says where it is: it may be in the same house."""
    try:
        return target_from(url, private=True)
    except ValueError as problem:
        raise ProviderSilent(f"{url[:200]!r} {problem}.") from problem


def _put(call: _Call, network: Network) -> Answer:
    from engine.actions.exchange import ask  # noqa: PLC0415  # see there

    try:
        return ask(call, network)
    except ActionFailure as failure:
        raise ProviderSilent(str(failure)) from failure


def _read(answer: Answer, kind: type[T]) -> T:
    if answer.status != 200:  # noqa: PLR2004  # the only answer that says what was asked
        raise ProviderSilent(f"The provider answered {answer.status}.")
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise ProviderSilent("The provider answered something else than agreed.") from problem
