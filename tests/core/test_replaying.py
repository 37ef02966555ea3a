"""Who acted by what, who could have acted, what stood still, and what each event changed."""

from datetime import timedelta

from asked import AnyCase
from builders import CASE, Desk, human, person, workflow
from builders_clocks import RINI, opened, returning
from builders_directory import DAY, SEKSI, an_office
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from msgspec.structs import replace

from engine.core.commands import SYSTEM, Actor, Delegate, Pause, Resolve
from engine.core.directory import Directory
from engine.core.evolve import evolve
from engine.core.ids import OutcomeId, PersonId, RoleId, UnitId
from engine.core.replaying import (
    ActorThen,
    Change,
    How,
    actor_then,
    changes,
    holders_then,
    open_pauses,
)
from engine.core.state import CaseState
from engine.core.workflow import PauseReason, Workflow

FLOW = workflow(human("periksa"), human("sah", "kasi"))
KASI = RoleId("kasi")


def desk_of(flow: Workflow = FLOW) -> Desk:
    desk = Desk(flow)
    desk.open()
    return desk


def acted(directory: Directory, desk: Desk) -> ActorThen:
    """By what the actor of the latest event acted."""
    before: CaseState | None = None
    for one in desk.events[:-1]:
        before = evolve(before, one)
    return actor_then(directory, desk.flow, before, desk.events[-1])


def claimed_by(by: Actor) -> Desk:
    desk = desk_of(workflow(human("sah", "kasi")))
    desk.claim("sah", by)
    return desk


def kasi(name: str, **more: object) -> Actor:
    return replace(person(name, "kasi"), **more)


# --- by what somebody acted


def test_before_there_is_a_directory_whoever_acts_is_believed_and_named_by_id() -> None:
    told = acted(Directory(), claimed_by(kasi("budi")))

    assert (told.how, told.name, told.unit) == (How.BELIEVED, "budi", None)
    assert told.role_title is not None


def test_a_holder_acts_in_their_own_right_under_the_name_and_in_the_unit_of_then() -> None:
    office = an_office()
    office.give("budi", "kasi", SEKSI)

    told = acted(office.directory, claimed_by(kasi("budi")))

    assert (told.how, told.name, told.unit) == (How.OWN, "Budi", SEKSI)
    assert told.unit_title == office.directory.units[SEKSI].title


def test_who_stands_in_is_told_with_whom_they_stand_in_for() -> None:
    office = an_office()
    office.give("budi", "kasi")
    office.away("budi")
    office.stand_in("sari", "budi", "kasi", until=office.now + 5 * DAY)

    told = acted(office.directory, claimed_by(kasi("sari", acting_for=PersonId("budi"))))

    assert (told.how, told.acting_for, told.acting_for_name) == (How.PLH, "budi", "Budi")


def test_who_holds_nothing_here_acts_by_nothing() -> None:
    office = an_office()
    office.give("budi", "kasi")

    stranger = acted(office.directory, claimed_by(kasi("dewi")))
    elsewhere = acted(office.directory, claimed_by(kasi("budi", unit=UnitId("dinas"))))

    assert {stranger.how, elsewhere.how} == {How.NONE}


def test_who_had_the_task_lent_is_told_with_whose_it_was() -> None:
    office = an_office()
    office.give("budi", "loket")
    desk = desk_of()
    desk.claim("periksa", person("budi"))
    task = desk.task("periksa")
    desk.do(Delegate(case=CASE, by=person("budi"), activation=task, to=PersonId("dewi")))
    lending = acted(office.directory, desk)
    desk.do(Resolve(case=CASE, by=person("dewi"), activation=task))

    told = acted(office.directory, desk)

    assert lending.how is How.OWN
    assert (told.how, told.lent_by, told.lent_by_name) == (How.LENT, "budi", "Budi")


def test_the_engine_is_no_person() -> None:
    desk = claimed_by(kasi("budi"))
    desk.events[-1] = replace(desk.events[-1], by=SYSTEM)

    assert acted(Directory(), desk).how is How.SYSTEM


# --- who could have acted


def test_the_holders_of_a_role_are_those_of_that_instant() -> None:
    office = an_office()
    office.give("sari", "kasi", until=office.now + DAY)
    office.give("budi", "kasi", SEKSI)
    office.give("dewi", "kasi", sop="lain")
    office.away("budi", days=2)
    office.stand_in("rini", "budi", "kasi", SEKSI, until=office.now + 2 * DAY)

    today = holders_then(office.directory, FLOW, KASI, office.now)
    later = holders_then(office.directory, FLOW, KASI, office.now + 3 * DAY)

    assert [(one.person, one.how, one.away) for one in today] == [
        ("budi", How.OWN, True),
        ("sari", How.OWN, False),
        ("rini", How.PLH, False),
    ]
    assert today[2].acting_for == "budi"
    assert [(one.person, one.away) for one in later] == [("budi", False)]


# --- what stood still


def test_open_pauses_are_those_of_the_case_and_of_its_steps() -> None:
    desk = opened(returning(), "2026-11-23 08:00")
    assert desk.state is not None
    assert open_pauses(desk.state, desk.events) == ()
    desk.complete("periksa", RINI, outcome=OutcomeId("kurang"))
    desk.do(Pause(case=CASE, by=RINI, reason=PauseReason.PAYMENT, note="Retribusi"))

    case, step = open_pauses(desk.state, desk.events)

    assert (case.reason, case.person, case.note) == (PauseReason.PAYMENT, "rini", "Retribusi")
    assert case.since == desk.events[-1].at
    assert (step.reason, step.step) == (PauseReason.APPLICANT, "ajukan")
    assert step.since == case.since - timedelta(minutes=1)


# --- what an event changed


def test_an_opening_tells_all_that_there_is() -> None:
    first = desk_of().events[0]
    brought = replace(first, event=replace(first.event, requirements=("ktp",)))
    told = {one.what: one.after for one in changes(None, evolve(None, brought))}

    assert told["applicant.name"] == "Tini Suhartini"
    assert told["requirements"] == ("ktp",)
    assert not told.keys() & {"seq", "last_at", "case"}


def test_a_claim_changes_the_holder_and_an_end_takes_the_task_away_in_one() -> None:
    desk = desk_of()
    before = desk.state
    desk.claim("periksa", RINI)
    assert before is not None
    assert desk.state is not None
    held = {one.what: (one.before, one.after) for one in changes(before, desk.state)}
    before = desk.state
    desk.complete("periksa", RINI)
    ended = changes(before, desk.state)

    assert held.pop("active.1.held_since")[0] is None
    assert held == {"active.1.assignee": (None, "rini")}
    assert ended[0] == Change(what="active.1", before="periksa")
    assert not [one for one in ended if one.what.startswith("active.1.")]
    assert Change(what="visits.periksa.how", after="completed") in ended


class ChangingCase(AnyCase):
    """Any case; every event but a note changes something, and equal states differ in nothing."""

    def teardown(self) -> None:
        before: CaseState | None = None
        for one in self.desk.events:
            after = evolve(before, one)
            numbers = {"seq": after.seq, "last_at": after.last_at}
            same = None if before is None else replace(before, **numbers)
            assert bool(changes(before, after)) == (same != after)
            before = after


def test_what_changed_is_told_of_every_event() -> None:
    run_state_machine_as_test(
        ChangingCase,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
