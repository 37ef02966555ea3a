"""The migrations make exactly the tables that the code works with."""

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from engine.store import migrate as migrate_module
from engine.store.migrate import NEWEST, migrate
from engine.store.tables import METADATA
from engine.store.unit import SqliteStore, Store, open_store


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
