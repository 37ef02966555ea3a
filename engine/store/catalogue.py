"""Published SOP versions. A row is written once; the version in force is the highest."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, desc, func, insert, select

from engine.core.errors import AlreadySo, NotFound
from engine.core.ids import PersonId, SopId
from engine.core.text import Text
from engine.core.workflow import Workflow
from engine.store.codec import canonical
from engine.store.job import Reader, Unit
from engine.store.prepared import Prepared
from engine.store.rows import SopRow
from engine.store.tables import SOP_VERSION

_LINE = tuple(column for column in SOP_VERSION.c if column.name not in {"text", "workflow"})
_encode = msgspec.json.Encoder().encode  # in the order of the definition: roles are columns
_workflow = msgspec.json.Decoder(Workflow)
_title = msgspec.json.Decoder(Text)

_insert = Prepared(insert(SOP_VERSION))
_list = Prepared(select(*_LINE).order_by(SOP_VERSION.c.sop, desc(SOP_VERSION.c.version)))
_count = Prepared(select(func.count()).select_from(SOP_VERSION))
_OF_SOP = SOP_VERSION.c.sop == bindparam("the_sop")
_OF_VERSION = SOP_VERSION.c.version == bindparam("the_version")
_workflow_of = Prepared(select(SOP_VERSION.c.workflow).where(_OF_SOP, _OF_VERSION))
_workflow_in_force = Prepared(
    select(SOP_VERSION.c.workflow).where(_OF_SOP).order_by(desc(SOP_VERSION.c.version)).limit(1)
)
_workflow_by_hash = Prepared(
    select(SOP_VERSION.c.workflow).where(SOP_VERSION.c.hash == bindparam("the_hash")).limit(1)
)
_text_of = Prepared(select(SOP_VERSION.c.text).where(_OF_SOP, _OF_VERSION))


def insert_sop(  # noqa: PLR0913  # what, who wrote it, who approves it and when
    unit: Unit,
    workflow: Workflow,
    text: str,
    *,
    by: PersonId,
    at: datetime,
    author: PersonId | None = None,
) -> None:
    """Publish a compiled SOP version with the text it was compiled from.

    Raises:
        AlreadySo: that version is published, with whatever content.
    """
    row = {
        "sop": workflow.sop,
        "version": workflow.version,
        "hash": workflow.hash,
        "title": canonical(workflow.title).decode(),
        "number": workflow.number,
        "unit": workflow.unit,
        "steps": len(workflow.steps()),
        "published_at": at,
        "published_by": by,
        "text": text,
        "workflow": _encode(workflow),
        "author": author,
    }
    clash = AlreadySo(f"{workflow.sop} version {workflow.version} is published already")
    unit.execute(_insert, row, clash=clash)


def list_sops(reader: Reader) -> tuple[SopRow, ...]:
    """Every published version, by SOP, the newest first."""
    known: set[str] = set()
    found = []
    for record in reader.records(_list):
        in_force = record["sop"] not in known
        known.add(record["sop"])
        title = _title.decode(record.pop("title"))
        found.append(SopRow(**record, title=title, in_force=in_force))
    return tuple(found)


def count_versions(reader: Reader) -> int:
    """How many versions are published. None ever changes or goes, so as many are the same ones."""
    row = reader.row(_count)
    return 0 if row is None else int(row[0])


def find_workflow(reader: Reader, sop: SopId, version: int | None = None) -> Workflow | None:
    """That version compiled, or (None) the one in force; None where there is no such thing."""
    if version is None:
        row = reader.row(_workflow_in_force, {"the_sop": sop})
    else:
        row = reader.row(_workflow_of, {"the_sop": sop, "the_version": version})
    return None if row is None else _workflow.decode(row[0])


def find_by_hash(reader: Reader, name: str) -> Workflow:
    """The workflow whose content has that hash.

    Raises:
        NotFound: it is not published here.
    """
    row = reader.row(_workflow_by_hash, {"the_hash": name})
    if row is None:
        raise NotFound("published workflow", name)
    return _workflow.decode(row[0])


def find_text(reader: Reader, sop: SopId, version: int) -> str | None:
    """The definition as it was written."""
    row = reader.row(_text_of, {"the_sop": sop, "the_version": version})
    return None if row is None else str(row[0])
