"""Whether one case is whole, told at once: its chain, its row, its place below a checkpoint.

Unlike `engine.service.verifying` it does not follow the whole ledger; what it counts on is that
the newest checkpoint is signed, and that every event of the case is provably below its root.
"""

from collections.abc import Iterator

from engine.core import proofs
from engine.core.errors import NotFound
from engine.core.ids import CaseId
from engine.core.ledger import case_stream, entry_bytes
from engine.core.notes import Checkpoint, parse_note
from engine.core.text import Frozen
from engine.core.verdicts import Doubt, Finding
from engine.core.workflow import Workflow
from engine.service import checkpoints
from engine.service.catalogue import workflow_by_hash
from engine.service.checkpoints import SignedCheckpoint
from engine.service.database import Database
from engine.service.verifying import Found
from engine.service.verifying_cases import check_case, histories
from engine.service.verifying_checkpoints import Said, Vouched, kept_keys
from engine.service.verifying_ledger import Listing
from engine.store import ledger
from engine.store import verifying as kept
from engine.store.job import Reader


class CaseProof(Frozen, frozen=True, kw_only=True):
    """What holds of a case, and what does not.

    `listed` of its events have a number in the ledger, `covered` of these are proved to lie below
    the newest checkpoint, if there is one.
    """

    case: CaseId
    events: int
    listed: int
    covered: int
    checkpoint: SignedCheckpoint | None
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.findings


def prove_case(database: Database, case: CaseId) -> CaseProof:
    """Look at one case; nothing is written.

    Raises:
        NotFound: there is no such case, and nothing of one.
    """
    newest = checkpoints.latest(database)

    def looked(reader: Reader) -> CaseProof:
        found = Found()
        stream = case_stream(case)
        events = _check_history(database, reader, case, found)
        listed = list(kept.entries_by_stream(reader, stream))
        signed = None if newest is None else _vouched(reader, newest, found)
        covered = 0 if signed is None else sum(_below(reader, stream, listed, signed, found))
        return CaseProof(
            case=case,
            events=events,
            listed=len(listed),
            covered=covered,
            checkpoint=newest,
            findings=tuple(found.shown),
        )

    return database.store.read(looked)


def _check_history(database: Database, reader: Reader, case: CaseId, found: Found) -> int:
    """Say what is wrong with the chain, the row, or what the ledger lists; how many events."""
    stream, total = case_stream(case), 0
    listing = Listing(
        kept.entries_by_stream(reader, stream),
        kept.due(reader, stream),
        lambda name, seq: ledger.hash_of(reader, name, seq),
        found,
    )

    def workflow_of(name: str) -> Workflow | None:
        try:
            return workflow_by_hash(database, reader, name)
        except NotFound:
            return None

    for name, events, row in histories(reader, case):
        check_case(name, events, row, workflow_of, found)
        listing.compare(stream, [(event[0], event[3]) for event in events])
        total += len(events)
    listing.finish()
    if not total and not found.count:
        raise NotFound("case", case)
    return total


def _vouched(reader: Reader, newest: SignedCheckpoint, found: Found) -> Checkpoint | None:
    """The newest checkpoint, if a key that this database names signed it; says so if none did."""
    said = Said(note=parse_note(newest.note), checkpoint=newest.checkpoint, is_own=False)
    vouched = Vouched([said], kept_keys(reader, found), found)
    return next(iter(vouched.checkpoints), None)


def _below(
    reader: Reader, stream: str, listed: list[kept.Row], signed: Checkpoint, found: Found
) -> Iterator[bool]:
    """Of each entry, whether it is proved to lie below the root; says which should and do not."""
    node = ledger.node(reader)
    for _, seq, hash_, position in listed:
        if not isinstance(hash_, bytes) or not isinstance(position, int):
            continue  # said by whoever compared it
        if position >= signed.size:
            yield False
            continue
        leaf = proofs.leaf_hash(entry_bytes(stream, seq, hash_))
        try:
            proof = proofs.prove_inclusion(position, signed.size, node)
            below = proofs.is_included(leaf, position, signed.size, proof, signed.root)
        except (LookupError, AttributeError, TypeError):  # on the way one is gone, or is no hash
            below = False
        if not below:
            reason = f"not below checkpoint {signed.size}"
            code = Doubt.LISTED_OTHERWISE
            found(Finding(stream=stream, seq=int(seq), code=code, reason=reason))
        yield below
