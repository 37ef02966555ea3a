"""Object-centric logs as files: names of tables, objects that come again, faults of the disk."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import msgspec
import pytest

from engine.store import ocel_file
from engine.store.ocel_file import OcelChange, OcelEvent, OcelFile, OcelObject, write_json

EVENT = (("sah", "BOOLEAN"), ("nilai", "INTEGER"))
OBJECTS = {"case": (("status", "TEXT"),), "person": ()}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "log.sqlite"


@pytest.fixture
def log(place: Path) -> Iterator[OcelFile]:
    with closing(OcelFile(place, EVENT, OBJECTS)) as log:
        yield log


def event(number: int, kind: str, *objects: tuple[str, str]) -> OcelEvent:
    return OcelEvent(
        id=f"e{number}",
        type=kind,
        time="2026-11-23T01:00:00.000Z",
        values=(number % 2 == 0, number),
        objects=objects,
    )


def test_activities_whose_names_look_alike_to_a_database_keep_tables_of_their_own(
    log: OcelFile, place: Path
) -> None:
    names = ["Memeriksa berkas", "memeriksa berkas", "Memeriksa: berkas!", "ꦱ", "ꦏ"]
    for number, name in enumerate(names):
        log.add_event(event(number, name))
    log.finish()

    with closing(sqlite3.connect(place)) as read:
        mapped = dict(read.execute("SELECT ocel_type, ocel_type_map FROM event_map_type"))
        for number, name in enumerate(names):
            rows = read.execute(f'SELECT ocel_id FROM "event_{mapped[name]}"').fetchall()  # noqa: S608
            assert rows == [(f"e{number}",)]


def test_an_object_that_comes_again_is_there_once_also_when_it_was_forgotten(
    log: OcelFile, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocel_file, "_MOST_SEEN", 1)
    for _ in range(2):
        for name in ("person:a", "person:b"):
            log.add_shared(OcelObject(id=name, type="person"))
    log.finish()

    with closing(sqlite3.connect(place)) as read:
        rows = read.execute("SELECT ocel_id FROM object_person ORDER BY 1").fetchall()
        assert rows == [("person:a",), ("person:b",)]
        assert read.execute("SELECT count(*) FROM object").fetchone() == (2,)


def test_a_link_to_what_is_not_in_the_log_is_left_out(log: OcelFile, place: Path) -> None:
    log.add_object(OcelObject(id="case:a", type="case", values=("open",)))
    log.link("case:a", "case:lain", "called by")
    log.finish()

    with closing(sqlite3.connect(place)) as read:
        assert read.execute("SELECT * FROM object_object").fetchall() == []


def test_json_says_values_as_text_and_leaves_out_what_has_none(log: OcelFile, place: Path) -> None:
    log.add_object(OcelObject(id="case:a", type="case", values=(None,)))
    change = OcelChange(
        id="case:a", type="case", time="2026-11-23T01:00:00.000Z", name="status", value="open"
    )
    log.add_change(change)
    log.add_event(event(1, "Mulai", ("case:a", "case")))
    log.add_event(event(2, "Mulai"))
    log.finish()
    out = BytesIO()
    write_json(place, out)

    told = msgspec.json.decode(out.getvalue())
    first, second = told["events"]
    assert first["attributes"] == [
        {"name": "sah", "value": "false"},
        {"name": "nilai", "value": "1"},
    ]
    assert (first["relationships"], second["relationships"]) == (
        [{"objectId": "case:a", "qualifier": "case"}],
        [],
    )
    (case,) = told["objects"]
    assert case["attributes"] == [{"name": "status", "value": "open", "time": change.time}]


def test_what_the_file_does_not_take_is_no_fault_of_the_database_of_cases(log: OcelFile) -> None:
    for _ in range(2):
        log.add_event(event(1, "Mulai"))
    with pytest.raises(OSError, match="the export cannot be written"):
        log.finish()
