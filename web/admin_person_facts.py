"""What a person's page tells: what they hold and held, who stands in, when they are away."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from api.glossary import in_language
from api.present_people import ABSENCES, Wording
from engine.core.directory import Absence, Assignment, Directory, Substitution
from engine.core.directory_events import DirectoryRecorded
from engine.core.directory_spans import in_force, to_come
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.permit import is_duty
from engine.core.text import Frozen
from web.admin_fields import written_begin, written_end
from web.door import Door
from web.roles import KINDS, Titles


class HeldLine(Frozen, frozen=True, kw_only=True):
    """Something held, in words. `number` is its number in the directory. `begins`: not yet."""

    number: int
    title: str
    where: str
    span: str
    is_duty: bool
    begins: bool
    over: bool


class SwapLine(Frozen, frozen=True, kw_only=True):
    """Somebody stands in for somebody. `by_absence`: it ends with the absence it came with."""

    number: int
    kind: str
    substitute: PersonId
    other: PersonId
    other_name: str
    role: str
    where: str
    span: str
    by_absence: bool
    begins: bool


class AwayLine(Frozen, frozen=True, kw_only=True):
    """A time away. `instead`: who stands in, if anybody."""

    number: int
    reason: str
    span: str
    instead: str
    begins: bool
    over: bool


class ChangeLine(Frozen, frozen=True, kw_only=True):
    """A change of the directory, as a sentence."""

    at: datetime
    sentence: str


class _Wording(Wording):
    """Sentences of the history with roles and units called as on the other pages."""

    def __init__(self, words: Titles, directory: Directory, zone: ZoneInfo) -> None:
        super().__init__(directory, words.language, zone)
        self._titles = words

    def role(self, role: RoleId) -> str:
        return self._titles.role(role, UnitId(""))

    def unit(self, unit: UnitId) -> str:
        return place_of(self._titles, unit)


class Facts:
    """Makes the lines, for one reader at one instant."""

    def __init__(self, door: Door, words: Titles) -> None:
        self._door, self._words = door, words
        self._zone, self._language = door.settings.office_zone, door.language

    def held(self, some: Iterable[Assignment]) -> tuple[HeldLine, ...]:
        """What is held, own roles before duties, the past after the present."""
        lines = [self._held(one) for one in some]
        return tuple(sorted(lines, key=lambda one: (one.over, one.is_duty, one.title, one.number)))

    def _held(self, one: Assignment) -> HeldLine:
        only = f" · {self._words.sop(one.sop)}" if one.sop else ""
        return HeldLine(
            number=one.id,
            title=self._words.role(one.role, one.unit),
            where=f"{place_of(self._words, one.unit)}{only}",
            span=self.span(one.since, one.until),
            is_duty=is_duty(one.role),
            begins=one.since > self._door.at,
            over=not to_come(one, self._door.at),
        )

    def standing_in(self, some: Iterable[Substitution]) -> tuple[SwapLine, ...]:
        """For whom somebody stands in, now and to come."""
        return tuple(self._swap(one, one.instead_of) for one in some if self._comes(one))

    def stood_in(self, some: Iterable[Substitution]) -> tuple[SwapLine, ...]:
        """Who stands in for somebody, now and to come."""
        return tuple(self._swap(one, one.substitute) for one in some if self._comes(one))

    def _comes(self, one: Substitution) -> bool:
        return to_come(one, self._door.at)

    def _swap(self, one: Substitution, other: PersonId) -> SwapLine:
        return SwapLine(
            number=one.id,
            kind=KINDS[one.kind],
            substitute=one.substitute,
            other=other,
            other_name=self._words.person(other),
            role=self._words.role(one.role, one.unit),
            where=place_of(self._words, one.unit),
            span=self.span(one.since, one.until),
            by_absence=one.absence is not None,
            begins=one.since > self._door.at,
        )

    def away(self, some: Iterable[Absence]) -> tuple[AwayLine, ...]:
        """Times away, the latest first."""
        return tuple(self._away(one) for one in sorted(some, key=lambda one: one.since)[::-1])

    def _away(self, one: Absence) -> AwayLine:
        return AwayLine(
            number=one.id,
            reason=in_language(ABSENCES[one.reason], self._language).capitalize(),
            span=self.span(one.since, one.until),
            instead=self._words.person(one.substitute) if one.substitute else "",
            begins=one.since > self._door.at,
            over=not to_come(one, self._door.at),
        )

    def span(self, since: datetime, until: datetime | None) -> str:
        """`sejak 1 Desember 2026`, `1 Desember 2026 s.d. 7 Desember 2026`."""
        begins = written_begin(since, self._zone, self._language)
        if until is None:
            return self._door.t("admin_span_open", since=begins)
        ends = written_end(until, self._zone, self._language)
        return self._door.t("admin_span", since=begins, until=ends)

    def changes(
        self, some: tuple[DirectoryRecorded, ...], directory: Directory
    ) -> tuple[ChangeLine, ...]:
        """What changed, in the order given."""
        wording = _Wording(self._words, directory, self._zone)
        return tuple(ChangeLine(at=one.at, sentence=wording.says(one)) for one in some)


def place_of(words: Titles, unit: UnitId) -> str:
    """A unit with the agency it belongs to: every agency has a counter of the same name."""
    own, agency = words.unit(unit), words.agency(unit)
    return own if own == agency else f"{own}, {agency}"


def present(some: Iterable[Assignment], at: datetime) -> tuple[Assignment, ...]:
    """Those in force."""
    return tuple(one for one in some if in_force(one, at))
