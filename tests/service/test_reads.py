"""The log of reads: nobody waits for it, and nothing of it is lost in silence."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from offices import MONDAY, Office, an_office, sqlite_url

from engine.core.errors import StoreUnavailable
from engine.core.ids import CaseId, PersonId
from engine.service import reads
from engine.service.database import connect
from engine.service.reads import AGAIN, Read, ReadBook, ReadQuery


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(sqlite_url(tmp_path)) as made:
        yield made


def reading(case: CaseId, person: str = "rini", what: str = "case") -> Read:
    return Read(case=case, person=PersonId(person), what=what, how="masked", via="test")


def noted(office: Office, **wanted: object) -> list[tuple[str, str]]:
    found = office.database.reads.list(ReadQuery(**wanted))  # type: ignore[arg-type]
    return [(one.person, one.what) for one in found]


def test_reads_are_listed_by_case_and_by_person_the_newest_first(office: Office) -> None:
    first, second = office.open(), office.open()
    for minute, read in enumerate(
        (reading(first), reading(second, "hesti"), reading(first, what="history"))
    ):
        office.database.reads.note(read, at=MONDAY + timedelta(minutes=minute))

    assert noted(office) == [("rini", "history"), ("hesti", "case"), ("rini", "case")]
    assert noted(office, case=first) == [("rini", "history"), ("rini", "case")]
    assert noted(office, person=PersonId("hesti")) == [("hesti", "case")]


def test_a_page_leads_to_the_next(office: Office) -> None:
    case = office.open()
    for minute in range(3):
        office.database.reads.note(reading(case, what=str(minute)), at=MONDAY + AGAIN * minute)

    first = office.database.reads.list(ReadQuery(limit=2))

    assert [one.what for one in first] == ["2", "1"]
    assert noted(office, after=first[-1].id) == [("rini", "0")]


def test_a_page_that_refreshes_itself_is_read_once(office: Office) -> None:
    case = office.open()
    for at in (MONDAY, MONDAY + AGAIN / 2, MONDAY + AGAIN):
        office.database.reads.note(reading(case), at=at)

    assert len(noted(office)) == 2


def test_what_was_noted_is_written_down_by_the_end(tmp_path: Path) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        office.database.reads.note(reading(office.open()), at=MONDAY)

    with connect(sqlite_url(tmp_path)) as again:
        assert [one.person for one in again.reads.list(ReadQuery())] == ["rini"]


class _Away:
    """A store that is away so many times, and keeps nothing."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.written = 0

    def write(self, _job: object) -> None:
        if self.times:
            self.times -= 1
            raise StoreUnavailable("The database is away.")
        self.written += 1


def test_what_cannot_be_written_is_tried_again() -> None:
    store = _Away(1)
    book = ReadBook(store)  # type: ignore[arg-type]
    book.note(reading(CaseId("c1")), at=MONDAY)
    book.close()

    assert store.written == 1


def test_what_is_lost_is_counted_aloud(caplog: pytest.LogCaptureFixture) -> None:
    book = ReadBook(_Away(1000))  # type: ignore[arg-type]
    with caplog.at_level(logging.WARNING):
        book.note(reading(CaseId("c1")), at=MONDAY)
        book.close()

    assert "1 reads of personal data are not written down" in caplog.text


def test_when_there_is_too_much_whoever_reads_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "_MOST_WAITING", 1)
    store = _Away(1000)
    book = ReadBook(store)  # type: ignore[arg-type]

    with pytest.raises(StoreUnavailable):
        book.note(reading(CaseId("c1")), at=MONDAY)

    store.times = 0
    book.close()


def test_only_so_much_is_remembered(monkeypatch: pytest.MonkeyPatch, office: Office) -> None:
    monkeypatch.setattr(reads, "_MOST_REMEMBERED", 1)
    case = office.open()
    for what in ("a", "b", "a"):
        office.database.reads.note(reading(case, what=what), at=MONDAY)

    assert len(noted(office)) == 3
