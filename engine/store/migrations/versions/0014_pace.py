"""The pace of open cases on the way to their deadlines, and how closed ones ended."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_LOOKED_BACK = timedelta(days=92)
"""Whoever ended earlier is shown on no board."""


def _instant() -> sa.String:
    return sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def _exact() -> sa.Text:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables, and let every case be looked at that belongs in them."""
    _make_paces()
    _make_endings()
    op.create_table(
        "pace_turn",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pace_turn_pkey"),
    )
    _look_at_all()


def _make_paces() -> None:
    op.create_table(
        "pace",
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("sop", _exact(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("opened_at", _instant(), nullable=False),
        sa.Column("clock", sa.Text(), nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("half", sa.BigInteger(), nullable=True),
        sa.Column("soon", sa.BigInteger(), nullable=True),
        sa.Column("due", sa.BigInteger(), nullable=True),
        sa.Column("over", sa.BigInteger(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", name="pace_pkey"),
    )
    op.create_index("pace_sop_index", "pace", ["sop", "unit", "due", "soon", "used"])
    op.create_index("pace_due_index", "pace", ["due", "sop", "unit"])


def _make_endings() -> None:
    op.create_table(
        "ending",
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("sop", _exact(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("closed_at", _instant(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("on_time", sa.Boolean(), nullable=True),
        sa.Column("worked", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="ending_pkey"),
    )
    op.create_index(
        "ending_day_index", "ending", ["day", "sop", "unit", "result", "on_time", "worked"]
    )


def _look_at_all() -> None:
    """At open cases, and at those that ended of late; the sweep then fills the tables."""
    connection = op.get_bind()
    cases = sa.table(
        "case",
        sa.column("id", _exact()),
        sa.column("closed_at", _instant()),
        sa.column("last_at", _instant()),
    )
    timers = sa.table("timer", sa.column("case_id", _exact()), sa.column("at", _instant()))
    wanted: sa.ColumnElement[bool] = cases.c.closed_at.is_(None)
    newest = connection.execute(sa.select(sa.func.max(cases.c.closed_at))).scalar()
    if newest is not None:
        wanted = sa.or_(wanted, cases.c.closed_at >= _before(newest))
    found = sa.select(cases.c.id).where(wanted)
    connection.execute(sa.delete(timers).where(timers.c.case_id.in_(found)))
    again = sa.select(cases.c.id, cases.c.last_at).where(wanted)
    connection.execute(sa.insert(timers).from_select(["case_id", "at"], again))


def _before(newest: datetime | str) -> datetime | str:
    """So long before an instant, as the database at hand writes instants."""
    if isinstance(newest, datetime):
        return newest - _LOOKED_BACK
    earlier = datetime.fromisoformat(newest) - _LOOKED_BACK
    return f"{earlier.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def downgrade() -> None:
    """Take the tables away; looks at the cases would fill them again."""
    op.drop_table("pace_turn")
    op.drop_table("ending")
    op.drop_table("pace")
