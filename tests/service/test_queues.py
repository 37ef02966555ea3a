"""Queues: what a person may claim, holds and has lent; the next task, once, for one person."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from migrated import migrated_database
from offices import HESTI, MONDAY, RINI, Office, an_office, definition, put_in_force, sqlite_url
from staffing import COUNTER, DINAS, KECAMATAN, appoint, dismiss, staff

from engine.core.commands import SYSTEM, Actor, Comment, Delegate
from engine.core.directory_commands import AddPerson, NameSubstitute
from engine.core.errors import InputRefused, KeyReused, NoStanding
from engine.core.ids import CaseId, PersonId, RoleId, UnitId
from engine.core.priority import Waiting, by_priority
from engine.service import directory, timers
from engine.service.execute import execute
from engine.service.queues import QueueEmpty, claim_next, queue
from engine.service.views import Receipt
from engine.store import queues as stored
from engine.store import urgencies
from engine.store.queues import QueueQuery
from engine.store.urgencies import Urgency

BUDI = Actor(person=PersonId("budi"), via="test")
OF_RINI = Actor(person=PersonId("rini"), via="test")
FOUR_EYES = """\
  - {id: terima, activity: Menerima berkas, role: loket, inputs: [Berkas], time: 5 menit, output: Tanda terima}
  - {id: teliti, activity: Meneliti berkas, role: loket, not_same_person_as: [terima], inputs: [Berkas], time: 5 menit, output: Berkas}
