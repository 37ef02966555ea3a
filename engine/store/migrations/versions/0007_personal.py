"""Personal data: the proof of the key, keys of subjects, whose cases are whose, who read what."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _instant() -> sa.String:
    return sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def _exact() -> sa.Text:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables; what stands in plain in old events stays as it is."""
    op.create_table(
        "vault_proof",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="vault_proof_pkey"),
    )
    _subjects()
    op.create_table(
        "read_log",
        sa.Column("id", _exact(), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("person", _exact(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="read_log_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("read_log_case_index", "read_log", ["case_id", "id"])
    op.create_index("read_log_person_index", "read_log", ["person", "id"])


def downgrade() -> None:
    """Drop them. What was sealed cannot be read afterwards, by anybody."""
    for table in ("read_log", "case_subject", "subject_key", "vault_proof"):
        op.drop_table(table)


def _subjects() -> None:
    op.create_table(
        "subject_key",
        sa.Column("id", _exact(), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", _instant(), nullable=False),
        sa.Column("destroyed_at", _instant(), nullable=True),
        sa.Column("destroyed_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decree", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="subject_key_pkey"),
    )
    op.create_index("subject_key_subject_index", "subject_key", ["subject"], unique=True)
    op.create_table(
        "case_subject",
        sa.Column("key_id", _exact(), nullable=False),
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("owns", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", "case_id", name="case_subject_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("case_subject_case_index", "case_subject", ["case_id"])
