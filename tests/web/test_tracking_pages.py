"""Applicants' pages and the receipt: one request, for a while, and nothing of it in any log."""

import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from front_desk import AUDITOR, PASSWORD, FrontDesk, front_desk, open_accounts
from page_reading import Page
from serving import NIK
from tracking_desk import OFFICER, let_go, opened_at

from api.tracked import LASTS
from engine.core.ids import CaseId
from engine.service.log_lines import set_up
from engine.service.tracking_codes import TrackingPass, pass_of, renew

OWN = "/lacak/permohonan"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with front_desk(tmp_path_factory.mktemp("desk")) as opened:
        open_accounts(opened.database, AUDITOR)
        yield opened


@pytest.fixture
def own(tmp_path: Path) -> Iterator[FrontDesk]:
    """An office for a test that counts tries or passes time."""
    with front_desk(tmp_path) as opened:
        yield opened


def opened(office: FrontDesk) -> TrackingPass:
    return opened_at(office.database)


def follow(office: FrontDesk, shown: TrackingPass, language: str = ""):
    browser = office.browser()
    place = f"/lacak{language}"
    return browser, browser.send(place, {"code": shown.code.lower(), "pin": shown.pin})


def test_code_and_pin_lead_to_the_request_in_both_languages(office: FrontDesk) -> None:
    shown = opened(office)
    for language, title in (("", "Surat Keterangan Uji"), ("?lang=en", "Test certificate")):
        browser, answered = follow(office, shown, language)
        assert (answered.status_code, answered.headers["location"]) == (303, f"{OWN}{language}")
        page = browser.get(answered.headers["location"])
        assert page.status_code == 200
        assert f"<h1>{title}</h1>" in page.text
        assert page.headers["cache-control"] == "no-store"
        assert "noindex" in page.headers["x-robots-tag"]
        for word in ("Tini", NIK, "Warung", "rini", shown.case, shown.pin):
            assert word not in page.text, word


def test_the_page_bears_its_link_to_be_printed_and_leads_to_the_standard(
    office: FrontDesk,
) -> None:
    shown = opened(office)
    browser, answered = follow(office, shown, "?lang=en")
    by_code = Page(browser.get(answered.headers["location"]).text)
    by_link = Page(office.browser().get(f"/lacak/{shown.link}").text)

    for page in (by_code, by_link):
        assert f"http://localhost/lacak/{shown.link}" in page.links
        assert str(page.all("img")[0]["src"]).startswith("data:image/svg+xml")
    (standard,) = (one for one in by_code.links if one.startswith("/standards/"))
    assert standard == "/standards/surat-uji?lang=en"
    assert office.browser().get(standard).status_code == 200


def test_the_link_shows_the_same_without_anything_to_type(office: FrontDesk) -> None:
    shown = opened(office)
    page = office.browser().get(f"/lacak/{shown.link}")

    assert page.status_code == 200
    assert "Surat Keterangan Uji" in page.text
    assert "set-cookie" not in page.headers
    assert page.headers["referrer-policy"] == "same-origin"


def test_whatever_is_wrong_the_same_page_says_so(office: FrontDesk) -> None:
    shown = opened(office)
    browser = office.browser()
    typed = [(shown.code, "no-pin"), ("K7M-Q2X-V9V", shown.pin), ("K7M", "1")]
    answers = [browser.send("/lacak", {"code": code, "pin": pin}) for code, pin in typed]
    by_link = browser.get(f"/lacak/{shown.link[:-1]}")

    assert {one.status_code for one in (*answers, by_link)} == {404}
    pages = [one.text for one in answers]
    pages.append(by_link.text.replace(f"/lacak/{shown.link[:-1]}", "/lacak"))
    said = {re.sub(r' value="[^"]*"', "", one) for one in pages}
    assert len(said) == 1
    assert not any(f'"{pin}"' in one.text for one in answers for _, pin in typed)
    fields = [
        one for one in Page(answers[0].text).all("input") if one.get("name") in ("code", "pin")
    ]
    assert [str(one["aria-describedby"]).split()[0] for one in fields] == ["form-wrong"] * 2
    assert {one["aria-invalid"] for one in fields} == {"true"}
    assert 'role="alert" id="form-wrong"' in answers[0].text


