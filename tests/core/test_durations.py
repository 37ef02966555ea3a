"""Lengths of time as SOPs write them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.durations import (
    Duration,
    TimeUnit,
    duration_from_text,
    duration_in_english,
    duration_in_indonesian,
    nominal_minutes,
)

DURATIONS = st.builds(
    Duration, amount=st.integers(1, 999_999), unit=st.sampled_from(list(TimeUnit))
)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("15 menit", 15, TimeUnit.MINUTE),
        ("2 jam", 2, TimeUnit.WORKING_HOUR),
        ("2 jam kerja", 2, TimeUnit.WORKING_HOUR),
        ("24 Jam Kalender", 24, TimeUnit.CALENDAR_HOUR),
        ("  3  hari kerja ", 3, TimeUnit.WORKING_DAY),
        ("14 hari", 14, TimeUnit.CALENDAR_DAY),
        ("14 hari kalender", 14, TimeUnit.CALENDAR_DAY),
        ("6 bulan", 6, TimeUnit.MONTH),
        ("1 working day", 1, TimeUnit.WORKING_DAY),
        ("12 months", 12, TimeUnit.MONTH),
    ],
)
def test_both_languages_are_read(text, amount, unit) -> None:
    assert duration_from_text(text) == Duration(amount=amount, unit=unit)


@pytest.mark.parametrize(
    "text",
    ["", "15", "menit", "0 menit", "-1 hari", "1.5 jam", "15menit", "3 tahun", "1234567 menit",
     "2 jam 30 menit", "hari 3", "3 hari kerja kerja"],
)  # fmt: skip
def test_what_is_no_length_is_refused_with_examples(text) -> None:
    with pytest.raises(ValueError, match="is not a duration: write a whole number and a unit"):
        duration_from_text(text)


@given(DURATIONS)
def test_what_is_written_is_read_back_in_either_language(duration) -> None:
    assert duration_from_text(duration_in_indonesian(duration)) == duration
    assert duration_from_text(duration_in_english(duration)) == duration


def test_english_has_a_plural() -> None:
    assert duration_in_english(Duration(amount=1, unit=TimeUnit.WORKING_DAY)) == "1 working day"
    assert duration_in_english(Duration(amount=2, unit=TimeUnit.WORKING_DAY)) == "2 working days"


def test_units_are_compared_by_working_minutes() -> None:
    minutes = {unit: nominal_minutes(Duration(amount=1, unit=unit)) for unit in TimeUnit}

    assert minutes == {
        TimeUnit.MINUTE: 1,
        TimeUnit.WORKING_HOUR: 60,
        TimeUnit.CALENDAR_HOUR: 60,
        TimeUnit.WORKING_DAY: 450,
        TimeUnit.CALENDAR_DAY: Fraction(2250, 7),
        TimeUnit.MONTH: 9450,
    }


@given(DURATIONS, st.integers(1, 50))
def test_twice_as_long_is_twice_as_many_minutes(duration, times) -> None:
    longer = Duration(amount=duration.amount * times, unit=duration.unit)

    assert nominal_minutes(longer) == nominal_minutes(duration) * times
