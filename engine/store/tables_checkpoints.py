"""The tables of what was signed, for whom, and by which key. Private to the store.

`checkpoint` and `verifier_key` never change: triggers of the migration see to it.
"""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, Table, Text, text
from sqlmodel import Field

from engine.store.tables import METADATA, Row
from engine.store.types import UtcDateTime

_WAITING = text("sent_at IS NULL")


class CheckpointRow(Row, table=True):
    """A signed checkpoint, numbered from 1; no two of one instant, a clock may have been ahead."""

    __tablename__ = "checkpoint"
    __table_args__ = (
        Index("checkpoint_at_index", "at", unique=True),
        Index("checkpoint_size_index", "size", "id"),
    )

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcDateTime)
    size: int
    root: bytes = Field(sa_type=LargeBinary)
    note: str = Field(sa_type=Text)


class VerifierKeyRow(Row, table=True):
    """A verifier key as it is published; it counts until the next one's `since`."""

    __tablename__ = "verifier_key"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    line: str = Field(sa_type=Text)
    since: datetime = Field(sa_type=UtcDateTime)


class CheckpointMailRow(Row, table=True):
    """That a checkpoint is to be mailed to an address: not before `due_at`, and how it went."""

    __tablename__ = "checkpoint_mail"

    checkpoint: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    address: str = Field(primary_key=True, sa_type=Text)
    due_at: datetime = Field(sa_type=UtcDateTime)
    attempts: int
    failure: str = Field(sa_type=Text)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        Index(
            "checkpoint_mail_due_index",
            "due_at",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        {"sqlite_with_rowid": False},
    )


CHECKPOINT: Table = METADATA.tables["checkpoint"]
VERIFIER_KEY: Table = METADATA.tables["verifier_key"]
CHECKPOINT_MAIL: Table = METADATA.tables["checkpoint_mail"]
