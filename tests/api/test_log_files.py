"""Logs as files: what is read, and what is said of what cannot be."""

import csv
import io
import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from builders import ROLES, human, workflow
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from api.log_file import MOST_PROBLEMS, LogFormat, LogUnreadable, read_log
from api.log_words import Names, instant_from_log
from engine.core.conformance import LogColumns
from engine.core.ids import RoleId
from engine.core.text import Text

WIB = ZoneInfo("Asia/Jakarta")
FLOW = workflow(
    human("terima"),
    replace(human("periksa"), activity=Text(id="Memeriksa  Berkas", en="Check the file")),
    replace(human("sah"), activity=Text(id="Mengesahkan")),
    replace(human("sah_lagi"), activity=Text(id="Mengesahkan")),
    roles=ROLES | {RoleId("kasi"): replace(ROLES[RoleId("kasi")], title=Text(id="Kepala Seksi"))},
)
NAMES = Names(FLOW)
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
HEADER = "case,step,at,role,person\n"


def read(text: str | bytes, **more: object) -> LogColumns:
    form = LogFormat(names=NAMES, zone=WIB, **more)  # type: ignore[arg-type]
    return read_log(io.BytesIO(text if isinstance(text, bytes) else text.encode()), form)


def refused(text: str | bytes, **more: object) -> dict[str, str]:
    with pytest.raises(LogUnreadable) as unreadable:
        read(text, **more)
    return unreadable.value.problems


# --- instants


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-23 12:00", "2026-11-23T12:00:00+07:00", "2026-11-23T05:00:00Z"),
        *("2026-11-23 12:00:00.000", " 2026-11-23  12:00 ", "2026-11-23 12.00"),
        *("2026-11-23 12.00.00 WIB", "2026-11-23T13:00 WITA", "2026-11-23 14:00WIT"),
        *("23/11/2026 12.00", "23-11-2026 12:00:00", "23.11.2026 12:00", "23/11/2026, 12:00"),
        *("23 November 2026 12.00 WIB", "23 nov 2026 12:00", "23-Nop-2026 5:00 UTC"),
    ],
)
def test_instants_are_read_in_the_forms_that_offices_write(text: str) -> None:
    assert instant_from_log(text, WIB) == NOON
    assert instant_from_log(text, WIB).tzinfo is UTC


@pytest.mark.parametrize(
    ("month", "names"),
    [(5, "Mei May"), (8, "Agustus August Agt"), (10, "Okt October"), (12, "Desember Dec")],
)
def test_months_have_their_names_in_both_languages(month: int, names: str) -> None:
    for name in names.split():
        assert instant_from_log(f"1 {name} 2026 08:00", WIB).month == month


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026-11-23", "kemarin", "1763874000", "2026112310000", "23/11 12:00", "12:00"),
        *("31/02/2026 12:00", "23/13/2026 12:00", "2026-11-23 25:00", "2026-11-23 25.00 WIB"),
        *("23 Foo 2026 12:00", "23/11/2026 12:00 PST", "23/11-2026 12:00", "٢٣/11/2026 12:00"),
    ],
)
def test_what_is_no_instant_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="is no date with a time: write it as 2026-11-23 14:05"):
        instant_from_log(text, WIB)


@pytest.mark.parametrize("text", ["0001-01-01 00:00", "9999-12-31 23:59", "01/01/1899 10:00"])
def test_the_edges_of_time_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="lies outside the years 1900 to 2999"):
        instant_from_log(text, WIB)


# --- files


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_is_read_whatever_stands_between_its_cells(mark, between, end) -> None:
    rows = (
        ("Nomor Berkas", "Kegiatan", "Waktu", "Pelaksana", "Petugas", "Catatan"),
        ("B-1", "terima", "23/11/2026 12.00", "Kepala  seksi", "rini", f'"a {between} b"'),
        ("B-1", "check the FILE", "2026-11-23T05:00:00Z", "", "", ""),
    )

    log = read(mark + end.join(between.join(row) for row in rows) + end)

    assert log == LogColumns(
        ["B-1"] * 2, ["terima", "periksa"], [NOON] * 2, ["kasi", None], ["rini", None]
    )


def test_an_object_a_line_is_read_too() -> None:
    lines = [
        {"berkas": 17, "activity": "memeriksa berkas", "timestamp": "2026-11-23 12:00", "x": [1]},
        {"berkas": "17", "activity": "sah", "timestamp": "2026-11-23 12:00", "person": None},
    ]

    log = read("\n\n".join(json.dumps(line) for line in lines))

    assert log == LogColumns(["17", "17"], ["periksa", "sah"], [NOON] * 2, [None] * 2, [None] * 2)


def test_columns_are_found_by_the_names_that_are_given() -> None:
    text = "No;Kegiatan;Mulai;Selesai\n1;terima;x;2026-11-23 12:00\n"

    assert read(text, columns={"case": "no", "at": "Selesai"}).instants == [NOON]


def test_a_step_that_two_rows_are_called_by_is_neither() -> None:
    assert read(f"{HEADER}1,Mengesahkan,2026-11-23 12:00,tukang,").steps == ["Mengesahkan"]
    assert read(f"{HEADER}1,Mengesahkan,2026-11-23 12:00,tukang,").roles == ["tukang"]


