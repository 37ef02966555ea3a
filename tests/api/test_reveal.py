"""Personal data over HTTP: in full for whoever may and says why, erased, and who read what."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from founded import NOON, Government, a_government
from httpx2 import Response
from serving import NIK

from api.access_table import HELD, Kind, person_of
from engine.core.commands import SYSTEM, Actor, Withdraw
from engine.core.directory_commands import AddPerson, GrantAssignment
from engine.core.ids import PersonId, RoleId, UnitId
from engine.core.personal import ERASED
from engine.service.directory import change
from engine.service.execute import execute

ASK = {"fields": ["form.nik", "applicant.name"], "reason": "Cocokkan dengan KTP."}
GROUND = {"reason": "Diminta pemiliknya.", "decree": "SK Camat 7/2026"}


@pytest.fixture
def government(tmp_path: Path) -> Iterator[Government]:
    with a_government(tmp_path) as made:
        yield made


def at(path: str) -> str:
    return f"/api/v1{path}"


def reveal(client: TestClient, case: str, **more: object) -> Response:
    return client.post(at(f"/cases/{case}/reveal"), json=ASK | more)


def last_event(client: TestClient, case: str) -> dict[str, object]:
    found: dict[str, object] = client.get(at(f"/cases/{case}/history")).json()["items"][-1]
    return found


def test_an_officer_of_the_sop_reads_it_and_everybody_sees_that_they_did(
    government: Government,
) -> None:
    client = government.of(Kind.OFFICER)

    answered = reveal(client, government.case)

    assert answered.status_code == 200, answered.text
    assert answered.json()["values"] == {"form.nik": NIK, "applicant.name": "Tini Suhartini"}
    assert answered.headers["cache-control"] == "no-store"
    told = last_event(client, government.case)
    assert told["sentence"]["en"].startswith("officer")  # type: ignore[index]
    assert "read personal data in full: NIK, the applicant's name" in told["sentence"]["en"]  # type: ignore[index]
    assert NIK not in str(told)


def test_whoever_answers_for_personal_data_reads_it_without_reading_cases(
    government: Government,
) -> None:
    client = government.of(Kind.PRIVACY)

    assert client.get(at(f"/cases/{government.case}")).status_code == 404
    assert reveal(client, government.case).json()["values"]["form.nik"] == NIK


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (Kind.AUDITOR, 403),
        (Kind.ADMINISTRATOR, 404),
        (Kind.MANAGER, 403),
        (Kind.OFFICER_ELSEWHERE, 404),
        (Kind.OPERATOR, 404),
        (Kind.SERVICE, 403),
        (Kind.VISITOR, 401),
    ],
)
def test_nobody_else_reads_it(government: Government, kind: Kind, status: int) -> None:
    answered = reveal(government.of(kind), government.case)

    assert answered.status_code == status, answered.text
    assert NIK not in answered.text


def test_a_privacy_officer_of_another_unit_reads_nothing(government: Government) -> None:
    person = government.signed_in(_privacy_elsewhere(government))

    assert reveal(person, government.case).status_code == 404


def _privacy_elsewhere(government: Government) -> PersonId:
    person = PersonId("siti-dinas")
    change(government.database, AddPerson(by=SYSTEM, person=person, name="Siti"), at=NOON)
    grant = GrantAssignment(
        by=SYSTEM, person=person, role=HELD[Kind.PRIVACY][0], unit=UnitId("dinas")
    )
    change(government.database, grant, at=NOON)
    return person


@pytest.mark.parametrize(
    "wrong", [{"fields": []}, {"fields": ["usaha"]}, {"fields": ["form.usaha"]}, {"reason": " "}]
)
def test_what_is_asked_for_must_be_personal_and_have_a_reason(
    government: Government, wrong: dict[str, object]
) -> None:
    assert reveal(government.of(Kind.OFFICER), government.case, **wrong).status_code == 422


def end(government: Government) -> None:
    by = Actor(person=HELD_OFFICER, role=RoleId("loket"), via="test")
    execute(government.database, Withdraw(case=government.case, by=by, reason="Batal."), at=NOON)


HELD_OFFICER = person_of(Kind.OFFICER)


def test_erased_data_says_so_everywhere(government: Government) -> None:
    end(government)
    privacy, officer = government.of(Kind.PRIVACY), government.of(Kind.OFFICER)

    told = privacy.post(at("/privacy/erasures"), json=GROUND | {"nik": NIK, "only_tell": True})
    done = privacy.post(at("/privacy/erasures"), json=GROUND | {"nik": NIK})

    assert told.json() == done.json() == {"cases": [government.case], "in_plain": []}
    shown = officer.get(at(f"/cases/{government.case}")).json()
    assert shown["summary"]["applicant"]["name"] == ERASED
    assert shown["data"]["form.nik"] == ERASED
    assert reveal(officer, government.case).json()["values"]["form.nik"] == ERASED
    page = officer.get(f"/cases/{government.case}")
    assert "Tini" not in page.text
    assert "dihapus" in page.text
    assert "Tini" not in officer.get("/").text


def test_an_open_case_is_not_erased_unless_that_is_said(government: Government) -> None:
    privacy = government.of(Kind.PRIVACY)
    ask = GROUND | {"case": government.case}

    refused = privacy.post(at("/privacy/erasures"), json=ask)
    done = privacy.post(at("/privacy/erasures"), json=ask | {"although_open": True})

    assert refused.status_code == 409
    assert refused.json()["code"] == "case-still-open"
    assert done.status_code == 200, done.text


@pytest.mark.parametrize("kind", [Kind.OFFICER, Kind.AUDITOR, Kind.ADMINISTRATOR, Kind.MANAGER])
def test_nobody_else_erases(government: Government, kind: Kind) -> None:
    answered = government.of(kind).post(at("/privacy/erasures"), json=GROUND | {"nik": NIK})

    assert answered.status_code == 403


def test_who_reads_a_case_is_written_down_for_auditors_and_privacy_officers(
    government: Government,
) -> None:
    officer = government.of(Kind.OFFICER)
    officer.get(at(f"/cases/{government.case}"))
    officer.get(f"/cases/{government.case}")
    reveal(officer, government.case)

    for kind in (Kind.AUDITOR, Kind.PRIVACY):
        found = government.of(kind).get(at("/privacy/reads"), params={"case": government.case})
        seen = {(one["what"], one["how"], one["via"]) for one in found.json()["items"]}
        assert seen == {
            ("case", "masked", "api"),
            ("case", "masked", "web"),
            ("notices", "in full", "web"),
            ("form.nik applicant.name", "in full", "api"),
        }
        assert {one["person"] for one in found.json()["items"]} == {"officer-here"}
    assert government.of(Kind.OFFICER).get(at("/privacy/reads")).status_code == 403


def test_reads_come_in_pages_and_only_of_ones_own_units(government: Government) -> None:
    other = government.open("surat-dinas", Kind.OFFICER_ELSEWHERE, UnitId("dinas"))
    government.of(Kind.OFFICER).get(at(f"/cases/{government.case}"))
    government.of(Kind.OFFICER_ELSEWHERE).get(at(f"/cases/{other}"))
    auditor = government.of(Kind.AUDITOR)

    first = auditor.get(at("/privacy/reads"), params={"limit": 1}).json()
    rest = auditor.get(at("/privacy/reads"), params={"after": first["next"]}).json()
    elsewhere = government.signed_in(_privacy_elsewhere(government))

    assert {first["items"][0]["case_id"], rest["items"][0]["case_id"]} == {government.case, other}
    seen = elsewhere.get(at("/privacy/reads")).json()["items"]
    assert [one["case_id"] for one in seen] == [other]


def test_cases_of_one_nik_are_found_within_reach(government: Government) -> None:
    government.open("surat-dinas", Kind.OFFICER_ELSEWHERE, UnitId("dinas"))
    client = government.of(Kind.OFFICER)

    found = client.get(at("/cases"), headers={"Alur-NIK": NIK}).json()

    assert [one["case"] for one in found["items"]] == [government.case]
    assert client.get(at("/cases"), headers={"Alur-NIK": "3201010101010001"}).json()["total"] == 0
    assert client.get(at("/cases"), headers={"Alur-NIK": "12"}).status_code == 422
