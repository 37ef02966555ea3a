"""One proof for many entries: few hashes, and they lead to the root and to nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from engine.core.proofs import EMPTY, Kept, completed, leaf_hash, node_hash, root
from engine.core.proofs_together import prove_together


class Grown:
    def __init__(self, size: int) -> None:
        self.leaves = [leaf_hash(str(number).encode()) for number in range(size)]
        self.kept: dict[tuple[int, int], bytes] = {}
        for number, leaf in enumerate(self.leaves):
            for level, index, head in completed(number, leaf, self.node):
                self.kept[level, index] = head

    def node(self, level: int, index: int) -> bytes:
        return self.kept[level, index]


def head(
    first: int, size: int, leaves: dict[int, bytes], given: dict[tuple[int, int], bytes]
) -> bytes:
    """What whoever checks makes of it; None of the tree is known here."""
    level = (size - 1).bit_length()
    if size == 1 << level and (level, first >> level) in given:
        return given[level, first >> level]
    if size == 1:
        return leaves[first]
    left = 1 << (size - 1).bit_length() - 1
    return node_hash(
        head(first, left, leaves, given), head(first + left, size - left, leaves, given)
    )


@given(st.data(), st.integers(1, 90))
def test_entries_and_subtrees_lead_to_the_root(data: DataObject, size: int) -> None:
    tree = Grown(size)
    chosen = data.draw(st.sets(st.integers(0, size - 1)))
    proof = prove_together(chosen, size, tree.node)

    given_ = {(level, index): kept for level, index, kept in proof}
    leaves = {at: tree.leaves[at] for at in chosen}
    assert head(0, size, leaves, given_) == root(size, tree.node)
    assert len(given_) == len(proof)
    assert not any(covers(one, at) for one in proof for at in chosen)


def covers(kept: Kept, at: int) -> bool:
    level, index, _ = kept
    return at >> level == index


def test_entries_close_together_share_their_hashes() -> None:
    tree = Grown(1024)

    assert len(prove_together(range(100, 400), 1024, tree.node)) < 12


def test_of_nothing_there_is_nothing_to_prove() -> None:
    assert prove_together((), 0, Grown(0).node) == ()
    assert root(0, Grown(0).node) == EMPTY


@pytest.mark.parametrize("wrong", [-1, 3])
def test_only_entries_that_are_there_are_proved(wrong: int) -> None:
    with pytest.raises(ValueError, match="among 3"):
        prove_together([0, wrong], 3, Grown(3).node)
