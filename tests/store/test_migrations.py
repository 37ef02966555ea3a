"""The migrations make exactly the tables that the code works with."""

import pkgutil
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

import engine.store
from engine.store import migrate as migrate_module
from engine.store import timers
from engine.store.incidents import IncidentQuery, incident_rows
from engine.store.migrate import NEWEST, migrate
from engine.store.tables import METADATA
from engine.store.types import text_from_instant
from engine.store.unit import SqliteStore, Store, open_store

for module in pkgutil.iter_modules(engine.store.__path__):
    if module.name.startswith("tables_"):
        import_module(f"engine.store.{module.name}")  # its tables belong to the metadata


def differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True}
    return compare_metadata(MigrationContext.configure(connection, opts=options), METADATA)


def statements(connection: Connection) -> dict[str, str]:
    """How SQLite was told to make each table and index (comparing leaves partial indexes out)."""
    rows = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
        " AND name NOT LIKE 'alembic%'"
    )
    return {name: " ".join(sql.split()) for name, sql in rows}


def test_the_migrations_lead_to_the_tables_of_the_code(store: Store) -> None:
    assert store.administer(differences) == []


def test_the_newest_revision_is_the_last_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate_module._MIGRATIONS))

    assert ScriptDirectory.from_config(config).get_current_head() == NEWEST


def test_migrating_again_changes_nothing(store: Store) -> None:
    migrate(store)

    assert store.administer(differences) == []


def test_partial_indexes_and_tables_without_rowid_are_as_the_code_says(
    sqlite_store: SqliteStore, sqlite_url: str
) -> None:
    other = open_store(sqlite_url.replace("alur.db", "other.db"))
    other.administer(METADATA.create_all)

    assert sqlite_store.administer(statements) == other.administer(statements)
    other.close()


def upgrade_to(revision: str) -> Callable[[Connection], None]:
    def job(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(migrate_module._MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    return job


A_TASK = """
INSERT INTO task (case_id, activation, step, number, unit, sop, version, visit, cause, status,
  opened_at, automated, finished_at, incident)
VALUES ('c1', {activation}, 'nomor', 3, 'dinas', 'surat', 1, 1, 'forward', 'open', :at, :yes,
  {finished}, '{incident}')
"""
A_FEW = ((4, "NULL", "Mati"), (5, ":at", "Mati"), (6, "NULL", ""))
"""Stuck; stuck once and done; well."""
A_FAILURE = """
INSERT INTO case_event (case_id, seq, kind, at, hash, body)
VALUES ('c1', {seq}, 'action_failed', :at, :nothing, :nothing)
"""


def test_incidents_from_before_they_were_kept_are_listed_and_looked_at(bare_url: str) -> None:
    at = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    kept = open_store(bare_url)
    kept.administer(upgrade_to("0002"))

    def fill(connection: Connection) -> None:
        shown = text_from_instant(at) if connection.dialect.name == "sqlite" else at
        given = {"at": shown, "yes": True}
        for activation, finished, incident in A_FEW:
            row = A_TASK.format(activation=activation, finished=finished, incident=incident)
            connection.execute(text(row), given)
        for seq in (1, 2):
            connection.execute(text(A_FAILURE.format(seq=seq)), {"at": shown, "nothing": b""})

    kept.administer(fill)
    migrate(kept)

    page = kept.read(lambda reader: incident_rows(reader, IncidentQuery()))
    assert [(one.activation, one.at, one.attempts, one.error) for one in page.items] == [
        (4, at, 2, "Mati")
    ]
    assert kept.read(lambda reader: timers.due(reader, at, limit=9)) == ("c1",)
    kept.close()
