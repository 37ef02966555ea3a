"""What an installation may set."""

import pytest
from pydantic import ValidationError

from engine.settings import Settings


def test_everything_has_a_default_that_works_on_one_machine():
    settings = Settings()

    assert settings.host == "127.0.0.1"
    assert settings.database_url.startswith("sqlite:///")
    assert settings.office_zone.key == "Asia/Jakarta"


def test_settings_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("ALUR_ZONE", "Asia/Makassar")
    monkeypatch.setenv("ALUR_HOSTS", "Loket.example, localhost,")

    settings = Settings()

    assert settings.zone == "Asia/Makassar"
    assert settings.hosts == ("loket.example", "localhost")


@pytest.mark.parametrize("zone", ["WIB", "Asia/Atlantis", "../etc/passwd", ""])
def test_a_zone_nobody_knows_is_refused(zone):
    with pytest.raises(ValidationError, match="must be a zone"):
        Settings(zone=zone)


def test_settings_never_change():
    with pytest.raises(ValidationError):
        Settings().port = 9000


def test_every_setting_is_described():
    assert all(field.description for field in Settings.model_fields.values())


def test_a_setting_may_lie_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "url").write_text("postgresql+psycopg://alur:geheim@db/alur\n")
    (tmp_path / "hosts").write_text("loket.example, localhost\n")
    monkeypatch.setenv("ALUR_DATABASE_URL_FILE", str(tmp_path / "url"))
    monkeypatch.setenv("ALUR_HOSTS_FILE", str(tmp_path / "hosts"))

    settings = Settings()

    assert settings.database_url == "postgresql+psycopg://alur:geheim@db/alur"
    assert settings.hosts == ("loket.example", "localhost")


def test_a_file_that_is_not_there_is_said_with_the_setting_it_is_for(monkeypatch, tmp_path):
    monkeypatch.setenv("ALUR_DATABASE_URL_FILE", str(tmp_path / "nowhere"))

    with pytest.raises(
        ValidationError, match=r"cannot be read from the file .*No such file"
    ) as bad:
        Settings()

    assert [one["loc"] for one in bad.value.errors()] == [("database_url",)]


def test_a_file_that_is_not_text_is_refused(monkeypatch, tmp_path):
    (tmp_path / "token").write_bytes(b"\xff\xfe")
    monkeypatch.setenv("ALUR_MESSAGE_TOKEN_FILE", str(tmp_path / "token"))

    with pytest.raises(ValidationError, match="it is not text"):
        Settings()


def test_a_setting_said_twice_is_refused(monkeypatch, tmp_path):
    (tmp_path / "office").write_text("Kecamatan Uji")
    monkeypatch.setenv("ALUR_OFFICE", "Kecamatan Lain")
    monkeypatch.setenv("ALUR_OFFICE_FILE", str(tmp_path / "office"))

    with pytest.raises(ValidationError, match="take one of them away"):
        Settings()


def test_an_empty_name_of_a_file_means_none(monkeypatch):
    monkeypatch.setenv("ALUR_OFFICE_FILE", "")

    assert Settings().office == ""


def test_what_a_file_holds_is_checked_and_never_shown(monkeypatch, tmp_path):
    (tmp_path / "prefect").write_text("ftp://user:geheim@elsewhere")
    monkeypatch.setenv("ALUR_PREFECT_FILE", str(tmp_path / "prefect"))

    with pytest.raises(ValidationError) as bad:
        Settings()

    assert "geheim" not in str(bad.value)
