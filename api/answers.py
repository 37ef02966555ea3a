"""How views become JSON: every field, defaults included, and personal data masked."""

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec
from fastapi import Response

from api.errors import NOT_STORED
from api.glossary import JAKARTA
from api.present import sentence
from engine.core.commands import Applicant
from engine.core.events import CaseOpened, Event, Recorded, StepCompleted, StepReturned
from engine.core.personal import HIDDEN, fields_by_path, is_masked, masked, masked_contact
from engine.core.text import Frozen, Text
from engine.core.values import Field, Value
from engine.core.workflow import Workflow
from engine.service.files import CaseDocument
from engine.service.views import (
    CasePage,
    CaseSummary,
    CaseView,
    HistoryEntry,
    SopSummary,
    TaskView,
)


class HistoryLine(Frozen, frozen=True, kw_only=True):
    """An event of a case, the sentence that tells it, and its hash in hexadecimal."""

    recorded: Recorded
    sentence: Text
    hash: str


class History(Frozen, frozen=True, kw_only=True):
    """The events of a case, oldest first."""

    items: tuple[HistoryLine, ...]


class TaskList(Frozen, frozen=True, kw_only=True):
    """Open tasks, oldest first."""

    items: tuple[TaskView, ...]


class DocumentList(Frozen, frozen=True, kw_only=True):
    """The documents of a case, in the order of filing."""

    items: tuple[CaseDocument, ...]


class SopList(Frozen, frozen=True, kw_only=True):
    """Published SOP versions."""

    items: tuple[SopSummary, ...]


class SopVersion(Frozen, frozen=True, kw_only=True):
    """A published version with everything that a client needs to serve it."""

    summary: SopSummary
    workflow: Workflow


class Health(Frozen, frozen=True, kw_only=True):
    """Whether the server can work."""

    status: str


def answer(
    view: msgspec.Struct, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A view as a JSON answer."""
    body = msgspec.json.encode(plain(view))
    return Response(body, status, NOT_STORED | dict(headers or {}), media_type="application/json")


def plain(value: object) -> object:
    """The JSON of a view; instants are UTC.

    Unlike msgspec's own it leaves no field out, so that clients need not know defaults.
    """
    match value:
        case msgspec.Struct():
            return _plain_struct(value)
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case tuple() | list():
            return [plain(one) for one in value]
        case datetime():
            return value.astimezone(UTC)
        case _:
            return value


def _plain_struct(value: msgspec.Struct) -> dict[str, object]:
    config = value.__struct_config__
    tagged: dict[str, object] = {config.tag_field: config.tag} if config.tag_field else {}
    return tagged | {name: plain(getattr(value, name)) for name in value.__struct_fields__}


def masked_applicant(applicant: Applicant) -> Applicant:
    """The applicant with the contact masked."""
    return Applicant(name=applicant.name, contact=masked_contact(applicant.contact))


def masked_values(
    values: Mapping[str, Value], fields: Mapping[str, Field] | None, *, prefix: str = ""
) -> dict[str, Value]:
    """Values by path with the personal ones masked; all of them where the SOP is not known."""
    return {path: _masked_value(value, fields, prefix + path) for path, value in values.items()}


def _masked_value(value: Value, fields: Mapping[str, Field] | None, path: str) -> Value:
    if fields is None:
        return HIDDEN
    field = fields.get(path)
    return masked(field, value) if field is not None and is_masked(field) else value


def masked_case(view: CaseView, workflow: Workflow | None) -> CaseView:
    """A case as everybody may read it."""
    fields = None if workflow is None else fields_by_path(workflow)
    return msgspec.structs.replace(
        view, summary=masked_summary(view.summary), data=masked_values(view.data, fields)
    )


def masked_summary(summary: CaseSummary) -> CaseSummary:
    """A line of a list as everybody may read it."""
    return msgspec.structs.replace(summary, applicant=masked_applicant(summary.applicant))


def masked_page(page: CasePage) -> CasePage:
    """A list as everybody may read it."""
    return msgspec.structs.replace(page, items=tuple(masked_summary(one) for one in page.items))


def history(
    entries: tuple[HistoryEntry, ...], workflow: Workflow | None, *, zone: ZoneInfo = JAKARTA
) -> History:
    """A case's history as everybody may read it, told in both languages."""
    fields = None if workflow is None else fields_by_path(workflow)
    return History(items=tuple(_line(entry, workflow, fields, zone) for entry in entries))


def _line(
    entry: HistoryEntry,
    workflow: Workflow | None,
    fields: Mapping[str, Field] | None,
    zone: ZoneInfo,
) -> HistoryLine:
    told = entry.recorded
    shown = msgspec.structs.replace(told, event=_masked_event(told.event, fields))
    words = Text(
        id=sentence(told, workflow, "id", zone=zone), en=sentence(told, workflow, "en", zone=zone)
    )
    return HistoryLine(recorded=shown, sentence=words, hash=entry.hash)


def _masked_event(event: Event, fields: Mapping[str, Field] | None) -> Event:
    match event:
        case CaseOpened():
            form = masked_values(event.form, fields, prefix="form.")
            applicant = masked_applicant(event.applicant)
            return msgspec.structs.replace(event, form=form, applicant=applicant)
        case StepCompleted() | StepReturned():
            form = masked_values(event.form, fields, prefix="form.")
            return msgspec.structs.replace(event, form=form)
        case _:
            return event
