"""The root of a Merkle tree: one hash that stands for a list of them. Source: RFC 6962 §2.1."""

from collections.abc import Iterable
from hashlib import sha256

_LEAF, _NODE = b"\x00", b"\x01"


def root_of(entries: Iterable[bytes]) -> bytes:
    """The tree head of these entries in their order, read once and never held all together.

    Full subtrees are folded as they come, so that a million entries need twenty hashes of room.
    """
    waiting: list[tuple[int, bytes]] = []  # (size, hash), sizes halving from left to right
    for entry in entries:
        size, head = 1, sha256(_LEAF + entry).digest()
        while waiting and waiting[-1][0] == size:
            _, left = waiting.pop()
            size, head = 2 * size, sha256(_NODE + left + head).digest()
        waiting.append((size, head))
    if not waiting:
        return sha256(b"").digest()
    _, head = waiting.pop()
    while waiting:
        _, left = waiting.pop()
        head = sha256(_NODE + left + head).digest()
    return head
