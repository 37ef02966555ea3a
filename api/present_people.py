"""The directory in words: duties, kinds, reasons, and what changed as sentences."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from api.formats import written_instant
from api.glossary import DUTIES, Pair, in_language
from engine.core.commands import SYSTEM, Actor
from engine.core.directory import AbsenceReason, Directory, Duty, UnitKind
from engine.core.directory_events import (
    AbsenceDeclared,
    AssignmentEnded,
    AssignmentGranted,
    DirectoryRecorded,
    PersonAdded,
    PersonChanged,
    SubstituteNamed,
    SubstitutionEnded,
    UnitAdded,
    UnitChanged,
)
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.text import Language

UNIT_KINDS: Mapping[UnitKind, Pair] = {
    UnitKind.AGENCY: ("perangkat daerah", "agency"),
    UnitKind.SECTION: ("bagian", "section"),
    UnitKind.COUNTER: ("loket", "counter"),
}
ABSENCES: Mapping[AbsenceReason, Pair] = {
    AbsenceReason.LEAVE: ("cuti", "leave"),
    AbsenceReason.TRAVEL: ("dinas luar", "official travel"),
    AbsenceReason.TRAINING: ("diklat", "training"),
    AbsenceReason.SICK: ("sakit", "illness"),
    AbsenceReason.OTHER: ("lain-lain", "other"),
}
STANDS_IN: Mapping[str, Pair] = {
    "plh": ("Plh", "Plh (acting while away)"),
    "plt": ("Plt", "Plt (acting until a successor)"),
}
CHANGES: Mapping[str, Pair] = {
    "unit_added": ("{who} membentuk unit {unit}.", "{who} set up the unit {unit}."),
    "unit_changed": ("{who} mengubah unit {unit}.", "{who} changed the unit {unit}."),
    "unit_closed": ("{who} menutup unit {unit}.", "{who} closed the unit {unit}."),
    "person_added": ("{who} menambahkan {person}.", "{who} added {person}."),
    "person_changed": ("{who} mengubah data {person}.", "{who} changed what is kept of {person}."),
    "person_left": (
        "{who} mencatat bahwa {person} tidak bekerja di sini lagi.",
        "{who} recorded that {person} works here no more.",
    ),
    "person_returned": ("{who} menerima kembali {person}.", "{who} took {person} back."),
    "assignment_granted": (
        "{who} memberi {person} peran {role} di {unit}{only}{span}.",
        "{who} gave {person} the role {role} in {unit}{only}{span}.",
    ),
    "assignment_ended": (
        "{who} mengakhiri peran {role} {person} pada {until}.",
        "{who} ended the role {role} of {person} on {until}.",
    ),
    "substitute_named": (
        "{who} menetapkan {substitute} sebagai {kind} {person} untuk peran {role}{span}.",
        "{who} named {substitute} {kind} for {person} in the role {role}{span}.",
    ),
    "substitution_ended": (
        "{who} mengakhiri tugas {substitute} sebagai pengganti {person} pada {until}.",
        "{who} ended that {substitute} stands in for {person} on {until}.",
    ),
    "absence_declared": (
        "{who} mencatat bahwa {person} tidak di tempat{span} ({reason}){instead}.",
        "{who} recorded that {person} is away{span} ({reason}){instead}.",
    ),
    "absence_ended": (
        "{who} mencatat bahwa {person} kembali pada {until}.",
        "{who} recorded that {person} is back on {until}.",
    ),
}
_SPAN: Pair = (" sejak {since}", " from {since}")
_SPAN_TO: Pair = (" sejak {since} sampai {until}", " from {since} until {until}")


class Wording:
    """Words for one reader. `directory` knows what an event only numbers."""

    def __init__(self, directory: Directory, language: Language, zone: ZoneInfo) -> None:
        self._directory = directory
        self._language = language
        self._zone = zone

    def says(self, one: DirectoryRecorded) -> str:
        """The sentence of an event, with what was said about it behind it."""
        words = {"who": self.who(one.by), **self._words(one)}
        tag = str(one.event.__struct_config__.tag)
        said = in_language(CHANGES[tag], self._language).format_map(words)
        remark = getattr(one.event, "reason", "") or getattr(one.event, "decree", "")
        return f"{said} “{remark}”" if remark else said

    def who(self, by: Actor) -> str:
        """Who did it."""
        if by.person == SYSTEM.person:
            return in_language(("Sistem", "The system"), self._language)
        return self.person(by.person)

    def person(self, person: PersonId) -> str:
        """`Rini Astuti (rini)`: the name and the id that tells it from others."""
        known = self._directory.people.get(person)
        return person if known is None else f"{known.name} ({person})"

    def role(self, role: RoleId) -> str:
        """A duty in words; the role of an SOP by its id, as SOPs title it each in its own way."""
        duty = next((one for one in Duty if one.value == role), None)
        return role if duty is None else in_language(DUTIES[duty], self._language)

    def unit(self, unit: UnitId) -> str:
        """A unit by its id."""
        return unit

    def span(self, since: datetime, until: datetime | None) -> str:
        """` from 1 December 2026 08.00 WIB until …`."""
        pair = _SPAN if until is None else _SPAN_TO
        ends = "" if until is None else self.instant(until)
        return in_language(pair, self._language).format(since=self.instant(since), until=ends)

    def instant(self, at: datetime) -> str:
        """An instant by the office's clock."""
        return written_instant(at, self._zone, self._language)

    def _words(self, one: DirectoryRecorded) -> Mapping[str, str]:
        match one.event:
            case UnitAdded(unit=unit) | UnitChanged(unit=unit):
                return {"unit": f"{unit.title.in_language(self._language)} ({unit.id})"}
            case PersonAdded(person=person) | PersonChanged(person=person):
                return {"person": f"{person.name} ({person.id})"}
            case AssignmentGranted() as event:
                return self._granted(event)
            case SubstituteNamed() as event:
                return self._named(event)
            case AbsenceDeclared() as event:
                return self._away(event)
            case AssignmentEnded() | SubstitutionEnded() as event:
                return self._ended(event)
            case event:
                return {
                    "unit": self.unit(UnitId(str(getattr(event, "unit", "")))),
                    "person": self.person(PersonId(str(getattr(event, "person", "")))),
                    "until": self.instant(getattr(event, "until", one.at)),
                }

    def _granted(self, event: AssignmentGranted) -> Mapping[str, str]:
        held = event.assignment
        only = in_language(
            (f", hanya SOP {held.sop}", f", only the SOP {held.sop}"), self._language
        )
        return {
            "person": self.person(held.person),
            "role": self.role(held.role),
            "unit": self.unit(held.unit),
            "only": only if held.sop else "",
            "span": self.span(held.since, held.until),
        }

    def _named(self, event: SubstituteNamed) -> Mapping[str, str]:
        named = event.substitution
        return {
            "substitute": self.person(named.substitute),
            "kind": in_language(STANDS_IN[named.kind], self._language),
            "person": self.person(named.instead_of),
            "role": self.role(named.role),
            "span": self.span(named.since, named.until),
        }

    def _away(self, event: AbsenceDeclared) -> Mapping[str, str]:
        absence = event.absence
        instead = ""
        if absence.substitute is not None:
            name = self.person(absence.substitute)
            instead = in_language((f"; digantikan {name}", f"; {name} stands in"), self._language)
        return {
            "person": self.person(absence.person),
            "span": self.span(absence.since, absence.until),
            "reason": in_language(ABSENCES[absence.reason], self._language),
            "instead": instead,
        }

    def _ended(self, event: AssignmentEnded | SubstitutionEnded) -> Mapping[str, str]:
        """What an event of an end only numbers, from the directory."""
        until = self.instant(event.until)
        if isinstance(event, AssignmentEnded):
            some = self._directory.assignments.get(event.person, ())
            roles = [self.role(one.role) for one in some if one.id == event.assignment]
            return {
                "person": self.person(event.person),
                "role": ", ".join(roles),
                "until": until,
            }
        named = self._directory.substitutions.get(event.substitute, ())
        holders = [self.person(one.instead_of) for one in named if one.id == event.substitution]
        return {
            "substitute": self.person(event.substitute),
            "person": ", ".join(holders),
            "until": until,
        }
