"""What is done with a task on its page: every act by a plain form, nothing typed ever lost."""

from collections.abc import Iterator

import pytest
from front_desk import HESTI, RINI, Browser, FrontDesk, front_desk, stand_in
from page_reading import Page
from serving import MORNING
from tasking import (
    SARI,
    WRITTEN,
    as_officer,
    case_at_check,
    checked,
    claimed,
    colleague,
    do,
    holder,
    key_on,
    kinds,
    path_of,
    send,
    texts,
)

from engine.core.commands import Delegate
from engine.core.ids import ActivationId, CaseId, PersonId
from engine.service import queries

DEWI = PersonId("dewi.lestari")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with front_desk(tmp_path_factory.mktemp("office")) as opened:
        colleague(opened)
        yield opened


@pytest.fixture
def desk(office: FrontDesk) -> FrontDesk:
    """The office at eight in the morning; each test has a case of its own."""
    office.clock.at = MORNING
    return office


@pytest.fixture
def case(desk: FrontDesk) -> CaseId:
    return case_at_check(desk)


@pytest.fixture(scope="module")
def rini(office: FrontDesk) -> Browser:
    return office.signed_in()


@pytest.fixture(scope="module")
def sari(office: FrontDesk) -> Browser:
    return office.signed_in(SARI)


def test_a_task_is_claimed_on_the_page_of_its_case(desk, case, rini):
    assert "Ambil tugas" in texts(rini, f"/cases/{case}")

    answered = send(rini, case, "/claim")

    assert answered.status_code == 303
    assert answered.headers["location"] == f"/cases/{case}?done=task_claimed#task-2"
    assert holder(desk.database, case) == RINI
    shown = texts(rini, answered.headers["location"])
    assert "Tugas ini sekarang milik Anda." in shown
    assert "Selesaikan langkah" in shown


def test_who_has_a_task_finds_beside_its_form_where_masked_data_is_read_in_full(desk, case, rini):
    reveal = f"/cases/{case}/reveal"
    before = Page(rini.get(f"/cases/{case}").text).links.count(reveal)
    claimed(desk, case)

    assert Page(rini.get(f"/cases/{case}").text).links.count(reveal) == before + 1
    refused = send(rini, case, outcome="kurang", reason=" ")
    assert reveal in Page(refused.text).links


def test_each_answer_says_where_it_leads_and_to_whom(desk, case, rini):
    claimed(desk, case)
    shown = texts(rini, f"/cases/{case}")

    assert "Lanjut ke langkah 4, Kasi Pelayanan, dan langkah 5, Kasi Pelayanan" in shown
    assert "berkas dinyatakan lengkap" in shown
    assert "Kembali ke langkah 1, Pemohon; alasan wajib; jam layanan dijeda" in shown


def test_finishing_says_where_the_case_went(desk, case, rini):
    claimed(desk, case)

    answered = send(rini, case, outcome="lengkap", check="1")

    assert answered.headers["location"] == f"/cases/{case}?done=task_done"
    shown = texts(rini, answered.headers["location"])
    assert "Langkah selesai. Berkas sekarang di langkah 4, Kasi Pelayanan" in shown
    assert "Tugas berikutnya" in shown


def test_a_form_sent_twice_is_done_once(desk, case, rini):
    claimed(desk, case)
    same = {"outcome": "lengkap", "check": "1", "note": "Sudah lengkap.", "key": "once"}

    first, second = send(rini, case, **same), send(rini, case, **same)

    assert first.headers["location"] == second.headers["location"]
    assert kinds(desk.database, case).count("StepCompleted") == 2  # the opening is one
    assert kinds(desk.database, case).count("CommentAdded") == 1


