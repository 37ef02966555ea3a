"""The table of what verifications came to. Private to the store; it proves nothing by itself."""

from datetime import datetime

from sqlalchemy import Index, Table, Text
from sqlmodel import Field

from engine.store.tables import METADATA, Row
from engine.store.types import ExactText, UtcDateTime


class VerificationRow(Row, table=True):
    """A verification: when it began, how many milliseconds it took, what it came to."""

    __tablename__ = "verification"
    __table_args__ = (Index("verification_newest_index", "at", "id"),)

    id: str = Field(primary_key=True, sa_type=ExactText)
    at: datetime = Field(sa_type=UtcDateTime)
    took_ms: int
    found: int
    verdict: str = Field(sa_type=Text, description="JSON of core.verdicts.Verdict")


VERIFICATION: Table = METADATA.tables["verification"]
