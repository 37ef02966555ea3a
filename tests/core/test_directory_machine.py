"""A random office over time: whatever is asked of the directory, by whom ever, the rules hold."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import chain, combinations
from typing import TypeVar

from builders_directory import ADMIN, DAY, KECAMATAN, KELURAHAN, LOKET, SEKSI, an_office, by
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from engine.core.commands import SYSTEM, Actor
from engine.core.directory import Assignment, Duty, Substitution, UnitKind
from engine.core.directory_commands import (
    AddPerson,
    AddUnit,
    AnyDirectoryCommand,
    ChangePerson,
    ChangeUnit,
    CloseUnit,
    DeclareAbsence,
    EndAbsence,
    EndAssignment,
    EndSubstitution,
    GrantAssignment,
    LetGo,
    NameSubstitute,
    TakeBack,
)
from engine.core.directory_draft import lasting_administrators
from engine.core.directory_events import AssignmentGranted, SubstituteNamed
from engine.core.directory_evolve import replay_directory
from engine.core.directory_spans import in_force, overlap, units_above, works_here
from engine.core.errors import CommandRefused
from engine.core.ids import PersonId, RoleId, SopId, UnitId
from engine.core.permit import is_system
from engine.core.standing import reach, standings
from engine.core.text import Text

PEOPLE = st.sampled_from([PersonId(p) for p in (ADMIN, "rini", "budi", "sari", "dewi", "hantu")])
ASKERS = st.one_of(st.just(by(ADMIN)), PEOPLE.map(by), st.just(SYSTEM))
UNITS = st.sampled_from([KECAMATAN, SEKSI, LOKET, KELURAHAN, UnitId("dinas")])
ROLES = st.sampled_from([RoleId(one) for one in ("kasi", "loket", *Duty)])
Kept = TypeVar("Kept")
DAYS = st.one_of(st.none(), st.integers(-1, 20))


class AnyOffice(RuleBasedStateMachine):
    """A directory, what is asked of it, and what holds after everything that is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.office = an_office()

    def ask(self, command: AnyDirectoryCommand) -> None:
        """Ask; what is refused must have changed nothing."""
        before = self.office.directory
        try:
            self.office.do(command)
        except CommandRefused:
            assert self.office.directory is before

    def day(self, days: int | None) -> datetime | None:
        return None if days is None else self.office.now + days * DAY

    @rule(who=ASKERS, unit=UNITS, parent=st.none() | UNITS, kind=st.sampled_from(UnitKind))
    def arrange(self, who: Actor, unit: UnitId, parent: UnitId | None, kind: UnitKind) -> None:
        title = Text(id=unit)
        self.ask(AddUnit(by=who, unit=unit, title=title, kind=kind, parent=parent))
        self.ask(ChangeUnit(by=who, unit=unit, title=title, kind=kind, parent=parent))

    @rule(who=ASKERS, unit=UNITS)
    def close(self, who: Actor, unit: UnitId) -> None:
        self.ask(CloseUnit(by=who, unit=unit))

    @rule(who=ASKERS, person=PEOPLE, nip=st.sampled_from(["", "1" * 18, "2" * 18]))
    def describe(self, who: Actor, person: PersonId, nip: str) -> None:
        self.ask(AddPerson(by=who, person=person, name="Siapa", nip=nip))
        self.ask(ChangePerson(by=who, person=person, name="Siapa", nip=nip))

    @rule(who=ASKERS, person=PEOPLE, back=st.booleans())
    def come_and_go(self, who: Actor, person: PersonId, *, back: bool) -> None:
        self.ask(TakeBack(by=who, person=person) if back else LetGo(by=who, person=person))

    @rule(data=st.data(), who=ASKERS, person=PEOPLE, role=ROLES, unit=UNITS)
    def grant(
        self, data: st.DataObject, who: Actor, person: PersonId, role: RoleId, unit: UnitId
    ) -> None:
        self.ask(
            GrantAssignment(
                by=who,
                person=person,
                role=role,
                unit=unit,
                sop=data.draw(st.sampled_from([None, SopId("contoh")])),
                since=self.day(data.draw(DAYS)),
                until=self.day(data.draw(DAYS)),
            )
        )

    @rule(data=st.data(), who=ASKERS, kind=st.sampled_from(["plh", "plt"]))
    def substitute(self, data: st.DataObject, who: Actor, kind: str) -> None:
        held = data.draw(st.sampled_from(self.ever(self.office.directory.assignments)))
        self.ask(
            NameSubstitute(
                by=who,
                kind=kind,  # type: ignore[arg-type]  # one of the two
                substitute=data.draw(PEOPLE),
                instead_of=data.draw(st.one_of(st.just(held.person), PEOPLE)),
                role=held.role,
                unit=held.unit,
                since=self.day(data.draw(DAYS)),
                until=self.day(data.draw(DAYS)),
            )
        )

    @rule(data=st.data(), who=ASKERS, days=DAYS)
    def end(self, data: st.DataObject, who: Actor, days: int | None) -> None:
        until, directory = self.day(days), self.office.directory
        held = data.draw(st.sampled_from(self.ever(directory.assignments)))
        self.ask(EndAssignment(by=who, person=held.person, assignment=held.id, until=until))
        if named := self.ever(directory.substitutions):
            one = data.draw(st.sampled_from(named))
            person, number = one.substitute, one.id
            self.ask(EndSubstitution(by=who, substitute=person, substitution=number, until=until))
        if away := self.ever(directory.absences):
            gone = data.draw(st.sampled_from(away))
            self.ask(EndAbsence(by=who, person=gone.person, absence=gone.id))

    def ever(self, kept: Mapping[PersonId, tuple[Kept, ...]]) -> list[Kept]:
        return list(chain.from_iterable(kept.values()))

    @rule(data=st.data(), person=PEOPLE, since=DAYS, days=st.integers(0, 9))
    def go_away(self, data: st.DataObject, person: PersonId, since: int | None, days: int) -> None:
        who = data.draw(st.one_of(st.just(by(person)), ASKERS))
        begin, substitute = self.day(since), data.draw(st.none() | PEOPLE)
        until = (begin or self.office.now) + days * DAY
        self.ask(
            DeclareAbsence(by=who, person=person, since=begin, until=until, substitute=substitute)
        )

    @rule(hours=st.integers(-30, 200))
    def set_the_clock(self, hours: int) -> None:
        self.office.now += timedelta(hours=hours)

    @invariant()
    def history_makes_the_directory(self) -> None:
        assert replay_directory(self.office.events) == self.office.directory
        instants = [one.at for one in self.office.events]
        assert instants == sorted(instants)

    @invariant()
    def somebody_can_always_give_people_their_roles(self) -> None:
        last = self.office.directory.last_at
        assert last is not None
        assert lasting_administrators(self.office.directory, last)

    @invariant()
    def the_units_are_a_tree_of_open_ones(self) -> None:
        units = self.office.directory.units
        for unit in units.values():
            assert len(units_above(self.office.directory, unit.id)) <= len(units)
            if unit.parent and unit.closed_at is None:
                assert units[unit.parent].closed_at is None

    def held(self, person: PersonId) -> list[Assignment | Substitution]:
        own = self.office.directory.assignments.get(person, ())
        return [*own, *self.office.directory.substitutions.get(person, ())]

    @invariant()
    def an_auditor_has_only_that(self) -> None:
        for person in self.office.directory.people:
            for one, other in combinations(self.held(person), 2):
                if overlap(one, other):
                    assert (one.role == Duty.AUDITOR) == (other.role == Duty.AUDITOR)  # type: ignore[comparison-overlap]

    @invariant()
    def nothing_is_held_twice_and_numbers_are_used_once(self) -> None:
        directory = self.office.directory
        for held in directory.assignments.values():
            for one, other in combinations(held, 2):
                same = (one.role, one.unit, one.sop) == (other.role, other.unit, other.sop)
                assert not (same and overlap(one, other))
        kinds = (directory.assignments, directory.substitutions, directory.absences)
        numbers = [one.id for kind in kinds for one in chain.from_iterable(kind.values())]  # type: ignore[attr-defined]
        assert sorted(numbers) == list(range(1, directory.numbers + 1))

    @invariant()
    def nobody_gave_anything_to_themselves(self) -> None:
        for one in self.office.events:
            match one.event:
                case AssignmentGranted(assignment=held):
                    assert is_system(one.by) or held.person != one.by.person
                case SubstituteNamed(substitution=named):
                    assert is_system(one.by) or named.substitute != one.by.person
                case _:
                    pass

    @invariant()
    def nobody_stands_in_for_whom_they_are_replaced_by(self) -> None:
        every = chain.from_iterable(self.office.directory.substitutions.values())
        for one, other in combinations(every, 2):
            if (one.substitute, one.instead_of) == (other.instead_of, other.substitute):
                assert not overlap(one, other)

    @invariant()
    def a_nip_is_one_persons(self) -> None:
        nips = [one.nip for one in self.office.directory.people.values() if one.nip]
        assert len(nips) == len(set(nips))

    @invariant()
    def standings_follow_what_is_in_force(self) -> None:
        directory, at = self.office.directory, self.office.now
        for person, known in directory.people.items():
            found = standings(directory, person, at)
            if works_here(known, at):
                own = [one for one in directory.assignments.get(person, ()) if in_force(one, at)]
                assert len([one for one in found if one.kind == "own"]) == len(own)
            else:
                assert found == ()
                assert reach(directory, person, at).of == frozenset()
            assert all(one.acting_for != person for one in found)


def test_the_rules_of_the_directory_hold_whatever_is_asked() -> None:
    run_state_machine_as_test(
        AnyOffice,
        settings=settings(
            stateful_step_count=40,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
