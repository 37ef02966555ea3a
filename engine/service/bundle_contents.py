"""What goes into a case bundle: gathered from one snapshot, to the byte as it is kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from engine.core.commands import SYSTEM
from engine.core.errors import Conflict, NotFound
from engine.core.events import CaseMigrated, CaseOpened, FileAttached, Recorded
from engine.core.ids import CaseId, PersonId, SopId
from engine.core.ledger import Entry, calendar_stream, case_stream, sop_stream
from engine.core.notes import Checkpoint, parse_checkpoint, parse_note
from engine.core.personal import fields_by_path, is_masked
from engine.core.proofs import Kept
from engine.core.sealed import is_sealed
from engine.core.text import Frozen, Text
from engine.core.workflow import Workflow
from engine.service.catalogue import workflow_by_hash
from engine.service.checkpoints import SignedCheckpoint, latest
from engine.service.database import Database
from engine.service.directory import current_in
from engine.service.ledger import LedgerDamaged
from engine.service.queries import find_id
from engine.service.verifying_ledger import expect_whole_ledger
from engine.store import bundles, calendars, checkpoints, files, log
from engine.store.bundles import KeptCalendar, KeptEvent, KeptSop
from engine.store.checkpoints import KnownKey
from engine.store.codec import decode_recorded
from engine.store.job import Reader

__all__ = [
    "Actors",
    "CaseNotCovered",
    "Contents",
    "Filed",
    "KeptCalendar",
    "KeptEvent",
    "KeptSop",
    "gather",
]


class CaseNotCovered(Conflict):
    """No checkpoint vouches for any event of the case yet."""

    hint = "`alur checkpoint take` takes one now; then make the bundle again."

    def __init__(self, case: CaseId) -> None:
        self.case = case
        super().__init__(f"No checkpoint covers case {case} yet.")


class Actors(Frozen, frozen=True, kw_only=True):
    """Somebody who acted in the case: their name here, and in which roles and for whom."""

    person: PersonId
    name: str
    roles: tuple[str, ...] = ()
    acted_for: tuple[str, ...] = ()


class Filed(Frozen, frozen=True, kw_only=True):
    """A document of the case, by the event that filed it. `kept`: its bytes lie here."""

    seq: int
    at: str
    by: PersonId
    name: str
    media_type: str
    size: int
    sha256: str
    kept: bool


class Contents(Frozen, frozen=True, kw_only=True):
    """A case and what proves it.

    `entries` are those among the first `checkpoint.size` of the ledger, `subtrees` lead from them
    to its root. `uncovered` are the numbers of events that have none. `shows_personal`: the
    history holds personal data in plain (it was entered before data was sealed). `handovers` are
    the notes by which the first of the `keys` handed over to the next, and so on. `names` are those
    of the actors, and of who wrote and published what the case rests on.
    """

    case: CaseId
    unit: Text
    events: tuple[KeptEvent, ...]
    history: tuple[Recorded, ...]
    sops: tuple[KeptSop, ...]
    calendars: Mapping[tuple[str, int], KeptCalendar]
    actors: tuple[Actors, ...]
    names: Mapping[PersonId, str]
    filed: tuple[Filed, ...]
    checkpoint: Checkpoint
    note: str
    keys: tuple[str, ...]
    handovers: tuple[str, ...]
    entries: tuple[Entry, ...]
    subtrees: tuple[Kept, ...]
    uncovered: tuple[int, ...]
    shows_personal: bool

    @property
    def seq(self) -> int:
        """How many events there are."""
        return len(self.events)

    @property
    def head(self) -> str:
        """The hash of the last event, in hexadecimal."""
        return self.events[-1].hash.hex()


def gather(database: Database, root: Path, case: CaseId, *, at: datetime) -> Contents:
    """All of a case as it stands, under the newest checkpoint.

    Raises:
        NotFound: no case, or more than one, begins so.
        CaseNotCovered: no checkpoint vouches for any of it yet.
        LedgerDamaged: the list of all histories lacks something.
    """
    newest = latest(database)

    def job(reader: Reader) -> Contents:
        found = find_id(reader, case)
        if newest is None:
            raise CaseNotCovered(found)
        expect_whole_ledger(reader, newest.checkpoint)  # before we sign that it leads to its root
        return _Gatherer(database, reader, found, newest).contents(root, at)

    try:
        return database.store.read(job)
    except LookupError as error:
        raise LedgerDamaged(str(error)) from error


def _known(stored: log.Stored | None, case: CaseId) -> log.Stored:
    if stored is None:
        raise NotFound("case", case)
    return stored


def _as_kept(at: datetime) -> str:
    """An instant as the body of an event has it."""
    return str(msgspec.to_builtins(at))


class _Gatherer:
    """Reads one case from one snapshot."""

    def __init__(
        self, database: Database, reader: Reader, case: CaseId, signed: SignedCheckpoint
    ) -> None:
        self._database, self._reader = database, reader
        self._case, self._signed = case, signed
        self._checkpoint = signed.checkpoint
        self._events = bundles.events_as_kept(reader, case)
        self._history = tuple(decode_recorded(one.body) for one in self._events)
        self._state = _known(log.find(reader, case), case).state
        self._directory = current_in(database, reader)

    def contents(self, root: Path, at: datetime) -> Contents:
        """All of it."""
        sops, versions = tuple(self._sops()), dict(self._calendars(at))
        keys = checkpoints.keys(self._reader)
        entries = tuple(self._entries(sops, versions))
        covered = {one.seq for one in entries if one.stream == case_stream(self._case)}
        if not covered:
            raise CaseNotCovered(self._case)
        self._expect_all_there(entries)
        positions = (one.position for one in entries)
        return Contents(
            case=self._case,
            unit=self._unit(),
            events=self._events,
            history=self._history,
            sops=sops,
            calendars=versions,
            actors=tuple(self._actors()),
            names=self._names(sops),
            filed=tuple(self._filed(root)),
            checkpoint=self._checkpoint,
            note=self._signed.note,
            keys=tuple(one.line for one in keys),
            handovers=tuple(self._handovers(keys)),
            entries=entries,
            subtrees=bundles.subtrees_beside(self._reader, positions, size=self._checkpoint.size),
            uncovered=tuple(n for n in range(1, len(self._events) + 1) if n not in covered),
            shows_personal=self._shows_personal(),
        )

    def _sops(self) -> Iterator[KeptSop]:
        """Every version the case ever ran under, once, in that order."""
        named: dict[tuple[SopId, int], None] = {}
        sop = SopId("")
        for one in self._history:
            if isinstance(one.event, CaseOpened):
                sop = one.event.sop
            if isinstance(one.event, CaseOpened | CaseMigrated):
                named[sop, one.event.version] = None
        for name, version in named:
            kept = bundles.sop_as_kept(self._reader, name, version)
            if kept is None:
                raise NotFound("published SOP", f"{name} version {version}")
            yield kept

    def _calendars(self, at: datetime) -> Iterator[tuple[tuple[str, int], KeptCalendar]]:
        """Every calendar version in force at some time while the case was open."""
        begun, over = self._history[0].at, self._state.closed_at or at
        hashes = [
            one.event.workflow
            for one in self._history
            if isinstance(one.event, CaseOpened | CaseMigrated)
        ]
        names = {workflow_by_hash(self._database, self._reader, one).calendar for one in hashes}
        followed: dict[str, datetime] = {}
        for row in calendars.list_calendars(self._reader):  # the newest first
            until = followed.get(row.id)
            followed[row.id] = row.published_at
            came_later = row.published_at > over and row.version > 1
            if row.id not in names or came_later or (until is not None and until <= begun):
                continue
            kept = bundles.calendar_as_kept(self._reader, row.id, row.version)
            if kept is not None:
                yield (row.id, row.version), kept

    def _entries(
        self, sops: Iterable[KeptSop], versions: Iterable[tuple[str, int]]
    ) -> Iterator[Entry]:
        size = self._checkpoint.size
        yield from bundles.entered(self._reader, case_stream(self._case), size=size)
        wanted = {(sop_stream(one.sop), one.version) for one in sops}
        wanted |= {(calendar_stream(name), version) for name, version in versions}
        for stream in sorted({name for name, _ in wanted}):
            for entry in bundles.entered(self._reader, stream, size=size):
                if (entry.stream, entry.seq) in wanted:
                    yield entry

    def _actors(self) -> Iterator[Actors]:
        acts = [one.by for one in self._history if one.by.person != SYSTEM.person]
        for person in dict.fromkeys(one.person for one in acts):
            known = self._directory.people.get(person)
            own = [one for one in acts if one.person == person]
            yield Actors(
                person=person,
                name=known.name if known else "",
                roles=tuple(dict.fromkeys(one.role for one in own if one.role)),
                acted_for=tuple(dict.fromkeys(one.acting_for for one in own if one.acting_for)),
            )

    def _names(self, sops: Iterable[KeptSop]) -> Mapping[PersonId, str]:
        """As far as the directory knows them."""
        asked = {one.by.person for one in self._history}
        for sop in sops:
            asked |= {sop.published_by, sop.author or sop.published_by}
        known = self._directory.people
        return {person: known[person].name for person in sorted(asked & known.keys())}

    def _handovers(self, keys: Sequence[KnownKey]) -> Iterator[str]:
        """The notes in which a key was handed over; one that was lost handed over nothing."""
        for key in keys[1:]:
            signed = checkpoints.since(self._reader, key.since, most=1)
            stated = (parse_checkpoint(parse_note(one.note).text).next_key for one in signed)
            if any(one is not None for one in stated):
                yield signed[0].note

    def _filed(self, root: Path) -> Iterator[Filed]:
        for one in self._history:
            if isinstance(one.event, FileAttached):
                yield Filed(
                    seq=one.seq,
                    at=_as_kept(one.at),
                    by=one.by.person,
                    name=one.event.name,
                    media_type=one.event.media_type,
                    size=one.event.size,
                    sha256=one.event.sha256,
                    kept=files.is_kept(root, one.event.sha256),
                )

    def _shows_personal(self) -> bool:
        """Whether what is sealed today stands in plain: it was entered before that was done."""
        fields = fields_by_path(self._workflow())
        plain = (
            value
            for path, value in self._state.data.items()
            if path in fields and is_masked(fields[path]) and not is_sealed(value)
        )
        return any(plain) or not is_sealed(self._state.applicant.name)

    def _expect_all_there(self, entries: Iterable[Entry]) -> None:
        """No event that the ledger has is missing or another one."""
        own = (one for one in entries if one.stream == case_stream(self._case))
        for one in own:
            if [kept.hash for kept in self._events[one.seq - 1 : one.seq]] != [one.hash]:
                raise LedgerDamaged(f"event {one.seq} of case {self._case} is not the one it lists")

    def _unit(self) -> Text:
        """The unit of the case, as the directory calls it where it knows it."""
        name = self._workflow().unit
        known = self._directory.units.get(name)
        return known.title if known else Text(id=name)

    def _workflow(self) -> Workflow:
        return workflow_by_hash(self._database, self._reader, self._state.workflow)
