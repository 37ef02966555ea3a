"""Cases: the log of events, its views, the outbox, receipts, published SOPs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _instant() -> sa.String:
    return sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def _exact() -> sa.Text:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables, and the triggers that keep the truth as it was written."""
    _truth()
    _views()
    _work()
    if op.get_bind().dialect.name == "postgresql":
        _postgresql_triggers()
    else:
        _sqlite_triggers()


def downgrade() -> None:
    """There is no way back: a history is not dropped by a command."""
    raise RuntimeError("The first migration is not undone: histories are kept. Restore a backup.")


def _truth() -> None:
    op.create_table(
        "sop_version",
        sa.Column("sop", _exact(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("published_at", _instant(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("workflow", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sop", "version", name="sop_version_pkey"),
    )
    op.create_index("sop_version_hash_index", "sop_version", ["hash"])
    op.create_table(
        "case_event",
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq", name="case_event_pkey"),
        sqlite_with_rowid=False,
    )


def _views() -> None:
    op.create_table(
        "case",
        sa.Column("id", _exact(), nullable=False),
        sa.Column("sop", _exact(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("workflow", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("applicant", sa.Text(), nullable=False),
        sa.Column("opened_at", _instant(), nullable=False),
        sa.Column("last_at", _instant(), nullable=False),
        sa.Column("closed_at", _instant(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("pause", sa.Text(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="case_pkey"),
        sa.ForeignKeyConstraint(
            ["sop", "version"], ["sop_version.sop", "sop_version.version"], name="case_sop_fkey"
        ),
    )
    op.create_index("case_newest_index", "case", ["opened_at", "id"])
    op.create_index("case_sop_index", "case", ["sop", "opened_at", "id"])
    _partial_index("case_open_index", "case", ["opened_at", "id"], "closed_at IS NULL")
    op.create_table(
        "task",
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("activation", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("sop", _exact(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("opened_at", _instant(), nullable=False),
        sa.Column("automated", sa.Boolean(), nullable=False),
        sa.Column("pause", sa.Text(), nullable=True),
        sa.Column("assignee", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("held_since", _instant(), nullable=True),
        sa.Column("finished_at", _instant(), nullable=True),
        sa.Column("finished_by", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("incident", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "activation", name="task_pkey"),
        sqlite_with_rowid=False,
    )
    waiting = "finished_at IS NULL"
    held = "finished_at IS NULL AND assignee IS NOT NULL"
    _partial_index("task_role_index", "task", ["role", "opened_at"], waiting)
    _partial_index("task_assignee_index", "task", ["assignee", "opened_at"], held)
    _partial_index("task_returned_index", "task", ["sop"], "status = 'returned'")


def _work() -> None:
    op.create_table(
        "outbox",
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("activation", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("enqueued_at", _instant(), nullable=False),
        sa.Column("available_at", _instant(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "activation", "kind", name="outbox_pkey"),
    )
    op.create_index("outbox_available_index", "outbox", ["available_at"])
    op.create_table(
        "command_receipt",
        sa.Column("key", _exact(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("first_seq", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="command_receipt_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "register_number",
        sa.Column("register_id", _exact(), nullable=False),
        sa.Column("unit", _exact(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("register_id", "unit", "year", name="register_number_pkey"),
        sqlite_with_rowid=False,
    )


def _partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    only = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=only, postgresql_where=only)


def _sqlite_triggers() -> None:
    for table in ("case_event", "sop_version"):
        for verb in ("UPDATE", "DELETE"):
            op.execute(f"""
                CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table}
                BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""")
    # Fires before OR REPLACE would take the old row away, too.
    op.execute("""
        CREATE TRIGGER case_event_follows BEFORE INSERT ON case_event
        WHEN NEW.seq <> 1 + coalesce(
            (SELECT max(seq) FROM case_event WHERE case_id = NEW.case_id), 0)
        BEGIN SELECT RAISE(ABORT, 'case_event has moved on'); END""")
    op.execute("""
        CREATE TRIGGER sop_version_is_new BEFORE INSERT ON sop_version
        WHEN EXISTS (SELECT 1 FROM sop_version WHERE sop = NEW.sop AND version = NEW.version)
        BEGIN SELECT RAISE(ABORT, 'sop_version is published'); END""")


def _postgresql_triggers() -> None:
    op.execute("""
        CREATE FUNCTION alur_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END $$""")
    for table in ("case_event", "sop_version"):
        op.execute(f"""
            CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION alur_refuse()""")
    op.execute("""
        CREATE FUNCTION alur_follows() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.seq <> 1 + coalesce(
                (SELECT max(seq) FROM case_event WHERE case_id = NEW.case_id), 0)
            THEN
                RAISE EXCEPTION 'case_event has moved on'
                USING ERRCODE = 'unique_violation', TABLE = 'case_event';
            END IF;
            RETURN NEW;
        END $$""")
    op.execute("""
        CREATE TRIGGER case_event_follows BEFORE INSERT ON case_event
        FOR EACH ROW EXECUTE FUNCTION alur_follows()""")
