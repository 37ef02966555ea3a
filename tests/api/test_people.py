"""The directory over HTTP: units, people, what they hold, who stands in, who is away."""

import json
from collections.abc import Mapping
from datetime import timedelta

import pytest
from builders_calendar import an_office_calendar
from identities import enrol, grant
from jsonschema import Draft202012Validator
from serving import HESTI, MORNING, RINI, Office

from api.app import openapi_document
from engine.core.commands import Actor
from engine.core.directory import Duty
from engine.core.ids import PersonId, RoleId
from engine.service.calendars import publish_versions
from engine.service.directory import current
from engine.service.founding import top_of
from engine.service.timers import sweep_all

DOCUMENT = json.loads(openapi_document())
UMI = {"Alur-Person": "umi"}
DEWI = {"Alur-Person": "dewi", "Alur-Role": "loket"}


def check(name: str, value: object) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    Draft202012Validator(schema).validate(value)


@pytest.fixture
def umi(client) -> Mapping[str, str]:
    """An administrator at the top."""
    database = client.app.state.database
    enrol(database, PersonId("umi"))
    top = top_of(current(database))
    grant(database, PersonId("umi"), RoleId(Duty.ADMINISTRATOR), top)
    return UMI


@pytest.fixture
def staffed(client, umi):
    """Rini and Hesti have roles, Budi and Dewi joined."""
    for one in ("budi", "dewi"):
        added(client, one)
    client.get("/people/me", headers=RINI)
    client.get("/people/me", headers=HESTI)
    return client


def added(client, person: str, **more: object):
    said = {"person": person, "name": person.title()} | more
    answered = client.post("/people", headers=UMI, json=said)
    assert answered.status_code == 201, answered.text
    return answered.json()


def granted(client, person: str, **said: object) -> dict[str, object]:
    said = {"role": "loket", "unit": "kecamatan"} | said
    answered = client.post(f"/people/{person}/assignments", headers=UMI, json=said)
    assert answered.status_code == 201, answered.text
    assignment: dict[str, object] = answered.json()["events"][0]["recorded"]["event"]["assignment"]
    return assignment


def test_units_are_set_up_changed_and_closed(client, umi):
    said = {"unit": "loket-satu", "title": {"id": "Loket Satu", "en": "Counter One"}}
    made = client.post(
        "/units", headers=UMI, json={**said, "kind": "counter", "parent": "kecamatan"}
    )
    changed = client.put(
        "/units/loket-satu",
        headers=UMI,
        json={"title": {"id": "Loket 1"}, "kind": "counter", "parent": "kecamatan"},
    )

    assert made.status_code == 201
    check("ChangeAnswer", made.json())
    assert "set up the unit Counter One (loket-satu)" in made.json()["events"][0]["sentence"]["en"]
    assert "mengubah unit Loket 1" in changed.json()["events"][0]["sentence"]["id"]
    tree = client.get("/units", headers=UMI).json()
    check("UnitList", tree)
    assert [(one["unit"]["id"], one["depth"]) for one in tree["items"]][-1] == ("loket-satu", 1)
    closed = client.post("/units/loket-satu/close", headers=UMI)
    assert "menutup unit loket-satu" in closed.json()["events"][0]["sentence"]["id"]
    shown = client.get("/units/loket-satu", headers=UMI).json()
    check("UnitAnswer", shown)
    assert shown["unit"]["closed_at"] is not None
    assert client.get("/units/tiada", headers=UMI).status_code == 404
    assert client.get("/units/..%2f", headers=UMI).status_code == 404


def test_people_join_change_leave_and_return(client, umi):
    added(client, "budi", nip="198503152010012003", phone="081234567890")
    change = {"name": "Budi Santoso", "nip": "198503152010012003"}
    assert client.put("/people/budi", headers=UMI, json=change).status_code == 200

    listed = client.get("/people", headers=UMI, params={"text": "santoso"}).json()
    check("PersonList", listed)
    assert [one["person"]["phone"] for one in listed["items"]] == [""]
    left = client.post("/people/budi/leave", headers=UMI, json={"reason": "Pensiun."})
    assert left.json()["events"][0]["sentence"]["en"].endswith("works here no more. “Pensiun.”")
    assert client.get("/people", headers=UMI, params={"text": "budi"}).json()["items"] == []
    over = client.get("/people", headers=UMI, params={"text": "budi", "over": True}).json()
    assert over["items"][0]["person"]["left_at"] is not None
    assert client.post("/people/budi/return", headers=UMI).status_code == 200
    again = client.post("/people", headers=UMI, json={"person": "budi", "name": "Budi"})
    assert again.status_code == 409


