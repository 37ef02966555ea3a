"""What the roles and duties of people are called, and the units they are held in."""

from collections.abc import Iterable, Mapping

from api.glossary import DUTIES, in_language
from engine.core.directory import Directory, Duty, UnitKind
from engine.core.directory_spans import units_above
from engine.core.ids import PersonId, RoleId, SopId, UnitId
from engine.core.permit import duty_of
from engine.core.standing import Standing
from engine.core.text import Frozen, Language, Text
from engine.service import catalogue
from engine.service.database import Database

KINDS: Mapping[str, str] = {"plh": "Plh", "plt": "Plt"}
"""Acting officials; the law's own words in both languages. Source: Permenpan RB 22/2021."""

_ROLES_TOLD = 2


class Titles(Frozen, frozen=True, kw_only=True):
    """The words for what people hold, in one language."""

    language: Language
    directory: Directory
    roles: Mapping[tuple[UnitId, RoleId], Text]
    sops: Mapping[SopId, Text]

    def role(self, role: RoleId, unit: UnitId) -> str:
        """What a role or a duty is called; its id where no SOP of the unit names it."""
        duty = duty_of(role)
        if duty is not None:
            said = self.duty(duty)
            return said[0].upper() + said[1:]
        named = self.roles.get((unit, role)) or next(
            (text for (_, one), text in self.roles.items() if one == role), None
        )
        return named.in_language(self.language) if named else role.replace("_", " ").capitalize()

    def duty(self, duty: Duty) -> str:
        """What a duty is called within a sentence."""
        return in_language(DUTIES[duty], self.language)

    def unit(self, unit: UnitId) -> str:
        """What a unit is called."""
        found = self.directory.units.get(unit)
        return found.title.in_language(self.language) if found else unit

    def agency(self, unit: UnitId) -> str:
        """What the agency is called that a unit belongs to."""
        for one in units_above(self.directory, unit):
            known = self.directory.units.get(one)
            if known is not None and known.kind is UnitKind.AGENCY:
                return self.unit(one)
        return self.unit(unit)

    def sop(self, sop: SopId) -> str:
        """What an SOP is called."""
        return self.sops[sop].in_language(self.language) if sop in self.sops else sop

    def person(self, person: PersonId) -> str:
        """What somebody is called."""
        found = self.directory.people.get(person)
        return found.name if found else person

    def summary(self, held: Iterable[Standing]) -> str:
        """What somebody holds, in a line; beyond two roles only how many more there are."""
        said = dict.fromkeys(
            f"{KINDS.get(one.kind, '')} {self.role(one.role, one.unit)}".strip() for one in held
        )
        told = ", ".join(tuple(said)[:_ROLES_TOLD])
        more = len(said) - _ROLES_TOLD
        return f"{told}, +{more}" if more > 0 else told


def titles(database: Database, directory: Directory, language: Language) -> Titles:
    """The words as the published SOPs have them, the version in force first."""
    said = catalogue.called(database)
    return Titles(language=language, directory=directory, roles=said.roles, sops=said.sops)


def initials(name: str) -> str:
    """The first letters of the first and the last word of a name: `RA`."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
