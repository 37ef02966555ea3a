"""Passwords: which are taken, how they are kept, and what looking at one costs.

No rule says what a password is made of: only how long it is, and that it is not among the first
that anybody would try. Source: NIST SP 800-63B-4, section 3.1.1.2; OWASP ASVS 5.0, V6.2.
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.core.errors import PasswordRefused
from engine.core.text import Frozen
from engine.service import mint

FEWEST, MOST = 8, 128
"""How many characters a password has."""

AT_ONCE = 2
"""Passwords that a process hashes at a time: each takes 19 MiB while it does; others wait.

Threads of their own do it, always the same: what every thread of a server has once allocated, the
C library keeps for that thread, and a storm of sign-ins would leave hundreds of MiB behind.
"""

_LONGEST_TYPED = 4 * MOST
"""More is not even looked at."""
_SHORTEST_NAME = 3

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

_ENDS = re.compile(r"[\W\d_]+$")
_BEGINS = re.compile(r"^[\W\d_]+")
_LEET = str.maketrans("0134579@$!", "oieastgasi")
_WORD = re.compile(r"[^\W_]+")


class Looked(Frozen, frozen=True, kw_only=True):
    """What came of looking at a password. `better`: a hash of today's kind to keep instead."""

    right: bool
    better: str | None = None


def hashed(password: str) -> str:
    """What is kept of a password: Argon2id with its parameters and a salt of its own."""
    return _hashing(os.getpid()).submit(_hash, _normal(password).encode()).result()


def look(kept: str, password: str) -> Looked:
    """Whether that is the password; with `kept` empty it is not, and that takes as long to say."""
    typed = password if len(password) <= _LONGEST_TYPED and not _is_unreadable(password) else ""
    if not kept or typed != password:
        hashed(typed)
        return Looked(right=False)
    if not _hashing(os.getpid()).submit(_verify, kept, _normal(typed).encode()).result():
        return Looked(right=False)
    return Looked(right=True, better=hashed(typed) if _hasher.check_needs_rehash(kept) else None)


@cache
def _hashing(process: int) -> ThreadPoolExecutor:
    """The threads of this process: those of another did not come along when it forked."""
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix=f"passwords-{process}")


def _hash(typed: bytes) -> str:
    return _hasher.hash(typed, salt=mint.salt())


def _verify(kept: str, typed: bytes) -> bool:
    try:
        return _hasher.verify(kept, typed)
    except (VerificationError, InvalidHashError):
        return False


def same(one: str, other: str) -> bool:
    """Whether both are the same password, however they were typed."""
    return _normal(one) == _normal(other)


def expect_good(password: str, *, about: Iterable[str] = (), listed: Path | None = None) -> None:
    """Let nothing pass that would be guessed early.

    Args:
        password: as it was typed.
        about: names that others know of the person: their own, their unit's.
        listed: a file of passwords that are not to be taken, one a line, beside our own.

    Raises:
        PasswordRefused: it is too short, too long, too common or too near to a name.
        OSError: the file cannot be read.
    """
    problem = _problem(password, about, listed)
    if problem is not None:
        raise PasswordRefused(problem)


def _problem(password: str, about: Iterable[str], listed: Path | None) -> str | None:
    if _is_unreadable(password):
        return "unreadable"
    if len(password) > _LONGEST_TYPED:
        return "long"
    normal = _normal(password)
    if not FEWEST <= len(normal) <= MOST:
        return "short" if len(normal) < FEWEST else "long"
    if _is_common(normal.casefold()) or (listed is not None and _stands_in(listed, normal)):
        return "common"
    return "personal" if _is_personal(normal.casefold(), about) else None


def _normal(password: str) -> str:
    """The same, however a keyboard put it together."""
    return unicodedata.normalize("NFKC", password)


def _is_unreadable(password: str) -> bool:
    """Whether it holds half a character (a lone surrogate), which no encoding can write."""
    return any("\ud800" <= letter <= "\udfff" for letter in password)


def _is_common(folded: str) -> bool:
    return _is_monotonous(folded) or any(one in _common() for one in _stems(folded))


def _stems(folded: str) -> Iterator[str]:
    """The password, and what it is once numbers and signs at its ends and in letters are undone."""
    ended = _ENDS.sub("", folded)
    for one in (folded, ended, _BEGINS.sub("", ended)):
        for written in (one, one.translate(_LEET)):
            yield written
            yield written[: _period(written)]


def _is_monotonous(folded: str) -> bool:
    """Whether it repeats a few characters, or counts on or back: aaaaaaaa, 12121212, 87654321."""
    steps = {ord(after) - ord(before) for before, after in pairwise(folded)}
    return (len(steps) == 1 and steps <= {-1, 0, 1}) or _period(folded) < FEWEST // 2


def _period(text: str) -> int:
    """After how many characters it begins anew; its length where it never does."""
    return (text + text).find(text, 1) if text else 0


def _is_personal(folded: str, about: Iterable[str]) -> bool:
    """Whether too little is left once the names are taken out."""
    names = {word for one in (*about, "alur") for word in _WORD.findall(_normal(one).casefold())}
    left = folded
    for name in sorted(names, key=len, reverse=True):
        if len(name) >= _SHORTEST_NAME:
            left = left.replace(name, "")
    return left != folded and len(left) < FEWEST


@cache
def _common() -> frozenset[str]:
    """Our own list, whose file says where it comes from, and the first 30,000 of leaked ones."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415  # large, seldom needed

    kept = files("engine.service").joinpath("common_passwords.txt").read_text("utf-8")
    ours = (line for line in kept.splitlines() if line and not line.startswith("#"))
    return frozenset((*ours, *FREQUENCY_LISTS["passwords"]))


def _stands_in(listed: Path, normal: str) -> bool:
    """Read through anew each time: it may be long, and passwords are rarely changed."""
    with listed.open(encoding="utf-8", errors="replace") as lines:
        return any(line.rstrip("\r\n").casefold() == normal.casefold() for line in lines)
