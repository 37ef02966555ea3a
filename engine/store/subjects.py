"""Keys of subjects, sealed, and which cases hold data that was sealed with them."""

from datetime import datetime

from msgspec.structs import asdict
from sqlalchemy import bindparam, delete, insert, null, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.core.ids import CaseId, PersonId
from engine.core.personal import ERASED
from engine.core.text import Frozen
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.tables import CASE
from engine.store.tables_personal import CASE_SUBJECT, SUBJECT_KEY
from engine.store.tables_runtime import NOTICE

_KEY, _LINK = SUBJECT_KEY.c, CASE_SUBJECT.c
_COLUMNS = (_KEY.id, _KEY.subject, _KEY.sealed, _KEY.made_at, _KEY.destroyed_at)
_OF_SUBJECT = _KEY.subject == bindparam("the_subject")
_OF_KEY = _KEY.id == bindparam("the_key")

_find = Prepared(select(*_COLUMNS).where(_OF_SUBJECT))
_find_kept = Prepared(select(*_COLUMNS).where(_OF_SUBJECT).with_for_update(read=True))
_of_case = Prepared(
    select(*_COLUMNS, _LINK.owns)
    .join(CASE_SUBJECT, _LINK.key_id == _KEY.id)
    .where(_LINK.case_id == bindparam("the_case"))
    .order_by(_KEY.id)
)
_make = Prepared(insert(SUBJECT_KEY))
_link = Prepared(
    sqlite.insert(CASE_SUBJECT).on_conflict_do_nothing(),
    postgresql=postgresql.insert(CASE_SUBJECT).on_conflict_do_nothing(),
)
_cases = Prepared(
    select(_LINK.case_id, _LINK.owns)
    .where(_LINK.key_id == bindparam("the_key"))
    .order_by(_LINK.case_id)
)
_keep = Prepared(select(_KEY.id).where(_OF_KEY).with_for_update())
_destroy = Prepared(
    update(SUBJECT_KEY)
    .where(_OF_KEY)
    .values(
        subject=null(),
        sealed=null(),
        destroyed_at=bindparam("at"),
        destroyed_by=bindparam("by"),
        reason=bindparam("why"),
        decree=bindparam("decision"),
    )
)
_unlink = Prepared(delete(CASE_SUBJECT).where(_LINK.case_id == bindparam("the_case")))
_forget_name = Prepared(update(CASE).where(CASE.c.id == bindparam("the_case")).values(applicant=""))
_forget_notices = Prepared(
    update(NOTICE)
    .where(NOTICE.c.case_id == bindparam("the_case"), NOTICE.c.words != "")
    .values(words=ERASED, link="")
)


class SubjectKeyRow(Frozen, frozen=True, kw_only=True):
    """The key of somebody's data under the installation's seal; neither if it was destroyed."""

    id: str
    subject: bytes | None
    sealed: bytes | None
    made_at: datetime
    destroyed_at: datetime | None = None


class CaseKey(Frozen, frozen=True, kw_only=True):
    """A key that data of a case is sealed with; `owns`: that of whose request it is."""

    key: SubjectKeyRow
    owns: bool


class Destruction(Frozen, frozen=True, kw_only=True):
    """When a key was destroyed, by whom, why, and by which decision."""

    at: datetime
    by: PersonId
    why: str
    decision: str


def find(reader: Reader, subject: bytes) -> SubjectKeyRow | None:
    """The key of that subject, as long as it is there."""
    return _row(reader.row(_find, {"the_subject": subject}))


def find_or_wait(unit: Unit, subject: bytes) -> SubjectKeyRow | None:
    """As `find`, but nobody destroys it, or makes it, until this unit is over."""
    unit.take_turn(f"subject {subject.hex()}")
    return _row(unit.row(_find_kept, {"the_subject": subject}))


def of_case(reader: Reader, case: CaseId) -> tuple[CaseKey, ...]:
    """The keys that data of a case is sealed with, destroyed ones too, the oldest first."""
    rows = reader.rows(_of_case, {"the_case": case})
    return tuple(
        CaseKey(key=SubjectKeyRow(**dict(zip(_NAMES, row, strict=False))), owns=row[-1])
        for row in rows
    )


def make(unit: Unit, key: SubjectKeyRow) -> None:
    """Keep a new key."""
    unit.execute(_make, {**asdict(key), "destroyed_by": None, "reason": "", "decree": ""})


def link(unit: Unit, case: CaseId, key: str, *, owns: bool) -> None:
    """Note that the case holds data sealed with that key; once is enough."""
    unit.execute(_link, {"key_id": key, "case_id": case, "owns": owns})


def cases_of(reader: Reader, key: str) -> tuple[tuple[CaseId, bool], ...]:
    """The cases that hold data sealed with that key, and whether each is its subject's own."""
    return tuple((CaseId(case), owns) for case, owns in reader.rows(_cases, {"the_key": key}))


def unlink(unit: Unit, case: CaseId) -> None:
    """Note that the case holds nothing any more that its keys would open."""
    unit.execute(_unlink, {"the_case": case})


def hold(unit: Unit, key: str) -> None:
    """Let nobody seal with it until this unit is over."""
    unit.row(_keep, {"the_key": key})


def destroy(unit: Unit, key: str, how: Destruction) -> None:
    """Destroy a key: what it sealed cannot be opened any more, nor told whose it was."""
    unit.execute(_destroy, {"the_key": key, **asdict(how)})


def forget_words(unit: Unit, case: CaseId) -> None:
    """Take the applicant out of what is told of the case beside its events."""
    unit.execute(_forget_name, {"the_case": case})
    unit.execute(_forget_notices, {"the_case": case})


_NAMES = tuple(column.name for column in _COLUMNS)


def _row(row: tuple[object, ...] | None) -> SubjectKeyRow | None:
    if row is None:
        return None
    return SubjectKeyRow(**dict(zip(_NAMES, row, strict=True)))  # type: ignore[arg-type]
