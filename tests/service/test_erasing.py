"""Erasing: the key of a subject is destroyed, and nothing that was sealed is read again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from migrated import migrated_database
from offices import HESTI, RINI, Office, sqlite_url
from personal_office import (
    ADDRESS,
    EVERYTHING,
    NAME,
    NIK,
    OTHER_NIK,
    PHONE,
    SITI,
    a_personal_office,
    asked,
    closed,
    of_person,
    read,
    whole,
)

from engine.core.commands import Applicant, Erase
from engine.core.errors import (
    AlreadySo,
    CaseStillOpen,
    DutyMissing,
    InputRefused,
    NotFound,
)
from engine.core.ids import CaseId
from engine.core.personal import ERASED
from engine.service.execute import execute
from engine.service.personal import Ground, Whose, erase, to_be_erased
from engine.service.queries import list_cases, read_history, show_case
from engine.service.upkeep import rebuild_views
from engine.service.views import CaseFilter
from engine.store import subjects

GROUND = Ground(reason="Diminta pemiliknya.", decree="SK Camat 7/2026")


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path)
    else:
        url = migrated_database(request.getfixturevalue("postgres_url"))
    with a_personal_office(url) as made:
        yield made


def test_erasing_leaves_the_history_whole_and_nothing_to_read(office: Office) -> None:
    first, second = asked(office), asked(office)
    for case in (first, second):
        closed(office, case)

    done = erase(office.database, Whose(nik=NIK), GROUND, by=SITI, at=office.now)

    assert set(done.cases) == {first, second}
    for case in done.cases:
        assert whole(office, case) is None
        view = show_case(office.database, case)
        assert view.summary.applicant == Applicant(name=ERASED, contact=ERASED)
        assert view.data["form.nik"] == ERASED
        assert view.data["form.usaha"] == "Warung"
        assert read(office, case, "form.nik", "applicant.name") == {
            "form.nik": ERASED,
            "applicant.name": ERASED,
        }
    assert of_person(office, NIK).total == 0
    assert list_cases(office.database, CaseFilter(text=NAME)).total == 0


def test_erasing_says_so_in_every_case(office: Office) -> None:
    case = asked(office)
    closed(office, case)

    erase(office.database, Whose(case=case), GROUND, by=SITI, at=office.now)

    told = read_history(office.database, case)[-1].recorded
    assert told.by.person == "siti"
    assert told.event.decree == "SK Camat 7/2026"  # type: ignore[union-attr]
    assert set(told.event.fields) == set(EVERYTHING)  # type: ignore[union-attr]
    assert read_history(office.database, case)[0].recorded.event.applicant.name == ERASED  # type: ignore[union-attr]


def test_views_are_rebuilt_to_the_same_after_erasing(office: Office) -> None:
    case = asked(office)
    closed(office, case)
    erase(office.database, Whose(case=case), GROUND, by=SITI, at=office.now)
    before = list_cases(office.database, CaseFilter()), show_case(office.database, case)

    rebuild_views(office.database)

    assert (list_cases(office.database, CaseFilter()), show_case(office.database, case)) == before


def test_somebody_else_in_the_case_keeps_their_data(office: Office) -> None:
    case = asked(office, pasangan=OTHER_NIK)
    closed(office, case)

    erase(office.database, Whose(nik=OTHER_NIK), GROUND, by=SITI, at=office.now)

    assert read(office, case, "form.pasangan", "form.nik") == {
        "form.pasangan": ERASED,
        "form.nik": NIK,
    }
    assert show_case(office.database, case).summary.applicant.name == NAME


def test_an_open_case_is_erased_only_knowingly(office: Office) -> None:
    case, done = asked(office), asked(office)
    closed(office, done)

    with pytest.raises(CaseStillOpen):
        erase(office.database, Whose(nik=NIK), GROUND, by=SITI, at=office.now)
    assert read(office, done, "form.nik") == {"form.nik": NIK}

    known = Ground(reason="Putusan.", decree="SK 8/2026", although_open=True)
    erase(office.database, Whose(nik=NIK), known, by=SITI, at=office.now)

    assert read(office, case, "form.nik") == {"form.nik": ERASED}
    office.complete(case, "periksa", RINI, outcome="ya", form={"alamat": ADDRESS})
    assert read(office, case, "form.alamat") == {"form.alamat": ADDRESS}


def test_only_whoever_answers_for_it_erases(office: Office) -> None:
    case = asked(office)
    closed(office, case)

    with pytest.raises(DutyMissing):
        erase(office.database, Whose(case=case), GROUND, by=HESTI, at=office.now)

    assert read(office, case, "form.nik") == {"form.nik": NIK}


@pytest.mark.parametrize("missing", ["reason", "decree"])
def test_erasing_takes_a_reason_and_a_decision(office: Office, missing: str) -> None:
    case = asked(office)
    closed(office, case)
    ground = Ground(**{"reason": "Alasan", "decree": "SK"} | {missing: " "})  # type: ignore[arg-type]

    with pytest.raises(InputRefused) as refused:
        erase(office.database, Whose(case=case), ground, by=SITI, at=office.now)

    assert set(refused.value.problems) == {missing}


def test_what_is_erased_is_not_erased_again(office: Office) -> None:
    case = asked(office)
    closed(office, case)
    erase(office.database, Whose(case=case), GROUND, by=SITI, at=office.now)

    with pytest.raises(AlreadySo):
        erase(office.database, Whose(case=case), GROUND, by=SITI, at=office.now)
    with pytest.raises(NotFound):
        erase(office.database, Whose(nik=NIK), GROUND, by=SITI, at=office.now)


def test_what_would_be_erased_is_told_first(office: Office) -> None:
    first, second = asked(office), asked(office)

    assert set(to_be_erased(office.database, Whose(case=first)).cases) == {first, second}
    assert read(office, first, "form.nik") == {"form.nik": NIK}
    with pytest.raises(NotFound):
        to_be_erased(office.database, Whose(case=CaseId("0000000000000000")))
    with pytest.raises(InputRefused):
        to_be_erased(office.database, Whose(nik="12"))


def test_whoever_comes_again_after_erasing_is_somebody_new(office: Office) -> None:
    old = asked(office)
    closed(office, old)
    erase(office.database, Whose(nik=NIK), GROUND, by=SITI, at=office.now)

    again = asked(office)

    assert read(office, again, "form.nik") == {"form.nik": NIK}
    assert read(office, old, "form.nik") == {"form.nik": ERASED}
    assert [one.case for one in of_person(office, NIK).items] == [again]


def test_who_gives_no_nik_is_erased_by_the_case(office: Office) -> None:
    case = office.open("surat", applicant=Applicant(name=NAME, contact=PHONE))
    closed(office, case)

    done = erase(office.database, Whose(case=case), GROUND, by=SITI, at=office.now)

    assert done.cases == (case,)
    assert show_case(office.database, case).summary.applicant.name == ERASED


def test_the_core_itself_erases_nothing(office: Office) -> None:
    case = asked(office)
    command = Erase(case=case, by=RINI, fields=("form.nik",), reason="x", decree="y")

    with pytest.raises(DutyMissing):
        execute(office.database, command, at=office.now)


def test_nothing_of_what_was_erased_is_left_in_the_file(tmp_path: Path) -> None:
    with a_personal_office(sqlite_url(tmp_path)) as office:
        case = asked(office)
        closed(office, case)
        (held,) = office.database.store.read(lambda reader: subjects.of_case(reader, case))
        erase(office.database, Whose(case=case), GROUND, by=SITI, at=office.now)

    left = (tmp_path / "alur.db").read_bytes()
    assert not list(tmp_path.glob("*-wal"))
    assert held.key.sealed is not None
    assert held.key.sealed not in left
    assert NAME.encode() not in left
