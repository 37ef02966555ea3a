"""The shape of an SOP definition: what a YAML file may say, and what each key is for.

The whole official document, not only its flow: identity block, service standard, roles, rows with
their quality standard (mutu baku). Keys are English, content is the office's language. Field
descriptions are the reference of the language and reach the generated JSON Schema.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag

from engine.core.ids import END
from engine.core.values import FieldType
from engine.core.workflow import PauseReason, Power
from engine.sop.identity_shape import Class, Identity, Service
from engine.sop.shape import (
    Bilingual,
    Contradiction,
    DurationText,
    Flag,
    Line,
    Name,
    Number,
    Shape,
    Slug,
    Whole,
    Words,
)
from engine.sop.timing_shape import TimingShape


class RoleShape(Shape):
    """An executor (pelaksana): one column of the matrix."""

    title: Words = Field(description="As the column is headed.")
    external: Flag = Field(
        default=False, description="Outside the office (the applicant); staff record their acts."
    )
    single: Flag = Field(default=False, description="An office with one holder only.")
    may: tuple[Power, ...] = Field(default=(), description="Powers beyond its own steps.")


class RequirementShape(Shape):
    """What the applicant brings (persyaratan)."""

    id: Name = Field(description="Unique among the requirements.")
    title: Words = Field(description="As the applicant reads it.")
    evidence: Literal["file", "paper", "data", "none"] = Field(
        default="file", description="How it is shown."
    )
    required: Flag = Field(default=True, description="Whether the file is complete without it.")


class ChoiceShape(Shape):
    """One option."""

    id: Name = Field(description="What is stored.")
    title: Words = Field(description="What is shown.")


class FieldShape(Shape):
    """A question of a form."""

    id: Name = Field(description="Unique in the SOP; conditions read it as form.<id>.")
    title: Words = Field(description="The question.")
    type: FieldType = Field(default=FieldType.TEXT, description="What it accepts.")
    required: Flag = Field(default=False, description="Whether it must be filled in.")
    unit: str = Field(default="", max_length=20, description="Shown beside the input.")
    min: Number | None = Field(default=None, description="Smallest number allowed.")
    max: Number | None = Field(default=None, description="Largest number allowed.")
    max_length: Annotated[Whole, Field(ge=1, le=10000)] = Field(
        default=2000, description="Longest text allowed, in characters."
    )
    options: tuple[ChoiceShape, ...] = Field(default=(), description="For choice and choices.")
    help: Words | None = Field(default=None, description="A hint under the question.")
    personal: Flag = Field(default=False, description="Personal data: masked for most roles.")

    def contradictions(self) -> Iterator[Contradiction]:
        """Options where there is nothing to choose, bounds where there is no number."""
        chosen = self.type in {FieldType.CHOICE, FieldType.CHOICES}
        if chosen and not self.options:
            yield Contradiction(
                path=("type",),
                message=f"the type {self.type} needs `options`",
                hint="List them: `options: [{id: …, title: …}]`.",
            )
        if self.options and not chosen:
            yield Contradiction(
                path=("options",),
                message=f"`options` mean nothing for the type {self.type}",
                hint="Write `type: choice` or `type: choices`, or leave the options out.",
            )
        yield from self._bounds()
        yield from self._repeated_options()

    def _bounds(self) -> Iterator[Contradiction]:
        numeric = self.type in {FieldType.NUMBER, FieldType.INTEGER, FieldType.MONEY}
        for key, bound in (("min", self.min), ("max", self.max)):
            if bound is not None and not numeric:
                yield Contradiction(
                    path=(key,),
                    message=f"`{key}` means nothing for the type {self.type}",
                    hint="Bounds are for number, integer and money.",
                )
        if self.min is not None and self.max is not None and Decimal(self.min) > Decimal(self.max):
            yield Contradiction(path=("max",), message="`max` is smaller than `min`")

    def _repeated_options(self) -> Iterator[Contradiction]:
        ids = [option.id for option in self.options]
        for index, one in enumerate(ids):
            if one in ids[:index]:
                yield Contradiction(
                    path=("options", index, "id"), message=f"the option `{one}` is listed twice"
                )


class OutcomeShape(Shape):
    """One answer of a decision; exactly one of `next`, `return_to`, `end` says where it leads.

    None of the three means: on to the following row.
    """

    label: Words = Field(description="As the arrow is labelled (Ya, Tidak).")
    next: Name | None = Field(default=None, description="A later row, or `end`.")
    return_to: Name | None = Field(default=None, description="An earlier row: back for correction.")
    end: Literal["completed", "rejected"] | None = Field(
        default=None, description="The case ends here with this result."
    )
    pause: PauseReason | None = Field(
        default=None, description="The office's clock stands still during the returned-to visit."
    )
    reason: Literal["required", "optional"] = Field(
        default="optional", description="Whether the person must say why."
    )
    accepts_file: Flag = Field(
        default=False, description="With this answer the file counts as complete."
    )

    def contradictions(self) -> Iterator[Contradiction]:
        """More than one way to go; a pause without a return."""
        leads = {"next": self.next, "return_to": self.return_to, "end": self.end}
        said = [key for key, value in leads.items() if value is not None]
        for key in said[1:]:
            yield Contradiction(
                path=(key,),
                message=f"`{key}` contradicts `{said[0]}`: an answer leads to one place",
                hint="Keep one of `next`, `return_to`, `end`.",
            )
        if self.pause is not None and self.return_to is None:
            yield Contradiction(
                path=("pause",),
                message="`pause` needs `return_to`: the clock stands still during that visit",
            )


class RetryShape(Shape):
    """How an automated step is tried again."""

    attempts: Annotated[Whole, Field(ge=1, le=100)] = Field(default=3, description="Tries in all.")
    backoff: DurationText | None = Field(
        default=None, description="Wait before the second try; doubles each time."
    )


class WaitShape(Shape):
    """What a waiting row waits for; exactly one of the two."""

    duration: DurationText | None = Field(
        default=None, alias="for", description="A length of time."
    )
    until: Name | None = Field(default=None, description="A date field of a form.")

    def contradictions(self) -> Iterator[Contradiction]:
        """Neither or both of the two."""
        if (self.duration is None) == (self.until is None):
            yield Contradiction(
                path=() if self.until is None else ("until",),
                message="a wait needs exactly one of `for` and `until`",
            )


class StepShape(Shape):
    """A row of the matrix; exactly one of `role`, `action`, `call`, `wait` says who does it."""

    id: Name = Field(description="Unique in the SOP; `end` is reserved.")
    activity: Words = Field(description="Kegiatan: an active sentence that begins with a me- verb.")
    role: Name | None = Field(default=None, description="Pelaksana: a person of this role does it.")
    action: Name | None = Field(
        default=None, description="What the system does: `alur action list`."
    )
    call: Slug | None = Field(
        default=None, description="Another unit's SOP, as a linked case with its own clock."
    )
    wait: WaitShape | None = Field(default=None, description="Passes by itself.")
    submission: Flag = Field(
        default=False,
        description="The first row, where opening the case is itself the first visit.",
    )
    inputs: tuple[Words, ...] = Field(default=(), description="Mutu baku: kelengkapan.")
    time: DurationText | None = Field(default=None, description="Mutu baku: waktu.")
    output: Words | None = Field(default=None, description="Mutu baku: keluaran.")
    note: Words | None = Field(default=None, description="Keterangan.")
    checklist: tuple[Words, ...] = Field(default=(), description="All must be ticked to go on.")
    form: tuple[FieldShape, ...] = Field(default=(), description="What this step records.")
    outcomes: Mapping[Name, OutcomeShape] = Field(
        default={}, description="The answers of a decision (diamond), in order."
    )
    next: Name | None = Field(
        default=None, description="A later row or `end`; by default the following row."
    )
    when: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = Field(
        default=None, description="A condition; where it is false the row is skipped by rule."
    )
    pause: PauseReason | None = Field(
        default=None, description="The office's clock stands still while this row is open."
    )
    not_same_person_as: tuple[Name, ...] = Field(
        default=(), description="Four eyes: who did those rows may not do this one."
    )
    tolerance: Annotated[Whole, Field(ge=1, le=100)] | None = Field(
        default=None, description="Visits that are still no deviation."
    )
    with_: Mapping[Name, Line] = Field(
        default={},
        alias="with",
        description="Parameters of the action, each of the kind that the action asks for "
        "(`alur action show`); a message may name facts of the case: {form.nama}.",
    )
    passes: tuple[Name, ...] = Field(
        default=(), description="For `call`: form fields handed to the other SOP."
    )
    retry: RetryShape | None = Field(default=None, description="For `action`.")

    def contradictions(self) -> Iterator[Contradiction]:
        """Nobody or several to do the row; keys that belong to another kind of row."""
        if self.id == END:
            yield Contradiction(path=("id",), message=f"`{END}` is reserved: it ends the case")
        said = [key for key in _DOERS if getattr(self, key) is not None]
        if not said:
            yield Contradiction(
                path=("id",),
                message=f"the row `{self.id}` does not say who does it",
                hint="Give it one of `role`, `action`, `call`, `wait`.",
            )
        for key in said[1:]:
            yield Contradiction(
                path=(key,),
                message=f"`{key}` contradicts `{said[0]}`: one row is done by one",
                hint="Keep one of `role`, `action`, `call`, `wait`.",
            )
        if len(said) == 1:
            yield from self._misplaced(said[0])

    def _misplaced(self, doer: str) -> Iterator[Contradiction]:
        for name, wanted in _BELONGS_TO.items():
            if doer != wanted and getattr(self, name):
                key = name.rstrip("_")
                yield Contradiction(
                    path=(key,),
                    message=f"`{key}` means nothing on a row with `{doer}`",
                    hint=f"It belongs to rows with `{wanted}`.",
                )


_DOERS = ("role", "action", "call", "wait")
_BELONGS_TO = {
    "submission": "role",
    "checklist": "role",
    "form": "role",
    "outcomes": "role",
    "not_same_person_as": "role",
    "tolerance": "role",
    "with_": "action",
    "retry": "action",
    "passes": "call",
}


class ParallelShape(Shape):
    """Branches that run at the same time; the rows after the block wait for all of them."""

    parallel: tuple[Annotated[tuple["RowShape", ...], Field(min_length=1)], ...] = Field(
        min_length=2, description="Each branch is a list of rows."
    )


def _row_tag(given: object) -> str:
    block = isinstance(given, ParallelShape) or (isinstance(given, Mapping) and "parallel" in given)
    return "\tblock" if block else "\trow"


RowShape = Annotated[
    Annotated[StepShape, Tag("\trow")] | Annotated[ParallelShape, Tag("\tblock")],
    Discriminator(_row_tag),
]
"""A row of the matrix, or a block of rows that run side by side."""

UNION_TAGS: Mapping[str, type[Shape] | None] = {
    "\ttext": None,
    "\tboth": Bilingual,
    "\tone": None,
    "\tseveral": None,
    "\trow": StepShape,
    "\tblock": ParallelShape,
}
"""What pydantic puts into the place of an error to say which kind of entry it took it for.