def test_what_was_not_typed_is_asked_for(office: FrontDesk) -> None:
    page = Page(office.browser().send("/lacak", {"code": "K7M-Q2X-V9V"}).text)
    (pin,) = (one for one in page.all("input") if one.get("name") == "pin")

    assert pin["aria-invalid"] == "true"


def test_a_form_of_another_site_finds_nothing(office: FrontDesk) -> None:
    shown = opened(office)
    sent = {"code": shown.code, "pin": shown.pin}
    answered = office.browser().send("/lacak", sent, headers={"origin": "http://elsewhere.example"})

    assert answered.status_code == 403
    assert "set-cookie" not in answered.headers


def test_the_page_of_a_request_closes_after_a_while_and_when_it_is_left(own: FrontDesk) -> None:
    shown = opened(own)
    browser, _ = follow(own, shown)
    left, _ = follow(own, shown)
    assert left.send("/lacak/selesai", {}).headers["location"] == "/lacak?why=left"

    assert left.get(OWN).headers["location"] == "/lacak?why=over"
    assert browser.get(OWN).status_code == 200
    own.clock.pass_by(seconds=LASTS.total_seconds() + 1)
    assert browser.get(OWN).headers["location"] == "/lacak?why=over"
    assert "15 menit" in browser.get("/lacak?why=over").text


def test_a_new_code_closes_the_pages_that_the_old_one_opened(own: FrontDesk) -> None:
    shown = opened(own)
    browser, _ = follow(own, shown)
    renew(own.database, shown.case, by=OFFICER, at=own.clock.at)

    assert browser.get(OWN).status_code == 303
    assert browser.get(f"/lacak/{shown.link}").status_code == 404


@pytest.mark.parametrize("said", ["", "x", "AAAA", "é"])
def test_a_cookie_that_is_not_ours_opens_nothing(office: FrontDesk, said: str) -> None:
    browser = office.browser()
    answered = browser.get(OWN, headers={"cookie": f"alur-lacak={said}".encode()})

    assert answered.headers["location"] == "/lacak?why=over"


def test_guesses_are_held_with_words_and_the_link_still_works(own: FrontDesk) -> None:
    shown = opened(own)
    browser = own.browser()
    for number in range(10):
        browser.send("/lacak", {"code": f"{number}" * 9, "pin": "1"})
    held = browser.send("/lacak", {"code": shown.code, "pin": shown.pin})

    assert held.status_code == 429
    assert int(held.headers["retry-after"]) <= 60
    assert "Terlalu banyak percobaan" in held.text
    assert browser.get(f"/lacak/{shown.link}").status_code == 200


def test_neither_code_nor_pin_nor_link_reaches_the_log(office: FrontDesk) -> None:
    shown = opened(office)
    into = io.StringIO()
    handler = set_up("json", into)
    try:
        browser, _ = follow(office, shown)
        browser.get(OWN)
        browser.get(f"/lacak/{shown.link}")
        browser.get(f"/api/v1/tracking/{shown.link}")
        browser.get(f"/api/v1/tracking/{shown.link}x")
        browser.send("/lacak", {"code": shown.code, "pin": "no-pin"})
        browser.client.post("/api/v1/tracking", json={"code": shown.code, "pin": shown.pin})
    finally:
        logging.getLogger().removeHandler(handler)

    told = into.getvalue()
    assert [json.loads(one)["route"] for one in told.splitlines()][2:4] == [
        "/lacak/{link}",
        "/api/v1/tracking/{link}",
    ]
    bare = shown.code.replace("-", "")
    for word in (shown.link, shown.link[9:], shown.code, bare, bare.lower(), f'"{shown.pin}"'):
        assert word not in told


def receipt(browser, case: CaseId, **fields: str):
    return browser.post(f"/cases/{case}/receipt", page=f"/cases/{case}", **fields)


def test_the_counter_prints_a_receipt_with_everything_on_it(office: FrontDesk) -> None:
    shown = opened(office)
    page = receipt(office.signed_in(), shown.case).text

    for word in (shown.code, shown.pin, "KTP-el", "T••• S•••", str(shown.case), "/lacak"):
        assert word in page, word
    assert "Tini" not in page.split("<article")[1].split("</article>")[0]
    assert re.search(r'src="data:image/svg\+xml', page)


