"""The table of what people have written and not yet sent. Private to the store."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, Table
from sqlmodel import Field

from engine.store.tables import METADATA, Row
from engine.store.types import ExactText, UtcDateTime


class Draft(Row, table=True):
    """What one person has half written at one place, sealed."""

    __tablename__ = "draft"

    person: str = Field(primary_key=True, sa_type=ExactText)
    place: str = Field(primary_key=True, sa_type=ExactText)
    sealed: bytes = Field(sa_type=LargeBinary)
    saved_at: datetime = Field(sa_type=UtcDateTime)

    __table_args__ = (
        Index("draft_place_index", "place"),
        Index("draft_saved_index", "saved_at"),
        {"sqlite_with_rowid": False},
    )


DRAFT: Table = METADATA.tables["draft"]
