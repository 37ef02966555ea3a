"""How many people somebody may look up by NIK: so many in a span, whatever they find."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from offices import MONDAY, Office, an_office, sqlite_url

from engine.core.errors import TooManyTries
from engine.core.ids import PersonId
from engine.service.counter import count_lookup

FREE = 60
SECOND, SPAN = timedelta(seconds=1), timedelta(minutes=10)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(sqlite_url(tmp_path)) as made:
        yield made


def look_up(office: Office, at: datetime, times: int = 1, person: str = "rini") -> None:
    for _ in range(times):
        count_lookup(office.database, PersonId(person), at=at)


def test_the_span_begins_with_the_first_and_counts_each_person_alone(office: Office) -> None:
    look_up(office, MONDAY)
    look_up(office, MONDAY + SPAN - SECOND, FREE - 1)
    with pytest.raises(TooManyTries) as refused:
        look_up(office, MONDAY + SPAN - SECOND)
    look_up(office, MONDAY + SPAN - SECOND, person="hesti")

    assert refused.value.until == MONDAY + SPAN
    look_up(office, MONDAY + SPAN, FREE)
    with pytest.raises(TooManyTries):
        look_up(office, MONDAY + SPAN)


def test_a_steady_hand_is_never_held_up(office: Office) -> None:
    for minute in range(25):
        look_up(office, MONDAY + minute * timedelta(minutes=1), 3)


def test_a_clock_that_went_back_holds_nobody_up(office: Office) -> None:
    look_up(office, MONDAY + timedelta(days=1), FREE)

    look_up(office, MONDAY)
