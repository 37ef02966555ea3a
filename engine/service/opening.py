"""What was sealed, opened again: for letters and messages, for whoever may read it, for masking."""

import logging
from collections.abc import Mapping

from msgspec.structs import replace

from engine.core.commands import Applicant
from engine.core.errors import SealBroken
from engine.core.events import CaseOpened, Recorded, StepCompleted, StepReturned
from engine.core.ids import CaseId
from engine.core.personal import (
    APPLICANT_CONTACT,
    APPLICANT_NAME,
    ERASED,
    HIDDEN,
    fields_by_path,
    is_masked,
    masked,
    masked_contact,
)
from engine.core.sealed import is_sealed, parts_of
from engine.core.state import CaseState
from engine.core.text import Frozen
from engine.core.values import Field, Value
from engine.core.workflow import Workflow
from engine.service.database import Database
from engine.service.subject_keys import keys_of_case, open_parts
from engine.store.disposals import is_disposed
from engine.store.job import Reader

_log = logging.getLogger(__name__)


class Opened(Frozen, frozen=True, kw_only=True):
    """Of whom a case is and what it holds, in plain; `ERASED` where nobody can read it any more.

    `secrets` are the paths of what was sealed.
    """

    applicant: Applicant
    data: Mapping[str, Value]
    secrets: frozenset[str] = frozenset()


class CaseOpener:
    """Opens tokens of one case; its keys are read when the first one comes."""

    def __init__(self, database: Database, reader: Reader, case: CaseId) -> None:
        self._database, self._reader, self._case = database, reader, case
        self._keys: Mapping[str, bytes | None] | None = None

    def value(self, path: str, value: Value) -> Value:
        """The value in plain: as it is where it was never sealed, `ERASED` where it is lost."""
        parts = parts_of(value)
        if parts is None:
            return value
        if self._keys is None:
            self._keys = keys_of_case(self._database, self._reader, self._case)
        try:
            secret = self._keys[parts.key]
            return ERASED if secret is None else open_parts(secret, parts, self._case, path)
        except (KeyError, SealBroken):  # moved here from elsewhere, by other hands
            if self._is_disposed():
                return ERASED
            _log.warning("%s of case %s does not open", path, self._case)
            return HIDDEN

    def _is_disposed(self) -> bool:
        """Whether the record is gone: its keys may be there still, for another case's sake."""
        return not self._keys and is_disposed(self._reader, self._case)

    def text(self, path: str, value: str) -> str:
        """As `value`, of what is text."""
        return str(self.value(path, value))

    def applicant(self, given: Applicant) -> Applicant:
        """Of whom the case is."""
        return Applicant(
            name=self.text(APPLICANT_NAME, given.name),
            contact=self.text(APPLICANT_CONTACT, given.contact),
        )


def opened(database: Database, reader: Reader, state: CaseState) -> Opened:
    """Everything that a case holds, in plain."""
    opener = CaseOpener(database, reader, state.case)
    whole = {
        APPLICANT_NAME: state.applicant.name,
        APPLICANT_CONTACT: state.applicant.contact,
        **state.data,
    }
    return Opened(
        applicant=opener.applicant(state.applicant),
        data={path: opener.value(path, value) for path, value in state.data.items()},
        secrets=frozenset(path for path, value in whole.items() if is_sealed(value)),
    )


def shown_data(opener: CaseOpener, workflow: Workflow, state: CaseState) -> dict[str, Value]:
    """The data of a case as everybody who may see the case may see it."""
    fields = fields_by_path(workflow)
    return {path: _shown(opener, fields, path, value) for path, value in state.data.items()}


def shown_applicant(opener: CaseOpener, given: Applicant, name: str) -> Applicant:
    """The applicant under the name that the list of cases has; none is left of who was erased."""
    contact = opener.text(APPLICANT_CONTACT, given.contact)
    return Applicant(name=name or ERASED, contact=masked_contact(contact))


def shown_event(opener: CaseOpener, workflow: Workflow, told: Recorded) -> Recorded:
    """An event as everybody who may see the case may see it."""
    match told.event:
        case CaseOpened(applicant=applicant, form=form) as event:
            name = opener.text(APPLICANT_NAME, applicant.name)
            shown = replace(
                event,
                applicant=shown_applicant(opener, applicant, name),
                form=_shown_form(opener, workflow, form),
            )
            return replace(told, event=shown)
        case (StepCompleted() | StepReturned()) as event if event.form:
            form = _shown_form(opener, workflow, event.form)
            return replace(told, event=replace(event, form=form))
        case _:
            return told


def _shown_form(
    opener: CaseOpener, workflow: Workflow, form: Mapping[str, Value]
) -> dict[str, Value]:
    fields = fields_by_path(workflow)
    return {name: _shown(opener, fields, f"form.{name}", value) for name, value in form.items()}


def _shown(opener: CaseOpener, fields: Mapping[str, Field], path: str, value: Value) -> Value:
    field = fields.get(path)
    if field is not None and is_masked(field):
        return masked(field, opener.value(path, value))
    return HIDDEN if is_sealed(value) else value
