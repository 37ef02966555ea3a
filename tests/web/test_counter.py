"""The counter, served: nothing is opened while anything is wrong, and what is opened is once."""

from collections.abc import Iterator
from itertools import count

import pytest
from counter_desk import (
    FORM,
    HASTY,
    LEISURELY,
    PERMITS,
    SWIFT,
    Clerk,
    begins_at,
    counter_desk,
    problems,
)
from front_desk import AUDITOR, HESTI, RINI, Browser, FrontDesk, open_accounts
from page_reading import Page

from engine.core.errors import NotPermitted
from engine.core.ids import CaseId, SopId, UnitId
from engine.core.standing import Reach
from engine.service import counter, queries
from engine.service.reads import ReadQuery
from engine.service.times import case_times
from engine.service.tracking_codes import pass_of

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


def services(page: Page) -> list[str]:
    return [one for one in page.links if one.startswith("/counter/")]


def test_services_are_those_whose_cases_the_person_may_open(clerk: Clerk) -> None:
    shown = clerk.get("/counter")

    assert services(shown) == [LEISURELY, HASTY, SWIFT, PERMITS, FORM]
    assert "janji 5 hari kerja" in shown.text
    assert "Test certificate" in shown.text


@pytest.mark.parametrize(
    ("typed", "found"), [("uj", [FORM]), ("kilat", [SWIFT]), ("TEST", [FORM]), ("zz", [])]
)
def test_without_javascript_letters_are_looked_for_in_both_languages(
    clerk: Clerk, typed: str, found: list[str]
) -> None:
    shown = clerk.get(f"/counter?q={typed}")

    assert services(shown) == found
    assert ("Tidak ada layanan yang cocok" in shown.text) == (not found) or found


def test_who_holds_no_role_is_told_so_and_reaches_no_form(desk: FrontDesk) -> None:
    open_accounts(desk.database, AUDITOR)
    auditor = Clerk(desk, desk.signed_in(AUDITOR), next(SERIALS))

    assert "Tidak ada layanan yang dapat Anda buka" in auditor.get("/counter").text
    assert auditor.browser.get(FORM).status_code == 404
    assert auditor.browser.get("/counter/no-such").status_code == 404


def test_the_form_stands_beside_the_six_components_of_the_standard(clerk: Clerk) -> None:
    shown = clerk.get(FORM)
    asked = [one.get("name") for one in shown.all("input") if one.get("id")]

    for words in ("Persyaratan", "Prosedur", "Jangka waktu", "Biaya/tarif", "Produk layanan"):
        assert words in shown.text
    assert "Pengaduan, saran, dan masukan" in shown.text
    assert [one for one in asked if one][1:6] == [
        "form.nik",
        "applicant",
        "contact",
        "form.usaha",
        "form.luas",
    ]
    assert begins_at(shown) == ["form.nik"]


WRONG = [
    ({"form.nik": "35780141"}, "form-nik", "NIK terdiri atas 16 angka; yang tertulis 8 angka."),
    ({"form.nik": "35780141x7850003"}, "form-nik", "NIK hanya berisi angka"),
    ({"form.nik": "0000004107850003"}, "form-nik", "000000 bukan kode wilayah"),
    ({"form.nik": "3578019907850003"}, "form-nik", "990785 bukan tanggal"),
    ({"form.nik": ""}, "form-nik", "Harus diisi"),
    ({"applicant": " "}, "applicant", "Tulis nama pemohon."),
    ({"applicant": "T" * 201}, "applicant", "200"),
    ({"contact": "0" * 201}, "contact", "200"),
    ({"form.usaha": ""}, "form-usaha", "Harus diisi"),
    ({"form.usaha": "U" * 121}, "form-usaha", "120"),
    ({"form.luas": "luas"}, "form-luas", "angka"),
    ({"form.luas": "-1"}, "form-luas", "0"),
]


@pytest.mark.parametrize("act", ["review", "open"])
@pytest.mark.parametrize(("changed", "field", "words"), WRONG)
def test_a_wrong_value_is_told_at_its_field_and_nothing_is_opened(
    clerk: Clerk, act: str, changed: dict[str, str], field: str, words: str
) -> None:
    answered = clerk.send(act, **changed, again="1", key="k1")
    shown = Page(answered.text)

    assert answered.status_code == 422
    assert list(problems(shown)) == [field]
    assert words in shown.text
    assert begins_at(shown) == [field.replace("-", ".")]
    assert clerk.cases() == ()


