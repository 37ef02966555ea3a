"""Proofs over an append-only list: an entry is in it, and it only ever grew. Source: RFC 6962 §2.1.

The tree is known by its complete subtrees: `node(level, index)` is the hash over the `2**level`
entries from `index * 2**level` on. Whoever keeps these can prove anything about any earlier size;
whoever checks needs no tree, only the proof and two roots. Checking follows RFC 9162 §2.1.3.2
and §2.1.4.2.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

Node = Callable[[int, int], bytes]
"""The hash of a complete subtree, by level (0: leaves) and index."""

Kept = tuple[int, int, bytes]
"""A complete subtree that an entry brought about: level, index, hash."""

_LEAF, _NODE = b"\x00", b"\x01"
EMPTY = sha256(b"").digest()
"""The root of a list without entries."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash by which the tree knows an entry."""
    return sha256(_LEAF + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees beside each other."""
    return sha256(_NODE + left + right).digest()


def completed(size: int, leaf: bytes, node: Node) -> Iterator[Kept]:
    """What is to be kept when `leaf` (a hash) comes after `size` entries, lowest level first."""
    level, index, head = 0, size, leaf
    yield level, index, head
    while index % 2:
        head = node_hash(node(level, index - 1), head)
        level, index = level + 1, index // 2
        yield level, index, head


def root(size: int, node: Node) -> bytes:
    """The root of the first `size` entries."""
    return _head(0, size, node) if size else EMPTY


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _head(first: int, size: int, node: Node) -> bytes:
    """The hash over `size` entries from `first` on; `first` is a multiple of their span."""
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node(level, first >> level)
    left = _split(size)
    return node_hash(_head(first, left, node), _head(first + left, size - left, node))


def prove_inclusion(index: int, size: int, node: Node) -> tuple[bytes, ...]:
    """Why the entry numbered `index` (from 0) is among the first `size`.

    Raises:
        ValueError: there is no such entry.
    """
    if not 0 <= index < size:
        raise ValueError(f"there is no entry {index} among {size}")
    return tuple(_path(index, 0, size, node))


def _path(index: int, first: int, size: int, node: Node) -> Iterator[bytes]:
    if size == 1:
        return
    left = _split(size)
    if index < left:
        yield from _path(index, first, left, node)
        yield _head(first + left, size - left, node)
    else:
        yield from _path(index - left, first + left, size - left, node)
        yield _head(first, left, node)


def is_included(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root_hash: bytes
) -> bool:
    """Whether `proof` shows that `leaf` (a hash) is the entry `index` of the list of that root."""
    if not 0 <= index < size:
        return False
    at, last, head = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            head = node_hash(sibling, head)
            while not at % 2 and at:
                at, last = at // 2, last // 2
        else:
            head = node_hash(head, sibling)
        at, last = at // 2, last // 2
    return last == 0 and head == root_hash


def prove_consistency(old: int, new: int, node: Node) -> tuple[bytes, ...]:
    """Why the list of `old` entries is how the list of `new` entries began.

    Raises:
        ValueError: `old` is more than `new`, or either is negative.
    """
    if not 0 <= old <= new:
        raise ValueError(f"{old} entries are no beginning of {new}")
    return tuple(_growth(old, 0, new, node, is_whole=True)) if old else ()


def _growth(old: int, first: int, new: int, node: Node, *, is_whole: bool) -> Iterator[bytes]:
    if old == new:
        if not is_whole:
            yield _head(first, new, node)
        return
    left = _split(new)
    if old <= left:
        yield from _growth(old, first, left, node, is_whole=is_whole)
        yield _head(first + left, new - left, node)
    else:
        yield from _growth(old - left, first + left, new - left, node, is_whole=False)
        yield _head(first, left, node)


def is_consistent(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Whether `proof` shows that the list of `old_root` is how the list of `new_root` began."""
    if old in {0, new}:
        begins = old_root == (EMPTY if old == 0 else new_root)
        return 0 <= old <= new and begins and not proof
    if not 0 < old < new or not proof:
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    at, last = old - 1, new - 1
    while at % 2:
        at, last = at // 2, last // 2
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while not at % 2 and at:
                at, last = at // 2, last // 2
        else:
            after = node_hash(after, sibling)
        at, last = at // 2, last // 2
    return last == 0 and before == old_root and after == new_root
