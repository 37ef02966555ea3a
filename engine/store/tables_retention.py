"""Tables of what becomes of records: what is kept back, and lists of what is to be destroyed.

`case_hold` follows from the events of the cases. The lists are how people come to a decision; what
was done with a case in the end stands in its own history. Private to the store.
"""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKeyConstraint, Index, LargeBinary, Table, Text
from sqlmodel import Field

from engine.store.tables import METADATA, Row
from engine.store.types import ExactText, UtcDateTime


class CaseHoldRow(Row, table=True):
    """A ground on which the record of a case is kept back."""

    __tablename__ = "case_hold"

    case_id: str = Field(primary_key=True, sa_type=ExactText)
    ground: str = Field(primary_key=True, sa_type=ExactText)
    since: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)


class DisposalRow(Row, table=True):
    """A list of records to be destroyed, what was decided about it, and its minutes."""

    __tablename__ = "disposal"

    id: str = Field(primary_key=True, sa_type=ExactText)
    status: str = Field(sa_type=Text)
    note: str = Field(sa_type=Text)
    proposed_at: datetime = Field(sa_type=UtcDateTime)
    proposed_by: str = Field(sa_type=Text)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: str | None = Field(default=None, sa_type=Text)
    reason: str = Field(sa_type=Text)
    minutes: str = Field(sa_type=Text)
    signed_on: date | None = Field(default=None, sa_type=Date)
    witnesses: str = Field(sa_type=Text, description="JSON: the names of who witnessed it")

    __table_args__ = (Index("disposal_newest_index", "proposed_at", "id"),)


class DisposalCaseRow(Row, table=True):
    """A record on a list, as it stood when it was proposed, and what became of it."""

    __tablename__ = "disposal_case"

    list_id: str = Field(primary_key=True, sa_type=ExactText)
    case_id: str = Field(primary_key=True, sa_type=ExactText)
    sop: str = Field(sa_type=ExactText)
    version: int
    unit: str = Field(sa_type=ExactText)
    kept_as: str = Field(sa_type=Text)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime = Field(sa_type=UtcDateTime)
    over_on: date = Field(sa_type=Date)
    head: bytes = Field(sa_type=LargeBinary)
    seq: int | None = Field(default=None, description="The event that says it was disposed of")
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    left_out: str = Field(sa_type=Text)

    __table_args__ = (
        ForeignKeyConstraint(["list_id"], ["disposal.id"]),
        Index("disposal_case_case_index", "case_id"),
    )


class DisposalFileRow(Row, table=True):
    """A document whose bytes are to go, unless a record that is kept has the same."""

    __tablename__ = "disposal_file"

    sha256: str = Field(primary_key=True, sa_type=ExactText)


CASE_HOLD: Table = METADATA.tables["case_hold"]
DISPOSAL: Table = METADATA.tables["disposal"]
DISPOSAL_CASE: Table = METADATA.tables["disposal_case"]
DISPOSAL_FILE: Table = METADATA.tables["disposal_file"]
