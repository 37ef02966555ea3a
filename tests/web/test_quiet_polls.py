"""Pages that ask for news by themselves keep nobody signed in; whoever works stays so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from front_desk import BUDI, FrontDesk, front_desk, open_accounts

QUIET = {"Alur-Quiet": "1"}
STATIC = Path("web/static")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with front_desk(tmp_path_factory.mktemp("office")) as opened:
        open_accounts(opened.database, BUDI)
        yield opened


@pytest.mark.parametrize("address", ["/inbox/news?tab=mine", "/board?part=1"])
def test_a_page_that_asks_by_itself_does_not_put_off_the_end(desk: FrontDesk, address: str) -> None:
    browser = desk.signed_in(BUDI)
    for _ in range(2):
        desk.clock.pass_by(minutes=14)
        assert browser.get(address, headers=QUIET).status_code == 200
    desk.clock.pass_by(minutes=2)

    ended = browser.get(address, headers=QUIET)

    assert ended.status_code == 303
    assert ended.headers["location"].endswith("why=idle")


def test_the_same_asked_by_somebody_is_use(desk: FrontDesk) -> None:
    browser = desk.signed_in(BUDI)
    for _ in range(3):
        desk.clock.pass_by(minutes=14)
        assert browser.get("/board?part=1").status_code == 200


def test_a_form_is_use_whatever_it_says_of_itself(desk: FrontDesk) -> None:
    browser = desk.signed_in(BUDI)
    token = browser.token("/account")
    for _ in range(3):
        desk.clock.pass_by(minutes=14)
        sent = browser.send("/account/sessions/end-others", {"csrf": token}, QUIET)
        assert "sign-in" not in sent.headers["location"]


def test_the_pages_say_so_when_they_ask(desk: FrontDesk) -> None:
    board = desk.signed_in(BUDI).get("/board").text

    assert """hx-headers='{"Alur-Quiet": "1"}'""" in board
    assert '"Alur-Quiet": "1"' in (STATIC / "inbox.js").read_text()
