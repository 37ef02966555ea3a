"""The table of tracking codes: which case each stands for, and since when. Private to the store.

Neither PIN nor link is in it: both follow from a code and the installation's key.
"""

from datetime import datetime

from sqlalchemy import Index, Table, Text, text
from sqlmodel import Field

from engine.store.tables import METADATA, Row
from engine.store.types import ExactText, UtcDateTime

_COUNTS = text("ended_at IS NULL")


class TrackingCode(Row, table=True):
    """A code that was given for a case. One of a case counts; those before it are history."""

    __tablename__ = "tracking_code"

    code: str = Field(primary_key=True, sa_type=ExactText)
    case_id: str = Field(sa_type=ExactText)
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by: str = Field(sa_type=Text)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        Index(
            "tracking_code_case_index",
            "case_id",
            unique=True,
            sqlite_where=_COUNTS,
            postgresql_where=_COUNTS,
        ),
        {"sqlite_with_rowid": False},
    )


TRACKING_CODE: Table = METADATA.tables["tracking_code"]
