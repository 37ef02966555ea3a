"""The runtime: attempts at effects, notices, processes, and who leads."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _instant() -> sa.String:
    return sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def _exact() -> sa.Text:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables; effects that wait go on waiting."""
    _runs()
    _notices()
    _processes()
    _incidents()


def downgrade() -> None:
    """Drop what the runtime keeps beside the cases."""
    for table in ("incident", "leadership", "process", "notice", "effect_run"):
        op.drop_table(table)


def _runs() -> None:
    op.create_table(
        "effect_run",
        sa.Column("id", _exact(), nullable=False),
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("activation", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("sop", _exact(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("wanted_at", _instant(), nullable=False),
        sa.Column("started_at", _instant(), nullable=False),
        sa.Column("ended_at", _instant(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("log", sa.Text(), nullable=False),
        sa.Column("run", sa.Text(), nullable=True),
        sa.Column("told_at", _instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="effect_run_pkey"),
        sqlite_with_rowid=False,
    )
    columns = ["case_id", "activation", "started_at"]
    op.create_index("effect_run_step_index", "effect_run", columns)
    op.create_index("effect_run_started_index", "effect_run", ["started_at"])
    _partial("effect_run_running_index", "effect_run", ["owner"], "ended_at IS NULL")
    _partial("effect_run_untold_index", "effect_run", ["ended_at", "id"], "told_at IS NULL")


def _notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", _exact(), nullable=False),
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("unit", _exact(), nullable=False),
        sa.Column("role", _exact(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("read_at", _instant(), nullable=True),
        sa.Column("read_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="notice_pkey"),
    )
    op.create_index("notice_newest_index", "notice", ["at", "id"])
    op.create_index("notice_case_index", "notice", ["case_id", "at", "id"])
    _partial("notice_unread_index", "notice", ["unit", "role", "at"], "read_at IS NULL")


def _processes() -> None:
    op.create_table(
        "process",
        sa.Column("name", _exact(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("started_at", _instant(), nullable=False),
        sa.Column("seen_at", _instant(), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("prefect", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name", name="process_pkey"),
    )
    op.create_table(
        "leadership",
        sa.Column("work", _exact(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("until", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("work", name="leadership_pkey"),
    )


def _incidents() -> None:
    op.create_table(
        "incident",
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("activation", sa.Integer(), nullable=False),
        sa.Column("sop", _exact(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "activation", name="incident_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("incident_oldest_index", "incident", ["at", "case_id", "activation"])
    op.execute(_OPEN_INCIDENTS)
    op.execute(_LOOK_AT_THEM)


_OPEN_INCIDENTS = """\
INSERT INTO incident
  (case_id, activation, sop, version, unit, step, number, at, attempts, error)
SELECT task.case_id, task.activation, task.sop, task.version, task.unit, task.step, task.number,
  max(failed.at), count(*), task.incident
FROM task JOIN case_event AS failed
  ON failed.case_id = task.case_id AND failed.kind = 'action_failed'
WHERE task.finished_at IS NULL AND task.incident <> ''
GROUP BY task.case_id, task.activation
"""
"""As near as the columns beside the events get; rebuilding the views gives the very figures."""

_LOOK_AT_THEM = """\
INSERT INTO timer (case_id, at)
SELECT case_id, min(at) FROM incident WHERE true GROUP BY case_id
ON CONFLICT (case_id) DO UPDATE SET at = excluded.at
"""
"""People are told of incidents from this release on, of those that are there as well."""


def _partial(name: str, table: str, columns: list[str], only: str) -> None:
    where = sa.text(only)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
