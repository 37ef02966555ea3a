"""The first run: an installation gets its units and an administrator, who is told a password."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from serving import settings_in

from api.cli.first_run import found_if_new
from engine.core.errors import WrongCredentials
from engine.service import accounts, sign_in
from engine.service.database import Database, connect
from engine.service.directory import current
from engine.service.founding import ADMINISTRATOR
from engine.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path, definitions=ROOT / "sop_definitions")


def told(settings: Settings, capsys: pytest.CaptureFixture[str]) -> str:
    """The one-time password that a start tells; empty: it tells none."""
    found_if_new(settings)
    words = capsys.readouterr().out
    if not words:
        return ""
    assert "administrator" in words
    assert "must be changed" in words
    return re.search(r"password\s+(\S+)", words)[1]  # type: ignore[index]


def enter(database: Database, password: str) -> str:
    at = datetime.now(UTC)  # noqa: TID251  # as the command does
    _, session = sign_in.sign_in(
        database, ADMINISTRATOR, password, at=at, address="127.0.0.1", agent=""
    )
    return session.stage


def test_the_administrators_password_is_told_and_must_be_changed(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    password = told(settings, capsys)

    with connect(settings.database_url) as database:
        assert "kecamatan-baiturrahman" in current(database).units
        assert enter(database, password) == "password"


def test_until_somebody_has_signed_in_each_start_tells_another_one(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = told(settings, capsys), told(settings, capsys)

    with connect(settings.database_url) as database:
        with pytest.raises(WrongCredentials):
            enter(database, first)
        enter(database, second)
    assert told(settings, capsys) == ""


def test_an_installation_with_accounts_tells_nothing(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    told(settings, capsys)
    with connect(settings.database_url) as database:
        listed = accounts.list_accounts(database)
        enter(database, accounts.reset(database, ADMINISTRATOR, by="alur", at=datetime.now(UTC)))  # noqa: TID251  # as above

    assert [one.person for one in listed] == [ADMINISTRATOR]
    assert told(settings, capsys) == ""


def test_it_can_be_founded_where_there_are_no_definitions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(settings_in(tmp_path, definitions=tmp_path / "none"), capsys)
