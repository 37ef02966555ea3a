"""What can be done to a case beside its tasks: who is offered what, and what becomes of it."""

import re
from collections.abc import Iterator

import pytest
from front_desk import AUDITOR, BUDI, HESTI, RINI, Browser, FrontDesk, front_desk, open_accounts
from page_reading import Page
from tasking import checked, claimed
from tracking_desk import opened_at

from engine.core.commands import SYSTEM, FailAction
from engine.core.ids import ActivationId, CaseId
from engine.service import queries
from engine.service.execute import execute


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    """One office for all; each test has a case of its own."""
    with front_desk(tmp_path_factory.mktemp("office")) as opened:
        open_accounts(opened.database, BUDI, AUDITOR)
        yield opened


@pytest.fixture(scope="module")
def rini(desk: FrontDesk) -> Browser:
    return desk.signed_in(RINI)


@pytest.fixture(scope="module")
def hesti(desk: FrontDesk) -> Browser:
    return desk.signed_in(HESTI)


@pytest.fixture(scope="module")
def budi(desk: FrontDesk) -> Browser:
    return desk.signed_in(BUDI)


@pytest.fixture
def case(desk: FrontDesk) -> CaseId:
    return opened_at(desk.database).case


def shown(browser: Browser, address: str, status: int = 200) -> Page:
    answered = browser.get(address)
    assert answered.status_code == status, answered.text
    return Page(answered.text)


def offered(browser: Browser, case: CaseId) -> set[str]:
    top = f"/cases/{case}/act/"
    links = shown(browser, f"/cases/{case}").links
    return {one.removeprefix(top).partition("?")[0] for one in links if one.startswith(top)}


def do(browser: Browser, case: CaseId, name: str, task: int | None = None, **fields: object):
    address = f"/cases/{case}/act/{name}"
    page = f"{address}?task={task}" if task else address
    given = {"task": str(task)} if task else {}
    return browser.post(address, page=page, **given, **fields)


def open_tasks(desk: FrontDesk, case: CaseId):
    return queries.show_case(desk.database, case).summary.at


def told(desk: FrontDesk, case: CaseId) -> list[str]:
    history = queries.read_history(desk.database, case)
    return [str(one.recorded.event.__struct_config__.tag) for one in history]


def test_each_is_offered_what_they_may_do(
    desk: FrontDesk, case: CaseId, rini: Browser, hesti: Browser, budi: Browser
) -> None:
    assert offered(rini, case) == {"accept", "pause", "withdraw"}
    assert offered(hesti, case) == {
        *("accept", "pause", "withdraw", "reject", "assign", "reorder"),
    }
    assert offered(budi, case) == {"assign", "extend"}
    assert offered(desk.signed_in(AUDITOR), case) == set()


def test_only_what_is_no_decision_is_skipped(desk: FrontDesk, case: CaseId, hesti: Browser) -> None:
    shown(hesti, f"/cases/{case}/act/skip?task={open_tasks(desk, case)[0].activation}", 404)
    claimed(desk, case)
    checked(desk, case)

    assert "skip" in offered(hesti, case)


def test_a_pause_and_its_end(desk: FrontDesk, case: CaseId, rini: Browser) -> None:
    answered = do(rini, case, "pause", ground="payment", note="Tagihan 12", documents="Bukti bayar")
    page = shown(rini, answered.headers["location"])

    assert "Jam layanan dijeda." in page.text
    assert "resume" in offered(rini, case)
    assert "pause" not in offered(rini, case)
    do(rini, case, "resume")
    assert told(desk, case)[-2:] == ["case_paused", "case_resumed"]


def test_what_is_wrong_stands_at_the_field_and_nothing_is_lost(
    desk: FrontDesk, case: CaseId, budi: Browser
) -> None:
    answered = do(budi, case, "extend", amount="sedikit", reason="Antrean panjang")

    assert answered.status_code == 422
    page = Page(answered.text)
    amount = next(one for one in page.all("input") if one.get("name") == "amount")
    assert amount["value"] == "sedikit"
    assert amount["aria-invalid"] == "true"
    assert amount["aria-describedby"] == "f-amount-wrong"
    assert "Antrean panjang" in page.text
    assert do(budi, case, "extend", amount="2 hari kerja").status_code == 422
    assert told(desk, case).count("time_extended") == 0


@pytest.mark.parametrize("task", ["abc", "99", "0", "2.0", "\u0662"])
def test_a_task_that_is_not_there_is_not_taken_for_the_whole_case(
    case: CaseId, budi: Browser, task: str
) -> None:
    asked = {"amount": "1 hari kerja", "reason": "Antrean panjang"}
    address = f"/cases/{case}/act/extend"

    whole = budi.post(address, **asked)
    other = budi.post(address, **asked, task=task)

    assert "SOP ini tidak mengenal perpanjangan." in Page(whole.text).text
    assert other.status_code == 422
    assert "Pilih salah satu yang ditawarkan." in Page(other.text).text
    assert "SOP ini tidak mengenal perpanjangan." not in Page(other.text).text