def test_the_same_key_lets_nobody_join_twice(client, umi):
    headers = {**UMI, "Idempotency-Key": "k1"}
    said = {"person": "budi", "name": "Budi"}

    one = client.post("/people", headers=headers, json=said)
    again = client.post("/people", headers=headers, json=said)

    assert (one.status_code, again.status_code) == (201, 201)
    assert one.json() == again.json()
    other = client.post("/people", headers=headers, json=said | {"name": "Joko"})
    assert other.status_code == 409


def test_roles_are_given_listed_and_taken_away(staffed):
    until = "2027-01-01T00:00:00+07:00"
    held = granted(staffed, "budi", sop="surat-uji", until=until, decree="SK 1/2026")

    assert held["until"] == "2026-12-31T17:00:00Z"
    listed = staffed.get("/assignments", headers=UMI, params={"person": "budi"}).json()
    check("AssignmentList", listed)
    assert [one["id"] for one in listed["items"]] == [held["id"]]
    ended = staffed.post(
        f"/people/budi/assignments/{held['id']}/end", headers=UMI, json={"reason": "Selesai"}
    )
    assert "mengakhiri peran loket Budi (budi)" in ended.json()["events"][0]["sentence"]["id"]
    gone = staffed.get("/assignments", headers=UMI, params={"person": "budi"}).json()
    assert gone["items"] == []


def test_what_does_not_fit_is_refused_field_by_field(staffed):
    def problems(address: str, **said: object) -> set[str]:
        answered = staffed.post(address, headers=UMI, json=said)
        assert answered.status_code == 422
        return set(answered.json()["problems"])

    far = "9999-12-31T23:59:59-12:00"
    assert problems("/people", person="budi lagi", name="") == {"person", "name"}
    assert problems("/people", person="joko", name="Joko", nip="123") == {"nip"}
    granting = {"role": "loket", "unit": "kecamatan"}
    assert problems("/people/budi/assignments", **granting, until=far) == {"until"}
    assert problems("/people/budi/assignments", **granting, until=1) == {"until"}
    assert problems("/people/budi/assignments", role="alur:", unit="X") == {"role", "unit"}


def test_somebody_who_goes_away_is_stood_in_for_and_their_tasks_go_on(staffed):
    office = Office(staffed)
    case = office.open()
    office.act(case, "periksa", "claim")
    said = {"until": "2026-12-05T00:00:00+07:00", "substitute": "dewi"}

    away = staffed.post("/people/rini/absences", headers=RINI, json=said)

    assert away.status_code == 201, away.text
    check("ChangeAnswer", away.json())
    (handed,) = away.json()["handed"]
    assert (handed["case"], handed["to"], handed["cause"]) == (case, "dewi", "handover:away")
    held = staffed.get("/queue", headers=DEWI).json()
    check("QueueView", held)
    assert [one["task"]["case"] for one in held["mine"]] == [case]
    told = staffed.get(f"/cases/{case}/history").json()["items"][-1]
    assert told["sentence"]["en"].endswith("to dewi because its holder is away.")
    listed = staffed.get("/absences", headers=HESTI).json()
    check("AbsenceList", listed)
    number = listed["items"][0]["id"]
    standing_in = staffed.get("/substitutes", headers=UMI, params={"person": "dewi"}).json()
    check("SubstitutionList", standing_in)
    assert [one["kind"] for one in standing_in["items"]] == ["plh"] * len(standing_in["items"])
    back = staffed.post(f"/people/rini/absences/{number}/end", headers=RINI)
    assert back.status_code == 200
    assert "is back on" in back.json()["events"][0]["sentence"]["en"]


def test_another_persons_absence_is_not_for_everybody_to_declare(staffed):
    said = {"until": "2026-12-05T00:00:00+07:00"}

    assert staffed.post("/people/budi/absences", headers=DEWI, json=said).status_code == 403
    assert staffed.post("/people/budi/absences", headers=UMI, json=said).status_code == 201


def test_a_substitute_is_named_and_ended(staffed):
    said = {
        "kind": "plt",
        "substitute": "budi",
        "instead_of": "rini",
        "role": "loket",
        "unit": "kecamatan",
        "decree": "SK 9/2026",
    }
    named = staffed.post("/substitutes", headers=UMI, json=said)
    assert named.status_code == 201, named.text
    number = named.json()["events"][0]["recorded"]["event"]["substitution"]["id"]
    assert "sebagai Plt" in named.json()["events"][0]["sentence"]["id"]

    ended = staffed.post(f"/people/budi/standing-in/{number}/end", headers=UMI)

    assert "Budi (budi)" in ended.json()["events"][0]["sentence"]["en"]
    assert staffed.get("/substitutes", headers=UMI).json()["items"] == []


def test_a_person_is_shown_whole_to_an_administrator_and_to_themselves(staffed):
    shown = staffed.get("/people/rini", headers=UMI).json()
    mine = staffed.get("/people/me", headers=RINI).json()

    check("PersonAnswer", shown)
    assert shown == mine
    assert shown["assignments"]
    assert shown["history"][0]["recorded"]["event"]["type"] == "person_added"
    assert staffed.get("/people/rini", headers=HESTI).status_code == 403
    assert staffed.get("/people/tiada", headers=UMI).status_code == 404


