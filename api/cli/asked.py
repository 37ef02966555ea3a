"""What a step asks of who does it, written as the options of the command that answers."""

from collections.abc import Iterator, Mapping

from engine.core.ids import StepId
from engine.core.text import Language
from engine.core.values import Field, FieldType
from engine.core.workflow import AnyStep, HumanStep, Leads, Outcome, Workflow

Asked = tuple[str, str]
"""An option as it is typed, and what it means."""

_KINDS: Mapping[FieldType, str] = {
    FieldType.NUMBER: "number",
    FieldType.INTEGER: "whole number",
    FieldType.MONEY: "rupiah, in digits",
    FieldType.DATE: "date, 22/11/2026",
    FieldType.BOOLEAN: "ya or tidak",
    FieldType.NIK: "16 digits",
    FieldType.PHONE: "telephone number",
}


def asked_at_opening(workflow: Workflow, language: Language) -> Iterator[Asked]:
    """What `alur case open` takes."""
    for role in workflow.roles.values():
        if not role.external:
            yield f"--as PERSON:{role.id}", role.title.in_language(language)
    for requirement in workflow.requirements:
        spare = "" if requirement.required else " (may be left out)"
        yield f"--has {requirement.id}", requirement.title.in_language(language) + spare
    yield from _fields(workflow.form, language)


def asked_at(step: AnyStep, workflow: Workflow, language: Language) -> Iterator[Asked]:
    """What `alur case complete` takes at this step; nothing where no person does it."""
    if not isinstance(step, HumanStep) or step.role is None:
        return
    role = workflow.roles[step.role]
    entered = " (recorded by any role of the office)" if role.external else ""
    yield f"--as PERSON:{role.id}", role.title.in_language(language) + entered
    for outcome in step.outcomes:
        leads = _leads(outcome, workflow)
        yield f"--outcome {outcome.id}", outcome.label.in_language(language) + leads
    for number, item in enumerate(step.checklist, start=1):
        yield f"--tick {number}", item.in_language(language)
    yield from _fields(workflow.form if step.submission else step.form, language)


def _fields(fields: tuple[Field, ...], language: Language) -> Iterator[Asked]:
    for field in fields:
        kind = ", ".join(one.id for one in field.choices) or _KINDS.get(field.type, "")
        several = ", several between commas" if field.type is FieldType.CHOICES else ""
        spare = "may be left out" if not field.required else ""
        notes = "; ".join(note for note in (kind + several, spare) if note)
        title = field.title.in_language(language)
        yield f"--field {field.id}=…", f"{title} ({notes})" if notes else title


def _leads(outcome: Outcome, workflow: Workflow) -> str:
    """Where an answer leads, if not onward, and whether it wants a reason."""
    notes = []
    if outcome.leads is Leads.RETURN:
        notes.append(f"back to step {workflow.known_step(StepId(outcome.target)).number}")
    elif outcome.leads is Leads.END:
        notes.append(f"the case ends: {outcome.result}")
    if outcome.reason_required:
        notes.append("needs --reason")
    return f" ({', '.join(notes)})" if notes else ""
