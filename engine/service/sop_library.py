"""The library of SOPs: what is in force and how cases keep to it, versions, differences."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from engine.core.ids import SopId
from engine.core.standing import Reach
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.service import catalogue
from engine.service.database import Database
from engine.service.views import SopSummary
from engine.sop.compare import Change, compare, sentence
from engine.sop.document import SopDocument
from engine.sop.parse import read_document
from engine.sop.review import review_due
from engine.store import compliance
from engine.store.compliance import Kept
from engine.store.job import Reader

__all__ = ["Change", "Difference", "Kept", "LibraryLine", "VersionLine", "sentence"]

WINDOW = timedelta(days=90)
"""How far back compliance looks: a quarter, as reports do."""

_MOST_READ = 256


class LibraryLine(Frozen, frozen=True, kw_only=True):
    """An SOP in the list: its version in force and how cases keep to it.

    `kept` and `running` are None where the cases of its unit are beyond the reader's reach.
    """

    summary: SopSummary
    versions: int
    review_due: date
    running: int | None
    kept: Kept | None


class VersionLine(Frozen, frozen=True, kw_only=True):
    """A version of an SOP. `running` of its `cases` go on; None: beyond reach."""

    summary: SopSummary
    effective: date
    cases: int | None
    running: int | None


class Difference(Frozen, frozen=True, kw_only=True):
    """What differs between two definitions, and the workflows of both."""

    old: Workflow
    new: Workflow
    changes: tuple[Change, ...]


def library(database: Database, *, reach: Reach, at: datetime) -> tuple[LibraryLine, ...]:
    """Every SOP by its version in force; compliance over `WINDOW` up to `at` (aware UTC)."""

    def asked(reader: Reader) -> tuple[LibraryLine, ...]:
        texts = compliance.texts_in_force(reader)
        running = compliance.running(reader)
        kept = compliance.closed(reader, since=at - WINDOW)
        return tuple(
            LibraryLine(
                summary=one,
                versions=one.version,
                review_due=review_due(document_of(texts[one.sop]).identity),
                running=running.get(one.sop, 0) if reach.covers(one.unit, one.sop) else None,
                kept=kept.get(one.sop) if reach.covers(one.unit, one.sop) else None,
            )
            for one in in_force
        )

    in_force = [one for one in catalogue.list_sops(database) if one.in_force]
    return database.store.read(asked)


def versions(database: Database, sop: SopId, *, reach: Reach) -> tuple[VersionLine, ...]:
    """The versions of an SOP, the newest first.

    Raises:
        NotFound: there is no such SOP.
    """
    found = published(database, sop)
    counted = database.store.read(lambda reader: compliance.cases_by_version(reader, sop))
    return tuple(_version(database, one, counted.get(one.version, (0, 0)), reach) for one in found)


def published(database: Database, sop: SopId) -> tuple[SopSummary, ...]:
    """The versions of an SOP as the catalogue has them, the newest first.

    Raises:
        NotFound: there is no such SOP.
    """
    found = tuple(one for one in catalogue.list_sops(database) if one.sop == sop)
    return found or (catalogue.show_sop(database, sop),)


def _version(
    database: Database, one: SopSummary, counted: tuple[int, int], reach: Reach
) -> VersionLine:
    text = catalogue.read_definition(database, one.sop, one.version)
    seen = reach.covers(one.unit, one.sop)
    return VersionLine(
        summary=one,
        effective=document_of(text).identity.effective,
        cases=counted[0] if seen else None,
        running=counted[1] if seen else None,
    )


def difference(database: Database, sop: SopId, old: int, new: int) -> Difference:
    """What differs between two published versions.

    Raises:
        NotFound: one of them is not published.
    """
    before, after = (catalogue.read_definition(database, sop, one) for one in (old, new))
    return Difference(
        old=catalogue.find_workflow(database, sop, old),
        new=catalogue.find_workflow(database, sop, new),
        changes=compare(document_of(before), document_of(after)),
    )


def difference_of_text(
    database: Database, text: str, workflow: Workflow, *, decided: bool = False
) -> Difference | None:
    """What a definition would change of the version in force; None where there is none yet.

    Once it was decided about, it is held against the newest version below its own: what was
    approved does not become its own measure.
    """
    sop = workflow.sop
    listed = (one for one in catalogue.list_sops(database) if one.sop == sop)
    old = next((one for one in listed if not decided or one.version < workflow.version), None)
    if old is None:
        return None
    before = catalogue.read_definition(database, sop, old.version)
    return Difference(
        old=catalogue.find_workflow(database, sop, old.version),
        new=workflow,
        changes=compare(document_of(before), document_of(text)),
    )


@lru_cache(maxsize=_MOST_READ)
def document_of(text: str) -> SopDocument:
    """A definition that was published or submitted, and so can be read; from memory if read before.

    Raises:
        SopError: it cannot be read.
    """
    return read_document(text, file="")[0]
