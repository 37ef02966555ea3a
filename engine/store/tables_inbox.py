"""The tables of the inbox: open tasks in the order they press, and who was named in which remark.

Private to the store.

`inbox`, `mention` and `remark_count` follow from the events and can be rebuilt from them (when a
task is due, from `urgency`). `mention_read`, `inbox_look` and `inbox_filter` are each person's own.
"""

from datetime import datetime

from sqlalchemy import Index, Table, Text, text
from sqlmodel import Field

from engine.store.tables import METADATA, Row
from engine.store.types import ExactText, UtcDateTime

_FREE = text("assignee IS NULL")
_HELD = text("assignee IS NOT NULL")
_AWAITED = text("awaited_by IS NOT NULL")
_PRESSING = ("paused", "goes_first", "due", "opened_at", "case_id", "activation")


class InboxTask(Row, table=True):
    """An open task of a person, with all that its place in a list depends on.

    `due` lies in the far future where nothing decides it, so that one order serves all. `since` and
    `sent_by` tell when, and by whose act, it came to where it lies; `awaited_by` who waits for what
    others owe: who has delegated it, or who sent it to somebody outside.
    """

    __tablename__ = "inbox"

    case_id: str = Field(primary_key=True, sa_type=ExactText)
    activation: int = Field(primary_key=True)
    role: str = Field(sa_type=ExactText)
    unit: str = Field(sa_type=ExactText)
    sop: str = Field(sa_type=ExactText)
    assignee: str | None = Field(default=None, sa_type=ExactText)
    awaited_by: str | None = Field(default=None, sa_type=ExactText)
    paused: bool
    goes_first: bool
    due: datetime = Field(sa_type=UtcDateTime)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    since: datetime = Field(sa_type=UtcDateTime)
    sent_by: str = Field(sa_type=Text)

    __table_args__ = (
        Index(
            "inbox_queue_index",
            "role",
            "unit",
            *_PRESSING,
            sqlite_where=_FREE,
            postgresql_where=_FREE,
        ),
        Index(
            "inbox_holder_index",
            "assignee",
            *_PRESSING,
            sqlite_where=_HELD,
            postgresql_where=_HELD,
        ),
        Index(
            "inbox_awaited_index",
            "awaited_by",
            *_PRESSING,
            sqlite_where=_AWAITED,
            postgresql_where=_AWAITED,
        ),
        Index(
            "inbox_service_index",
            "role",
            "unit",
            "sop",
            *_PRESSING,
            sqlite_where=_FREE,
            postgresql_where=_FREE,
        ),
        Index(
            "inbox_opened_index",
            "role",
            "unit",
            "opened_at",
            "case_id",
            "activation",
            sqlite_where=_FREE,
            postgresql_where=_FREE,
        ),
        Index(
            "inbox_since_index",
            "role",
            "unit",
            "since",
            "sent_by",
            sqlite_where=_FREE,
            postgresql_where=_FREE,
        ),
        {"sqlite_with_rowid": False},
    )


class Mention(Row, table=True):
    """Somebody was named in the remark that the event `seq` of the case is."""

    __tablename__ = "mention"

    person: str = Field(primary_key=True, sa_type=ExactText)
    case_id: str = Field(primary_key=True, sa_type=ExactText)
    seq: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(sa_type=Text)

    __table_args__ = (
        Index("mention_newest_index", "person", "at", "case_id", "seq"),
        {"sqlite_with_rowid": False},
    )


class RemarkCount(Row, table=True):
    """How many remarks a case has."""

    __tablename__ = "remark_count"
    __table_args__ = {"sqlite_with_rowid": False}

    case_id: str = Field(primary_key=True, sa_type=ExactText)
    remarks: int


class MentionRead(Row, table=True):
    """Up to which event of a case somebody has read where they are named."""

    __tablename__ = "mention_read"
    __table_args__ = {"sqlite_with_rowid": False}

    person: str = Field(primary_key=True, sa_type=ExactText)
    case_id: str = Field(primary_key=True, sa_type=ExactText)
    seq: int


class InboxLook(Row, table=True):
    """When somebody last looked at their inbox, and from when on what came is new to them."""

    __tablename__ = "inbox_look"
    __table_args__ = {"sqlite_with_rowid": False}

    person: str = Field(primary_key=True, sa_type=ExactText)
    looked_at: datetime = Field(sa_type=UtcDateTime)
    new_since: datetime = Field(sa_type=UtcDateTime)


class InboxFilter(Row, table=True):
    """A question to the inbox that somebody keeps under a name; `asked` as an address says it."""

    __tablename__ = "inbox_filter"
    __table_args__ = {"sqlite_with_rowid": False}

    person: str = Field(primary_key=True, sa_type=ExactText)
    name: str = Field(primary_key=True, sa_type=ExactText)
    asked: str = Field(sa_type=Text)
    saved_at: datetime = Field(sa_type=UtcDateTime)


INBOX: Table = METADATA.tables["inbox"]
MENTION: Table = METADATA.tables["mention"]
REMARK_COUNT: Table = METADATA.tables["remark_count"]
MENTION_READ: Table = METADATA.tables["mention_read"]
INBOX_LOOK: Table = METADATA.tables["inbox_look"]
INBOX_FILTER: Table = METADATA.tables["inbox_filter"]
