"""The archive of a bundle holds members and their list, end to end, and no byte beside them."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from bundling import ORIGIN, Judge, Woven, bundled, members_of, sealed
from hypothesis import given, settings
from hypothesis import strategies as st
from offices import an_office, sqlite_url

from engine.service import checkpoints


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bytes]:
    folder = tmp_path_factory.mktemp("archives")
    with an_office(sqlite_url(folder)) as office:
        case = office.open()
        checkpoints.take(office.database, at=office.now, origin=ORIGIN)
        yield bundled(office, case, folder)[0]


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    return Judge(tmp_path_factory.mktemp("judge"))


hidden = st.binary(min_size=1, max_size=40)


def test_members_end_to_end_hold_whoever_laid_them(bundle: bytes, judge: Judge) -> None:
    assert judge.asks(Woven(members_of(bundle)).made()) == 0


@settings(max_examples=10)
@given(junk=hidden)
def test_nothing_stands_before_the_archive(bundle: bytes, judge: Judge, junk: bytes) -> None:
    assert judge.asks(sealed(junk + bundle[:-64])) == 3


@settings(max_examples=15)
@given(junk=hidden, data=st.data())
def test_nothing_is_put_in_anywhere(
    bundle: bytes, judge: Judge, junk: bytes, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(bundle) - 64))

    assert judge.asks(sealed(bundle[:at] + junk + bundle[at:-64])) == 3
    assert judge.asks(bundle[:-64] + junk + bundle[-64:]) == 3
    assert judge.asks(bundle + junk) == 3


@settings(max_examples=15)
@given(junk=hidden, data=st.data())
def test_nothing_is_hidden_where_every_program_passes_over_it(
    bundle: bytes, judge: Judge, junk: bytes, data: st.DataObject
) -> None:
    """All places are moved along, so that every program opens the archive."""
    members = members_of(bundle)
    woven, name = Woven(members), data.draw(st.sampled_from([*members, ""]))
    for kind in (woven.before, woven.within, woven.remarks) if name else (woven.before,):
        kind[name] = junk
        assert judge.asks(woven.made()) == 3
        kind.clear()


def test_a_large_archive_is_laid_the_same_way(
    judge: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is beyond two gigabytes is written otherwise; here that begins at a thousand bytes."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    with an_office(sqlite_url(tmp_path)) as office:
        case = office.open()
        checkpoints.take(office.database, at=office.now, origin=ORIGIN)
        large, _ = bundled(office, case, tmp_path)
    monkeypatch.undo()

    assert b"PK\x06\x06" in large
    assert judge.asks(large) == 0
    list_at = large.index(b"PK\x01\x02")
    for at in (0, list_at, large.index(b"PK\x06\x06"), large.index(b"PK\x05\x06")):
        assert judge.asks(sealed(large[:at] + b"hidden" + large[at:-64])) == 3


def test_a_member_has_one_name_in_both_places(bundle: bytes, judge: Judge) -> None:
    woven = Woven(members_of(bundle))
    woven.names["events.jsonl"] = "evenTs.jsonl"

    assert judge.asks(woven.made()) == 3
