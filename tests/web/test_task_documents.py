"""Documents and notes of a case: brought by requirement, looked at in the page, people named."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import count

import pytest
from filing import PDF
from front_desk import AUDITOR, RINI, Browser, FrontDesk, front_desk, open_accounts
from page_reading import Page
from serving import MORNING
from tasking import as_officer, case_at_check, do, kinds

from engine.core.commands import Attach, Comment, Withdraw
from engine.core.ids import CaseId
from engine.service.files import keep
from engine.service.reads import ReadQuery

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40
_KEYS = count()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with front_desk(tmp_path_factory.mktemp("office")) as opened:
        open_accounts(opened.database, AUDITOR)
        yield opened


@pytest.fixture(scope="module")
def rini(desk: FrontDesk) -> Browser:
    return desk.signed_in()


@pytest.fixture
def case(desk: FrontDesk) -> CaseId:
    desk.clock.at = MORNING
    return case_at_check(desk)


def bring(browser: Browser, case: CaseId, *files: tuple[str, str, bytes]):
    """Send documents, each (shelf, name, bytes), from the page of the case."""
    address = f"/cases/{case}/documents"
    return browser.client.post(
        address,
        data={"csrf": browser.token(address), "key": f"documents {next(_KEYS)}"},
        files=[(f"file.{shelf}", (name, content)) for shelf, name, content in files],
        headers={"origin": browser.origin, "referer": f"{browser.origin}{address}"},
    )


def view(browser: Browser, case: CaseId, content: bytes):
    return browser.get(f"/cases/{case}/documents/{sha256(content).hexdigest()}/view")


def write(browser: Browser, case: CaseId, text: str):
    return browser.post(f"/cases/{case}/notes", text=text, key=f"note {next(_KEYS)}")


def test_several_documents_are_filed_each_with_its_requirement(desk, case, rini):
    answered = bring(rini, case, ("ktp", "ktp.pdf", PDF), ("other", "foto.png", PNG))

    assert answered.headers["location"] == f"/cases/{case}/documents?taken=2"
    page = Page(rini.get(answered.headers["location"]).text)
    assert "2 dokumen disimpan." in page.text
    whole = Page(rini.get(f"/cases/{case}").text)
    assert {"ktp.pdf", "foto.png"} <= {one for one in whole.text.split() if "." in one}
    assert kinds(desk.database, case).count("FileAttached") == 2


def test_what_is_refused_is_said_where_it_was_and_the_rest_is_filed(desk, case, rini):
    answered = bring(
        rini, case, ("ktp", "ktp.pdf", PDF), ("foto", "foto.png", b"MZ"), ("foto", "a.exe", b"MZ")
    )

    assert answered.status_code == 422
    page = Page(answered.text)
    assert "1 dokumen disimpan." in page.text
    assert "foto.png: " in page.text
    assert "a.exe: " in page.text
    field = next(one for one in page.all("input") if one.get("name") == "file.foto")
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] == "file.foto-wrong"
    assert kinds(desk.database, case).count("FileAttached") == 1


def test_a_form_without_any_document_says_so(case, rini):
    answered = bring(rini, case)

    assert answered.status_code == 422
    assert "Belum ada dokumen yang dipilih." in Page(answered.text).text


def test_a_case_that_is_over_takes_none_and_says_why(desk, case, rini):
    do(desk, Withdraw(case=case, by=as_officer(), reason="Pindah"))
    answered = bring(rini, case, ("ktp", "ktp.pdf", PDF))

    assert answered.status_code == 409
    assert "FileAttached" not in kinds(desk.database, case)


def test_a_document_is_looked_at_in_the_page_under_a_policy_of_its_own(desk, case, rini):
    bring(rini, case, ("foto", "foto.png", PNG), ("ktp", "ktp é.pdf", PDF))

    picture, paper = view(rini, case, PNG), view(rini, case, PDF)

    assert (picture.headers["content-type"], picture.content) == ("image/png", PNG)
    assert (paper.headers["content-type"], paper.content) == ("application/pdf", PDF)
    assert paper.headers["content-disposition"].startswith("inline; filename*=UTF-8''ktp%20")
    for answered in (picture, paper):
        policy = answered.headers["content-security-policy"]
        assert policy == "default-src 'none'; sandbox; frame-ancestors 'self'"
        assert answered.headers["x-content-type-options"] == "nosniff"
        assert answered.headers["cache-control"] == "no-store"
    looks = desk.database.reads.list(ReadQuery(case=case, limit=50))
    seen = {one.what for one in looks if one.person == RINI}
    assert f"document {sha256(PNG).hexdigest()[:12]}" in seen


@pytest.mark.parametrize("content", [b"not there", b"<html><script>alert(1)</script>"])
def test_nothing_else_is_shown_within_our_pages(desk, case, rini, content):
    """Not what the case has not, nor bytes that are no picture and no PDF, whatever their name."""
    if content.startswith(b"<"):
        keep(desk.app.state.settings.files, content)
        paper = Attach(
            case=case,
            by=as_officer(),
            name="foto.png",
            sha256=sha256(content).hexdigest(),
            size=len(content),
            media_type="image/png",
        )
        do(desk, paper)

    assert view(rini, case, content).status_code == 404


def test_whoever_only_audits_brings_nothing(desk, case):
    auditor = desk.signed_in(AUDITOR)
    page = Page(auditor.get(f"/cases/{case}").text)

    assert not [one for one in page.all("input") if one.get("type") == "file"]
    assert not [one for one in page.all("textarea") if one.get("name") == "text"]


def test_a_note_names_people_by_name_and_is_kept_by_id(desk, case, rini):
    answered = write(rini, case, "Tolong @hesti.wulandari lihat, bukan @tidak.ada.")

    assert answered.headers["location"] == f"/cases/{case}?done=task_commented#notes"
    page = Page(rini.get(answered.headers["location"]).text)
    assert "Catatan ditambahkan." in page.text
    assert page.text.count("@Hesti Wulandari") == 2  # beside the task, and in the history
    assert "@tidak.ada" in page.text
    told = Page(rini.get(f"/cases/{case}?show=comments").text)
    assert "@Hesti Wulandari" in told.text


def test_a_note_that_says_nothing_is_refused_at_its_field(case, rini):
    answered = write(rini, case, "   ")

    assert answered.status_code == 422
    field = next(one for one in Page(answered.text).all("textarea") if one.get("name") == "text")
    assert field["aria-invalid"] == "true"


def test_a_note_whose_session_had_ended_stands_there_again(desk, case):
    browser = desk.signed_in()
    token = browser.token(f"/cases/{case}")
    desk.clock.pass_by(minutes=45)

    browser.send(f"/cases/{case}/notes", {"csrf": token, "text": "Menunggu OSS."})
    browser.sign_in()

    assert "Menunggu OSS." in browser.get(f"/cases/{case}").text
    write(browser, case, "Menunggu OSS.")
    assert "dikembalikan" not in browser.get(f"/cases/{case}").text


def test_every_note_is_on_a_page_of_its_own(desk, case, rini):
    for number in range(5):
        do(desk, Comment(case=case, by=as_officer(), text=f"Catatan {number}."))

    beside = Page(rini.get(f"/cases/{case}").text)
    whole = Page(rini.get(f"/cases/{case}/notes").text)

    assert f"/cases/{case}/notes" in beside.links
    assert all(f"Catatan {number}." in whole.text for number in range(5))


def test_who_can_be_named_is_who_reads_the_case(case, rini):
    named = rini.get(f"/cases/{case}/notes/people")

    assert named.headers["cache-control"] == "no-store"
    assert {"id": "hesti.wulandari", "name": "Hesti Wulandari"} in named.json()
    assert named.json() == sorted(named.json(), key=lambda one: one["name"])
