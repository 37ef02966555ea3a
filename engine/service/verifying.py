"""Verification: whether everything that is kept holds together, down to what was given away.

All of it is read in one snapshot, so that what is written meanwhile is no finding. What an insider
could still do unseen is said in docs/audit.md.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from engine.core import proofs
from engine.core.errors import NotFound
from engine.core.ids import CaseId
from engine.core.ledger import PEOPLE, calendar_stream, case_stream, entry_bytes, sop_stream
from engine.core.notes import Checkpoint, VerifierKey
from engine.core.verdicts import (
    MOST_SHOWN,
    OF_CHECKPOINTS,
    Doubt,
    Finding,
    Receipt,
    Verdict,
    in_short,
)
from engine.core.workflow import Workflow
from engine.service.database import Database
from engine.service.verifying_cases import check_case, histories
from engine.service.verifying_checkpoints import (
    Vouched,
    all_said,
    check_keys,
    held_against,
    kept_keys,
)
from engine.service.verifying_ledger import LEDGER, Kept, Listing, follow_ledger
from engine.service.verifying_people import check_people
from engine.service.verifying_registers import Numbering
from engine.service.verifying_versions import check_calendar, check_sop
from engine.service.verifying_views import NameOf, check_views, opened_name, told_name
from engine.store import ledger
from engine.store import verifying as kept
from engine.store.job import Reader

__all__ = ["Finding", "Receipt", "Verdict", "verify", "verify_in"]

Progress = Callable[[int, int], None]
"""Hears how much is done of how much."""

_TOLD_EVERY = 1000


def unwatched(done: int, total: int) -> None:
    """Nobody watches."""


def verify(  # noqa: PLR0913  # what to look at, and all that it may be held against
    database: Database,
    *,
    at: datetime,
    case: CaseId | None = None,
    notes: Sequence[str] = (),
    keys: Sequence[VerifierKey] = (),
    receipts: Sequence[Receipt] = (),
    views: bool = False,
    tell: Progress = unwatched,
) -> Verdict:
    """Verify everything, or one case, in one snapshot; nothing is written.

    Args:
        database: what is verified.
        at: the instant (UTC).
        case: only this case, and that the ledger lists it as the checkpoints have it.
        notes: published checkpoints, one or several in each text, besides the database's own.
        keys: whose signatures are believed, and theirs whom these handed over to; by default
            those that the database names itself, which whoever owns it can replace.
        receipts: what people were told when an event was kept.
        views: whether also the rows that lists are made of follow from the events.
        tell: hears how far it is.

    Raises:
        NotFound: there is no such case, and never was as far as can be told.
        StoreUnavailable: the database cannot be read.
    """
    names = opened_name(database)
    return database.store.read(
        lambda reader: verify_in(
            reader,
            at=at,
            case=case,
            notes=notes,
            keys=keys,
            receipts=receipts,
            views=views,
            names=names,
            tell=tell,
        )
    )


def verify_in(  # noqa: PLR0913  # as `verify`
    reader: Reader,
    *,
    at: datetime,
    case: CaseId | None = None,
    notes: Sequence[str] = (),
    keys: Sequence[VerifierKey] = (),
    receipts: Sequence[Receipt] = (),
    views: bool = False,
    names: NameOf = told_name,
    tell: Progress = unwatched,
) -> Verdict:
    """`verify` within a snapshot; `names` tells whom cases are to be listed under."""
    found = Found()
    said = all_said(reader, notes, found)
    check_keys(reader, said, found)
    vouched = Vouched(said, keys or kept_keys(reader, found), found)
    look = _Look(reader, found, tell, names=names if views else None)
    agreed = look.at_all(vouched) if case is None else look.at_one(case, vouched)
    if keys and agreed is None and not found.codes & OF_CHECKPOINTS:
        found(Finding(stream=LEDGER, seq=0, code=Doubt.NOTHING_COMPARED))
    for receipt in receipts:
        look.at_receipt(receipt)
    return Verdict(
        at=at,
        cases=look.cases,
        events=look.events,
        entries=ledger.size(reader),
        due=ledger.count_due(reader),
        findings=tuple(found.shown),
        found=found.count,
        checked_to=agreed,
        case=case,
    )


class Found:
    """Findings as they come: the first of them kept, all counted."""

    def __init__(self) -> None:
        self.shown: list[Finding] = []
        self.count = 0
        self.codes: set[Doubt] = set()

    def __call__(self, finding: Finding) -> None:
        """Another one."""
        self.count += 1
        self.codes.add(finding.code)
        if len(self.shown) < MOST_SHOWN:
            self.shown.append(finding)


class _Look:
    """One look at a snapshot."""

    def __init__(
        self, reader: Reader, found: Found, tell: Progress, *, names: NameOf | None
    ) -> None:
        self._reader, self._found, self._tell = reader, found, tell
        self._names = names
        self._workflows: dict[str, Workflow] = {}
        self._numbering = Numbering(self._workflows)
        self._sops: dict[str, list[tuple[object, object]]] = {}
        self.cases = self.events = self._done = self._total = 0

    def at_all(self, vouched: Vouched) -> Checkpoint | None:
        """Everything; the largest checkpoint that it agrees with."""
        events, entries = kept.how_much(self._reader)
        self._total = events + entries
        self._read_sops()
        listing = self._listing()
        for stream, there in self._streams():
            listing.compare(stream, there)
        listing.finish()
        self._numbering.compare(self._reader, self._found)
        return self._at_ledger(vouched)

    def at_one(self, case: CaseId, vouched: Vouched) -> Checkpoint | None:
        """One case, and whether the ledger has it in the place where checkpoints had it.

        The whole list is followed: what was cut off a case is missing there, if anywhere.
        """
        self._total = ledger.size(self._reader)
        self._read_sops()
        stream = case_stream(case)
        listing = self._listing(stream)
        for name, there in self._cases(case):
            listing.compare(name, there)
        listing.finish()
        if not self.cases and not self._found.count:
            raise NotFound("case", case)
        agreed = self._at_ledger(vouched)
        for finding in self._unproven(stream, vouched):
            self._found(finding)
        return agreed

    def _at_ledger(self, vouched: Vouched) -> Checkpoint | None:
        sizes = {one.size for one in vouched.checkpoints}
        tree = follow_ledger(self._reader, sizes, self._found, passing=self._counted)
        return held_against(vouched, tree.roots, tree.size, self._found)

    def at_receipt(self, receipt: Receipt) -> None:
        """What somebody was told of an event when it was kept."""
        stream = case_stream(receipt.case)
        there = ledger.hash_of(self._reader, stream, receipt.seq)
        if not isinstance(there, bytes) or not there.hex().startswith(receipt.begins):
            reason = "nothing is there" if there is None else in_short(there)
            code = Doubt.RECEIPT_DIFFERS
            self._found(Finding(stream=stream, seq=receipt.seq, code=code, reason=reason))

    def _listing(self, stream: str | None = None) -> Listing:
        reader = self._reader
        return Listing(
            kept.entries_by_stream(reader, stream),
            kept.due(reader, stream),
            lambda name, seq: ledger.hash_of(reader, name, seq),
            self._found,
        )

    def _streams(self) -> Iterator[tuple[str, Kept]]:
        """All there is, by the name of its stream: number and hash of each event and version."""
        yield from self._calendars()
        yield from self._cases()
        yield PEOPLE, check_people(list(kept.people_events(self._reader)), self._found)
        for sop, versions in self._sops.items():
            yield sop_stream(sop), versions

    def _calendars(self) -> Iterator[tuple[str, Kept]]:
        versions: dict[str, list[tuple[object, object]]] = {}
        for row in kept.calendar_versions(self._reader):
            versions.setdefault(row[0], []).append((row[1], check_calendar(row, self._found)))
        for name, several in versions.items():
            yield calendar_stream(name), several

    def _read_sops(self) -> None:
        for row in kept.sop_versions(self._reader):
            workflow, hash_ = check_sop(row, self._found)
            self._sops.setdefault(row[0], []).append((row[1], hash_))
            if workflow is not None:
                self._workflows[row[2]] = workflow

    def _cases(self, only: CaseId | None = None) -> Iterator[tuple[str, Kept]]:
        for case, events, row in histories(self._reader, only):
            history = check_case(case, events, row, self._workflows.get, self._found)
            self._numbering.add(history)
            if self._names is not None and history:
                check_views(self._reader, history, self._workflows, self._names, self._found)
            self.cases += 1
            self.events += len(events)
            self._count(len(events))
            if events:
                yield case_stream(case), [(event[0], event[3]) for event in events]

    def _unproven(self, stream: str, vouched: Vouched) -> Iterator[Finding]:
        """Entries of a stream that are not below the newest root that the kept tree has."""
        size, node = ledger.size(self._reader), ledger.node(self._reader)
        within = [one for one in vouched.checkpoints if one.size <= size]
        if not within or _root(within[-1].size, node) != within[-1].root:
            return  # said of the checkpoint
        known = within[-1]
        for _, seq, hash_, position in kept.entries_by_stream(self._reader, stream):
            if position >= known.size or type(hash_) is not bytes:
                continue
            leaf = proofs.leaf_hash(entry_bytes(stream, seq, hash_))
            proof = _proof(position, known.size, node)
            if not proofs.is_included(leaf, position, known.size, proof, known.root):
                code, reason = Doubt.LISTED_OTHERWISE, f"not below checkpoint {known.size}"
                yield Finding(stream=stream, seq=seq, code=code, reason=reason)

    def _counted(self, rows: Iterator[kept.Row]) -> Iterator[kept.Row]:
        for number, row in enumerate(rows, 1):
            yield row
            if not number % _TOLD_EVERY:
                self._count(_TOLD_EVERY)

    def _count(self, more: int) -> None:
        before = self._done
        self._done += more
        if before // _TOLD_EVERY != self._done // _TOLD_EVERY and self._total:
            self._tell(self._done, self._total)


def _root(size: int, node: proofs.Node) -> bytes | None:
    try:
        return proofs.root(size, node)
    except LookupError:
        return None


def _proof(position: int, size: int, node: proofs.Node) -> tuple[bytes, ...]:
    try:
        return proofs.prove_inclusion(position, size, node)
    except LookupError:
        return ()
