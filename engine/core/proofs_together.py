"""One proof for many entries: the subtrees that hold none of them, each once.

Where a thousand entries lie close together a proof for each would repeat the same hashes a
thousand times. Whoever checks makes the root of the entries and these subtrees (see the verifier
of bundles). Source: RFC 6962 §2.1, for several leaves at once.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from engine.core.proofs import Kept, Node


def prove_together(positions: Iterable[int], size: int, node: Node) -> tuple[Kept, ...]:
    """The complete subtrees beside these entries, in order, that lead to the root of `size`.

    Raises:
        ValueError: there is no such entry.
    """
    known = sorted(set(positions))
    if known and not 0 <= known[0] <= known[-1] < size:
        raise ValueError(f"not all of {known[0]} to {known[-1]} are entries among {size}")
    return tuple(_beside(known, 0, size, node)) if size else ()


def _beside(known: Sequence[int], first: int, size: int, node: Node) -> Iterator[Kept]:
    at = bisect_left(known, first)
    holds_some = at < len(known) and known[at] < first + size
    is_complete = size & (size - 1) == 0
    if is_complete and not holds_some:
        level = size.bit_length() - 1
        yield level, first >> level, node(level, first >> level)
    elif size > 1:
        left = 1 << (size - 1).bit_length() - 1
        yield from _beside(known, first, left, node)
        yield from _beside(known, first + left, size - left, node)
