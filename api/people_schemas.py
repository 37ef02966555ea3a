"""What requests about the directory may say."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from api.schemas import Line, PersonName, Slug, Words, written
from engine.core.directory import AbsenceReason, UnitKind
from engine.core.text import Text


def _in_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise ValueError("lies beyond the years that can be told") from None


RoleName = Annotated[str, StringConstraints(pattern=r"^(?:[a-z][a-z0-9_]{0,39}|alur:[a-z]{1,20})$")]
Instant = Annotated[
    AwareDatetime,
    BeforeValidator(written),
    AfterValidator(_in_utc),
]
_SINCE = "From when on, with its offset from UTC; by default from now on."
_UNTIL = "Until when, exclusive; without it there is no end in sight."
_DECREE = "The paper that says so (SK), by its number."


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TitleGiven(_Asked):
    """What something is called."""

    id: Annotated[Line, StringConstraints(min_length=1)] = Field(examples=["Kecamatan Baru"])
    en: Line = ""

    @property
    def text(self) -> Text:
        """The same for the engine."""
        return Text(id=self.id, en=self.en)


class UnitSaid(_Asked):
    """What a unit is called, of what kind it is, and under which other it hangs."""

    title: TitleGiven
    kind: UnitKind = UnitKind.AGENCY
    parent: Slug | None = None


class UnitGiven(UnitSaid):
    """A new unit."""

    unit: Slug = Field(examples=["kecamatan-baru"])


class PersonSaid(_Asked):
    """What somebody is called and how they are reached."""

    name: Annotated[Line, StringConstraints(min_length=1)] = Field(examples=["Rini Astuti, S.AP"])
    nip: Annotated[str, StringConstraints(pattern=r"^(?:[0-9]{18})?$")] = Field(
        default="", description="The civil servant's number.", examples=["198503152010012003"]
    )
    email: Line = ""
    phone: Line = ""


class ReachSaid(_Asked):
    """How somebody says that they are reached."""

    phone: Line = Field(description="Empty: none.", examples=["0812 3456 7890"])


class PersonGiven(PersonSaid):
    """Somebody who joins."""

    person: PersonName = Field(examples=["rini.astuti"])
    machine: bool = Field(default=False, description="A program, not a human being.")


class Leaving(_Asked):
    """Why somebody leaves."""

    reason: Words = Field(default="", examples=["Pensiun."])


class Granting(_Asked):
    """A role or a duty to be held in a unit."""

    role: RoleName = Field(
        description="A role of the SOPs, or a duty such as alur:supervisor.",
        examples=["verifikator"],
    )
    unit: Slug = Field(examples=["kecamatan-baiturrahman"])
    sop: Slug | None = Field(default=None, description="Only for this SOP.")
    since: Instant | None = Field(default=None, description=_SINCE)
    until: Instant | None = Field(default=None, description=_UNTIL)
    decree: Line = Field(default="", description=_DECREE)


class Ending(_Asked):
    """When something ends that is held."""

    until: Instant | None = Field(default=None, description="By default now.")
    reason: Words = ""


class Naming(_Asked):
    """Somebody to stand in for the holder of a role."""

    kind: Literal["plh", "plt"] = Field(
        description="plh: while the holder is away; plt: until there is a successor."
    )
    substitute: PersonName = Field(examples=["dewi.sartika"])
    instead_of: PersonName = Field(examples=["rini.astuti"])
    role: RoleName = Field(examples=["verifikator"])
    unit: Slug = Field(examples=["kecamatan-baiturrahman"])
    since: Instant | None = Field(default=None, description=_SINCE)
    until: Instant | None = Field(default=None, description=_UNTIL)
    decree: Line = Field(default="", description=_DECREE)


class Leave(_Asked):
    """A time away. Without a substitute what waits for the person goes back into the queue."""

    since: Instant | None = Field(default=None, description=_SINCE)
    until: Instant = Field(
        description="Until when, exclusive.", examples=["2026-12-07T00:00:00+07:00"]
    )
    reason: AbsenceReason = AbsenceReason.LEAVE
    substitute: PersonName | None = Field(
        default=None, description="Stands in for every role that the person holds (Plh)."
    )
