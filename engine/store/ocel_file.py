"""Object-centric event logs as files. Source: OCEL 2.0 specification, chapters 6 and 8.

The SQLite file has the tables, keys and foreign keys of the specification. It is written in lots,
so that memory stays flat; what several cases share (people, roles, documents) is written once. The
JSON is read out of such a file: values as strings, as its schema wants them.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

import msgspec

from engine.core.text import Frozen

EPOCH = "1970-01-01T00:00:00.000Z"
"""Since when the first value of an object's attribute holds."""

_ROWS_AT_ONCE = 50_000
_MOST_SEEN = 20_000
"""Shared objects remembered as written; beyond, the file itself is asked."""

_LONGEST_NAME = 60

Kind = str
Column = tuple[str, Kind]
"""A name, and TEXT, INTEGER, REAL, BOOLEAN or TIMESTAMP."""

_JSON_TYPES = {
    "TEXT": "string",
    "INTEGER": "integer",
    "REAL": "float",
    "BOOLEAN": "boolean",
    "TIMESTAMP": "time",
}

_TABLES = """
CREATE TABLE event_map_type (
  ocel_type TEXT NOT NULL PRIMARY KEY, ocel_type_map TEXT NOT NULL);
CREATE TABLE object_map_type (
  ocel_type TEXT NOT NULL PRIMARY KEY, ocel_type_map TEXT NOT NULL);
CREATE TABLE event (
  ocel_id TEXT NOT NULL PRIMARY KEY,
  ocel_type TEXT NOT NULL REFERENCES event_map_type (ocel_type));
CREATE TABLE object (
  ocel_id TEXT NOT NULL PRIMARY KEY,
  ocel_type TEXT NOT NULL REFERENCES object_map_type (ocel_type));
CREATE TABLE event_object (
  ocel_event_id TEXT NOT NULL REFERENCES event (ocel_id),
  ocel_object_id TEXT NOT NULL REFERENCES object (ocel_id),
  ocel_qualifier TEXT NOT NULL,
  PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier));
CREATE TABLE object_object (
  ocel_source_id TEXT NOT NULL REFERENCES object (ocel_id),
  ocel_target_id TEXT NOT NULL REFERENCES object (ocel_id),
  ocel_qualifier TEXT NOT NULL,
  PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier));
CREATE TEMP TABLE link (source TEXT, target TEXT, qualifier TEXT);
"""


class OcelEvent(Frozen, frozen=True, kw_only=True):
    """An event. `values` in the order of the columns; `objects` are ids, each with a qualifier."""

    id: str
    type: str
    time: str
    values: tuple[object, ...]
    objects: tuple[tuple[str, str], ...]


class OcelObject(Frozen, frozen=True, kw_only=True):
    """An object as it is from the first: `values` in the order of its type's columns."""

    id: str
    type: str
    values: tuple[object, ...] = ()


class OcelChange(Frozen, frozen=True, kw_only=True):
    """From `time` on an object's attribute has another value."""

    id: str
    type: str
    time: str
    name: str
    value: object


