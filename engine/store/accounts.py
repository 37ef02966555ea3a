"""Accounts, their second factors, and who they are at other providers."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import asdict
from sqlalchemy import asc, bindparam, delete, func, insert, select, update

from engine.core.ids import PersonId
from engine.core.text import Frozen
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared, upsert
from engine.store.tables_access import ACCOUNT, IDENTITY, RECOVERY_CODE, SECOND_FACTOR

_ACCOUNT, _FACTOR = ACCOUNT.c, SECOND_FACTOR.c
_OF_PERSON = _ACCOUNT.person == bindparam("the_person")
_OF_CODES = RECOVERY_CODE.c.person == bindparam("the_person")

_keep = upsert(ACCOUNT)
_with_factor = select(ACCOUNT, _FACTOR.since.label("second_factor_since")).outerjoin(
    SECOND_FACTOR, _FACTOR.person == _ACCOUNT.person
)
_find = Prepared(_with_factor.where(_OF_PERSON))
_all = Prepared(_with_factor.order_by(asc(_ACCOUNT.person)))
_signed_in = Prepared(update(ACCOUNT).where(_OF_PERSON).values(signed_in_at=bindparam("then")))
_rehash = Prepared(
    update(ACCOUNT)
    .where(_OF_PERSON, _ACCOUNT.password == bindparam("old"))
    .values(password=bindparam("new"))
)
_keep_factor = upsert(SECOND_FACTOR)
_find_factor = Prepared(select(SECOND_FACTOR).where(_FACTOR.person == bindparam("the_person")))
_drop_factor = Prepared(delete(SECOND_FACTOR).where(_FACTOR.person == bindparam("the_person")))
_add_code = Prepared(insert(RECOVERY_CODE))
_drop_codes = Prepared(delete(RECOVERY_CODE).where(_OF_CODES))
_use_code = Prepared(
    delete(RECOVERY_CODE)
    .where(_OF_CODES, RECOVERY_CODE.c.digest == bindparam("the_digest"))
    .returning(RECOVERY_CODE.c.person)
)
_count_codes = Prepared(select(func.count()).select_from(RECOVERY_CODE).where(_OF_CODES))
_link = Prepared(insert(IDENTITY))
_linked = Prepared(
    select(IDENTITY.c.person).where(
        IDENTITY.c.issuer == bindparam("the_issuer"), IDENTITY.c.subject == bindparam("the_subject")
    )
)
_links = Prepared(
    select(IDENTITY)
    .where(IDENTITY.c.person == bindparam("the_person"))
    .order_by(asc(IDENTITY.c.issuer), asc(IDENTITY.c.subject))
)
_unlink = Prepared(
    delete(IDENTITY)
    .where(
        IDENTITY.c.person == bindparam("the_person"),
        IDENTITY.c.issuer == bindparam("the_issuer"),
        IDENTITY.c.subject == bindparam("the_subject"),
    )
    .returning(IDENTITY.c.person)
)


class KeptAccount(Frozen, frozen=True, kw_only=True):
    """An account as it lies in its table. `password` is a hash, empty where there is none."""

    person: PersonId
    password: str
    opened_at: datetime
    opened_by: PersonId
    changed_at: datetime
    one_time_until: datetime | None = None
    signed_in_at: datetime | None = None
    locked_at: datetime | None = None


class FoundAccount(Frozen, frozen=True, kw_only=True):
    """An account, and since when it has a second factor, if it has."""

    account: KeptAccount
    second_factor_since: datetime | None


class KeptFactor(Frozen, frozen=True, kw_only=True):
    """A second factor. `secret` and `pending` are sealed; `pending` is not confirmed yet.

    `used` are the steps of time whose codes were used last.
    """

    person: PersonId
    secret: bytes | None = None
    since: datetime | None = None
    pending: bytes | None = None
    used: tuple[int, ...] = ()


class KeptIdentity(Frozen, frozen=True, kw_only=True):
    """Who a person is at a provider."""

    issuer: str
    subject: str
    person: PersonId
    linked_at: datetime
    linked_by: PersonId


def turn_of(person: PersonId) -> str:
    """The turn that whoever changes the account takes first."""
    return f"account {person}"


def keep(unit: Unit, account: KeptAccount) -> None:
    """Let the account be like that."""
    unit.execute(_keep, asdict(account))


def find(reader: Reader, person: PersonId) -> FoundAccount | None:
    """The account of that person."""
    records = reader.records(_find, {"the_person": person})
    return _found(records[0]) if records else None


def list_all(reader: Reader) -> tuple[FoundAccount, ...]:
    """Every account, in the order of persons."""
    return tuple(_found(record) for record in reader.records(_all))


def signed_in(unit: Unit, person: PersonId, *, at: datetime) -> None:
    """The person has signed in."""
    unit.execute(_signed_in, {"the_person": person, "then": at})


def rehash(unit: Unit, person: PersonId, *, old: str, new: str) -> None:
    """Keep the same password by another hash, unless it was changed meanwhile."""
    unit.execute(_rehash, {"the_person": person, "old": old, "new": new})


def keep_factor(unit: Unit, factor: KeptFactor) -> None:
    """Let the second factor be like that."""
    unit.execute(_keep_factor, asdict(factor) | {"used": " ".join(map(str, factor.used))})


def find_factor(reader: Reader, person: PersonId) -> KeptFactor | None:
    """The second factor of that person, or what is to become one."""
    records = reader.records(_find_factor, {"the_person": person})
    if not records:
        return None
    record = records[0]
    used = tuple(int(step) for step in record["used"].split())
    return KeptFactor(**(record | {"used": used}))


def drop_factor(unit: Unit, person: PersonId) -> None:
    """The person has no second factor any more, and no recovery codes."""
    unit.execute(_drop_factor, {"the_person": person})
    unit.execute(_drop_codes, {"the_person": person})


def replace_codes(unit: Unit, person: PersonId, digests: Iterable[bytes]) -> None:
    """These are the person's recovery codes, and no others."""
    unit.execute(_drop_codes, {"the_person": person})
    unit.execute_all(_add_code, [{"person": person, "digest": one} for one in digests])


