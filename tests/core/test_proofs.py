"""Proofs over an append-only list: the RFC's own examples, and that nothing false is ever shown."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from engine.core.proofs import (
    EMPTY,
    completed,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    prove_consistency,
    prove_inclusion,
    root,
)


class Grown:
    """A list, and the complete subtrees that were kept as it grew."""

    def __init__(self, entries: list[bytes]) -> None:
        self.kept: dict[tuple[int, int], bytes] = {}
        for size, entry in enumerate(entries):
            for level, index, head in completed(size, leaf_hash(entry), self.node):
                self.kept[level, index] = head

    def node(self, level: int, index: int) -> bytes:
        return self.kept[level, index]


# Inputs and heads of the test tree of RFC 6962's reference implementation.
INPUTS = [
    bytes.fromhex(one)
    for one in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
HEADS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("count", range(len(HEADS)))
def test_the_heads_are_those_of_certificate_transparency(count: int) -> None:
    assert root(count, Grown(INPUTS).node).hex() == HEADS[count]
    assert root_of(INPUTS[:count]).hex() == HEADS[count]


def root_of(entries: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, read out loud."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    split = 1
    while 2 * split < len(entries):
        split *= 2
    left, right = root_of(entries[:split]), root_of(entries[split:])
    return sha256(b"\x01" + left + right).digest()


SEVEN = [f"d{number}".encode() for number in range(7)]
TREE = Grown(SEVEN)
A, B, C, D, E, F, J = (leaf_hash(entry) for entry in SEVEN)
G, H, I = node_hash(A, B), node_hash(C, D), node_hash(E, F)  # noqa: E741  # the RFC's own letters
K, L = node_hash(G, H), node_hash(I, J)

ENTRIES = st.lists(st.binary(max_size=3), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("index", "path"), [(0, [B, H, L]), (3, [C, G, L]), (4, [F, J, K]), (6, [I, K])]
)
def test_the_paths_are_those_of_the_rfc(index: int, path: list[bytes]) -> None:
    assert list(prove_inclusion(index, 7, TREE.node)) == path


@pytest.mark.parametrize(
    ("old", "proof"), [(3, [C, D, G, L]), (4, [L]), (6, [I, J, K]), (7, []), (0, [])]
)
def test_the_proofs_of_growth_are_those_of_the_rfc(old: int, proof: list[bytes]) -> None:
    assert list(prove_consistency(old, 7, TREE.node)) == proof


def test_a_path_that_goes_on_above_the_root_shows_nothing() -> None:
    assert is_included(A, 0, 7, [B, H, L], root(7, TREE.node))
    assert not is_included(A, 0, 7, [B, H, L, K], root(7, TREE.node))


@given(ENTRIES)
def test_the_root_is_the_tree_head_at_every_size(entries: list[bytes]) -> None:
    tree = Grown(entries)

    roots = [root(size, tree.node) for size in range(len(entries) + 1)]

    assert roots == [root_of(entries[:size]) for size in range(len(entries) + 1)]
    assert roots[0] == EMPTY


@given(ENTRIES, st.data())
def test_every_entry_can_be_shown_and_nothing_else(entries: list[bytes], data: DataObject) -> None:
    tree = Grown(entries)
    size = data.draw(st.integers(1, len(entries)))
    index = data.draw(st.integers(0, size - 1))
    head = root(size, tree.node)
    proof = prove_inclusion(index, size, tree.node)
    leaf = leaf_hash(entries[index])

    assert is_included(leaf, index, size, proof, head)
    assert not is_included(leaf_hash(b"something else"), index, size, proof, head)
    assert not is_included(leaf, size, size, proof, head)
    assert not is_included(leaf, index, size, (*proof, head), head)
    assert not is_included(leaf, index, size, proof, bytes(32))
    for cut in range(len(proof)):
        assert not is_included(leaf, index, size, proof[:cut], head)


@given(ENTRIES, st.data())
def test_growth_can_be_shown_and_a_rewritten_past_cannot(
    entries: list[bytes], data: DataObject
) -> None:
    tree = Grown(entries)
    new = data.draw(st.integers(1, len(entries)))
    old = data.draw(st.integers(1, new))
    before, after = root(old, tree.node), root(new, tree.node)
    proof = prove_consistency(old, new, tree.node)

    assert is_consistent(old, new, proof, before, after)
    assert not is_consistent(old, new, (*proof, before), before, after)
    changed = data.draw(st.integers(0, old - 1))
    rewritten = [*entries[:changed], b"rewritten", *entries[changed + 1 :]]
    assert not is_consistent(old, new, proof, before, root_of(rewritten[:new]))
    for cut in range(len(proof)):
        assert not is_consistent(old, new, proof[:cut], before, after)


def test_nothing_is_the_beginning_of_everything() -> None:
    assert is_consistent(0, 7, (), EMPTY, root(7, TREE.node))
    assert not is_consistent(0, 7, (A,), EMPTY, root(7, TREE.node))
    assert not is_consistent(8, 7, (A,), EMPTY, root(7, TREE.node))
    assert not is_consistent(3, 7, (), root(3, TREE.node), root(7, TREE.node))


def test_what_is_not_there_cannot_be_proved() -> None:
    with pytest.raises(ValueError, match="no entry 7 among 7"):
        prove_inclusion(7, 7, TREE.node)
    with pytest.raises(ValueError, match="no beginning"):
        prove_consistency(8, 7, TREE.node)


def test_every_growth_up_to_thirty_entries_can_be_shown() -> None:
    tree = Grown([bytes([number]) for number in range(30)])
    roots = [root(size, tree.node) for size in range(31)]

    for new in range(31):
        for old in range(new + 1):
            proof = prove_consistency(old, new, tree.node)
            assert is_consistent(old, new, proof, roots[old], roots[new])
