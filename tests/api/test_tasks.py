"""Tasks over HTTP: the verbs, and who may."""

from serving import HESTI, RINI, Office

SRI = {"Alur-Person": "sri", "Alur-Role": "loket"}


def the_task(client, case, step):
    tasks = client.get(f"/cases/{case}").json()["tasks"]
    return [task for task in tasks if task["step"] == step][-1]


def test_a_task_is_claimed_and_released(client, office: Office):
    case = office.open()

    office.act(case, "periksa", "claim")
    assert the_task(client, case, "periksa")["assignee"] == "rini"

    office.act(case, "periksa", "release")
    assert the_task(client, case, "periksa")["assignee"] is None


def test_a_task_is_assigned_delegated_and_handed_back(client, office: Office):
    case = office.open()

    client.get("/cases", headers=SRI)  # she works here
    office.act(case, "periksa", "assign", HESTI, to="rini", reason="Giliran.")
    office.act(case, "periksa", "delegate", RINI, to="sri")
    delegated = the_task(client, case, "periksa")
    office.act(case, "periksa", "resolve", SRI, note="Sudah.")

    assert (delegated["assignee"], delegated["owner"]) == ("sri", "rini")
    assert the_task(client, case, "periksa")["assignee"] == "rini"


def test_a_case_goes_back_and_comes_again(client, office: Office):
    case = office.open()

    office.act(case, "periksa", "return", reason="Foto buram.", to="pengajuan")

    shown = client.get(f"/cases/{case}").json()
    assert [task["step"] for task in shown["summary"]["at"]] == ["pengajuan"]
    assert shown["summary"]["at"][0]["visit"] == 2
    assert shown["summary"]["at"][0]["pause"] == "applicant"


def test_an_override_leaves_a_trace(client, office: Office):
    case = office.open()

    said = {"mode": "skip", "reason": "Darurat.", "outcome": "lengkap"}
    receipt = office.act(case, "periksa", "override", HESTI, **said)

    assert "step_overridden" in [one["event"]["type"] for one in receipt["events"]]


def test_a_result_is_recorded_by_hand_and_counts_once(client, office: Office):
    case = office.open()
    office.finish(case)
    activation = office.task(case, "nomor")

    again = client.post(
        f"/cases/{case}/tasks/{activation}/record",
        headers=HESTI,
        json={"reason": "Sekali lagi.", "result": {"number": "470/2"}},
    )

    assert again.status_code == 409
    assert client.get(f"/cases/{case}").json()["data"]["result.nomor.number"] == "470/1"


def test_retrying_what_has_not_failed_is_refused(client, office: Office):
    case = office.open()

    activation = office.task(case, "periksa")
    answered = client.post(f"/cases/{case}/tasks/{activation}/retry", headers=HESTI)

    assert answered.status_code in {404, 409, 422}
    assert answered.headers["content-type"] == "application/problem+json"


def test_waiting_tasks_are_listed_by_role_person_and_claim(client, office: Office):
    case = office.open()

    def found(**asked):
        listed = client.get("/tasks", params=asked).json()["items"]
        return [(task["case"], task["step"]) for task in listed]

    assert found(role="loket") == found(unclaimed=True) == [(case, "periksa")]
    assert found(role="kasi") == []
    office.act(case, "periksa", "claim")
    assert found(assignee="rini") == [(case, "periksa")]
    assert found(role="loket", unclaimed=True) == []
    assert found(sop="surat-lain") == []


def test_a_finished_task_is_refused_by_naming_who_finished_it_and_when(client, office: Office):
    case = office.open()
    activation = office.task(case, "periksa")
    office.check(case)

    late = client.post(
        f"/cases/{case}/tasks/{activation}/complete",
        headers=SRI,
        json={"outcome": "lengkap", "checklist": [1]},
    )

    problem = late.json()
    assert late.status_code == 409
    assert problem["code"] == "task-not-open"
    assert problem["by"] == "rini"
    assert problem["at"].startswith("2026-11-23T01:")


def test_a_held_task_is_refused_by_naming_the_holder(client, office: Office):
    case = office.open()
    office.act(case, "periksa", "claim")

    activation = office.task(case, "periksa")
    taken = client.post(f"/cases/{case}/tasks/{activation}/claim", headers=SRI)

    assert taken.status_code == 409
    assert (taken.json()["code"], taken.json()["by"]) == ("task-held-by-another", "rini")
    assert "at" in taken.json()
