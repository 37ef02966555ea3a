"""Words about a task: where an answer leads before it is given, and what was written for it."""

from functools import reduce

from api.formats import written_value
from api.glossary import Glossary
from engine.core.onward import Next, Onward
from engine.core.values import Field, values_from_input
from engine.core.workflow import HumanStep, Outcome, Workflow
from web.answers import answers, html_name
from web.forms import Form
from web.task_said import DOCUMENTS, NOTE, REASON, chosen, fields_of
from web.words import Speech


def onward_words(
    onward: Onward, glossary: Glossary, t: Speech, *, outcome: Outcome | None = None
) -> str:
    """`Lanjut ke langkah 5, Pelaksana Teknis`; of a return also what it asks for and stops."""
    parts = [_way(onward, glossary, t)]
    if outcome is not None and outcome.reason_required:
        parts.append(t("task_reason_needed"))
    if onward.pause is not None:
        parts.append(t(f"task_pauses_{onward.pause.value}"))
    if outcome is not None and outcome.accepts_file:
        parts.append(t("task_accepts"))
    if onward.signs:
        parts.append(t("task_signs"))
    return "; ".join(parts)


def left_words(
    workflow: Workflow, step: HumanStep, form: Form, t: Speech
) -> tuple[tuple[str, str], ...]:
    """What was written, question by question: to be copied where it can no longer be sent."""
    outcome = chosen(step, form)
    found = [(t("task_decision"), outcome.label.in_language(t.language) if outcome else "")]
    found += [
        (field.title.in_language(t.language), _said(field, form, t))
        for field in fields_of(workflow, step)
    ]
    found += [
        (t("task_reason"), form.one(REASON)),
        (t("task_documents"), form.one(DOCUMENTS)),
        (t("task_note"), form.one(NOTE)),
    ]
    return tuple((asked, said) for asked, said in found if said)


def _said(field: Field, form: Form, t: Speech) -> str:
    """As people read it where it can be read so; else as it was typed."""
    values, _ = values_from_input((field,), answers((field,), form))
    if field.id in values:
        return written_value(field, values[field.id], t.language)
    return ", ".join(one for one in form.all(html_name(field.id)) if one)


def _way(onward: Onward, glossary: Glossary, t: Speech) -> str:
    is_either = not any(one.certain for one in onward.steps)
    named = [_place(one, glossary, t, is_sure=one.certain or is_either) for one in onward.steps]

    def joined(before: str, place: str) -> str:
        return t("task_or" if is_either else "task_and", before=before, place=place)

    places = reduce(joined, named or [""])
    if onward.back:
        return t("task_back_to", places=places)
    if onward.ends and not onward.steps:
        return t(f"task_ends_{onward.ends}")
    if onward.joins and not onward.steps:
        return t("task_joins")
    said = t("task_next_to", places=places)
    return t("task_or_end", said=said) if onward.ends else said


def _place(one: Next, glossary: Glossary, t: Speech, *, is_sure: bool) -> str:
    workflow = glossary.workflow
    assert workflow is not None  # noqa: S101  # whoever asks has it: an outcome is one of its own
    step = workflow.known_step(one.step)
    place = t("task_place", n=step.number, role=glossary.waits_for(one.step))
    return place if is_sure else t("task_maybe", place=place)
