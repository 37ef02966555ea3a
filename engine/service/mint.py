"""The one place that makes identities and secrets."""

import random
import secrets
from datetime import datetime
from hashlib import sha256

from engine.core.commands import Parent
from engine.core.ids import CaseId
from engine.core.tracking import CODES

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32, lower case: no i, l, o, u, so that an id can be read aloud."""
_TIME_LETTERS, _CHANCE_LETTERS = 9, 7
_CHANCE_BITS = 5 * _CHANCE_LETTERS
_HANDLE_LETTERS = 12


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


def submission_id(at: datetime, chance: random.Random | None = None) -> str:
    """A fresh id of a submitted SOP version, made as that of a case."""
    return case_id(at, chance)


def disposal_id(at: datetime, chance: random.Random | None = None) -> str:
    """A fresh id of a list of records to be destroyed, made as that of a case."""
    return case_id(at, chance)


def handle() -> str:
    """A fresh name of a session or a token: says nothing about its secret."""
    return _letters(secrets.randbits(5 * _HANDLE_LETTERS), _HANDLE_LETTERS)


def secret() -> str:
    """256 random bits as text: what a browser or a program shows."""
    return secrets.token_urlsafe(32)


def form_key() -> str:
    """128 random bits as text: what tells one form that is shown from every other."""
    return secrets.token_urlsafe(16)


def salt() -> bytes:
    """16 random bytes to hash a password with."""
    return secrets.token_bytes(16)


def seed_of_codes() -> bytes:
    """What one-time codes are made from: 160 bits. Source: RFC 4226, section 4 (R6)."""
    return secrets.token_bytes(20)


def code_to_type() -> str:
    """80 random bits that a person can type: four groups of four letters and digits."""
    letters = _letters(secrets.randbits(80), 16)
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def tracking_number() -> int:
    """What a fresh tracking code is made of."""
    return secrets.randbelow(CODES)


def letters_of(secret: bytes) -> str:
    """Bytes as letters and digits of an address, five bits each; the last ones are cut off."""
    return _letters(int.from_bytes(secret), len(secret) * 8 // 5)


def trace_id() -> str:
    """A fresh id of a trace: 32 hexadecimal digits. Source: W3C Trace Context §3.2.2.3."""
    return secrets.token_hex(16)


def read_id(at: datetime, chance: random.Random | None = None) -> str:
    """A fresh id of a read that is written down, made as that of a case."""
    return case_id(at, chance)


def key_id(at: datetime, chance: random.Random | None = None) -> str:
    """A fresh id of the key of somebody's data, made as that of a case."""
    return case_id(at, chance)


def linked_case_id(at: datetime, parent: Parent) -> CaseId:
    """The id of a case that another case calls for: the same however often it is asked for."""
    seed = f"{parent.case}/{parent.activation}".encode()
    bits = int.from_bytes(sha256(seed).digest()) >> (256 - _CHANCE_BITS)
    milliseconds = int(at.timestamp() * 1000)
    return CaseId(_letters(milliseconds, _TIME_LETTERS) + _letters(bits, _CHANCE_LETTERS))


def _letters(number: int, count: int) -> str:
    return "".join(_ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(count)))
