"""Checks of how an installation is set up: what its SOPs need that is not, and what is risky."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from engine.actions.action import ActionFailure
from engine.actions.addresses import may_be_reached
from engine.actions.mail import require_address, server_from
from engine.actions.network import NETWORK, Deadline, Network, addresses_in_time
from engine.actions.question import PLAIN, Target, target_from
from engine.core.text import Frozen
from engine.core.workflow import ActionStep
from engine.service.checks import Check, Told, ok, warn, wrong
from engine.service.checks_library import Needs
from engine.service.processes import ProcessView, is_there
from engine.settings import Settings

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_BY_PHONE = frozenset({"sms", "whatsapp"})
_LOOK_UP = timedelta(seconds=3)
"""For all hosts together."""


class _Gap(Frozen, frozen=True, kw_only=True):
    """A setting that is missing, and the SOP that needs it."""

    setting: str
    sop: str


def setup(settings: Settings, needs: Needs, known: frozenset[str] | None) -> Iterator[Check]:
    """Whether the actions of the SOPs in force are installed, and have what they reach out with.

    Args:
        settings: of this installation.
        needs: the automated steps of the SOPs in force.
        known: the names of the actions that are installed here; None where that cannot be told.
    """
    steps = [(sop, step) for sop, listed in needs.items() for step in listed]
    absent: dict[str, set[str]] = {}
    for sop, step in steps:
        if known is not None and step.action not in known:
            absent.setdefault(step.action, set()).add(sop)
    for action, sops in absent.items():
        yield wrong(Told.ACTIONS_ABSENT, action=action, sops=tuple(sorted(sops)))
    gaps: dict[str, set[str]] = {}
    if not (settings.training or settings.demo):  # they reach nobody
        for gap in (gap for sop, step in steps for gap in _gaps(settings, sop, step)):
            gaps.setdefault(gap.setting, set()).add(gap.sop)
    for setting, sops in gaps.items():
        yield wrong(Told.ACTIONS_UNSET, setting=setting, sops=tuple(sorted(sops)))
    if known is not None and not absent and not gaps:
        yield ok(Told.ACTIONS_READY, count=len({step.action for _, step in steps}))


def _gaps(settings: Settings, sop: str, step: ActionStep) -> Iterator[_Gap]:
    missing = _MISSING.get(step.action)
    if missing is not None:
        for setting in missing(settings, step):
            yield _Gap(setting=setting, sop=sop)


def _for_notices(settings: Settings, step: ActionStep) -> Iterator[str]:
    channel = step.parameters.get("channel")
    if channel == "email":
        if not settings.mail_url:
            yield "ALUR_MAIL_URL"
        if not settings.mail_from:
            yield "ALUR_MAIL_FROM"
    elif channel in _BY_PHONE and not (settings.message_url or step.parameters.get("role")):
        yield "ALUR_MESSAGE_URL"


def _for_signatures(settings: Settings, step: ActionStep) -> Iterator[str]:
    if step.parameters.get("method") == "certified" and not settings.sign_url:
        yield "ALUR_SIGN_URL"


def _for_calls(settings: Settings, step: ActionStep) -> Iterator[str]:
    try:
        target = target_from(step.parameters.get("url", ""))
    except ValueError:
        return  # the check of definitions says so
    if not target.is_among(settings.call_hosts | settings.call_private_hosts):
        yield f"ALUR_CALL_HOSTS ({PLAIN if target.scheme == 'http' else ''}{target.place})"


_MISSING: Mapping[str, Callable[[Settings, ActionStep], Iterator[str]]] = {
    "notify": _for_notices,
    "sign": _for_signatures,
    "http_call": _for_calls,
}


def reach(settings: Settings, network: Network = NETWORK) -> Iterator[Check]:
    """Whether what actions reach out with can be used as it is written; nothing is said if so."""
    said = warn if settings.training or settings.demo else wrong  # they reach nobody
    if settings.mail_url and not _succeeds(server_from, settings.mail_url):
        bare = settings.mail_url.startswith("smtp://") and "@" in settings.mail_url
        yield said(Told.ACTIONS_PASSWORD if bare else Told.ACTIONS_SERVER)
    if settings.mail_from and not _succeeds(require_address, settings.mail_from, "it"):
        yield said(Told.ACTIONS_SENDER)
    addresses = {"ALUR_MESSAGE_URL": settings.message_url, "ALUR_SIGN_URL": settings.sign_url}
    for name, address in addresses.items():
        if address and not _succeeds(target_from, address):
            yield said(Told.ACTIONS_ADDRESS, setting=name)
    yield from _hosts(settings, said, network)


def _succeeds(read: Callable[..., object], *written: str) -> bool:
    try:
        read(*written)
    except (ActionFailure, ValueError):
        return False
    return True


def _hosts(settings: Settings, said: Callable[..., Check], network: Network) -> Iterator[Check]:
    listed = sorted(settings.call_hosts | settings.call_private_hosts)
    odd = tuple(host for host in listed if not _is_host(host))
    if odd:
        yield said(Told.ACTIONS_HOSTS, hosts=odd)
    deadline = Deadline(_LOOK_UP)
    asked = sorted(settings.call_hosts - settings.call_private_hosts - {*odd})
    targets = {host: target_from(_address(host)) for host in asked}
    inside = tuple(
        host
        for host, target in targets.items()
        if not target.lies_among(settings.call_private_hosts)
        and _is_inside(_addresses(network, target, deadline))
    )
    if inside:
        yield said(Told.ACTIONS_PRIVATE, hosts=inside)


def _is_host(written: str) -> bool:
    """Whether it is `host` or `host:port`, with or without `http://` before it."""
    bare = written.removeprefix(PLAIN)
    is_plain = bare.isascii() and not {*"/?#@%"} & {*bare}
    return is_plain and _succeeds(target_from, _address(written))


def _address(written: str) -> str:
    return written if written.startswith(PLAIN) else f"https://{written}"


def _addresses(network: Network, target: Target, deadline: Deadline) -> tuple[str, ...]:
    """Where a host lies; nowhere, if that cannot be told now: the call itself will tell."""
    try:
        return addresses_in_time(network, target.host, target.port, deadline)
    except OSError:
        return ()


def _is_inside(addresses: tuple[str, ...]) -> bool:
    """Whether a call may go there only if its host is named as a private one."""
    return any(
        may_be_reached(one, private=True) and not may_be_reached(one, private=False)
        for one in addresses
    )


def modes(
    settings: Settings, known: Iterable[ProcessView] = (), *, at: datetime | None = None
) -> Iterator[Check]:
    """Whether this is the real thing, and for whom: by the settings, and by what runs.

    Args:
        settings: of the process that asks.
        known: the processes that say that they are there.
        at: the instant.
    """
    there = [one for one in known if at is not None and is_there(one, at=at)]
    said = {one.mode for one in there if one.mode}
    found = []
    if settings.demo or "demo" in said:
        found.append(warn(Told.MODE_DEMO))
    if settings.training or "training" in said:
        found.append(warn(Told.MODE_TRAINING))
    real = tuple(one.name for one in there if one.mode == "real")
    if real and said != {"real"}:
        found.append(wrong(Told.MODE_MIXED, names=real))
    if settings.host not in _LOOPBACK and not settings.proxies:
        found.append(warn(Told.MODE_OPEN, host=settings.host))
    yield from found or [ok(Told.MODE_REAL)]


def named(unknown: tuple[str, ...], shown: str) -> Check:
    """Whether every ALUR_ name of the environment means something; `shown` is the database."""
    if unknown:
        return warn(Told.SETTINGS_UNKNOWN, names=unknown)
    return ok(Told.SETTINGS_READ, database=shown)
