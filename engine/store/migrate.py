"""Bring a store's tables to the shape this release works with."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from engine.store.unit import Store

_MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = "0015"
"""The last revision in `migrations/versions`."""


def migrate(store: Store) -> None:
    """Apply every migration that the store lacks; nothing when it lacks none.

    Raises:
        StoreUnavailable: the database cannot be used.
    """
    store.administer(upgrade)


def knows(schema: str) -> bool:
    """Whether a revision is one of this release's."""
    return any(_MIGRATIONS.glob(f"versions/{schema}_*.py")) if schema.isdecimal() else False


def upgrade(connection: Connection, schema: str = NEWEST) -> None:
    """Apply every migration up to `schema` that the tables lack, within their transaction."""
    if _revision(connection) == schema:
        return
    # Half a second of imports that only a new or an older database is worth.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, schema)


def _revision(connection: Connection) -> str | None:
    """The revision that the tables have; None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version"))
    return found.scalar_one_or_none()
