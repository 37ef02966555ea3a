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
