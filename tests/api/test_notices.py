"""Notices over HTTP: listed for a role, told in both languages, seen once."""

from datetime import timedelta

from builders_calendar import an_office_calendar
from notice_board import WHATSAPP, put_up
from serving import HESTI, MORNING, RINI, Office

from engine.core.commands import Actor
from engine.core.ids import PersonId
from engine.service.calendars import publish_versions
from engine.service.timers import sweep_all


def database_of(client):
    return client.app.state.database


def test_a_message_is_told_with_what_its_link_does(client, office: Office):
    case = office.open()
    put_up(database_of(client), case)

    (only,) = client.get("/notices", headers=RINI).json()["items"]

    assert only["sentence"]["id"] == "Yth. Tini, surat <b>siap</b>."
    assert only["role_title"] == {"id": "Petugas Loket", "en": "Counter officer"}
    assert only["link"] == WHATSAPP
    assert only["label"] == {"id": "Kirim lewat WhatsApp", "en": "Send by WhatsApp"}
    assert (only["case"], only["told"], only["read_at"]) == (case, None, None)


def test_a_link_elsewhere_is_only_opened(client, office: Office):
    put_up(database_of(client), office.open(), link="https://contoh.example/")

    (only,) = client.get("/notices", headers=RINI).json()["items"]

    assert only["label"]["en"] == "Open the link"


def test_a_warning_of_the_sweep_is_told_as_the_history_tells_it(client, office: Office):
    database, by = database_of(client), Actor(person=PersonId("ortala"))
    publish_versions(database, [an_office_calendar("kantor")], by=by, at=MORNING)
    case = office.open()
    sweep_all(database, at=MORNING + timedelta(days=60))

    found = client.get("/notices", params={"case": case}).json()["items"]

    history = client.get(f"/cases/{case}/history").json()["items"]
    sentences = {line["recorded"]["seq"]: line["sentence"] for line in history}
    assert found
    for one in found:
        assert one["sentence"] == sentences[one["told"]]
        assert one["label"]["id"] == one["link"] == ""


def test_notices_are_asked_for_by_role_unit_and_whether_they_were_seen(client, office: Office):
    case = office.open()
    put_up(database_of(client), case, "n1")
    put_up(database_of(client), case, "n2", role="kasi")

    def ids(**asked: object) -> list[str]:
        items = client.get("/notices", params=asked).json()["items"]
        return [one["id"] for one in items]

    assert ids() == ["n1", "n2"]
    assert ids(role="kasi", unit="kecamatan") == ["n2"]
    client.post("/notices/n2/read", headers=HESTI)
    assert ids(role="kasi") == []
    assert ids(seen=True) == ["n2", "n1"]


def test_whoever_has_seen_it_is_named(client, office: Office):
    put_up(database_of(client), office.open())

    seen = client.post("/notices/n1/read", headers=RINI).json()

    assert seen["read_by"] == "rini"
    assert seen["read_at"] is not None
    assert client.post("/notices/n1/read", headers=HESTI).status_code == 403
    assert client.post("/notices/n9/read", headers=RINI).status_code == 404
    assert client.post("/notices/n1/read").status_code == 401


def test_a_role_that_the_sop_does_not_know_is_named_by_its_id(client, office: Office):
    put_up(database_of(client), office.open(), role="camat")

    (only,) = client.get("/notices").json()["items"]

    assert only["role_title"]["id"] == "camat"
