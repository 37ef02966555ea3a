"""Hand-over: at once after a change of the directory, and when something begins by itself."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from migrated import migrated_database
from offices import HESTI, MONDAY, RINI, Office, an_office, sqlite_url
from staffing import COUNTER, DINAS, UMI, appoint, staff

from engine.core.commands import SYSTEM, Actor, Assign, Claim, Delegate
from engine.core.directory_commands import (
    AddPerson,
    DeclareAbsence,
    EndAssignment,
    LetGo,
)
from engine.core.directory_errors import SelfGrant
from engine.core.errors import CommandRefused
from engine.core.events import TaskAssigned, TaskReleased, TaskResolved
from engine.core.ids import CaseId, PersonId, RoleId
from engine.core.reassignment import HandoverCause
from engine.service import directory, execute, handover
from engine.service.handover import AT_ONCE, Handover, change, hand_over_tasks
from engine.service.notices import NoticeFilter, list_notices, mark_read
from engine.service.queries import read_history, show_case
from engine.service.views import TaskView

DAY = timedelta(days=1)
BUDI = Actor(person=PersonId("budi"), role=RoleId("loket"), via="test")
MYSELF = Actor(person=PersonId("rini"), via="test")


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    url = (
        sqlite_url(tmp_path)
        if request.param == "sqlite"
        else migrated_database(request.getfixturevalue("postgres_url"))
    )
    with an_office(url) as made:
        staff(made.database)
        yield made


def held(office: Office) -> CaseId:
    """A case whose first step Rini holds."""
    case = office.open()
    office.claim(case, "terima", RINI)
    return case


def task(office: Office, case: CaseId) -> TaskView:
    return show_case(office.database, case).tasks[-1]


def away(office: Office, *, since: timedelta = timedelta(), by: Actor = MYSELF) -> DeclareAbsence:
    return DeclareAbsence(
        by=by,
        person=PersonId("rini"),
        since=office.now + since,
        until=office.now + since + 2 * DAY,
        substitute=PersonId("budi"),
    )


def test_who_goes_away_hands_over_in_the_same_breath(office: Office) -> None:
    case = held(office)

    changed = change(office.database, away(office), at=office.now)

    (one,) = changed.handed
    assert (one.case, one.to, one.cause) == (case, "budi", HandoverCause.AWAY)
    assert task(office, case).assignee == "budi"
    last = read_history(office.database, case)[-1].recorded
    assert isinstance(last.event, TaskAssigned)
    assert (last.by, last.event.reason) == (SYSTEM, "handover:away")


def test_handing_over_again_does_nothing(office: Office) -> None:
    case = held(office)
    change(office.database, away(office), at=office.now)
    before = read_history(office.database, case)

    assert hand_over_tasks(office.database, at=office.now) == ()
    assert Handover(office.database).look(office.now) == ()
    assert read_history(office.database, case) == before


def test_who_leaves_or_loses_the_role_leaves_their_tasks_to_the_queue(office: Office) -> None:
    appoint(office.database, "budi", "loket", DINAS)
    one, other = held(office), office.open()
    office.claim(other, "terima", BUDI)

    gone = LetGo(by=UMI, person=PersonId("rini"), reason="Pindah")
    assert [one.to for one in change(office.database, gone, at=office.now).handed] == [None]
    assert (task(office, one).assignee, task(office, other).assignee) == (None, "budi")
    (assignment,) = directory.current(office.database).assignments[PersonId("budi")]
    end = EndAssignment(by=UMI, person=PersonId("budi"), assignment=assignment.id)
    (taken,) = change(office.database, end, at=office.now).handed

    assert (taken.case, taken.cause) == (other, HandoverCause.ENDED)
    last = read_history(office.database, other)[-1].recorded.event
    assert isinstance(last, TaskReleased)


def test_a_refused_change_hands_nothing_over(office: Office) -> None:
    case = held(office)
    gone = LetGo(by=MYSELF, person=PersonId("rini"))

    with pytest.raises(CommandRefused):
        change(office.database, gone, at=office.now)

    assert task(office, case).assignee == "rini"


def test_a_change_that_takes_nothing_from_anybody_hands_nothing_over(office: Office) -> None:
    held(office)
    added = AddPerson(by=UMI, person=PersonId("joko"), name="Joko")

    assert change(office.database, added, at=office.now, key="k").handed == ()
    assert change(office.database, added, at=office.now, key="k").events


def test_what_begins_and_ends_by_itself_is_noticed_when_it_does(office: Office) -> None:
    case = held(office)
    watcher = Handover(office.database)
    assert change(office.database, away(office, since=DAY), at=office.now).handed == ()
    assert watcher.look(office.now) == ()

    assert watcher.look(office.now + DAY - timedelta(seconds=1)) == ()
    (begun,) = watcher.look(office.now + DAY)
    assert (begun.case, begun.to) == (case, "budi")
    assert watcher.look(office.now + 2 * DAY) == ()
    (over,) = watcher.look(office.now + 3 * DAY)

    assert (over.to, over.cause) == (None, HandoverCause.SUBSTITUTION_OVER)
    assert task(office, case).assignee is None


def test_nothing_is_looked_through_while_nothing_has_changed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    held(office)
    watcher = Handover(office.database)
    watcher.look(office.now)
    watcher.look(office.now)
    looked: list[int] = []
    monkeypatch.setattr(handover, "hand_over_tasks", lambda *_, **__: looked.append(1) or ())

    watcher.look(office.now + 9 * DAY)
    directory.change(office.database, away(office, since=DAY), at=office.now)
    for _ in range(4):
        watcher.look(office.now)

    assert looked == [1, 1]


def test_a_claim_that_becomes_visible_after_the_first_look_is_handed_over_by_the_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = office.open()
    directory.change(office.database, LetGo(by=UMI, person=PersonId("rini")), at=office.now)
    watcher, found = Handover(office.database), handover._in_wrong_hands

    def overtaken(*given: object) -> object:
        seen = found(*given)  # type: ignore[arg-type]
        with pytest.MonkeyPatch.context() as let_through_before:
            let_through_before.setattr(execute, "admitted", lambda _, __, command, **___: command)
            office.claim(case, "terima", RINI)
        monkeypatch.undo()
        return seen

    monkeypatch.setattr(handover, "_in_wrong_hands", overtaken)

    assert watcher.look(office.now) == ()
    assert task(office, case).assignee == "rini"
    (late,) = watcher.look(office.now)
    assert (late.case, late.to, late.cause) == (case, None, HandoverCause.LEFT)


def test_an_installation_without_people_is_left_alone(tmp_path: Path) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        case = held(office)

        assert Handover(office.database).look(office.now) == ()
        assert hand_over_tasks(office.database, at=office.now) == ()
        assert task(office, case).assignee == "rini"


def test_a_lent_task_goes_back_to_its_owner(office: Office) -> None:
    appoint(office.database, "budi", "loket", DINAS)
    case = held(office)
    lent = Delegate(case=case, by=RINI, activation=office.task(case, "terima"), to=PersonId("budi"))
    office.do(lent)

    gone = LetGo(by=UMI, person=PersonId("budi"))
    (one,) = change(office.database, gone, at=office.now).handed

    assert (one.to, one.cause) == ("rini", HandoverCause.LEFT)
    assert (task(office, case).assignee, task(office, case).owner) == ("rini", None)
    last = read_history(office.database, case)[-1].recorded.event
    assert isinstance(last, TaskResolved)


def test_more_than_one_transaction_holds_are_all_handed_over(office: Office) -> None:
    cases = {held(office) for _ in range(AT_ONCE + 1)}

    handed = change(office.database, away(office), at=office.now).handed

    assert {one.case for one in handed} == cases


def test_whoever_takes_the_task_on_meanwhile_keeps_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    appoint(office.database, "budi", "loket", DINAS)
    taken, finished = held(office), held(office)
    directory.change(office.database, away(office), at=office.now)
    found = handover._in_wrong_hands

    def interrupted(*given: object) -> object:
        seen = found(*given)  # type: ignore[arg-type]
        Thread(target=_meanwhile).run()
        return seen

    def _meanwhile() -> None:
        given = Assign(
            case=taken, by=HESTI, activation=office.task(taken, "terima"), to=PersonId("budi")
        )
        office.do(given)
        office.complete(finished, "terima", RINI)

    monkeypatch.setattr(handover, "_in_wrong_hands", interrupted)

    assert hand_over_tasks(office.database, at=office.now) == ()
    assert show_case(office.database, taken).tasks[0].assignee == "budi"


def test_several_who_hand_over_at_once_do_it_once(office: Office) -> None:
    case = held(office)
    directory.change(office.database, away(office), at=office.now)
    before = len(read_history(office.database, case))
    threads = [
        Thread(target=hand_over_tasks, args=(office.database,), kwargs={"at": office.now})
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(read_history(office.database, case)) == before + 1


def test_a_rule_that_nobody_foresaw_holds_up_one_task_alone(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, free = held(office), held(office)
    directory.change(office.database, away(office), at=office.now)
    carry_out = handover.carry_out

    def refusing(*given: object) -> object:
        command = given[2]
        if getattr(command, "case", None) == stuck:
            raise SelfGrant(PersonId("rini"))
        return carry_out(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(handover, "carry_out", refusing)

    assert [one.case for one in hand_over_tasks(office.database, at=office.now)] == [free]
    assert task(office, stuck).assignee == "rini"


def test_the_substitute_who_got_a_task_may_finish_it_for_the_holder(office: Office) -> None:
    case = held(office)
    change(office.database, away(office), at=office.now)
    instead = Actor(person=PersonId("budi"), acting_for=PersonId("rini"), via="test")

    office.complete(case, "terima", instead)

    done = show_case(office.database, case).tasks[0]
    assert (done.finished_by, done.status) == ("budi", "completed")


def notices(office: Office, person: str) -> list[tuple[str, str | None]]:
    found = list_notices(office.database, NoticeFilter(person=PersonId(person)))
    return [(type(one.told.event).__name__, one.person) for one in found if one.told]


def test_both_sides_of_a_handover_are_told_and_nobody_else(office: Office) -> None:
    case = held(office)

    change(office.database, away(office), at=office.now)

    assert notices(office, "budi") == [("TaskAssigned", "budi")]
    assert notices(office, "rini") == [("TaskAssigned", "rini")]
    assert notices(office, "hesti") == []
    assert list_notices(office.database, NoticeFilter(case=case)) == ()


def test_what_people_do_with_each_others_tasks_is_told_and_what_they_do_alone_is_not(
    office: Office,
) -> None:
    appoint(office.database, "budi", "loket", COUNTER)
    case = held(office)
    assert notices(office, "rini") == []

    given = Assign(case=case, by=HESTI, activation=office.task(case, "terima"), to=PersonId("budi"))
    office.do(given)
    assert (notices(office, "rini"), len(notices(office, "budi"))) == (
        [("TaskAssigned", "rini")],
        1,
    )
    (mine,) = list_notices(office.database, NoticeFilter(person=PersonId("budi")))
    with pytest.raises(CommandRefused, match="for another person"):
        mark_read(office.database, mine.id, by=RINI, at=office.now)
    assert mark_read(office.database, mine.id, by=BUDI, at=office.now).read_by == "budi"
    assert notices(office, "budi") == []


def test_a_command_that_is_refused_tells_nobody(office: Office) -> None:
    case = held(office)

    with pytest.raises(CommandRefused):
        office.do(Claim(case=case, by=BUDI, activation=office.task(case, "terima")))

    assert notices(office, "budi") == notices(office, "rini") == []
    assert office.now > MONDAY
