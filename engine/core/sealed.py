"""What stands in a history in place of personal data: a token that only its subject's key opens.

The token names the key and holds the sealed bytes; it says nothing about the value. Once the key
is destroyed the token stays, so that the hashes of the history hold, and nobody can open it.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from engine.core.text import Frozen

_TOKEN = re.compile(r"sealed\.1\.([0-9a-z]{16})\.([A-Za-z0-9_-]{24,})")


class Sealed(str):
    """A token, as the service hands it in. What a person or a program sends is never one."""

    __slots__ = ()


class SealedParts(Frozen, frozen=True, kw_only=True):
    """A token taken apart: the id of the key, and what was sealed with it."""

    key: str
    content: bytes


def token_of(key: str, content: bytes) -> Sealed:
    """The token of something sealed. `key` is an id of 16 letters and digits."""
    return Sealed(f"sealed.1.{key}.{urlsafe_b64encode(content).rstrip(b'=').decode()}")


def parts_of(value: object) -> SealedParts | None:
    """What a token holds; None for a value that stands in plain."""
    found = _TOKEN.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    padded = found[2] + "=" * (-len(found[2]) % 4)
    try:
        return SealedParts(key=found[1], content=urlsafe_b64decode(padded))
    except ValueError:  # of a length that no bytes have
        return None


def is_sealed(value: object) -> bool:
    """Whether it reads like a token."""
    return isinstance(value, str) and _TOKEN.fullmatch(value) is not None


def refuse_lookalike(given: object) -> None:
    """Refuse what was typed to be taken for a token.

    Raises:
        ValueError: it was, in words for whoever typed it.
    """
    if not isinstance(given, Sealed) and isinstance(given, str) and is_sealed(given.strip()):
        raise ValueError("reads like what Alur seals; write it otherwise")
