"""Personal data: sealed before it is kept, opened for whoever may, gone when its key is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from offices import HESTI, RINI, Office, sqlite_url
from personal_office import (
    ADDRESS,
    FORM,
    NAME,
    NIK,
    OTHER_NIK,
    PHONE,
    SITI,
    a_personal_office,
    asked,
    closed,
)
from postgres import fresh_database

from engine.core.commands import Actor, Applicant, Complete, Erase, Override, Reveal
from engine.core.errors import (
    AlreadySo,
    CaseStillOpen,
    DutyMissing,
    InputRefused,
    KeyReused,
    NotFound,
    RoleNotInSop,
)
from engine.core.evolve import replay
from engine.core.ids import CaseId, OutcomeId
from engine.core.personal import ERASED, HIDDEN
from engine.core.sealed import Sealed, is_sealed
from engine.core.state import CaseState
from engine.service.execute import execute
from engine.service.personal import Ground, Whose, erase, reveal, subject_from_text, to_be_erased
from engine.service.queries import list_cases, read_history, show_case, shown_receipt
from engine.service.upkeep import rebuild_views
from engine.service.views import CaseFilter, CasePage
from engine.store import log, subjects

GROUND = Ground(reason="Diminta pemiliknya.", decree="SK Camat 7/2026")
EVERYTHING = ("applicant.name", "applicant.contact", "form.nik", "form.hp", "form.anak")


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path)
    else:
        url = fresh_database(request.getfixturevalue("postgres_url"))
    with a_personal_office(url) as made:
        yield made


def state_of(office: Office, case: CaseId) -> CaseState:
    stored = office.database.store.read(lambda reader: log.find(reader, case))
    assert stored is not None
    return stored.state


def whole(office: Office, case: CaseId) -> str | None:
    broken = office.database.store.read(lambda reader: log.check(reader, case))
    return None if broken is None else broken.reason


def asking(case: CaseId, *fields: str, by: Actor = RINI, reason: str = "Cocokkan KTP.") -> Reveal:
    return Reveal(case=case, by=by, fields=fields, reason=reason)


def of_person(office: Office, nik: str, **more: object) -> CasePage:
    subject = subject_from_text(office.database, nik)
    return list_cases(office.database, CaseFilter(subject=subject, **more))  # type: ignore[arg-type]


def read(office: Office, case: CaseId, *fields: str, by: Actor = RINI) -> dict[str, object]:
    return dict(reveal(office.database, asking(case, *fields, by=by), at=office.now).values)


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


def test_a_stale_task_is_refused_as_ever(office: Office) -> None:
    case = asked(office)
    task = office.task(case, "periksa")
    office.complete(case, "periksa", RINI, outcome="ya")

    with pytest.raises(Exception, match="finished by rini"):
        office.do(Complete(case=case, by=RINI, activation=task, form={"alamat": ADDRESS}))


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