@pytest.mark.parametrize(("language", "unit"), [("id", "hari kerja"), ("en", "working days")])
def test_lengths_of_time_are_asked_for_in_the_readers_language(
    case: CaseId, budi: Browser, language: str, unit: str
) -> None:
    address = f"/cases/{case}/act/extend?lang={language}"
    hint = re.search(r'id="f-amount-hint">([^<]*)<', budi.get(address).text)
    answered = budi.post(address, amount="sedikit", reason="Antrean panjang")
    wrong = re.search(r'id="f-amount-wrong">.*?<span>([^<]*)<', answered.text)

    assert hint is not None
    assert unit in hint[1]
    assert wrong is not None
    assert unit.removesuffix("s") in wrong[1]


def test_a_task_is_reassigned_to_somebody_who_may_hold_it(
    desk: FrontDesk, case: CaseId, hesti: Browser
) -> None:
    task = queries.show_case(desk.database, case).summary.at[0].activation

    form = shown(hesti, f"/cases/{case}/act/assign?task={task}")

    assert {one["value"] for one in form.all("option")} == {"", RINI}
    answered = do(hesti, case, "assign", task, to=RINI, reason="Antrean panjang")
    assert "Rini Astuti" in shown(hesti, answered.headers["location"]).text
    assert queries.show_case(desk.database, case).summary.at[0].assignee == RINI


def test_what_was_done_meanwhile_is_said_and_the_reason_is_kept(
    desk: FrontDesk, case: CaseId, rini: Browser, hesti: Browser
) -> None:
    form = hesti.token(f"/cases/{case}/act/reject")
    do(rini, case, "withdraw", reason="Pemohon pindah")

    answered = hesti.send(
        f"/cases/{case}/act/reject", {"csrf": form, "reason": "Tidak memenuhi syarat"}
    )

    assert answered.status_code == 409
    assert "Tidak memenuhi syarat" in answered.text
    assert told(desk, case)[-1] != "case_rejected"
    assert offered(hesti, case) == {"reopen"}
    done = do(hesti, case, "reopen", step="periksa", reason="Ternyata tidak jadi pindah")
    assert done.status_code == 303
    assert queries.show_case(desk.database, case).summary.result is None


def test_a_step_that_is_stuck_is_mended_by_hand(
    desk: FrontDesk, case: CaseId, hesti: Browser
) -> None:
    claimed(desk, case)
    checked(desk, case)
    while (waiting := open_tasks(desk, case))[0].step != "nomor":
        skipped = do(hesti, case, "skip", waiting[0].activation, reason="Uji")
        assert skipped.status_code == 303, skipped.text
    task = waiting[0].activation
    assert offered(hesti, case).isdisjoint({"retry", "by_hand"})
    failed = FailAction(
        case=case,
        by=SYSTEM,
        activation=ActivationId(task),
        attempt=3,
        error="Register tidak menjawab.",
        final=True,
    )
    execute(desk.database, failed, at=desk.clock.at)

    assert {"retry", "by_hand"} <= offered(hesti, case)
    answered = do(hesti, case, "by_hand", task, **{"result.number": "470/7", "reason": "Manual"})

    assert answered.status_code == 303, answered.text
    assert "470/7" in shown(hesti, f"/cases/{case}").text


@pytest.mark.parametrize("name", ["assign", "retry", "nonsense", "extend"])
def test_what_is_not_offered_has_no_page(case: CaseId, name: str, rini: Browser) -> None:
    shown(rini, f"/cases/{case}/act/{name}", 404)


def test_data_is_revealed_once_for_a_reason_that_stays(
    desk: FrontDesk, case: CaseId, rini: Browser
) -> None:
    address = f"/cases/{case}/reveal"

    without = rini.post(address, fields="form.nik", reason="")
    unseen = rini.post(address, fields="form.nik", reason="\u200b\u2060")
    none = rini.post(address, reason="Mencocokkan")
    answered = rini.post(address, fields="form.nik", reason="Mencocokkan dengan KTP")

    assert (without.status_code, none.status_code, answered.status_code) == (422, 422, 200)
    assert unseen.status_code == 422
    assert "3578014107850003" in answered.text
    assert answered.headers["cache-control"] == "no-store"
    assert told(desk, case)[-1] == "data_revealed"
    assert "3578014107850003" not in rini.get(address).text


def test_the_history_is_shown_by_kind(case: CaseId, rini: Browser) -> None:
    whole = shown(rini, f"/cases/{case}").text
    comments = shown(rini, f"/cases/{case}?show=comments").text

    assert "membuka berkas" in whole
    assert "membuka berkas" not in comments
