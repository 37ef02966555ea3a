"""Signed checkpoints, the keys that verify them, and what of them is to be mailed to whom."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _instant() -> sa.String:
    return sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    """Make the tables, and the triggers that keep what was signed as it was signed."""
    op.create_table(
        "checkpoint",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="checkpoint_pkey"),
    )
    op.create_index("checkpoint_at_index", "checkpoint", ["at"], unique=True)
    op.create_index("checkpoint_size_index", "checkpoint", ["size", "id"])
    op.create_table(
        "verifier_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("since", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="verifier_key_pkey"),
    )
    op.create_table(
        "checkpoint_mail",
        sa.Column("checkpoint", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("due_at", _instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("sent_at", _instant(), nullable=True),
        sa.PrimaryKeyConstraint("checkpoint", "address", name="checkpoint_mail_pkey"),
        sqlite_with_rowid=False,
    )
    where = sa.text("sent_at IS NULL")
    op.create_index(
        "checkpoint_mail_due_index",
        "checkpoint_mail",
        ["due_at"],
        sqlite_where=where,
        postgresql_where=where,
    )
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in ("checkpoint", "verifier_key"):
        (_keep_on_postgresql if is_postgresql else _keep_on_sqlite)(table)


def downgrade() -> None:
    """There is no way back: what was signed is history, and is kept."""
    raise RuntimeError("What was numbered and signed is kept. Restore a backup.")


def _keep_on_sqlite(table: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    # Fires before OR REPLACE would take the old row away, too.
    op.execute(
        f"CREATE TRIGGER {table}_follows BEFORE INSERT ON {table}"  # noqa: S608  # words of this file
        f" WHEN NEW.id <> 1 + coalesce((SELECT max(id) FROM {table}), 0)"
        f" BEGIN SELECT RAISE(ABORT, '{table} has moved on'); END"
    )


def _keep_on_postgresql(table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE"
        f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION alur_refuse()"
    )