They begin with a tab so that no key of a strict YAML text can be mistaken for one.
"""


class SopDocument(Shape):
    """An SOP version: written once, never changed after publication."""

    sop: Slug = Field(description="The id; the same for all versions.")
    version: Annotated[Whole, Field(ge=1, le=9999)] = Field(description="Counts from 1.")
    title: Words = Field(description="Nama SOP.")
    regime: Literal["permenpanrb-35-2012", "permendagri-52-2011"] = Field(
        default="permenpanrb-35-2012", description="The regulation the form follows."
    )
    class_: Class = Field(alias="class", description="Classification.")
    identity: Identity = Field(description="The identity block.")
    service: Service | None = Field(default=None, description="The published standard.")
    timing: TimingShape | None = Field(
        default=None, description="Warnings, escalation, caps of pauses, extensions."
    )
    calendar: Slug | None = Field(
        default=None, description="Working calendar; by default the unit's."
    )
    retention: Slug | None = Field(
        default=None, description="Retention class (JRA); a key of the retention register."
    )
    roles: Mapping[Name, RoleShape] = Field(min_length=1, description="Executors, in order.")
    requirements: tuple[RequirementShape, ...] = Field(default=(), description="Persyaratan.")
    form: tuple[FieldShape, ...] = Field(
        default=(), description="What is asked when the case is opened."
    )
    steps: Annotated[tuple[RowShape, ...], Field(min_length=1)] = Field(
        description="The rows of the matrix, in order."
    )


ParallelShape.model_rebuild()
