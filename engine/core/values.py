"""Values of a form: what a field may hold, and what reaches the history.

Numbers with a fraction are kept as their decimal text, so that an event's body never holds a
binary float (RFC 8785 asks for a canonical form, and floats have surprising ones).
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from unicodedata import category

from engine.core.ids import FieldId
from engine.core.sealed import Sealed, refuse_lookalike
from engine.core.text import Frozen, Text

Value = str | int | bool | tuple[str, ...]
"""What a case remembers of one field."""

LARGEST_INTEGER = 2**53 - 1
"""Beyond this a JSON number is not the same number everywhere. Source: RFC 7493 §2.2."""


class FieldType(StrEnum):
    """What a form field accepts."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    INTEGER = "integer"
    MONEY = "money"
    DATE = "date"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    CHOICES = "choices"
    NIK = "nik"
    PHONE = "phone"


class Choice(Frozen, frozen=True, kw_only=True):
    """One option of a choice field."""

    id: str
    title: Text


class Field(Frozen, frozen=True, kw_only=True):
    """A question of a form.

    `min` and `max` bound numbers (as decimal text); `unit` is shown beside the input.
    `personal` marks data that only some roles may see in full.
    """

    id: FieldId
    title: Text
    type: FieldType
    required: bool = False
    unit: str = ""
    min: str | None = None
    max: str | None = None
    max_length: int = 2000
    choices: tuple[Choice, ...] = ()
    help: Text | None = None
    personal: bool = False


