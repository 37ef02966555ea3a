"""How instants, lengths of time and values are written."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from api.formats import (
    written_date,
    written_day,
    written_duration,
    written_elapsed,
    written_instant,
    written_number,
    written_rupiah,
    written_size,
    written_value,
)
from engine.core.durations import Duration, TimeUnit
from engine.core.ids import FieldId
from engine.core.personal import HIDDEN, masked
from engine.core.text import Text
from engine.core.values import Choice, Field, FieldType

NOON_UTC = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)


def a_field(kind: FieldType = FieldType.TEXT, **more) -> Field:
    return Field(id=FieldId("x"), title=Text(id="X"), type=kind, **more)


@pytest.mark.parametrize(
    ("zone", "language", "words"),
    [
        ("Asia/Jakarta", "id", "23 November 2026 14.05 WIB"),
        ("Asia/Makassar", "id", "23 November 2026 15.05 WITA"),
        ("Asia/Jayapura", "id", "23 November 2026 16.05 WIT"),
        ("Asia/Jakarta", "en", "23 November 2026 14:05 WIB"),
    ],
)
def test_an_instant_is_written_in_the_zone_of_the_office(zone, language, words):
    assert written_instant(NOON_UTC, ZoneInfo(zone), language) == words


def test_a_day_is_the_one_in_the_office_not_the_one_in_greenwich():
    late = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)

    assert written_day(late, ZoneInfo("Asia/Jakarta"), "id") == "Selasa, 24 November 2026"
    assert written_day(late, ZoneInfo("Asia/Jakarta"), "en") == "Tuesday, 24 November 2026"


def test_months_have_their_names():
    assert written_date(date(2026, 8, 17), "id") == "17 Agustus 2026"
    assert written_date(date(2026, 8, 17), "en") == "17 August 2026"


def test_a_stated_duration_is_written_as_the_sop_does():
    quarter = Duration(amount=15, unit=TimeUnit.MINUTE)

    assert written_duration(quarter, "id") == "15 menit"
    assert written_duration(quarter, "en") == "15 minutes"


@pytest.mark.parametrize(
    ("length", "indonesian", "english"),
    [
        (timedelta(seconds=59), "kurang dari 1 menit", "less than 1 minute"),
        (timedelta(minutes=-5), "kurang dari 1 menit", "less than 1 minute"),
        (timedelta(minutes=1), "1 menit", "1 minute"),
        (timedelta(hours=2, minutes=10), "2 jam 10 menit", "2 hours 10 minutes"),
        (timedelta(hours=1), "1 jam", "1 hour"),
        (timedelta(days=3, hours=4, minutes=9), "3 hari 4 jam", "3 days 4 hours"),
        (timedelta(days=1, minutes=9), "1 hari", "1 day"),
    ],
)
def test_elapsed_time_is_told_in_its_two_largest_units(length, indonesian, english):
    assert written_elapsed(length, "id") == indonesian
    assert written_elapsed(length, "en") == english


@pytest.mark.parametrize(
    ("number", "indonesian", "english"),
    [
        ("1500000", "1.500.000", "1,500,000"),
        ("-12.5", "-12,5", "-12.5"),
        ("0", "0", "0"),
        ("999", "999", "999"),
    ],
)
def test_a_number_has_the_marks_of_its_language(number, indonesian, english):
    assert written_number(number, "id") == indonesian
    assert written_number(number, "en") == english


def test_money_is_written_as_in_the_country_in_both_languages():
    assert written_rupiah(1_500_000) == "Rp1.500.000"
    assert written_rupiah(-2000) == "-Rp2.000"
    assert written_value(a_field(FieldType.MONEY), 1_500_000, "en") == "Rp1.500.000"


@pytest.mark.parametrize(
    ("size", "words"), [(12, "12 B"), (214_300, "214 kB"), (1_240_000, "1,2 MB")]
)
def test_a_size_is_rounded(size, words):
    assert written_size(size, "id") == words


CHOICES = (
    Choice(id="ktp", title=Text(id="KTP-el", en="ID card")),
    Choice(id="kk", title=Text(id="Kartu Keluarga", en="Family card")),
)


@pytest.mark.parametrize(
    ("field", "value", "indonesian", "english"),
    [
        (a_field(), "Warung Bu Tini", "Warung Bu Tini", "Warung Bu Tini"),
        (a_field(FieldType.BOOLEAN), True, "Ya", "Yes"),
        (a_field(FieldType.BOOLEAN), False, "Tidak", "No"),
        (a_field(FieldType.NUMBER, unit="m2"), "12.5", "12,5 m2", "12.5 m2"),
        (a_field(FieldType.INTEGER), 1200, "1.200", "1,200"),
        (a_field(FieldType.DATE), "2026-05-01", "1 Mei 2026", "1 May 2026"),
        (a_field(FieldType.CHOICE, choices=CHOICES), "kk", "Kartu Keluarga", "Family card"),
        (a_field(FieldType.CHOICE, choices=CHOICES), "gone", "gone", "gone"),
        (
            a_field(FieldType.CHOICES, choices=CHOICES),
            ("ktp", "kk"),
            "KTP-el, Kartu Keluarga",
            "ID card, Family card",
        ),
    ],
)
def test_a_value_is_written_by_the_type_of_its_field(field, value, indonesian, english):
    assert written_value(field, value, "id") == indonesian
    assert written_value(field, value, "en") == english


@pytest.mark.parametrize(
    ("field", "value", "seen"),
    [
        (a_field(FieldType.NIK), "3578014107850003", "3578********0003"),
        (a_field(FieldType.PHONE, personal=True), "081234567890", "08*******890"),
        (a_field(FieldType.PHONE, personal=True), "12345", HIDDEN),
        (a_field(personal=True), "Tini Suhartini", HIDDEN),
        (a_field(FieldType.INTEGER, personal=True), 7, HIDDEN),
    ],
)
def test_personal_values_are_masked(field, value, seen):
    assert masked(field, value) == seen
