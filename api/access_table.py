"""Who may use what: the verdict of the declared rules on one person of each kind.

The people work in a small made-up government: an agency that is here, and one that is elsewhere.
The case that an address names is one of here.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum

from api.access import OWN, Access, judge
from api.identity import Identity
from api.surface import Address
from engine.core.commands import SYSTEM
from engine.core.directory import Directory, Duty
from engine.core.directory_commands import (
    AddPerson,
    AddUnit,
    AnyDirectoryCommand,
    GrantAssignment,
)
from engine.core.directory_decide import decide_directory
from engine.core.directory_evolve import evolve_directory
from engine.core.errors import CommandRefused
from engine.core.ids import PersonId, RoleId, SopId, UnitId
from engine.core.standing import reach
from engine.core.text import Text
from engine.service.tokens import Scope

FOUNDED = datetime(2026, 1, 5, tzinfo=UTC)
TOP, HERE, ELSEWHERE = UnitId("pemerintah-daerah"), UnitId("kecamatan"), UnitId("dinas")
OFFICER = RoleId("loket")
_SOP = SopId("surat")


class Kind(StrEnum):
    """A kind of person, by what they hold."""

    VISITOR = "visitor"
    APPLICANT = "applicant with a code"
    OFFICER = "officer here"
    OFFICER_ELSEWHERE = "officer elsewhere"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    AUDITOR = "auditor"
    AUTHOR = "author"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"
    PRIVACY = "privacy officer"
    OPERATOR = "operator"
    ARCHIVIST = "archivist"
    SERVICE = "service account"


class Verdict(StrEnum):
    """What comes of it when somebody asks."""

    ALLOWED = "allowed"
    OWN = "own only"
    WITHIN_REACH = "within reach"
    BY_ROLE = "by role"
    ABSENT = "absent"
    REFUSED = "refused"


LEGEND: Mapping[Verdict, str] = {
    Verdict.ALLOWED: "may",
    Verdict.OWN: "may, and it is about nobody but themselves; for an applicant, their one case",
    Verdict.WITHIN_REACH: "may, and gets to see what lies within their reach",
    Verdict.BY_ROLE: "is let through to the engine, which decides by the roles of the SOP",
    Verdict.ABSENT: "gets the answer that there is no such thing, or an empty list",
    Verdict.REFUSED: "may not: 401 or 403, before anything is looked up",
}

HELD: Mapping[Kind, tuple[RoleId, UnitId]] = {
    Kind.OFFICER: (OFFICER, HERE),
    Kind.OFFICER_ELSEWHERE: (OFFICER, ELSEWHERE),
    Kind.SUPERVISOR: (RoleId(Duty.SUPERVISOR), HERE),
    Kind.MANAGER: (RoleId(Duty.MANAGER), HERE),
    Kind.AUDITOR: (RoleId(Duty.AUDITOR), TOP),
    Kind.AUTHOR: (RoleId(Duty.AUTHOR), TOP),
    Kind.APPROVER: (RoleId(Duty.APPROVER), TOP),
    Kind.ADMINISTRATOR: (RoleId(Duty.ADMINISTRATOR), TOP),
    Kind.PRIVACY: (RoleId(Duty.PRIVACY), TOP),
    Kind.OPERATOR: (RoleId(Duty.OPERATOR), TOP),
    Kind.ARCHIVIST: (RoleId(Duty.ARCHIVIST), TOP),
    Kind.SERVICE: (RoleId(Duty.OPERATOR), TOP),
}
"""What one of each kind holds, and where. Visitors and applicants are nobody here."""

OF_SERVICE = frozenset({Scope.READ, Scope.METRICS})
"""What the token of a service account is for."""


def person_of(kind: Kind) -> PersonId:
    """The name of the one of that kind."""
    return PersonId(kind.replace(" ", "-"))


def founding() -> tuple[AnyDirectoryCommand, ...]:
    """What makes the units and people of the table."""
    units = (
        AddUnit(by=SYSTEM, unit=TOP, title=Text(id="Pemerintah Daerah")),
        AddUnit(by=SYSTEM, unit=HERE, title=Text(id="Kecamatan"), parent=TOP),
        AddUnit(by=SYSTEM, unit=ELSEWHERE, title=Text(id="Dinas"), parent=TOP),
    )
    people = (
        AddPerson(by=SYSTEM, person=person_of(kind), name=kind, machine=kind is Kind.SERVICE)
        for kind in HELD
    )
    grants = (
        GrantAssignment(by=SYSTEM, person=person_of(kind), role=role, unit=unit)
        for kind, (role, unit) in HELD.items()
    )
    return (*units, *people, *grants)


def directory() -> Directory:
    """Those units and people."""
    found = Directory()
    for command in founding():
        for recorded in decide_directory(found, command, at=FOUNDED):
            found = evolve_directory(found, recorded)
    return found


def verdict(address: Address, kind: Kind, known: Directory) -> Verdict:
    """What comes of it when one of that kind asks there."""
    if address.access is Access.PUBLIC:
        return Verdict.ALLOWED
    if address.access is Access.TRACKS:
        return Verdict.OWN if kind is Kind.APPLICANT else Verdict.REFUSED
    if kind not in HELD or address.access is None:
        return Verdict.REFUSED
    if kind is Kind.SERVICE and address.is_page and address.access is not Access.OPERATES:
        return Verdict.REFUSED
    identity = Identity(person=person_of(kind), scopes=OF_SERVICE if kind is Kind.SERVICE else None)
    try:
        judge(address.access, identity, known, method=address.method, at=FOUNDED)
    except CommandRefused:
        return Verdict.REFUSED
    return _let_in(address, address.access, identity, known)


_BEYOND = {"incidents": Kind.OPERATOR, "personal": Kind.PRIVACY}
"""Who gets further there than to the cases they read."""


def _let_in(address: Address, access: Access, identity: Identity, known: Directory) -> Verdict:
    if access in OWN:
        return Verdict.OWN
    is_limited = address.limit if access is Access.READS else address.is_single
    if access not in {Access.READS, Access.ACTS} or not is_limited:
        return Verdict.ALLOWED if access is not Access.ACTS else Verdict.BY_ROLE
    seen = reach(known, identity.person, FOUNDED)
    beyond = _BEYOND.get(address.limit)
    is_watched = beyond is not None and HELD[beyond][0] in _held(known, identity)
    covers = seen.covers(HERE, _SOP) if address.is_single else bool(seen.of)
    if not covers and not is_watched:
        return Verdict.ABSENT
    return Verdict.WITHIN_REACH if access is Access.READS else Verdict.BY_ROLE


def _held(known: Directory, identity: Identity) -> frozenset[RoleId]:
    return frozenset(one.role for one in known.assignments.get(identity.person, ()))
