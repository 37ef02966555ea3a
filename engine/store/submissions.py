"""Submissions: definitions that authors brought, kept with what was decided about them."""

from datetime import date, datetime
from typing import Literal

import msgspec
from sqlalchemy import bindparam, desc, insert, select, update

from engine.core.ids import PersonId, SopId, UnitId
from engine.core.text import Frozen, Text
from engine.core.workflow import Workflow
from engine.store.codec import canonical
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.tables_submissions import SOP_SUBMISSION

Status = Literal["waiting", "approved", "refused", "withdrawn", "replaced"]

_COLUMN = SOP_SUBMISSION.c
_LINE = tuple(column for column in _COLUMN if column.name not in {"text", "workflow"})
_OF_ID = _COLUMN.id == bindparam("the_id")
_MOST = 500

_encode = msgspec.json.Encoder().encode  # in the order of the definition: roles are columns
_workflow = msgspec.json.Decoder(Workflow)
_title = msgspec.json.Decoder(Text)

_insert = Prepared(insert(SOP_SUBMISSION))
_find = Prepared(select(*_LINE).where(_OF_ID))
_body = Prepared(select(_COLUMN.text, _COLUMN.workflow).where(_OF_ID))
_waiting = Prepared(
    select(*_LINE)
    .where(_COLUMN.decided_at.is_(None))
    .order_by(_COLUMN.submitted_at, _COLUMN.id)
    .limit(_MOST)
)
_newest = Prepared(
    select(*_LINE).order_by(desc(_COLUMN.submitted_at), desc(_COLUMN.id)).limit(_MOST)
)
_of_version = Prepared(
    select(*_LINE)
    .where(_COLUMN.sop == bindparam("the_sop"), _COLUMN.version == bindparam("the_version"))
    .order_by(_COLUMN.submitted_at, _COLUMN.id)
)
_decide = Prepared(
    update(SOP_SUBMISSION)
    .where(_OF_ID, _COLUMN.decided_at.is_(None))
    .values(
        status=bindparam("as_what"),
        decided_at=bindparam("when"),
        decided_by=bindparam("who"),
        reason=bindparam("why"),
    )
)


class Submission(Frozen, frozen=True, kw_only=True):
    """A definition that an author brought. Instants are UTC."""

    id: str
    sop: SopId
    version: int
    hash: str
    title: Text
    unit: UnitId
    effective: date
    author: PersonId
    submitted_at: datetime
    note: str
    status: Status
    decided_at: datetime | None
    decided_by: PersonId | None
    reason: str


class Verdict(Frozen, frozen=True, kw_only=True):
    """What becomes of a submission, who says so and when."""

    status: Status
    by: PersonId
    at: datetime
    reason: str = ""


def keep(unit: Unit, row: Submission, *, text: str, workflow: Workflow) -> None:
    """Keep what was submitted, to the letter and as it was compiled."""
    columns = {name: getattr(row, name) for name in row.__struct_fields__}
    columns |= {
        "title": canonical(row.title).decode(),
        "effective": row.effective.isoformat(),
        "text": text,
        "workflow": _encode(workflow),
    }
    unit.execute(_insert, columns)


def find(reader: Reader, submission: str) -> Submission | None:
    """The submission of that id."""
    found = reader.records(_find, {"the_id": submission})
    return _row(found[0]) if found else None


def read(reader: Reader, submission: str) -> tuple[str, Workflow]:
    """The definition as it was written, and the workflow that it was compiled to."""
    (text, workflow), *_ = reader.rows(_body, {"the_id": submission})
    return str(text), _workflow.decode(workflow)


def list_submissions(reader: Reader, *, decided: bool) -> tuple[Submission, ...]:
    """What waits, the oldest first; with `decided` all there is, the newest first."""
    return tuple(_row(one) for one in reader.records(_newest if decided else _waiting))


def of_version(reader: Reader, sop: SopId, version: int) -> tuple[Submission, ...]:
    """All that was ever submitted as that version, in order."""
    given = {"the_sop": sop, "the_version": version}
    return tuple(_row(one) for one in reader.records(_of_version, given))


def decide(unit: Unit, submission: str, verdict: Verdict) -> None:
    """Note what becomes of a submission that waits; what was decided stays as it is."""
    given: dict[str, object] = {
        "the_id": submission,
        "as_what": verdict.status,
        "when": verdict.at,
        "who": verdict.by,
        "why": verdict.reason,
    }
    unit.execute(_decide, given)


def _row(record: dict[str, object]) -> Submission:
    title = _title.decode(str(record.pop("title")))
    effective = date.fromisoformat(str(record.pop("effective")))
    return Submission(**record, title=title, effective=effective)  # type: ignore[arg-type]  # the columns of its table