def test_a_return_asks_for_documents_and_leaves_a_note(desk, case, rini):
    claimed(desk, case)

    answered = send(rini, case, **WRITTEN)

    assert answered.headers["location"].endswith("done=task_returned")
    history = queries.read_history(desk.database, case)
    events = {type(one.recorded.event).__name__: one.recorded.event for one in history}
    assert events["StepReturned"].reason == "Foto tidak terbaca."
    assert events["StepReturned"].documents == ("Foto tempat usaha", "KTP-el")
    assert events["CommentAdded"].text == "Telepon pemohon, @hesti.wulandari."
    assert "@Hesti Wulandari" in texts(rini, f"/cases/{case}")


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(desk, case, rini):
    claimed(desk, case)

    answered = send(rini, case, outcome="kurang", note="Jangan hilang", reason=" ")

    page = Page(answered.text)
    assert answered.status_code == 422
    reason = next(one for one in page.all("textarea") if one["name"] == "reason")
    assert reason["aria-invalid"] == "true"
    assert "task-2-reason-wrong" in str(reason["aria-describedby"])
    assert "Harus diisi." in page.text
    assert "Jangan hilang" in page.text
    chosen = [one["value"] for one in page.all("input") if "checked" in one]
    assert chosen == ["kurang"]
    assert "CommentAdded" not in kinds(desk.database, case)


def test_a_note_that_was_taken_is_not_written_again_with_a_form_that_was_not(
    desk, case, rini, monkeypatch
):
    """What the rehearsal saw may be otherwise a moment later."""
    claimed(desk, case)
    monkeypatch.setattr("web.pages.task_acts.rehearse", lambda *_, **__: None)

    answered = send(rini, case, outcome="kurang", note="Sudah ditelepon", reason=" ")

    shown = Page(answered.text)
    assert answered.status_code == 422
    fields = [one for one in shown.all("textarea") if one["name"] == "note"]
    assert len(fields) == 1
    assert "Sudah ditelepon" not in answered.text
    assert kinds(desk.database, case).count("CommentAdded") == 1


def test_a_checklist_must_be_ticked_to_go_on(desk, case, rini):
    claimed(desk, case)

    answered = send(rini, case, outcome="lengkap")

    assert answered.status_code == 422
    assert "belum: nomor 1" in Page(answered.text).text


def test_without_an_answer_nothing_is_decided(desk, case, rini):
    claimed(desk, case)

    answered = send(rini, case, check="1")

    assert answered.status_code == 422
    assert "Pilih salah satu yang ditawarkan." in Page(answered.text).text


def test_what_belongs_to_another_answer_is_left_out(desk, case, rini):
    claimed(desk, case)

    answered = send(rini, case, **(WRITTEN | {"outcome": "lengkap"}))

    assert answered.status_code == 303
    done = queries.read_history(desk.database, case)
    events = [one.recorded.event for one in done]
    finished = [one for one in events if type(one).__name__ == "StepCompleted"][-1]
    assert finished.reason == ""


def test_two_officers_on_one_task(desk, case, rini, sari):
    """The second is told who was first and when, and reads what they had written themselves."""
    claimed(desk, case)
    key = key_on(rini, f"/cases/{case}")
    desk.clock.pass_by(minutes=5)
    checked(desk, case)
    desk.clock.pass_by(minutes=5)

    late = send(rini, case, key=key, **WRITTEN)
    other = send(sari, case, "/claim")

    said = Page(late.text).text
    assert (late.status_code, other.status_code) == (409, 409)
    assert "Rini Astuti sudah menyelesaikan tugas ini, 23 November 2026 08.05 WIB" in said
    assert "Yang sudah Anda tulis" in said
    for words in ("Foto tidak terbaca.", "KTP-el", "Telepon pemohon"):
        assert words in said
    assert "CommentAdded" not in kinds(desk.database, case)


def test_a_task_that_somebody_holds_is_not_claimed_and_says_whose_it_is(desk, case, sari):
    claimed(desk, case)

    answered = send(sari, case, "/claim")

    assert answered.status_code == 409
    assert "Rini Astuti mengerjakan tugas ini sejak" in Page(answered.text).text


def test_a_task_is_released(desk, case, rini):
    claimed(desk, case)

    answered = send(rini, case, "/release")

    assert answered.headers["location"].endswith("done=task_released")
    assert holder(desk.database, case) is None


@pytest.mark.parametrize("task", [0, 99, 2**31])
def test_a_task_that_never_was_is_not_found(desk, case, rini, task):
    assert rini.get(path_of(case, task)).status_code == 404


