"""What applicants ask by: given with every case, replaced when lost, and found out by nobody."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from offices import HESTI, RINI, Office, sqlite_url
from personal_office import FORM, NAME, NIK, SITI, a_personal_office, asked, closed
from postgres import fresh_database
from sqlalchemy import bindparam, update
from tracking_desk import let_go

from engine.core.commands import Applicant, OpenCase, Parent
from engine.core.errors import NotFound, TooManyTries, TrackingRefused
from engine.core.errors_retention import RecordDisposed
from engine.core.ids import ActivationId, CaseId, SopId
from engine.core.tracking import code_from_text, is_code
from engine.service import mint, tracking_codes
from engine.service.execute import execute
from engine.service.personal import Ground, Whose, erase
from engine.service.tracking_codes import (
    TrackingPass,
    by_code,
    by_link,
    pass_of,
    renew,
    shown_to,
)
from engine.service.vault import Vault
from engine.store.prepared import Prepared
from engine.store.tables_tracking import TRACKING_CODE

HERE, THERE = "10.0.0.1", "10.0.0.2"
WRONG = "no-pin"


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path)
    else:
        url = fresh_database(request.getfixturevalue("postgres_url"))
    with a_personal_office(url) as made:
        yield made


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Office]:
    with a_personal_office(sqlite_url(tmp_path)) as made:
        yield made


def typed(office: Office, shown: TrackingPass, *, pin: str = "", address: str = HERE) -> CaseId:
    """What code and PIN lead to."""
    given = pin or shown.pin
    found = by_code(office.database, shown.code, given, at=office.now, address=address)
    return found.case


def refused(office: Office, code: str, pin: str, *, address: str = HERE) -> str:
    with pytest.raises(TrackingRefused) as told:
        by_code(office.database, code, pin, at=office.now, address=address)
    return f"{told.value} {told.value.hint} {told.value.code}"


def test_every_case_has_a_code_a_pin_and_a_link_from_its_opening_on(office: Office) -> None:
    first, second = pass_of(office.database, asked(office)), pass_of(office.database, asked(office))

    for one in (first, second):
        assert is_code(code_from_text(one.code))
        assert typed(office, one) == by_link(office.database, one.link).case == one.case
    assert {first.code, first.pin, first.link}.isdisjoint({second.code, second.link})


def test_an_opening_that_is_repeated_gives_the_same_receipt(here: Office) -> None:
    applicant = Applicant(name=NAME)

    def opened() -> CaseId:
        command = OpenCase(
            case=mint.case_id(here.now),
            by=RINI,
            sop=SopId("pribadi"),
            applicant=applicant,
            form=FORM,
        )
        return execute(here.database, command, at=here.now, key="loket-1").case

    assert pass_of(here.database, opened()) == pass_of(here.database, opened())


def test_nothing_secret_lies_in_the_database(here: Office) -> None:
    shown = pass_of(here.database, asked(here))
    here.database.store.close()
    path = Path(here.database.vault.place or "").parent
    kept = b"".join(file.read_bytes() for file in path.iterdir() if "key" not in file.name)

    assert shown.code.replace("-", "").encode() in kept
    secret = shown.link[9:]
    assert secret.encode() not in kept
    other = Vault(b"0" * 32)
    assert tracking_codes._pass(other, shown.case, "K7MQ2XV9D").pin != shown.pin


def test_a_case_that_another_case_called_for_has_no_code_of_its_own(here: Office) -> None:
    parent = Parent(case=asked(here), activation=ActivationId(1))
    command = OpenCase(
        case=mint.case_id(here.now),
        by=RINI,
        sop=SopId("pribadi"),
        applicant=Applicant(name=NAME),
        form=FORM,
        parent=parent,
    )
    child = execute(here.database, command, at=here.now).case

    assert tracking_codes.pass_if_any(here.database, child) is None
    with pytest.raises(NotFound):
        pass_of(here.database, child)


def test_without_a_key_a_case_has_a_code_and_no_receipt(here: Office) -> None:
    case = asked(here)
    here.database.vault = Vault()

    assert tracking_codes.pass_if_any(here.database, case) is None
    assert len(tracking_codes.codes_given(here.database, case)) == 1


def test_a_new_code_makes_all_anew_and_the_old_ones_open_nothing(office: Office) -> None:
    old = pass_of(office.database, asked(office))
    new = renew(office.database, old.case, by=HESTI, at=office.now)

    assert typed(office, new) == by_link(office.database, new.link).case == old.case
    assert not {old.code, old.link} & {new.code, new.link}
    assert "Nothing" in refused(office, old.code, old.pin)
    with pytest.raises(TrackingRefused):
        by_link(office.database, old.link)
    given = tracking_codes.codes_given(office.database, old.case)
    assert [(one.made_by, one.ended_at is None) for one in given] == [
        (HESTI.person, True),
        (RINI.person, False),
    ]


def test_the_same_form_sent_twice_makes_one_new_code(here: Office) -> None:
    old = pass_of(here.database, asked(here))
    shown = [
        renew(here.database, old.case, by=RINI, at=here.now, instead_of=old.code) for _ in range(2)
    ]

    assert shown[0] == shown[1] != old
    with pytest.raises(NotFound):
        renew(here.database, CaseId("0" * 16), by=RINI, at=here.now)


def test_whatever_is_wrong_the_same_is_said(office: Office) -> None:
    mine, other = (pass_of(office.database, asked(office)) for _ in range(2))

    told = {
        refused(office, mine.code, WRONG),
        refused(office, mine.code, other.pin) if mine.pin != other.pin else "",
        refused(office, "K7M-Q2X-V9D", mine.pin),
        refused(office, "x" * 300, ""),
        refused(office, "K7M\0\ud800" * 3, "\0\ud800"),
        refused(office, "\N{LATIN SMALL LETTER SHARP S}" * 9, mine.pin),
    } - {""}
    assert len(told) == 1
    for link in (
        "",
        "é",
        "\0" * 41,
        "\ud800" * 41,
        other.link[:9] + mine.link[9:],
        mine.link[:-1],
        mine.link + "0",
    ):
        with pytest.raises(TrackingRefused):
            by_link(office.database, link)


def test_a_case_whose_applicant_was_erased_is_answered_as_none(office: Office) -> None:
    shown = pass_of(office.database, asked(office))
    closed(office, shown.case)
    ground = Ground(reason="Diminta pemiliknya.", decree="SK Camat 7/2026")
    erase(office.database, Whose(nik=NIK), ground, by=SITI, at=office.now)

    assert refused(office, shown.code, shown.pin) == refused(office, "K7M-Q2X-V9D", shown.pin)
    with pytest.raises(TrackingRefused):
        by_link(office.database, shown.link)


def test_a_record_that_was_disposed_of_is_answered_as_none(here: Office) -> None:
    shown = pass_of(here.database, asked(here))
    closed(here, shown.case)
    let_go(here.database, shown.case, here.now)

    assert refused(here, shown.code, shown.pin) == refused(here, "K7M-Q2X-V9D", shown.pin)
    for asked_for in (shown_to, renew):
        with pytest.raises(RecordDisposed):
            asked_for(here.database, shown.case, by=RINI, at=here.now)
    assert len(tracking_codes.codes_given(here.database, shown.case)) == 1


def test_a_row_that_names_another_case_leads_nobody_there(office: Office) -> None:
    mine, theirs = (pass_of(office.database, asked(office)) for _ in range(2))
    to_nobody, to_theirs = CaseId("0" * 16), theirs.case
    name_case(office, theirs.code, to_nobody)
    name_case(office, mine.code, to_theirs)

    assert "Nothing" in refused(office, mine.code, mine.pin)
    with pytest.raises(TrackingRefused):
        by_link(office.database, mine.link)


def name_case(office: Office, code: str, case: CaseId) -> None:
    """Do to a row of the table what no program of ours does."""
    kept = Prepared(
        update(TRACKING_CODE)
        .where(TRACKING_CODE.c.code == bindparam("the_code"))
        .values(case_id=bindparam("as_is"))
    )
    given = {"the_code": code_from_text(code), "as_is": case}
    office.database.store.write(lambda unit: unit.execute(kept, given))


def test_guesses_from_one_address_are_held_at_ten_and_go_on_after_a_minute(here: Office) -> None:
    shown = pass_of(here.database, asked(here))
    for number in range(10):
        refused(here, f"{number}" * 9, WRONG)

    with pytest.raises(TooManyTries) as held:
        typed(here, shown)
    assert 0 < held.value.seconds <= 60
    assert typed(here, shown, address=THERE) == shown.case
    here.now += timedelta(seconds=61)
    for number in range(10):
        refused(here, f"{number}" * 9, WRONG)
    with pytest.raises(TooManyTries):
        refused(here, "A" * 9, WRONG)


def test_guesses_at_one_code_from_everywhere_wait_longer_and_longer(here: Office) -> None:
    shown = pass_of(here.database, asked(here))
    assert typed(here, shown, address=THERE) == shown.case
    guessed, waits = 0, []
    for number in range(60):
        try:
            refused(here, shown.code, WRONG, address=f"10.1.{number}.1")
            guessed += 1
        except TooManyTries as held:
            waits.append(held.seconds)
            here.now = held.until

    assert waits[:4] == [60, 120, 240, 480]
    assert max(waits) == 900
    assert guessed < 60 - len(waits) + 1
    with pytest.raises(TooManyTries):
        typed(here, shown, address="10.2.0.1")
    assert by_link(here.database, shown.link).case == shown.case
    assert typed(here, shown, address=THERE) == shown.case  # known there: nobody locks them out


def test_a_right_pin_takes_its_tries_back(here: Office) -> None:
    shown = pass_of(here.database, asked(here))

    for _ in range(40):
        assert typed(here, shown) == shown.case
