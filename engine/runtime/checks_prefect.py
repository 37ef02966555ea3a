"""Checks of Prefect: whether it answers, is the same as ours, and knows our SOPs.

It is asked over HTTP, without its client, which takes seconds to load.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from importlib.metadata import version

import httpcore
import msgspec

from engine.core.text import Frozen
from engine.runtime.prefect_settings import EMBEDDED, OFF
from engine.service.checks import Check, Told, ok, warn
from engine.service.processes import NOT_DISPATCHING, ProcessView, is_there
from engine.service.views import SopSummary
from engine.settings import Settings

SECONDS = 5.0
_MOST_FLOWS = 200
_FAILURES = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)
_GOOD = 200
_SHOWS_NONE = frozenset({"off", NOT_DISPATCHING})


class PrefectSeen(Frozen, frozen=True, kw_only=True):
    """What a Prefect server says of itself."""

    version: str
    flows: frozenset[str]


class PrefectSilent(Exception):
    """It does not answer, or not as Prefect does; the words say why."""


class _Flow(msgspec.Struct):
    name: str


def ask(api: str) -> PrefectSeen:
    """Ask the Prefect server whose API is at `api`.

    Raises:
        PrefectSilent: it does not answer as Prefect does.
    """
    try:
        release = msgspec.json.decode(_answer("GET", f"{api}/admin/version"), type=str)
        flows: set[str] = set()
        page = [_Flow("")] * _MOST_FLOWS
        while len(page) == _MOST_FLOWS:
            page = msgspec.json.decode(_flows(api, offset=len(flows)), type=list[_Flow])
            flows.update(flow.name for flow in page)
    except msgspec.MsgspecError as error:
        raise PrefectSilent("what answers there is no Prefect") from error
    return PrefectSeen(version=release, flows=frozenset(flows))


def _flows(api: str, *, offset: int) -> bytes:
    wanted = {
        "flows": {"name": {"like_": "sop:"}},
        "limit": _MOST_FLOWS,
        "offset": offset,
        "sort": "NAME_ASC",
    }
    return _answer("POST", f"{api}/flows/filter", wanted)


def _answer(method: str, url: str, body: Mapping[str, object] | None = None) -> bytes:
    limits = dict.fromkeys(("connect", "read", "write", "pool"), SECONDS)
    try:
        answered = httpcore.request(
            method,
            url,
            headers={"Content-Type": "application/json"},
            content=None if body is None else msgspec.json.encode(body),
            extensions={"timeout": limits},
        )
    except (*_FAILURES, httpcore.UnsupportedProtocol, OSError) as error:
        raise PrefectSilent(str(error) or type(error).__name__) from error
    if answered.status != _GOOD:
        raise PrefectSilent(f"it answered {answered.status}")
    return answered.content


def prefect(
    settings: Settings,
    known: Iterable[ProcessView],
    sops: Iterable[SopSummary],
    *,
    at: datetime,
    api: str,
) -> Iterator[Check]:
    """Whether Prefect shows what the installation does.

    Args:
        settings: of this installation.
        known: the processes that say that they are there.
        sops: what is published.
        at: the instant.
        api: the address of Prefect's API.
    """
    there = [one for one in known if is_there(one, at=at)]
    yield from _unseen(there)
    if settings.prefect == OFF:
        yield ok(Told.PREFECT_OFF)
        return
    states = {one.prefect for one in there} - _SHOWS_NONE
    if settings.prefect == EMBEDDED and not states:
        return  # it runs within a process that does not run
    if settings.prefect == EMBEDDED and states == {"starting"}:
        yield warn(Told.PREFECT_STARTING)
        return
    try:
        seen = ask(api.rstrip("/"))
    except PrefectSilent as silent:
        yield warn(Told.PREFECT_AWAY, why=str(silent), address=api)
        return
    yield from _compared(seen, sops)


def _unseen(there: Sequence[ProcessView]) -> Iterator[Check]:
    """Workers that tell no Prefect, where pages of the same installation show one."""
    if any(one.kind == "web" and one.prefect not in _SHOWS_NONE for one in there):
        silent = tuple(one.name for one in there if one.kind == "worker" and one.prefect == "off")
        if silent:
            yield warn(Told.PREFECT_WORKERS, names=silent)


def _compared(seen: PrefectSeen, sops: Iterable[SopSummary]) -> Iterator[Check]:
    ours = version("prefect")
    if seen.version != ours:
        yield warn(Told.PREFECT_VERSION, theirs=seen.version, ours=ours)
    absent = sorted({one.sop for one in sops if f"sop:{one.sop}" not in seen.flows})
    if absent:
        yield warn(Told.PREFECT_FLOWS, sops=tuple(absent))
    if seen.version == ours and not absent:
        yield ok(Told.PREFECT_NEAR, version=ours)
