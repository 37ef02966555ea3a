"""Secrets are closed to others, are not those of an example, and are never shown."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from api.cli.desk import shown_address
from engine.service import secrecy
from engine.service.secrecy import is_example, is_open_to_all, text_of
from engine.settings import Settings

SECRET = "Kopi-Gayo-Panas-07"  # noqa: S105  # made up


@pytest.fixture
def hall() -> Iterator[Path]:
    """A folder that everybody on the machine may enter, as pytest's own is not."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        yield folder


def put(folder: Path, mode: int, text: str = SECRET) -> Path:
    file = folder / "secret"
    file.write_text(text)
    file.chmod(mode)
    return file


def test_a_secret_that_everybody_can_read_is_refused(hall: Path) -> None:
    file = put(hall, 0o644)

    assert is_open_to_all(file)
    with pytest.raises(ValueError, match="everybody on this machine can read") as refused:
        text_of(file, secret=True)
    assert SECRET not in str(refused.value)
    assert text_of(file, secret=False) == SECRET


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640])
def test_a_secret_for_its_owner_and_group_is_taken(hall: Path, mode: int) -> None:
    assert text_of(put(hall, mode), secret=True) == SECRET


def test_a_closed_folder_closes_what_lies_in_it(hall: Path) -> None:
    inner = hall / "secrets"
    inner.mkdir(mode=0o700)

    assert text_of(put(inner, 0o444), secret=True) == SECRET


def test_what_a_container_is_handed_is_its_own(hall: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrecy, "HANDED_IN", hall)

    assert text_of(put(hall, 0o444), secret=True) == SECRET


def test_a_link_to_an_open_file_is_as_open_as_that(hall: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(put(hall, 0o644))

    assert is_open_to_all(link)


def test_a_setting_that_is_a_secret_comes_from_a_closed_file_or_not_at_all(
    hall: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = put(hall, 0o644)
    monkeypatch.setenv("ALUR_SIGN_TOKEN_FILE", str(file))
    with pytest.raises(ValidationError, match="everybody on this machine"):
        Settings()

    file.chmod(0o600)
    assert Settings().sign_token == SECRET


@pytest.mark.parametrize(
    "given",
    [
        "changeme",
        "CHANGE-ME",
        "<your-token>",
        "postgresql+psycopg://alur:password@db/alur",
        "postgresql+psycopg://db/alur?password=rahasia",
        "smtp+starttls://loket:Secret@mail.example",
    ],
)
def test_a_password_out_of_an_example_is_refused(given: str) -> None:
    assert is_example(given)


@pytest.mark.parametrize(
    "given",
    ["", SECRET, "sqlite:///.alur/alur.db", "postgresql+psycopg://postgres@/alur", "//[x"],
)
def test_what_is_no_example_is_not(given: str) -> None:
    assert not is_example(given)


def test_the_settings_refuse_it_by_the_name_of_the_setting() -> None:
    with pytest.raises(ValidationError, match="stands in examples") as refused:
        Settings(message_token="changeme")  # noqa: S106  # what is refused

    assert [one["loc"] for one in refused.value.errors()] == [("message_token",)]


def test_settings_never_show_a_secret() -> None:
    named = dict.fromkeys(("mail_url", "message_token", "sign_token"), SECRET)
    settings = Settings(database_url=f"postgresql+psycopg://alur:{SECRET}@db/alur", **named)

    assert SECRET not in repr(settings)
    assert SECRET not in str(settings)


def test_whatever_sounds_like_a_secret_is_marked_as_one() -> None:
    sounding = ("token", "secret", "password", "mail_url", "database_url", "key")
    names = {name for name in Settings.model_fields if name.endswith(sounding)}

    assert {name for name in names if Settings.model_fields[name].repr} == set()


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql+psycopg://alur:{SECRET}@db/alur",
        f"postgresql+psycopg://db/alur?user=alur&password={SECRET}",
        f"postgresql+psycopg://db/alur?sslpassword={SECRET}&user=alur",
    ],
)
def test_no_address_that_is_shown_holds_a_password(url: str) -> None:
    assert SECRET not in shown_address(url)
