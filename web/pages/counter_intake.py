"""What a form of the counter says, before anything is done with it: of whom, what, with which file.

Fields of the form: `applicant`, `contact`, `form.<id>` for the questions of the SOP, `requirement`
for each that was brought, `note.<id>` for what is wrong with one, `doc.<id>` for its documents.
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from engine.core.commands import Actor, Applicant, OpenCase
from engine.core.decide_case import read_applicant
from engine.core.errors import InputRefused
from engine.core.text import Frozen
from engine.core.values import Field, FieldType, Value
from engine.core.workflow import Requirement, Workflow
from engine.service import mint
from engine.service.counter import Service
from web.answers import answers, html_name, read_answers
from web.forms import Form
from web.problems import problem_words
from web.words import Speech

APPLICANT, CONTACT, BROUGHT = "applicant", "contact", "requirement"
KEPT = (APPLICANT, CONTACT, BROUGHT, "form.*", "note.*")
"""What of the form survives a session that ends."""

NAMED_LIKE_APPLICANT = frozenset({"nama", "nama_lengkap", "nama_pemohon"})
"""Questions of an SOP that ask for the applicant's name once more; left empty, it is that."""


class Intake(Frozen, frozen=True, kw_only=True):
    """A request as the counter wrote it down. `problems`: what is wrong, by the form's names."""

    service: Service
    form: Form
    values: Mapping[str, Value]
    problems: Mapping[str, str]

    @property
    def workflow(self) -> Workflow:
        """The SOP that it is asked by."""
        return self.service.workflow

    @property
    def applicant(self) -> Applicant:
        """Of whom it is."""
        return Applicant(name=self.form.one(APPLICANT), contact=self.form.one(CONTACT))

    @property
    def brought(self) -> tuple[str, ...]:
        """The requirements that were brought, in the SOP's order."""
        said = self.form.all(BROUGHT)
        return tuple(one.id for one in self.workflow.requirements if one.id in said)

    @property
    def missing(self) -> tuple[Requirement, ...]:
        """The requirements that must be brought and were not."""
        brought = self.brought
        return tuple(
            one for one in self.workflow.requirements if one.required and one.id not in brought
        )

    @property
    def nik(self) -> str:
        """Whose NIK; empty where it was not asked for, or none was written."""
        field = nik_field(self.workflow)
        return "" if field is None else str(self.values.get(field.id, ""))

    def command(self, by: Actor, at: datetime) -> OpenCase:
        """What is asked of the engine."""
        return OpenCase(
            case=mint.case_id(at),
            by=by,
            sop=self.workflow.sop,
            applicant=self.applicant,
            form=answers(self.workflow.form, _named(self.workflow, self.form)),
            requirements=self.brought,
        )


def nik_field(workflow: Workflow) -> Field | None:
    """The question for the applicant's NIK: the first of that kind."""
    return next((one for one in workflow.form if one.type is FieldType.NIK), None)


def read_intake(service: Service, form: Form, t: Speech) -> Intake:
    """The request that a form brings, with everything that is wrong with it."""
    named = _named(service.workflow, form)  # never written back: the name may yet be corrected
    values, wrong = read_answers(service.workflow.form, named, t)
    field = nik_field(service.workflow)
    names = [] if field is None else [field.id]
    problems = {html_name(name): wrong[name] for name in names if name in wrong}
    problems |= _about_applicant(form, t)
    unsaid = () if form.one(APPLICANT) else _names_asked(service.workflow, form)
    problems |= {
        one: words for name, words in wrong.items() if (one := html_name(name)) not in unsaid
    }
    return Intake(service=service, form=form, values=values, problems=problems)


def _about_applicant(form: Form, t: Speech) -> dict[str, str]:
    """What is wrong with the name and with how they are reached."""
    found: dict[str, str] = {}
    for name, given in (
        (APPLICANT, Applicant(name=form.one(APPLICANT))),
        (CONTACT, Applicant(name="-", contact=form.one(CONTACT))),
    ):
        try:
            read_applicant(given)
        except InputRefused as refused:
            found[name] = " ".join(problem_words(what, t) for what in refused.problems.values())
    if not form.one(APPLICANT):
        found[APPLICANT] = t("counter_applicant_missing")
    return found


def _named(workflow: Workflow, form: Form) -> Form:
    """The form with the applicant's name where the SOP asks for it again and nothing was said."""
    if not (said := form.one(APPLICANT)):
        return form
    names = _names_asked(workflow, form)
    return replace(form, fields={**form.fields, **dict.fromkeys(names, (said,))})


def _names_asked(workflow: Workflow, form: Form) -> tuple[str, ...]:
    """The questions that were left empty, as the applicant's name answers them."""
    asked = (html_name(field.id) for field in workflow.form if field.id in NAMED_LIKE_APPLICANT)
    return tuple(name for name in asked if not form.one(name))
