"""Tasks of people who may no longer act: whose they are next, and who is told."""

from datetime import datetime

import pytest
from builders import Desk, human, person, workflow
from builders_directory import DAY, KECAMATAN, LOKET, Office, an_office, by
from msgspec.structs import replace

from engine.core.commands import SYSTEM, AnyCommand, Assign, Claim, Delegate, Release, Resolve
from engine.core.directory import Directory
from engine.core.directory_commands import (
    EndAbsence,
    EndAssignment,
    EndSubstitution,
    LetGo,
)
from engine.core.events import TaskAssigned, TaskReleased, TaskResolved
from engine.core.handover import Unfit, affected, hand_over, next_boundary, require_fit
from engine.core.ids import PersonId, StepId
from engine.core.reassignment import HandoverCause, cause_of, told_of
from engine.core.workflow import Workflow

FLOW = workflow(human("terima"), human("teliti", not_same_person_as=(StepId("terima"),)))


@pytest.fixture
def office() -> Office:
    """Rini and Budi at the counter, Sari head of the section; Dewi has nothing of her own."""
    made = an_office()
    made.give("rini", "loket", LOKET)
    made.give("budi", "loket", LOKET)
    made.give("sari", "kasi")
    return made


class Held:
    """A case whose first step somebody holds."""

    def __init__(self, office: Office, flow: Workflow = FLOW, holder: str = "rini") -> None:
        self.office = office
        self.desk = Desk(flow)
        self.desk.open(person("rini"))
        self.desk.claim("terima", person(holder))

    def lend(self, to: str, owner: str = "rini") -> "Held":
        activation = self.desk.task("terima")
        command = Delegate(
            case=self.desk.state.case,  # type: ignore[union-attr]
            by=person(owner),
            activation=activation,
            to=PersonId(to),
        )
        self.desk.do(command)
        return self

    def finish_first(self) -> "Held":
        """Rini completes the first step, Budi takes the second, which Rini may not do."""
        self.desk.complete("terima", person("rini"))
        self.desk.claim("teliti", person("budi"))
        return self

    def next(
        self, at: datetime | None = None, directory: Directory | None = None
    ) -> Assign | Release | Resolve | None:
        state = self.desk.state
        assert state is not None
        (active,) = state.active
        now = at or self.office.now
        return hand_over(directory or self.office.directory, self.desk.flow, state, active, now)


def end(office: Office, name: str) -> None:
    (held,) = office.directory.assignments[PersonId(name)]
    office.do(EndAssignment(by=SYSTEM, person=held.person, assignment=held.id))


def to_whom(command: Assign | Release | Resolve | None) -> tuple[object, ...]:
    """What is done, to whom, and why."""
    match command:
        case Assign(to=to, reason=reason):
            return "assign", to, HandoverCause(reason)
        case Release(reason=reason):
            return "release", HandoverCause(reason)
        case Resolve(note=note):
            return "resolve", HandoverCause(note)
        case _:
            return ()


def test_whoever_may_act_keeps_what_they_hold(office: Office) -> None:
    assert Held(office).next() is None


def test_a_directory_that_knows_nobody_takes_nothing_from_anybody(office: Office) -> None:
    assert Held(office).next(directory=Directory()) is None


def test_a_task_that_nobody_holds_stays_in_its_queue(office: Office) -> None:
    held = Held(office)
    held.desk.complete("terima", person("rini"))

    assert held.next() is None


def test_who_left_loses_their_tasks_to_the_queue(office: Office) -> None:
    held = Held(office)
    office.do(LetGo(by=SYSTEM, person=PersonId("rini")))

    assert to_whom(held.next()) == ("release", HandoverCause.LEFT)


def test_whoever_was_never_there_holds_nothing(office: Office) -> None:
    assert to_whom(Held(office, holder="joko").next()) == ("release", HandoverCause.LEFT)


def test_a_role_that_was_taken_away_takes_its_tasks_along(office: Office) -> None:
    held = Held(office)
    end(office, "rini")

    assert to_whom(held.next()) == ("release", HandoverCause.ENDED)


def test_another_role_of_the_sop_is_not_enough(office: Office) -> None:
    held = Held(office)
    end(office, "rini")
    office.give("rini", "kasi")

    assert to_whom(held.next()) == ("release", HandoverCause.ENDED)


def test_whoever_is_away_loses_tasks_to_the_substitute_while_away_and_not_before(
    office: Office,
) -> None:
    held = Held(office)
    office.away("rini", "dewi", since=office.now + DAY, days=2)

    assert held.next() is None
    assert to_whom(held.next(office.now + DAY)) == ("assign", "dewi", HandoverCause.AWAY)
    assert held.next(office.now + 3 * DAY) is None


def test_without_a_substitute_the_tasks_of_who_is_away_wait_for_everybody(office: Office) -> None:
    held = Held(office)
    office.away("rini")

    assert to_whom(held.next()) == ("release", HandoverCause.AWAY)


