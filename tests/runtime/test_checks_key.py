"""What is said of the key of personal data."""

from pathlib import Path

import pytest
from copies import KEY
from offices import sqlite_url
from postgres import fresh_database

from engine.runtime.checks_key import key
from engine.service.checks import Check, Told
from engine.service.database import connect, prepare
from engine.settings import Settings


def told(url: str, **more: object) -> list[Told]:
    settings = Settings(database_url=url, **more)  # type: ignore[arg-type]
    with connect(url, key=settings.key) as database:
        found: list[Check] = list(key(database, settings))
    return [one.told for one in found]


@pytest.fixture
def url(tmp_path: Path) -> str:
    with connect(sqlite_url(tmp_path)) as database:
        prepare(database)
    return sqlite_url(tmp_path)


def test_a_key_that_fits_and_is_the_owners_alone_is_well(url: str) -> None:
    assert told(url) == [Told.KEY_FITS]


def test_a_key_that_others_may_read_is_told(url: str, tmp_path: Path) -> None:
    (tmp_path / "alur.db-key").chmod(0o640)

    assert told(url) == [Told.KEY_FITS, Told.KEY_OPEN]


def test_a_lost_key_is_told(url: str, tmp_path: Path) -> None:
    (tmp_path / "alur.db-key").unlink()

    assert told(url) == [Told.KEY_ABSENT]


def test_a_wrong_key_is_told(url: str) -> None:
    assert told(url, key=KEY) == [Told.KEY_OTHER]


def test_a_key_out_of_a_file_is_looked_after_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "rahasia"
    file.write_text(f"{KEY}\n")
    file.chmod(0o644)
    monkeypatch.setenv("ALUR_KEY_FILE", str(file))
    with connect(sqlite_url(tmp_path), key=KEY) as database:
        prepare(database)

    assert told(sqlite_url(tmp_path)) == [Told.KEY_FITS, Told.KEY_OPEN]
    file.chmod(0o600)
    assert told(sqlite_url(tmp_path)) == [Told.KEY_FITS]
    file.chmod(0o000)
    monkeypatch.delenv("ALUR_KEY_FILE")
    assert told(sqlite_url(tmp_path), key=KEY) == [Told.KEY_FITS]


def test_a_server_without_a_key_is_told(postgres_url: str) -> None:
    url = fresh_database(postgres_url)
    with connect(url) as database:
        prepare(database)

    assert told(url) == [Told.KEY_UNMADE]


@pytest.mark.parametrize("said", ["kunci", "A" * 43])
def test_a_key_that_is_none_is_refused_without_being_shown(said: str) -> None:
    with pytest.raises(ValueError, match="openssl rand") as refused:
        Settings(key=said)

    assert said not in str(refused.value)
