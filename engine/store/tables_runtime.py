"""Tables of what runs beside the cases: attempts, notices, processes. Private to the store.

None of them is the truth about a case; what they say of one stands in its events as well.
"""

from datetime import datetime

from sqlalchemy import Index, Table, Text, text
from sqlmodel import Field

from engine.store.tables import METADATA, Row
from engine.store.types import ExactText, UtcDateTime

_RUNNING = text("ended_at IS NULL")
_UNTOLD = text("told_at IS NULL")


class EffectRun(Row, table=True):
    """One attempt at an effect: who ran it, from when to when, what came of it. Not a case's truth.

    `run` is the id of the run that Prefect shows; `told_at` is when Prefect knew how it ended.
    """

    __tablename__ = "effect_run"

    id: str = Field(primary_key=True, sa_type=ExactText)
    case_id: str = Field(sa_type=ExactText)
    activation: int
    kind: str = Field(sa_type=Text)
    attempt: int
    step: str | None = Field(default=None, sa_type=Text)
    sop: str = Field(sa_type=ExactText)
    version: int
    owner: str = Field(sa_type=Text)
    wanted_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: str = Field(sa_type=Text)
    log: str = Field(sa_type=Text)
    run: str | None = Field(default=None, sa_type=Text)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        Index("effect_run_step_index", "case_id", "activation", "started_at"),
        Index("effect_run_started_index", "started_at"),
        Index(
            "effect_run_running_index",
            "owner",
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        Index(
            "effect_run_untold_index",
            "ended_at",
            "id",
            sqlite_where=_UNTOLD,
            postgresql_where=_UNTOLD,
        ),
        {"sqlite_with_rowid": False},
    )


_UNREAD = text("read_at IS NULL")
_PERSONAL = text("person IS NOT NULL")


class NoticeRow(Row, table=True):
    """Something for the people in a role of a unit to see; `link` where acting on it begins.

    `person`: for that person alone, whatever their role.
    `seq`: the number of the event of the case that it tells of; `words` are empty then.
    """

    __tablename__ = "notice"

    id: str = Field(primary_key=True, sa_type=ExactText)
    case_id: str = Field(sa_type=ExactText)
    unit: str = Field(sa_type=ExactText)
    role: str = Field(sa_type=ExactText)
    seq: int | None = None
    words: str = Field(sa_type=Text)
    link: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=UtcDateTime)
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    read_by: str | None = Field(default=None, sa_type=Text)
    person: str | None = Field(default=None, sa_type=ExactText)

    __table_args__ = (
        Index("notice_newest_index", "at", "id"),
        Index(
            "notice_person_index",
            "person",
            "at",
            "id",
            sqlite_where=_PERSONAL,
            postgresql_where=_PERSONAL,
        ),
        Index("notice_case_index", "case_id", "at", "id"),
        Index(
            "notice_unread_index",
            "unit",
            "role",
            "at",
            sqlite_where=_UNREAD,
            postgresql_where=_UNREAD,
        ),
    )


class UrgencyRow(Row, table=True):
    """How much an open task presses, as the last look at its case told: for order, never the truth.

    A look follows every command that moves a clock, and every edit of a calendar.
    """

    __tablename__ = "urgency"
    __table_args__ = {"sqlite_with_rowid": False}

    case_id: str = Field(primary_key=True, sa_type=ExactText)
    activation: int = Field(primary_key=True)
    due: datetime | None = Field(default=None, sa_type=UtcDateTime)
    goes_first: bool


class Process(Row, table=True):
    """A process of this installation that says, every few seconds, that it is there."""

    __tablename__ = "process"

    name: str = Field(primary_key=True, sa_type=ExactText)
    kind: str = Field(sa_type=Text)
    started_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    release: str = Field(sa_type=Text)
    prefect: str = Field(sa_type=Text)
    mode: str | None = Field(default=None, sa_type=Text)


class Leadership(Row, table=True):
    """What only one process does at a time, who does it, and until when unless renewed."""

    __tablename__ = "leadership"

    work: str = Field(primary_key=True, sa_type=ExactText)
    owner: str = Field(sa_type=Text)
    until: datetime = Field(sa_type=UtcDateTime)


EFFECT_RUN: Table = METADATA.tables["effect_run"]
NOTICE: Table = METADATA.tables["notice"]
URGENCY: Table = METADATA.tables["urgency"]
PROCESS: Table = METADATA.tables["process"]
LEADERSHIP: Table = METADATA.tables["leadership"]
