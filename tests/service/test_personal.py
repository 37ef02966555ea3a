"""Personal data: sealed before it is kept, opened for whoever may, gone when its key is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from migrated import migrated_database
from offices import HESTI, RINI, Office, sqlite_url
from personal_office import (
    ADDRESS,
    EVERYTHING,
    FORM,
    NAME,
    NIK,
    OTHER_NIK,
    PHONE,
    SITI,
    a_personal_office,
    asked,
    asking,
    of_person,
    read,
    state_of,
    whole,
)

from engine.core.commands import Actor, Applicant, Complete, Override
from engine.core.errors import (
    InputRefused,
    KeyReused,
    RoleNotInSop,
)
from engine.core.evolve import replay
from engine.core.ids import OutcomeId
from engine.core.personal import HIDDEN
from engine.core.sealed import Sealed, is_sealed
from engine.service.personal import reveal
from engine.service.queries import list_cases, read_history, show_case, shown_receipt
from engine.service.upkeep import rebuild_views
from engine.service.views import CaseFilter
from engine.store import log


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path)
    else:
        url = migrated_database(request.getfixturevalue("postgres_url"))
    with a_personal_office(url) as made:
        yield made


def test_what_is_personal_stands_in_no_event_in_plain(office: Office) -> None:
    case = asked(office)

    state = state_of(office, case)

    assert is_sealed(state.applicant.name)
    assert is_sealed(state.applicant.contact)
    assert all(is_sealed(state.data[f"form.{name}"]) for name in ("nik", "hp", "anak"))
    assert state.data["form.usaha"] == "Warung"


def test_what_is_read_is_what_was_entered_of_whatever_type(office: Office) -> None:
    case = asked(office)

    assert read(office, case, *EVERYTHING) == {
        "applicant.name": NAME,
        "applicant.contact": PHONE,
        "form.nik": NIK,
        "form.hp": PHONE,
        "form.anak": 3,
    }


def test_the_history_replays_to_the_state_and_is_whole(office: Office) -> None:
    case = asked(office)
    read(office, case, "form.nik")

    entries = office.database.store.read(lambda reader: log.read_events(reader, case))

    assert replay(tuple(one.recorded for one in entries)) == state_of(office, case)
    assert whole(office, case) is None


def test_views_are_rebuilt_to_the_same(office: Office) -> None:
    case = asked(office)
    before = list_cases(office.database, CaseFilter()), show_case(office.database, case)

    rebuild_views(office.database)

    assert (list_cases(office.database, CaseFilter()), show_case(office.database, case)) == before
    assert before[0].items[0].applicant.name == NAME


def test_whoever_sees_a_case_sees_it_masked(office: Office) -> None:
    case = asked(office)

    view = show_case(office.database, case)
    opening = read_history(office.database, case)[0].recorded.event

    assert view.summary.applicant == Applicant(name=NAME, contact="08*******432")
    assert view.data == {
        "form.usaha": "Warung",
        "form.nik": "3578********0003",
        "form.hp": "08*******432",
        "form.anak": HIDDEN,
    }
    assert opening.applicant == view.summary.applicant  # type: ignore[union-attr]
    assert opening.form["nik"] == "3578********0003"  # type: ignore[union-attr]


def test_a_receipt_shows_no_more_than_the_case(office: Office) -> None:
    receipt = office.do(office.opening("pribadi", form=FORM))

    shown = shown_receipt(office.database, receipt)

    assert shown.events[0].event.form["nik"] == "3578********0003"  # type: ignore[union-attr]
    assert shown.head == receipt.head


def test_what_does_not_fit_is_refused_as_ever(office: Office) -> None:
    with pytest.raises(InputRefused) as refused:
        office.open("pribadi", form={"nik": "12", "hp": "x"}, applicant=Applicant(name=" "))
    assert refused.value.problems == {"applicant": "must be given"}

    with pytest.raises(InputRefused) as refused:
        office.open("pribadi", form={"nik": "12", "hp": "x"})
    assert refused.value.problems["nik"] == "must be a NIK: 16 digits"
    assert set(refused.value.problems) == {"nik", "hp"}


@pytest.mark.parametrize("field", ["usaha", "nik"])
def test_a_token_that_is_typed_is_refused(office: Office, field: str) -> None:
    stolen = str(state_of(office, asked(office)).data["form.nik"])

    with pytest.raises(InputRefused) as refused:
        office.open("pribadi", form=FORM | {field: f" {stolen} "})

    assert refused.value.problems == {field: "reads like what Alur seals; write it otherwise"}


def test_a_token_that_is_typed_as_a_name_or_contact_is_refused(office: Office) -> None:
    stolen = str(state_of(office, asked(office)).applicant.name)

    for who in (Applicant(name=stolen), Applicant(name="Tini", contact=stolen)):
        with pytest.raises(InputRefused, match="reads like what Alur seals"):
            office.open("pribadi", form=FORM, applicant=who)


def test_a_token_that_was_moved_by_other_hands_does_not_open(office: Office) -> None:
    stolen = Sealed(state_of(office, asked(office)).data["form.nik"])
    other = office.open("surat", form={"usaha": stolen})

    assert show_case(office.database, other).data["form.usaha"] == HIDDEN


def test_what_later_steps_ask_is_sealed_too(office: Office) -> None:
    case = asked(office)
    form = {"alamat": ADDRESS, "saksi": OTHER_NIK}

    office.complete(case, "periksa", RINI, outcome="ya", form=form)

    assert show_case(office.database, case).data["form.alamat"] == HIDDEN
    assert read(office, case, "form.alamat", "form.saksi") == {
        "form.alamat": ADDRESS,
        "form.saksi": OTHER_NIK,
    }


def test_a_departure_seals_what_it_enters(office: Office) -> None:
    case = asked(office)
    task = office.task(case, "periksa")

    office.do(
        Override(
            case=case,
            by=HESTI,
            activation=task,
            mode="act_outside_role",
            reason="Loket tutup.",
            outcome=OutcomeId("ya"),
            form={"alamat": ADDRESS},
        )
    )

    assert is_sealed(state_of(office, case).data["form.alamat"])


def test_a_correction_keeps_what_is_not_entered_again(office: Office) -> None:
    case = asked(office)
    office.complete(case, "periksa", RINI, outcome="tidak")

    office.complete(case, "mohon", RINI, form={"anak": 4})

    assert read(office, case, "form.nik", "form.anak") == {"form.nik": NIK, "form.anak": 4}


def test_a_counter_that_acts_for_the_applicant_does_not_name_them(office: Office) -> None:
    by = Actor(person=RINI.person, role=RINI.role, acting_for=NAME, via="test")  # type: ignore[arg-type]
    case = asked(office)
    office.complete(case, "periksa", by, outcome="ya")

    entries = office.database.store.read(lambda reader: log.read_events(reader, case))

    assert NAME not in {one.recorded.by.acting_for for one in entries}
    assert "pemohon" in {one.recorded.by.acting_for for one in entries}


def test_the_same_key_with_the_same_answers_is_the_same_command(office: Office) -> None:
    opening = office.opening("pribadi", form=FORM)

    first = office.do(opening, key="loket-1")
    again = office.do(opening, key="loket-1")

    assert (again.repeated, again.events, again.case) == (True, first.events, first.case)
    with pytest.raises(KeyReused):
        office.do(office.opening("pribadi", form=FORM | {"nik": OTHER_NIK}), key="loket-1")


def test_reading_is_an_event_that_says_who_and_why_and_not_what(office: Office) -> None:
    case = asked(office)

    read(office, case, "form.nik")

    told = read_history(office.database, case)[-1].recorded
    assert told.by.person == "rini"
    assert told.event.fields == ("form.nik",)  # type: ignore[union-attr]
    assert told.event.reason == "Cocokkan KTP."  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("fields", "reason", "wrong"),
    [
        (("form.usaha",), "Alasan", "form.usaha"),
        (("form.nothing",), "Alasan", "form.nothing"),
        ((), "Alasan", "fields"),
        (("form.nik",), "  ", "reason"),
    ],
)
def test_only_personal_data_is_read_so_and_only_with_a_reason(
    office: Office, fields: tuple[str, ...], reason: str, wrong: str
) -> None:
    case = asked(office)

    with pytest.raises(InputRefused) as refused:
        reveal(office.database, asking(case, *fields, reason=reason), at=office.now)

    assert set(refused.value.problems) == {wrong}


@pytest.mark.parametrize("role", ["alur:auditor", "alur:administrator", "bupati"])
def test_who_has_no_part_in_the_sop_reads_nothing(office: Office, role: str) -> None:
    case = asked(office)
    by = Actor(person=RINI.person, role=role, via="test")  # type: ignore[arg-type]

    with pytest.raises(RoleNotInSop):
        read(office, case, "form.nik", by=by)


def test_whoever_answers_for_personal_data_reads_it(office: Office) -> None:
    assert read(office, asked(office), "form.nik", by=SITI) == {"form.nik": NIK}


def test_cases_of_one_nik_are_found_without_being_read(office: Office) -> None:
    first, second = asked(office), asked(office, usaha="Toko")
    asked(office, nik=OTHER_NIK)

    found = of_person(office, NIK)

    assert [one.case for one in found.items] == [second, first]
    assert found.total == 2
    assert of_person(office, NIK, status="closed").total == 0
    assert of_person(office, "3201010101010001").total == 0


def test_somebody_named_in_anothers_case_is_found_there(office: Office) -> None:
    case = asked(office, pasangan=OTHER_NIK)

    assert [one.case for one in of_person(office, OTHER_NIK).items] == [case]


def test_a_stale_task_is_refused_as_ever(office: Office) -> None:
    case = asked(office)
    task = office.task(case, "periksa")
    office.complete(case, "periksa", RINI, outcome="ya")

    with pytest.raises(Exception, match="finished by rini"):
        office.do(Complete(case=case, by=RINI, activation=task, form={"alamat": ADDRESS}))
