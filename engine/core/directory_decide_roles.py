"""Decisions about who holds which role, and who stands in for whom."""

import re
from datetime import datetime

from engine.core.decide_case import allow_words
from engine.core.directory import Assignment, Duty, Person, Substitution
from engine.core.directory_commands import (
    EndAssignment,
    EndSubstitution,
    GrantAssignment,
    NameSubstitute,
)
from engine.core.directory_draft import (
    DirectoryDraft,
    administers,
    ever_known,
    known_person,
    known_unit,
    require_administrator,
)
from engine.core.directory_errors import HeldAlready, SelfGrant, ServesMore
from engine.core.directory_events import (
    AssignmentEnded,
    AssignmentGranted,
    SubstituteNamed,
    SubstitutionEnded,
)
from engine.core.directory_rules import (
    require_alone,
    require_no_circle,
    require_present,
    same_substitution,
)
from engine.core.directory_spans import overlap, to_come
from engine.core.errors import AlreadySo, InputRefused, NotFound
from engine.core.ids import AssignmentId, PersonId, RoleId, SopId, SubstitutionId, UnitId
from engine.core.permit import duty_of, is_duty
from engine.core.standing import served_from, stood_in_for

_ROLE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SOP = re.compile(r"[a-z][a-z0-9-]{0,59}")

PEOPLE_ONLY = frozenset({Duty.ADMINISTRATOR, Duty.APPROVER, Duty.ARCHIVIST, Duty.PRIVACY})
"""The duties that somebody must answer for: no program holds one."""


def grant(draft: DirectoryDraft, command: GrantAssignment) -> None:
    """Give a person a role or a duty in a unit."""
    unit = known_unit(draft, command.unit).id
    require_administrator(draft, unit)
    _require_another(draft, command.person)
    person = known_person(draft, command.person)
    _require_role(command.role, command.sop)
    _require_served(draft, command.role, unit)
    _require_for(person, command.role)
    since, until = span_asked(draft, command.since, command.until)
    granted = Assignment(
        id=AssignmentId(draft.number),
        person=person.id,
        role=command.role,
        unit=unit,
        since=since,
        until=until,
        sop=command.sop,
    )
    require_alone(draft.directory, person.id, granted.role, granted)
    for held in draft.directory.assignments.get(person.id, ()):
        same = (held.role, held.unit, held.sop) == (granted.role, granted.unit, granted.sop)
        if same and overlap(held, granted):
            what = f"{person.id} holds {held.role} in {held.unit}"
            raise HeldAlready(what, since=held.since, until=held.until)
    draft.emit(AssignmentGranted(assignment=granted, decree=allow_words("decree", command.decree)))


def _require_served(draft: DirectoryDraft, role: RoleId, unit: UnitId) -> None:
    """Refuse who is no administrator of all that a role held there serves.

    Raises:
        ServesMore: the role counts in an agency above, of which they are none.
    """
    agency = served_from(draft.directory, unit)[-1]
    if not is_duty(role) and not draft.is_system and not administers(draft, agency):
        raise ServesMore(draft.by.person, role, unit, agency)


def _require_another(draft: DirectoryDraft, receiver: PersonId) -> None:
    """Nobody gives anything to themselves."""
    if not draft.is_system and draft.by.person == receiver:
        raise SelfGrant(receiver)


def _require_role(role: RoleId, sop: SopId | None) -> None:
    if is_duty(role):
        if sop is not None:
            raise InputRefused({"sop": f"cannot be named: {role} counts for all SOPs of its units"})
    elif not _ROLE.fullmatch(role):
        known = ", ".join(Duty)
        raise InputRefused(
            {"role": f"must be a role of an SOP, such as verifikator, or of {known}"}
        )
    elif sop is not None and not _SOP.fullmatch(sop):
        raise InputRefused({"sop": "must be the id of an SOP"})


def _require_for(person: Person, role: RoleId) -> None:
    if person.machine and duty_of(role) in PEOPLE_ONLY:
        raise InputRefused({"role": f"{role} is for people, and {person.id} is a program"})


