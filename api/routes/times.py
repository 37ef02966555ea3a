"""The time of a case: clocks, why a deadline lies where it does, what is expected, more time."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from api.access import Access, allow
from api.answers import answer
from api.deps import AtCase, Db, Now
from api.openapi import reads, writes
from api.reach import NamedCase, ReadCase
from api.routes.cases import respond
from api.schemas import MoreTime, written
from api.time_answers import (
    ExplanationAnswer,
    ForecastAnswer,
    TimesAnswer,
    explanation_answer,
    forecast_answer,
    times_answer,
)
from engine.core.clock_clauses import ClockKind
from engine.core.commands import Extend
from engine.core.ids import ActivationId
from engine.core.text import Language
from engine.service.times import case_times, explain

router = APIRouter(tags=["times"])


@router.get(
    "/cases/{case}/times",
    dependencies=[allow(Access.READS)],
    **reads(TimesAnswer, "Every clock, and whose time went by."),
)
def show_times(case: ReadCase, database: Db, at: Now) -> Response:
    """Tell the time of a case: promise, legal limit, each task, whose time it was, the forecast."""
    return answer(times_answer(case_times(database, case, at=at)))


class WhichClock(BaseModel):
    """Which clock to explain, and as it stood when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    clock: Literal["promise", "legal", "step"] | None = Field(
        default=None, description="By default the promise, or the step of the task that is named."
    )
    task: int | None = Field(
        default=None, ge=1, le=2**31 - 1, description="The task, for the clock of a step."
    )
    at: Annotated[AwareDatetime, BeforeValidator(written)] | None = Field(
        default=None,
        description="As it stood then, by what was recorded by then; an address writes + as %2B.",
        examples=["2026-11-23T09:15:00+07:00"],
    )
    lang: Language = Field(default="id", description="The language of the sentences.")

    @property
    def kind(self) -> ClockKind:
        """The clock that is meant."""
        otherwise = ClockKind.PROMISE if self.task is None else ClockKind.STEP
        return ClockKind(self.clock or otherwise)


@router.get(
    "/cases/{case}/explanation",
    dependencies=[allow(Access.READS)],
    **reads(ExplanationAnswer, "Every while of the clock, counted or left out for a reason."),
)
def explain_deadline(
    case: ReadCase, database: Db, now: Now, which: Annotated[WhichClock, Query()]
) -> Response:
    """Explain a deadline: what counted, what did not, for what reason, and the sum."""
    told = explain(
        database,
        case,
        clock=which.kind,
        activation=None if which.task is None else ActivationId(which.task),
        at=which.at or now,
        as_it_stood=which.at is not None,
    )
    return answer(explanation_answer(told, which.lang))


@router.get(
    "/cases/{case}/forecast",
    dependencies=[allow(Access.READS)],
    **reads(ForecastAnswer, "The end that is expected."),
)
def show_forecast(case: ReadCase, database: Db, at: Now) -> Response:
    """Say when a case may be expected to end, which rows decide that, and whether limits hold."""
    return answer(forecast_answer(case_times(database, case, at=at)))


@router.post(
    "/cases/{case}/extension", dependencies=[allow(Access.ACTS)], **writes("There is more time.")
)
def extend(case: NamedCase, body: MoreTime, desk: AtCase) -> Response:
    """Give the promise more time, or a task's standard; needs the power to extend."""
    command = Extend(
        case=case,
        by=desk.by,
        happened_at=body.happened_at,
        amount=body.by,
        reason=body.reason,
        activation=None if body.task is None else ActivationId(body.task),
    )
    return respond(desk, command)