def test_a_substitute_who_is_away_as_well_gets_nothing(office: Office) -> None:
    held = Held(office)
    office.away("rini", "dewi")
    office.directory = replace(
        office.directory,
        absences={
            **office.directory.absences,
            PersonId("dewi"): office.directory.absences[PersonId("rini")],
        },
    )

    assert to_whom(held.next()) == ("release", HandoverCause.AWAY)


def test_a_substitute_whom_four_eyes_forbid_is_passed_over(office: Office) -> None:
    held = Held(office).finish_first()
    office.away("budi", "rini")

    assert to_whom(held.next()) == ("release", HandoverCause.AWAY)

    office.stand_in("dewi", "budi", "loket", LOKET)

    assert to_whom(held.next()) == ("assign", "dewi", HandoverCause.AWAY)


def test_a_substitute_who_had_the_other_step_lent_is_passed_over(office: Office) -> None:
    held = Held(office).lend("dewi")
    case = held.desk.state.case  # type: ignore[union-attr]
    held.desk.do(Resolve(case=case, by=person("dewi"), activation=held.desk.task("terima")))
    held.finish_first()
    office.stand_in("dewi", "budi", "loket", LOKET)
    office.away("budi")

    assert to_whom(held.next()) == ("release", HandoverCause.AWAY)


def test_plh_comes_before_plt(office: Office) -> None:
    held = Held(office)
    office.stand_in("dewi", "rini", "loket", LOKET)
    office.stand_in("budi", "rini", "loket", LOKET, kind="plt")
    office.away("rini")

    assert to_whom(held.next()) == ("assign", "dewi", HandoverCause.AWAY)


def test_a_substitute_whose_time_is_over_gives_back_what_they_hold(office: Office) -> None:
    office.away("rini", "dewi")
    held = Held(office, holder="dewi")

    assert held.next() is None
    over = office.now + 5 * DAY
    assert to_whom(held.next(over)) == ("release", HandoverCause.SUBSTITUTION_OVER)


def test_a_delegate_who_is_gone_gives_back_to_the_owner(office: Office) -> None:
    held = Held(office).lend("sari")
    assert held.next() is None
    end(office, "sari")

    assert to_whom(held.next()) == ("resolve", HandoverCause.ENDED)


def test_an_owner_who_is_gone_leaves_the_task_to_a_delegate_who_may_do_it_alone(
    office: Office,
) -> None:
    held = Held(office).lend("budi")
    office.do(LetGo(by=SYSTEM, person=PersonId("rini")))

    assert to_whom(held.next()) == ("assign", "budi", HandoverCause.LEFT)


def test_an_owner_who_is_gone_leaves_nothing_to_a_delegate_of_another_role(office: Office) -> None:
    held = Held(office).lend("sari")
    office.do(LetGo(by=SYSTEM, person=PersonId("rini")))

    assert to_whom(held.next()) == ("release", HandoverCause.LEFT)


def test_a_step_of_somebody_outside_is_kept_by_whoever_works_with_the_sop(office: Office) -> None:
    outside = workflow(human("terima", role="pemohon"), human("teliti"))
    held = Held(office, outside)
    assert held.next() is None
    end(office, "rini")

    assert to_whom(held.next()) == ("release", HandoverCause.ENDED)


def test_what_is_decided_is_what_the_case_then_does(office: Office) -> None:
    held = Held(office)
    office.away("rini", "dewi")
    command = held.next()
    assert command is not None

    held.desk.do(command)

    assert held.desk.state is not None
    assert held.desk.state.active[0].assignee == "dewi"
    assert held.next() is None


def test_the_next_boundary_is_the_first_instant_at_which_anything_begins_or_ends(
    office: Office,
) -> None:
    assert next_boundary(office.directory, office.now) is None
    office.give("dewi", "loket", since=office.now + 9 * DAY)
    office.away("rini", "dewi", since=office.now + 2 * DAY, days=2)

    found = [office.now + DAY * days for days in (0, 2, 4)]
    ahead = [next_boundary(office.directory, at) for at in found]

    assert ahead == [office.now + DAY * days for days in (2, 4, 9)]


def test_what_may_take_tasks_from_people_names_them(office: Office) -> None:
    def named(*, of: str) -> set[str]:
        return set(affected(office.directory, [one for one in office.events[-1:] if of]))

    office.unit(KECAMATAN + "-baru", KECAMATAN, office.directory.units[LOKET].kind)  # type: ignore[arg-type]
    assert named(of="a new unit") == set()
    substitution = office.stand_in("dewi", "rini", "loket", LOKET)
    assert named(of="a substitute") == {"rini"}
    office.do(EndSubstitution(by=SYSTEM, substitute=PersonId("dewi"), substitution=substitution))
    assert named(of="its end") == {"dewi"}
    away = office.away("budi")
    assert named(of="an absence") == {"budi"}
    office.do(EndAbsence(by=by("budi"), person=PersonId("budi"), absence=away))
    assert named(of="its end") == set()
    end(office, "rini")
    assert named(of="a role") == {"rini", "dewi"}


def told(held: Held, command: object) -> list[tuple[str, str]]:
    before = held.desk.state
    decision = held.desk.do(command)  # type: ignore[arg-type]
    return [
        (who, role) for one in decision.events for who, role in told_of(held.desk.flow, before, one)
    ]


