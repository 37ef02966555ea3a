"""Replay: a case exactly as it was at any event or instant, and its history event by event."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from api.access import Access, allow
from api.answers import answer
from api.deps import Db, Now, Zone
from api.openapi import reads
from api.reach import ReadCase
from api.reads import REPLAY, Reading
from api.replay_answers import ReplayAnswer, ReplaySteps, replay_answer, steps_answer
from api.schemas import written
from engine.service.replaying import replay_at, replay_steps

router = APIRouter(tags=["replay"])


class Moment(BaseModel):
    """As it was when: after an event, or at an instant; now, where neither is given."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: Annotated[AwareDatetime, BeforeValidator(written)] | None = Field(
        default=None,
        description="After the last event recorded by then; an address writes + as %2B.",
        examples=["2026-11-23T09:15:00+07:00"],
    )
    seq: int | None = Field(
        default=None, ge=1, le=2**31 - 1, description="After the event of that number."
    )


@router.get(
    "/cases/{case}/replay",
    dependencies=[allow(Access.READS)],
    **reads(ReplayAnswer, "The case as it was, and what does not follow from its history."),
)
def replay_case(  # noqa: PLR0913  # the case, when, and by whose clock
    case: ReadCase,
    *,
    database: Db,
    now: Now,
    zone: Zone,
    reading: Reading,
    when: Annotated[Moment, Query()],
) -> Response:
    """Tell a case exactly as it was, from its history alone.

    Its state, clocks, people and SOP version are those of that instant; names of people too. Every
    deviation is derived from the history once more: what differs from the record is a finding.
    """
    at = now if when.at is None and when.seq is None else when.at
    view = replay_at(database, case, at=at, seq=when.seq)
    reading.note(view.case, REPLAY)
    return answer(replay_answer(view, zone))


@router.get(
    "/cases/{case}/replay/steps",
    dependencies=[allow(Access.READS)],
    **reads(ReplaySteps, "Every event, and what it changed."),
)
def replay_case_steps(case: ReadCase, database: Db, zone: Zone, reading: Reading) -> Response:
    """Tell a history event by event, each with everything that it changed."""
    view = replay_steps(database, case)
    reading.note(view.case, REPLAY)
    return answer(steps_answer(view, zone))
