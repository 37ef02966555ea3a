"""Indexes that lists are counted by, without reading the cases themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NEWEST = ["at", "case_id", "id"]


def upgrade() -> None:
    """Make them; no row changes."""
    op.create_index("case_standing_index", "case", ["sop", "result"])
    closed = sa.text("closed_at IS NOT NULL")
    op.create_index(
        "case_closed_index",
        "case",
        ["closed_at", "sop", "result"],
        sqlite_where=closed,
        postgresql_where=closed,
    )
    op.drop_index("deviation_newest_index", "deviation")
    op.create_index("deviation_newest_index", "deviation", [*_NEWEST, "status"])


def downgrade() -> None:
    """As they were before."""
    op.drop_index("deviation_newest_index", "deviation")
    op.create_index("deviation_newest_index", "deviation", _NEWEST)
    op.drop_index("case_closed_index", "case")
    op.drop_index("case_standing_index", "case")