def test_who_gets_a_task_and_who_loses_it_are_told_and_who_did_it_is_not(office: Office) -> None:
    held = Held(office)
    case, task = held.desk.state.case, held.desk.task("terima")  # type: ignore[union-attr]
    camat = person("umi", "camat")

    given = Assign(case=case, by=camat, activation=task, to=PersonId("budi"))
    assert told(held, given) == [("budi", "loket"), ("rini", "loket")]
    lent = Delegate(case=case, by=person("budi"), activation=task, to=PersonId("sari"))
    assert told(held, lent) == [("sari", "loket")]
    back = Resolve(case=case, by=person("budi"), activation=task)
    assert told(held, back) == [("sari", "loket")]
    mine = Assign(case=case, by=camat, activation=task, to=PersonId("umi"))
    assert told(held, mine) == [("budi", "loket")]
    own = Release(case=case, by=camat, activation=task)
    assert told(held, own) == []


def test_both_are_told_where_a_lent_task_is_taken_away(office: Office) -> None:
    held = Held(office).lend("budi")
    case, task = held.desk.state.case, held.desk.task("terima")  # type: ignore[union-attr]
    taken = Release(case=case, by=person("umi", "camat"), activation=task)

    assert told(held, taken) == [("budi", "loket"), ("rini", "loket")]


def test_nobody_is_told_of_what_opens_a_case_or_of_a_step_the_sop_knows_no_role_for() -> None:
    desk = Desk(FLOW)
    opened = desk.open(person("rini")).events[0]
    claimed = desk.claim("terima", person("rini")).events[0]
    assert desk.state is not None
    given = TaskAssigned(activation=desk.task("terima"), step=StepId("terima"), to=PersonId("budi"))
    assigned = replace(claimed, event=given)

    assert list(told_of(FLOW, None, opened)) == []
    assert list(told_of(FLOW, desk.state, claimed)) == []
    assert list(told_of(FLOW, desk.state, assigned)) != []
    strange = replace(given, step=StepId("lain"))
    assert list(told_of(FLOW, desk.state, replace(assigned, event=strange))) == []
    later = replace(given, activation=desk.task("terima") + 9)  # type: ignore[arg-type]
    assert list(told_of(FLOW, desk.state, replace(assigned, event=later))) == [("budi", "loket")]


def test_only_what_the_system_did_has_a_cause_of_a_handover() -> None:
    desk = Desk(FLOW)
    desk.open(person("rini"))
    claimed = desk.claim("terima", person("rini")).events[0]
    task = desk.task("terima")
    released = TaskReleased(activation=task, step=StepId("terima"), reason="handover:away")
    resolved = TaskResolved(
        activation=task, step=StepId("terima"), to=PersonId("rini"), note="handover:left"
    )

    assert cause_of(replace(claimed, event=released, by=SYSTEM)) is HandoverCause.AWAY
    assert cause_of(replace(claimed, event=resolved, by=SYSTEM)) is HandoverCause.LEFT
    assert cause_of(replace(claimed, event=released)) is None
    assert cause_of(replace(claimed, by=SYSTEM)) is None


def give(held: Held, kind: type[Assign | Delegate], to: str, *, task: int = 1) -> AnyCommand:
    by = person("umi", "camat")
    return kind(case=held.desk.state.case, by=by, activation=task, to=PersonId(to))  # type: ignore[union-attr,arg-type]


def judge(held: Held, command: AnyCommand) -> None:
    at = held.office.now
    require_fit(held.office.directory, held.desk.flow, held.desk.state, command, at)


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("joko", "does not work here"),
        ("dewi", "does not hold the role for it here"),
        ("sari", "does not hold the role for it here"),
    ],
)
def test_nobody_is_given_what_would_have_to_be_taken_from_them_again(
    office: Office, to: str, why: str
) -> None:
    with pytest.raises(Unfit, match=f"{to} cannot have terima: {to} {why}"):
        judge(Held(office), give(Held(office), Assign, to))


def test_who_is_away_is_given_nothing_and_who_is_there_may_have_it(office: Office) -> None:
    held = Held(office)
    judge(held, give(held, Assign, "budi"))
    office.away("budi")

    with pytest.raises(Unfit, match="budi is away"):
        judge(held, give(held, Assign, "budi"))


def test_whoever_a_task_is_lent_to_needs_any_role_of_the_sop(office: Office) -> None:
    held = Held(office)
    judge(held, give(held, Delegate, "sari"))

    with pytest.raises(Unfit):
        judge(held, give(held, Delegate, "dewi"))


def test_what_no_task_is_given_by_is_left_to_the_rules_of_the_case(office: Office) -> None:
    held = Held(office)

    judge(held, give(held, Assign, "dewi", task=9))
    by, case = person("dewi"), held.desk.state.case  # type: ignore[union-attr]
    judge(held, Claim(case=case, by=by, activation=held.desk.task("terima")))
    given = give(held, Assign, "dewi")
    require_fit(Directory(), held.desk.flow, held.desk.state, given, office.now)
    require_fit(office.directory, held.desk.flow, None, given, office.now)
