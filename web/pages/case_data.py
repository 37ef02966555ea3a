"""What a case knows: its form, what was brought, what automated steps found."""

from collections.abc import Mapping

from api.formats import written_instant, written_masked, written_size, written_value
from api.glossary import Glossary
from engine.core.ids import StepId
from engine.core.personal import is_masked
from engine.core.text import Frozen, Language
from engine.core.values import Field
from engine.core.workflow import Workflow
from engine.service.files import CaseDocument
from engine.service.views import CaseView
from engine.settings import Settings
from web.words import Speech


class Answer(Frozen, frozen=True, kw_only=True):
    """A question and what was entered, as everybody may read it."""

    question: str
    answer: str
    masked: bool = False


class Brought(Frozen, frozen=True, kw_only=True):
    """A requirement, and whether the applicant brought it."""

    title: str
    brought: bool


class Paper(Frozen, frozen=True, kw_only=True):
    """A document: its name, what is told of it beside the name, whether it can be had here."""

    name: str
    sha256: str
    told: str
    kept: bool


def answers(view: CaseView, fields: Mapping[str, Field], language: Language) -> tuple[Answer, ...]:
    """What was entered, in the order of the SOP's questions."""
    return tuple(
        Answer(
            question=field.title.in_language(language),
            answer=written_masked(field, view.data[path], language)
            if is_masked(field)
            else written_value(field, view.data[path], language),
            masked=is_masked(field),
        )
        for path, field in fields.items()
        if path in view.data
    )


def requirements(view: CaseView, workflow: Workflow, language: Language) -> tuple[Brought, ...]:
    """The SOP's requirements in its order."""
    return tuple(
        Brought(title=one.title.in_language(language), brought=one.id in view.requirements)
        for one in workflow.requirements
    )


def results(view: CaseView, workflow: Workflow, language: Language) -> tuple[Answer, ...]:
    """What automated steps recorded: `result.<step>.<name>`."""
    glossary = Glossary(workflow=workflow, language=language)
    found = []
    for path, value in view.data.items():
        if path.startswith("result."):
            _, step, name = path.split(".", 2)
            question = f"{glossary.step(StepId(step))}: {name}"
            found.append(Answer(question=question[0].upper() + question[1:], answer=str(value)))
    return tuple(found)


def documents(
    filed: tuple[CaseDocument, ...], settings: Settings, language: Language
) -> tuple[Paper, ...]:
    """The documents of the case, in the order of filing."""
    return tuple(
        Paper(name=one.name, sha256=one.sha256, told=_told(one, settings, language), kept=one.kept)
        for one in filed
    )


def _told(one: CaseDocument, settings: Settings, language: Language) -> str:
    size, when = (
        written_size(one.size, language),
        written_instant(one.at, settings.office_zone, language),
    )
    return f"{size} · {when}" if one.kept else f"{when} · {Speech(language)('not_kept')}"