# Control characters of both sets, and those that turn the direction of writing: the one can
# drive a terminal, the other makes a text read as what it is not.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})+")
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"})
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""What counts as letters and signs and is blank: fillers of Hangul, Braille without dots."""
_WOMEN_ADD = 40
_LEAP_YEAR = 2000
"""Of a year of birth a NIK says two digits, which may be of a leap year or not."""


def shows_nothing(text: str) -> bool:
    """Whether a reader would see nothing: blanks, controls, marks with no letter under them."""
    return all(sign in _BLANK or category(sign) in _UNSEEN for sign in text)


def text_from_input(given: str) -> str:
    """What a person typed, without surrounding blanks, its lines ended the one way.

    Empty where nothing of it would be seen.

    Raises:
        ValueError: a character in it cannot be kept, in words for the person who typed it.
    """
    kept = given.replace("\r\n", "\n").replace("\r", "\n").strip()
    if _CONTROL.search(kept):
        raise ValueError("contains a control character")
    try:
        kept.encode()
    except UnicodeEncodeError:
        raise ValueError("contains half of a character (a lone surrogate)") from None
    return "" if shows_nothing(kept) else kept


def legible(text: str) -> str:
    """What a program said, with a mark in place of each character that cannot be kept."""
    return _CONTROL.sub("?", text.encode(errors="replace").decode())


def value_from_input(field: Field, given: object) -> Value | None:
    """The value to remember for what was entered in `field`; None for nothing.

    A token that the service hands in stands for a value that was read before it was sealed.

    Raises:
        ValueError: what is wrong with it, in words for the person who typed it.
    """
    if isinstance(given, Sealed):
        return str(given)
    refuse_lookalike(given)
    if given is None or given in ((), []) or (isinstance(given, str) and not _words(given)):
        return None
    return _READERS[field.type](field, given)


def _words(given: object) -> str:
    if not isinstance(given, str):
        raise ValueError("must be text")
    return text_from_input(given)


def _text(field: Field, given: object) -> str:
    kept = _words(given)
    if len(kept) > field.max_length:
        raise ValueError(f"has {len(kept)} characters; at most {field.max_length} are allowed")
    return kept


def _decimal(field: Field, given: object) -> Decimal:
    if isinstance(given, bool) or not isinstance(given, int | float | str | Decimal):
        raise ValueError("must be a number, written in digits (12 or 12.5)")
    text = str(given).strip()
    if not re.fullmatch(r"-?[0-9]{1,18}(?:[.,][0-9]{1,6})?", text):
        raise ValueError("must be a number, written in digits (12 or 12.5)")
    number = Decimal(text.replace(",", "."))
    if field.min is not None and number < Decimal(field.min):
        raise ValueError(f"must be at least {field.min}")
    if field.max is not None and number > Decimal(field.max):
        raise ValueError(f"must be at most {field.max}")
    return number


def _number(field: Field, given: object) -> str:
    number = _decimal(field, given)
    plain = f"{number or Decimal(0):f}"  # minus zero is zero
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _integer(field: Field, given: object) -> int:
    if isinstance(given, str) and _THOUSANDS.fullmatch(given.strip()):
        given = given.replace(".", "")  # 15.000 is fifteen thousand in Indonesia
    number = _decimal(field, given)
    if number != number.to_integral_value() or abs(number) > LARGEST_INTEGER:
        raise ValueError("must be a whole number")
    return int(number)


def _date(_: Field, given: object) -> str:
    text = _words(given)
    found = re.fullmatch(r"([0-9]{2})/([0-9]{2})/([0-9]{4})", text)
    try:
        day = date.fromisoformat(f"{found[3]}-{found[2]}-{found[1]}" if found else text)
    except ValueError:
        raise ValueError("must be a date, such as 2026-11-22 or 22/11/2026") from None
    return day.isoformat()


def _boolean(_: Field, given: object) -> bool:
    if isinstance(given, bool):
        return given
    known = {"true": True, "ya": True, "yes": True, "false": False, "tidak": False, "no": False}
    answer = known.get(_words(given).lower())
    if answer is None:
        raise ValueError("must be yes or no (true, false, ya, tidak)")
    return answer


def _choice(field: Field, given: object) -> str:
    text = _words(given)
    known = [choice.id for choice in field.choices]
    if text not in known:
        raise ValueError(f"must be one of: {', '.join(known)}")
    return text


def _choices(field: Field, given: object) -> tuple[str, ...]:
    if isinstance(given, str):
        given = [part.strip() for part in given.split(",")]
    if not isinstance(given, list | tuple):
        raise ValueError("must be a list of options")
    chosen = {_choice(field, one) for one in given}
    return tuple(choice.id for choice in field.choices if choice.id in chosen)


def _nik(_: Field, given: object) -> str:
    text = _words(given).replace(" ", "").replace(".", "")
    if not re.fullmatch(r"[0-9]{16}", text):
        raise ValueError("must be a NIK: 16 digits")
    day, month = int(text[6:8]), int(text[8:10])
    day -= _WOMEN_ADD if day > _WOMEN_ADD else 0
    if not _is_day(day, month) or text.startswith("000000"):
        raise ValueError("is not a NIK: digits 7 to 12 are the date of birth (women: day + 40)")
    return text


def _is_day(day: int, month: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(_LEAP_YEAR, month)[1]  # noqa: PLR2004


def _phone(_: Field, given: object) -> str:
    text = re.sub(r"[ .()-]", "", _words(given))
    if not re.fullmatch(r"(?:\+62|62|0)[0-9]{7,13}", text):
        raise ValueError("must be a telephone number, such as 0812 3456 7890")
    return text


_READERS: Mapping[FieldType, Callable[[Field, object], Value]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.INTEGER: _integer,
    FieldType.MONEY: _integer,
    FieldType.DATE: _date,
    FieldType.BOOLEAN: _boolean,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.NIK: _nik,
    FieldType.PHONE: _phone,
}


def values_from_input(
    fields: tuple[Field, ...], given: Mapping[str, object]
) -> tuple[dict[str, Value], dict[str, str]]:
    """Read a whole form: the values to remember, and what is wrong by field id.

    An unknown field is a problem too: nothing that was entered is silently lost.
    """
    known = {field.id: field for field in fields}
    problems = {name: "is not a field of this form" for name in given if name not in known}
    values: dict[str, Value] = {}
    for field in fields:
        try:
            value = value_from_input(field, given.get(field.id))
        except ValueError as problem:
            problems[field.id] = str(problem)
            continue
        if value is not None:
            values[field.id] = value
        elif field.required:
            problems[field.id] = "must be filled in"
    return values, problems
