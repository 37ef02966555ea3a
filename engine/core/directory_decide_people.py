"""Decisions about who works here."""

import re
from collections.abc import Mapping

from msgspec.structs import replace

from engine.core.commands import SYSTEM
from engine.core.decide_case import allow_words
from engine.core.directory import Duty, Person
from engine.core.directory_commands import AddPerson, ChangePerson, LetGo, TakeBack
from engine.core.directory_draft import (
    DirectoryDraft,
    ever_known,
    first_missing,
    known_person,
    one_line,
    require_administrator,
    require_any_administrator,
    units_of,
)
from engine.core.directory_errors import NipTaken
from engine.core.directory_events import PersonAdded, PersonChanged, PersonLeft, PersonReturned
from engine.core.errors import AlreadySo, DutyMissing, InputRefused
from engine.core.ids import PersonId

RESERVED: Mapping[str, str] = {
    SYSTEM.person.casefold(): "that is the name of the system itself",
    "pemohon": "that is how the history of a case calls its applicant",
    "new": "that is where a new person is added",
    "me": "that is how a program calls whoever asks",
}
"""Ids that are no person's, with the reason; in small letters."""

_PERSON = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,79}")
_PERSON_SHAPE = (
    "must have 1 to 80 letters of a to z, digits, dots, hyphens, underscores or @, and begin with "
    "a letter or a digit"
)
_NIP = re.compile(r"[0-9]{18}")
_EMAIL = re.compile(r"[^@\s]{1,100}@[^@\s]{1,100}")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{4,30}")


def add_person(draft: DirectoryDraft, command: AddPerson) -> None:
    """Let somebody join, under an id that nobody ever had."""
    require_any_administrator(draft)
    person = _free_id(draft, command.person.strip())
    draft.emit(PersonAdded(person=_described(draft, person, command, machine=command.machine)))


def _free_id(draft: DirectoryDraft, asked: str) -> PersonId:
    """The id, which nobody could take for another's, whatever the case of its letters.

    Raises:
        InputRefused: it is no id, or stands for somebody who is not a person of the directory.
        AlreadySo: it is somebody's.
    """
    if not _PERSON.fullmatch(asked):
        raise InputRefused({"person": _PERSON_SHAPE})
    folded = asked.casefold()
    if folded in RESERVED:
        raise InputRefused({"person": f"cannot be {asked}: {RESERVED[folded]}"})
    for known in draft.directory.people:
        if known.casefold() == folded:
            alike = "" if known == asked else f", and {asked} differs from it by capitals only"
            raise AlreadySo(f"{known} is known already{alike}")
    return PersonId(asked)


def change_person(draft: DirectoryDraft, command: ChangePerson) -> None:
    """Say anew how somebody is called and reached; one's own telephone, everybody says.

    Not one's own e-mail address: by it the word of an identity provider is believed.
    """
    before = known_person(draft, command.person)
    after = _described(draft, before.id, command, machine=before.machine)
    if after == before:
        raise AlreadySo(f"{before.id} is known as that already")
    is_phone_only = replace(before, phone=after.phone) == after
    if not (is_phone_only and draft.by.person == before.id):
        _require_over(draft, before.id)
        if not units_of(draft, before.id):  # they are known by it at sign-in, whatever comes later
            require_administrator(draft, None)
    draft.emit(PersonChanged(person=after))


def _require_over(draft: DirectoryDraft, person: PersonId) -> None:
    """Refuse who is not administrator over every unit that somebody holds anything in."""
    require_any_administrator(draft)
    missing = None if draft.is_system else first_missing(draft, units_of(draft, person))
    if missing is not None:
        raise DutyMissing(draft.by.person, Duty.ADMINISTRATOR, missing)


def _described(
    draft: DirectoryDraft, person: PersonId, command: AddPerson | ChangePerson, *, machine: bool
) -> Person:
    nip = command.nip.replace(" ", "")
    email, phone = command.email.strip(), command.phone.strip()
    shapes = (
        ("nip", nip, _NIP, "must have 18 digits"),
        ("email", email, _EMAIL, "must be an address such as nama@contoh.go.id"),
        ("phone", phone, _PHONE, "must be a telephone number"),
    )
    wrong = {
        name: says for name, given, shape, says in shapes if given and not shape.fullmatch(given)
    }
    if wrong:
        raise InputRefused(wrong)
    _require_own_nip(draft, person, nip)
    name = one_line("name", command.name)
    return Person(id=person, name=name, nip=nip, email=email, phone=phone, machine=machine)


def _require_own_nip(draft: DirectoryDraft, person: PersonId, nip: str) -> None:
    for other in draft.directory.people.values():
        if nip and other.nip == nip and other.id != person:
            raise NipTaken(nip, other.id)


def let_go(draft: DirectoryDraft, command: LetGo) -> None:
    """Let somebody leave; whoever does it looks after every unit they hold anything in."""
    person = known_person(draft, command.person).id
    _require_over(draft, person)
    draft.emit(PersonLeft(person=person, reason=allow_words("reason", command.reason)))


def take_back(draft: DirectoryDraft, command: TakeBack) -> None:
    """Let somebody who left come back, with nothing of what they held."""
    person = ever_known(draft, command.person)
    require_any_administrator(draft)
    if person.left_at is None:
        raise AlreadySo(f"{person.id} works here")
    draft.emit(PersonReturned(person=person.id))
