"""The backup of each night, and what the doctor says of backups."""

from datetime import timedelta
from pathlib import Path

import pytest
from offices import MONDAY, an_office, sqlite_url

from engine.runtime.backing_up import backup
from engine.runtime.checks_backups import backups
from engine.runtime.crew import Crew
from engine.service.backups import backups_in, look_into, named_in
from engine.service.checks import Told
from engine.settings import Settings


def settings_with(tmp_path: Path, **more: object) -> Settings:
    return Settings(database_url=sqlite_url(tmp_path), **more)  # type: ignore[arg-type]


def test_each_night_there_is_one_more_and_the_oldest_goes(tmp_path: Path) -> None:
    folder = tmp_path / "cadangan"
    settings = settings_with(tmp_path, backups=folder, backups_keep=2, office="Kecamatan")
    with an_office(settings.database_url) as office:
        office.open()
        said = [
            backup(
                Crew(office.database, settings, now=lambda day=day: MONDAY + timedelta(days=day))
            )
            for day in range(3)
        ]

    kept = backups_in(folder)
    assert [one.name[5:13] for one in kept] == ["20261125", "20261124"]
    assert "forgotten 1" in said[-1]
    assert look_into(kept[0]).rows["case"] == 1
    assert not look_into(kept[0]).has_keys


def test_where_no_folder_is_set_up_nothing_is_written(tmp_path: Path) -> None:
    settings = settings_with(tmp_path)
    with an_office(settings.database_url) as office:
        assert "no folder" in backup(Crew(office.database, settings))


@pytest.mark.parametrize(
    ("hours", "told", "verdict"),
    [
        (1, Told.BACKUPS_FRESH, "ok"),
        (37, Told.BACKUPS_OLD, "warn"),
        (24 * 8, Told.BACKUPS_OLD, "wrong"),
    ],
)
def test_the_doctor_knows_how_old_the_newest_backup_is(
    tmp_path: Path, hours: int, told: Told, verdict: str
) -> None:
    named_in(tmp_path, at=MONDAY).touch()
    settings = settings_with(tmp_path, backups=tmp_path)

    (found,) = backups(settings, at=MONDAY + timedelta(hours=hours))

    assert (found.told, found.verdict) == (told, verdict)


def test_the_doctor_says_where_there_are_none(tmp_path: Path) -> None:
    (none,) = backups(settings_with(tmp_path, backups=tmp_path / "none"), at=MONDAY)
    (unset,) = backups(settings_with(tmp_path), at=MONDAY)

    assert (none.told, none.verdict) == (Told.BACKUPS_NONE, "warn")
    assert (unset.told, unset.verdict) == (Told.BACKUPS_UNSET, "ok")
