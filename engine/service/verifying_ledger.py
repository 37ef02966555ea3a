"""Whether the ledger lists what is there, and its tree is the tree over what it lists."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from engine.core.ledger import entry_bytes
from engine.core.notes import Checkpoint
from engine.core.proofs import EMPTY, leaf_hash, node_hash
from engine.core.verdicts import Doubt, Finding, in_short
from engine.service.ledger import LedgerDamaged
from engine.service.verifying_chains import Row, Tell
from engine.store import verifying
from engine.store.job import Reader

LEDGER = "ledger"
"""The stream that findings about the ledger itself are of."""

KEPT_FROM = 8
"""The lowest level of the tree that is kept; those below are made anew."""

_LARGEST_GAP = 10_000

Kept = Sequence[tuple[object, object]]
"""Number and hash of what is there of a stream, in order."""
Due = dict[tuple[str, int], object]
"""What waits for its number, by stream and number: its hash, or none."""
HashOf = Callable[[str, int], bytes | None]


class Listing:
    """The ledger by stream, to be gone through beside what is there, once and in that order."""

    def __init__(self, entries: Iterable[Row], due: Due, hash_of: HashOf, tell: Tell) -> None:
        """The ledger's entries by stream, what is due, and how to look up what is there."""
        self._streams = groupby(entries, key=itemgetter(0))
        self._due, self._hash_of, self._tell = due, hash_of, tell
        self._next: tuple[str, list[Row]] | None = None
        self._advance()

    def _advance(self) -> None:
        following = next(self._streams, None)
        self._next = None if following is None else (following[0], list(following[1]))

    def compare(self, stream: str, kept: Kept) -> None:
        """Say what the ledger has otherwise of a stream, and of those before it that are gone."""
        while self._next is not None and self._next[0] < stream:
            self._gone()
        listed: Sequence[Row] = ()
        if self._next is not None and self._next[0] == stream:
            listed = self._next[1]
            self._advance()
        if [row[1:3] for row in listed] != kept:
            self._explain(stream, kept, listed)

    def finish(self) -> None:
        """Say what is listed, or waits to be, and is not there."""
        while self._next is not None:
            self._gone()
        for (stream, seq), noted in sorted(self._due.items(), key=repr):
            there = self._hash_of(stream, seq)
            if there is None:
                self._say(stream, seq, Doubt.DUE_DIFFERS, "nothing is there")
            elif noted not in {None, there}:
                self._say(stream, seq, Doubt.DUE_DIFFERS, in_short(noted))

    def _gone(self) -> None:
        if self._next is not None:
            for stream, seq, _, position in self._next[1]:
                self._say(stream, seq, Doubt.LISTED_BUT_GONE, f"position {position}")
                self._due.pop((stream, seq), None)
        self._advance()

    def _explain(self, stream: str, kept: Kept, listed: Sequence[Row]) -> None:
        known: dict[object, object] = {}
        for _, seq, hash_, position in listed:
            if seq in known:
                self._say(stream, seq, Doubt.LISTED_TWICE, f"position {position}")
            known[seq] = hash_
        positions = {seq: position for _, seq, _, position in listed}
        for seq, hash_ in kept:
            self._compare_one(stream, seq, hash_, known)
        for seq in known.keys() - {seq for seq, _ in kept}:
            self._say(stream, seq, Doubt.LISTED_BUT_GONE, f"position {positions[seq]}")

    def _compare_one(
        self, stream: str, seq: object, hash_: object, known: Mapping[object, object]
    ) -> None:
        waits = (stream, seq) in self._due
        noted = self._due.pop((stream, seq), None)  # type: ignore[arg-type]  # judged, not believed
        if seq in known:
            if known[seq] != hash_:
                self._say(stream, seq, Doubt.LISTED_OTHERWISE, in_short(known[seq]))
        elif not waits:
            self._say(stream, seq, Doubt.NOT_LISTED)
        elif noted is not None and noted != hash_:
            self._say(stream, seq, Doubt.DUE_DIFFERS, in_short(noted))

    def _say(self, stream: str, seq: object, code: Doubt, reason: str = "") -> None:
        number = seq if isinstance(seq, int) else 0
        self._tell(Finding(stream=str(stream), seq=number, code=code, reason=reason))


