"""The inbox: what somebody has to do, in the order it presses; claimed, released, kept, read."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from front_desk import AUDITOR, RINI, FrontDesk
from inbox_desk import (
    CHECK,
    COLLEAGUE,
    DEWI,
    claimed,
    completed,
    inbox_desk,
    lend,
    opened,
    press,
    remark,
)
from page_reading import Page
from serving import MORNING

from engine.core.ids import CaseId
from engine.core.tracking import code_of, grouped
from engine.service import inbox_rows
from engine.service.reads import ReadQuery

HOUR = timedelta(hours=1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FrontDesk]:
    with inbox_desk(tmp_path) as desk:
        yield desk


def read(browser, address: str = "/inbox") -> Page:
    answered = browser.get(address)
    assert answered.status_code == 200, answered.text
    return Page(answered.text)


def groups(browser, address: str) -> list[str]:
    text = browser.get(address).text
    return [words.strip() for words in re.findall(r'scope="rowgroup"[^>]*>([^<]*)<', text)]


def applicants(browser, address: str) -> list[str]:
    return re.findall(r'class="c-who">([^<]*)<', browser.get(address).text)


def named(case: CaseId) -> str:
    return f"{case}.{CHECK}"


def five(desk: FrontDesk) -> dict[str, CaseId]:
    """A task of each kind."""
    database = desk.database
    cases = {name: opened(database, name) for name in ("Lama", "Lekas", "Besok", "Bebas", "Dulu")}
    press(database, cases["Lama"], MORNING - 2 * HOUR)
    press(database, cases["Lekas"], MORNING + HOUR)
    press(database, cases["Besok"], MORNING + 26 * HOUR)
    press(database, cases["Dulu"], MORNING + 50 * HOUR, first=True)
    return cases


def test_tasks_stand_in_groups_by_how_they_press(desk):
    five(desk)

    browser = desk.signed_in()

    assert groups(browser, "/inbox?tab=claimable") == [
        "Lewat tenggat · 1",
        "Didahulukan menurut UU · 1",
        "Jatuh tempo hari ini · 1",
        "Besok dan sesudahnya · 1",
        "Tanpa tenggat · 1",
    ]
    assert applicants(browser, "/inbox?tab=claimable") == [
        "Lama",
        "Dulu",
        "Lekas",
        "Besok",
        "Bebas",
    ]
    words = read(browser, "/inbox?tab=claimable").text
    assert "Terlambat 30 m" in words  # of two hours on the wall
    assert "Sisa 1 j tenggat 09.00" in words
    assert "Sisa 1 hari kerja 2 j Selasa 10.00" in words


def test_the_tabs_count_what_is_behind_them(desk):
    cases = five(desk)
    claimed(desk.database, cases["Lama"])
    claimed(desk.database, cases["Lekas"])
    completed(desk.database, cases["Lekas"])
    claimed(desk.database, cases["Bebas"], by=COLLEAGUE)
    remark(desk.database, cases["Besok"], f"@{RINI}, mohon dilihat.")
    desk.clock.pass_by(minutes=10)

    words = read(desk.signed_in()).text

    assert "Milik saya 1" in words
    assert "Bisa diambil 2" in words
    assert "Disebut 1" in words
    assert "Selesai hari ini 1" in words


def test_what_was_sent_back_to_the_applicant_is_waited_for(desk):
    case = claimed(desk.database, opened(desk.database, "Tini"))
    completed(desk.database, case, "kurang")

    browser = desk.signed_in()

    assert groups(browser, "/inbox?tab=waiting") == ["Dijeda · 1"]
    assert "menunggu pemohon" in read(browser, "/inbox?tab=waiting").text
    assert "Dikembalikan: Tidak" in read(browser, "/inbox?tab=done").text


def test_a_list_is_narrowed_sorted_and_searched_by_its_address(desk):
    five(desk)
    browser = desk.signed_in()

    assert applicants(browser, "/inbox?tab=claimable&sort=applicant") == [
        "Bebas",
        "Besok",
        "Dulu",
        "Lama",
        "Lekas",
    ]
    assert applicants(browser, "/inbox?tab=claimable&deadline=late") == ["Lama"]
    assert applicants(browser, "/inbox?tab=claimable&text=bes") == ["Besok"]
    assert applicants(browser, "/inbox?tab=claimable&sop=surat-lain") == []
    assert applicants(browser, "/inbox?tab=claimable&unit=kecamatan&sop=surat-uji")[0] == "Lama"
    assert "Tidak ada tugas yang cocok." in read(browser, "/inbox?text=zzz").text


def test_a_search_goes_through_whatever_tab_it_is_asked_of(desk):
    cases = five(desk)
    for name in ("Lama", "Lekas"):
        claimed(desk.database, cases[name])
    lend(desk.database, cases["Lekas"], to=DEWI)
    browser = desk.signed_in()

    # No case id has a u, an l or an o in it.
    assert applicants(browser, "/inbox?tab=claimable&text=u&sort=applicant") == ["Dulu"]
    assert applicants(browser, "/inbox?text=l&sort=opened") == ["Lama"]
    assert applicants(browser, "/inbox?tab=waiting&text=l") == ["Lekas"]


def test_many_are_listed_by_name_as_few_are(desk, monkeypatch):
    five(desk)
    monkeypatch.setattr(inbox_rows, "MOST_COUNTED", 3)

    shown = applicants(desk.signed_in(), "/inbox?tab=claimable&sort=applicant")

    assert shown == ["Bebas", "Besok", "Dulu", "Lama", "Lekas"]


def test_what_is_lent_says_who_has_it_and_whose_it_is(desk):
    cases = five(desk)
    lend(desk.database, claimed(desk.database, cases["Lama"]), to=DEWI)
    lend(desk.database, claimed(desk.database, cases["Lekas"], by=COLLEAGUE), to=RINI)
    browser = desk.signed_in()

    assert "dipegang Dewi Lestari" in read(browser, "/inbox?tab=waiting").text
    assert "didelegasikan Dewi Lestari" in read(browser).text


def test_a_search_by_name_is_noted(desk):
    five(desk)

    desk.signed_in().get("/inbox?tab=claimable&text=Lama")

    noted = [one.what for one in desk.database.reads.list(ReadQuery())]
    assert noted == ["search by text: 1 cases"]


def test_several_are_claimed_and_told_one_by_one(desk):
    cases = five(desk)
    browser = desk.signed_in()
    token = browser.token("/inbox?tab=claimable")
    claimed(desk.database, cases["Lekas"], by=COLLEAGUE)
    tasks = [named(cases[name]) for name in ("Lama", "Lekas", "Besok")]

    sent = {"csrf": token, "key": "k1", "back": "tab=claimable", "task": tasks}
    answered = browser.send("/inbox/claim", sent)
    again = browser.send("/inbox/claim", sent)

    assert answered.status_code == again.status_code == 303
    assert answered.headers["location"] == again.headers["location"]
    words = read(browser, answered.headers["location"]).text
    assert "2 tugas diambil. 1 tugas tidak dapat diproses:" in words
    assert f"Lekas {cases['Lekas']} : sudah diambil Dewi Lestari" in words
    assert applicants(browser, "/inbox") == ["Lama", "Besok"]


def test_several_are_released(desk):
    cases = five(desk)
    for name in ("Lama", "Besok"):
        claimed(desk.database, cases[name])
    browser = desk.signed_in()

    tasks = [named(cases[name]) for name in ("Lama", "Besok")]
    answered = browser.post("/inbox/release", page="/inbox", key="r", task=tasks)

    assert "2 tugas dilepas." in read(browser, answered.headers["location"]).text
    assert applicants(browser, "/inbox") == []


def test_nothing_ticked_is_said_so(desk):
    five(desk)
    browser = desk.signed_in()

    answered = browser.post("/inbox/claim", page="/inbox?tab=claimable", back="tab=claimable")

    assert "Belum ada tugas yang dicentang." in read(browser, answered.headers["location"]).text


def test_the_next_task_is_claimed_and_shown_and_an_empty_queue_is_told(desk):
    press(desk.database, opened(desk.database, "Lekas"), MORNING + HOUR)
    browser = desk.signed_in()

    taken = browser.post("/inbox/next", page="/inbox", key="n1")
    shown = read(browser, taken.headers["location"])
    none = browser.post("/inbox/next", page="/inbox", key="n2")

    assert "Tugas ini sekarang milik Anda." in shown.text
    assert "Nama sesuai" in shown.text
    assert none.status_code == 409
    assert "Tidak ada tugas yang menunggu" in none.text


def test_questions_are_kept_by_name_and_let_go(desk):
    five(desk)
    browser = desk.signed_in()
    back = "tab=claimable&deadline=late"

    kept = browser.post("/inbox/filters", page="/inbox", back=back, name="Mendesak pagi ini")
    shown = browser.get("/inbox").text
    refused = browser.post("/inbox/filters", page="/inbox", back=back, name="x" * 61)
    gone = browser.post("/inbox/filters/forget", page="/inbox", name="Mendesak pagi ini")

    assert kept.headers["location"] == f"/inbox?{back}&done=inbox_saved"
    assert 'class="pill" href="/inbox?tab=claimable&amp;deadline=late"' in shown
    assert refused.status_code == 422
    assert "x" * 61 in refused.text
    assert gone.status_code == 303
    assert 'class="pill"' not in browser.get("/inbox").text


def test_what_came_since_one_looked_is_marked(desk):
    browser = desk.signed_in()
    read(browser)
    desk.clock.pass_by(minutes=20)
    opened(desk.database, "Baru Datang", at=desk.clock.at)
    desk.clock.pass_by(minutes=5)

    first = browser.get("/inbox?tab=claimable").text
    news = browser.get(f"/inbox/news?tab=claimable&since={_url(MORNING)}").text
    browser.post("/inbox/seen", page="/inbox", back="tab=claimable")

    assert 'class="fresh"' in first
    assert "1 tugas baru masuk." in news
    assert 'class="fresh"' not in browser.get("/inbox?tab=claimable").text


@pytest.mark.parametrize("said", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2026-11-23"])
def test_an_instant_that_is_none_of_the_offices_brings_no_news(desk, said):
    answered = desk.signed_in().get(f"/inbox/news?tab=claimable&since={said}")

    assert answered.status_code == 200


def test_a_name_that_came_too_late_stands_in_its_field_again(desk):
    browser = desk.signed_in()
    fields = {"csrf": browser.token("/inbox"), "back": "tab=claimable", "name": "Mendesak"}
    desk.clock.pass_by(minutes=45)

    sent = browser.send("/inbox/filters", fields)
    entered = browser.sign_in(next="/inbox/filters")
    page = browser.get(entered.headers["location"])
    name = next(one for one in Page(page.text).all("input") if one.get("id") == "filter-name")

    assert "kept=1" in sent.headers["location"]
    assert (page.status_code, name["value"]) == (200, "Mendesak")
    browser.post("/inbox/filters", page="/inbox", back="tab=claimable", name="Mendesak")
    again = Page(browser.get("/inbox/filters").text).all("input")
    assert next(one for one in again if one.get("id") == "filter-name")["value"] == ""


def _url(at) -> str:
    return at.isoformat().replace("+", "%2B")


def test_mentions_are_read_in_the_inbox(desk):
    case = opened(desk.database, "Tini")
    remark(desk.database, case, f"Halo @{RINI}, alamatnya lain.")
    remark(desk.database, case, "surel rini.astuti@kantor.id bukan sebutan")
    browser = desk.signed_in()

    before = read(browser, "/inbox?tab=mentioned").text
    browser.post("/inbox/read", page="/inbox?tab=mentioned", back="tab=mentioned", case=case)
    after = read(browser, "/inbox?tab=mentioned").text

    assert "Disebut 1" in before
    assert "alamatnya lain" in before
    assert "bukan sebutan" not in before
    assert "Disebut 0" in after
    assert "alamatnya lain" in after


def test_the_list_is_saved_as_a_file_without_formulas(desk):
    press(desk.database, opened(desk.database, "=1+1"), MORNING + HOUR)

    answered = desk.signed_in().get("/inbox/tasks.csv?tab=claimable")
    rows = list(csv.reader(io.StringIO(answered.content.decode("utf-8-sig")), delimiter=";"))

    assert answered.headers["content-type"] == "text/csv; charset=utf-8"
    assert rows[0][0] == "Nomor berkas"
    assert rows[1][4:7] == ["'=1+1", "23 November 2026 09.00 WIB", "Sisa 1 j"]
    assert 'filename="inbox-2026-11-23.csv"' in answered.headers["content-disposition"]
    assert answered.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Budi;=1+1", "Budi;'=1+1"),
        ("Budi,@SUM(1)", "Budi,'@SUM(1)"),
        (" =1+1", "'=1+1"),
        ("\u2060=1+1", "'\u2060=1+1"),
        ("\uff1d1+1", "'\uff1d1+1"),
    ],
)
def test_no_applicant_is_calculated_wherever_cells_are_parted(desk, name, written):
    press(desk.database, opened(desk.database, name), MORNING + HOUR)

    answered = desk.signed_in().get("/inbox/tasks.csv?tab=claimable")
    rows = list(csv.reader(io.StringIO(answered.content.decode("utf-8-sig")), delimiter=";"))

    assert rows[1][4] == written


def test_every_empty_part_says_what_to_do(desk):
    browser = desk.signed_in()

    for tab in ("", "claimable", "waiting", "mentioned", "done"):
        assert 'class="empty"' in browser.get(f"/inbox?tab={tab}").text
    assert "@rini.astuti" in read(browser, "/inbox?tab=mentioned").text


def test_where_there_is_nothing_to_claim_nobody_is_told_to_claim(desk):
    clerk, auditor = (read(desk.signed_in(one)) for one in (RINI, AUDITOR))
    opened(desk.database, "Tini")
    busy = read(desk.signed_in())

    for page in (clerk, auditor):
        assert "Tidak ada pula yang bisa diambil sekarang." in page.text
        assert "Tekan Ambil berikutnya" not in page.text
    assert "Buka berkas baru di Loket" in clerk.text
    assert "Buka berkas baru di Loket" not in auditor.text
    assert "Tekan Ambil berikutnya" in busy.text
    looked_for = read(desk.signed_in(), f"/inbox?text={grouped(code_of(20261123))}")
    assert "Itu tampak seperti kode lacak" in looked_for.text


def test_who_holds_no_role_has_nothing_to_claim_and_may_not(desk):
    opened(desk.database, "Tini")
    browser = desk.signed_in(AUDITOR)

    assert "Bisa diambil 0" in read(browser).text
    assert browser.post("/inbox/next", page="/inbox", key="n").status_code == 403


def test_the_page_is_small_and_speaks_english_too(desk):
    for number in range(12):
        opened(desk.database, f"Pemohon {number}")
    browser = desk.signed_in()

    english = read(browser, "/inbox?tab=claimable&lang=en").text

    assert "No deadline · 12" in english
    assert "of 12" in english
    assert len(browser.get("/inbox?tab=claimable").content) < 60_000
