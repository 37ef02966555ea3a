"""Records over the interface: by whom, as far as they see, and never by one person alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from founded import NOON, Government, founded
from serving import settings_in

from api.access_table import ELSEWHERE, HERE, OFFICER, Kind, person_of
from engine.core.commands import SYSTEM, Actor, Withdraw
from engine.core.directory import Duty
from engine.core.directory_commands import AddPerson, GrantAssignment
from engine.core.ids import PersonId, RoleId, UnitId
from engine.service.directory import change
from engine.service.execute import execute

REGISTER = """\
regulations: {jra: {id: JRA, en: JRA}}
retention:
  surat: {title: Surat, active: 0 bulan, inactive: 0 bulan, fate: destroy, source: jra}
"""
MINUTES = {"number": "BA 7/2030", "signed_on": "2026-11-23", "witnesses": ["Nurhayati", "Rudi"]}
HOLD = {"ground": "audit", "reason": "Pemeriksaan BPK"}


@pytest.fixture(scope="module")
def government(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Government]:
    folder = tmp_path_factory.mktemp("records")
    (folder / "library").mkdir()
    (folder / "library" / "registers.yaml").write_text(REGISTER)
    app = founded(settings_in(folder, definitions=folder / "library", retention_default="surat"))
    try:
        yield Government(app)
    finally:
        app.state.database.close()


def at(path: str) -> str:
    return f"/api/v1{path}"


def closed(government: Government) -> str:
    case = government.open("surat-uji", Kind.OFFICER, HERE)
    by = Actor(person=person_of(Kind.OFFICER), role=OFFICER, unit=HERE, via="test")
    withdrawn = Withdraw(case=case, by=by, reason="Batal")
    execute(government.database, withdrawn, at=NOON - timedelta(hours=1))
    return case


def elsewhere(government: Government, unit: UnitId = ELSEWHERE) -> TestClient:
    person = PersonId("arsip-lain")
    duty = RoleId(Duty.ARCHIVIST.value)
    for command in (
        AddPerson(by=SYSTEM, person=person, name="Arsip"),
        GrantAssignment(by=SYSTEM, person=person, role=duty, unit=unit),
    ):
        change(government.database, command, at=NOON)
    return government.signed_in(person)


def proposed(government: Government, case: str) -> str:
    made = government.of(Kind.ARCHIVIST).post(at("/retention/lists"), json={"cases": [case]})
    assert made.status_code == 201, made.text
    return str(made.json()["disposal"]["id"])


def test_two_people_destroy_a_record_and_it_is_proved(government: Government) -> None:
    case = closed(government)
    archivist, manager = government.of(Kind.ARCHIVIST), government.of(Kind.MANAGER)
    due = archivist.get(at("/retention/due")).json()["items"]
    name = proposed(government, case)
    address = at(f"/retention/lists/{name}")

    own = archivist.post(f"{address}/approval", json=MINUTES)
    early = archivist.post(f"{address}/carrying-out", json={})
    signed = manager.post(f"{address}/approval", json=MINUTES)
    not_theirs = manager.post(f"{address}/carrying-out", json={})
    done = archivist.post(f"{address}/carrying-out", json={})

    assert case in [one["case"] for one in due]
    assert (own.status_code, own.json()["code"]) == (403, "self-approved")
    assert (early.status_code, early.json()["code"]) == (409, "not-approved")
    assert signed.json()["disposal"]["status"] == "approved"
    assert not_theirs.status_code == 403
    assert done.json()["disposed"] == [case]
    told = archivist.get(at(f"/cases/{case}/retention")).json()
    assert told["retained"]["stage"] == "disposed"
    assert told["proof"]["event"]["minutes"] == "BA 7/2030"
    assert archivist.get(at(f"/cases/{case}")).json()["disposed_at"]
    pdf = archivist.get(f"{address}/minutes")
    assert (pdf.headers["content-type"], pdf.content[:4]) == ("application/pdf", b"%PDF")
    assert archivist.get(address).json()["cases"][0]["seq"] == told["proof"]["seq"]


def test_an_auditor_reads_all_of_it_and_changes_none(government: Government) -> None:
    case = closed(government)
    name, auditor = proposed(government, case), government.of(Kind.AUDITOR)

    for path in ("classes", "due", "holds", "lists", f"lists/{name}"):
        assert auditor.get(at(f"/retention/{path}")).status_code == 200
    for path, body in (
        ("/retention/lists", {}),
        (f"/retention/lists/{name}/approval", MINUTES),
        (f"/retention/lists/{name}/refusal", {"reason": "x"}),
        (f"/retention/lists/{name}/carrying-out", {}),
        (f"/cases/{case}/holds", HOLD),
        (f"/cases/{case}/holds/lifting", HOLD),
    ):
        assert auditor.post(at(path), json=body).status_code == 403


def test_an_archivist_of_elsewhere_finds_nothing(government: Government) -> None:
    case = closed(government)
    name, stranger = proposed(government, case), elsewhere(government)

    assert stranger.get(at("/retention/due")).json() == {"items": []}
    assert stranger.get(at("/retention/lists")).json() == {"items": []}
    for path, body in (
        (f"/retention/lists/{name}/approval", MINUTES),
        (f"/retention/lists/{name}/refusal", {"reason": "x"}),
        ("/retention/lists", {"cases": [case]}),
        (f"/cases/{case}/holds", HOLD),
    ):
        assert stranger.post(at(path), json=body).status_code == 404


def test_holds_are_put_and_lifted_by_who_keeps_the_records(government: Government) -> None:
    case = closed(government)
    archivist, officer = government.of(Kind.ARCHIVIST), government.of(Kind.OFFICER)

    refused = officer.post(at(f"/cases/{case}/holds"), json=HOLD)
    held = archivist.post(at(f"/cases/{case}/holds"), json=HOLD)
    listed = archivist.get(at("/retention/holds")).json()["items"]
    on_list = archivist.post(at("/retention/lists"), json={"cases": [case]})
    lifted = government.of(Kind.MANAGER).post(at(f"/cases/{case}/holds/lifting"), json=HOLD)

    assert (refused.status_code, held.status_code, lifted.status_code) == (403, 200, 200)
    assert case in [one["case"] for one in listed]
    assert (on_list.status_code, on_list.json()["code"]) == (409, "record-held")
    refusal = at(f"/retention/lists/{proposed(government, case)}/refusal")
    assert archivist.post(refusal, json={"reason": "x"}).json()["disposal"]["status"] == "refused"


def test_a_page_says_that_a_record_is_held_or_gone(government: Government) -> None:
    case = closed(government)
    archivist = government.of(Kind.ARCHIVIST)
    archivist.post(at(f"/cases/{case}/holds"), json=HOLD)
    held = archivist.get(f"/cases/{case}").text
    archivist.post(at(f"/cases/{case}/holds/lifting"), json=HOLD)
    address = at(f"/retention/lists/{proposed(government, case)}")
    government.of(Kind.MANAGER).post(f"{address}/approval", json=MINUTES | {"number": "BA 9/2030"})
    archivist.post(f"{address}/carrying-out", json={})

    assert "Arsip ditahan" in held
    assert "pemeriksaan" in held
    assert "Arsip dimusnahkan" in archivist.get(f"/cases/{case}").text
