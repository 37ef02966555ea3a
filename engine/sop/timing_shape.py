"""The timing block of a definition: warnings, escalation, the caps of pauses, extensions."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Discriminator, Field, Tag

from engine.sop.shape import Contradiction, DurationText, Name, Shape, Whole

WARNINGS = (50, 80, 100)
"""When people are warned where an SOP does not say, in percent of a budget."""


def _roles_tag(given: object) -> str:
    return "\tseveral" if isinstance(given, list | tuple) else "\tone"


Roles = Annotated[
    Annotated[Name, Tag("\tone")]
    | Annotated[tuple[Name, ...], Field(min_length=1), Tag("\tseveral")],
    Discriminator(_roles_tag),
]
"""One role, or a list of them."""


class RungShape(Shape):
    """Whom to tell of a breach or an incident, and how long it has lasted by then."""

    to: Roles = Field(description="One role of the office, or a list; all of its holders are told.")
    after: DurationText | None = Field(
        default=None, description="How long it has lasted by then; by default at once."
    )

    @property
    def roles(self) -> tuple[str, ...]:
        """Whom, always as a list."""
        return (self.to,) if isinstance(self.to, str) else self.to

    def contradictions(self) -> Iterator[Contradiction]:
        """A role that would be told twice."""
        for index, role in enumerate(self.roles):
            if role in self.roles[:index]:
                yield Contradiction(path=("to", index), message=f"the role `{role}` is named twice")


class EscalationShape(Shape):
    """Who hears of a breach after the reminder of whoever has the task."""

    supervisor: RungShape | None = Field(default=None, description="The supervisor (atasan).")
    head: RungShape | None = Field(default=None, description="The head of the unit (pimpinan).")


class CapsShape(Shape):
    """How long the office's clock may stand still; a ground without a cap has no limit."""

    applicant: DurationText | None = Field(default=None, description="Waiting for the applicant.")
    payment: DurationText | None = Field(default=None, description="Waiting for the payment.")
    external_body: DurationText | None = Field(
        default=None, description="Waiting for another body."
    )


class ExtensionShape(Shape):
    """How far those with the power `extend` may extend a promise or a standard."""

    most: DurationText = Field(
        description="In all, in the unit of the promise; an internal SOP: of some row's `time`."
    )
    times: Annotated[Whole, Field(ge=1, le=20)] = Field(default=1, description="How often.")


class TimingShape(Shape):
    """What happens while a time limit runs out, and after."""

    warnings: tuple[Annotated[Whole, Field(ge=1, le=100)], ...] = Field(
        default=WARNINGS,
        max_length=10,
        description="Percents of each time limit at which people are warned, ascending; "
        "`[]` for none.",
    )
    escalation: EscalationShape | None = Field(
        default=None,
        description="By default whoever may `assign` is told after 1 hari kerja; `{}` for nobody.",
    )
    pauses: CapsShape = Field(
        default=CapsShape(), description="The longest that each kind of pause may last."
    )
    extension: ExtensionShape | None = Field(
        default=None, description="Perpanjangan; by default nobody may extend anything."
    )
    incident: RungShape | None = Field(
        default=None,
        description="Who hears first that an automated step failed for good; those of `escalation` "
        "hear of it as of a breach. By default whoever may `assign` or `override`, at once.",
    )
