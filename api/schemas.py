"""What requests may say. Unknown fields are refused: nothing that was sent is silently lost."""

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)

from engine.core.durations import Duration, duration_from_text
from engine.core.values import shows_nothing
from engine.core.workflow import PauseReason

LONGEST_REMARK = 4000
MOST_ANSWERS = 200

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of the text around them, and so of the sentence they land in.

Source: Unicode Standard Annex 9, §2 (explicit directional formatting).
"""


def _legible(text: str) -> str:
    """What others will read as it was written: no control characters, and something to see."""
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text):
        raise ValueError("contains a control character")
    if not _TURNING.isdisjoint(text):
        raise ValueError("contains a character that turns the direction of the text")
    return "" if shows_nothing(text) else text


def _one_line(text: str) -> str:
    if not text.isprintable() and len(text.splitlines()) > 1:
        raise ValueError("must be one line")
    return text


def written(given: object) -> object:
    """A bare number could be seconds or milliseconds, so it is no instant."""
    if isinstance(given, int | float) or (isinstance(given, str) and "T" not in given.upper()):
        raise ValueError("must be written as 2026-11-23T09:15:00+07:00")
    return given


def _in_digits(given: object) -> object:
    """Of an address: `2.0`, `+2` and ` 2` are no other ways to say 2."""
    if isinstance(given, str) and not (given.isascii() and given.isdecimal()):
        raise ValueError("must be a whole number, written in digits")
    return given


def _written_day(given: object) -> date:
    """A day of the calendar as it is written, never a number of seconds."""
    try:
        return date.fromisoformat(given if isinstance(given, str) and "-" in given else "")
    except ValueError:
        raise ValueError("must be a day written as 2026-12-01") from None


Day = Annotated[
    date,
    PlainValidator(_written_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-12-01"]}),
]
DIGITS = BeforeValidator(_in_digits)
"""Of a number in an address. It stands behind the bounds: before them, the schema loses them."""
InDigits = Annotated[int, DIGITS]
"""A number in an address."""
Words = Annotated[
    str,
    AfterValidator(lambda text: text.replace("\r\n", "\n")),
    AfterValidator(_legible),
    StringConstraints(strip_whitespace=True, max_length=LONGEST_REMARK),
]
Required = Annotated[Words, StringConstraints(min_length=1)]
Line = Annotated[Words, AfterValidator(_one_line), StringConstraints(max_length=200)]
PersonName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,79}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")]

FormValue = Annotated[
    bool | int | Decimal | Words | Annotated[list[Words], Field(max_length=MOST_ANSWERS)] | None,
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "number"},
                {"type": "boolean"},
                {"type": "array", "items": {"type": "string"}},
                {"type": "null"},
            ]
        }
    ),
]
Form = Annotated[
    dict[Name, FormValue],
    Field(
        max_length=MOST_ANSWERS,
        description="Answers by field id; the SOP says which fields there are.",
    ),
]
Checklist = Annotated[
    list[Annotated[int, Field(ge=1, le=1000, strict=True)]],
    Field(max_length=200, description="Numbers, from 1, of the checklist's items that hold."),
]


class Act(BaseModel):
    """Something that is done. `happened_at` where it took place before it is entered here."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    happened_at: Annotated[AwareDatetime, BeforeValidator(written)] | None = Field(
        default=None,
        description="When it took place, with its offset from UTC, if that was not just now.",
        examples=["2026-11-23T09:15:00+07:00"],
    )


class WithReason(Act):
    """An act that must say why."""

    reason: Required = Field(description="Why.", examples=["Foto tempat usaha tidak terbaca."])


class ApplicantGiven(BaseModel):
    """Whom the service is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[Line, StringConstraints(min_length=1)] = Field(examples=["Tini Suhartini"])
    contact: Line = Field(default="", examples=["0812 3456 7890"])


class CaseOpening(Act):
    """A new case."""

    sop: Slug = Field(description="The SOP's id.", examples=["rekomendasi-ktp-kk"])
    version: int | None = Field(
        default=None,
        ge=1,
        le=9999,
        strict=True,
        description="One version; by default the one in force.",
    )
    applicant: ApplicantGiven
    form: Form = {}
    requirements: list[Name] = Field(
        default=[],
        max_length=200,
        description="Ids of the requirements that were brought.",
        examples=[["pengantar"]],
    )


Documents = Annotated[
    list[Annotated[Line, StringConstraints(min_length=1)]],
    Field(
        max_length=50,
        description="What is asked for, by name, where the case waits for documents.",
        examples=[["Foto tempat usaha"]],
    ),
]


class Completion(Act):
    """A task finished."""

    outcome: Name | None = Field(
        default=None, description="The answer, where the step is a decision.", examples=["lengkap"]
    )
    form: Form = {}
    checklist: Checklist = []
    reason: Words = Field(default="", description="Why, where the outcome asks for it.")
    documents: Documents = []


class Sending(WithReason):
    """A case sent back for correction."""

    to: Name | None = Field(
        default=None, description="The step to go back to, where there are several."
    )
    documents: Documents = []


class Handing(Act):
    """A task given to a person."""

    to: PersonName = Field(description="Who gets it.", examples=["hesti.wulandari"])
    reason: Words = ""


class Resolution(Act):
    """A delegated task handed back."""

    note: Words = ""


class Departure(WithReason):
    """A knowing departure from the SOP, which leaves a trace."""

    mode: Literal["skip", "reorder", "act_outside_role"] = Field(
        description="skip: pass over the task; reorder: open `step` in its place; "
        "act_outside_role: complete it though it belongs to another role."
    )
    step: Name | None = Field(default=None, description="For reorder: the step to open.")
    outcome: Name | None = Field(default=None, description="For act_outside_role.")
    form: Form = {}
    checklist: Checklist = []


class ByHand(WithReason):
    """The result of an automated step, entered by a person."""

    result: dict[Name, Line] = Field(
        default={}, max_length=50, examples=[{"number": "470/123/TA/2026"}]
    )


class Remark(Act):
    """Something said."""

    text: Required = Field(examples=["Pemohon mengirim foto ulang lewat WhatsApp."])


class Standstill(Act):
    """A pause of the office's clock."""

    reason: PauseReason = Field(description="The ground.")
    note: Words = ""
    documents: Documents = []


def _length(given: object) -> Duration:
    if not isinstance(given, str):
        raise ValueError("must be a text such as '2 hari kerja'")
    return duration_from_text(given)


class MoreTime(WithReason):
    """More time for the promise, or for the standard of a task."""

    by: Annotated[
        Duration,
        PlainValidator(_length),
        WithJsonSchema(
            {"type": "string", "description": "How much.", "examples": ["2 hari kerja"]}
        ),
    ]
    task: int | None = Field(
        default=None,
        ge=1,
        le=2**31 - 1,
        strict=True,
        description="The task; without one it is the promise.",
    )


class Reopening(WithReason):
    """A closed case opened again."""

    step: Name = Field(description="The step to open.", examples=["verifikasi_ktp"])


class Disposition(WithReason):
    """What is decided about a deviation."""

    verdict: Literal["accepted", "corrective", "revise_sop"] = Field(
        description="accepted: it may stand; corrective: somebody mends it; "
        "revise_sop: the SOP is what must change."
    )
    owner: PersonName | None = Field(
        default=None,
        description="Who takes the corrective action.",
        examples=["hesti.wulandari"],
    )
    due: Day | None = Field(
        default=None, description="The day by which the corrective action is done."
    )
