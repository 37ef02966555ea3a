"""Records: what is kept back, lists of what is to be destroyed, files that are to go."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _instant() -> sa.String:
    return sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def _exact() -> sa.Text:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables; no record was held or disposed of before there were any."""
    op.create_table(
        "case_hold",
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("ground", _exact(), nullable=False),
        sa.Column("since", _instant(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "ground", name="case_hold_pkey"),
    )
    _make_lists()
    op.create_table(
        "disposal_file",
        sa.Column("sha256", _exact(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="disposal_file_pkey"),
    )


def _make_lists() -> None:
    op.create_table(
        "disposal",
        sa.Column("id", _exact(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proposed_at", _instant(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("decided_at", _instant(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("witnesses", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="disposal_pkey"),
    )
    op.create_index("disposal_newest_index", "disposal", ["proposed_at", "id"])
    op.create_table(
        "disposal_case",
        sa.Column("list_id", _exact(), nullable=False),
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("sop", _exact(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("unit", _exact(), nullable=False),
        sa.Column("kept_as", sa.Text(), nullable=False),
        sa.Column("opened_at", _instant(), nullable=False),
        sa.Column("closed_at", _instant(), nullable=False),
        sa.Column("over_on", sa.Date(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("done_at", _instant(), nullable=True),
        sa.Column("left_out", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("list_id", "case_id", name="disposal_case_pkey"),
        sa.ForeignKeyConstraint(["list_id"], ["disposal.id"], name="disposal_case_list_id_fkey"),
    )
    op.create_index("disposal_case_case_index", "disposal_case", ["case_id"])


def downgrade() -> None:
    """There is no way back: what was destroyed, and by whose decision, is kept."""
    raise RuntimeError("What was destroyed, and by whose decision, is kept. Restore a backup.")