def test_the_receipt_turns_over_into_the_other_language(office: FrontDesk) -> None:
    case = opened(office).case
    browser = office.signed_in()
    page = Page(receipt(browser, case).text)
    (switch,) = (one for one in page.all("button") if "formaction" in one)
    english = browser.post(str(switch["formaction"]), page=f"/cases/{case}")

    assert switch["form"] == "receipt"
    assert english.status_code == 200
    assert "Receipt" in english.text


def test_an_answer_without_an_address_of_its_own_leads_to_the_page_above(own: FrontDesk) -> None:
    browser = own.signed_in()
    gone = browser.send("/cases/nowhere/receipt", {"csrf": browser.token("/inbox")})
    refused = browser.send("/account/second-factor/confirm", {"csrf": "none"})

    assert "/cases/nowhere?lang=en" in Page(gone.text).links
    assert "/account/second-factor?lang=en" in Page(refused.text).links


def test_a_lost_receipt_gets_a_new_code_and_the_same_form_twice_only_one(own: FrontDesk) -> None:
    shown = opened(own)
    browser = own.signed_in()
    first, again = (receipt(browser, shown.case, new=shown.code).text for _ in range(2))
    new = pass_of(own.database, shown.case)

    assert new.code != shown.code
    assert all(new.code in page and shown.code not in page for page in (first, again))
    assert follow(own, shown)[1].status_code == 404
    assert follow(own, new)[1].status_code == 303


def test_an_auditor_gets_no_receipt_and_is_offered_none(office: FrontDesk) -> None:
    shown = opened(office)
    browser = office.browser()
    browser.sign_in(AUDITOR, PASSWORD)
    page = browser.get(f"/cases/{shown.case}")

    assert page.status_code == 200
    assert "/receipt" not in page.text
    token = browser.token(f"/cases/{shown.case}")
    refused = browser.send(f"/cases/{shown.case}/receipt", {"csrf": token})
    assert refused.status_code == 403
    assert shown.pin not in refused.text


def test_a_record_that_is_gone_has_no_receipt_and_no_new_code(office: FrontDesk) -> None:
    shown = opened(office)
    browser = office.signed_in()
    assert "/receipt" in browser.get(f"/cases/{shown.case}").text
    token = browser.token(f"/cases/{shown.case}")
    let_go(office.database, shown.case, office.clock.at)
    page = browser.get(f"/cases/{shown.case}").text
    for new in ({}, {"new": shown.code}):
        refused = browser.send(f"/cases/{shown.case}/receipt", {"csrf": token, **new})
        assert refused.status_code == 409
        assert shown.code not in refused.text

    assert "/receipt" not in page


def test_the_proof_says_what_to_do_with_it(office: FrontDesk) -> None:
    page = office.browser().get(f"/lacak/{opened(office).link}").text

    assert "tunjukkan tanda itu di loket atau kepada pengawas" in page


def test_a_demonstration_shows_an_example_that_works_and_nothing_else_does(
    office: FrontDesk, tmp_path: Path
) -> None:
    opened(office)
    assert "peragaan" not in office.browser().get("/lacak").text
    with front_desk(tmp_path, demo=True) as demo:
        assert "Contoh untuk peragaan" not in demo.browser().get("/lacak").text
        opened(demo)
        text = demo.browser().get("/lacak").text
        found = re.search(r"kode (\S+), PIN (\d{6})", text)
        assert found is not None
        browser = demo.browser()
        answered = browser.send("/lacak", {"code": found[1], "pin": found[2]})
        assert answered.status_code == 303


def test_the_sign_in_page_says_where_applicants_ask(office: FrontDesk) -> None:
    assert 'href="/lacak"' in office.browser().get("/sign-in").text
    assert 'href="/lacak?lang=en"' in office.browser().get("/sign-in?lang=en").text


def test_a_code_lasts_as_long_as_the_case(own: FrontDesk) -> None:
    shown = opened(own)
    own.clock.at += timedelta(days=400)

    assert follow(own, shown)[1].status_code == 303
