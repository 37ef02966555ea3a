"""Cases over HTTP: opened, served, read."""

from serving import HESTI, NIK, RINI, Office


def test_opening_a_case_answers_where_it_is(client):
    body = {"sop": "surat-uji", "applicant": {"name": "Tini"}, "form": {"usaha": "W", "nik": NIK}}

    answered = client.post("/cases", headers=RINI, json=body)

    receipt = answered.json()
    assert answered.status_code == 201
    assert answered.headers["location"] == f"/api/v1/cases/{receipt['case']}"
    assert answered.headers["etag"] == f'"{receipt["seq"]}"'
    assert receipt["events"][0]["event"]["type"] == "case_opened"
    assert receipt["events"][0]["by"] == {
        "person": "rini",
        "role": "loket",
        "unit": "kecamatan",
        "acting_for": None,
        "via": "api",
    }
    assert receipt["repeated"] is False


def test_a_case_is_served_from_opening_to_the_end(client, office: Office):
    case = office.open()

    office.finish(case)

    summary = client.get(f"/cases/{case}").json()["summary"]
    assert summary["result"] == "completed"
    assert summary["at"] == []
    assert summary["closed_at"].endswith("Z")


def test_a_case_shows_every_field_even_the_empty_ones(client, office: Office):
    case = office.open()

    shown = client.get(f"/cases/{case}")

    assert shown.headers["etag"] == f'"{shown.json()["summary"]["seq"]}"'
    assert shown.headers["cache-control"] == "no-store"
    assert shown.json()["summary"]["result"] is None
    assert shown.json()["tasks"][-1]["assignee"] is None
    assert shown.json()["requirements"] == ["ktp"]


def test_personal_data_is_masked_wherever_it_is_read(client, office: Office):
    case = office.open()

    shown, told = client.get(f"/cases/{case}"), client.get(f"/cases/{case}/history")

    assert shown.json()["data"]["form.nik"] == "3578********0003"
    assert shown.json()["data"]["form.usaha"] == "Warung Bu Tini"
    assert shown.json()["summary"]["applicant"]["contact"] == "08*********890"
    for answered in (shown, told, client.get("/cases")):
        assert NIK not in answered.text
        assert "0812 3456" not in answered.text


def test_the_history_tells_each_event_in_both_languages_with_its_hash(client, office: Office):
    case = office.open()
    office.check(case)

    lines = client.get(f"/cases/{case}/history").json()["items"]

    assert [line["recorded"]["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert lines[0]["sentence"] == {
        "id": "rini (Petugas Loket) membuka berkas Surat Keterangan Uji untuk Tini Suhartini "
        "(SOP versi 1).",
        "en": "rini (Counter officer) opened a case of Test certificate for Tini Suhartini "
        "(SOP version 1).",
    }
    assert lines[0]["recorded"]["event"]["form"]["nik"] == "3578********0003"
    assert {len(line["hash"]) for line in lines} == {64}


def test_a_fraction_is_taken_as_a_json_number(client, office: Office):
    case = office.open(luas=12.5)

    assert client.get(f"/cases/{case}").json()["data"]["form.luas"] == "12.5"


def test_a_page_of_cases_leads_to_the_next(client, office: Office):
    opened = [office.open(applicant=f"Pemohon {number}") for number in range(3)]

    first = client.get("/cases", params={"limit": 2}).json()
    second = client.get("/cases", params={"limit": 2, "after": first["next"]}).json()

    assert first["total"] == 3
    assert [one["case"] for one in first["items"] + second["items"]] == opened[::-1]
    assert second["next"] is None


def test_cases_are_found_by_text_standing_sop_and_role(client, office: Office):
    budi, tini = office.open(applicant="Budi"), office.open(applicant="Tini")
    client.post(f"/cases/{budi}/withdraw", headers=RINI, json={"reason": "Batal."})

    def found(**asked):
        return [one["case"] for one in client.get("/cases", params=asked).json()["items"]]

    assert found(text="bud") == [budi]
    assert found(status="closed") == [budi]
    assert found(status="open") == [tini]
    assert found(sop="surat-uji") == [tini, budi]
    assert found(sop="surat-lain") == []
    assert found(role="loket") == [tini]
    assert found(role="kasi") == []


def test_a_case_is_found_by_the_beginning_of_its_id(client, office: Office):
    case = office.open()

    assert client.get(f"/cases/{case[:14]}").json()["summary"]["case"] == case


def test_the_same_key_gives_the_same_answer_once(client, office: Office):
    case = office.open()
    headers = RINI | {"Idempotency-Key": "k-1"}

    first = client.post(f"/cases/{case}/comment", headers=headers, json={"text": "Halo"})
    again = client.post(f"/cases/{case}/comment", headers=headers, json={"text": "Halo"})
    other = client.post(f"/cases/{case}/comment", headers=headers, json={"text": "Lain"})

    assert again.json() == first.json() | {"repeated": True}
    assert other.status_code == 409
    assert other.json()["code"] == "key-reused"


def test_opening_twice_with_one_key_opens_one_case(client):
    headers = RINI | {"Idempotency-Key": "k-2"}
    body = {"sop": "surat-uji", "applicant": {"name": "Tini"}, "form": {"usaha": "W", "nik": NIK}}

    first = client.post("/cases", headers=headers, json=body)
    again = client.post("/cases", headers=headers, json=body)

    assert again.status_code == 201
    assert again.json() == first.json() | {"repeated": True}
    assert client.get("/cases").json()["total"] == 1


def test_paper_work_keeps_both_its_times(client, office: Office):
    case = office.open(happened_at="2026-11-20T09:00:00+07:00")
    before = "2026-11-20T09:15:00+07:00"

    client.post(f"/cases/{case}/comment", headers=RINI, json={"text": "A", "happened_at": before})

    line = client.get(f"/cases/{case}/history").json()["items"][-1]["recorded"]
    assert line["happened_at"] == "2026-11-20T02:15:00Z"
    assert line["at"].startswith("2026-11-23")


def test_a_case_is_paused_resumed_accepted_rejected_and_reopened(client, office: Office):
    case = office.open()

    def do(verb, headers=HESTI, **said):
        answered = client.post(f"/cases/{case}/{verb}", headers=headers, json=said or None)
        assert answered.status_code == 200, answered.text
        return client.get(f"/cases/{case}").json()

    assert do("pause", reason="payment", note="Kode 12")["summary"]["pause"] == "payment"
    assert do("resume")["summary"]["pause"] is None
    assert do("accept")["accepted_at"] is not None
    assert do("reject", reason="Palsu.")["summary"]["result"] == "rejected"
    assert do("reopen", step="periksa", reason="Keliru.")["summary"]["result"] is None
