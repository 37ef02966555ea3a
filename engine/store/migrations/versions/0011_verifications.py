"""What verifications came to, the one of every night and those that were asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _instant() -> sa.String:
    return sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def _exact() -> sa.Text:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "verification",
        sa.Column("id", _exact(), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="verification_pkey"),
    )
    op.create_index("verification_newest_index", "verification", ["at", "id"])


def downgrade() -> None:
    """Forget what verifications came to; they can be done again."""
    op.drop_table("verification")
