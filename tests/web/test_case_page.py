"""The page of one case."""

from datetime import UTC, datetime

import pytest
from builders import person
from builders_deviations import HALF_PAST_EIGHT, corrective, late, time_passes, unmade
from page_reading import Page
from serving import HESTI, NIK, RINI, Office

from engine.core.clock_clauses import ClockKind
from engine.core.commands import SYSTEM, FailAction
from engine.core.ids import ActivationId, CaseId
from engine.core.time_events import CaseEscalated, WarningGiven
from engine.core.workflow import RungLevel
from engine.service.execute import execute
from web.pages.case import short_hash
from web.pages.case_history import PART, part_of


def shown(client, case: str, query: str = "") -> Page:
    answered = client.get(f"/cases/{case}{query}")
    assert answered.status_code == 200, answered.text
    return Page(answered.text)


def test_the_head_tells_service_applicant_sop_and_opening(client, office: Office):
    text = shown(client, office.open()).text

    assert "Surat Keterangan Uji: Tini Suhartini" in text
    assert "100.3/001/2026, versi 1" in text
    assert "Dibuka 23 November 2026 08.01 WIB" in text
    assert "Berjalan" in text


def test_personal_data_is_masked(client, office: Office):
    page = shown(client, office.open())

    assert "3578********0003 disamarkan" in page.text
    assert "08*********890" in page.text
    assert NIK not in page.text
    assert "Warung Bu Tini" in page.text


def test_a_case_is_found_by_the_beginning_of_its_id(client, office: Office):
    case = office.open()

    assert "Tini Suhartini" in shown(client, case[:14]).text


def test_every_row_of_the_sop_is_there_with_its_state(client, office: Office):
    case = office.open(luas=50)
    office.check(case)

    page = shown(client, case)
    states = [one["class"] for one in page.all("tr") if one.get("class")]

    assert states == ["done", "done", "skipped", "current", "current", "pending", "pending"]
    rail = [one["class"] for one in page.all("li") if one.get("class") in set(states)]
    assert rail == states
    assert "15 menit" in page.text


def test_a_step_that_was_sent_back_says_so_and_counts_its_visits(client, office: Office):
    case = office.open()
    office.act(case, "periksa", "return", reason="Foto buram.", to="pengajuan")
    before = shown(client, case)
    office.act(case, "pengajuan", "complete", form={"usaha": "Warung", "nik": NIK})
    after = shown(client, case)

    assert "Dijeda menunggu pemohon" in before.text
    assert "Dikembalikan" in before.text
    assert "Bila perlu" in before.text  # which rows follow the correction decides
    assert "Bila perlu" not in after.text
    assert "kali ke-2" in after.text


def test_open_tasks_name_their_holder(client, office: Office):
    case = office.open()
    client.get("/api/v1/cases", headers={"Alur-Person": "sri", "Alur-Role": "loket"})  # is here
    office.act(case, "periksa", "claim")
    office.act(case, "periksa", "delegate", to="sri")

    text = shown(client, case).text

    assert "Petugas Loket · dipegang sri · didelegasikan oleh rini" in text
    assert "Tidak ada yang menunggu." not in text


def test_the_history_is_sentences_by_day_with_times_in_the_zone(client, office: Office):
    case = office.open()
    office.act(case, "periksa", "return", reason="Foto buram.", to="pengajuan")

    page = shown(client, case)

    assert "Senin, 23 November 2026" in page.text
    assert "rini (Petugas Loket) mengembalikan langkah 2 “Memeriksa kelengkapan”" in page.text
    assert "Foto buram." in page.text
    assert "1 menit kemudian" in page.text
    at = datetime.fromisoformat(page.all("time")[-1]["datetime"])
    assert at == datetime(2026, 11, 23, 1, 1, tzinfo=UTC)


def test_the_history_is_told_in_english(client, office: Office):
    text = shown(client, office.open(), "?lang=en").text

    assert "Monday, 23 November 2026" in text
    assert "rini (Counter officer) opened a case of Test certificate" in text


def test_the_history_turns_around(client, office: Office):
    case = office.open()
    office.check(case)

    newest = [one["id"] for one in shown(client, case).all("li") if "id" in one]
    oldest = [one["id"] for one in shown(client, case, "?order=oldest").all("li") if "id" in one]

    assert newest == oldest[::-1]
    assert oldest[0] == "e1"


def test_paper_work_says_when_it_took_place(client, office: Office):
    case = office.open(happened_at="2026-11-20T09:00:00+07:00")
    said = {"text": "Surat.", "happened_at": "2026-11-20T09:15:00+07:00"}
    client.post(f"/api/v1/cases/{case}/comment", headers=RINI, json=said)

    assert "terjadi 20 November 2026 09.15 WIB, dicatat kemudian" in shown(client, case).text


