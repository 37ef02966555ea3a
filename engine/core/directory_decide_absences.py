"""Decisions about who is away, and who stands in meanwhile."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from engine.core.directory import Absence, Assignment, Directory, Duty, Substitution
from engine.core.directory_commands import DeclareAbsence, EndAbsence
from engine.core.directory_decide_roles import require_fit, span_asked
from engine.core.directory_draft import (
    DirectoryDraft,
    administers,
    known_person,
    require_any_administrator,
    units_of,
)
from engine.core.directory_errors import HeldAlready, SelfGrant
from engine.core.directory_events import AbsenceDeclared, AbsenceEnded, SubstituteNamed
from engine.core.directory_rules import require_no_circle, require_present, same_substitution
from engine.core.directory_spans import overlap, to_come
from engine.core.errors import AlreadySo, DutyMissing, InputRefused, NotFound
from engine.core.ids import PersonId, RoleId, SubstitutionId, UnitId
from engine.core.permit import duty_of, is_duty
from engine.core.standing import served_from, units_within

LONGEST = timedelta(days=366)
"""How long one absence lasts at most; somebody who stays away longer has left."""

HANDED_ON = frozenset({Duty.SUPERVISOR, Duty.MANAGER})
"""The duties that a substitute has during an absence, as they have the roles of SOPs.

The others are trusts in a person: an administrator names a substitute for each expressly.
"""


def declare_absence(draft: DirectoryDraft, command: DeclareAbsence) -> None:
    """Say that somebody is away, and let their substitute stand in for what they hold."""
    person = known_person(draft, command.person)
    _require_right(draft, person.id)
    if person.machine:
        raise InputRefused({"person": "must be a person, not a program"})
    since, _ = span_asked(draft, command.since, command.until)
    if command.until - since > LONGEST:
        raise InputRefused({"until": f"must lie at most {LONGEST.days} days after the beginning"})
    absence = Absence(
        id=draft.number,
        person=person.id,
        since=since,
        until=command.until,
        reason=command.reason,
        substitute=command.substitute,
    )
    for before in draft.directory.absences.get(person.id, ()):
        if overlap(before, absence):
            raise HeldAlready(f"{person.id} is away", since=before.since, until=before.until)
    if command.substitute is not None:
        _require_substitute(draft, absence, command.substitute)
    draft.emit(AbsenceDeclared(absence=absence))
    if command.substitute is not None:
        _hand_on(draft, absence, command.substitute)


def _require_right(draft: DirectoryDraft, person: PersonId) -> None:
    """Oneself; or who is supervisor or administrator over every unit they hold anything in.

    Whoever is away loses their tasks, in all of these.
    """
    if draft.is_system or draft.by.person == person:
        return
    units = units_of(draft, person)
    if not units:
        require_any_administrator(draft)
    for one in units:
        if not administers(draft, one) and not draft.holds(Duty.SUPERVISOR, one):
            raise DutyMissing(draft.by.person, Duty.SUPERVISOR, one)


def _require_substitute(draft: DirectoryDraft, absence: Absence, substitute: PersonId) -> None:
    if not draft.is_system and draft.by.person == substitute != absence.person:
        raise SelfGrant(substitute)
    if known_person(draft, substitute).machine:
        raise InputRefused({"substitute": "must be a person, not a program"})
    if substitute == absence.person:
        raise InputRefused({"substitute": "cannot be the one who is away"})
    if not draft.is_system and draft.by.person == absence.person:
        _require_colleague(draft, absence.person, substitute)
    anything = _stands_in(draft, absence, substitute, RoleId(""), UnitId(""))
    require_no_circle(draft.directory, anything)
    require_present(draft.directory, substitute, anything)


def _require_colleague(draft: DirectoryDraft, person: PersonId, substitute: PersonId) -> None:
    """One names nobody of another agency: that is for who is over both.

    Who works nowhere yet belongs to none.
    """
    held = draft.directory.assignments.get(substitute, ())
    units = {one.unit for one in held if to_come(one, draft.at)}
    if units and units.isdisjoint(agency_units(draft.directory, person, draft.at)):
        raise InputRefused({"substitute": "must be a colleague, of the same agency"})


def agency_units(directory: Directory, person: PersonId, at: datetime) -> frozenset[UnitId]:
    """The units of the agencies that somebody works in, then or later, and all below them."""
    own = {one.unit for one in directory.assignments.get(person, ()) if to_come(one, at)}
    agencies = {served_from(directory, unit)[-1] for unit in own}
    return frozenset(unit for one in agencies for unit in units_within(directory, one))


def _hand_on(draft: DirectoryDraft, absence: Absence, substitute: PersonId) -> None:
    """Name the substitute for each role in each unit; whoever is that already stays it."""
    begins: dict[tuple[RoleId, UnitId], datetime] = {}
    for one in draft.directory.assignments.get(absence.person, ()):
        if overlap(one, absence) and _is_handed_on(draft, absence, one):
            since = max(one.since, absence.since)
            begins[one.role, one.unit] = min(since, begins.get((one.role, one.unit), since))
    for (role, unit), since in begins.items():
        named = replace(_stands_in(draft, absence, substitute, role, unit), since=since)
        if same_substitution(draft.directory, named) is None:
            require_fit(draft, named)
            draft.emit(SubstituteNamed(substitution=named))


def _is_handed_on(draft: DirectoryDraft, absence: Absence, held: Assignment) -> bool:
    """Whether a substitute gets it by the absence alone.

    Of what somebody else declares, only what they are over: a supervisor has roles of SOPs handed
    on, an administrator also the duties that can be.
    """
    if duty_of(held.role) not in {None, *HANDED_ON}:
        return False
    if draft.is_system or draft.by.person == absence.person or administers(draft, held.unit):
        return True
    return not is_duty(held.role) and draft.holds(Duty.SUPERVISOR, held.unit)


def _stands_in(
    draft: DirectoryDraft, absence: Absence, substitute: PersonId, role: RoleId, unit: UnitId
) -> Substitution:
    return Substitution(
        id=SubstitutionId(draft.number),
        kind="plh",
        substitute=substitute,
        instead_of=absence.person,
        role=role,
        unit=unit,
        since=absence.since,
        until=absence.until,
        absence=absence.id,
    )


def end_absence(draft: DirectoryDraft, command: EndAbsence) -> None:
    """Say that somebody is back, or does not go; whoever stood in stands in no more."""
    absences = draft.directory.absences.get(command.person, ())
    found = next((one for one in absences if one.id == command.absence), None)
    if found is None:
        raise NotFound("absence", command.absence)
    _require_right(draft, found.person)
    if not to_come(found, draft.at):
        raise AlreadySo(f"It ended at {found.until.isoformat(timespec='seconds')}")
    until = max(found.since, draft.at)
    draft.emit(AbsenceEnded(person=found.person, absence=found.id, until=until))