def test_whether_a_form_would_be_taken_is_asked_without_doing_it(desk, case, rini):
    claimed(desk, case)
    before = kinds(desk.database, case)
    token = rini.token(f"/cases/{case}")
    asks = {"Alur-Rehearse": "1"}
    fields = {"csrf": token, "key": "asked", "outcome": "lengkap", "check": "1", "note": "x"}

    fine = rini.send(path_of(case), fields, asks)
    wrong = rini.send(path_of(case), fields | {"outcome": "kurang"}, asks)

    assert (fine.status_code, wrong.status_code) == (204, 422)
    assert kinds(desk.database, case) == before
    assert rini.send(path_of(case), fields).status_code == 303  # the key was not used up


def test_a_delegate_hands_back_and_does_not_finish(desk, case, rini, sari):
    claimed(desk, case)
    lend = Delegate(case=case, by=as_officer(), activation=ActivationId(2), to=SARI)
    do(desk, lend)
    shown = texts(sari, f"/cases/{case}")
    assert "didelegasikan kepada Anda oleh Rini Astuti" in shown
    assert "Anda delegasikan kepada Sari Dewi" in texts(rini, f"/cases/{case}")

    finished = send(sari, case, outcome="lengkap", check="1")
    handed = send(sari, case, "/resolve", note="Nama sudah cocok.")

    assert finished.status_code == 409
    assert handed.headers["location"].endswith("done=task_resolved")
    assert holder(desk.database, case) == RINI


def test_who_lent_a_task_takes_it_back(desk, case, rini):
    claimed(desk, case)
    do(desk, Delegate(case=case, by=as_officer(), activation=ActivationId(2), to=SARI))

    send(rini, case, "/resolve")

    assert holder(desk.database, case) == RINI


def test_whoever_stands_in_is_told_for_whom(desk, case):
    colleague(desk, DEWI, role="kasi")
    stand_in(desk.database, DEWI, RINI, "loket")

    shown = texts(desk.signed_in(DEWI), f"/cases/{case}")

    assert "Anda bertindak sebagai Plh Petugas Loket, menggantikan Rini Astuti" in shown


def test_a_step_of_another_role_is_not_offered(desk, case):
    shown = texts(desk.signed_in(HESTI), f"/cases/{case}")

    assert "Ambil tugas" not in shown
    assert "Selesaikan langkah" not in shown


def test_a_correction_keeps_personal_data_that_is_not_entered_again(desk, case, rini):
    claimed(desk, case)
    send(rini, case, outcome="kurang", reason="Nama usaha salah.")
    send(rini, case, "/claim", task=3)

    page = Page(rini.get(f"/cases/{case}").text)
    nik = next(one for one in page.all("input") if one.get("name") == "form.nik")
    done = send(rini, case, task=3, **{"form.usaha": "Warung Bu Tini II"})

    assert nik["value"] == ""
    assert "Kosongkan bila tetap." in page.text
    assert done.status_code == 303
    view = queries.show_case(desk.database, case)
    assert view.data["form.usaha"] == "Warung Bu Tini II"
    assert view.data["form.nik"] == "3578********0003"


def test_what_is_wrong_in_the_form_of_a_step_is_said_at_the_question(desk, case, rini):
    claimed(desk, case)
    send(rini, case, outcome="kurang", reason="Nama usaha salah.")
    send(rini, case, "/claim", task=3)

    answered = send(rini, case, task=3, **{"form.usaha": "x", "form.luas": "banyak"})

    page = Page(answered.text)
    luas = next(one for one in page.all("input") if one.get("name") == "form.luas")
    assert answered.status_code == 422
    assert luas["aria-invalid"] == "true"
    assert luas["value"] == "banyak"
    assert "Harus angka" in page.text


def test_nobody_sees_a_task_without_signing_in(desk, case):
    assert desk.browser().get(path_of(case)).headers["location"].startswith("/sign-in")


def test_the_page_is_well_formed_in_both_languages(desk, case, rini):
    claimed(desk, case)

    for address in (f"/cases/{case}?lang=en", f"{path_of(case)}?lang=en", path_of(case)):
        page = Page(rini.get(address).text)
        ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(ids) == len(set(ids)), address
        assert len(page.all("h1")) == 1
    assert "On to step 4, Head of services" in texts(rini, f"/cases/{case}?lang=en")
