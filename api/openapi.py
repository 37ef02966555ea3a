"""The interface's description: requests from pydantic, answers from the views themselves."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.access import Access, scope_of
from api.answers import DocumentList, Health, History, SopList, SopVersion, TaskList
from api.calendar_answers import CalendarAnswer, CalendarList, EditPreviews, EditsApplied
from api.checkpoint_answers import CheckpointPage, ConsistencyAnswer, InclusionAnswer
from api.deviation_answers import DeviationAnswer
from api.draft_answers import DraftAnswer
from api.errors import MEDIA_TYPE, Problem
from api.examples import ANSWERS, PROBLEMS
from api.identity import COOKIE_SECURE, CSRF_HEADER
from api.incident_answers import IncidentAnswer
from api.log_answers import LogAnswer
from api.notice_answers import NoticeAnswer, NoticeList
from api.people_answers import (
    AbsenceList,
    AssignmentList,
    ChangeAnswer,
    DirectoryHistory,
    PersonAnswer,
    PersonList,
    SubstitutionList,
    UnitAnswer,
    UnitList,
    Workload,
)
from api.present_checks import Readiness
from api.privacy_answers import ReadPage
from api.replay_answers import ReplayAnswer, ReplaySteps
from api.retention_answers import DisposalList, DueList, HoldList, SeriesList
from api.submission_answers import SubmissionList
from api.surface import surface
from api.time_answers import ExplanationAnswer, ForecastAnswer, TimesAnswer
from api.tracking_answers import CodeList, OpenedCase, TrackingAnswer
from api.verifying_answers import VerificationPage
from engine.service.calendar_views import MovePage
from engine.service.carrying_out import CarriedOut
from engine.service.deviation_views import DeviationCounts, DeviationPage
from engine.service.disposal import DisposalView
from engine.service.incident_views import IncidentPage
from engine.service.personal import Erasure, Revealed
from engine.service.queues import QueueView
from engine.service.retention import RecordView
from engine.service.submissions import Submission
from engine.service.tracking_views import Tracked
from engine.service.views import CasePage, CaseView, Receipt, Tally

VIEWS = (
    *(CasePage, CaseView, DocumentList, History, Receipt, TaskList, Tally),
    *(TimesAnswer, ExplanationAnswer, ForecastAnswer),
    *(ReplayAnswer, ReplaySteps),
    *(DeviationPage, DeviationCounts, DeviationAnswer),
    *(IncidentPage, IncidentAnswer),
    *(NoticeList, NoticeAnswer, DraftAnswer),
    *(QueueView, Workload, UnitList, UnitAnswer, PersonList, PersonAnswer, ChangeAnswer),
    *(AssignmentList, SubstitutionList, AbsenceList, DirectoryHistory),
    *(Revealed, Erasure, ReadPage),
    *(Tracked, OpenedCase, TrackingAnswer, CodeList),
    *(CalendarList, CalendarAnswer, EditPreviews, EditsApplied, MovePage),
    *(SubmissionList, Submission),
    *(SeriesList, DueList, HoldList, DisposalList, DisposalView, CarriedOut, RecordView),
    *(CheckpointPage, InclusionAnswer, ConsistencyAnswer, VerificationPage),
    *(SopList, SopVersion, LogAnswer, Health, Readiness, Problem),
)

REFUSALS: Mapping[int, str] = {
    400: "The request cannot be read.",
    401: "Nobody is signed in, or the token or the session counts no more.",
    403: "The person or the role may not.",
    404: "There is no such thing.",
    409: "The world moved on: who got there first, and when, is in `by` and `at`.",
    413: "The body is larger than 1 MiB.",
    415: "The body is not JSON.",
    422: "What was sent does not fit; `problems` says so field by field.",
    429: "There were too many tries; Retry-After says when the next one counts.",
    503: "The database cannot be used; try again.",
    507: "There is no room on the disk; nothing was written.",
}
_READING = (404, 422, 503)
_WRITING = (400, 403, 404, 409, 413, 415, 422, 503, 507)
_OF_PEOPLE = (401, 403)
_OF_AN_INSTANT = ("_at", "_since", "_before", "_after")
_REFERENCE = "#/components/schemas/{name}"

Json = dict[str, Any]
"""A JSON document: the one place where nothing better is known."""


def reads(kind: type[msgspec.Struct], told: str, *, also: tuple[int, ...] = ()) -> Json:
    """The keyword arguments of a route that answers with a view; `also`: what else it refuses."""
    return {"responses": _answered(200, kind, told) | _refused(tuple(sorted((*_READING, *also))))}


def reads_bytes(
    told: str, *, media_type: str = "application/octet-stream", refusals: tuple[int, ...] = ()
) -> Json:
    """The keyword arguments of a route that answers with a file; `refusals` are its own."""
    media: Json = {"schema": {"type": "string", "format": "binary"}}
    found: Json = {"description": told, "content": {media_type: media}}
    return {"responses": {200: found} | _refused(tuple(sorted({*_READING, *refusals})))}


def writes(told: str, kind: type[msgspec.Struct] = Receipt, *, status: int = 200) -> Json:
    """The keyword arguments of a route that carries out a command."""
    return {
        "status_code": status,
        "responses": _answered(status, kind, told) | _refused(_WRITING),
    }


def drops(told: str) -> Json:
    """The keyword arguments of a route that throws something away, and answers with nothing."""
    return {"status_code": 204, "responses": {204: {"description": told}} | _refused(_READING)}


def takes_bytes(told: str, *, status: int) -> Json:
    """The keyword arguments of a route whose body is a file."""
    binary: Json = {"schema": {"type": "string", "format": "binary"}}
    body: Json = {"required": True, "content": {"application/octet-stream": binary}}
    return writes(told, status=status) | {"openapi_extra": {"requestBody": body}}


def _answered(status: int, kind: type[msgspec.Struct], told: str) -> dict[int | str, Json]:
    media: Json = {"schema": {"$ref": _REFERENCE.format(name=kind.__name__)}}
    if kind.__name__ in ANSWERS:
        media["example"] = ANSWERS[kind.__name__]
    return {status: {"description": told, "content": {"application/json": media}}}


def _refused(statuses: tuple[int, ...]) -> dict[int | str, Json]:
    schema = {"$ref": _REFERENCE.format(name=Problem.__name__)}
    return {
        status: {
            "description": REFUSALS[status],
            "content": {MEDIA_TYPE: {"schema": schema, "example": PROBLEMS[status]}},
        }
        for status in statuses
    }


def describe(app: FastAPI) -> None:
    """Let `app` give this description as its openapi.json."""

    def openapi() -> Json:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def openapi_text(app: FastAPI) -> str:
    """The description as text: the same for the same code, whatever the machine."""
    return json.dumps(app.openapi(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _document(app: FastAPI) -> Json:
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        servers=[{"url": "/api/v1"}],
    )
    _name_access(app, document)
    _, components = msgspec.json.schema_components(VIEWS, ref_template=_REFERENCE)
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas.update({name: _as_answered(schema) for name, schema in components.items()})
    return document


_SCHEMES: Json = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API token of a person or a program, issued for some of what they may.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE_SECURE,
        "description": f"The session of a browser. What changes something also needs {CSRF_HEADER}"
        " and must come from a page of this site.",
    },
}


def _name_access(app: FastAPI, document: Json) -> None:
    """Say of every operation whom it is for, by the rule that its route declares."""
    document.setdefault("components", {})["securitySchemes"] = _SCHEMES
    for address in surface(app.routes):
        operation = document["paths"].get(address.path, {}).get(address.method.lower())
        if operation is not None and address.access is not None:
            _name(operation, address.access, address.method)


def _name(operation: Json, access: Access, method: str) -> None:
    operation["x-alur-access"] = access.value
    if access is Access.PUBLIC:
        operation["security"] = []
        return
    operation["security"] = [{name: []} for name in _SCHEMES]
    operation["x-alur-scope"] = scope_of(access, method).value
    told = {str(status): answer for status, answer in _refused(_OF_PEOPLE).items()}
    operation["responses"] = dict(sorted((told | operation["responses"]).items()))


def _as_answered(schema: Json) -> Json:
    """An answer leaves no field out, save a problem; and instants are instants."""
    properties: Json = schema.get("properties", {})
    for _, instant in _instants(properties):
        instant["format"] = "date-time"
    if properties and schema.get("title") != Problem.__name__:
        schema = schema | {"required": list(properties)}
    return schema


def _instants(properties: Json) -> Iterator[tuple[str, Json]]:
    """The properties that hold an instant, by their names: `at`, `opened_at`, `due_before`."""
    for name, schema in properties.items():
        if name != "at" and not name.endswith(_OF_AN_INSTANT):
            continue
        for one in (schema, *schema.get("anyOf", ())):
            if one.get("type") == "string":
                yield name, one
