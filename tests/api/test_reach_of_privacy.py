"""Personal data and its reach: who may no more gets nothing, and other units stay unnamed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from founded import NOON, Government, a_government
from serving import NIK

from api.access_table import ELSEWHERE, HERE, Kind, person_of
from engine.core.commands import SYSTEM
from engine.core.directory import Assignment, Duty
from engine.core.directory_commands import AddPerson, EndAssignment, GrantAssignment
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.personal import HIDDEN
from engine.service.directory import change, current

ASK = {"fields": ["form.nik"], "reason": "Cocokkan dengan KTP."}
GROUND = {"reason": "Diminta pemiliknya.", "decree": "SK 7/2026", "although_open": True}
OFFICER_HERE = person_of(Kind.OFFICER)


@pytest.fixture
def government(tmp_path: Path) -> Iterator[Government]:
    with a_government(tmp_path) as made:
        yield made


def at(path: str) -> str:
    return f"/api/v1{path}"


def grant(government: Government, person: PersonId, role: str, unit: UnitId) -> None:
    command = GrantAssignment(by=SYSTEM, person=person, role=RoleId(role), unit=unit)
    change(government.database, command, at=NOON)


def privacy_in(government: Government, unit: UnitId) -> TestClient:
    person = PersonId(f"siti-{unit}")
    change(government.database, AddPerson(by=SYSTEM, person=person, name="Siti"), at=NOON)
    grant(government, person, Duty.PRIVACY.value, unit)
    return government.signed_in(person)


def held(government: Government, person: PersonId) -> Assignment:
    (only,) = current(government.database).assignments[person]
    return only


def noted(government: Government) -> list[tuple[str, str, str, str]]:
    found = government.of(Kind.AUDITOR).get(at("/privacy/reads")).json()["items"]
    return [(one["person"], one["case_id"], one["what"], one["how"]) for one in found]


def test_an_answer_is_not_repeated_to_whoever_lost_the_role(government: Government) -> None:
    client, key = government.of(Kind.OFFICER), {"Idempotency-Key": "sekali"}
    address = at(f"/cases/{government.case}/reveal")
    first = client.post(address, json=ASK, headers=key)
    again = client.post(address, json=ASK, headers=key)
    ended = held(government, OFFICER_HERE)
    grant(government, OFFICER_HERE, Duty.MANAGER.value, HERE)  # still within reach
    end = EndAssignment(by=SYSTEM, person=OFFICER_HERE, assignment=ended.id)
    change(government.database, end, at=NOON)

    refused = client.post(address, json=ASK, headers=key)

    assert first.json() == again.json()
    assert refused.status_code == 403
    assert NIK not in refused.text


@pytest.mark.parametrize("only_tell", [True, False])
def test_a_case_of_another_unit_is_answered_as_if_it_were_not_there(
    government: Government, *, only_tell: bool
) -> None:
    elsewhere = privacy_in(government, ELSEWHERE)
    ask = GROUND | {"only_tell": only_tell}

    beyond = elsewhere.post(at("/privacy/erasures"), json=ask | {"case": government.case})
    absent = elsewhere.post(at("/privacy/erasures"), json=ask | {"case": "0" * 16})
    person = elsewhere.post(at("/privacy/erasures"), json=ask | {"nik": NIK})
    nobody = elsewhere.post(at("/privacy/erasures"), json=ask | {"nik": "3201010101010001"})

    assert beyond.status_code == absent.status_code == 404
    assert beyond.json()["detail"].replace(government.case, "") == absent.json()["detail"].replace(
        "0" * 16, ""
    )
    assert person.status_code == nobody.status_code == 404
    assert person.json()["detail"] == nobody.json()["detail"]


@pytest.mark.parametrize("only_tell", [True, False])
def test_who_does_not_answer_for_all_of_a_persons_cases_erases_none(
    government: Government, *, only_tell: bool
) -> None:
    other = government.open("surat-dinas", Kind.OFFICER_ELSEWHERE, ELSEWHERE)
    ask = GROUND | {"only_tell": only_tell, "nik": NIK}

    refused = privacy_in(government, HERE).post(at("/privacy/erasures"), json=ask)
    allowed = government.of(Kind.PRIVACY).post(at("/privacy/erasures"), json=ask)

    assert refused.status_code == 403
    assert refused.json()["code"] == "data-elsewhere"
    assert "cases of other units" in refused.text
    assert other not in refused.text
    assert ELSEWHERE not in refused.text
    assert allowed.json()["cases"] == sorted([government.case, other])


def test_words_and_link_of_a_notice_are_for_whom_it_is_for_and_that_is_noted(
    government: Government,
) -> None:
    (full,) = government.of(Kind.OFFICER).get(at("/notices")).json()["items"]
    (masked,) = government.of(Kind.AUDITOR).get(at("/notices")).json()["items"]
    page = government.of(Kind.AUDITOR).get(f"/cases/{government.case}").text

    assert "Tini" in full["sentence"]["id"]
    assert full["link"].startswith("https://wa.me/")
    assert (masked["sentence"]["id"], masked["link"]) == (HIDDEN, "")
    assert "wa.me" not in page
    notices = [one for one in noted(government) if one[2] == "notices"]
    assert notices == [(OFFICER_HERE, government.case, "notices", "in full")]


def test_the_page_of_a_case_notes_that_its_notices_were_read_in_full(
    government: Government,
) -> None:
    assert "wa.me" in government.of(Kind.OFFICER).get(f"/cases/{government.case}").text

    assert (OFFICER_HERE, government.case, "notices", "in full") in noted(government)


def test_searches_and_the_list_of_documents_are_noted_and_plain_lists_are_not(
    government: Government,
) -> None:
    client, case = government.of(Kind.OFFICER), government.case
    client.get(at("/cases"))
    client.get("/")
    assert noted(government) == []

    client.get(at("/cases"), headers={"Alur-NIK": NIK})
    client.get("/", params={"text": "Tini"})
    client.get(at(f"/cases/{case}/documents"))

    assert sorted(noted(government)) == [
        (OFFICER_HERE, "", "search by NIK: 1 cases", "masked"),
        (OFFICER_HERE, "", "search by text: 1 cases", "masked"),
        (OFFICER_HERE, case, "documents", "masked"),
        (OFFICER_HERE, case, "search by NIK", "masked"),
    ]
    narrow = privacy_in(government, HERE).get(at("/privacy/reads")).json()["items"]
    assert {one["case_id"] for one in narrow} == {case}
