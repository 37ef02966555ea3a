"""A database as it is, for whoever judges it: it is neither made, nor brought up to date first."""

from engine.core.errors import StoreUnavailable
from engine.service.database import Database, file_of, key_place, signing_key_place
from engine.service.signing_keys import SigningKeys
from engine.service.vault import Vault, key_from_text
from engine.store import figures
from engine.store.looking import is_prepared, open_to_look
from engine.store.migrate import NEWEST, knows

__all__ = ["DatabaseAbsent", "SchemaOther", "look_at"]


class DatabaseAbsent(StoreUnavailable):
    """There is nothing at the address."""

    hint = (
        "Look at ALUR_DATABASE_URL (`alur db path`); a backup is put there by `alur restore`,"
        " a new database is made by `alur db prepare`."
    )

    def __init__(self) -> None:
        super().__init__("There is no database of Alur's at this address.")


class SchemaOther(StoreUnavailable):
    """The tables are of another release."""

    def __init__(self, found: str) -> None:
        self.found = found
        self.hint = (
            "Keep a copy as it is, then `alur db prepare` brings the tables up to this release."
            if not found or knows(found)
            else "Take the release of Alur that wrote it, or a newer one."
        )
        super().__init__(f"The tables are at {found or '-'}; this Alur works with {NEWEST}.")


def look_at(url: str, *, key: str = "", signing_key: str = "") -> Database:
    """Open the database at `url` to be read; nothing is made or written, no key either.

    Args:
        url: where the database is.
        key: what personal data is sealed with, in base64; without it, what lies beside the file.
        signing_key: the same of what signs checkpoints.

    Raises:
        DatabaseAbsent: there is no such file, or nothing of Alur's in it.
        SchemaOther: its tables are of another release.
        StoreUnavailable: it cannot be read.
    """
    file = file_of(url)
    if file is not None and not (file.is_file() and file.stat().st_size):
        raise DatabaseAbsent
    database = Database(
        open_to_look(url),
        Vault(key_from_text(key) if key else None, place=key_place(url)),
        SigningKeys(
            key_from_text(signing_key) if signing_key else None, place=signing_key_place(url)
        ),
    )
    try:
        _expect_tables(database)
    except BaseException:
        database.close()
        raise
    return database


def _expect_tables(database: Database) -> None:
    if not database.store.read(is_prepared):
        raise DatabaseAbsent
    found = database.store.read(figures.revision)
    if found != NEWEST:
        raise SchemaOther(found)