class OcelFile:
    """An OCEL SQLite file that is being written."""

    def __init__(
        self, path: Path, events: Sequence[Column], objects: Mapping[str, Sequence[Column]]
    ) -> None:
        """Begin it.

        Args:
            path: the file, which is empty or not there.
            events: what every event has besides its id and its time.
            objects: the types of objects, and what each of them has.
        """
        self._columns, self._objects = events, objects
        self._names: dict[str, str] = {}
        self._waiting: dict[str, list[tuple[object, ...]]] = defaultdict(list)
        self._count = 0
        self._seen: set[str] = set()
        with _its_own_fault():  # nobody reads it before it is whole, so no journal is needed
            self._file = sqlite3.connect(path, isolation_level=None)
            self._file.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES}")
        self._run("BEGIN")
        for name, columns in objects.items():
            self._run("INSERT INTO object_map_type VALUES (?, ?)", (name, name))
            listed = "".join(f', "{column}" {kind}' for column, kind in columns)
            self._run(
                f'CREATE TABLE "object_{name}" (ocel_id TEXT NOT NULL REFERENCES object (ocel_id),'
                f" ocel_time TIMESTAMP NOT NULL, ocel_changed_field TEXT{listed})"
            )
            self._run(f'CREATE INDEX "object_{name}_index" ON "object_{name}" (ocel_id)')

    def add_event(self, event: OcelEvent) -> None:
        """Write an event and what it is about."""
        table = self._names.get(event.type) or self._new_type(event.type)
        marks = ", ?" * len(self._columns)
        self._put("INSERT INTO event VALUES (?, ?)", (event.id, event.type))
        row = (event.id, event.time, *event.values)
        self._put(f'INSERT INTO "event_{table}" VALUES (?, ?{marks})', row)  # noqa: S608  # a name
        for thing, qualifier in event.objects:
            row = (event.id, thing, qualifier)
            self._put("INSERT OR IGNORE INTO event_object VALUES (?, ?, ?)", row)

    def add_object(self, thing: OcelObject) -> None:
        """Write an object that comes once."""
        self._put("INSERT INTO object VALUES (?, ?)", (thing.id, thing.type))
        row = (thing.id, EPOCH, None, *thing.values)
        self._put(self._insert_object(thing.type), row)

    def add_shared(self, thing: OcelObject) -> None:
        """Write an object that may come again, always the same."""
        if thing.id in self._seen:
            return
        if len(self._seen) >= _MOST_SEEN:
            self._seen.clear()
        self._seen.add(thing.id)
        self._put("INSERT OR IGNORE INTO object VALUES (?, ?)", (thing.id, thing.type))
        marks = ", ?" * len(self._objects[thing.type])
        unless = f'SELECT 1 FROM "object_{thing.type}" WHERE ocel_id = ?'  # noqa: S608  # our names
        self._put(
            f'INSERT INTO "object_{thing.type}" SELECT ?, ?, ?{marks} WHERE NOT EXISTS ({unless})',
            (thing.id, EPOCH, None, *thing.values, thing.id),
        )

    def add_change(self, change: OcelChange) -> None:
        """Write that an attribute changed."""
        names = (name for name, _ in self._objects[change.type])
        values = (change.value if name == change.name else None for name in names)
        row = (change.id, change.time, change.name, *values)
        self._put(self._insert_object(change.type), row)

    def link(self, source: str, target: str, qualifier: str) -> None:
        """Say that an object belongs to another; kept where both are in the log."""
        self._put("INSERT INTO link VALUES (?, ?, ?)", (source, target, qualifier))

    def finish(self) -> None:
        """Write what waits; the file is whole then."""
        self._flush()
        self._run(
            "INSERT OR IGNORE INTO object_object SELECT source, target, qualifier FROM link"
            " WHERE source IN (SELECT ocel_id FROM object)"
            " AND target IN (SELECT ocel_id FROM object)"
        )
        self._run("COMMIT")

    def close(self) -> None:
        """Let go of the file, whole or not."""
        self._file.close()

    def _new_type(self, name: str) -> str:
        plain = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")[:_LONGEST_NAME] or "event"
        taken = {one.lower() for one in self._names.values()}
        free = (plain, *(f"{plain}_{number}" for number in range(2, len(taken) + 3)))
        table = next(one for one in free if one.lower() not in taken)  # SQLite ignores the case
        self._names[name] = table
        listed = "".join(f', "{column}" {kind}' for column, kind in self._columns)
        self._run("INSERT INTO event_map_type VALUES (?, ?)", (name, table))
        self._run(
            f'CREATE TABLE "event_{table}" (ocel_id TEXT NOT NULL PRIMARY KEY'
            f" REFERENCES event (ocel_id), ocel_time TIMESTAMP NOT NULL{listed})"
        )
        return table

    def _insert_object(self, kind: str) -> str:
        marks = ", ?" * len(self._objects[kind])
        return f'INSERT INTO "object_{kind}" VALUES (?, ?, ?{marks})'  # noqa: S608  # our own names

    def _put(self, statement: str, row: tuple[object, ...]) -> None:
        self._waiting[statement].append(row)
        self._count += 1
        if self._count >= _ROWS_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        with _its_own_fault():
            for statement, rows in self._waiting.items():
                self._file.executemany(statement, rows)
        self._waiting.clear()
        self._count = 0

    def _run(self, statement: str, given: tuple[object, ...] = ()) -> None:
        with _its_own_fault():
            self._file.execute(statement, given)


