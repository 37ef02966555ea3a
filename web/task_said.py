"""What somebody writes for a task: as their form has it, as their draft keeps it, as a command.

A draft of a page and one of the interface are the same draft: what `complete` takes. A page keeps
the note for the next officer beside that.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from engine.core.commands import Actor, Comment, Complete
from engine.core.errors import SealBroken
from engine.core.ids import ActivationId, CaseId, OutcomeId, PersonId
from engine.core.text import Frozen
from engine.core.values import Field
from engine.core.workflow import HumanStep, Leads, Outcome, Workflow
from engine.service import drafts
from engine.service.database import Database
from web.answers import answers, html_name
from web.forms import Form
from web.kept import forget, kept_for

OUTCOME, CHECK, REASON, DOCUMENTS, NOTE = "outcome", "check", "reason", "documents", "note"
"""The names of the fields, beside those of the questions (`form.<id>`)."""

KEPT = ("form.*", OUTCOME, CHECK, REASON, DOCUMENTS, NOTE)
"""What is kept of a form whose session had ended."""

_MOST_TICKS = 1000


class Written(Frozen, frozen=True, kw_only=True):
    """What was written and not sent. `rescued`: sent when the session was over; then kept."""

    form: Form
    saved_at: datetime
    rescued: bool = False


def task_path(case: CaseId, activation: ActivationId) -> str:
    """Where a task is done."""
    return f"/cases/{case}/tasks/{activation}"


def fields_of(workflow: Workflow, step: HumanStep) -> tuple[Field, ...]:
    """The questions of a step; of a correction, those of the request itself."""
    return workflow.form if step.submission else step.form


def chosen(step: HumanStep, form: Form) -> Outcome | None:
    """The answer that was chosen, if it is one of the step's."""
    return next((one for one in step.outcomes if one.id == form.one(OUTCOME)), None)


def says_why(outcome: Outcome) -> bool:
    """Whether an answer asks why, or lets one say so: it goes on as it was, or it does not."""
    return outcome.reason_required or outcome.leads is not Leads.NEXT


def completion(  # noqa: PLR0913  # whose, of which task, and what was written
    workflow: Workflow,
    step: HumanStep,
    form: Form,
    *,
    case: CaseId,
    activation: ActivationId,
    by: Actor,
) -> Complete:
    """The command that the form asks for. What belongs to another answer than the chosen stays."""
    outcome = chosen(step, form)
    goes_back = outcome is not None and outcome.leads is Leads.RETURN
    return Complete(
        case=case,
        by=by,
        activation=activation,
        outcome=OutcomeId(form.one(OUTCOME)) if form.one(OUTCOME) else None,
        form=answers(fields_of(workflow, step), form),
        checklist=_ticks(form),
        reason=form.one(REASON) if outcome is not None and says_why(outcome) else "",
        documents=_lines(form.one(DOCUMENTS)) if goes_back else (),
    )


def note_for(form: Form, *, case: CaseId, by: Actor) -> Comment | None:
    """The note for whoever comes next, if there is one."""
    said = form.one(NOTE)
    return Comment(case=case, by=by, text=said) if said else None


def keep_draft(  # noqa: PLR0913  # whose, of which task, what and when belong together
    database: Database,
    person: PersonId,
    case: CaseId,
    activation: ActivationId,
    form: Form,
    *,
    at: datetime,
) -> None:
    """Keep what is written so far, in place of what was.

    Raises:
        CommandRefused: the task is over, or it is too much.
        KeyUnusable: there is no key to seal it with.
    """
    content = msgspec.json.encode(_content(form))
    drafts.save_for_task(database, person, case, activation, content, at=at)
    forget_rescued(database, person, case, activation)


def drop_draft(
    database: Database, person: PersonId, case: CaseId, activation: ActivationId
) -> None:
    """Forget what was written for the task."""
    drafts.drop(database, person, drafts.task_place(case, activation))
    forget_rescued(database, person, case, activation)


def forget_rescued(
    database: Database, person: PersonId, case: CaseId, activation: ActivationId
) -> None:
    """Forget what was kept of a form that came too late: it has come now."""
    for place in _PLACES:
        if kept_for(database, person, task_path(case, activation) + place) is not None:
            forget(database, person, task_path(case, activation) + place)


def written(
    database: Database, person: PersonId, case: CaseId, activation: ActivationId
) -> Written | None:
    """What they have written for the task and not sent; the latest, wherever it was kept."""
    found = [one for one in _rescued(database, person, case, activation) if one is not None]
    draft = _draft(database, person, case, activation)
    if draft is not None:
        content = msgspec.json.decode(draft.content, type=dict[str, Any])
        found.append(Written(form=_form(content), saved_at=draft.saved_at))
    return max(found, key=lambda one: one.saved_at, default=None)


def _draft(
    database: Database, person: PersonId, case: CaseId, activation: ActivationId
) -> drafts.Draft | None:
    try:
        return drafts.find(database, person, drafts.task_place(case, activation))
    except SealBroken:  # the key has changed since; nobody can read it any more
        return None


_PLACES = ("", "/draft", "/resolve")
"""Behind the task's own address: where a form of it may have been sent to too late."""


def _rescued(
    database: Database, person: PersonId, case: CaseId, activation: ActivationId
) -> Iterable[Written | None]:
    for place in _PLACES:
        kept = kept_for(database, person, task_path(case, activation) + place)
        if kept is not None:
            yield Written(form=kept.form, saved_at=kept.saved_at, rescued=True)


def _content(form: Form) -> Mapping[str, object]:
    """As `complete` takes it; a question's answer as it was typed."""
    prefix = html_name("")
    said = {
        name.removeprefix(prefix): values[0] if len(values) == 1 else list(values)
        for name, values in form.fields.items()
        if name.startswith(prefix) and any(values)
    }
    return {
        OUTCOME: form.one(OUTCOME) or None,
        "form": said,
        "checklist": list(_ticks(form)),
        REASON: form.raw(REASON),
        DOCUMENTS: list(_lines(form.raw(DOCUMENTS))),
        NOTE: form.raw(NOTE),
    }


def _form(content: Mapping[str, Any]) -> Form:
    """A draft as the form that would have brought it."""
    fields = {html_name(name): _texts(value) for name, value in (content.get("form") or {}).items()}
    fields |= {
        OUTCOME: (str(content.get(OUTCOME) or ""),),
        CHECK: _texts(content.get("checklist") or ()),
        REASON: (str(content.get(REASON) or ""),),
        DOCUMENTS: ("\n".join(_texts(content.get(DOCUMENTS) or ())),),
        NOTE: (str(content.get(NOTE) or ""),),
    }
    return Form(fields=fields)


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, bool):
        return ("true" if value else "false",)
    if isinstance(value, list | tuple):
        return tuple(str(one) for one in value)
    return () if value is None else (str(value),)


def _ticks(form: Form) -> tuple[int, ...]:
    numbers = (int(one) for one in form.all(CHECK) if one.isdecimal() and len(one) <= len("1000"))
    return tuple(sorted({one for one in numbers if 1 <= one <= _MOST_TICKS}))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
