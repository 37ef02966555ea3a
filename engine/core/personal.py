"""Which answers of a workflow are personal data, and what of them others may see.

Source: UU 27/2022 (personal data), art. 4 and 16.
"""

from collections.abc import Mapping

from engine.core.expressions import values_read
from engine.core.sealed import is_sealed
from engine.core.state import CaseState
from engine.core.values import Field, FieldType, Value
from engine.core.workflow import HumanStep, WaitStep, Workflow

APPLICANT_NAME, APPLICANT_CONTACT = "applicant.name", "applicant.contact"
"""How the applicant's own data is named among the facts of a case."""

HIDDEN = "••••••"
"""Stands for personal data; its length says nothing about what it hides."""

ERASED = "dihapus / erased"
"""Stands for personal data whose key was destroyed: nobody can read it any more."""


def is_masked(field: Field) -> bool:
    """Whether only some may see this field in full. A NIK is personal whatever the SOP says."""
    return field.personal or field.type is FieldType.NIK


def forms_of(workflow: Workflow) -> tuple[Field, ...]:
    """Every field that is asked for, at the opening first, then row by row."""
    asked = (one.form for one in workflow.steps() if isinstance(one, HumanStep))
    return (*workflow.form, *(field for form in asked for field in form))


def fields_by_path(workflow: Workflow) -> dict[str, Field]:
    """Every question of the SOP by the path its answer is kept under: `form.<id>`."""
    return {f"form.{field.id}": field for field in forms_of(workflow)}


def read_by_the_flow(workflow: Workflow) -> frozenset[str]:
    """The facts that decide how a case goes on: read by conditions, or waited for as dates."""
    read = [values_read(one.when) for one in workflow.steps() if one.when is not None]
    dates = {
        f"form.{one.until}"
        for one in workflow.steps()
        if isinstance(one, WaitStep) and one.until is not None
    }
    return frozenset(dates).union(*read)


def sealed_paths(workflow: Workflow) -> frozenset[str]:
    """The answers that are sealed before they reach the history, as `form.` paths.

    What the flow reads stays in plain: the check of definitions refuses it of personal fields,
    versions that were published before it may have it.
    """
    personal = {f"form.{field.id}" for field in forms_of(workflow) if is_masked(field)}
    return frozenset(personal) - read_by_the_flow(workflow)


def decided_by_sealed(workflow: Workflow, data: Mapping[str, Value]) -> tuple[str, ...]:
    """The facts by which this version would decide, and which this case holds sealed; sorted."""
    return tuple(sorted(path for path in read_by_the_flow(workflow) if is_sealed(data.get(path))))


def masked(field: Field, value: Value) -> str:
    """What everybody may see of a personal value: `3578********0003`, `08********412`.

    A NIK keeps its region and its serial number. What is masked already stays as it is.
    """
    if value == ERASED:
        return ERASED
    if is_sealed(value):
        return HIDDEN
    if field.type is FieldType.NIK and isinstance(value, str):
        return mask(value, first=4, last=4)
    if field.type is FieldType.PHONE and isinstance(value, str):
        return mask(value, first=2, last=3)
    return HIDDEN


def masked_contact(contact: str) -> str:
    """What everybody may see of how somebody is reached."""
    if contact in {"", ERASED}:
        return contact
    return HIDDEN if is_sealed(contact) else mask(contact, first=2, last=3)


def mask(text: str, *, first: int, last: int) -> str:
    """`text` with its middle hidden; wholly hidden where the middle would be short."""
    if len(text) < first + last + 4:
        return HIDDEN
    return text[:first] + "*" * (len(text) - first - last) + text[-last:]


def personal_of(workflow: Workflow, state: CaseState) -> tuple[str, ...]:
    """The personal data that a case holds, by path; of whom it is first, then in order of entry."""
    fields = {f"form.{field.id}" for field in forms_of(workflow) if is_masked(field)}
    answers = (path for path, value in state.data.items() if path in fields or is_sealed(value))
    contact = (APPLICANT_CONTACT,) if state.applicant.contact else ()
    return (APPLICANT_NAME, *contact, *answers)
