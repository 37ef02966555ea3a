"""The directory's history takes each number once, in order, and never gives anything up."""

import json
import threading
from datetime import UTC, datetime, timedelta
from functools import partial

import msgspec
import pytest
from sqlalchemy import Connection

from engine.core.commands import SYSTEM
from engine.core.directory import Directory, Person, Unit
from engine.core.directory_events import DirectoryRecorded, PersonAdded, PersonLeft, UnitAdded
from engine.core.directory_evolve import replay_directory
from engine.core.ids import PersonId, UnitId
from engine.core.text import Text
from engine.core.verdicts import Finding
from engine.service.verifying_people import check_people
from engine.store import directory, ledger
from engine.store.codec import chain
from engine.store.directory import START, DirectoryDamaged, DirectoryMovedOn, Listed
from engine.store.job import Reader
from engine.store.unit import SqliteStore, Store
from engine.store.upcast import Json, Upgrades
from engine.store.verifying import people_events

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NOBODY = Listed()


def joins(seq: int, name: str) -> DirectoryRecorded:
    event = PersonAdded(person=Person(id=PersonId(name), name=name.title()))
    at = MONDAY + timedelta(minutes=seq)
    return DirectoryRecorded(seq=seq, at=at, by=SYSTEM, event=event)


def append(store: Store, *recorded: DirectoryRecorded, after: Listed) -> Listed:
    return store.write(lambda unit: directory.append(unit, recorded, after=after))


def load(store: Store, *, known: Listed | None = None) -> Listed:
    return store.read(partial(directory.load, known=known))


def test_events_come_back_in_order_with_their_hashes(store: Store) -> None:
    one = append(store, joins(1, "rini"), after=NOBODY)
    both = append(store, joins(2, "budi"), joins(3, "dewi"), after=one)

    entries = store.read(directory.read_events)

    assert [entry.recorded for entry in entries] == [
        joins(1, "rini"),
        joins(2, "budi"),
        joins(3, "dewi"),
    ]
    assert (entries[0].hash, entries[2].hash) == (one.head, both.head)
    assert store.read(lambda reader: directory.read_events(reader, after=2)) == entries[2:]


def test_the_directory_is_what_its_history_makes_of_it(store: Store) -> None:
    told = append(store, joins(1, "rini"), joins(2, "budi"), after=NOBODY)

    assert load(store) == told
    assert told.directory == replay_directory((joins(1, "rini"), joins(2, "budi")))


def test_a_directory_without_a_history_is_empty(store: Store) -> None:
    assert load(store) == NOBODY
    assert load(store, known=NOBODY) is NOBODY
    assert found_in(store) == []


def found_in(store: Store) -> list[tuple[int, str]]:
    """What a verification says of the directory's history."""
    found: list[Finding] = []
    store.read(lambda reader: check_people(list(people_events(reader)), found.append))
    return [(one.seq, one.code.value) for one in found]


