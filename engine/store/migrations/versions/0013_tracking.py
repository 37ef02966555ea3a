"""Tracking codes, by which applicants ask how their case stands."""

import secrets
from itertools import islice

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
_AT_ONCE = 1000


def _instant() -> sa.String:
    return sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def _exact() -> sa.Text:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table; every case that is there gets a code."""
    codes = op.create_table(
        "tracking_code",
        sa.Column("code", _exact(), nullable=False),
        sa.Column("case_id", _exact(), nullable=False),
        sa.Column("made_at", _instant(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("ended_at", _instant(), nullable=True),
        sa.PrimaryKeyConstraint("code", name="tracking_code_pkey"),
        sqlite_with_rowid=False,
    )
    counts = sa.text("ended_at IS NULL")
    op.create_index(
        "tracking_code_case_index",
        "tracking_code",
        ["case_id"],
        unique=True,
        sqlite_where=counts,
        postgresql_where=counts,
    )
    connection = op.get_bind()
    found = connection.execute(sa.text('SELECT id, opened_at FROM "case" ORDER BY id'))
    rows, given = iter(found.fetchall()), set[str]()
    while some := list(islice(rows, _AT_ONCE)):
        values = [
            {"code": _fresh(given), "case_id": case, "made_at": at, "made_by": "alur"}
            for case, at in some
        ]
        connection.execute(sa.insert(codes), values)


def _fresh(given: set[str]) -> str:
    """A code that none of these is: eight letters of chance and one that checks them."""
    while True:
        letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
        total = sum(at * _ALPHABET.index(one) for at, one in enumerate(letters, start=2))
        code = letters + _ALPHABET[-total % len(_ALPHABET)]
        if code not in given:
            given.add(code)
            return code


def downgrade() -> None:
    """Take the codes away; nobody asks by them any more."""
    op.drop_table("tracking_code")