def test_of_several_wrong_values_the_first_has_the_focus_and_nothing_typed_is_lost(
    clerk: Clerk,
) -> None:
    said = {"applicant": "", "form.nik": "1", "form.luas": "<b>"}
    shown = Page(clerk.review(**said).text)
    stands = {one.get("name"): one.get("value") for one in shown.all("input")}

    assert set(problems(shown)) == {"form-nik", "applicant", "form-luas"}
    assert begins_at(shown) == ["form.nik"]
    assert "3 isian perlu diperbaiki" in shown.text
    assert (stands["form.nik"], stands["form.luas"]) == ("1", "<b>")
    assert stands["form.usaha"] == "Warung Bu Tini"
    ticked = [one["value"] for one in shown.all("input") if "checked" in one]
    assert ticked == ["ktp", "foto"]


def test_a_form_is_wrong_in_english_too(clerk: Clerk) -> None:
    answered = clerk.browser.send(
        f"{FORM}?lang=en", {"csrf": clerk.browser.token(FORM), "act": "review"}
    )

    assert "must be put right" in answered.text or "have to be put right" in answered.text
    assert "Write the applicant&#39;s name." in answered.text


def test_looked_over_the_promise_is_that_of_the_case_opened_then(clerk: Clerk) -> None:
    said = {"applicant": "Tini Suhartini", "form.usaha": "Warung"}
    shown = Page(clerk.review(HASTY, said=said).text)
    case = clerk.open(HASTY, said=said)
    times = case_times(clerk.desk.database, CaseId(case), at=clerk.desk.clock.at)

    assert times.promise is not None
    assert times.promise.due is not None
    assert f"{times.promise.due.date()}" == "2026-11-26"
    assert "Janji: selesai Kamis, 26 November 2026" in shown.text
    assert "3 hari kerja, dihitung sejak didaftarkan sekarang." in shown.text


def test_a_promise_from_a_complete_file_says_so_and_when_that_were_now(clerk: Clerk) -> None:
    said = {"applicant": "Tini Suhartini", "form.usaha": "Warung"}
    shown = Page(clerk.review(PERMITS, said=said).text)

    assert "Janji: 3 hari kerja sejak berkas dinyatakan lengkap" in shown.text
    assert "Bila dinyatakan lengkap sekarang: selesai Kamis, 26 November 2026" in shown.text
    assert clerk.cases() == ()


def test_without_a_calendar_only_the_length_is_promised(clerk: Clerk) -> None:
    shown = Page(clerk.review().text)

    assert "Janji: 5 hari kerja sejak berkas dinyatakan lengkap" in shown.text
    assert "Bila dinyatakan" not in shown.text


def test_a_promise_in_hours_is_told_to_the_minute(clerk: Clerk) -> None:
    said = {"applicant": "Tini Suhartini", "form.usaha": "Warung"}
    shown = Page(clerk.review(SWIFT, said=said).text)

    assert "Janji: selesai Senin, 23 November 2026 pukul 11.00 WIB" in shown.text
    assert "3 jam kerja, dihitung sejak didaftarkan sekarang." in shown.text


def test_an_sop_may_promise_nothing(clerk: Clerk) -> None:
    said = {"applicant": "Tini Suhartini", "form.usaha": "Warung"}

    assert "SOP ini tidak menjanjikan" in Page(clerk.review(LEISURELY, said=said).text).text


def test_a_case_of_a_service_without_a_standard_leads_its_applicant_to_none(clerk: Clerk) -> None:
    said = {"applicant": "Tini Suhartini", "form.usaha": "Warung"}
    case = CaseId(clerk.open(LEISURELY, said=said))
    link = pass_of(clerk.desk.database, case).link
    shown = Page(clerk.desk.browser().get(f"/lacak/{link}").text)

    assert "Penerbitan izin" in shown.text
    assert not [one for one in shown.links if one.startswith("/standards/")]


def test_a_name_that_the_sop_asks_for_again_is_the_applicants_unless_said(clerk: Clerk) -> None:
    missing = Page(clerk.review(SWIFT, said={"form.usaha": "Warung"}).text)
    said = {"applicant": "Tini Suhartini", "form.usaha": "Warung"}
    same = clerk.open(SWIFT, said=said)
    other = clerk.open(SWIFT, said=said | {"form.nama": "Tini binti Ahmad"})

    assert "Kosong: sama dengan nama pemohon." in missing.text
    assert list(problems(missing)) == ["applicant"]
    names = [
        queries.show_case(clerk.desk.database, CaseId(one)).data["form.nama"]
        for one in (same, other)
    ]
    assert names == ["Tini Suhartini", "Tini binti Ahmad"]


