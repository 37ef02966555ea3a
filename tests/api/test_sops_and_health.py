"""The catalogue and the state of the server over HTTP."""

from serving import DEFINITION, Office


def test_published_versions_are_listed(client):
    (only,) = client.get("/sops").json()["items"]

    assert (only["sop"], only["version"], only["in_force"]) == ("surat-uji", 1, True)
    assert only["title"] == {"id": "Surat Keterangan Uji", "en": "Test certificate"}
    assert client.get("/sops/surat-uji").json()["items"] == [only]


def test_a_version_is_shown_as_cases_follow_it(client):
    version = client.get("/sops/surat-uji/versions/1").json()

    assert version["summary"]["number"] == "100.3/001/2026"
    assert [field["id"] for field in version["workflow"]["form"]] == ["usaha", "nik", "luas"]
    assert version["workflow"]["nodes"]["periksa"]["type"] == "human"


def test_the_definition_is_given_to_the_letter(client):
    answered = client.get("/sops/surat-uji/versions/1/definition")

    assert answered.text == DEFINITION
    assert answered.headers["content-type"].startswith("application/yaml")


def test_cases_are_counted(client, office: Office):
    office.open()
    office.finish(office.open())

    counted = client.get("/tally").json()

    assert counted["total"] == 2
    assert counted["by_standing"]["open"] == counted["by_standing"]["completed"] == 1
    assert counted["by_sop"] == {"surat-uji": 2}


def test_the_server_says_that_it_lives_and_is_ready(client):
    assert client.get("/livez").json() == {"status": "ok"}
    assert client.get("/readyz").json()["status"] == "ok"
