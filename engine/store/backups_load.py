"""A database made anew from the rows of an archive, in the shape that it had then.

The triggers that keep histories as they were written, and note what is new, are put aside while
what was written long ago comes back; they are there again before anybody else sees the tables.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, inspect

from engine.core.errors import StoreError, StoreUnavailable
from engine.store.backups import (
    Row,
    TableShape,
    changed,
    changes_to_load,
    quoted,
    shape_of,
    tables_of,
)
from engine.store.migrate import upgrade
from engine.store.unit import open_store

_CONTRADICTIONS = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    psycopg.IntegrityError,
    psycopg.DataError,
    OverflowError,
    ValueError,
)
"""What a database, or who reads values for it, says of rows that it cannot have."""

Rows = Iterable[tuple[TableShape, Iterator[Row]]]


class ShapeDiffers(StoreError):
    """The archive does not have the tables that its schema says."""

    hint = "Use the release of Alur that made it."

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(f"The backup's table {table} is not the one of its schema.")


class RowsContradict(StoreError):
    """The rows of the archive do not fit together."""

    hint = "Use another backup; nothing was restored."

    def __init__(self, table: str, why: object) -> None:
        self.table = table
        super().__init__(f"The rows of {table} in the backup do not fit together: {why}.")


def has_tables(url: str) -> bool:
    """Whether anything is in a database already.

    Raises:
        StoreUnavailable: it cannot be reached.
    """
    store = open_store(url)
    try:
        return store.administer(lambda connection: bool(inspect(connection).get_table_names()))
    finally:
        store.close()


def load(url: str, schema: str, rows: Rows, *, aside: str = "") -> str:
    """Make the tables of `schema`, fill them, bring them up to date: all of it, or nothing.

    Args:
        url: a database on a server, or a file that is not there yet.
        schema: the revision that the archive's tables have.
        rows: every table with its rows, what others refer to before them.
        aside: the schema of PostgreSQL that what is there is moved into.

    Returns:
        Where what was there is now; empty where nothing was.

    Raises:
        ShapeDiffers: a table has other columns than that revision gives it.
        RowsContradict: its rows break its own rules.
        StoreUnavailable: the database cannot be used, is full, or has tables.
    """

    def work(connection: Connection) -> str:
        moved = _move_aside(connection, aside)
        upgrade(connection, schema)
        _fill(connection, rows)
        upgrade(connection)
        return moved

    store = open_store(url)
    try:
        return store.administer(work)
    finally:
        store.close()


def _move_aside(connection: Connection, aside: str) -> str:
    if not inspect(connection).get_table_names():
        return ""
    if not aside:
        raise StoreUnavailable("There are tables in the database already.")
    here = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
    connection.exec_driver_sql(f"ALTER SCHEMA {quoted(here)} RENAME TO {quoted(aside)}")
    connection.exec_driver_sql(f"CREATE SCHEMA {quoted(here)}")
    return aside


def _fill(connection: Connection, rows: Rows) -> None:
    here = {name: shape_of(table) for name, table in tables_of(connection).items()}
    with _triggers_aside(connection, tuple(here)):
        for shape, found in rows:
            _expect_same(shape, here.pop(shape.name, None))
            heard = changes_to_load(shape, connection.dialect.name)
            try:
                _write(connection, shape, (changed(row, heard) for row in found))
            except _CONTRADICTIONS as error:
                raise RowsContradict(shape.name, error) from error
    for missing in here:
        raise ShapeDiffers(missing)


def _expect_same(shape: TableShape, known: TableShape | None) -> None:
    if known is None or set(known.columns) != set(shape.columns):
        raise ShapeDiffers(shape.name)


def _write(connection: Connection, shape: TableShape, rows: Iterator[Row]) -> None:
    columns = ", ".join(quoted(one.name) for one in shape.columns)
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        holes = ", ".join("?" * len(shape.columns))
        driver.executemany(
            f"INSERT INTO {quoted(shape.name)} ({columns}) VALUES ({holes})",  # noqa: S608  # names of the schema
            rows,
        )
        return
    _copy(driver, f"COPY {quoted(shape.name)} ({columns}) FROM STDIN", rows)
    _count_on(connection, shape)


def _copy(driver: psycopg.Connection, statement: str, rows: Iterator[Row]) -> None:
    with driver.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        for row in rows:
            copy.write_row(row)


def _count_on(connection: Connection, shape: TableShape) -> None:
    """What PostgreSQL numbers by itself goes on after the last number that came back."""
    for one in shape.columns:
        if one.kind == "int":
            connection.exec_driver_sql(
                f"SELECT setval(found.name, coalesce(max({quoted(one.name)}), 1),"  # noqa: S608  # names of the schema
                f" max({quoted(one.name)}) IS NOT NULL)"
                f" FROM (SELECT pg_get_serial_sequence(%(table)s, %(column)s) AS name) AS found"
                f" LEFT JOIN {quoted(shape.name)} ON true WHERE found.name IS NOT NULL"
                " GROUP BY found.name",
                {"table": quoted(shape.name), "column": one.name},
            )


@contextmanager
def _triggers_aside(connection: Connection, tables: Iterable[str]) -> Iterator[None]:
    if connection.dialect.name == "sqlite":
        listed = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = connection.exec_driver_sql(listed).all()
        for name, _ in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {quoted(name)}")
        yield
        for _, made in triggers:
            connection.exec_driver_sql(made)
        return
    for table in tables:
        connection.exec_driver_sql(f"ALTER TABLE {quoted(table)} DISABLE TRIGGER USER")
    yield
    for table in tables:
        connection.exec_driver_sql(f"ALTER TABLE {quoted(table)} ENABLE TRIGGER USER")
