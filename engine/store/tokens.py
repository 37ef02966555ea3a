"""Tokens of programs, found by the hash of their secret."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import asdict
from sqlalchemy import BindParameter, asc, bindparam, insert, or_, select, update

from engine.core.ids import PersonId
from engine.core.text import Frozen
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.tables_access import API_TOKEN

_TOKEN = API_TOKEN.c
_OF_PERSON = _TOKEN.person == bindparam("the_person")
_COUNTS = _TOKEN.revoked_at.is_(None)
_ORDER = (asc(_TOKEN.person), asc(_TOKEN.issued_at), asc(_TOKEN.handle))

_issue = Prepared(insert(API_TOKEN))
_find = Prepared(select(API_TOKEN).where(_TOKEN.digest == bindparam("the_digest")))
_list = Prepared(select(API_TOKEN).where(_OF_PERSON).order_by(*_ORDER))
_all = Prepared(select(API_TOKEN).order_by(*_ORDER))
_used = Prepared(
    update(API_TOKEN)
    .where(
        _TOKEN.digest == bindparam("the_digest"),
        or_(_TOKEN.used_at.is_(None), _TOKEN.used_at < bindparam("then")),
    )
    .values(used_at=bindparam("then"))
)
_revoked: Mapping[str, BindParameter[Any]] = {
    "revoked_at": bindparam("then"),
    "why": bindparam("because"),
}
_revoke = Prepared(
    update(API_TOKEN)
    .where(_OF_PERSON, _COUNTS, _TOKEN.handle == bindparam("the_handle"))
    .values(**_revoked)
    .returning(_TOKEN.handle)
)
_revoke_all = Prepared(
    update(API_TOKEN).where(_OF_PERSON, _COUNTS).values(**_revoked).returning(_TOKEN.handle)
)


class KeptToken(Frozen, frozen=True, kw_only=True):
    """A token as it lies in its table. `why` it was revoked, where it was."""

    digest: bytes
    handle: str
    person: PersonId
    name: str
    scopes: str
    issued_at: datetime
    issued_by: PersonId
    until: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None
    why: str = ""


def issue(unit: Unit, token: KeptToken) -> None:
    """Let it count."""
    unit.execute(_issue, asdict(token))


def find(reader: Reader, digest: bytes) -> KeptToken | None:
    """The token whose secret has that hash, whether it counts or not."""
    records = reader.records(_find, {"the_digest": digest})
    return KeptToken(**records[0]) if records else None


def list_of(reader: Reader, person: PersonId | None) -> tuple[KeptToken, ...]:
    """All of a person's, or of everybody's, the oldest first."""
    if person is None:
        return tuple(KeptToken(**record) for record in reader.records(_all))
    records = reader.records(_list, {"the_person": person})
    return tuple(KeptToken(**record) for record in records)


def used(unit: Unit, digest: bytes, *, at: datetime) -> None:
    """It was used. A clock that went back takes nothing back."""
    unit.execute(_used, {"the_digest": digest, "then": at})


def revoke(unit: Unit, person: PersonId, handle: str, *, at: datetime) -> bool:
    """Let it count no more; whether it did."""
    given = {"the_person": person, "the_handle": handle, "then": at, "because": "revoked"}
    return bool(unit.rows(_revoke, given))


def revoke_all(unit: Unit, person: PersonId, *, at: datetime, why: str) -> int:
    """Let none of a person's count any more; how many did."""
    given = {"the_person": person, "then": at, "because": why}
    return len(unit.rows(_revoke_all, given))
