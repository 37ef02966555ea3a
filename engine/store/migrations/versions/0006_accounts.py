"""Accounts, sessions, tokens and drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TABLES = (
    "draft",
    "access_event",
    "tries",
    "identity",
    "api_token",
    "session",
    "recovery_code",
    "second_factor",
    "account",
)


def _instant() -> sa.String:
    return sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def _exact() -> sa.Text:
    return sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    _accounts()
    _factors()
    _sessions()
    _tokens()
    _identities()
    _tries()
    _events()
    _drafts()


def downgrade() -> None:
    """Drop them."""
    for table in _TABLES:
        op.drop_table(table)


def _accounts() -> None:
    op.create_table(
        "account",
        sa.Column("person", _exact(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("one_time_until", _instant(), nullable=True),
        sa.Column("opened_at", _instant(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("changed_at", _instant(), nullable=False),
        sa.Column("signed_in_at", _instant(), nullable=True),
        sa.Column("locked_at", _instant(), nullable=True),
        sa.PrimaryKeyConstraint("person", name="account_pkey"),
    )


def _factors() -> None:
    op.create_table(
        "second_factor",
        sa.Column("person", _exact(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("since", _instant(), nullable=True),
        sa.Column("pending", sa.LargeBinary(), nullable=True),
        sa.Column("used", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person", name="second_factor_pkey"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("person", _exact(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person", "digest", name="recovery_code_pkey"),
    )


def _sessions() -> None:
    op.create_table(
        "session",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("handle", _exact(), nullable=False),
        sa.Column("person", _exact(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("created_at", _instant(), nullable=False),
        sa.Column("seen_at", _instant(), nullable=False),
        sa.Column("ends_at", _instant(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="session_pkey"),
    )
    op.create_index("session_person_index", "session", ["person"])
    op.create_index("session_ends_index", "session", ["ends_at"])


def _tokens() -> None:
    op.create_table(
        "api_token",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("handle", _exact(), nullable=False),
        sa.Column("person", _exact(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("issued_at", _instant(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("until", _instant(), nullable=False),
        sa.Column("used_at", _instant(), nullable=True),
        sa.Column("revoked_at", _instant(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="api_token_pkey"),
    )
    op.create_index("api_token_person_index", "api_token", ["person"])


def _identities() -> None:
    op.create_table(
        "identity",
        sa.Column("issuer", _exact(), nullable=False),
        sa.Column("subject", _exact(), nullable=False),
        sa.Column("person", _exact(), nullable=False),
        sa.Column("linked_at", _instant(), nullable=False),
        sa.Column("linked_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="identity_pkey"),
    )
    op.create_index("identity_person_index", "identity", ["person"])


def _tries() -> None:
    op.create_table(
        "tries",
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("until", _instant(), nullable=False),
        sa.Column("known_at", _instant(), nullable=True),
        sa.PrimaryKeyConstraint("subject", name="tries_pkey"),
    )
    op.create_index("tries_at_index", "tries", ["at"])


def _events() -> None:
    op.create_table(
        "access_event",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person", _exact(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="access_event_pkey"),
    )
    op.create_index("access_event_person_index", "access_event", ["person", "seq"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(f"""
                CREATE TRIGGER access_event_refuses_{verb.lower()} BEFORE {verb} ON access_event
                BEGIN SELECT RAISE(ABORT, 'access_event is append-only'); END""")
        # Fires before OR REPLACE would take the old row away, too.
        op.execute("""
            CREATE TRIGGER access_event_is_new BEFORE INSERT ON access_event
            WHEN EXISTS (SELECT 1 FROM access_event WHERE seq = NEW.seq)
            BEGIN SELECT RAISE(ABORT, 'access_event is append-only'); END""")
    else:
        op.execute("""
            CREATE TRIGGER access_event_refuses_change
            BEFORE UPDATE OR DELETE OR TRUNCATE ON access_event
            FOR EACH STATEMENT EXECUTE FUNCTION alur_refuse()""")


def _drafts() -> None:
    op.create_table(
        "draft",
        sa.Column("person", _exact(), nullable=False),
        sa.Column("place", _exact(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("person", "place", name="draft_pkey"),
        sqlite_with_rowid=False,
    )
    op.create_index("draft_place_index", "draft", ["place"])
    op.create_index("draft_saved_index", "draft", ["saved_at"])
