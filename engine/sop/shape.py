"""What every shape in a definition is made of: kinds of text, numbers, days, words.

Unknown keys are refused. What one entry may not say together with another is a `Contradiction`;
what needs the whole document, or a register, is the business of `engine.sop.check`.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from engine.core.durations import TimeUnit, duration_from_text
from engine.core.text import Frozen, Text

MAX_TEXT = 2000

LONGEST: Mapping[TimeUnit, int] = {
    TimeUnit.MINUTE: 99_999,
    TimeUnit.WORKING_HOUR: 9_999,
    TimeUnit.CALENDAR_HOUR: 87_600,
    TimeUnit.WORKING_DAY: 2_600,
    TimeUnit.CALENDAR_DAY: 3_650,
    TimeUnit.MONTH: 120,
}
"""At most ten years, which is further than anybody plans; of short units, less."""


class Contradiction(Frozen, frozen=True, kw_only=True):
    """Something one entry says against itself; `path` leads from the entry to the place."""

    path: tuple[str | int, ...]
    message: str
    hint: str = ""
    code: str = "SOP207"


class Shape(BaseModel):
    """Unknown keys are errors; nothing that was written is silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def contradictions(self) -> Iterator[Contradiction]:
        """What the entry says against itself, each its own finding; by default nothing."""
        return iter(())

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        found = tuple(self.contradictions())
        if found:
            raise PydanticCustomError("contradiction", "contradicts itself", {"found": found})
        return self


def _flag(given: object) -> object:
    if isinstance(given, str) and given in {"true", "false"}:
        return given == "true"
    if isinstance(given, bool):
        return given
    raise ValueError("write true or false")


def _whole(given: object) -> object:
    if type(given) is int:
        return given
    if isinstance(given, str) and re.fullmatch(r"[0-9]{1,9}", given):
        return int(given)
    raise ValueError("write a whole number in digits, such as 12")


def _day(given: object) -> object:
    if isinstance(given, date):
        return given
    if isinstance(given, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
        try:
            return date.fromisoformat(given)
        except ValueError:
            raise ValueError(f"there is no day {given}") from None
    raise ValueError("write a date as year-month-day, such as 2026-01-02")


def _duration_text(given: object) -> object:
    if not isinstance(given, str) or not given.isascii():
        raise ValueError("write a whole number and a unit, such as '15 menit'")
    duration = duration_from_text(given)
    most = LONGEST[duration.unit]
    if duration.amount > most:
        raise PydanticCustomError(
            "duration_too_long", "longer than {most} of its unit", {"most": most}
        )
    return given


SLUG = r"^[a-z][a-z0-9-]{0,59}$"
NAME = r"^[a-z][a-z0-9_]{0,39}$"
NIP = r"^[0-9]{18}$"
CLOCK = r"^([01][0-9]|2[0-3])[:.][0-5][0-9]$"
NUMBER = r"^-?[0-9]{1,18}(\.[0-9]{1,6})?$"

Slug = Annotated[str, StringConstraints(pattern=SLUG)]
"""Lower case words joined by hyphens: sop ids, units, calendars, registers."""
Name = Annotated[str, StringConstraints(pattern=NAME)]
"""Lower case words joined by underscores: steps, roles, fields, outcomes."""
Line = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT, strip_whitespace=True)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Whole = Annotated[int, BeforeValidator(_whole)]
Day = Annotated[date, BeforeValidator(_day)]
DurationText = Annotated[
    str,
    BeforeValidator(_duration_text),
    Field(
        examples=["15 menit", "2 jam", "1 hari kerja", "14 hari", "6 bulan"],
        json_schema_extra={
            "type": "string",
            "pattern": r"^ *[0-9]{1,6} +[A-Za-z]+( [A-Za-z]+)? *$",
        },
    ),
]
Number = Annotated[str, StringConstraints(pattern=NUMBER)]
Clock = Annotated[str, StringConstraints(pattern=CLOCK)]


class Bilingual(Shape):
    """The same words in Indonesian and in English."""

    id: Line = Field(description="Indonesian.")
    en: Line = Field(description="English.")


def _words_tag(given: object) -> str:
    return "\tboth" if isinstance(given, Mapping | Bilingual) else "\ttext"


Words = Annotated[
    Annotated[Line, Tag("\ttext")] | Annotated[Bilingual, Tag("\tboth")], Discriminator(_words_tag)
]
"""Content: a plain text in the office's language, or both languages."""


def text_from_words(words: str | Bilingual) -> Text:
    """The content as the core keeps it."""
    return Text(id=words) if isinstance(words, str) else Text(id=words.id, en=words.en)
