"""Where somebody's day begins, and which rooms they are shown."""

import pytest
from front_desk import PASSWORD, RINI, front_desk
from page_reading import Page

from engine.core.ids import RoleId, UnitId
from engine.core.standing import Standing
from web.places import home_of, places_for

UNIT = UnitId("kecamatan")


def held(*roles: str) -> list[Standing]:
    return [Standing(role=RoleId(role), unit=UNIT) for role in roles]


@pytest.mark.parametrize(
    ("roles", "home"),
    [
        ((), "/"),
        (("loket",), "/inbox"),
        (("alur:manager",), "/board"),
        (("alur:auditor",), "/audit"),
        (("alur:administrator",), "/admin"),
        (("alur:privacy",), "/audit/reads"),
        (("alur:author",), "/sops/submissions"),
        (("alur:approver",), "/sops/submissions"),
        (("alur:approver", "loket"), "/inbox"),
        (("alur:archivist",), "/"),
        (("alur:manager", "loket"), "/inbox"),
        (("alur:auditor", "alur:manager"), "/audit"),
    ],
)
def test_the_day_begins_with_what_is_to_be_done(roles: tuple[str, ...], home: str) -> None:
    assert home_of(held(*roles)) == home


@pytest.mark.parametrize(
    ("roles", "closed"),
    [
        (("loket",), {"board", "audit", "admin"}),
        (("alur:manager",), {"inbox", "counter", "audit", "admin"}),
        (("alur:auditor",), {"inbox", "counter", "reads"}),
    ],
)
def test_rooms_that_would_refuse_are_not_shown(roles: tuple[str, ...], closed: set[str]) -> None:
    assert closed.isdisjoint(one.name for one in places_for(held(*roles)))


@pytest.mark.parametrize(
    ("roles", "shown"),
    [(("alur:manager",), True), (("alur:approver",), True), (("alur:administrator",), False)],
)
def test_who_may_change_calendars_is_shown_them(roles: tuple[str, ...], *, shown: bool) -> None:
    assert ("calendars" in {one.name for one in places_for(held(*roles))}) is shown


def test_signing_in_leads_there_in_the_language_of_the_page(tmp_path) -> None:
    with front_desk(tmp_path) as desk:
        browser = desk.browser()
        sent = browser.post("/sign-in?lang=en", name=RINI, password=PASSWORD)
        home = browser.get(sent.headers["location"])

        assert home.headers["location"] == "/inbox?lang=en"
        assert "/inbox?lang=en" in Page(browser.get("/inbox?lang=en").text).links
        assert desk.browser().get("/home").headers["location"].startswith("/sign-in")


def test_a_cases_address_cut_short_leads_to_the_list_as_asked_for(tmp_path) -> None:
    with front_desk(tmp_path) as desk:
        browser = desk.signed_in()
        asked = browser.get("/cases?text=Tini%20S&lang=en")

        assert (asked.status_code, asked.headers["location"]) == (303, "/?text=Tini%20S&lang=en")
        assert browser.get("/cases").headers["location"] == "/"
        assert desk.browser().get("/cases").headers["location"].startswith("/sign-in")