def test_quoted_cells_may_hold_lines_and_lines_are_counted_on() -> None:
    text = f'{HEADER}"1","terima","2026-11-23 12:00","","a\nb"\n\n2,terima,kapan,,\n'

    assert refused(text) == {
        "line 5": "'kapan' is no date with a time: write it as 2026-11-23 14:05, "
        "23/11/2026 14.05 or 2026-11-23T14:05:00+07:00"
    }


def test_everything_that_does_not_fit_is_told_line_by_line() -> None:
    text = f"{HEADER}1,terima,2026-11-23 12:00,,\n,,2026-11-23 12:00,,\n1,terima\n1,terima,,,\n"

    assert refused(text) == {
        "line 3": "has no case and no step",
        "line 4": "has 2 cells, the header has 5",
        "line 5": "has no at",
    }


def test_only_the_first_of_many_are_told_and_all_are_counted() -> None:
    with pytest.raises(LogUnreadable) as unreadable:
        read(HEADER + "1,terima,kapan,,\n" * 50)

    assert len(unreadable.value.problems) == MOST_PROBLEMS
    assert unreadable.value.count == 50


def test_rows_of_the_future_are_refused() -> None:
    text = f"{HEADER}1,terima,2026-11-23 12:00,,\n1,sah,2026-11-23 12:01,,\n"

    assert refused(text, until=NOON) == {
        "line 3": "'2026-11-23 12:01' lies after 2026-11-23T05:00:00+00:00"
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is missing: the file is empty"),
        ("\n", "names no column for case=…, step=…, at=…; it has: nothing"),
        ("No,Kegiatan\n", "names no column for case=…, at=…; it has: No, Kegiatan"),
        ("case,at,step,at\n", "has the column at twice"),
        (b"case,step,at\xff\n", "is not UTF-8: save the file as CSV UTF-8"),
        ("case,step,at\n".encode("utf-16"), "is not UTF-8: save the file as CSV UTF-8"),
        ('{"case": 1,\n', "is no JSON object: Input data was truncated"),
        ('{"case": 1, "at": "2026-11-23 12:00"}', "has no step"),
        ('{"case": 1, "step": [], "at": true}', "step must be a text"),
        ('{"case": 1, "step": "a", "at": true}', "at must be a text"),
    ],
)
def test_what_is_no_log_is_refused_on_its_first_line(text, problem) -> None:
    assert refused(text) == {"line 1": problem}


def test_a_column_that_was_asked_for_must_be_there() -> None:
    assert refused(HEADER, columns={"role": "Jabatan"}) == {
        "line 1": "names no column for role=Jabatan; it has: case, step, at, role, person"
    }


def test_quotes_that_never_close_end_the_reading() -> None:
    problems = refused(f'{HEADER}1,terima,kapan,,\n"1,terima,2026-11-23 12:00,,\n')

    assert list(problems) == ["line 2", "line 3"]
    assert problems["line 3"].startswith("cannot be read as CSV: ")


def test_a_log_without_rows_is_empty() -> None:
    assert read(HEADER) == LogColumns([], [], [], [], [])


def test_progress_is_told_in_bytes() -> None:
    told: list[int] = []
    text = (HEADER + "1,terima,2026-11-23 12:00,,\n" * 1500).encode()

    read_log(io.BytesIO(text), LogFormat(names=NAMES, zone=WIB), progress=told.append)

    assert told == sorted(told)
    assert (len(told), told[-1]) == (2, len(text))


CELLS = st.text(max_size=12) | st.sampled_from(
    ["terima", "2026-11-23 12:00", "=1+1", '"', "a\nb", "\x00", "\u202e", "{", "case"]
)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=6), st.sampled_from(",;\t|"))
def test_any_table_is_read_or_refused_in_words(rows, between: str) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=between).writerows([HEADER.strip().split(","), *rows])

    read_or_refused(written.getvalue().encode("utf-8", "replace"))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_words(after: bytes) -> None:
    read_or_refused(after)
    read_or_refused(HEADER.encode() + after)
    read_or_refused(b'{"case": "1"' + after)


def read_or_refused(text: bytes) -> None:
    try:
        log = read(text)
    except LogUnreadable as unreadable:
        problems, count = unreadable.problems, unreadable.count
    else:
        assert {len(column) for column in log} == {len(log.cases)}
        assert all(at.tzinfo is UTC for at in log.instants)
        return
    assert count >= len(problems) >= 1
    assert all(problems.values())


FORMS = ("%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H.%M.%S", "%d %B %Y %H:%M:%S", "%d-%b-%Y %H.%M.%S")
CLOCKS = st.datetimes(datetime(1901, 1, 1), datetime(2998, 12, 31))  # noqa: DTZ001  # of an office


@given(CLOCKS, st.sampled_from(FORMS))
def test_an_instant_is_read_back_from_every_form(clock: datetime, form: str) -> None:
    at = clock.replace(microsecond=0, tzinfo=WIB)

    assert instant_from_log(at.strftime(form), WIB) == at