def test_people_say_their_own_telephone_and_no_address(staffed):
    before = staffed.get("/people/me", headers=RINI).json()["person"]
    said = staffed.put("/people/me/reach", headers=RINI, json={"phone": "0812 3456 7890"})
    after = staffed.get("/people/me", headers=RINI).json()["person"]

    assert said.status_code == 200, said.text
    check("ChangeAnswer", said.json())
    assert after == before | {"phone": "0812 3456 7890"}
    for wrong in ({"phone": "bukan nomor"}, {"phone": "0812", "email": "a@b.example"}, {}):
        assert staffed.put("/people/me/reach", headers=RINI, json=wrong).status_code == 422
    assert staffed.put("/people/me/reach", headers=RINI, json={"phone": ""}).status_code == 200


def test_who_changed_what_when_is_told(staffed):
    granted(staffed, "budi", role="alur:supervisor")

    told = staffed.get("/directory/history", headers=UMI, params={"person": "budi"}).json()

    check("DirectoryHistory", told)
    assert "the role supervisor in kecamatan" in told["items"][0]["sentence"]["en"]
    assert told["items"][0]["recorded"]["by"]["person"] == "umi"
    some = staffed.get("/directory/history", headers=UMI, params={"unit": "kecamatan", "limit": 1})
    assert len(some.json()["items"]) == 1


def test_nobody_but_an_administrator_changes_who_works_here(staffed):
    for verb, address in (
        ("get", "/people"),
        ("get", "/units"),
        ("get", "/assignments"),
        ("get", "/substitutes"),
        ("get", "/directory/history"),
        ("post", "/people/budi/leave"),
        ("post", "/units/kecamatan/close"),
    ):
        assert getattr(staffed, verb)(address, headers=HESTI).status_code == 403, address


def test_the_next_task_is_claimed_and_an_empty_queue_says_so(staffed):
    database, by = staffed.app.state.database, Actor(person=PersonId("ortala"))
    publish_versions(database, [an_office_calendar("kantor")], by=by, at=MORNING)
    office = Office(staffed)
    case = office.open()
    sweep_all(database, at=MORNING + timedelta(hours=1))
    waiting = staffed.get("/queue", headers=RINI).json()
    key = {**RINI, "Idempotency-Key": "k1"}

    claimed = staffed.post("/queue/next", headers=key)
    again = staffed.post("/queue/next", headers=key)
    empty = staffed.post("/queue/next", headers=RINI)

    check("QueueView", waiting)
    assert [one["task"]["case"] for one in waiting["claimable"]] == [case]
    assert waiting["claimable"][0]["due"] is not None
    check("Receipt", claimed.json())
    assert (claimed.json()["case"], again.json()["repeated"]) == (case, True)
    assert (empty.status_code, empty.json()["code"]) == (409, "queue-empty")


def test_the_workload_is_told_to_those_who_oversee_it(staffed):
    office = Office(staffed)
    office.act(office.open(), "periksa", "claim")

    loads = staffed.get("/workload", headers=HESTI, params={"unit": "kecamatan"}).json()

    check("Workload", loads)
    figures = {one["person"]: (one["held"], one["done"]) for one in loads["items"]}
    assert figures["rini"] == (1, 1)
    assert staffed.get("/workload", headers=UMI).status_code == 200


def test_notices_for_one_person_are_shown_to_that_person_alone(staffed):
    office = Office(staffed)
    case = office.open()
    office.act(case, "periksa", "claim")
    granted(staffed, "budi")
    office.act(case, "periksa", "assign", HESTI, to="budi", reason="Rini sibuk.")

    budi = {"Alur-Person": "budi", "Alur-Role": "loket"}
    (mine,) = staffed.get("/notices/mine", headers=budi).json()["items"]
    (hers,) = staffed.get("/notices/mine", headers=RINI).json()["items"]

    check("NoticeAnswer", mine)
    assert mine["person"] == "budi"
    assert mine["sentence"]["id"].endswith(
        "menugaskan langkah 2 “Memeriksa kelengkapan” kepada Anda. “Rini sibuk.”"
    )
    assert "from you to budi" in hers["sentence"]["en"]
    assert staffed.get("/notices/mine", headers=HESTI).json()["items"] == []
    assert staffed.get("/notices", params={"case": case}).json()["items"] == []
    address = f"/notices/mine/{mine['id']}/read"
    assert staffed.post(address, headers=RINI).status_code == 403
    assert staffed.post(address, headers=budi).json()["read_by"] == "budi"
    assert staffed.get("/notices/mine", headers=budi).json()["items"] == []
