"""The one place that makes identities."""

import random
import secrets
from datetime import datetime
from hashlib import sha256

from engine.core.commands import Parent
from engine.core.ids import CaseId

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32, lower case: no i, l, o, u, so that an id can be read aloud."""
_TIME_LETTERS, _CHANCE_LETTERS = 9, 7
_CHANCE_BITS = 5 * _CHANCE_LETTERS


def case_id(at: datetime, chance: random.Random | None = None) -> CaseId:
    """A fresh id of 16 letters that sorts by time of opening.

    The first nine letters are the millisecond of `at`, the other seven are 35 random bits.

    Args:
        at: when the case is opened.
        chance: where the bits come from; the operating system's generator by default.
    """
    bits = secrets.randbits(_CHANCE_BITS) if chance is None else chance.getrandbits(_CHANCE_BITS)
    milliseconds = int(at.timestamp() * 1000)
    return CaseId(_letters(milliseconds, _TIME_LETTERS) + _letters(bits, _CHANCE_LETTERS))


def run_id(at: datetime, chance: random.Random | None = None) -> str:
    """A fresh id of an attempt, made as that of a case."""
    return case_id(at, chance)


def notice_id(at: datetime, chance: random.Random | None = None) -> str:
    """A fresh id of a notice, made as that of a case."""
    return case_id(at, chance)


def linked_case_id(at: datetime, parent: Parent) -> CaseId:
    """The id of a case that another case calls for: the same however often it is asked for."""
    seed = f"{parent.case}/{parent.activation}".encode()
    bits = int.from_bytes(sha256(seed).digest()) >> (256 - _CHANCE_BITS)
    milliseconds = int(at.timestamp() * 1000)
    return CaseId(_letters(milliseconds, _TIME_LETTERS) + _letters(bits, _CHANCE_LETTERS))


def _letters(number: int, count: int) -> str:
    return "".join(_ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(count)))
