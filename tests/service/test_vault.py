"""What is sealed with the installation's key, and whose key it must be."""

from base64 import b64encode
from pathlib import Path

import pytest
from copies import copy_database
from hypothesis import given
from hypothesis import strategies as st
from offices import sqlite_url
from postgres import fresh_database

from engine.core.errors import KeyUnusable, SealBroken
from engine.service.database import connect, key_place, prepare
from engine.service.vault import KEY_BYTES, Vault, key_from_text
from engine.service.vault_proof import fits

VAULT = Vault(bytes(range(32)))
OTHER = b64encode(bytes(32)).decode()


@given(plain=st.binary(), about=st.text(st.characters(codec="utf-8"), max_size=40))
def test_what_is_sealed_opens_again(plain: bytes, about: str) -> None:
    assert VAULT.open(VAULT.seal(plain, about=about), about=about) == plain


def test_the_same_thing_is_never_sealed_alike() -> None:
    assert VAULT.seal(b"a", about="x") != VAULT.seal(b"a", about="x")


@given(place=st.integers(0, 60), flip=st.integers(1, 255))
def test_what_was_changed_does_not_open(place: int, flip: int) -> None:
    sealed = bytearray(VAULT.seal(bytes(40), about="x"))
    sealed[place] ^= flip

    with pytest.raises(SealBroken):
        VAULT.open(bytes(sealed), about="x")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + bytes(12), b"\x01" + bytes(13)])
def test_what_was_cut_off_does_not_open(sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        VAULT.open(sealed, about="x")


def test_what_is_about_something_else_does_not_open() -> None:
    with pytest.raises(SealBroken):
        VAULT.open(VAULT.seal(b"a", about="x"), about="y")


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(SealBroken):
        Vault(bytes(32)).open(VAULT.seal(b"a", about="x"), about="x")


def test_a_digest_is_the_same_for_the_same_text_about_the_same_with_the_same_key() -> None:
    told = VAULT.digest("3578", about="nik")

    assert told == Vault(bytes(range(32))).digest("3578", about="nik")
    others = {
        VAULT.digest("3579", about="nik"),
        VAULT.digest("78", about="nik35"),
        VAULT.digest("3578", about="other"),
        Vault(bytes(32)).digest("3578", about="nik"),
    }
    assert told not in others
    assert len(others) == 4


@pytest.mark.parametrize("said", ["", "kunci", b64encode(bytes(31)).decode(), "é" * 44, "A" * 43])
def test_a_key_is_32_bytes_in_base64(said: str) -> None:
    with pytest.raises(ValueError, match="openssl rand -base64 32"):
        key_from_text(said)


def test_a_key_may_have_a_line_end() -> None:
    assert key_from_text(f"{OTHER}\n") == bytes(KEY_BYTES)


def test_a_key_is_made_beside_a_new_file_for_its_owner_alone(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    with connect(url) as database:
        prepare(database)
        sealed = database.vault.seal(b"a", about="x")
    place = key_place(url)
    assert place is not None
    made = place.read_bytes()

    with connect(url) as again:
        prepare(again)

        assert again.vault.open(sealed, about="x") == b"a"
        assert fits(again.store, again.vault) == "fits"
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.read_bytes() == made
    assert sorted(one.name for one in tmp_path.iterdir() if "key" in one.name) == ["alur.db-key"]


def test_without_its_key_a_database_is_refused_and_none_is_made(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    with connect(url) as database:
        prepare(database)
    (tmp_path / "alur.db-key").unlink()

    with connect(url) as database:
        with pytest.raises(KeyUnusable, match=r"alur\.db-key, is not beside it"):
            prepare(database)
        assert fits(database.store, database.vault) == "absent"
    assert not (tmp_path / "alur.db-key").exists()


def test_with_another_key_a_database_is_refused(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    with connect(url) as database:
        prepare(database)

    with connect(url, key=OTHER) as database:
        with pytest.raises(KeyUnusable, match="not the one that this database was sealed with"):
            prepare(database)
        assert fits(database.store, database.vault) == "other"


def test_a_key_that_is_given_counts_and_none_is_made(tmp_path: Path) -> None:
    with connect(sqlite_url(tmp_path), key=OTHER) as database:
        prepare(database)

        assert fits(database.store, database.vault) == "fits"
    assert not (tmp_path / "alur.db-key").exists()


def test_a_copy_opens_with_a_copy_of_the_key(tmp_path: Path) -> None:
    with connect(sqlite_url(tmp_path)) as database:
        prepare(database)
        sealed = database.vault.seal(b"a", about="x")
    folder = tmp_path / "copy"
    folder.mkdir()
    copy_database(tmp_path / "alur.db", folder / "alur.db")

    with connect(sqlite_url(folder)) as copy:
        prepare(copy)

        assert copy.vault.open(sealed, about="x") == b"a"


def test_a_file_that_is_no_key_is_told(tmp_path: Path) -> None:
    (tmp_path / "alur.db-key").write_text("kunci")

    with (
        connect(sqlite_url(tmp_path)) as database,
        pytest.raises(KeyUnusable, match=r"cannot be read \(it is no key\)"),
    ):
        prepare(database)


def test_a_folder_in_the_place_of_the_key_is_told(tmp_path: Path) -> None:
    (tmp_path / "alur.db-key").mkdir()

    with (
        connect(sqlite_url(tmp_path)) as database,
        pytest.raises(KeyUnusable, match="Is a directory"),
    ):
        prepare(database)


def test_a_key_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    vault = Vault(place=tmp_path / "nowhere" / "alur.db-key")

    with pytest.raises(KeyUnusable, match="cannot be kept beside the database"):
        vault.make_key()


def test_of_two_that_make_a_key_at_once_one_counts(tmp_path: Path) -> None:
    place = tmp_path / "alur.db-key"
    first, second = _Late(place=place), Vault(place=place)

    second.make_key()
    first.make_key()

    assert second.open(first.seal(b"a", about="x"), about="x") == b"a"
    assert list(tmp_path.iterdir()) == [place]


class _Late(Vault):
    """Somebody who looked before the key was there."""

    has_key = False


def test_a_server_is_prepared_without_a_key_and_seals_only_with_one(postgres_url: str) -> None:
    url = fresh_database(postgres_url)
    with connect(url) as database:
        prepare(database)
        assert fits(database.store, database.vault) == "unmade"
        with pytest.raises(KeyUnusable, match="no key to seal personal data with"):
            database.vault.seal(b"a", about="x")
    with connect(url, key=OTHER) as database:
        prepare(database)
        database.vault.seal(b"a", about="x")

    with connect(url) as database, pytest.raises(KeyUnusable, match="has no key"):
        prepare(database)
