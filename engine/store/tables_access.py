"""Tables of who is let in: accounts, second factors, sessions, tokens. Private to the store.

Secrets are kept only as what they are checked against: hashes, or sealed. `access_event` says what
was done to all of it, and never changes: triggers of the migration see to it.
"""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, Table, Text
from sqlmodel import Field

from engine.store.tables import METADATA, Row
from engine.store.types import ExactText, UtcDateTime


class AccountRow(Row, table=True):
    """A person's account here. `one_time_until`: the password is one that must be changed."""

    __tablename__ = "account"

    person: str = Field(primary_key=True, sa_type=ExactText)
    password: str = Field(sa_type=Text)
    one_time_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    opened_by: str = Field(sa_type=Text)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    signed_in_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    locked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SecondFactorRow(Row, table=True):
    """What makes a person's codes, sealed. `used`: the steps of time whose codes were used last."""

    __tablename__ = "second_factor"

    person: str = Field(primary_key=True, sa_type=ExactText)
    secret: bytes | None = Field(default=None, sa_type=LargeBinary)
    since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    pending: bytes | None = Field(default=None, sa_type=LargeBinary)
    used: str = Field(sa_type=Text)


class RecoveryCodeRow(Row, table=True):
    """A code for whoever has lost their telephone, by its hash; it is gone once it was used."""

    __tablename__ = "recovery_code"

    person: str = Field(primary_key=True, sa_type=ExactText)
    digest: bytes = Field(primary_key=True, sa_type=LargeBinary)


class SessionRow(Row, table=True):
    """A signed-in browser, by the hash of its secret. `why` it ended, where something ended it."""

    __tablename__ = "session"

    digest: bytes = Field(primary_key=True, sa_type=LargeBinary)
    handle: str = Field(sa_type=ExactText)
    person: str = Field(sa_type=ExactText)
    stage: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    agent: str = Field(sa_type=Text)
    address: str = Field(sa_type=Text)
    why: str = Field(sa_type=Text)

    __table_args__ = (
        Index("session_person_index", "person"),
        Index("session_ends_index", "ends_at"),
    )


class ApiTokenRow(Row, table=True):
    """What a program shows, by its hash. `scopes` are words between spaces."""

    __tablename__ = "api_token"

    digest: bytes = Field(primary_key=True, sa_type=LargeBinary)
    handle: str = Field(sa_type=ExactText)
    person: str = Field(sa_type=ExactText)
    name: str = Field(sa_type=Text)
    scopes: str = Field(sa_type=Text)
    issued_at: datetime = Field(sa_type=UtcDateTime)
    issued_by: str = Field(sa_type=Text)
    until: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    why: str = Field(sa_type=Text)

    __table_args__ = (Index("api_token_person_index", "person"),)


class IdentityRow(Row, table=True):
    """Who a person is at a provider: its `issuer` and the `subject` it knows the person by."""

    __tablename__ = "identity"

    issuer: str = Field(primary_key=True, sa_type=ExactText)
    subject: str = Field(primary_key=True, sa_type=ExactText)
    person: str = Field(sa_type=ExactText)
    linked_at: datetime = Field(sa_type=UtcDateTime)
    linked_by: str = Field(sa_type=Text)

    __table_args__ = (Index("identity_person_index", "person"),)


class TriesRow(Row, table=True):
    """Tries that failed in a row, of whatever `subject` is the digest of.

    `until`: no try is looked at before then. `known_at`: when one went well last.
    """

    __tablename__ = "tries"

    subject: bytes = Field(primary_key=True, sa_type=LargeBinary)
    failures: int
    at: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)
    known_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (Index("tries_at_index", "at"),)


class AccessEventRow(Row, table=True):
    """Something done to an account, or with it: who did it, to whom, from where. No secrets."""

    __tablename__ = "access_event"

    seq: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    kind: str = Field(sa_type=Text)
    person: str = Field(sa_type=ExactText)
    by: str = Field(sa_type=Text)
    address: str = Field(sa_type=Text)
    note: str = Field(sa_type=Text)

    __table_args__ = (Index("access_event_person_index", "person", "seq"),)


ACCOUNT: Table = METADATA.tables["account"]
SECOND_FACTOR: Table = METADATA.tables["second_factor"]
RECOVERY_CODE: Table = METADATA.tables["recovery_code"]
SESSION: Table = METADATA.tables["session"]
API_TOKEN: Table = METADATA.tables["api_token"]
IDENTITY: Table = METADATA.tables["identity"]
TRIES: Table = METADATA.tables["tries"]
ACCESS_EVENT: Table = METADATA.tables["access_event"]
