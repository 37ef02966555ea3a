"""The log takes each number once, in order, and never gives anything up."""

import threading
from datetime import timedelta

import pytest
from builders import CASE, MONDAY, human, person, workflow
from cabinet import Cabinet
from sqlalchemy import Connection

from engine.core.errors import AlurError, CaseExists, VersionConflict
from engine.core.events import CommentAdded, Recorded
from engine.core.ids import CaseId
from engine.store import log
from engine.store.codec import genesis
from engine.store.unit import SqliteStore, Store, Unit

START = genesis(CASE)


def said(text: str, *, seq: int, case: CaseId = CASE) -> Recorded:
    at = MONDAY + timedelta(minutes=seq)
    return Recorded(case=case, seq=seq, at=at, by=person("rini"), event=CommentAdded(text=text))


def append(store: Store, *recorded: Recorded, expected: int, prev: bytes) -> bytes:
    return store.write(lambda unit: log.append(unit, recorded, expected=expected, prev=prev))


def events_of(store: Store, case: CaseId = CASE) -> tuple[Recorded, ...]:
    entries = store.read(lambda reader: log.read_events(reader, case))
    return tuple(entry.recorded for entry in entries)


def test_events_come_back_in_order_with_their_hashes(store: Store) -> None:
    first = append(store, said("satu", seq=1), expected=0, prev=START)
    last = append(store, said("dua", seq=2), said("tiga", seq=3), expected=1, prev=first)

    entries = store.read(lambda reader: log.read_events(reader, CASE))

    assert [entry.recorded.event for entry in entries] == [
        CommentAdded(text=text) for text in ("satu", "dua", "tiga")
    ]
    assert (entries[0].hash, entries[2].hash) == (first, last)


def test_the_kind_beside_the_body_is_the_tag_of_the_event() -> None:
    assert log.kind_of(CommentAdded(text="x")) == "comment_added"


@pytest.mark.parametrize(
    ("expected", "seq", "refusal"),
    [
        (0, 1, CaseExists),
        (1, 2, VersionConflict),
        (3, 4, VersionConflict),
        (2, 5, VersionConflict),
        (5, 3, VersionConflict),
    ],
)
def test_an_event_that_does_not_follow_the_last_one_is_refused(
    store: Store, expected: int, seq: int, refusal: type[AlurError]
) -> None:
    append(store, said("satu", seq=1), said("dua", seq=2), expected=0, prev=START)

    with pytest.raises(refusal):
        append(store, said("lain", seq=seq), expected=expected, prev=START)

    assert len(events_of(store)) == 2


def test_events_of_two_cases_are_not_appended_as_one_history(store: Store) -> None:
    with pytest.raises(VersionConflict):
        append(
            store,
            said("satu", seq=1),
            said("dua", seq=2, case=CaseId("1case")),
            expected=0,
            prev=START,
        )

    assert events_of(store) == ()


def test_of_two_writers_at_one_case_one_wins_and_the_other_is_told(store: Store) -> None:
    first = append(store, said("satu", seq=1), expected=0, prev=START)
    ready = threading.Barrier(2)
    answers: list[str] = []

    def race(text: str) -> None:
        ready.wait(10)
        try:
            append(store, said(text, seq=2), expected=1, prev=first)
            answers.append("won")
        except VersionConflict:
            answers.append("lost")

    threads = [threading.Thread(target=race, args=(text,)) for text in ("kiri", "kanan")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert sorted(answers) == ["lost", "won"]
    assert len(events_of(store)) == 2


def test_who_loads_a_case_keeps_others_from_it_until_done(store: Store) -> None:
    cabinet = Cabinet(store, workflow(human("a"), human("b")))
    cabinet.open()
    loaded, order = threading.Event(), []

    def slowly(unit: Unit) -> None:
        assert log.load(unit, CASE) is not None
        loaded.set()
        order.append("first")
        second.join(0.2)
        order.append("first is done")

    def then(unit: Unit) -> None:
        assert log.load(unit, CASE) is not None
        order.append("second")

    first = threading.Thread(target=lambda: store.write(slowly))
    second = threading.Thread(target=lambda: loaded.wait(10) and store.write(then))
    second.start()
    first.start()
    first.join(10)
    second.join(10)

    assert order == ["first", "first is done", "second"]


def test_a_case_that_is_not_there_is_none(store: Store) -> None:
    assert store.write(lambda unit: log.load(unit, CASE)) is None
    assert store.read(lambda reader: log.find(reader, CASE)) is None
    assert events_of(store) == ()


def test_the_row_of_a_case_holds_the_state_that_the_core_decided(store: Store) -> None:
    cabinet = Cabinet(store, workflow(human("a"), human("b")))
    cabinet.open()
    cabinet.complete("a", person("rini"))

    stored = store.read(lambda reader: log.find(reader, CASE))

    assert stored is not None
    assert stored.state == cabinet.state
    assert store.write(lambda unit: log.load(unit, CASE)) == stored


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE case_event SET kind = 'x'",
        "DELETE FROM case_event",
        "UPDATE sop_version SET text = 'x'",
        "DELETE FROM sop_version",
    ],
)
def test_the_database_itself_refuses_to_change_the_truth(store: Store, statement: str) -> None:
    cabinet = Cabinet(store, workflow(human("a")))
    cabinet.open()

    with pytest.raises(Exception, match="append-only"):
        store.administer(lambda connection: connection.exec_driver_sql(statement))

    assert len(events_of(store)) == len(cabinet.events)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", ["case_event", "sop_version CASCADE"])
def test_postgresql_refuses_to_truncate_the_truth(store: Store, table: str) -> None:
    with pytest.raises(Exception, match="append-only"):
        store.administer(lambda connection: connection.exec_driver_sql(f"TRUNCATE {table}"))


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO case_event SELECT * FROM case_event",
        "INSERT OR REPLACE INTO sop_version SELECT * FROM sop_version",
    ],
)
def test_sqlite_refuses_to_replace_the_truth(sqlite_store: SqliteStore, statement: str) -> None:
    Cabinet(sqlite_store, workflow(human("a"))).open()

    def replace(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA recursive_triggers = OFF")  # as another program has it
        connection.exec_driver_sql(statement)

    with pytest.raises(Exception, match=r"moved on|published"):
        sqlite_store.administer(replace)


def test_all_cases_of_the_log_are_listed_in_order_over_many_pages(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "_PAGE", 3)
    names = [CaseId(f"{number:04}") for number in range(8)]
    for name in reversed(names):
        append(store, said("satu", seq=1, case=name), expected=0, prev=genesis(name))

    assert store.read(lambda reader: list(log.case_ids(reader))) == names
