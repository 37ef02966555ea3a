"""Logs of other systems, held against a published SOP."""

from collections.abc import Sequence
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.access import Access, allow
from api.answers import answer
from api.deps import AtDesk, Zone
from api.log_answers import LogAnswer, LogSubject, log_answer
from api.log_words import Names
from api.openapi import writes
from api.routes.deviations import Instant
from api.schemas import Slug
from engine.core.conformance import LogColumns
from engine.core.ids import CaseId, PersonId, SopId
from engine.service.catalogue import find_workflow
from engine.service.logs import check_log, published_calendar

router = APIRouter(tags=["logs"])

MOST_ROWS = 10_000
"""More come by the command line, which reads files of any size."""

CaseName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Written = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]


class LogEntry(BaseModel):
    """A step of a case done."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    case: CaseName = Field(description="The case.", examples=["503/0412"])
    step: Written = Field(
        description="The step's id, or its activity as the SOP says it.",
        examples=["Memverifikasi berkas permohonan KTP"],
    )
    at: Instant = Field(description="When it was done.", examples=["2026-11-23T09:15:00+07:00"])
    role: Written | None = Field(
        default=None, description="In which role: its id or its title.", examples=["verifikator"]
    )
    person: Written | None = Field(default=None, description="By whom.", examples=["rini.astuti"])


class LogQuestion(BaseModel):
    """A log, and what it is to be held against."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sop: Slug = Field(description="The published SOP.", examples=["rekomendasi-ktp-kk"])
    version: Annotated[int, Field(ge=1, le=9999)] | None = Field(
        default=None, description="Not the one in force."
    )
    rows: list[LogEntry] = Field(max_length=MOST_ROWS, description="In any order.")
    completed: Literal["all"] | Annotated[list[CaseName], Field(max_length=MOST_ROWS)] = Field(
        default=[], description="The cases that came to their end; `all`, if they all did."
    )
    time: bool = Field(default=True, description="Whether time is judged, too.")
    calendar: Slug | None = Field(default=None, description="Not that of the SOP's unit.")
    at: Instant | None = Field(
        default=None, description="Until when the other cases go on; no row may lie after it."
    )
    shown: int = Field(
        default=50, ge=0, le=1000, description="How many of the cases that departed are told."
    )


@router.post(
    "/logs/check",
    dependencies=[allow(Access.READS)],
    **writes("What the log shows; nothing is kept of it.", LogAnswer),
)
def check(body: LogQuestion, desk: AtDesk, zone: Zone) -> Response:
    """Say where the cases of a log departed from an SOP: in order, roles, four eyes and time."""
    workflow = find_workflow(desk.database, SopId(body.sop), body.version)
    log, calendar = _columns(body.rows, Names(workflow)), None
    if body.time:
        last = max(log.instants, default=desk.at)
        name = body.calendar or workflow.calendar
        calendar = published_calendar(desk.database, name, at=last)
    ended = log.cases if body.completed == "all" else [CaseId(one) for one in body.completed]
    report = check_log(workflow, log, completed=ended, calendar=calendar, at=body.at)
    told_by = zone if calendar is None else ZoneInfo(calendar.zone)
    subject = LogSubject(workflow=workflow, calendar=calendar, zone=told_by)
    return answer(log_answer(report, subject, shown=body.shown))


def _columns(rows: Sequence[LogEntry], names: Names) -> LogColumns:
    return LogColumns(
        cases=[CaseId(row.case) for row in rows],
        steps=[names.step(row.step) for row in rows],
        instants=[row.at for row in rows],
        roles=[names.role(row.role or "") for row in rows],
        persons=[PersonId(row.person) if row.person else None for row in rows],
    )
