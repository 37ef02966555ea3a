"""Instants are aware, UTC, and sort as text does."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.store.prepared import _DIALECTS
from engine.store.types import UtcDateTime, text_from_instant

instants = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=7))])).filter(
    lambda at: at.year not in {1, 9999}
)


@pytest.mark.parametrize("name", ["sqlite", "postgresql"])
def test_an_instant_without_a_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 2), _DIALECTS[name])  # type: ignore[index]  # noqa: DTZ001  # the point


@given(at=instants)
def test_sqlite_gives_back_the_instant_in_utc(at: datetime) -> None:
    sqlite = _DIALECTS["sqlite"]

    back = UtcDateTime().process_result_value(UtcDateTime().process_bind_param(at, sqlite), sqlite)

    assert back == at
    assert back is not None
    assert back.tzinfo is UTC


@given(one=instants, other=instants)
def test_the_text_sorts_as_time_does(one: datetime, other: datetime) -> None:
    texts = text_from_instant(one), text_from_instant(other)

    assert len(texts[0]) == len(texts[1]) == len("2026-11-22T01:02:03.000000Z")
    assert (texts[0] < texts[1]) == (one < other)


def test_nothing_stays_nothing() -> None:
    sqlite = _DIALECTS["sqlite"]

    assert UtcDateTime().process_bind_param(None, sqlite) is None
    assert UtcDateTime().process_result_value(None, sqlite) is None
