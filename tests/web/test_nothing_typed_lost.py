"""What was typed comes back: after a failure of the store, and after signing in again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from counter_desk import FORM, SAID, counter_desk
from front_desk import HESTI, RINI, FrontDesk
from looking_after import DIAN, appoint_dian
from page_reading import Page
from tasking import case_at_check

from api.errors import status_of
from engine.core.errors import AlurError, CalendarInvalid, StoreUnavailable
from engine.core.ids import CaseId, PersonId
from engine.service import queries

WHY = "Antrean panjang sekali"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FrontDesk]:
    with counter_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def case(desk: FrontDesk) -> CaseId:
    return case_at_check(desk)


def failing(error: AlurError) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise error

    return fail


def too_late(desk: FrontDesk, who: PersonId, page: str, address: str, **fields: str):
    """Send a form when the session is over; the browser, and where it is once signed in again."""
    browser = desk.signed_in(who)
    token = browser.token(page)
    desk.clock.pass_by(minutes=45)
    sent = browser.send(address, {"csrf": token, **fields})
    assert "kept=1" in sent.headers["location"]
    (wanted,) = parse_qs(urlsplit(sent.headers["location"]).query)["next"]
    entered = browser.sign_in(who, next=wanted)
    return browser, str(entered.headers["location"])


def revealed(desk: FrontDesk, case: CaseId) -> int:
    history = queries.read_history(desk.database, case)
    return sum(type(one.recorded.event).__name__ == "DataRevealed" for one in history)


@pytest.mark.parametrize("act", ["review", "open"])
def test_a_failure_at_the_counter_leaves_the_form_as_it_was(
    desk: FrontDesk, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    browser = desk.signed_in()
    error = CalendarInvalid("contradicts") if act == "review" else StoreUnavailable("gone")
    monkeypatch.setattr("web.pages.counter.counter.foresee", failing(error))
    monkeypatch.setattr("web.pages.counter.open_case", failing(error))
    said = {**SAID, "form.nik": "3578014107800001"}

    answered = browser.post(FORM, act=act, **said)

    shown = {one.get("name"): one.get("value") for one in Page(answered.text).all("input")}
    assert answered.status_code == status_of(error)
    assert shown["applicant"] == SAID["applicant"]
    assert shown["form.nik"] == "3578014107800001"


@pytest.mark.parametrize("error", [StoreUnavailable("gone"), CalendarInvalid("contradicts itself")])
def test_a_failure_of_an_act_leaves_its_form_as_it_was(
    desk: FrontDesk, case: CaseId, monkeypatch: pytest.MonkeyPatch, error: AlurError
) -> None:
    browser = desk.signed_in()
    monkeypatch.setattr("api.deps.execute", failing(error))

    answered = browser.post(f"/cases/{case}/act/withdraw", reason=WHY)

    assert answered.status_code == status_of(error)
    assert 'id="refused"' in answered.text
    assert WHY in answered.text


def test_a_failure_where_people_are_looked_after_leaves_the_form_as_it_was(
    desk: FrontDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    appoint_dian(desk)
    browser, error = desk.signed_in(DIAN), StoreUnavailable("gone")
    monkeypatch.setattr("web.admin_desk.handover.change", failing(error))

    answered = browser.post("/admin/people/new", name="Tuti Ningsih")

    assert answered.status_code == status_of(error)
    assert "Tuti Ningsih" in answered.text


def test_an_act_on_a_task_that_came_too_late_finds_its_task_again(
    desk: FrontDesk, case: CaseId
) -> None:
    page = f"/cases/{case}/act/assign?task=2"
    (action,) = (
        one["action"]
        for one in Page(desk.signed_in(HESTI).get(page).text).all("form")
        if "/act/" in str(one.get("action"))
    )

    browser, back = too_late(desk, HESTI, page, str(action), task="2", to=RINI, reason=WHY)

    assert (action, back) == (page, page)
    assert WHY in browser.get(back).text


def test_what_was_written_for_one_task_is_not_shown_for_another(
    desk: FrontDesk, case: CaseId
) -> None:
    page = f"/cases/{case}/act/assign?task=2"

    browser, back = too_late(desk, HESTI, page, page, task="9", to=RINI, reason=WHY)

    shown = browser.get(back)
    assert (back, shown.status_code) == (page, 200)
    assert WHY not in shown.text


def test_why_data_is_to_be_read_comes_back_and_is_read_once(desk: FrontDesk, case: CaseId) -> None:
    address = f"/cases/{case}/reveal"

    browser, back = too_late(desk, RINI, address, address, fields="form.nik", reason=WHY)
    page = Page(browser.get(back).text)
    ticked = [one["value"] for one in page.all("input") if "checked" in one]

    assert (back, ticked) == (address, ["form.nik"])
    assert WHY in page.text
    for _ in range(2):
        done = browser.post(address, fields="form.nik", reason=WHY, key="once")
        assert "3578014107850003" in done.text
    assert revealed(desk, case) == 1
    assert WHY not in browser.get(address).text


def test_a_form_from_before_somebody_signed_in_anew_is_there_again(desk: FrontDesk) -> None:
    browser = desk.signed_in(RINI)
    token = browser.token(FORM)
    browser.post("/sign-out", page="/account")
    browser.sign_in(RINI)
    sent = browser.send(FORM, {"csrf": token, "act": "review", **SAID})
    shown = Page(browser.get(sent.headers["location"]).text)

    assert sent.status_code == 303
    assert sent.headers["location"] == FORM
    fields = {one.get("name"): one.get("value") for one in shown.all("input")}
    assert fields["applicant"] == SAID["applicant"]


def test_a_form_of_somebody_else_in_the_same_browser_is_told_and_not_kept(desk: FrontDesk) -> None:
    browser = desk.signed_in(HESTI)
    token = browser.token("/account")
    browser.post("/sign-out", page="/account")
    browser.sign_in(RINI)
    sent = browser.send(FORM, {"csrf": token, "act": "review", **SAID})

    assert sent.status_code == 403
    assert "dibuka sebelum Anda masuk yang terakhir" in Page(sent.text).text
    assert f'value="{SAID["applicant"]}"' not in browser.get(FORM).text
