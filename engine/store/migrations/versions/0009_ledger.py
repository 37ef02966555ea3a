"""One list over all that is the truth, its tree, and what waits to be numbered."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NOTED = {  # what is added where, as stream, number and hash (none: of the whole row)
    "sop_version": ("'sop/' || {row}sop", "{row}version", "NULL"),
    "calendar_version": ("'calendar/' || {row}id", "{row}version", "NULL"),
    "directory_event": ("'people'", "{row}seq", "{row}hash"),
    "case_event": ("'case/' || {row}case_id", "{row}seq", "{row}hash"),
}
_FIRST = {
    "sop_version": "published_at, sop, version",
    "calendar_version": "published_at, id, version",
    "directory_event": "seq",
    "case_event": "at, case_id, seq",
}


def _exact() -> sa.Text:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables; all there is so far waits to be numbered, in the order of its time."""
    op.create_table(
        "ledger_due",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stream", _exact(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="ledger_due_pkey"),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stream", _exact(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="ledger_entry_pkey"),
    )
    op.create_index("ledger_entry_stream_index", "ledger_entry", ["stream", "seq"], unique=True)
    op.create_table(
        "ledger_node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "number", name="ledger_node_pkey"),
        sqlite_with_rowid=False,
    )
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table, noted in _NOTED.items():
        stream, seq, found = (part.format(row="") for part in noted)
        op.execute(
            f"INSERT INTO ledger_due (stream, seq, hash)"  # noqa: S608  # words of this file
            f" SELECT {stream}, {seq}, {found} FROM {table} ORDER BY {_FIRST[table]}"
        )
        _note(table, ", ".join(part.format(row="NEW.") for part in noted), is_postgresql)
    for table in ("ledger_entry", "ledger_node"):
        _keep(table, is_postgresql)


def _note(table: str, values: str, is_postgresql: bool) -> None:  # noqa: FBT001  # a migration's own
    insert = f"INSERT INTO ledger_due (stream, seq, hash) VALUES ({values})"  # noqa: S608  # ditto
    if not is_postgresql:
        op.execute(f"CREATE TRIGGER {table}_is_due AFTER INSERT ON {table} BEGIN {insert}; END")
        return
    op.execute(
        f"CREATE FUNCTION alur_{table}_is_due() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN {insert}; RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_is_due AFTER INSERT ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION alur_{table}_is_due()"
    )


def _keep(table: str, is_postgresql: bool) -> None:  # noqa: FBT001  # a migration's own
    if is_postgresql:
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE"
            f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION alur_refuse()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    # Fires before OR REPLACE would take the old row away, too.
    key = "position = NEW.position OR (stream = NEW.stream AND seq = NEW.seq)"
    if table == "ledger_node":
        key = "level = NEW.level AND number = NEW.number"
    op.execute(
        f"CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table}"  # noqa: S608  # ditto
        f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {key})"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def downgrade() -> None:
    """There is no way back: what was numbered and signed is history, and is kept."""
    raise RuntimeError("What was numbered and signed is kept. Restore a backup.")
