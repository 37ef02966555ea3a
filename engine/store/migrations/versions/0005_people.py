"""The directory of people: its history, which never changes."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _instant() -> sa.String:
    return sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def _exact() -> sa.Text:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table, and the triggers that keep it as it was written."""
    op.create_table(
        "directory_event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="directory_event_pkey"),
    )
    if op.get_bind().dialect.name == "postgresql":
        _postgresql_triggers()
    else:
        _sqlite_triggers()
    _queues()


def _queues() -> None:
    """What queues, workload and notices to one person are read by; open cases are looked at."""
    op.add_column("notice", sa.Column("person", _exact(), nullable=True))
    _partial("notice_person_index", "notice", ["person", "at", "id"], "person IS NOT NULL")
    delegated = "finished_at IS NULL AND owner IS NOT NULL"
    _partial("task_owner_index", "task", ["owner"], delegated)
    done = ["finished_at", "finished_by", "unit", "status"]
    _partial("task_done_index", "task", done, "finished_at IS NOT NULL")
    op.create_table(
        "urgency",
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("activation", sa.Integer(), nullable=False),
        sa.Column("due", _instant(), nullable=True),
        sa.Column("goes_first", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "activation", name="urgency_pkey"),
        sqlite_with_rowid=False,
    )
    op.execute(_LOOK_AT_OPEN_CASES)


_LOOK_AT_OPEN_CASES = """\
INSERT INTO timer (case_id, at)
SELECT id, last_at FROM "case" WHERE closed_at IS NULL
ON CONFLICT (case_id) DO UPDATE SET at = excluded.at
"""
"""The look tells how much each open task presses."""


def _partial(name: str, table: str, columns: list[str], only: str) -> None:
    where = sa.text(only)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """There is no way back: a history is not dropped by a command."""
    raise RuntimeError("Who worked where is history, and is kept. Restore a backup.")


def _sqlite_triggers() -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(f"""
            CREATE TRIGGER directory_event_refuses_{verb.lower()} BEFORE {verb} ON directory_event
            BEGIN SELECT RAISE(ABORT, 'directory_event is append-only'); END""")
    # Fires before OR REPLACE would take the old row away, too.
    op.execute("""
        CREATE TRIGGER directory_event_follows BEFORE INSERT ON directory_event
        WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM directory_event), 0)
        BEGIN SELECT RAISE(ABORT, 'directory_event has moved on'); END""")


def _postgresql_triggers() -> None:
    op.execute("""
        CREATE TRIGGER directory_event_refuses_change
        BEFORE UPDATE OR DELETE OR TRUNCATE ON directory_event
        FOR EACH STATEMENT EXECUTE FUNCTION alur_refuse()""")
    op.execute("""
        CREATE FUNCTION alur_directory_follows() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.seq <> 1 + coalesce((SELECT max(seq) FROM directory_event), 0) THEN
                RAISE EXCEPTION 'directory_event has moved on'
                USING ERRCODE = 'unique_violation', TABLE = 'directory_event';
            END IF;
            RETURN NEW;
        END $$""")
    op.execute("""
        CREATE TRIGGER directory_event_follows BEFORE INSERT ON directory_event
        FOR EACH ROW EXECUTE FUNCTION alur_directory_follows()""")