def span_asked(
    draft: DirectoryDraft, since: datetime | None, until: datetime | None
) -> tuple[datetime, datetime | None]:
    """From when until when; what should have begun already begins now: nothing is backdated.

    Raises:
        InputRefused: it would end before it begins, or an instant carries no offset from UTC.
    """
    for field, given in (("since", since), ("until", until)):
        if given is not None and given.tzinfo is None:
            raise InputRefused({field: "must carry its offset from UTC, such as +07:00"})
    begin = draft.at if since is None else max(since, draft.at)
    if until is not None and until <= begin:
        raise InputRefused({"until": "must lie after the beginning, and not in the past"})
    return begin, until


def end_asked(
    draft: DirectoryDraft, held: Assignment | Substitution, until: datetime | None
) -> datetime:
    """When something is to end: now, or later but not later than it would.

    Raises:
        AlreadySo: it has ended.
        InputRefused: it would end later than it does.
    """
    if held.until is not None and not to_come(held, draft.at):
        raise AlreadySo(f"It ended at {held.until.isoformat(timespec='seconds')}")
    _, end = span_asked(draft, None, until)
    asked = draft.at if end is None else end
    if held.until is not None and asked >= held.until:
        raise InputRefused({"until": "must lie before the end it has"})
    return max(held.since, asked)


def end_assignment(draft: DirectoryDraft, command: EndAssignment) -> None:
    """Take a role or a duty away again."""
    held = draft.directory.assignments.get(command.person, ())
    found = next((one for one in held if one.id == command.assignment), None)
    if found is None:
        raise NotFound("assignment", command.assignment)
    require_administrator(draft, found.unit)
    draft.emit(
        AssignmentEnded(
            person=found.person,
            assignment=found.id,
            until=end_asked(draft, found, command.until),
            reason=allow_words("reason", command.reason),
        )
    )


def name_substitute(draft: DirectoryDraft, command: NameSubstitute) -> None:
    """Let somebody stand in for the holder of a role."""
    unit = known_unit(draft, command.unit).id
    require_administrator(draft, unit)
    _require_served(draft, command.role, unit)
    _require_another(draft, command.substitute)
    since, until = span_asked(draft, command.since, command.until)
    named = Substitution(
        id=SubstitutionId(draft.number),
        kind=command.kind,
        substitute=command.substitute,
        instead_of=command.instead_of,
        role=command.role,
        unit=unit,
        since=since,
        until=until,
    )
    require_fit(draft, named)
    before = same_substitution(draft.directory, named)
    if before is not None:
        what = f"{named.substitute} stands in for {named.instead_of} as {named.role}"
        raise HeldAlready(what, since=before.since, until=before.until)
    draft.emit(SubstituteNamed(substitution=named, decree=allow_words("decree", command.decree)))


def require_fit(draft: DirectoryDraft, named: Substitution) -> None:
    """Refuse a substitution that nobody could act by.

    Raises:
        CommandRefused: the substitute is gone, away or a program; the holder does not hold the
            role by an assignment of their own; or the two would stand in for each other.
    """
    substitute = known_person(draft, named.substitute)
    if substitute.machine:
        raise InputRefused({"substitute": "must be a person, not a program"})
    replaced = (known_person if named.kind == "plh" else ever_known)(draft, named.instead_of)
    if replaced.id == substitute.id:
        raise InputRefused({"substitute": "cannot be the one who is replaced"})
    if not stood_in_for(draft.directory, named, named.since):
        raise InputRefused({"role": _not_held(named)})
    require_no_circle(draft.directory, named)
    require_present(draft.directory, named.substitute, named)
    require_alone(draft.directory, named.substitute, named.role, named)


def _not_held(named: Substitution) -> str:
    whom = f"{named.instead_of} does not hold {named.role} in {named.unit}"
    return f"{whom} by an own assignment then, and nobody stands in for a substitute"


def end_substitution(draft: DirectoryDraft, command: EndSubstitution) -> None:
    """Let somebody stand in no more."""
    held = draft.directory.substitutions.get(command.substitute, ())
    found = next((one for one in held if one.id == command.substitution), None)
    if found is None:
        raise NotFound("substitution", command.substitution)
    require_administrator(draft, found.unit)
    draft.emit(
        SubstitutionEnded(
            substitute=found.substitute,
            substitution=found.id,
            until=end_asked(draft, found, command.until),
            reason=allow_words("reason", command.reason),
        )
    )
