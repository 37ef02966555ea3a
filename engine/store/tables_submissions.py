"""The table of SOP versions that wait for approval. Private to the store."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, Table, Text, text
from sqlmodel import Field

from engine.store.tables import METADATA, Row
from engine.store.types import ExactText, UtcDateTime

_WAITING = text("decided_at IS NULL")


class SopSubmissionRow(Row, table=True):
    """A definition that an author brought, and what was decided about it."""

    __tablename__ = "sop_submission"

    id: str = Field(primary_key=True, sa_type=ExactText)
    sop: str = Field(sa_type=ExactText)
    version: int
    hash: str = Field(sa_type=Text)
    title: str = Field(sa_type=Text, description="JSON of core.text.Text")
    unit: str = Field(sa_type=ExactText)
    effective: str = Field(sa_type=Text, description="The day from which it holds, ISO 8601")
    author: str = Field(sa_type=Text)
    submitted_at: datetime = Field(sa_type=UtcDateTime)
    note: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    workflow: bytes = Field(sa_type=LargeBinary)
    status: str = Field(sa_type=Text)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: str | None = Field(default=None, sa_type=Text)
    reason: str = Field(sa_type=Text)

    __table_args__ = (
        Index("sop_submission_version_index", "sop", "version"),
        Index(
            "sop_submission_waiting_index",
            "submitted_at",
            "id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )


SOP_SUBMISSION: Table = METADATA.tables["sop_submission"]
