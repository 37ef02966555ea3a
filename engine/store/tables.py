"""The tables, one schema for SQLite and PostgreSQL. Private to the store.

`case_event`, `sop_version` and `calendar_version` are the truth and never change: triggers of the
migrations see to it. `case`, `task`, `deviation` and `timer` follow from the events and can be
rebuilt from them. Rows of these classes never leave the store; `engine.store.rows` says what does.
"""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, MetaData, Table, Text, text
from sqlmodel import Field, SQLModel

from engine.store.types import ExactText, UtcDateTime

METADATA = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "ix": "%(table_name)s_%(column_0_N_name)s_index",
    }
)


class Row(SQLModel):
    """What every table has: the metadata of the store, and of nothing else."""

    metadata = METADATA


class SopVersion(Row, table=True):
    """A published SOP version: the text as written, and the workflow compiled from it."""

    __tablename__ = "sop_version"

    sop: str = Field(primary_key=True, sa_type=ExactText)
    version: int = Field(primary_key=True)
    hash: str = Field(sa_type=Text)
    title: str = Field(sa_type=Text, description="JSON of core.text.Text")
    number: str = Field(sa_type=Text)
    unit: str = Field(sa_type=Text)
    steps: int
    published_at: datetime = Field(sa_type=UtcDateTime)
    published_by: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    workflow: bytes = Field(sa_type=LargeBinary)
    author: str | None = Field(default=None, sa_type=Text)

    __table_args__ = (Index("sop_version_hash_index", "hash"),)


class CaseEvent(Row, table=True):
    """The log. The key is the optimistic lock: one event per case and number."""

    __tablename__ = "case_event"
    __table_args__ = {"sqlite_with_rowid": False}  # one b-tree: a case's events lie together

    case_id: str = Field(primary_key=True, sa_type=ExactText)
    seq: int = Field(primary_key=True)
    kind: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=UtcDateTime)
    hash: bytes = Field(sa_type=LargeBinary)
    body: bytes = Field(sa_type=LargeBinary)


