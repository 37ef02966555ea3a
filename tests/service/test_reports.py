"""The report of a day goes by the office's clock."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from deeds import taken
from offices import HESTI, MONDAY, Office

from engine.actions.action import Outcome
from engine.core.commands import Withdraw
from engine.core.errors import StoreUnavailable
from engine.service import outcomes, reports
from engine.service.timers import sweep_all

ZONE = ZoneInfo("Asia/Jakarta")
DAY = date(2026, 11, 23)
ONE_DAY = timedelta(days=1)


def test_a_day_is_counted_by_sop(any_deed_office: Office) -> None:
    office = any_deed_office
    case, _ = office.open("coba"), office.open("coba")
    withdrawn = office.open("surat")
    office.do(Withdraw(case=withdrawn, by=HESTI, reason="Dibatalkan"))
    for begun in taken(office):
        if begun.claimed.case == case:
            outcomes.succeed(office.database, begun, Outcome(), at=office.now)

    report = reports.report_day(office.database, DAY, zone=ZONE)

    assert (report.day, report.zone) == (DAY, "Asia/Jakarta")
    assert report.opened == {"coba": 2, "surat": 1}
    assert report.closed == {"surat": {"withdrawn": 1}}
    assert report.runs == {"coba": {"done": 1, "running": 1}}
    assert report.deviations == {}


def test_what_was_noted_of_deviations_stands_in_the_report_of_that_day(
    deed_office: Office,
) -> None:
    deed_office.open("surat")
    noted = MONDAY + 7 * ONE_DAY

    sweep_all(deed_office.database, at=noted)

    report = reports.report_day(deed_office.database, DAY + 7 * ONE_DAY, zone=ZONE)
    assert sum(report.deviations["surat"].values()) > 0
    assert reports.report_day(deed_office.database, DAY, zone=ZONE).deviations == {}


@pytest.mark.parametrize(
    ("opened", "day"),
    [
        (datetime(2026, 11, 23, 16, 59, 59, tzinfo=UTC), DAY),
        (datetime(2026, 11, 23, 17, 0, tzinfo=UTC), DAY + ONE_DAY),  # midnight in Jakarta
        (datetime(2026, 11, 22, 17, 0, tzinfo=UTC), DAY),
        (datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC), DAY - ONE_DAY),
    ],
)
def test_a_day_is_from_midnight_to_midnight_by_the_offices_clock(
    deed_office: Office, opened: datetime, day: date
) -> None:
    deed_office.now = opened - timedelta(minutes=1)
    deed_office.open("surat")

    counted = {
        one: reports.report_day(deed_office.database, one, zone=ZONE).opened
        for one in (DAY - ONE_DAY, DAY, DAY + ONE_DAY)
    }

    assert counted == {one: {"surat": 1} if one == day else {} for one in counted}


def test_a_day_whose_clock_is_put_on_is_shorter_and_nothing_is_counted_twice(
    deed_office: Office,
) -> None:
    zone = ZoneInfo("Europe/Berlin")  # 29 March 2026 has 23 hours there
    deed_office.now = datetime(2026, 3, 29, 21, 59, tzinfo=UTC)
    deed_office.open("surat")

    days = [date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30)]

    counts = [reports.report_day(deed_office.database, day, zone=zone).opened for day in days]
    assert counts == [{}, {}, {"surat": 1}]


def test_the_report_of_a_day_is_a_file_of_json_that_is_written_anew(
    deed_office: Office, tmp_path: Path
) -> None:
    folder = tmp_path / "a" / "reports"
    file = reports.write_day(deed_office.database, folder, DAY, zone=ZONE)
    assert json.loads(file.read_text())["opened"] == {}
    deed_office.open("surat")

    again = reports.write_day(deed_office.database, folder, DAY, zone=ZONE)

    assert again == file == folder / "2026-11-23.json"
    assert json.loads(file.read_text()) == {
        "closed": {},
        "day": "2026-11-23",
        "deviations": {},
        "opened": {"surat": 1},
        "runs": {},
        "zone": "Asia/Jakarta",
    }
    assert file.read_bytes().endswith(b"}\n")
    assert [one.name for one in folder.iterdir()] == [file.name]


def written(office: Office, folder: Path, last: date) -> list[str]:
    return [file.stem for file in reports.write_days(office.database, folder, last, zone=ZONE)]


def test_days_that_were_missed_are_written_as_well(deed_office: Office, tmp_path: Path) -> None:
    assert written(deed_office, tmp_path, DAY) == ["2026-11-23"]  # not all days before there were
    assert written(deed_office, tmp_path, DAY) == ["2026-11-23"]
    assert written(deed_office, tmp_path, DAY + ONE_DAY) == ["2026-11-24"]
    assert written(deed_office, tmp_path, DAY + 4 * ONE_DAY) == [
        "2026-11-25",
        "2026-11-26",
        "2026-11-27",
    ]


def test_what_was_missed_for_more_than_a_year_is_not_made_up_for(
    deed_office: Office, tmp_path: Path
) -> None:
    (tmp_path / "2025-01-01.json").write_text("{}")

    assert written(deed_office, tmp_path, DAY) == ["2026-11-23"]


def test_a_folder_that_cannot_be_written_to_is_said_plainly(
    deed_office: Office, tmp_path: Path
) -> None:
    folder = tmp_path / "reports"
    folder.write_text("not a directory")

    with pytest.raises(StoreUnavailable, match="reports cannot be written to"):
        reports.write_days(deed_office.database, folder, DAY, zone=ZONE)
