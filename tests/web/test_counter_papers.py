"""What is brought to the counter: papers filed with a case, and a letter about what is missing."""

from collections.abc import Iterator
from itertools import count

import pytest
from counter_desk import (
    FORM,
    Clerk,
    begins_at,
    counter_desk,
    problems,
)
from filing import PDF
from front_desk import Browser, FrontDesk
from page_reading import Page

from engine.core.errors import StorageFull
from engine.core.errors_uploads import UploadUnscanned
from engine.service.files import documents_of
from web.pages import counter_opening

SERIALS = count(1)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with counter_desk(tmp_path_factory.mktemp("counter")) as opened:
        yield opened


@pytest.fixture(scope="module")
def browser(desk: FrontDesk) -> Browser:
    return desk.signed_in()


@pytest.fixture
def clerk(desk: FrontDesk, browser: Browser) -> Clerk:
    return Clerk(desk, browser, next(SERIALS))


def kept_files(clerk: Clerk) -> set[str]:
    root = clerk.desk.app.state.settings.files
    return {one.name for one in root.rglob("*") if one.is_file()}


def test_a_document_that_is_not_taken_stops_everything_and_is_told_at_its_place(
    clerk: Clerk,
) -> None:
    files = [
        ("doc.ktp", ("ktp.pdf", PDF, "application/pdf")),
        ("doc.ktp", ("palsu.pdf", b"MZ", "application/pdf")),
        ("doc.foto", ("foto.exe", b"MZ", "application/octet-stream")),
    ]
    before = kept_files(clerk)
    answered = clerk.send("open", files=files, key="k")
    shown = Page(answered.text)

    assert answered.status_code == 422
    for words in ("palsu.pdf", "Isinya bukan .pdf yang benar", "foto.exe"):
        assert words in shown.text
    assert list(problems(shown)) == ["doc-ktp", "doc-foto"]
    assert begins_at(shown) == ["doc.ktp"]
    assert "semua dokumen harus dipilih lagi" in shown.text
    carried = {one["name"]: one.get("value") for one in shown.all("input") if one.get("name")}
    assert (carried["form.usaha"], carried["key"]) == ("Warung Bu Tini", "k")
    assert clerk.cases() == ()
    assert not kept_files(clerk) - before