class CaseView(Row, table=True):
    """A case as it stands: the columns that lists are made of, and its whole state."""

    __tablename__ = "case"

    id: str = Field(primary_key=True, sa_type=ExactText)
    sop: str = Field(sa_type=ExactText)
    version: int
    workflow: str = Field(sa_type=Text)
    unit: str = Field(sa_type=Text)
    applicant: str = Field(sa_type=Text)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    last_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    result: str | None = Field(default=None, sa_type=Text)
    pause: str | None = Field(default=None, sa_type=Text)
    seq: int
    head: bytes = Field(sa_type=LargeBinary)
    state: bytes = Field(sa_type=LargeBinary)

    __table_args__ = (
        ForeignKeyConstraint(["sop", "version"], ["sop_version.sop", "sop_version.version"]),
        Index("case_newest_index", "opened_at", "id"),
        Index("case_sop_index", "sop", "opened_at", "id"),
        Index("case_standing_index", "sop", "result"),
        Index(
            "case_closed_index",
            "closed_at",
            "sop",
            "result",
            sqlite_where=text("closed_at IS NOT NULL"),
            postgresql_where=text("closed_at IS NOT NULL"),
        ),
        Index(
            "case_open_index",
            "opened_at",
            "id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "case_open_name_index",
            "applicant",
            "id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )


_WAITING = text("finished_at IS NULL")
_HELD = text("finished_at IS NULL AND assignee IS NOT NULL")
_DELEGATED = text("finished_at IS NULL AND owner IS NOT NULL")
_RETURNED = text("status = 'returned'")
_DONE = text("finished_at IS NOT NULL")


class Task(Row, table=True):
    """One activation of a step: waiting, or how it ended."""

    __tablename__ = "task"

    case_id: str = Field(primary_key=True, sa_type=ExactText)
    activation: int = Field(primary_key=True)
    step: str = Field(sa_type=Text)
    number: int
    role: str | None = Field(default=None, sa_type=Text)
    unit: str = Field(sa_type=Text)
    sop: str = Field(sa_type=ExactText)
    version: int
    visit: int
    cause: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    automated: bool
    pause: str | None = Field(default=None, sa_type=Text)
    assignee: str | None = Field(default=None, sa_type=Text)
    owner: str | None = Field(default=None, sa_type=Text)
    held_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_by: str | None = Field(default=None, sa_type=Text)
    outcome: str | None = Field(default=None, sa_type=Text)
    incident: str = Field(sa_type=Text)

    __table_args__ = (
        Index(
            "task_role_index",
            "role",
            "opened_at",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index(
            "task_assignee_index",
            "assignee",
            "opened_at",
            sqlite_where=_HELD,
            postgresql_where=_HELD,
        ),
        Index(
            "task_owner_index",
            "owner",
            sqlite_where=_DELEGATED,
            postgresql_where=_DELEGATED,
        ),
        Index(
            "task_done_index",
            "finished_at",
            "finished_by",
            "unit",
            "status",
            sqlite_where=_DONE,
            postgresql_where=_DONE,
        ),
        Index(
            "task_returned_index",
            "sop",
            sqlite_where=_RETURNED,
            postgresql_where=_RETURNED,
        ),
        {"sqlite_with_rowid": False},
    )


class CalendarVersionRow(Row, table=True):
    """A version of a working calendar, its holidays included; the newest is in force."""

    __tablename__ = "calendar_version"

    id: str = Field(primary_key=True, sa_type=ExactText)
    version: int = Field(primary_key=True)
    hash: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    published_at: datetime = Field(sa_type=UtcDateTime)
    published_by: str = Field(sa_type=Text)
    body: bytes = Field(sa_type=LargeBinary, description="JSON of core CalendarVersion")


class CalendarMove(Row, table=True):
    """The journal of edits: which deadline of which open case a calendar version moved.

    `activation` 0: a clock of the whole case. A due instant is None where nothing decided it.
    """

    __tablename__ = "calendar_move"
    __table_args__ = {"sqlite_with_rowid": False}

    calendar: str = Field(primary_key=True, sa_type=ExactText)
    version: int = Field(primary_key=True)
    case_id: str = Field(primary_key=True, sa_type=ExactText)
    clock: str = Field(primary_key=True, sa_type=Text)
    activation: int = Field(primary_key=True)
    step: str | None = Field(default=None, sa_type=Text)
    due_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    due_after: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Timer(Row, table=True):
    """When the clocks of a case must be looked at next; no row: never again."""

    __tablename__ = "timer"
    __table_args__ = (Index("timer_at_index", "at"), {"sqlite_with_rowid": False})

    case_id: str = Field(primary_key=True, sa_type=ExactText)
    at: datetime = Field(sa_type=UtcDateTime)


_UNDECIDED = text("status = 'open'")


class DeviationView(Row, table=True):
    """A departure from the SOP as it stands: the fact, and what was decided about it."""

    __tablename__ = "deviation"

    case_id: str = Field(primary_key=True, sa_type=ExactText)
    id: str = Field(primary_key=True, sa_type=ExactText)
    kind: str = Field(sa_type=Text)
    sop: str = Field(sa_type=ExactText)
    version: int
    unit: str = Field(sa_type=Text)
    step: str | None = Field(default=None, sa_type=Text)
    number: int | None = None
    role: str | None = Field(default=None, sa_type=Text)
    at: datetime = Field(sa_type=UtcDateTime)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    status: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    owner: str | None = Field(default=None, sa_type=Text)
    due: str | None = Field(default=None, sa_type=Text)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by: str | None = Field(default=None, sa_type=Text)
    body: bytes = Field(sa_type=LargeBinary, description="JSON of core Deviation")

    __table_args__ = (
        Index("deviation_newest_index", "at", "case_id", "id", "status"),
        Index(
            "deviation_open_index",
            "at",
            "case_id",
            "id",
            sqlite_where=_UNDECIDED,
            postgresql_where=_UNDECIDED,
        ),
        {"sqlite_with_rowid": False},
    )


class IncidentView(Row, table=True):
    """A step that the engine is stuck with since `at`; the row goes when it is mended."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("incident_oldest_index", "at", "case_id", "activation"),
        {"sqlite_with_rowid": False},
    )

    case_id: str = Field(primary_key=True, sa_type=ExactText)
    activation: int = Field(primary_key=True)
    sop: str = Field(sa_type=ExactText)
    version: int
    unit: str = Field(sa_type=Text)
    step: str = Field(sa_type=Text)
    number: int
    at: datetime = Field(sa_type=UtcDateTime)
    attempts: int
    error: str = Field(sa_type=Text)


class Outbox(Row, table=True):
    """Effects that wait for the runtime; a row goes when its effect is settled.

    `available_at`: not before this instant. A claim moves it to the end of its lease.
    """

    __tablename__ = "outbox"

    case_id: str = Field(primary_key=True, sa_type=ExactText)
    activation: int = Field(primary_key=True)
    kind: str = Field(primary_key=True, sa_type=Text)
    payload: str = Field(sa_type=Text, description="JSON of core.effects.Effect")
    attempt: int
    enqueued_at: datetime = Field(sa_type=UtcDateTime)
    available_at: datetime = Field(sa_type=UtcDateTime)
    owner: str | None = Field(default=None, sa_type=Text)

    __table_args__ = (Index("outbox_available_index", "available_at"),)


class CommandReceipt(Row, table=True):
    """What a command with an idempotency key did, so that it does it once."""

    __tablename__ = "command_receipt"
    __table_args__ = {"sqlite_with_rowid": False}

    key: str = Field(primary_key=True, sa_type=ExactText)
    digest: bytes = Field(sa_type=LargeBinary)
    case_id: str = Field(sa_type=ExactText)
    first_seq: int
    last_seq: int
    at: datetime = Field(sa_type=UtcDateTime)


class RegisterNumber(Row, table=True):
    """The last number given out in a register of a unit in a year; there are no gaps."""

    __tablename__ = "register_number"
    __table_args__ = {"sqlite_with_rowid": False}

    register_id: str = Field(primary_key=True, sa_type=ExactText)
    unit: str = Field(primary_key=True, sa_type=ExactText)
    year: int = Field(primary_key=True)
    last: int


SOP_VERSION: Table = METADATA.tables["sop_version"]
CASE_EVENT: Table = METADATA.tables["case_event"]
CASE: Table = METADATA.tables["case"]
TASK: Table = METADATA.tables["task"]
CALENDAR_VERSION: Table = METADATA.tables["calendar_version"]
CALENDAR_MOVE: Table = METADATA.tables["calendar_move"]
TIMER: Table = METADATA.tables["timer"]
DEVIATION: Table = METADATA.tables["deviation"]
INCIDENT: Table = METADATA.tables["incident"]
OUTBOX: Table = METADATA.tables["outbox"]
COMMAND_RECEIPT: Table = METADATA.tables["command_receipt"]
REGISTER_NUMBER: Table = METADATA.tables["register_number"]