class Counting:
    """A reader that counts the rows which are read through it."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.count = reader, 0

    def row(self, *given: object) -> object:
        return self.reader.row(*given)  # type: ignore[arg-type]

    def rows(self, *given: object) -> list[tuple[object, ...]]:
        found = self.reader.rows(*given)  # type: ignore[arg-type]
        self.count += len(found)
        return found


def test_only_what_is_new_is_read_again(store: Store) -> None:
    known = append(store, joins(1, "rini"), joins(2, "budi"), after=NOBODY)
    newest = append(store, joins(3, "dewi"), after=known)

    def read(reader: Reader) -> tuple[Listed, int]:
        counting = Counting(reader)
        return directory.load(counting, known=known), counting.count  # type: ignore[arg-type]

    assert store.read(read) == (newest, 1)
    assert load(store, known=newest) is newest


def test_what_is_known_of_another_time_is_not_believed(store: Store) -> None:
    told = append(store, joins(1, "rini"), after=NOBODY)
    ahead = Listed(
        directory=replay_directory((joins(1, "rini"), joins(2, "budi"))),
        head=chain(told.head, directory.encode(joins(2, "budi"))),
    )
    elsewhere = Listed(directory=Directory(seq=0), head=b"another installation".ljust(32))

    assert load(store, known=ahead) == told
    assert load(store, known=elsewhere) == told


@pytest.mark.parametrize(("seq", "after"), [(1, 0), (3, 2), (5, 2), (2, 1)])
def test_an_event_that_does_not_follow_the_last_one_is_refused(
    store: Store, seq: int, after: int
) -> None:
    append(store, joins(1, "rini"), joins(2, "budi"), joins(3, "dewi"), after=NOBODY)
    stale = Listed(directory=Directory(seq=after))

    with pytest.raises(DirectoryMovedOn):
        append(store, joins(seq, "lain"), after=stale)

    assert len(store.read(directory.read_events)) == 3


def test_of_two_writers_one_wins_and_the_other_is_told(store: Store) -> None:
    ready = threading.Barrier(2)
    answers: list[str] = []

    def race(name: str) -> None:
        ready.wait(10)
        try:
            append(store, joins(1, name), after=NOBODY)
            answers.append("won")
        except DirectoryMovedOn:
            answers.append("lost")

    threads = [threading.Thread(target=race, args=(name,)) for name in ("rini", "budi")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert sorted(answers) == ["lost", "won"]
    assert len(store.read(directory.read_events)) == 1


@pytest.mark.parametrize(
    "statement", ["UPDATE directory_event SET kind = 'x'", "DELETE FROM directory_event"]
)
def test_the_database_itself_refuses_to_change_who_worked_where(
    store: Store, statement: str
) -> None:
    append(store, joins(1, "rini"), after=NOBODY)

    with pytest.raises(Exception, match="append-only"):
        store.administer(lambda connection: connection.exec_driver_sql(statement))

    assert len(store.read(directory.read_events)) == 1


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_postgresql_refuses_to_truncate_it(store: Store) -> None:
    with pytest.raises(Exception, match="append-only"):
        store.administer(lambda connection: connection.exec_driver_sql("TRUNCATE directory_event"))


def test_sqlite_refuses_to_replace_it(sqlite_store: SqliteStore) -> None:
    append(sqlite_store, joins(1, "rini"), after=NOBODY)

    def replace(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA recursive_triggers = OFF")  # as another program has it
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO directory_event SELECT * FROM directory_event"
        )

    with pytest.raises(Exception, match="moved on"):
        sqlite_store.administer(replace)


def without_triggers(connection: Connection, statement: str) -> None:
    """What somebody with the file in hand can do."""
    for trigger in ("refuses_update", "refuses_delete", "follows"):
        connection.exec_driver_sql(f"DROP TRIGGER directory_event_{trigger}")
    connection.exec_driver_sql(statement)


FORGED = (
    "UPDATE directory_event SET body = CAST(replace(CAST(body AS TEXT), 'budi', 'bodi') AS BLOB)"
    " WHERE seq = 2"
)


@pytest.mark.parametrize(
    ("statement", "seq", "code"),
    [
        (FORGED, 2, "hash-differs"),
        ("UPDATE directory_event SET hash = zeroblob(32) WHERE seq = 3", 3, "hash-differs"),
        ("DELETE FROM directory_event WHERE seq = 2", 2, "event-missing"),
    ],
)
def test_a_history_that_was_touched_says_where_and_nobody_is_taken_by_it(
    sqlite_store: SqliteStore, statement: str, seq: int, code: str
) -> None:
    append(sqlite_store, joins(1, "rini"), joins(2, "budi"), joins(3, "dewi"), after=NOBODY)
    assert found_in(sqlite_store) == []

    sqlite_store.administer(lambda connection: without_triggers(connection, statement))

    assert found_in(sqlite_store) == [(seq, code)]
    with pytest.raises(DirectoryDamaged):
        load(sqlite_store)


def test_a_history_that_was_emptied_is_not_taken_for_none(sqlite_store: SqliteStore) -> None:
    known = append(sqlite_store, joins(1, "rini"), after=NOBODY)
    sqlite_store.write(lambda unit: ledger.number(unit, 10))

    sqlite_store.administer(
        lambda connection: without_triggers(connection, "DELETE FROM directory_event")
    )

    with pytest.raises(DirectoryDamaged):
        load(sqlite_store)
    with pytest.raises(DirectoryDamaged):
        load(sqlite_store, known=known)


def test_an_event_of_another_place_is_found_though_its_hash_is_right(store: Store) -> None:
    body = directory.encode(joins(7, "rini"))
    row = {"seq": 1, "kind": "x", "at": MONDAY, "hash": chain(START, body), "body": body}
    store.write(lambda unit: unit.execute(directory._append, row))

    assert found_in(store)[0] == (1, "event-misplaced")


def test_a_body_is_what_the_json_of_python_would_write() -> None:
    unit = Unit(id=UnitId("dinas"), title=Text(id="Dinas Penanaman Modal", en="Office"))
    recorded = DirectoryRecorded(seq=1, at=MONDAY, by=SYSTEM, event=UnitAdded(unit=unit))
    body = directory.encode(recorded)

    again = json.dumps(
        json.loads(body), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()
    assert again == body
    assert directory.decode(body) == recorded


def test_the_hash_of_a_known_event_never_changes() -> None:
    body = directory.encode(joins(1, "rini"))

    assert body.decode() == (
        '{"at":"2026-11-23T01:01:00Z","by":{"person":"alur","via":"system"},'
        '"event":{"person":{"id":"rini","name":"Rini"},"type":"person_added"},"seq":1}'
    )
    assert chain(START, body).hex() == (
        "203bd09e8a1d43c6a236e78ef83859c6ba78c2fbfbb9390516949184f87a8565"
    )


def test_what_could_not_be_read_back_is_never_written() -> None:
    wrong = PersonAdded(person=Person(id=PersonId("rini"), name=7))  # type: ignore[arg-type]

    with pytest.raises(msgspec.ValidationError):
        directory.encode(DirectoryRecorded(seq=1, at=MONDAY, by=SYSTEM, event=wrong))


def renamed(event: Json) -> Json:
    return {"person": event["who"], "reason": event["reason"]}


def test_old_shapes_are_read_as_todays() -> None:
    upgrades: Upgrades = {("person_left", 1): renamed}
    event = {"type": "person_left", "who": "rini", "reason": "Pensiun"}
    body = {"seq": 3, "at": "2020-02-03T04:05:06Z", "by": {"person": "alur"}, "event": event}

    recorded = directory.decode(json.dumps(body).encode(), upgrades=upgrades)

    assert recorded.event == PersonLeft(person=PersonId("rini"), reason="Pensiun")
