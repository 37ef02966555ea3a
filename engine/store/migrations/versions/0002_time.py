"""Time: calendars and what their edits moved, timers, deviations."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _instant() -> sa.String:
    return sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def _exact() -> sa.Text:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables; every case that is there is looked at once, now that time is watched."""
    _calendars()
    _views()
    _begin_watching()
    if op.get_bind().dialect.name == "postgresql":
        _postgresql_triggers()
    else:
        _sqlite_triggers()


def downgrade() -> None:
    """Drop what time needs; deviations that were recorded stay in the histories."""
    for table in ("deviation", "timer", "calendar_move", "calendar_version"):
        op.drop_table(table)


def _calendars() -> None:
    op.create_table(
        "calendar_version",
        sa.Column("id", _exact(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("published_at", _instant(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name="calendar_version_pkey"),
    )
    op.create_table(
        "calendar_move",
        sa.Column("calendar", _exact(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("activation", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("due_before", _instant(), nullable=True),
        sa.Column("due_after", _instant(), nullable=True),
        sa.PrimaryKeyConstraint(
            "calendar", "version", "case_id", "clock", "activation", name="calendar_move_pkey"
        ),
        sqlite_with_rowid=False,
    )


def _views() -> None:
    op.create_table(
        "timer",
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="timer_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("timer_at_index", "timer", ["at"])
    op.create_table(
        "deviation",
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("id", _exact(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sop", _exact(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("recorded_at", _instant(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("decided_at", _instant(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "id", name="deviation_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("deviation_newest_index", "deviation", ["at", "case_id", "id"])
    only = sa.text("status = 'open'")
    columns = ["at", "case_id", "id"]
    op.create_index(
        "deviation_open_index", "deviation", columns, sqlite_where=only, postgresql_where=only
    )


def _begin_watching() -> None:
    op.execute('INSERT INTO timer (case_id, at) SELECT id, last_at FROM "case"')


def _sqlite_triggers() -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(f"""
            CREATE TRIGGER calendar_version_refuses_{verb.lower()} BEFORE {verb} ON calendar_version
            BEGIN SELECT RAISE(ABORT, 'calendar_version is append-only'); END""")
    op.execute("""
        CREATE TRIGGER calendar_version_is_new BEFORE INSERT ON calendar_version
        WHEN EXISTS (SELECT 1 FROM calendar_version WHERE id = NEW.id AND version = NEW.version)
        BEGIN SELECT RAISE(ABORT, 'calendar_version is published'); END""")


def _postgresql_triggers() -> None:
    op.execute("""
        CREATE TRIGGER calendar_version_refuses_change
        BEFORE UPDATE OR DELETE OR TRUNCATE ON calendar_version
        FOR EACH STATEMENT EXECUTE FUNCTION alur_refuse()""")
