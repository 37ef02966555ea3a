"""How often somebody may try a password or a code: growing waits, shared by all processes.

What is tried at an account from one address is held to strictly. An account as a whole, and an
address as a whole, are held to more loosely, and not where that account was in use from that
address lately: nobody can lock somebody else out for good by failing in their name.

A try counts as failed before it is looked at, and is taken back if it was right: of a hundred at
the same moment no more are looked at than of a hundred in a row.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import Literal

from msgspec.structs import replace

from engine.core.errors import TooManyTries
from engine.core.ids import PersonId
from engine.core.text import Frozen
from engine.store import tries
from engine.store.job import Unit
from engine.store.tries import KeptTries

_LOOKUPS = 60
"""A request looks somebody up three times: found, shown, opened. Two requests a minute pass."""
_LOOKUPS_WITHIN = timedelta(minutes=10)

TriedKind = Literal["password", "code", "tracking"]

LONGEST_WAIT = timedelta(minutes=15)
KNOWN_FOR = timedelta(days=30)
"""How long an address is known as one that the account is used from."""

_QUIET = timedelta(hours=1)
"""After so long without a try the count begins anew."""
_KEPT_FOR = timedelta(days=1)
_TURN = "tries"
_HOST_BITS_KEPT = 64
"""Of an IPv6 address: whoever has one has them all."""
_MINUTE = timedelta(minutes=1)


class Limit(Frozen, frozen=True, kw_only=True):
    """So many failures in a row are free; then waits begin at `first` and double up to `most`.

    After `quiet` without a try the count begins anew.
    """

    free: int
    first: timedelta = timedelta(minutes=1)
    most: timedelta = LONGEST_WAIT
    quiet: timedelta = _QUIET

    def wait_after(self, failures: int) -> timedelta:
        """How long to wait after so many failures in a row."""
        if failures < self.free:
            return timedelta()
        doubled = min(failures - self.free, 16)  # beyond that it is the most in any case
        return min(self.first * (1 << doubled), self.most)


PAIR = Limit(free=5)
ACCOUNT = Limit(free=50, most=timedelta(minutes=1))
ACCOUNT_CODES = Limit(free=20)
"""Six digits are soon guessed from many addresses by somebody who has the password already."""
ADDRESS = Limit(free=100)
CODE = Limit(free=20)
"""A tracking code, wherever its PIN is guessed: growing waits. Its link is not held up."""
TRACKING_ADDRESS = Limit(free=10, first=_MINUTE, most=_MINUTE, quiet=_MINUTE)
"""Ten tries a minute from one address, and no more than a minute's wait: many may share one."""

_OF_ONE: Mapping[TriedKind, Limit] = {
    "password": ACCOUNT,
    "code": ACCOUNT_CODES,
    "tracking": CODE,
}


class Tried(Frozen, frozen=True, kw_only=True):
    """What is tried: a password or a code, of which account, from which address.

    The PIN of a tracking code is tried like a password, the code being the account.

    `name` may be one that nobody has: what comes of it must not tell. `known`: the account was in
    use from that address lately, as `count` found.
    """

    kind: TriedKind
    name: str
    address: str = ""
    known: bool = False

    def limits(self) -> tuple[tuple[bytes, Limit], ...]:
        """What counts together and how much of it, the strictest first."""
        near = _network(self.address)
        whole = TRACKING_ADDRESS if self.kind == "tracking" else ADDRESS
        return (
            (_digest("pair", self.kind, self.name, near), PAIR),
            (_digest("account", self.kind, self.name), _OF_ONE[self.kind]),
            (_digest("address", self.kind, near), whole),
        )


def count(unit: Unit, tried: Tried, *, at: datetime) -> Tried:
    """Count a try as failed, before it is looked at; give the result to `take_back`.

    Raises:
        TooManyTries: there were too many; this one is neither counted nor to be looked at.
    """
    unit.take_turn(_TURN)
    limits = tried.limits()
    kept = [_standing(unit, subject, limit, at=at) for subject, limit in limits]
    known = kept[0].known_at is not None and at - kept[0].known_at <= KNOWN_FOR
    counted = tuple(zip(kept, limits, strict=True))[: 1 if known else None]
    until = max(
        (one.until for one, (_, limit) in counted if one.failures >= limit.free), default=at
    )
    if until > at:
        raise TooManyTries(until, seconds=ceil((until - at).total_seconds()))
    tries.keep(unit, tuple(_failed(one, limit, at=at) for one, (_, limit) in counted))
    tries.forget(unit, before=at - _KEPT_FOR, known_before=at - KNOWN_FOR)
    return replace(tried, known=known)


def take_back(unit: Unit, tried: Tried, *, at: datetime) -> None:
    """The try was right: the account is known at this address, and nothing failed here."""
    unit.take_turn(_TURN)
    (pair, _), *others = tried.limits()
    left = [KeptTries(subject=pair, failures=0, at=at, until=at, known_at=at)]
    for subject, limit in () if tried.known else others:
        one = _standing(
            unit, subject, limit, at=at
        )  # nobody waited, or this had not been looked at
        left.append(replace(one, failures=max(one.failures - 1, 0), until=at))
    tries.keep(unit, left)


def count_lookup(unit: Unit, person: PersonId, *, at: datetime) -> None:
    """Count that somebody looks a person up by NIK, found or not: nobody is to go through them.

    So many are free in a span that begins with the first of them; `at` of what is kept is that.

    Raises:
        TooManyTries: there were too many; nothing is to be looked up until the span is over.
    """
    unit.take_turn(_TURN)
    subject = _digest("lookup", person)
    kept = tries.find(unit, subject)
    if kept is None or not kept.at <= at < kept.at + _LOOKUPS_WITHIN:
        kept = KeptTries(subject=subject, failures=0, at=at, until=at)
    until = kept.at + _LOOKUPS_WITHIN
    if kept.failures >= _LOOKUPS:
        raise TooManyTries(until, seconds=ceil((until - at).total_seconds()))
    tries.keep(unit, (replace(kept, failures=kept.failures + 1, until=until),))


def _failed(kept: KeptTries, limit: Limit, *, at: datetime) -> KeptTries:
    failures = kept.failures + 1
    return replace(kept, failures=failures, at=at, until=at + limit.wait_after(failures))


def _standing(unit: Unit, subject: bytes, limit: Limit, *, at: datetime) -> KeptTries:
    """What counts of what is kept; what a clock that ran ahead has left is no reason to wait."""
    kept = tries.find(unit, subject)
    if kept is None:
        return KeptTries(subject=subject, failures=0, at=at, until=at)
    ahead = kept.until - at > LONGEST_WAIT
    if at - kept.at > limit.quiet or ahead:
        return replace(kept, failures=0, until=at)
    return kept


def _digest(*words: str) -> bytes:
    """A name as a digest: what people type there by mistake is a password now and then."""
    return sha256("\0".join(words).encode("utf-8", "surrogatepass")).digest()


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ip_network((found.packed, _HOST_BITS_KEPT), strict=False))
    return str(found)
