"""The inbox: open tasks in the order they press, remarks that name people, what each keeps."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_AT_ONCE = 1000
_PRESSING = ["paused", "goes_first", "due", "opened_at", "case_id", "activation"]
_MENTION = re.compile(r"(?<![\w@.])@([A-Za-z0-9][A-Za-z0-9._@-]{0,79})")
_MOST_MENTIONED = 20

_FILL = """\
INSERT INTO inbox (case_id, activation, role, unit, sop, assignee, awaited_by, paused, goes_first,
                   due, opened_at, since, sent_by)
SELECT t.case_id, t.activation, coalesce(t.role, ''), t.unit, t.sop, t.assignee, t.owner,
       t.pause IS NOT NULL OR c.pause IS NOT NULL, coalesce(u.goes_first, {no}),
       coalesce(u.due, {never}), t.opened_at, coalesce(t.held_since, t.opened_at), ''
FROM task t
JOIN "case" c ON c.id = t.case_id
LEFT JOIN urgency u ON u.case_id = t.case_id AND u.activation = t.activation
WHERE t.finished_at IS NULL AND NOT t.automated
"""
_HANDED = """\
SELECT e.case_id, e.at, e.body FROM case_event e JOIN "case" c ON c.id = e.case_id
WHERE c.closed_at IS NULL AND e.kind IN ('step_opened', 'task_assigned', 'task_claimed',
      'task_delegated', 'task_released', 'task_resolved')
ORDER BY e.case_id, e.seq
"""
_REMARKS = "SELECT case_id, seq, at, body FROM case_event WHERE kind = 'comment_added'"
_SENT = """\
UPDATE inbox SET since = :at, sent_by = :by,
  awaited_by = CASE WHEN assignee IS NULL AND EXISTS
    (SELECT 1 FROM task t WHERE t.case_id = :case AND t.activation = :task AND t.pause IS NOT NULL)
    THEN :by ELSE awaited_by END
WHERE case_id = :case AND activation = :task
"""
_COUNT = """\
INSERT INTO remark_count (case_id, remarks)
SELECT case_id, count(*) FROM case_event WHERE kind = 'comment_added' GROUP BY case_id
"""


def _instant() -> sa.String:
    return sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def _exact() -> sa.Text:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables, and fill those that follow from the cases."""
    _make_inbox()
    _make_mentions()
    _make_own()
    _partial("case_open_name_index", "case", ["applicant", "id"], "closed_at IS NULL")
    connection = op.get_bind()
    is_postgres = connection.dialect.name == "postgresql"
    never = "'9000-01-01T00:00:00.000000Z'"
    no, far = ("false", f"{never}::timestamptz") if is_postgres else ("0", never)
    connection.execute(sa.text(_FILL.format(no=no, never=far)))
    connection.execute(sa.text(_COUNT))
    _tell_senders(connection)
    _tell_mentions(connection)


def _make_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("activation", sa.Integer(), nullable=False),
        sa.Column("role", _exact(), nullable=False),
        sa.Column("unit", _exact(), nullable=False),
        sa.Column("sop", _exact(), nullable=False),
        sa.Column("assignee", _exact(), nullable=True),
        sa.Column("awaited_by", _exact(), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("goes_first", sa.Boolean(), nullable=False),
        sa.Column("due", _instant(), nullable=False),
        sa.Column("opened_at", _instant(), nullable=False),
        sa.Column("since", _instant(), nullable=False),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "activation", name="inbox_pkey"),
        sqlite_with_rowid=False,
    )
    free, held, awaited = "assignee IS NULL", "assignee IS NOT NULL", "awaited_by IS NOT NULL"
    queue = ["role", "unit"]
    _partial("inbox_queue_index", "inbox", [*queue, *_PRESSING], free)
    _partial("inbox_service_index", "inbox", [*queue, "sop", *_PRESSING], free)
    _partial("inbox_opened_index", "inbox", [*queue, "opened_at", "case_id", "activation"], free)
    _partial("inbox_since_index", "inbox", [*queue, "since", "sent_by"], free)
    _partial("inbox_holder_index", "inbox", ["assignee", *_PRESSING], held)
    _partial("inbox_awaited_index", "inbox", ["awaited_by", *_PRESSING], awaited)


def _make_mentions() -> None:
    op.create_table(
        "mention",
        sa.Column("person", _exact(), nullable=False),
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person", "case_id", "seq", name="mention_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("mention_newest_index", "mention", ["person", "at", "case_id", "seq"])
    op.create_table(
        "remark_count",
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("remarks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="remark_count_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mention_read",
        sa.Column("person", _exact(), nullable=False),
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person", "case_id", name="mention_read_pkey"),
        sqlite_with_rowid=False,
    )


def _make_own() -> None:
    op.create_table(
        "inbox_look",
        sa.Column("person", _exact(), nullable=False),
        sa.Column("looked_at", _instant(), nullable=False),
        sa.Column("new_since", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("person", name="inbox_look_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "inbox_filter",
        sa.Column("person", _exact(), nullable=False),
        sa.Column("name", _exact(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("saved_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("person", "name", name="inbox_filter_pkey"),
        sqlite_with_rowid=False,
    )


def _partial(name: str, table: str, columns: list[str], only: str) -> None:
    where = sa.text(only)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _tell_senders(connection: sa.Connection) -> None:
    """By whose act each open task came to where it lies; the last one counts."""
    last: dict[tuple[str, int], dict[str, Any]] = {}
    for case, at, body in connection.execute(sa.text(_HANDED)).fetchall():
        said = json.loads(bytes(body))
        task = said["event"]["activation"]
        row = {"case": case, "task": task, "at": at, "by": said["by"]["person"]}
        last[case, task] = row
    rows = iter(last.values())
    while some := list(islice(rows, _AT_ONCE)):
        connection.execute(sa.text(_SENT), some)


def _tell_mentions(connection: sa.Connection) -> None:
    table = sa.table(
        "mention", *(sa.column(one) for one in ("person", "case_id", "seq", "at", "by"))
    )
    found = connection.execute(sa.text(_REMARKS)).fetchall()
    rows = (row for case, seq, at, body in found for row in _named(case, seq, at, body))
    while some := list(islice(rows, _AT_ONCE)):
        connection.execute(sa.insert(table), some)


def _named(case: str, seq: int, at: object, body: bytes) -> Iterator[dict[str, object]]:
    said = json.loads(bytes(body))
    people = (one.rstrip("._@-") for one in _MENTION.findall(said["event"]["text"]))
    for person in list(dict.fromkeys(people))[:_MOST_MENTIONED]:
        by = said["by"]["person"]
        yield {"person": person, "case_id": case, "seq": seq, "at": at, "by": by}


def downgrade() -> None:
    """Take the tables away; what each person kept of the inbox for themselves is gone then."""
    op.drop_index("case_open_name_index", "case")
    for table in ("inbox_filter", "inbox_look", "mention_read", "remark_count", "mention", "inbox"):
        op.drop_table(table)
