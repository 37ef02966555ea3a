"""The report laid out: nothing steers a terminal, and no table outgrows the paper."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from offices import HESTI, RINI, an_office, sqlite_url
from reading_pdf import letters_of, text_of

from api import case_report_paper
from api.case_report import CaseReport, Manner, Section, report_on
from api.case_report_paper import as_pdf, as_text
from engine.core.commands import Comment, Complete
from engine.core.errors import VersionConflict
from engine.core.ids import OutcomeId, PersonId
from engine.service import checkpoints
from engine.service.bundle_contents import gather


def a_report(*rows: tuple[str, ...]) -> CaseReport:
    table = Section(
        kind="reveals", title="Data", columns=("Kapan", "Siapa", "Apa"), rows=rows, empty="Nihil."
    )
    facts = Section(kind="facts", title="Verifikasi", rows=(("Akar", "ab" * 32),))
    return CaseReport(
        title="Laporan",
        subtitle="Surat",
        office="Kantor",
        case="1m77awy2rzym6d2w",
        sections=(table, facts),
        remark="Disamarkan.",
        how="Periksa.",
        code="ALUR1",
        language="id",
        at=datetime(2026, 11, 23, tzinfo=UTC),
    )


def test_nothing_in_a_case_steers_the_terminal_that_shows_the_text() -> None:
    text = as_text(a_report(("kini", "a\x1b[2Jb\u202ec", "baris\nbaru")))

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "Apa: baris baru" in text


def test_an_empty_table_says_so() -> None:
    report = a_report()

    assert "Nihil." in as_text(report)
    assert "Nihil." in text_of(as_pdf(report))


def test_the_same_report_gives_the_same_pdf_whatever_stands_in_it() -> None:
    report = a_report(("#let x", '"] $ \\ {{ x }}', "*tebal* #import"))
    pdf = as_pdf(report)

    assert pdf == as_pdf(report)
    assert letters_of('"] $ \\ {{ x }}*tebal* #import') in letters_of(text_of(pdf))
    assert letters_of("ab" * 32) in letters_of(text_of(pdf)).replace("\u200b", "")


def test_tables_too_long_for_paper_are_cut_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(case_report_paper, "_MOST_ROWS", 2)
    report = a_report(*(("kini", "rini", f"bukaan-{n}") for n in range(4)))
    pdf, text = text_of(as_pdf(report)), as_text(report)

    assert "bukaan-1" in pdf
    assert "bukaan-2" not in pdf
    assert "hanya 2 baris pertama" in pdf
    assert "bukaan-3" in text


def test_the_report_tells_time_visits_and_who_stood_in(tmp_path: Path) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        case = office.open()
        stand_in = replace(RINI, acting_for=PersonId("dewi"))
        office.do(Complete(case=case, by=stand_in, activation=office.task(case, "terima")))
        office.do(
            Complete(
                case=case,
                by=HESTI,
                activation=office.task(case, "periksa"),
                outcome=OutcomeId("tidak"),
                reason="Kurang.",
            )
        )
        office.now += timedelta(hours=2)
        checkpoints.take(office.database, at=office.now, origin="kantor.example/alur")
        contents = gather(office.database, tmp_path, case, at=office.now)
        manner = Manner(
            at=office.now, by=PersonId("inspektorat"), language="id", zone=ZoneInfo("UTC")
        )
        text = " ".join(as_text(report_on(office.database, contents, manner)).split())
        office.do(Comment(case=case, by=RINI, text="Sudah ditelepon."))
        with pytest.raises(VersionConflict):
            report_on(office.database, contents, manner)

    assert "rini, atas nama dewi · Petugas Loket" in text
    assert "Menerima berkas. kunjungan ke-2" in text
    assert "1 menit dari 5 menit" in text
    assert "dari 5 menit, terlambat" in text
    assert "kantor v1" in text
    assert "08.01 WIB" in text  # by the clock of the office's calendar