def test_the_last_hash_is_shown_short(client, office: Office):
    case = office.open()
    head = client.get(f"/api/v1/cases/{case}").json()["head"]

    assert f"Sidik akhir {head[:6]}…{head[-6:]}" in shown(client, case).text
    assert short_hash("") == ""


def test_a_step_that_is_stuck_says_so(client, office: Office):
    case = office.open()
    office.check(case)
    office.act(case, "telaah_teknis", "complete", HESTI)
    office.act(case, "telaah_hukum", "complete", HESTI)
    failed = FailAction(
        case=CaseId(case),
        by=SYSTEM,
        activation=ActivationId(office.task(case, "nomor")),
        attempt=3,
        error="Register tidak menjawab.",
        final=True,
    )
    execute(client.app.state.database, failed, at=datetime(2026, 11, 23, 4, tzinfo=UTC))

    page = shown(client, case)

    assert "Insiden" in page.text
    assert "macet, perlu tindakan" in page.text
    assert "Register tidak menjawab." in page.text
    assert "sistem tidak dapat melanjutkan langkah 6" in page.text
    assert "Ini bukan penyimpangan petugas" in page.text
    assert "Percobaan (1)" in page.text
    assert f"/cases/{case}/act/retry?task={failed.activation}" not in page.links  # only looks on
    assert "lihat di Prefect" not in page.text
    assert "It is nobody's departure" in shown(client, case, "?lang=en").text
    assert "otomatis" in page.text
    assert "#s-incident" in [one["href"] for one in Page(client.get("/").text).all("use")]


def test_a_row_that_an_answer_jumped_over_is_not_waited_for(client, office: Office):
    case = office.open()
    client.post(f"/api/v1/cases/{case}/withdraw", headers=RINI, json={"reason": "Batal."})

    assert "Tidak dilalui" in shown(client, case).text


def test_a_finished_case_waits_for_nothing(client, office: Office):
    case = office.open()
    office.finish(case)

    page = shown(client, case)

    assert "Tidak ada yang menunggu." in page.text
    assert "Langkah 6 “Memberi nomor surat”: number 470/1" in page.text
    assert "Ditutup 23 November 2026" in page.text


def test_a_long_history_comes_in_parts(client, office: Office):
    case = office.open()
    for number in range(PART):
        said = {"text": f"Catatan {number}"}
        client.post(f"/api/v1/cases/{case}/comment", headers=HESTI, json=said)

    first = shown(client, case)
    (older,) = [link for link in first.links if "before=" in link and "#history" in link]
    second = Page(client.get(older.partition("#")[0]).text)

    assert len(first.all("time")) == PART
    assert "e1" in [one.get("id") for one in second.all("li")]
    assert "Catatan lebih baru" in second.text
    everything = {one["id"] for page in (first, second) for one in page.all("li") if "id" in one}
    assert len(everything) == client.get(f"/api/v1/cases/{case}").json()["summary"]["seq"]


@pytest.mark.parametrize("before", ["", "x", "-4", "0", "1", "²", "9" * 30])
def test_a_senseless_part_is_still_a_part(client, office: Office, before):
    case = office.open()

    assert shown(client, case, f"?before={before}&order=x").all("time")


def test_a_part_of_nothing_is_nothing():
    assert part_of((), "", total=0).entries == ()


def test_what_time_brought_stands_in_the_history_with_a_mark_of_its_own(client, office: Office):
    case = CaseId(office.open())
    clock = {"clock": ClockKind.PROMISE, "due": HALF_PAST_EIGHT, "belongs_at": HALF_PAST_EIGHT}
    warned = WarningGiven(**clock, percent=80)
    told = CaseEscalated(**clock, rung=RungLevel.SUPERVISOR)
    for command in (
        time_passes(warned, told, late(2, says="Antrean panjang."), case=case),
        corrective("late_step:2", by=person("hesti", "kasi"), case=case),
        time_passes(unmade("late_step:2"), case=case),
    ):
        execute(client.app.state.database, command, at=HALF_PAST_EIGHT)

    page = shown(client, case)

    marks = [one["class"] for one in page.all("li") if str(one.get("class")).startswith("k-")]
    assert marks[:5] == ["k-back", "k-note", "k-warn", "k-clock", "k-clock"]
    assert "Langkah 2 “Memeriksa kelengkapan” terlambat" in page.text.replace("langkah", "Langkah")
    assert "terlampaui sejak 08.30.01" in page.text
    assert "Antrean panjang." in page.text
    assert {one["id"] for one in page.all("symbol")} >= {"m-clock", "m-warn", "m-back", "m-note"}