def use_code(unit: Unit, person: PersonId, digest: bytes) -> bool:
    """Use up a recovery code; whether there was such a one."""
    return bool(unit.rows(_use_code, {"the_person": person, "the_digest": digest}))


def count_codes(reader: Reader, person: PersonId) -> int:
    """How many recovery codes are left."""
    row = reader.row(_count_codes, {"the_person": person})
    return 0 if row is None else int(row[0])


def link(unit: Unit, identity: KeptIdentity) -> None:
    """Let that provider's word for the subject count as the person's."""
    unit.execute(_link, asdict(identity))


def linked(reader: Reader, issuer: str, subject: str) -> PersonId | None:
    """Whose identity that is."""
    row = reader.row(_linked, {"the_issuer": issuer, "the_subject": subject})
    return None if row is None else PersonId(row[0])


def links(reader: Reader, person: PersonId) -> tuple[KeptIdentity, ...]:
    """Who the person is elsewhere."""
    records = reader.records(_links, {"the_person": person})
    return tuple(KeptIdentity(**record) for record in records)


def unlink(unit: Unit, person: PersonId, *, issuer: str, subject: str) -> bool:
    """The provider's word counts no more; whether it did."""
    given = {"the_person": person, "the_issuer": issuer, "the_subject": subject}
    return bool(unit.rows(_unlink, given))


def _found(record: dict[str, object]) -> FoundAccount:
    since = record.pop("second_factor_since")
    return FoundAccount(
        account=KeptAccount(**record),  # type: ignore[arg-type]  # the columns of its table
        second_factor_since=since,  # type: ignore[arg-type]  # as above
    )