class Tree:
    """The tree over entries as they come, and its roots at the sizes that are asked for.

    Attributes:
        size: How many entries there were.
        roots: The root at each of the sizes, as far as the list goes.
    """

    def __init__(self, nodes: Mapping[tuple[int, int], object], sizes: Iterable[int]) -> None:
        """A tree whose subtrees are kept as `nodes`, by level and index."""
        self.size = 0
        self.roots: dict[int, bytes] = {}
        self._kept = nodes
        self._sizes = frozenset(sizes)
        self._heads: list[bytes] = []  # of complete subtrees, the largest first
        if 0 in self._sizes:
            self.roots[0] = EMPTY

    def follow(self, entries: Iterable[Row], tell: Tell) -> None:
        """Go through all entries by position; say where the list or its tree is broken."""
        for position, stream, seq, hash_ in entries:
            if position != self.size:
                tell(_missing(self.size, position))
                if not self.size < position < self.size + _LARGEST_GAP:
                    return
                while self.size < position:
                    self._add(EMPTY, tell)  # whatever was there: what comes after keeps its place
            if type(hash_) is not bytes:
                hash_ = repr(hash_).encode()  # noqa: PLW2901  # another leaf than it ever had
            self._add(leaf_hash(entry_bytes(stream, seq, hash_)), tell)
        for finding in _of_nodes(self._kept, self.size):
            tell(finding)

    def _add(self, leaf: bytes, tell: Tell) -> None:
        level, index, head = 0, self.size, leaf
        while index & 1:
            head = node_hash(self._heads.pop(), head)
            level, index = level + 1, index >> 1
            if level == KEPT_FROM and self._kept.get((level, index), head) != head:
                tell(_node(level, index))
        self._heads.append(head)
        self.size += 1
        if self.size in self._sizes:
            self.roots[self.size] = self._root()

    def _root(self) -> bytes:
        *others, head = self._heads
        for left in reversed(others):
            head = node_hash(left, head)
        return head


def follow_ledger(
    reader: Reader,
    sizes: Iterable[int],
    tell: Tell,
    *,
    passing: Callable[[Iterator[Row]], Iterable[Row]] = lambda rows: rows,
) -> Tree:
    """Go through the whole list; say where it or its tree is broken.

    Args:
        reader: the snapshot.
        sizes: at which the root is wanted.
        tell: hears of every finding.
        passing: lets the entries through, to count them.
    """
    tree = Tree(verifying.nodes(reader), sizes)
    tree.follow(passing(verifying.entries_by_position(reader)), tell)
    return tree


def expect_whole_ledger(reader: Reader, checkpoint: Checkpoint | None = None) -> None:
    """Go through the whole list before something is told from it: seconds for a million entries.

    Args:
        reader: the snapshot that will be told from.
        checkpoint: that the list is to agree with, too.

    Raises:
        LedgerDamaged: an entry is missing, the tree is another one, or the checkpoint is.
    """
    found: list[Finding] = []
    tree = follow_ledger(reader, () if checkpoint is None else (checkpoint.size,), found.append)
    for one in found[:1]:
        raise LedgerDamaged(f"{one.code.value} at {one.seq} {one.reason}".rstrip())
    if checkpoint is not None and tree.roots.get(checkpoint.size) != checkpoint.root:
        raise LedgerDamaged(f"checkpoint {checkpoint.size} was signed over another list")


def _of_nodes(kept: Mapping[tuple[int, int], object], size: int) -> Iterator[Finding]:
    """What is wrong with subtrees given those right below them, as they are kept."""
    wanted = {
        (level, index)
        for level in range(KEPT_FROM, size.bit_length())
        for index in range(size >> level)
    }
    for level, index in sorted(wanted ^ kept.keys(), key=repr):
        yield _node(level, index, "missing" if (level, index) in wanted else "beyond the list")
    for level, index in sorted(wanted & kept.keys()):
        left, right = (kept.get((level - 1, 2 * index + side)) for side in (0, 1))
        is_known = isinstance(left, bytes) and isinstance(right, bytes)
        if is_known and node_hash(left, right) != kept[level, index]:  # type: ignore[arg-type]
            yield _node(level, index)


def _missing(first: int, position: object) -> Finding:
    reason = f"next is {position}"
    return Finding(stream=LEDGER, seq=first, code=Doubt.POSITION_MISSING, reason=reason)


def _node(level: int, index: int, reason: str = "") -> Finding:
    said = f"level {level}, number {index}{', ' if reason else ''}{reason}"
    return Finding(stream=LEDGER, seq=index << level, code=Doubt.NODE_DIFFERS, reason=said)
