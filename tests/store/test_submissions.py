"""Submissions in the store: kept to the letter, decided about once."""

from datetime import date, timedelta

import pytest
from builders import MONDAY, human, workflow

from engine.core.ids import PersonId, SopId, UnitId
from engine.core.text import Text
from engine.store import submissions
from engine.store.submissions import Submission, Verdict
from engine.store.unit import Store

FLOW = workflow(human("terima"))
TEXT = "sop: contoh  # 100 % “asli”\n"
UMI = PersonId("umi")


def a_submission(name: str = "s1", minutes: int = 0, version: int = 1) -> Submission:
    return Submission(
        id=name,
        sop=SopId("contoh"),
        version=version,
        hash="h1",
        title=Text(id="Contoh", en="Example"),
        unit=UnitId("kecamatan"),
        effective=date(2026, 12, 1),
        author=PersonId("rini"),
        submitted_at=MONDAY + timedelta(minutes=minutes),
        note="Mohon diperiksa",
        status="waiting",
        decided_at=None,
        decided_by=None,
        reason="",
    )


def keep(store: Store, row: Submission) -> Submission:
    store.write(lambda unit: submissions.keep(unit, row, text=TEXT, workflow=FLOW))
    return row


def test_a_submission_comes_back_as_it_was_kept(store: Store) -> None:
    row = keep(store, a_submission())

    assert store.read(lambda reader: submissions.find(reader, "s1")) == row
    assert store.read(lambda reader: submissions.read(reader, "s1")) == (TEXT, FLOW)
    assert store.read(lambda reader: submissions.find(reader, "s2")) is None


def test_what_waits_is_listed_oldest_first_and_everything_newest_first(store: Store) -> None:
    first, second = keep(store, a_submission()), keep(store, a_submission("s2", 5, version=2))
    third = keep(store, a_submission("s3", 9))
    verdict = Verdict(status="refused", by=UMI, at=MONDAY + timedelta(hours=1), reason="Keliru")
    store.write(lambda unit: submissions.decide(unit, "s2", verdict))

    def listed(*, decided: bool) -> list[str]:
        return [
            one.id for one in store.read(lambda r: submissions.list_submissions(r, decided=decided))
        ]

    assert listed(decided=False) == [first.id, third.id]
    assert listed(decided=True) == [third.id, second.id, first.id]
    of_first = store.read(lambda reader: submissions.of_version(reader, SopId("contoh"), 1))
    assert of_first == (first, third)


@pytest.mark.parametrize("again", ["approved", "refused"])
def test_what_was_decided_stays_as_it_is(store: Store, again: str) -> None:
    keep(store, a_submission())
    verdict = Verdict(status="refused", by=UMI, at=MONDAY, reason="Keliru")
    later = Verdict(status=again, by=PersonId("sari"), at=MONDAY + timedelta(days=1))  # type: ignore[arg-type]
    for one in (verdict, later):
        store.write(lambda unit, one=one: submissions.decide(unit, "s1", one))  # type: ignore[misc]

    found = store.read(lambda reader: submissions.find(reader, "s1"))

    assert found is not None
    assert (found.status, found.decided_by, found.reason) == ("refused", UMI, "Keliru")
    assert found.decided_at == MONDAY
