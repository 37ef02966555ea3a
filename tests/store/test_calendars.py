"""Calendar versions and the journal of their edits: written once, read back as they were."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from builders import MONDAY, Desk, human, person, wait, workflow
from builders_calendar import an_office_calendar
from cabinet import Cabinet
from msgspec.structs import replace
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from engine.core.calendar_edit import Move
from engine.core.calendar_version import CalendarVersion
from engine.core.clock_clauses import ClockKind
from engine.core.commands import Withdraw
from engine.core.durations import duration_from_text
from engine.core.errors import AlreadySo
from engine.core.ids import ActivationId, CaseId, PersonId, StepId
from engine.store import calendar_cases, calendars, outbox, timers
from engine.store.unit import Store

ONE = an_office_calendar("kantor")
TWO = replace(ONE, version=2, works_on_joint_leave=True)
OTHER = an_office_calendar("balai")
UMI, LATER = PersonId("umi"), MONDAY + timedelta(hours=5)


def put(store: Store, *versions: CalendarVersion) -> None:
    for version in versions:
        reason = f"versi {version.version}"
        store.write(
            lambda unit, version=version, reason=reason: calendars.insert_calendar(
                unit, version, reason=reason, by=UMI, at=MONDAY
            )
        )


@pytest.fixture
def published(store: Store) -> Store:
    put(store, ONE, TWO, OTHER)
    return store


def test_a_version_comes_back_as_it_was_published(published: Store) -> None:
    assert published.read(lambda reader: calendars.find_calendar(reader, "kantor", 1)) == ONE
    assert published.read(lambda reader: calendars.find_calendar(reader, "kantor", 2)) == TWO


def test_the_highest_version_is_in_force(published: Store) -> None:
    assert published.read(lambda reader: calendars.newest_version(reader, "kantor")) == 2
    assert published.read(lambda reader: calendars.newest_version(reader, "balai")) == 1


def test_what_is_not_published_is_not_found(published: Store) -> None:
    assert published.read(lambda reader: calendars.newest_version(reader, "lain")) is None
    assert published.read(lambda reader: calendars.find_calendar(reader, "kantor", 3)) is None


def test_the_list_names_every_version_the_newest_first(published: Store) -> None:
    rows = published.read(calendars.list_calendars)

    assert [(row.id, row.version, row.reason) for row in rows] == [
        ("balai", 1, "versi 1"),
        ("kantor", 2, "versi 2"),
        ("kantor", 1, "versi 1"),
    ]
    assert (rows[0].published_at, rows[0].published_by) == (MONDAY, "umi")
    assert len({row.hash for row in rows}) == 3


def test_a_version_is_published_once(published: Store) -> None:
    with pytest.raises(AlreadySo, match="kantor version 1 is published"):
        put(published, replace(ONE, zone="Asia/Makassar"))

    assert published.read(lambda reader: calendars.find_calendar(reader, "kantor", 1)) == ONE


@pytest.mark.parametrize(
    "statement",
    ["UPDATE calendar_version SET version = 9", "DELETE FROM calendar_version"],
)
def test_what_is_published_cannot_be_changed(published: Store, statement: str) -> None:
    def change(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    with pytest.raises(DatabaseError):
        published.administer(change)

    assert len(published.read(calendars.list_calendars)) == 3


# --- the journal


def a_move(clock: ClockKind, activation: int | None = None, step: str | None = None) -> Move:
    return Move(
        clock=clock,
        due_before=MONDAY,
        due_after=None if step else LATER,
        was_late=False,
        is_late=False,
        activation=None if activation is None else ActivationId(activation),
        step=None if step is None else StepId(step),
    )


PROMISE, STEP = a_move(ClockKind.PROMISE), a_move(ClockKind.STEP, 3, "periksa")


def journal(store: Store, moved: Iterable[tuple[str, tuple[Move, ...]]]) -> None:
    written = [(CaseId(case), moves) for case, moves in moved]
    store.write(lambda unit: calendars.record_moves(unit, TWO, written))


def test_the_journal_tells_each_deadline_before_and_after(published: Store) -> None:
    journal(published, [("0a", (PROMISE, STEP))])

    page = published.read(lambda reader: calendars.moves_of(reader, "kantor", 2, limit=10))

    whole, step = page.items
    assert (whole.case_id, whole.clock, whole.activation, whole.step) == (
        ("0a", ClockKind.PROMISE, None, None)
    )
    assert (whole.due_before, whole.due_after) == (MONDAY, LATER)
    assert (step.clock, step.activation, step.step, step.due_after) == (
        (ClockKind.STEP, 3, "periksa", None)
    )
    assert (page.cases, page.total, page.next) == (1, 2, None)


def test_the_journal_is_read_case_by_case(published: Store) -> None:
    journal(published, [(f"0{letter}", (PROMISE, STEP)) for letter in "cab"])

    first = published.read(lambda reader: calendars.moves_of(reader, "kantor", 2, limit=2))
    rest = published.read(
        lambda reader: calendars.moves_of(reader, "kantor", 2, limit=2, after=first.next or "")
    )

    assert [one.case_id for one in first.items] == ["0a", "0a", "0b", "0b"]
    assert (first.cases, first.total, first.next) == (3, 6, "0b")
    assert [one.case_id for one in rest.items] == ["0c", "0c"]
    assert rest.next is None


def test_the_journal_of_another_edit_is_empty(published: Store) -> None:
    journal(published, [("0a", (PROMISE,))])
    journal(published, [])

    page = published.read(lambda reader: calendars.moves_of(reader, "kantor", 1, limit=10))

    assert (page.items, page.cases, page.total) == ((), 0, 0)


# --- whom an edit concerns

FLOW = workflow(human("a"), human("b"))
ELSEWHERE = replace(FLOW, version=2, hash="h2")
HASHES = (FLOW.hash, "unknown", "unknown too")


def opened(store: Store, case: str, flow=FLOW, *, later: int = 0) -> Desk:
    desk = Cabinet(store, flow)
    desk.now += timedelta(minutes=later)
    desk.open(case=CaseId(case))
    return desk


@pytest.fixture
def cases(store: Store) -> Store:
    """Three open cases, one of them under another workflow, and one that is closed."""
    opened(store, "0b")
    opened(store, "0a", later=5)
    opened(store, "0c", ELSEWHERE)
    closed = opened(store, "0d")
    closed.do(Withdraw(case=CaseId("0d"), by=person("rini"), reason="Batal"))
    return store


def test_open_cases_are_found_by_their_workflow_oldest_first(cases: Store) -> None:
    found = cases.read(lambda reader: calendar_cases.open_cases(reader, HASHES, limit=5))

    assert [one.id for one in found] == ["0b", "0a"]
    assert found[0] == calendar_cases.OpenCase(
        id=CaseId("0b"), sop=FLOW.sop, workflow=FLOW.hash, opened_at=MONDAY
    )
    assert cases.read(lambda reader: calendar_cases.count_open(reader, HASHES)) == 2
    assert cases.read(lambda reader: calendar_cases.count_open(reader, ())) == 0


def test_open_cases_come_a_page_at_a_time(cases: Store) -> None:
    both = (FLOW.hash, ELSEWHERE.hash)
    seen, after = [], None
    while page := cases.read(
        lambda reader, after=after: calendar_cases.open_cases(reader, both, limit=1, after=after)
    ):
        (after,) = page
        seen.append(after.id)

    assert seen == ["0b", "0c", "0a"]


def test_histories_are_read_many_at_a_time(cases: Store) -> None:
    names = [CaseId(name) for name in ("0b", "0d", "0x")]

    found = cases.read(lambda reader: calendar_cases.histories(reader, names))

    assert [one.case for one in found[CaseId("0b")]] == ["0b"] * len(found[CaseId("0b")])
    assert [one.seq for one in found[CaseId("0d")]] == [*range(1, len(found[CaseId("0d")]) + 1)]
    assert found[CaseId("0x")] == ()


def test_only_the_open_cases_concerned_are_looked_at_again(cases: Store) -> None:
    names = [CaseId(name) for name in ("0a", "0b", "0c", "0d")]
    for name in names:
        cases.write(lambda unit, name=name: timers.forget(unit, name))
    cases.write(lambda unit: timers.look_at(unit, names[0], LATER + timedelta(days=9)))

    cases.write(lambda unit: calendar_cases.look_again(unit, HASHES, at=LATER))

    due = cases.read(lambda reader: timers.due(reader, LATER, limit=9))
    assert sorted(due) == ["0a", "0b"]


def test_what_waits_in_an_open_case_is_woken_unless_somebody_is_at_work_on_it(
    store: Store,
) -> None:
    flow = workflow(wait("tunggu", duration=duration_from_text("3 hari")), human("b"))
    for name in ("0a", "0b"):
        opened(store, name, flow)
    tomorrow = MONDAY + timedelta(days=1)
    lease = timedelta(minutes=5)

    def claimed(at) -> list[str]:
        found = store.write(
            lambda unit: outbox.claim(unit, owner="x", now=at, lease=lease, limit=9)
        )
        return [one.case for one in found]

    assert claimed(MONDAY) == ["0a", "0b"]
    (first,) = [
        one
        for one in store.write(
            lambda unit: outbox.claim(unit, owner="y", now=MONDAY + lease, lease=lease, limit=9)
        )
        if one.case == "0a"
    ]
    store.write(lambda unit: outbox.postpone(unit, first, until=tomorrow))
    now = MONDAY + lease + timedelta(minutes=1)
    assert claimed(now) == []

    store.write(lambda unit: calendar_cases.look_again(unit, (flow.hash,), at=now))

    assert claimed(now) == ["0a"]
