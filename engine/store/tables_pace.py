"""The tables of the SLA board: open cases on the way to their deadlines, and how closed ones ended.

Both follow from the cases: a look fills them, and a look at every case fills them anew. Instants
that the database itself divides are whole seconds since 1970 (UTC), so that both databases do it
alike. Private to the store.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, Index, Table, Text
from sqlmodel import Field

from engine.store.tables import METADATA, Row
from engine.store.types import ExactText, UtcDateTime


class PaceRow(Row, table=True):
    """An open case: when its clock started, and when 50, 80, 100 and 125 % are used.

    `used` is a percentage, and there only while the clock stands still. `clock` is None where no
    clock times the case; `since` where it has not started.
    """

    __tablename__ = "pace"

    case_id: str = Field(primary_key=True, sa_type=ExactText)
    sop: str = Field(sa_type=ExactText)
    version: int
    unit: str = Field(sa_type=Text)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    clock: str | None = Field(default=None, sa_type=Text)
    since: int | None = Field(default=None, sa_type=BigInteger)
    half: int | None = Field(default=None, sa_type=BigInteger)
    soon: int | None = Field(default=None, sa_type=BigInteger)
    due: int | None = Field(default=None, sa_type=BigInteger)
    over: int | None = Field(default=None, sa_type=BigInteger)
    used: int | None = None

    __table_args__ = (
        Index("pace_sop_index", "sop", "unit", "due", "soon", "used"),
        Index("pace_due_index", "due", "sop", "unit"),
    )


class Ending(Row, table=True):
    """A closed case: the office's day of it, whether it was in time, and its working seconds.

    `on_time` is None where no clock timed it.
    """

    __tablename__ = "ending"

    case_id: str = Field(primary_key=True, sa_type=ExactText)
    sop: str = Field(sa_type=ExactText)
    version: int
    unit: str = Field(sa_type=Text)
    result: str = Field(sa_type=Text)
    closed_at: datetime = Field(sa_type=UtcDateTime)
    day: date = Field(sa_type=Date)
    on_time: bool | None = None
    worked: int

    __table_args__ = (
        Index("ending_day_index", "day", "sop", "unit", "result", "on_time", "worked"),
    )


class PaceTurn(Row, table=True):
    """How often anything changed above: by this number a live board knows that it is old."""

    __tablename__ = "pace_turn"

    name: str = Field(primary_key=True, sa_type=Text)
    turn: int = Field(sa_type=BigInteger)


PACE: Table = METADATA.tables["pace"]
ENDING: Table = METADATA.tables["ending"]
PACE_TURN: Table = METADATA.tables["pace_turn"]
