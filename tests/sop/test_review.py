"""When an SOP is to be reviewed: so long after it was revised, or came into force."""

from datetime import date

import pytest

from engine.sop.identity_shape import Identity
from engine.sop.review import last_looked_at, review_due


def identity(every: str, effective: str, revised: str | None = None) -> Identity:
    return Identity.model_validate(
        {
            "number": "1/X",
            "unit": "kecamatan",
            "created": date(2020, 1, 1),
            "revised": None if revised is None else date.fromisoformat(revised),
            "effective": date.fromisoformat(effective),
            "review_every": every,
            "approved_by": {"position": "Camat", "name": "Nurhayati"},
            "legal_basis": ["uu-25-2009"],
        }
    )


@pytest.mark.parametrize(
    ("every", "effective", "due"),
    [
        ("12 bulan", "2026-02-02", "2027-02-02"),
        ("1 bulan", "2026-01-31", "2026-02-28"),
        ("1 bulan", "2024-01-31", "2024-02-29"),
        ("13 bulan", "2026-12-31", "2028-01-31"),
        ("5 hari kerja", "2026-03-02", "2026-03-09"),
        ("30 hari", "2026-03-01", "2026-03-31"),
        ("120 bulan", "9995-12-31", "9999-12-31"),
        ("2600 hari kerja", "9995-12-31", "9999-12-31"),
    ],
)
def test_the_day_is_so_long_after_it_came_into_force(every: str, effective: str, due: str) -> None:
    assert review_due(identity(every, effective)) == date.fromisoformat(due)


def test_a_revision_after_that_counts_instead() -> None:
    assert last_looked_at(identity("12 bulan", "2026-02-02")) == date(2026, 2, 2)
    revised = identity("12 bulan", "2026-02-02", "2026-05-01")
    assert last_looked_at(revised) == date(2026, 5, 1)
    assert review_due(revised) == date(2027, 5, 1)
    assert last_looked_at(identity("12 bulan", "2026-02-02", "2026-01-15")) == date(2026, 2, 2)