"""  # noqa: E501  # a definition as people write it
PRIORITY = "  - {id: prioritas, title: Alasan didahulukan}\n"


@pytest.fixture
def office(request: pytest.FixtureRequest) -> Office:
    """An office on SQLite, with people."""
    made: Office = request.getfixturevalue("plain")
    staff(made.database)
    return made


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Office]:
    with an_office(sqlite_url(tmp_path)) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def any_office(request: pytest.FixtureRequest) -> Iterator[Office]:
    if request.param == "sqlite":
        yield request.getfixturevalue("plain")
        return
    with an_office(migrated_database(request.getfixturevalue("postgres_url"))) as made:
        yield made


def swept(office: Office) -> datetime:
    timers.sweep_all(office.database, at=office.now)
    return office.now


def cases(office: Office, person: str = "rini", *, at: datetime | None = None) -> list[CaseId]:
    found = queue(office.database, PersonId(person), at=at or office.now).claimable
    return [one.task.case for one in found]


def holder(receipt: Receipt) -> tuple[PersonId, CaseId]:
    return receipt.events[0].by.person, receipt.case


def test_a_person_may_claim_what_waits_for_their_role_where_they_hold_it(office: Office) -> None:
    case = office.open()
    waits = office.open("jeda")
    office.complete(office.open(), "terima", RINI)

    found = queue(office.database, PersonId("rini"), at=office.now)

    assert [one.task.case for one in found.claimable] == [case]
    assert waits not in cases(office)
    assert cases(office, "budi") == []
    lines = {(one.role, one.unit): one.waiting for one in found.lines}
    assert lines[RoleId("loket"), DINAS] == 1
    assert lines[RoleId("loket"), KECAMATAN] == 0


def test_a_role_in_another_unit_or_for_another_sop_opens_no_queue(office: Office) -> None:
    office.open()
    appoint(office.database, "budi", "loket", KECAMATAN)

    assert cases(office, "budi") == []

    appoint(office.database, "budi", "loket", COUNTER)

    assert len(cases(office, "budi")) == 1


def test_the_queue_tells_what_is_held_and_what_is_lent(office: Office) -> None:
    mine, lent = office.open(), office.open()
    appoint(office.database, "budi", "loket", DINAS)
    for case in (mine, lent):
        office.claim(case, "terima", RINI)
    to = PersonId("budi")
    office.do(Delegate(case=lent, by=RINI, activation=office.task(lent, "terima"), to=to))

    found = queue(office.database, PersonId("rini"), at=office.now)

    assert [one.task.case for one in found.mine] == [mine]
    assert [(one.task.case, one.task.assignee) for one in found.delegated] == [(lent, "budi")]
    assert [one.task.case for one in queue(office.database, to, at=office.now).mine] == [lent]


def test_the_order_is_overdue_then_first_by_law_then_due_then_age(office: Office) -> None:
    text = definition("izin").replace("steps:\n", "").replace("form:\n", "form:\n" + PRIORITY)
    text = text.replace("  - {id: terima", "steps:\n  - {id: terima", 1)
    put_in_force(office.database, text.replace("version: 1", "version: 2"))
    slow = office.open("izin")
    office.now += timedelta(minutes=1)
    first = office.open("izin", form={"usaha": "Warung", "prioritas": "Lansia"})
    young = office.open()
    swept(office)

    assert cases(office) == [first, slow, young]
    late = office.now + timedelta(days=1)
    found = queue(office.database, PersonId("rini"), at=late).claimable
    assert [one.task.case for one in found] == [slow, first, young]
    assert {one.overdue for one in found} == {True}
    assert [one.goes_first for one in found] == [False, True, False]


def test_what_the_store_cuts_off_is_what_the_rules_put_last(office: Office) -> None:
    at = MONDAY + timedelta(hours=4)
    shapes = [
        (due, first)
        for due in (None, at - timedelta(hours=2), at, at + timedelta(hours=2))
        for first in (False, True)
    ]
    opened = [(office.open(), shape) for shape in shapes * 2]
    for case, (due, first) in opened:
        told = Urgency(activation=office.task(case, "terima"), due=due, first=first)
        office.database.store.write(lambda unit, c=case, t=told: urgencies.keep(unit, c, [t]))

    listed = office.database.store.read(
        lambda reader: stored.waiting(reader, QueueQuery(), at=at, limit=99)
    )

    waiting = [
        Waiting(
            name=(one.task.case_id, one.task.activation),
            opened_at=one.task.opened_at,
            due=one.due,
            first=one.first,
        )
        for one in listed
    ]
    assert len(waiting) == len(opened)
    assert tuple(waiting) == by_priority(reversed(waiting), at=at)


def test_how_much_a_task_presses_is_told_anew_by_each_look_and_goes_with_the_task(
    office: Office,
) -> None:
    case = office.open()
    swept(office)
    assert [one.due is not None for one in known(office, case)] == [True]

    office.complete(case, "terima", RINI)
    swept(office)
    assert [one.activation for one in known(office, case)] == [office.task(case, "periksa")]

    office.complete(case, "periksa", HESTI, outcome="ya")
    swept(office)
    assert known(office, case) == ()


def known(office: Office, case: CaseId) -> tuple[Urgency, ...]:
    return office.database.store.read(lambda reader: urgencies.known_of(reader, case))


def test_the_next_task_is_the_first_of_the_queue_claimed_in_the_role_it_is_for(
    office: Office,
) -> None:
    old, _ = office.open(), office.open()
    swept(office)

    receipt = claim_next(office.database, OF_RINI, at=office.now)

    assert holder(receipt) == ("rini", old)
    by = receipt.events[0].by
    assert (by.role, by.unit, by.acting_for) == ("loket", COUNTER, None)


def test_an_empty_queue_says_so(office: Office) -> None:
    with pytest.raises(QueueEmpty, match="Nothing waits that rini may take"):
        claim_next(office.database, OF_RINI, at=office.now)


def test_only_the_queues_of_the_role_the_unit_and_the_holder_asked_for_are_looked_through(
    office: Office,
) -> None:
    office.open()
    as_kasi = Actor(person=PersonId("rini"), role=RoleId("kasi"))
    of_unit = Actor(person=PersonId("rini"), unit=UnitId("kecamatan"))
    instead = Actor(person=PersonId("rini"), acting_for=PersonId("hesti"))

    for actor in (as_kasi, of_unit, instead):
        with pytest.raises(QueueEmpty):
            claim_next(office.database, actor, at=office.now)


def test_a_substitute_claims_for_the_holder(office: Office) -> None:
    case = office.open()
    named = NameSubstitute(
        by=SYSTEM,
        kind="plh",
        substitute=PersonId("budi"),
        instead_of=PersonId("rini"),
        role=RoleId("loket"),
        unit=COUNTER,
    )
    directory.change(office.database, named, at=office.now)

    (offered,) = queue(office.database, PersonId("budi"), at=office.now).claimable
    receipt = claim_next(office.database, BUDI, at=office.now)

    assert offered.acting_for == "rini"
    assert holder(receipt) == ("budi", case)
    assert receipt.events[0].by.acting_for == "rini"


def test_what_four_eyes_keep_from_a_person_is_shown_as_barred_and_passed_over(
    office: Office,
) -> None:
    put_in_force(office.database, definition("surat", steps=FOUR_EYES, version=2))
    barred = office.open()
    office.complete(barred, "terima", RINI)
    free = office.open()

    found = queue(office.database, PersonId("rini"), at=office.now).claimable
    assert {one.task.case: one.barred for one in found} == {barred: True, free: False}
    assert holder(claim_next(office.database, OF_RINI, at=office.now)) == ("rini", free)
    with pytest.raises(QueueEmpty) as refused:
        claim_next(office.database, OF_RINI, at=office.now)
    assert refused.value.barred == 1
    assert "other eyes" in refused.value.hint
    appoint(office.database, "budi", "loket", DINAS)
    assert holder(claim_next(office.database, BUDI, at=office.now)) == ("budi", barred)


def test_a_long_row_of_barred_tasks_hides_nothing_behind_it(office: Office) -> None:
    put_in_force(office.database, definition("surat", steps=FOUR_EYES, version=2))
    for _ in range(20):
        office.complete(office.open(), "terima", RINI)
    free = office.open()

    assert holder(claim_next(office.database, OF_RINI, at=office.now)) == ("rini", free)


def test_the_same_key_gives_the_same_task_and_no_second_one(office: Office) -> None:
    office.open()
    office.open()

    one = claim_next(office.database, OF_RINI, at=office.now, key="k1")
    again = claim_next(office.database, OF_RINI, at=office.now, key="k1")

    assert (again.case, again.repeated) == (one.case, True)
    assert len(cases(office)) == 1


def test_a_key_that_was_used_for_something_else_is_refused(office: Office) -> None:
    case = office.open()
    office.do(Comment(case=case, by=RINI, text="Menunggu"), key="k1")
    office.claim(case, "terima", RINI)
    appoint(office.database, "budi", "loket", DINAS)
    claim_next_of(office, "k2")

    for key, actor in (("k1", OF_RINI), ("k2", BUDI)):
        with pytest.raises(KeyReused):
            claim_next(office.database, actor, at=office.now, key=key)


def claim_next_of(office: Office, key: str) -> None:
    office.open()
    claim_next(office.database, OF_RINI, at=office.now, key=key)


def test_a_key_of_a_change_of_the_directory_is_no_key_of_a_task(office: Office) -> None:
    office.open()
    added = AddPerson(by=SYSTEM, person=PersonId("tini"), name="Tini")
    recorded = directory.change_once(office.database, added, at=office.now, key="k1")

    with pytest.raises(KeyReused):
        claim_next(office.database, OF_RINI, at=office.now, key="k1")
    again = directory.change_once(office.database, added, at=office.now, key="k1")
    assert again == recorded
    other = AddPerson(by=SYSTEM, person=PersonId("joko"), name="Joko")
    with pytest.raises(KeyReused):
        directory.change_once(office.database, other, at=office.now, key="k1")


def test_a_role_taken_away_between_looking_and_claiming_is_refused(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.open()
    held = appoint(office.database, "budi", "loket", DINAS)
    carry_out = execute

    def interrupted(*given: object, **more: object) -> Receipt:
        dismiss(office.database, held, at=office.now)
        return carry_out(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("engine.service.queues.execute", interrupted)

    with pytest.raises(NoStanding):
        claim_next(office.database, BUDI, at=office.now)


def test_where_nobody_is_told_apart_everybody_claims_in_the_role_they_say(plain: Office) -> None:
    case = plain.open()

    found = queue(plain.database, PersonId("siapa"), at=plain.now)
    assert [one.task.case for one in found.claimable] == [case]
    with pytest.raises(QueueEmpty):
        claim_next(plain.database, HESTI, at=plain.now)
    assert holder(claim_next(plain.database, OF_RINI, at=plain.now)) == ("rini", case)


def test_officers_who_ask_at_once_get_a_task_each_and_the_last_an_empty_queue(
    any_office: Office,
) -> None:
    office = any_office
    staff(office.database)
    names = [f"petugas{number}" for number in range(6)]
    for name in names:
        added = AddPerson(by=SYSTEM, person=PersonId(name), name=name)
        directory.change(office.database, added, at=MONDAY)
        appoint(office.database, name, "loket", DINAS)
    opened = {office.open() for _ in range(5)}
    swept(office)
    got: list[tuple[PersonId, CaseId]] = []
    empty: list[PersonId] = []

    def ask(name: str) -> None:
        actor = Actor(person=PersonId(name), via="test")
        try:
            got.append(holder(claim_next(office.database, actor, at=office.now)))
        except QueueEmpty as refused:
            empty.append(refused.person)

    threads = [Thread(target=ask, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {case for _, case in got} == opened
    assert len(got) == len({person for person, _ in got}) == 5
    assert len(empty) == 1


def test_a_key_of_no_length_is_refused_by_the_directory(office: Office) -> None:
    added = AddPerson(by=SYSTEM, person=PersonId("tini"), name="Tini")

    with pytest.raises(InputRefused, match="1 to 200"):
        directory.change_once(office.database, added, at=office.now, key="")
