"""All checks together: each thing that is wrong is one line, and the rest goes on."""

from pathlib import Path

import pytest
from offices import an_office, sqlite_url
from serving import settings_in

from engine.actions.registry import GROUP, offers
from engine.runtime.checkup import checkup
from engine.service import clock
from engine.service.checks import Told
from engine.service.database import connect
from engine.settings import unknown_names

LIBRARY = Path(__file__).parents[2] / "sop_definitions"


def told_by(tmp_path: Path, **more: object) -> dict[str, str]:
    settings = settings_in(tmp_path, prefect="off", definitions=LIBRARY, **more)
    checks = checkup(settings, shown="here", now=clock.now)
    return {one.told.value: one.verdict for one in checks}


def test_looking_makes_no_database(tmp_path: Path) -> None:
    assert told_by(tmp_path)["database_absent"] == "warn"
    assert not (tmp_path / "alur.db").exists()


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "alur.db").write_text("no database at all, however long it is")

    assert told_by(tmp_path)["database_foreign"] == "wrong"
    assert told_by(tmp_path, database_url=f"sqlite:///{tmp_path}")["database_foreign"] == "wrong"


def test_a_damaged_database_is_said_on_one_line_without_saying_it_twice(tmp_path: Path) -> None:
    (tmp_path / "alur.db").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    settings = settings_in(tmp_path, prefect="off", definitions=LIBRARY)

    (away,) = (
        one
        for one in checkup(settings, shown="here", now=clock.now)
        if one.told is Told.DATABASE_AWAY
    )

    assert away.facts == {"why": "file is not a database"}


@pytest.mark.parametrize("address", ["mysql://kantor/alur", "garbage"])
def test_an_address_that_is_no_databases_is_one_line_and_the_rest_goes_on(
    tmp_path: Path, address: str
) -> None:
    told = told_by(tmp_path, database_url=address)

    assert {code for code, verdict in told.items() if verdict == "wrong"} == {"database_address"}
    assert {"files_writable", "disk_room", "mode_real"} <= told.keys()


def test_a_server_that_does_not_answer_is_one_line_with_its_reason(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = settings_in(tmp_path, database_url="postgresql+psycopg://alur@127.0.0.1:9/alur")

    (away,) = (one for one in checkup(settings, shown="", now=clock.now) if one.verdict == "wrong")

    assert away.told is Told.DATABASE_AWAY
    assert str(away.facts["why"]).endswith("Connection refused")
    assert capfd.readouterr().err == ""


def test_a_broken_package_is_one_line_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rusak-1.0.dist-info").mkdir()
    (tmp_path / "rusak-1.0.dist-info" / "METADATA").write_text("Name: rusak\nVersion: 1.0\n")
    (tmp_path / "rusak-1.0.dist-info" / "entry_points.txt").write_text(
        f"[{GROUP}]\nx = nothing_of_that_name:ACTION\n"
    )
    with an_office(sqlite_url(tmp_path)):
        monkeypatch.syspath_prepend(tmp_path)
        offers.cache_clear()
        try:
            told = told_by(tmp_path)
        finally:
            offers.cache_clear()

    assert {code for code, verdict in told.items() if verdict == "wrong"} == {"actions_broken"}
    assert {"schema_current", "templates_there", "processes_none"} <= told.keys()
    assert "actions_ready" not in told


def test_a_database_without_tables_is_said_and_left_alone(tmp_path: Path) -> None:
    connect(sqlite_url(tmp_path)).close()

    assert told_by(tmp_path)["schema_absent"] == "wrong"
    assert told_by(tmp_path)["schema_absent"] == "wrong"


def test_a_name_that_no_setting_has_is_said(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("ALUR_DATABSE_URL", "sqlite:///x.db")
    monkeypatch.setenv("ALUR_OFFICE_FILE", "")

    assert unknown_names() == ("ALUR_DATABSE_URL",)
    assert told_by(tmp_path)["settings_unknown"] == "warn"