@contextmanager
def _its_own_fault() -> Iterator[None]:
    """A file that cannot be written says nothing about the database of cases.

    Raises:
        OSError: it cannot.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise OSError(f"the export cannot be written: {error}") from error


def write_json(path: Path, out: BinaryIO) -> None:
    """Write the OCEL SQLite file as OCEL JSON, an event and an object at a time."""
    log = sqlite3.connect(path)
    try:
        events, objects = _types(log, "event"), _types(log, "object")
        _write_list(out, b'{"events":[', (one for kind in events for one in _events(log, *kind)))
        _write_list(out, b'],"objects":[', (one for kind in objects for one in _things(log, *kind)))
        _write_list(out, b'],"eventTypes":[', (_declared(log, "event", *kind) for kind in events))
        _write_list(
            out, b'],"objectTypes":[', (_declared(log, "object", *kind) for kind in objects)
        )
        out.write(b"]}\n")
    finally:
        log.close()


def _write_list(out: BinaryIO, before: bytes, items: Iterable[object]) -> None:
    out.write(before)
    for place, item in enumerate(items):
        out.write(b",\n" if place else b"\n")
        out.write(msgspec.json.encode(item))


def _types(log: sqlite3.Connection, what: str) -> list[tuple[str, str]]:
    asked = f"SELECT ocel_type, ocel_type_map FROM {what}_map_type ORDER BY 1"  # noqa: S608
    return log.execute(asked).fetchall()


def _columns(log: sqlite3.Connection, table: str, *, first: int) -> list[Column]:
    rows = log.execute(f'PRAGMA table_info("{table}")').fetchall()
    return [(name, kind) for _, name, kind, *_ in rows[first:]]


def _declared(log: sqlite3.Connection, what: str, name: str, table: str) -> Mapping[str, object]:
    columns = _columns(log, f"{what}_{table}", first=2 if what == "event" else 3)
    listed = [{"name": column, "type": _JSON_TYPES[kind]} for column, kind in columns]
    return {"name": name, "attributes": listed}


Relation = Mapping[str, str]


def _related(rows: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, list[Relation]]]:
    for name, found in groupby(rows, key=lambda row: row[0]):
        yield name, [{"objectId": thing, "qualifier": said} for _, thing, said in found]


class _Beside:
    """Relations in the order of what they are of, taken as that comes by."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self._rows = _related(rows)
        self._next = next(self._rows, None)

    def of(self, name: str) -> list[Relation]:
        """Those of that name, which comes after all asked for before."""
        if self._next is None or self._next[0] != name:
            return []
        found = self._next[1]
        self._next = next(self._rows, None)
        return found


def _events(log: sqlite3.Connection, name: str, table: str) -> Iterator[Mapping[str, object]]:
    columns = _columns(log, f"event_{table}", first=2)
    beside = _Beside(
        log.execute(
            "SELECT o.ocel_event_id, o.ocel_object_id, o.ocel_qualifier"  # noqa: S608  # own names
            f' FROM "event_{table}" AS e JOIN event_object AS o ON o.ocel_event_id = e.ocel_id'
            " ORDER BY e.ocel_id"
        )
    )
    for row in log.execute(f'SELECT * FROM "event_{table}" ORDER BY ocel_id'):  # noqa: S608
        values = zip(columns, row[2:], strict=True)
        yield {
            "id": row[0],
            "type": name,
            "time": row[1],
            "attributes": [
                {"name": column, "value": _said(value, kind)}
                for (column, kind), value in values
                if value is not None
            ],
            "relationships": beside.of(row[0]),
        }


def _things(log: sqlite3.Connection, name: str, table: str) -> Iterator[Mapping[str, object]]:
    columns = _columns(log, f"object_{table}", first=3)
    beside = _Beside(
        log.execute(
            "SELECT ocel_source_id, ocel_target_id, ocel_qualifier FROM object_object"
            " JOIN object ON ocel_id = ocel_source_id WHERE ocel_type = ? ORDER BY ocel_source_id",
            (name,),
        )
    )
    rows = log.execute(f'SELECT * FROM "object_{table}" ORDER BY ocel_id, rowid')  # noqa: S608
    for thing, found in groupby(rows, key=lambda row: row[0]):
        yield {
            "id": thing,
            "type": name,
            "attributes": [
                {"name": column, "value": _said(value, kind), "time": row[1]}
                for row in found
                for (column, kind), value in zip(columns, row[3:], strict=True)
                if value is not None
            ],
            "relationships": beside.of(thing),
        }


def _said(value: object, kind: Kind) -> str:
    if kind == "BOOLEAN":
        return "true" if value else "false"
    return str(value)
