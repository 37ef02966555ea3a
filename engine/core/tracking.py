"""Tracking codes: short, made to be read aloud and typed, and told apart from most slips of a key.

A code is eight letters of chance and one that checks them, of an alphabet in which nothing looks
like anything else. It has a prime number of letters, so that one wrong letter, or two neighbours
exchanged, never make another code: whoever slips tries no code of somebody else.
"""

import re

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
"""31 signs: without 0 and O, 1 and I, and U, which is taken for V."""

CHANCE_LETTERS = 8
CODES = len(ALPHABET) ** CHANCE_LETTERS
"""How many codes there are: a number below it makes one."""

PINS = 1_000_000
_GROUP = 3
_PIN_DIGITS = 6
_LENGTH = CHANCE_LETTERS + 1
_PLACES = {letter: place for place, letter in enumerate(ALPHABET)}
_NEITHER = re.compile(r"[^0-9A-Z]")
_NO_DIGIT = re.compile(r"[^0-9]")


def code_of(number: int) -> str:
    """The code that a number from 0 below `CODES` makes: nine letters."""
    letters = ""
    for _ in range(CHANCE_LETTERS):
        number, place = divmod(number, len(ALPHABET))
        letters = ALPHABET[place] + letters
    return letters + _check(letters)


def is_code(code: str) -> bool:
    """Whether the letters check; `code` as `code_from_text` gives it."""
    return (
        len(code) == _LENGTH
        and all(letter in _PLACES for letter in code)
        and _check(code[:-1]) == code[-1]
    )


def code_from_text(text: str) -> str:
    """What somebody typed, as codes are kept: capitals and digits without what is neither."""
    return _NEITHER.sub("", text.upper())[: _LENGTH + 1]


def pin_from_text(text: str) -> str:
    """What somebody typed for a PIN: its digits."""
    return _NO_DIGIT.sub("", text)[: _PIN_DIGITS + 1]


def grouped(code: str) -> str:
    """A code as it is written for people: `K7M-Q2X-V9D`."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def pin_of(number: int) -> str:
    """The PIN that a number makes: six digits."""
    return f"{number % PINS:0{_PIN_DIGITS}}"


def link_of(code: str, secret: str) -> str:
    """What the address of a link holds: the code, to find the case by, and the secret."""
    return f"{code.lower()}{secret}"


def parts_of_link(link: str) -> tuple[str, str]:
    """The code and the secret of a link, as far as it has them."""
    return code_from_text(link[:_LENGTH]), link[_LENGTH:]


def _check(letters: str) -> str:
    """The letter with which the weighted sum of all becomes a multiple of 31."""
    total = sum(weight * _PLACES[letter] for weight, letter in enumerate(letters, start=2))
    return ALPHABET[-total % len(ALPHABET)]
