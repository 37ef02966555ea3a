"""What was written for a task and not sent: kept, sealed, shown again, and gone with the task."""

from collections.abc import Iterator

import msgspec
import pytest
from front_desk import RINI, Browser, FrontDesk, front_desk
from page_reading import Page
from serving import MORNING
from tasking import (
    WRITTEN,
    case_at_check,
    checked,
    claimed,
    path_of,
    send,
    texts,
)

from engine.core.ids import ActivationId, CaseId
from engine.service import drafts
from engine.store import drafts as sealed


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with front_desk(tmp_path_factory.mktemp("office")) as opened:
        yield opened


@pytest.fixture
def case(desk: FrontDesk) -> CaseId:
    """One of its own for each test, at eight in the morning."""
    desk.clock.at = MORNING
    return case_at_check(desk)


@pytest.fixture(scope="module")
def rini(desk: FrontDesk) -> Browser:
    return desk.signed_in()


def test_a_draft_is_kept_and_shown_again(desk, case, rini):
    claimed(desk, case)

    answered = send(rini, case, "/draft", **WRITTEN)

    assert answered.headers["location"].endswith("done=task_saved")
    page = Page(rini.get(f"/cases/{case}").text)
    assert "Draf tersimpan 08.00" in page.text
    assert "Foto tidak terbaca." in page.text
    assert "kurang" in [one["value"] for one in page.all("input") if "checked" in one]


def test_a_draft_is_sealed_and_the_interface_has_the_same(desk, case, rini):
    claimed(desk, case)
    send(rini, case, "/draft", **WRITTEN)

    place = drafts.task_place(case, ActivationId(2))
    shown = rini.get(f"/api/v1/cases/{case}/tasks/2/draft").json()["content"]
    kept = desk.database.store.read(lambda reader: sealed.find(reader, RINI, place))

    assert shown["reason"] == "Foto tidak terbaca."
    assert shown["checklist"] == [1]
    assert "note" not in shown  # it is no part of what `complete` takes
    assert kept is not None
    assert b"Foto tidak terbaca" not in kept.sealed


def test_a_draft_kept_by_itself_answers_when(desk, case, rini):
    claimed(desk, case)
    token = rini.token(f"/cases/{case}")
    quiet = {"Alur-Quiet": "1"}

    fine = rini.send(f"{path_of(case)}/draft", {"csrf": token, "note": "x"}, quiet)
    checked(desk, case)
    late = rini.send(f"{path_of(case)}/draft", {"csrf": token, "note": "x"}, quiet)

    assert fine.json() == {"saved": "Draf tersimpan 08.00"}
    assert late.status_code == 409
    assert late.json()["title"] == "Tugas ini tidak terbuka lagi"


def test_a_draft_is_thrown_away(desk, case, rini):
    claimed(desk, case)
    send(rini, case, "/draft", **WRITTEN)

    send(rini, case, "/forget")

    assert "Foto tidak terbaca." not in rini.get(f"/cases/{case}").text


def test_a_draft_goes_with_the_task(desk, case, rini):
    claimed(desk, case)
    send(rini, case, "/draft", **WRITTEN)
    place = drafts.task_place(case, ActivationId(2))
    assert drafts.find(desk.database, RINI, place) is not None

    send(rini, case, outcome="lengkap", check="1")

    assert drafts.find(desk.database, RINI, place) is None


def test_what_was_sent_when_the_session_was_over_stands_there_again(desk, case):
    browser = desk.signed_in()
    claimed(desk, case)
    token = browser.token(f"/cases/{case}")
    desk.clock.pass_by(minutes=45)

    too_late = browser.send(path_of(case), {"csrf": token, **WRITTEN})
    wanted = too_late.headers["location"]
    entered = browser.sign_in(next=path_of(case))
    page = Page(browser.get(entered.headers["location"]).text)

    assert "kept=1" in wanted
    assert entered.headers["location"] == path_of(case)
    assert "Isian Anda dari 23 November 2026 08.45 WIB dikembalikan" in page.text
    assert "Foto tidak terbaca." in page.text
    assert "Telepon pemohon" in page.text
    assert "Foto tidak terbaca." in browser.get(f"/cases/{case}").text  # there, too

    send(browser, case, **WRITTEN)
    assert "Isian Anda dari" not in browser.get(f"/cases/{case}").text


def test_what_came_too_late_for_a_task_that_is_over_can_be_copied(desk, case):
    browser = desk.signed_in()
    claimed(desk, case)
    token = browser.token(f"/cases/{case}")
    desk.clock.pass_by(minutes=45)
    browser.send(path_of(case), {"csrf": token, **WRITTEN})
    checked(desk, case)
    browser.sign_in()

    said = texts(browser, path_of(case))

    assert "Yang sudah Anda tulis" in said
    assert "Foto tidak terbaca." in said


def test_a_draft_that_came_too_late_leads_back_to_the_task(desk, case, rini):

    answered = rini.get(f"{path_of(case)}/draft")

    assert answered.headers["location"] == path_of(case)


def test_a_task_that_is_over_and_left_nothing_leads_to_its_case(desk, case, rini):
    checked(desk, case)

    answered = rini.get(path_of(case))

    assert answered.headers["location"] == f"/cases/{case}"


def test_a_draft_of_the_interface_is_shown_whatever_its_values_are(desk, case, rini):
    claimed(desk, case)
    send(rini, case, outcome="kurang", reason="Alamat keliru.")
    send(rini, case, "/claim", task=3)
    content = msgspec.json.encode({"form": {"luas": 12.5, "usaha": ["Toko"], "nik": None}})
    drafts.save_for_task(desk.database, RINI, case, ActivationId(3), content, at=desk.clock.at)

    page = Page(rini.get(f"/cases/{case}").text)

    shown = {one.get("name"): one.get("value") for one in page.all("input")}
    assert shown["form.luas"] == "12.5"
    assert shown["form.usaha"] == "Toko"


def test_a_draft_that_nobody_can_read_any_more_is_as_if_it_were_not_there(desk, case, rini):
    claimed(desk, case)
    row = sealed.SealedDraft(
        sealed=desk.database.vault.seal(b"{}", about="something else"), saved_at=desk.clock.at
    )
    place = drafts.task_place(case, ActivationId(2))
    desk.database.store.write(lambda unit: sealed.keep(unit, RINI, place, row))

    shown = rini.get(f"/cases/{case}")

    assert shown.status_code == 200
    assert "Draf tersimpan" not in shown.text
