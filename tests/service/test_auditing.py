"""The audit desk finds cases and events by what is known of them, and says how far it looked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from offices import HESTI, RINI, Office, sqlite_url
from personal_office import NAME, NIK, OTHER_NIK, a_personal_office, asked, closed
from postgres import fresh_database

from engine.core.commands import Comment
from engine.core.deviations import DeviationKind
from engine.core.errors import InputRefused, NotFound
from engine.core.ids import CaseId, PersonId, SopId, UnitId
from engine.core.standing import Reach
from engine.service import auditing, ledger, tracking_codes
from engine.service.auditing import Sought, find_cases, find_events, searches_noted
from engine.service.reads import NO_CASE
from engine.store import auditing as store


@dataclass(frozen=True)
class Desk:
    """Three cases, the first rejected, the last of somebody else; what was said of the second."""

    office: Office
    rejected: CaseId
    second: CaseId
    other: CaseId


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path_factory.mktemp("desk"))
    else:
        url = fresh_database(request.getfixturevalue("postgres_url"))
    with a_personal_office(url) as office:
        rejected, second = asked(office), asked(office)
        closed(office, rejected)
        other = office.open()
        for number in range(4):
            office.do(Comment(case=second, by=HESTI, text=f"Catatan {number}"))
        ledger.sequence(office.database)
        office.do(Comment(case=other, by=RINI, text="Belum bernomor"))
        yield Desk(office, rejected, second, other)


def cases(desk: Desk, **sought: object) -> list[CaseId]:
    found = find_cases(desk.office.database, Sought(**sought))  # type: ignore[arg-type]
    return [one.case for one in found.items]


def events(desk: Desk, **sought: object) -> list[tuple[CaseId, str]]:
    found = find_events(desk.office.database, Sought(**sought))  # type: ignore[arg-type]
    return [(one.recorded.case, type(one.recorded.event).__name__) for one in found.items]


def test_cases_come_newest_first_and_tell_how_they_stand(desk: Desk) -> None:
    found = find_cases(desk.office.database, Sought())

    assert [one.case for one in found.items] == [desk.other, desk.second, desk.rejected]
    assert found.next is None
    assert found.by is None
    last = found.items[-1]
    assert (last.result, last.is_paused, last.unit) == ("rejected", False, "kecamatan")
    assert last.closed_at is not None
    assert found.items[1].events == 8


def test_each_thing_known_narrows_the_cases(desk: Desk) -> None:
    begin = desk.office.now - timedelta(days=1)
    one = tracking_codes.shown_to(desk.office.database, desk.second, by=RINI, at=desk.office.now)
    for sought, expected in (
        ({"text": desk.second}, [desk.second]),
        ({"text": desk.second[3:9]}, [desk.second]),
        ({"text": one.code}, [desk.second]),
        ({"text": "tini"}, [desk.other]),
        ({"text": "  "}, [desk.other, desk.second, desk.rejected]),
        ({"text": f"{NIK[:6]}-{NIK[6:]}"}, [desk.second, desk.rejected]),
        ({"text": OTHER_NIK}, []),
        ({"sop": SopId("surat")}, [desk.other]),
        ({"unit": UnitId("kecamatan")}, [desk.second, desk.rejected]),
        ({"since": begin}, [desk.other, desk.second, desk.rejected]),
        ({"until": begin}, []),
        ({"deviation": DeviationKind.OVERRIDDEN}, []),
        ({"reach": Reach()}, []),
    ):
        assert cases(desk, **sought) == expected, sought


def test_what_looks_like_a_nik_and_is_none_is_refused(desk: Desk) -> None:
    with pytest.raises(InputRefused):
        cases(desk, text="0" * 16)


def test_pages_of_cases_follow_each_other_without_a_gap(desk: Desk) -> None:
    database, found, after = desk.office.database, [], None
    for _ in range(3):
        page = find_cases(database, Sought(limit=1), after=after)
        found += [one.case for one in page.items]
        after = page.next
    assert found == [desk.other, desk.second, desk.rejected]
    assert after is None
    for sought, last in ((Sought(), CaseId("tiada")), (Sought(reach=Reach()), desk.second)):
        with pytest.raises(NotFound):
            find_cases(database, sought, after=last)


def test_events_come_newest_first_those_without_a_number_before_all(desk: Desk) -> None:
    notes = events(desk, kind="comment_added")
    assert notes == [(desk.other, "CommentAdded"), *[(desk.second, "CommentAdded")] * 4]

    assert {case for case, _ in events(desk, person=PersonId("rini"), limit=50)} == {
        *(desk.rejected, desk.second, desk.other)
    }
    assert events(desk, person=PersonId("rini"), kind="comment_added") == notes[:1]
    assert events(desk, person=PersonId("siapa")) == []
    assert events(desk, kind="case_opened", sop=SopId("surat")) == [(desk.other, "CaseOpened")]
    assert len(events(desk, kind="case_opened", unit=UnitId("kecamatan"))) == 2
    assert events(desk, kind="comment_added", since=desk.office.now) == notes[:1]
    assert events(desk, kind="comment_added", until=desk.office.now) == notes[1:]
    assert events(desk, kind="comment_added", reach=Reach()) == []


def test_events_of_named_cases_are_paged_too(desk: Desk) -> None:
    assert [name for _, name in events(desk, text=NIK, kind="case_ended")] == ["CaseEnded"]
    assert events(desk, deviation=DeviationKind.OVERRIDDEN, kind="case_opened") == []

    sought = Sought(text=desk.second, kind="comment_added", limit=3)
    first = find_events(desk.office.database, sought)
    rest = find_events(desk.office.database, sought, before=first.next)

    assert (len(first.items), len(rest.items), rest.next) == (3, 1, None)
    assert first.by == "text"
    assert first.looked_back_to is None
    assert first.items[-1].recorded.seq == rest.items[0].recorded.seq + 1


def test_the_ledger_is_looked_through_a_piece_at_a_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "CHUNK", 3)
    monkeypatch.setattr(store, "MOST_LOOKED_AT", 6)
    database = desk.office.database
    sought = Sought(kind="case_opened", limit=2)

    found, before, pages = [], None, 0
    while pages == 0 or before is not None:
        page = find_events(database, sought, before=before)
        assert (page.looked_back_to is None) is (page.next is None)
        found += [one.recorded.case for one in page.items]
        before, pages = page.next, pages + 1

    assert found == [desk.other, desk.second, desk.rejected]
    assert pages > 2


def test_a_full_page_goes_on_right_after_its_last_event(desk: Desk) -> None:
    sought = Sought(kind="case_opened", limit=2)
    page = find_events(desk.office.database, sought)
    rest = find_events(desk.office.database, sought, before=page.next)

    assert page.looked_back_to is not None
    assert [one.recorded.case for one in (*page.items, *rest.items)] == [
        *(desk.other, desk.second, desk.rejected)
    ]


def test_it_says_where_not_everything_was_looked_at(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = desk.office.database
    monkeypatch.setattr(auditing, "MOST_CASES", 1)
    page = find_events(database, Sought(text=NIK, kind="case_opened"))
    assert [one.recorded.case for one in page.items] == [desk.second]
    assert page.looked_back_to == page.items[0].recorded.at

    monkeypatch.setattr(store, "MOST_OF_CASES", 2)
    page = find_events(database, Sought(text=desk.second, kind="comment_added"))
    assert len(page.items) == 2
    assert page.looked_back_to == page.items[1].recorded.at


def test_personal_data_is_masked_in_what_is_found(desk: Desk) -> None:
    found = find_events(desk.office.database, Sought(kind="case_opened", sop=SopId("pribadi")))
    assert len(found.items) == 2
    assert NIK not in repr(found)
    assert found.items[0].hash == found.items[0].hash.lower()


def test_searches_by_nik_are_reads_of_every_case_they_found(desk: Desk) -> None:
    assert searches_noted(None, (desk.second,)) == ()
    assert searches_noted("text", (desk.second,)) == ((NO_CASE, "search by text: 1 cases"),)
    assert searches_noted("NIK", (desk.second,)) == (
        (NO_CASE, "search by NIK: 1 cases"),
        (desk.second, "search by NIK"),
    )


def test_lists_name_the_applicant(desk: Desk) -> None:
    assert auditing.applicant_of(desk.office.database, desk.other) == "Tini Suhartini"
    assert auditing.applicant_of(desk.office.database, CaseId("tiada")) == ""
    assert NAME not in auditing.applicant_of(desk.office.database, desk.second)[0:1]
