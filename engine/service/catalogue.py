"""Published SOP versions: put into force once, never changed, found again by every case."""

from datetime import date, datetime

from engine.core.commands import Actor
from engine.core.errors import AlreadySo, InputRefused, NotFound
from engine.core.ids import PersonId, RoleId, SopId, UnitId
from engine.core.text import Frozen, Text
from engine.core.workflow import Workflow
from engine.service.database import Called, Database
from engine.service.views import SopSummary
from engine.sop.compile import compile_text
from engine.sop.registers import Registers
from engine.store import catalogue
from engine.store.job import Reader, Unit
from engine.store.rows import DeviationRow, IncidentRow, SopRow, TaskRow


class VersionPublished(AlreadySo):
    """A published version never changes."""

    def __init__(self, sop: SopId, version: int) -> None:
        self.sop, self.version = sop, version
        super().__init__(f"{sop} version {version} is published with another content")
        self.hint = f"Give the definition version {version + 1} and publish that."


def publish(  # noqa: PLR0913  # a text, what it may name, who and when
    database: Database,
    text: str | bytes,
    *,
    registers: Registers,
    by: Actor,
    at: datetime,
    file: str = "",
) -> SopSummary:
    """Put an SOP version into force. The same content again changes nothing.

    Whether `by` may is not asked here: where people are known, `engine.service.submissions` asks.

    Args:
        database: where to.
        text: the definition.
        registers: what it may refer to.
        by: who publishes.
        at: when; aware UTC. The SOP must be effective by then.
        file: what findings call it.

    Raises:
        SopError: the definition cannot be used; says why, all at once.
        InputRefused: its effective date (tanggal efektif) lies ahead.
        VersionPublished: that version is published with another content.
    """
    compiled = compile_text(text, registers, file=file)
    require_effective(compiled.document.identity.effective, at)
    written = text if isinstance(text, str) else text.decode()
    signed = Signed(by=by.person, at=at)
    return database.store.write(lambda unit: put_in_force(unit, compiled.workflow, written, signed))


def require_effective(effective: date, at: datetime) -> None:
    """Refuse a version that holds only from a later day on.

    Raises:
        InputRefused: its effective date (tanggal efektif) lies ahead.
    """
    if effective > at.date():
        raise InputRefused({"identity.effective": f"{effective} lies ahead; publish it then"})


class Signed(Frozen, frozen=True, kw_only=True):
    """Who puts an SOP version into force and when (UTC), and who wrote it, where that is known."""

    by: PersonId
    at: datetime
    author: PersonId | None = None


def put_in_force(unit: Unit, workflow: Workflow, text: str, signed: Signed) -> SopSummary:
    """Put a compiled version into force within a transaction; for services only.

    Raises:
        VersionPublished: that version is published with another content.
    """
    there = catalogue.find_workflow(unit, workflow.sop, workflow.version)
    if there is None:
        catalogue.insert_sop(unit, workflow, text, by=signed.by, at=signed.at, author=signed.author)
    elif there.hash != workflow.hash:
        raise VersionPublished(workflow.sop, workflow.version)
    return _summary_of(unit, workflow.sop, workflow.version)


def list_sops(database: Database) -> tuple[SopSummary, ...]:
    """Every published version, by SOP, the newest first."""
    rows = database.store.read(catalogue.list_sops)
    return tuple(_summary(row) for row in rows)


def called(database: Database) -> Called:
    """What SOPs and their roles are called; made anew when a version was published."""
    return database.store.read(lambda reader: _called_in(database, reader))


def _called_in(database: Database, reader: Reader) -> Called:
    versions, known = catalogue.count_versions(reader), database.called
    if known is not None and known.versions == versions:
        return known
    sops: dict[SopId, Text] = {}
    roles: dict[tuple[UnitId, RoleId], Text] = {}
    listed = catalogue.list_sops(reader)
    for row in sorted(listed, key=lambda one: not one.in_force):
        sops.setdefault(row.sop, row.title)
        workflow = workflow_by_hash(database, reader, row.hash)
        for role in workflow.roles.values():
            roles.setdefault((workflow.unit, role.id), role.title)
    database.called = Called(versions=len(listed), sops=sops, roles=roles)
    return database.called


def show_sop(database: Database, sop: SopId, version: int | None = None) -> SopSummary:
    """One published version, by default the one in force.

    Raises:
        NotFound: there is none.
    """
    found = [one for one in list_sops(database) if one.sop == sop]
    for one in found:
        if version in {None, one.version}:
            return one
    raise _not_found(sop, version)


def find_workflow(database: Database, sop: SopId, version: int | None = None) -> Workflow:
    """The workflow of a published version, by default of the one in force.

    Raises:
        NotFound: there is none.
    """
    return database.store.read(lambda reader: workflow_of(database, reader, sop, version))


def read_definition(database: Database, sop: SopId, version: int) -> str:
    """The definition as it was written.

    Raises:
        NotFound: that version is not published.
    """
    text = database.store.read(lambda reader: catalogue.find_text(reader, sop, version))
    if text is None:
        raise _not_found(sop, version)
    return text


def workflow_of(database: Database, reader: Reader, sop: SopId, version: int | None) -> Workflow:
    """As `find_workflow`, within a transaction; a version that is in memory is not read again.

    Raises:
        NotFound: there is none.
    """
    kept = None if version is None else database.workflows.of_version(sop, version)
    if kept is not None:
        return kept
    workflow = catalogue.find_workflow(reader, sop, version)
    if workflow is None:
        raise _not_found(sop, version)
    return database.workflows.keep(workflow)


def workflow_of_row(
    database: Database, reader: Reader, row: TaskRow | DeviationRow | IncidentRow
) -> Workflow:
    """The workflow of the version that a row was made under.

    Raises:
        NotFound: it is not published here.
    """
    return workflow_of(database, reader, row.sop, row.version)


def workflow_by_hash(database: Database, reader: Reader, name: str) -> Workflow:
    """The workflow of that hash: from memory, or within a transaction from the store.

    Raises:
        NotFound: it is not published here.
    """
    kept = database.workflows.get(name)
    return kept or database.workflows.keep(catalogue.find_by_hash(reader, name))


def workflows_by_calendar(database: Database, reader: Reader, name: str) -> dict[str, Workflow]:
    """Every published version whose office works by that calendar, by its hash."""
    hashes = dict.fromkeys(row.hash for row in catalogue.list_sops(reader))
    known = (workflow_by_hash(database, reader, one) for one in hashes)
    return {workflow.hash: workflow for workflow in known if workflow.calendar == name}


def _summary_of(reader: Reader, sop: SopId, version: int) -> SopSummary:
    rows = catalogue.list_sops(reader)
    return next(_summary(row) for row in rows if (row.sop, row.version) == (sop, version))


def _summary(row: SopRow) -> SopSummary:
    return SopSummary(
        sop=row.sop,
        version=row.version,
        title=row.title,
        number=row.number,
        unit=row.unit,
        hash=row.hash,
        published_at=row.published_at,
        published_by=row.published_by,
        author=row.author,
        steps=row.steps,
        in_force=row.in_force,
    )


def _not_found(sop: SopId, version: int | None) -> NotFound:
    name = sop if version is None else f"{sop} version {version}"
    return NotFound("published SOP", name, hint="`alur sop list` shows what is published.")
