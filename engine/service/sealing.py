"""Personal data is sealed before a command is decided, so that no event ever holds it in plain.

A value is read as the form asks first; what does not fit is left as it is, and refused with the
words that it would always have been refused with. A NIK is sealed with the key of the person it
names; everything else with the key of whose request the case is.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec.structs import replace

from engine.core.commands import Actor, AnyCommand, Applicant, Complete, OpenCase, Override
from engine.core.decide_case import read_applicant
from engine.core.errors import InputRefused
from engine.core.ids import PersonId
from engine.core.personal import APPLICANT_CONTACT, APPLICANT_NAME, sealed_paths
from engine.core.state import CaseState
from engine.core.text import Frozen
from engine.core.values import Field, FieldType, Value, value_from_input
from engine.core.workflow import HumanStep, Workflow
from engine.service.database import Database
from engine.service.opening import CaseOpener
from engine.service.subject_keys import KeysInHand
from engine.store.job import Unit

APPLICANT = PersonId("pemohon")
"""Whom somebody at a counter acts for, where that is the applicant: the name itself is sealed."""


class SealedCommand(Frozen, frozen=True, kw_only=True):
    """A command as it is decided, the keys to keep with it, the name to list a new case under."""

    command: AnyCommand
    keys: KeysInHand | None = None
    applicant: str = ""

    def keep(self) -> None:
        """Keep the keys; not before the command was decided."""
        if self.keys is not None:
            self.keys.keep()


def sealed_command(  # noqa: PLR0913  # all that a command is judged by
    database: Database,
    unit: Unit,
    workflow: Workflow,
    state: CaseState | None,
    command: AnyCommand,
    *,
    at: datetime,
) -> SealedCommand:
    """The command with tokens in place of what it holds of personal data.

    Args:
        database: whose key.
        unit: the transaction that acts.
        workflow: the SOP version of the case.
        state: the case so far.
        command: what is asked.
        at: when keys are made that are needed anew.

    Raises:
        KeyUnusable: there is something to seal, and no key.
    """
    if state is not None and command.by.acting_for is not None:
        opener = CaseOpener(database, unit, command.case)
        name = opener.text(APPLICANT_NAME, state.applicant.name)
        command = replace(command, by=_discreet(command.by, name))
    match command:
        case OpenCase():
            return _opening(database, unit, workflow, command, at)
        case Complete() | Override() if command.form and state is not None:
            fields = _fields_of(workflow, state, command)
            personal = _read(_personal_of(database, workflow, fields), command.form)
            if not personal:
                return SealedCommand(command=command)
            keys = KeysInHand(database, unit, command.case, at)
            form = {**command.form, **_sealed(keys, keys.of_the_case(), personal)}
            return SealedCommand(command=replace(command, form=form), keys=keys)
        case _:
            return SealedCommand(command=command)


def _opening(
    database: Database, unit: Unit, workflow: Workflow, command: OpenCase, at: datetime
) -> SealedCommand:
    try:
        applicant = read_applicant(command.applicant)
    except InputRefused:
        return SealedCommand(command=command)  # refused with all else that is wrong with it
    keys = KeysInHand(database, unit, command.case, at)
    personal = _read(_personal_of(database, workflow, workflow.form), command.form)
    known = next((str(v) for f, v in personal if f.type is FieldType.NIK), None)
    owner = keys.of_the_case() if known is None else keys.of_nik(known, owns=True)
    contact = applicant.contact
    sealed = Applicant(
        name=keys.seal(owner, APPLICANT_NAME, applicant.name),
        contact=keys.seal(owner, APPLICANT_CONTACT, contact) if contact else "",
    )
    command = replace(
        command,
        by=_discreet(command.by, applicant.name),
        applicant=sealed,
        form={**command.form, **_sealed(keys, owner, personal)},
    )
    return SealedCommand(command=command, keys=keys, applicant=applicant.name)


def _discreet(by: Actor, name: str) -> Actor:
    """Who acts for the applicant by name does so without it."""
    return replace(by, acting_for=APPLICANT) if by.acting_for == name else by


def _fields_of(
    workflow: Workflow, state: CaseState, command: Complete | Override
) -> tuple[Field, ...]:
    active = state.activation(command.activation)
    step = None if active is None else workflow.step(active.step)
    if not isinstance(step, HumanStep):
        return ()
    return workflow.form if step.submission else step.form  # a correction of the request


def _personal_of(
    database: Database, workflow: Workflow, fields: Iterable[Field]
) -> tuple[Field, ...]:
    paths = database.sealed_paths.get(workflow.hash)
    if paths is None:
        paths = database.sealed_paths[workflow.hash] = sealed_paths(workflow)
    return tuple(one for one in fields if f"form.{one.id}" in paths)


def _read(fields: Iterable[Field], form: Mapping[str, object]) -> list[tuple[Field, Value]]:
    """What was entered in these fields, where it fits them."""
    found = []
    for field in fields:
        try:
            value = value_from_input(field, form.get(field.id))
        except ValueError:
            continue
        if value is not None:
            found.append((field, value))
    return found


def _sealed(
    keys: KeysInHand, owner: bytes, personal: Iterable[tuple[Field, Value]]
) -> dict[str, object]:
    return {
        field.id: keys.seal(
            keys.of_nik(str(value)) if field.type is FieldType.NIK else owner,
            f"form.{field.id}",
            value,
        )
        for field, value in personal
    }
