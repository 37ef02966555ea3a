"""SOP versions that wait for approval, and who wrote those in force."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _instant() -> sa.String:
    return sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def _exact() -> sa.Text:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table; of versions published before, nobody knows the author."""
    op.add_column("sop_version", sa.Column("author", sa.Text(), nullable=True))
    op.create_table(
        "sop_submission",
        sa.Column("id", _exact(), nullable=False),
        sa.Column("sop", _exact(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("unit", _exact(), nullable=False),
        sa.Column("effective", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("submitted_at", _instant(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("workflow", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("decided_at", _instant(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="sop_submission_pkey"),
    )
    op.create_index("sop_submission_version_index", "sop_submission", ["sop", "version"])
    _partial("sop_submission_waiting_index", "sop_submission", ["submitted_at", "id"])


def downgrade() -> None:
    """There is no way back: who wrote what and who approved it is history, and is kept."""
    raise RuntimeError("Who wrote and who approved an SOP version is kept. Restore a backup.")


def _partial(name: str, table: str, columns: list[str]) -> None:
    where = sa.text("decided_at IS NULL")
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
