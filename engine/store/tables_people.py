"""Tables of the people who work here. Private to the store.

`directory_event` is the truth about them and never changes: triggers of the migration see to it.
"""

from datetime import datetime

from sqlalchemy import LargeBinary, Table, Text
from sqlmodel import Field

from engine.store.tables import METADATA, Row
from engine.store.types import UtcDateTime


class DirectoryEventRow(Row, table=True):
    """The history of the directory. The key is the optimistic lock: one event per number."""

    __tablename__ = "directory_event"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=UtcDateTime)
    hash: bytes = Field(sa_type=LargeBinary)
    body: bytes = Field(sa_type=LargeBinary)


DIRECTORY_EVENT: Table = METADATA.tables["directory_event"]
