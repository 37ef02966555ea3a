"""The tree head over a list: the known vectors of Certificate Transparency, and its definition."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.merkle import root_of

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
    assert root_of(INPUTS[:count]).hex() == HEADS[count]


def by_definition(entries: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, read out loud."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    split = 1
    while 2 * split < len(entries):
        split *= 2
    left, right = by_definition(entries[:split]), by_definition(entries[split:])
    return sha256(b"\x01" + left + right).digest()


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_it_is_what_the_rfc_defines(entries: list[bytes]) -> None:
    assert root_of(iter(entries)) == by_definition(entries)


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=40), st.data())
def test_no_entry_can_be_changed_left_out_or_moved_unseen(
    entries: list[bytes], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    other = data.draw(st.binary(max_size=4).filter(lambda new: new != entries[place]))
    rest = entries[:place] + entries[place + 1 :]

    assert root_of([*entries[:place], other, *entries[place + 1 :]]) != root_of(entries)
    assert root_of(rest) != root_of(entries)
    if [*rest, entries[place]] != entries:
        assert root_of([*rest, entries[place]]) != root_of(entries)
