"""Signed-in browsers, found by the hash of their secret."""

from datetime import datetime

from msgspec.structs import asdict
from sqlalchemy import asc, bindparam, delete, insert, select, update

from engine.core.ids import PersonId
from engine.core.text import Frozen
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.tables_access import SESSION

_SESSION = SESSION.c
_OF_DIGEST = _SESSION.digest == bindparam("the_digest")
_OF_PERSON = _SESSION.person == bindparam("the_person")
_RUNS = _SESSION.why == ""

_add = Prepared(insert(SESSION))
_find = Prepared(select(SESSION).where(_OF_DIGEST))
_seen = Prepared(
    update(SESSION)
    .where(_OF_DIGEST, _RUNS, _SESSION.seen_at < bindparam("then"))
    .values(seen_at=bindparam("then"))
)
_renew = Prepared(
    update(SESSION)
    .where(_OF_DIGEST, _RUNS)
    .values(digest=bindparam("new_digest"), stage=bindparam("new_stage"))
    .returning(_SESSION.handle)
)
_list = Prepared(
    select(SESSION)
    .where(_OF_PERSON, _RUNS, _SESSION.ends_at > bindparam("now"))
    .order_by(asc(_SESSION.created_at), asc(_SESSION.handle))
)
_handles = Prepared(
    select(_SESSION.handle)
    .where(_SESSION.person == bindparam("the_person"))
    .order_by(_SESSION.handle)
)
_end = Prepared(
    update(SESSION)
    .where(_OF_PERSON, _RUNS, _SESSION.handle == bindparam("the_handle"))
    .values(why=bindparam("because"))
    .returning(_SESSION.handle)
)
_end_others = Prepared(
    update(SESSION)
    .where(_OF_PERSON, _RUNS, _SESSION.handle != bindparam("but"))
    .values(why=bindparam("because"))
    .returning(_SESSION.handle)
)
_forget = Prepared(delete(SESSION).where(_SESSION.ends_at < bindparam("before")))


class KeptSession(Frozen, frozen=True, kw_only=True):
    """A session as it lies in its table. `why` something ended it; empty: nothing has yet."""

    digest: bytes
    handle: str
    person: PersonId
    stage: str
    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    agent: str
    address: str
    why: str = ""


def add(unit: Unit, session: KeptSession) -> None:
    """Let it begin."""
    unit.execute(_add, asdict(session))


def find(reader: Reader, digest: bytes) -> KeptSession | None:
    """The session whose secret has that hash, over or not."""
    records = reader.records(_find, {"the_digest": digest})
    return KeptSession(**records[0]) if records else None


def seen(unit: Unit, digest: bytes, *, at: datetime) -> None:
    """It was used. A clock that went back takes nothing back."""
    unit.execute(_seen, {"the_digest": digest, "then": at})


def renew(unit: Unit, digest: bytes, *, new: bytes, stage: str) -> bool:
    """Give it another secret, whose hash is `new`, and a stage; whether it still runs."""
    given = {"the_digest": digest, "new_digest": new, "new_stage": stage}
    return bool(unit.rows(_renew, given))


def list_of(reader: Reader, person: PersonId, *, at: datetime) -> tuple[KeptSession, ...]:
    """What nothing has ended and is not too old, the oldest first."""
    records = reader.records(_list, {"the_person": person, "now": at})
    return tuple(KeptSession(**record) for record in records)


def handles_of(reader: Reader, person: PersonId) -> tuple[str, ...]:
    """The handles of all the person's sessions, those that are over included."""
    return tuple(handle for (handle,) in reader.rows(_handles, {"the_person": person}))


def end(unit: Unit, person: PersonId, handle: str, *, why: str) -> bool:
    """End it; whether it ran."""
    given = {"the_person": person, "the_handle": handle, "because": why}
    return bool(unit.rows(_end, given))


def end_all(unit: Unit, person: PersonId, *, why: str, but: str = "") -> int:
    """End all of a person's, but the one with the handle `but`; how many that were."""
    return len(unit.rows(_end_others, {"the_person": person, "but": but, "because": why}))


def forget(unit: Unit, *, before: datetime) -> None:
    """Forget those that would have ended before that in any case."""
    unit.execute(_forget, {"before": before})
