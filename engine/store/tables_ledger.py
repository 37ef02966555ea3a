"""The tables of the ledger: what waits for a number, what has one, the tree. Private to the store.

Triggers on the tables that are the truth note in `ledger_due` whatever is added to them, in the
same transaction. `ledger_entry` and `ledger_node` never change.
"""

from sqlalchemy import Index, LargeBinary, Table
from sqlmodel import Field

from engine.store.tables import METADATA, Row
from engine.store.types import ExactText


class LedgerDue(Row, table=True):
    """What was added and has no number yet; without a hash where it is that of a whole row."""

    __tablename__ = "ledger_due"

    id: int | None = Field(default=None, primary_key=True)
    stream: str = Field(sa_type=ExactText)
    seq: int
    hash: bytes | None = Field(default=None, sa_type=LargeBinary)


class LedgerEntry(Row, table=True):
    """An entry of the one list, numbered from 0 without a gap."""

    __tablename__ = "ledger_entry"
    __table_args__ = (Index("ledger_entry_stream_index", "stream", "seq", unique=True),)

    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    stream: str = Field(sa_type=ExactText)
    seq: int
    hash: bytes = Field(sa_type=LargeBinary)


class LedgerNode(Row, table=True):
    """A complete subtree over `2**level` entries, from level 8 on: lower ones are made anew."""

    __tablename__ = "ledger_node"
    __table_args__ = {"sqlite_with_rowid": False}

    level: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    hash: bytes = Field(sa_type=LargeBinary)


LEDGER_DUE: Table = METADATA.tables["ledger_due"]
LEDGER_ENTRY: Table = METADATA.tables["ledger_entry"]
LEDGER_NODE: Table = METADATA.tables["ledger_node"]
