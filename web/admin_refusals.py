"""What the directory and the accounts refuse, at the field where it is put right, in words."""

from collections.abc import Mapping
from datetime import datetime

from engine.core.commands import SYSTEM
from engine.core.errors import AlurError, CommandRefused, InputRefused
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.text import Frozen
from web.admin_fields import DayWrong, written_begin, written_end
from web.door import Door
from web.refused import names_at, refusal
from web.roles import Titles

_AT: Mapping[str, tuple[str, ...]] = {
    "already-so": ("person", "unit", "name"),
    "nip-taken": ("nip",),
    "held-already": ("since",),
    "substitution-cycle": ("substitute",),
    "substitute-away": ("substitute",),
    "auditor-alone": ("role",),
    "serves-more": ("unit", "role"),
    "unit-gone": ("unit", "parent"),
    "unit-cycle": ("parent",),
    "not-found": ("substitute", "unit"),
}
"""Codes of refusals, and the fields they are told at: the first that the form has."""


class Said(Frozen, frozen=True, kw_only=True):
    """A refusal: over the form in `over`, or at its fields."""

    over: str = ""
    problems: Mapping[str, str] = {}
    status: int = 422


def said_of(
    door: Door, words: Titles, error: AlurError | DayWrong, *, fields: tuple[str, ...]
) -> Said:
    """The refusal in the reader's language.

    Args:
        door: the request.
        words: what people, units and roles are called.
        error: what was refused.
        fields: the names of the form's fields.
    """
    names = fields
    if isinstance(error, DayWrong):
        return Said(problems={error.name: door.t(f"admin_day_{error.name}")})
    if isinstance(error, InputRefused):
        return _of_input(door, error, names)
    if not isinstance(error, CommandRefused):  # no rule of the directory: as any page says it
        failed = refusal(error, door.t, names=names_at(door))
        return Said(over=f"{failed.title}. {failed.does}", status=failed.status)
    told = _told(door, words, error)
    place = next((one for one in _AT.get(error.code, ()) if one in names), "")
    return Said(problems={place: told}) if place else Said(over=told, status=409)


def _of_input(door: Door, error: InputRefused, names: tuple[str, ...]) -> Said:
    known = {"title": "title_id", "title.en": "title_en", "title.id": "title_id"}
    problems = {known.get(name, name): _of_field(door, name) for name in error.problems}
    there = {name: said for name, said in problems.items() if name in names}
    left = [said for name, said in problems.items() if name not in names]
    return Said(over=" ".join(left), problems=there)


_FIELDS = frozenset(
    {
        *("decree", "email", "held", "kind", "name", "nip", "person", "phone", "reason", "role"),
        *("since", "sop", "substitute", "title", "unit", "until"),
    }
)


def _of_field(door: Door, name: str) -> str:
    known = name.partition(".")[0]
    return door.t(f"admin_bad_{known if known in _FIELDS else 'other'}")


def _told(door: Door, words: Titles, error: AlurError) -> str:
    key = error.code.replace("-", "_")
    said: dict[str, object] = {
        "person": _person(words, getattr(error, "person", None)),
        "owner": _person(words, getattr(error, "owner", None)),
        "unit": words.unit(UnitId(str(getattr(error, "unit", None) or ""))),
        "agency": words.unit(UnitId(str(getattr(error, "agency", None) or ""))),
        "role": _role(words, getattr(error, "role", None)),
        "beside": _role(words, getattr(error, "beside", None)),
        "way": _way(words, getattr(error, "way", ())),
        "in_way": ", ".join(_in_the_way(words, error)),
        **_span(door, error),
    }
    return door.t(f"admin_no_{key if key in _TOLD else 'other'}", **said)


_TOLD = frozenset(
    {
        *("already_so", "auditor_alone", "duty_missing", "held_already", "key_reused"),
        *("last_administrator", "nip_taken", "not_found", "not_permitted", "person_gone"),
        *("self_grant", "serves_more", "substitute_away", "substitution_cycle", "unit_cycle"),
        *("unit_gone", "unit_not_empty"),
    }
)
"""What there are words for; anything else is told in general."""


def _person(words: Titles, person: object) -> str:
    if not person or person == SYSTEM.person:
        return ""
    return words.person(PersonId(str(person)))


def _role(words: Titles, role: object) -> str:
    return words.role(RoleId(str(role)), UnitId("")) if role else ""


def _way(words: Titles, way: tuple[str, ...]) -> str:
    units = (words.unit(UnitId(one)) for one in way)
    named = [
        words.person(PersonId(one)) if unit == one else unit
        for one, unit in zip(way, units, strict=True)
    ]
    return " → ".join(named)


def _in_the_way(words: Titles, error: AlurError) -> list[str]:
    people = [words.person(one) for one in getattr(error, "held_by", ())]
    return [*people, *(words.unit(one) for one in getattr(error, "below", ()))]


def _span(door: Door, error: AlurError) -> Mapping[str, str]:
    zone, language = door.settings.office_zone, door.language
    since, until = getattr(error, "since", None), getattr(error, "until", None)
    begins = written_begin(since, zone, language) if isinstance(since, datetime) else ""
    ends = written_end(until, zone, language) if isinstance(until, datetime) else door.t("no_end")
    return {"since": begins, "until": ends}