def test_a_name_that_was_corrected_leaves_nothing_of_the_wrong_one(clerk: Clerk) -> None:
    said = {"applicant": "Tini Suhartni", "form.usaha": ""}
    for act in ("review", "edit"):
        shown = Page(clerk.send(act, SWIFT, said=said).text)
        (again,) = (one for one in shown.all("input") if one.get("name") == "form.nama")
        assert not again.get("value")
    looked = Page(clerk.review(SWIFT, said=said | {"form.usaha": "Warung"}).text)
    assert "form.nama" not in [one.get("name") for one in looked.all("input")]


def test_looked_over_the_nik_is_masked_and_stands_in_no_address(clerk: Clerk) -> None:
    answered = clerk.review()
    shown = Page(answered.text)

    assert f"3578********{clerk.nik[-4:]}" in shown.text
    assert clerk.nik not in shown.text
    addresses = [*shown.links, *(one.get("action") for one in shown.all("form"))]
    assert not [one for one in addresses if clerk.nik in str(one)]


def test_what_was_looked_over_is_opened_with_one_press(clerk: Clerk) -> None:
    case = clerk.open()
    view = queries.show_case(clerk.desk.database, CaseId(case))
    told = clerk.get(f"/counter/opened/{case}")

    assert view.summary.applicant.name == "Tini Suhartini"
    assert view.data["form.usaha"] == "Warung Bu Tini"
    assert view.data["form.luas"] == "12.5"
    assert view.data["form.nik"] == f"3578********{clerk.nik[-4:]}"
    assert view.requirements == ("ktp", "foto")
    assert "Berkas Tini Suhartini dibuka" in told.text
    assert f"/cases/{case}/receipt" in [one.get("action") for one in told.all("form")]
    keys = {one.get("data-key") for one in (*told.all("a"), *told.all("button"))}
    assert {"n", "p"} <= keys


def test_a_form_sent_twice_opens_one_case(clerk: Clerk) -> None:
    key = clerk.key()
    sent = [clerk.send("open", key=key) for _ in range(3)]

    assert {one.status_code for one in sent} == {303}
    assert len({one.headers["location"] for one in sent}) == 1
    assert len(clerk.cases()) == 1


def test_another_request_in_the_same_form_is_told_which_case_that_form_opened(
    clerk: Clerk,
) -> None:
    key = clerk.key()
    clerk.send("open", key=key)
    answered = clerk.send("open", key=key, **{"form.usaha": "Warung lain"})
    (case,) = clerk.cases()

    assert answered.status_code == 409
    assert f"Formulir ini sudah membuka berkas {case.case}" in Page(answered.text).text


def test_the_same_request_again_is_opened_only_when_the_counter_says_so(clerk: Clerk) -> None:
    first = clerk.open()
    looked = Page(clerk.review().text)
    held = clerk.send("open", key=clerk.key())
    told = Page(held.text)

    for shown in (looked, told):
        assert "Mungkin permohonan yang sama" in shown.text
        assert f"/cases/{first}" in shown.links
        assert "Berjalan" in shown.text
    assert held.status_code == 409
    assert begins_at(told) == ["again"]
    assert len(clerk.cases()) == 1
    assert clerk.send("open", key=clerk.key(), again="1").status_code == 303
    assert len(clerk.cases()) == 2


def test_another_persons_case_is_no_duplicate(clerk: Clerk) -> None:
    clerk.open()
    other = clerk.review(**{"form.nik": f"35780141078{next(SERIALS):05}"})

    assert "Mungkin permohonan yang sama" not in other.text


def test_where_no_nik_is_asked_for_the_name_tells_the_same_request(clerk: Clerk) -> None:
    said = {"applicant": "Siti Rahma", "form.usaha": "Warung"}
    clerk.open(PERMITS, said=said)

    same = clerk.send("open", PERMITS, said=said | {"applicant": "siti  RAHMA"}, key="k")
    other = clerk.send("open", PERMITS, said=said | {"applicant": "Siti Rahmawati"}, key="l")
    assert (same.status_code, other.status_code) == (409, 303)
    assert "Ada pemohon bernama sama" in Page(same.text).text


