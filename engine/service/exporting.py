"""Exports written: from one snapshot, a page of cases at a time, to a file that appears whole."""

import gzip
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from engine.core.errors import CommandRefused, NotFound
from engine.core.export_case import told
from engine.core.ids import PersonId, UnitId
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.service.access_rules import person_here
from engine.service.catalogue import list_sops, workflow_by_hash
from engine.service.database import Database
from engine.service.directory import current
from engine.service.export_csv import CsvWriter
from engine.service.export_ocel import OcelWriter
from engine.service.export_order import Aliases, ExportOrder, Line, Writer, require_sensible
from engine.service.export_xes import XesWriter
from engine.service.reads import NO_CASE, Read
from engine.store.exports import ExportQuery, ExportSize, size_of, whole_cases
from engine.store.job import Reader
from engine.store.ocel_file import write_json

ZIPPED = ".gz"
_BLOCK = 1 << 20
_BETWEEN_TELLING = 8
"""Cases after which it is said how far it is, and asked whether it is still wanted."""


class ExportSummary(Frozen, frozen=True, kw_only=True):
    """What was written; `size` in bytes."""

    kind: str
    form: str
    cases: int
    events: int
    size: int


class NoLongerWanted(CommandRefused):
    """Nobody waits for the export any more."""

    hint = "Ask for it again."

    def __init__(self) -> None:
        super().__init__("The export was broken off.")


Tell = Callable[[int, int], bool]
"""Hears how many of how many events are written; whether to go on."""


def _going_on(done: int, total: int) -> bool:
    del done, total
    return True


def export_file(
    database: Database, order: ExportOrder, out: Path, *, tell: Tell = _going_on
) -> ExportSummary:
    """Write an export to a file, which appears when it is whole; one that was there is replaced.

    Args:
        database: whose cases.
        order: what of them, and how.
        out: the file; zipped where its name ends with `ZIPPED`.
        tell: hears how far it is.

    Raises:
        InputRefused: the order makes no sense.
        NoLongerWanted: `tell` said so.
        StoreUnavailable: the database cannot be read.
        OSError: the file cannot be written.
    """
    require_sensible(order)
    with _appearing(out) as growing:
        done = _Export(database, order, tell).write(
            growing, folder=out.parent, zipped=out.name.endswith(ZIPPED)
        )
    return _summary(order, done, out.stat().st_size)


def export_to(
    database: Database, order: ExportOrder, out: BinaryIO, *, tell: Tell = _going_on
) -> ExportSummary:
    """Write an export to an open file that can seek. Arguments and errors as for `export_file`."""
    require_sensible(order)
    done = _Export(database, order, tell).write(out)
    return _summary(order, done, out.tell())


def require_unit(database: Database, unit: UnitId) -> None:
    """Refuse a unit that nothing here knows, so that a slip of the keys makes no empty log.

    Raises:
        NotFound: it is in no directory, has no SOP and no case.
    """
    known = unit in current(database).units or any(one.unit == unit for one in list_sops(database))
    if not known and not _size(database, ExportQuery(unit=unit)).cases:
        raise NotFound("unit", unit, hint="`alur unit list` and `alur sop list` name the units.")


def note_texts(database: Database, order: ExportOrder, *, by: PersonId, via: str) -> None:
    """Note that somebody takes the texts of cases out of the house; on disk before this returns.

    Args:
        database: whose cases.
        order: what of them; `at` is when.
        by: who takes it.
        via: by which door.

    Raises:
        NotFound: nobody of that name works here.
        StoreUnavailable: it cannot be noted, so it may not be exported.
    """
    directory = current(database)
    if directory.founded:
        person_here(directory, by)
    cases = _size(database, order.query).cases
    what = f"export {order.kind} with texts, cases: {cases}"
    read = Read(case=NO_CASE, person=by, what=what, how="in full", via=via)
    database.reads.note(read, at=order.at)
    database.reads.flush()


def _size(database: Database, query: ExportQuery) -> ExportSize:
    return database.store.read(lambda reader: size_of(reader, query))


def _summary(order: ExportOrder, done: ExportSize, size: int) -> ExportSummary:
    return ExportSummary(
        kind=order.kind, form=order.written_as, cases=done.cases, events=done.events, size=size
    )


class _Export:
    """One export under way."""

    def __init__(self, database: Database, order: ExportOrder, tell: Tell) -> None:
        self._database, self._order, self._tell = database, order, tell
        self._aliases = Aliases(database, order.people)

    def write(
        self, out: BinaryIO, *, folder: Path | None = None, zipped: bool = False
    ) -> ExportSize:
        """Write it to `out`; what must be laid out first, in a folder of its own in `folder`."""
        if self._order.kind == "ocel":
            return self._write_ocel(out, folder, zipped=zipped)

        def job(reader: Reader) -> ExportSize:
            out.seek(0)  # a job may be run again, from the start
            out.truncate()
            kind = XesWriter if self._order.kind == "xes" else CsvWriter
            with _maybe_zipped(out, zipped=zipped) as plain:
                writer = kind(plain, self._order, self._aliases)
                done = self._tell_cases(reader, writer)
                writer.finish()
                return done

        return self._database.store.read(job)

    def _write_ocel(self, out: BinaryIO, folder: Path | None, *, zipped: bool) -> ExportSize:
        with tempfile.TemporaryDirectory(prefix=".alur-export-", dir=folder) as made:
            place = Path(made) / "log.sqlite"

            def job(reader: Reader) -> tuple[OcelWriter, ExportSize]:
                place.unlink(missing_ok=True)
                writer = OcelWriter(place, self._order, self._aliases)
                try:
                    return writer, self._tell_cases(reader, writer)
                except BaseException:
                    writer.close()
                    raise

            writer, done = self._database.store.read(job)
            with closing(writer):
                writer.finish()  # no snapshot is held open for it
            with _maybe_zipped(out, zipped=zipped) as plain:
                if self._order.written_as == "json":
                    write_json(place, plain)
                else:
                    with place.open("rb") as laid_out:
                        shutil.copyfileobj(laid_out, plain, _BLOCK)
            return done

    def _tell_cases(self, reader: Reader, writer: Writer) -> ExportSize:
        query = self._order.query
        size, cases, events = size_of(reader, query), 0, 0

        def workflow_of(name: str) -> Workflow:
            return workflow_by_hash(self._database, reader, name)

        for whole in whole_cases(reader, query):
            applicant = self._aliases.applicant(whole.case, whole.subject)
            case = told(whole.history, workflow_of, self._order.language)
            writer.add(Line(told=case, applicant=applicant))
            cases, events = cases + 1, events + case.events
            if cases % _BETWEEN_TELLING == 0 and not self._tell(events, size.events):
                raise NoLongerWanted
        self._tell(events, size.events)
        return ExportSize(cases=cases, events=events)


@contextmanager
def _maybe_zipped(out: BinaryIO, *, zipped: bool) -> Iterator[BinaryIO]:
    if not zipped:
        yield out
        return
    with gzip.GzipFile(fileobj=out, mode="wb", filename="", mtime=0) as plain:
        yield cast("BinaryIO", plain)


@contextmanager
def _appearing(out: Path) -> Iterator[BinaryIO]:
    """A file beside `out` that takes its place when it is whole and on disk; else nothing stays."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(out)) from error
    growing = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        growing.replace(out)
    except BaseException:
        with suppress(OSError):
            growing.unlink()
        raise
