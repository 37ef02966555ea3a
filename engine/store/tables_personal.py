"""Tables of personal data: what it is sealed with, whose it is, who saw it. Private to the store.

Destroying a key erases all that was sealed with it, wherever a copy of that lies.
"""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, Table, Text
from sqlmodel import Field

from engine.store.tables import METADATA, Row
from engine.store.types import ExactText, UtcDateTime


class VaultProof(Row, table=True):
    """One row: something sealed with the installation's key, to know that key by."""

    __tablename__ = "vault_proof"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sealed: bytes = Field(sa_type=LargeBinary)


class SubjectKey(Row, table=True):
    """The key of one person's data, sealed. `subject` tells whose, to the installation's key only.

    Of a destroyed key the row stays, and neither the key nor whose it was.
    """

    __tablename__ = "subject_key"

    id: str = Field(primary_key=True, sa_type=ExactText)
    subject: bytes | None = Field(default=None, sa_type=LargeBinary)
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    made_at: datetime = Field(sa_type=UtcDateTime)
    destroyed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    destroyed_by: str | None = Field(default=None, sa_type=Text)
    reason: str = Field(default="", sa_type=Text)
    decree: str = Field(default="", sa_type=Text)

    __table_args__ = (Index("subject_key_subject_index", "subject", unique=True),)


class CaseSubject(Row, table=True):
    """That a case holds data sealed with a key; `owns`: the case is that person's own request."""

    __tablename__ = "case_subject"

    key_id: str = Field(primary_key=True, sa_type=ExactText)
    case_id: str = Field(primary_key=True, sa_type=ExactText)
    owns: bool

    __table_args__ = (
        Index("case_subject_case_index", "case_id"),
        {"sqlite_with_rowid": False},
    )


class ReadLog(Row, table=True):
    """Somebody read personal data of a case: who, in which role, what of it, and through what."""

    __tablename__ = "read_log"

    id: str = Field(primary_key=True, sa_type=ExactText)
    at: datetime = Field(sa_type=UtcDateTime)
    person: str = Field(sa_type=ExactText)
    role: str = Field(sa_type=Text)
    case_id: str = Field(sa_type=ExactText)
    what: str = Field(sa_type=Text)
    how: str = Field(sa_type=Text)
    via: str = Field(sa_type=Text)

    __table_args__ = (
        Index("read_log_case_index", "case_id", "id"),
        Index("read_log_person_index", "person", "id"),
        {"sqlite_with_rowid": False},
    )


VAULT_PROOF: Table = METADATA.tables["vault_proof"]
SUBJECT_KEY: Table = METADATA.tables["subject_key"]
CASE_SUBJECT: Table = METADATA.tables["case_subject"]
READ_LOG: Table = METADATA.tables["read_log"]