def test_what_a_rule_forbids_is_told_before_anything_is_promised(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise NotPermitted("rini.astuti may not do this")

    monkeypatch.setattr(counter, "foresee", forbidden)
    answered = clerk.review()

    assert answered.status_code == 403
    assert "Tini Suhartini" in [one.get("value") for one in Page(answered.text).all("input")]


def test_a_person_is_found_by_nik_and_that_is_noted(clerk: Clerk) -> None:
    case = clerk.open()
    answered = clerk.send("find", said={"form.nik": clerk.nik})
    shown = Page(answered.text)
    clerk.desk.database.reads.flush()
    noted = {one.what for one in clerk.desk.database.reads.list(ReadQuery())}

    assert answered.status_code == 200
    assert f"/cases/{case}" in shown.links
    name = next(one for one in shown.all("input") if one.get("id") == "applicant")
    assert name["value"] == "Tini Suhartini"
    assert problems(shown) == {}
    assert "search by NIK: 1 cases" in noted


def test_a_nik_that_nobody_knows_or_that_is_none_proposes_nobody(clerk: Clerk) -> None:
    clerk.open()
    unknown = Page(clerk.send("find", said={"form.nik": f"35780141078{next(SERIALS):05}"}).text)
    wrong = clerk.send("find", said={"form.nik": "12"})

    assert "Belum ada berkas dengan NIK ini" in unknown.text
    assert wrong.status_code == 422
    assert list(problems(Page(wrong.text))) == ["form-nik"]


def test_the_nik_is_in_no_log(clerk: Clerk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    clerk.send("find", said={"form.nik": clerk.nik})
    case = clerk.open()
    clerk.get(f"/counter/opened/{case}")

    told = " ".join(f"{one.getMessage()} {vars(one)}" for one in caplog.records)
    assert "/counter/{sop}" in told
    assert clerk.nik not in told
    assert "Tini" not in told


def test_today_lists_what_one_opened_oneself_since_midnight(clerk: Clerk) -> None:
    before = clerk.desk.clock.at
    clerk.desk.clock.pass_by(seconds=1)  # the newest, whatever was opened before
    case = clerk.open()
    hesti = Clerk(clerk.desk, clerk.desk.signed_in(HESTI), next(SERIALS))
    assert "Belum ada berkas hari ini" in hesti.get("/counter").text
    hers = hesti.open(applicant="Asep Saepudin")

    mine, others = clerk.get("/counter"), hesti.get("/counter")
    assert (f"/cases/{case}" in mine.links, f"/cases/{hers}" in mine.links) == (True, False)
    assert (f"/cases/{case}" in others.links, f"/cases/{hers}" in others.links) == (False, True)
    assert "1 berkas hari ini" in others.text
    clerk.desk.clock.pass_by(hours=16)  # past midnight of the office
    tomorrow = Clerk(clerk.desk, clerk.desk.signed_in(), next(SERIALS))
    assert "Belum ada berkas hari ini" in tomorrow.get("/counter").text
    clerk.desk.clock.at = before


def test_what_one_opened_is_cut_and_counted_within_reach(clerk: Clerk) -> None:
    database = clerk.desk.database
    clerk.desk.clock.pass_by(seconds=60)  # after all that was opened before
    since = clerk.desk.clock.at
    case = clerk.open()
    clerk.desk.clock.pass_by(seconds=1)
    clerk.open(PERMITS)
    unit = queries.show_case(database, CaseId(case)).summary.unit

    def opened(*of: tuple[UnitId, SopId | None]) -> tuple[list[str], int]:
        reach = Reach(of=frozenset(of))
        found = counter.opened_by(database, RINI, since=since, reach=reach, most=1)
        return [one.case for one in found.items], found.total

    assert opened((unit, SopId("surat-uji"))) == ([case], 1)
    assert opened((unit, None))[1] == 2
    assert opened((UnitId("lain"), None)) == ([], 0)


def test_a_case_beyond_reach_is_nowhere_opened(clerk: Clerk) -> None:
    assert clerk.browser.get("/counter/opened/1m82adbvjcaxmfy6").status_code == 404


def test_every_page_of_the_counter_weighs_little(clerk: Clerk) -> None:
    for answered in (clerk.browser.get("/counter"), clerk.browser.get(FORM), clerk.review()):
        assert len(answered.content) < 24_000