def test_a_document_that_nobody_could_scan_stops_everything(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unscanned(*_: object) -> None:
        raise UploadUnscanned("no answer")

    monkeypatch.setattr(counter_opening, "look_at", unscanned)
    answered = clerk.send("open", files=[("doc.ktp", ("ktp.pdf", PDF, "application/pdf"))], key="k")

    assert answered.status_code == 422
    assert "pemindai virus tidak memberi jawaban" in Page(answered.text).text
    assert clerk.cases() == ()


def test_a_document_that_could_not_be_kept_with_the_open_case_is_told(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StorageFull("files")

    monkeypatch.setattr(counter_opening, "file_document", full)
    files = [("doc.ktp", ("ktp.pdf", PDF, "application/pdf"))]
    answered = clerk.send("open", files=files, key=clerk.key())

    assert answered.headers["location"].endswith("?lost=1")
    assert "1 dokumen tidak dapat disimpan" in clerk.get(answered.headers["location"]).text
    assert len(clerk.cases()) == 1


def test_documents_are_filed_with_their_requirements(clerk: Clerk) -> None:
    files = [
        ("doc.ktp", ("muka.pdf", PDF, "application/pdf")),
        ("doc.ktp", ("belakang.pdf", PDF + b"2", "application/pdf")),
        ("doc.foto", ("foto.jpg", b"\xff\xd8\xff\xe0", "image/jpeg")),
    ]
    assert clerk.send("open", files=files, key=clerk.key()).status_code == 303
    (case,) = clerk.cases()

    filed = documents_of(clerk.desk.database, clerk.desk.app.state.settings.files, case.case)
    assert {one.name for one in filed} == {"muka.pdf", "belakang.pdf", "foto.jpg"}


def test_a_form_sent_twice_files_each_document_once(clerk: Clerk) -> None:
    key, files = clerk.key(), [("doc.ktp", ("ktp.pdf", PDF, "application/pdf"))]
    for _ in range(2):
        assert clerk.send("open", files=files, key=key).status_code == 303
    (case,) = clerk.cases()

    filed = documents_of(clerk.desk.database, clerk.desk.app.state.settings.files, case.case)
    assert [one.name for one in filed] == ["ktp.pdf"]


def test_an_incomplete_file_is_returned_and_cannot_be_registered(clerk: Clerk) -> None:
    looked = clerk.review(requirement=["foto"], **{"form.luas": ""})
    held = clerk.send("open", key="k", requirement=["foto"], again="1")

    assert (looked.status_code, held.status_code) == (200, 409)
    for answered in (looked, held):
        shown = Page(answered.text)
        assert "1 persyaratan wajib belum dibawa" in shown.text
        assert "tidak didaftarkan" in shown.text
        assert {one.get("value") for one in shown.all("button") if one.get("name") == "act"} == {
            "lacking",
            "edit",
            "review",  # the same in English
        }
        assert begins_at(shown) == ["act"]
    assert clerk.cases() == ()


def test_what_is_missing_goes_on_a_letter_and_nothing_is_registered(clerk: Clerk) -> None:
    more = {"requirement": ["foto"], "form.nik": "3578"}
    asked = Page(clerk.send("lacking", **more).text)
    answered = clerk.send(
        "letter", **more, **{"note.foto": "buram & gelap", "note.other": "Materai\n\nMap biru"}
    )
    shown = Page(answered.text)

    assert "note.ktp" in [one.get("name") for one in asked.all("input")]
    assert answered.status_code == 200
    for words in ("KTP-el", "ID card", "belum dibawa", "not brought", "buram & gelap", "Materai"):
        assert words in shown.text
    assert "Senin, 23 November 2026" in shown.text
    assert "Monday, 23 November 2026" in shown.text
    assert "yang tertulis 4 angka" in shown.text
    assert "Rini Astuti" in shown.text
    assert clerk.cases() == ()


def test_only_what_must_be_brought_is_said_to_go_on_the_list(clerk: Clerk) -> None:
    assert "Persyaratan wajib yang tidak dicentang masuk daftar." in clerk.send("lacking").text


@pytest.mark.parametrize("act", ["edit", "review", "lacking", "letter"])
def test_the_other_language_takes_along_what_was_typed(clerk: Clerk, act: str) -> None:
    shown = Page(clerk.send(act, **{"note.ktp": "buram", "doc.ktp": "ktp.pdf"}).text)
    said = [(one.get("name"), one.get("value")) for one in shown.all("input")]
    (switch,) = (one for one in shown.all("button") if "formaction" in one)
    english = Page(clerk.send(str(switch["value"]), str(switch["formaction"])).text)

    assert switch["formaction"] == f"{FORM}?lang=en"
    assert switch["form"] in [one.get("id") for one in shown.all("form")]
    for one in (("applicant", "Tini Suhartini"), ("form.usaha", "Warung Bu Tini")):
        assert one in said
    assert ("note.ktp", "buram") in said
    assert ("doc.ktp", "ktp.pdf") not in said  # a name without its document
    assert "Bahasa Indonesia" in english.text
    assert "lang=en" in str(next(one for one in english.all("form") if one.get("id")).get("action"))


@pytest.mark.parametrize("act", ["edit", "review", "lacking"])
def test_enter_in_a_form_goes_on_with_it(clerk: Clerk, act: str) -> None:
    shown = Page(clerk.send(act).text)
    first = next(one for one in shown.all("button") if one.get("form") == "intake")

    assert first["value"] == {"edit": "review", "review": "open", "lacking": "letter"}[act]


def test_what_may_be_chosen_is_said_before_and_when_something_else_was(clerk: Clerk) -> None:
    looked = Page(clerk.review().text)
    held = clerk.send("open", key="k", files=[("doc.ktp", ("a.exe", b"MZ", "application/pdf"))])

    (accepts,) = {one.get("accept") for one in looked.all("input") if one.get("type") == "file"}
    assert accepts == ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"
    assert "pdf, jpg, jpeg, png, docx, xlsx, masing-masing" in looked.text
    assert "Berkas .exe tidak diterima; yang diterima: .pdf, .jpg," in Page(held.text).text


def test_a_letter_about_nothing_is_none(clerk: Clerk) -> None:
    answered = clerk.send("letter")

    assert answered.status_code == 422
    assert "Belum ada kekurangan yang ditulis" in Page(answered.text).text


def test_what_was_written_comes_back_to_be_changed(clerk: Clerk) -> None:
    shown = Page(clerk.send("edit", **{"note.ktp": "buram"}).text)
    stands = {one["name"]: one.get("value") for one in shown.all("input") if one.get("name")}

    assert stands["form.usaha"] == "Warung Bu Tini"
    assert stands["note.ktp"] == "buram"


@pytest.mark.parametrize("files", [(), [("doc.ktp", ("ktp.pdf", PDF, "application/pdf"))]])
def test_a_form_survives_a_session_that_ends_its_documents_do_not(desk: FrontDesk, files) -> None:
    clerk = Clerk(desk, desk.signed_in(), next(SERIALS))
    browser, before = clerk.browser, desk.clock.at
    fields = {"csrf": browser.token(FORM), "act": "open", "key": "k", **clerk.said}
    sent = {"origin": browser.origin, "referer": f"{browser.origin}{FORM}"}
    desk.clock.pass_by(minutes=45)
    answered = browser.client.post(FORM, data=fields, files=files or None, headers=sent)
    browser.sign_in()
    shown = clerk.get(FORM)
    stands = {one.get("name"): one.get("value") for one in shown.all("input")}

    assert answered.headers["location"].startswith("/sign-in?next=%2Fcounter%2Fsurat-uji")
    assert "kept=1" in answered.headers["location"]
    assert (stands["applicant"], stands["form.nik"]) == ("Tini Suhartini", clerk.nik)
    assert "Dokumen perlu dipilih lagi" in shown.text
    assert clerk.cases() == ()
    browser.post(f"{FORM}/forget", page=FORM)
    assert clerk.nik not in browser.get(FORM).text
    desk.clock.at = before
