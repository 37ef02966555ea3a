"""A task beside the list of the inbox: what it is about, and who passed it on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from front_desk import FrontDesk
from inbox_desk import CHECK, claimed, inbox_desk, opened
from page_reading import Page

from engine.core.ids import CaseId


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FrontDesk]:
    with inbox_desk(tmp_path) as desk:
        yield desk


def named(case: CaseId) -> str:
    return f"{case}.{CHECK}"


def test_a_preview_stands_beside_the_list_without_a_script(desk):
    case = opened(desk.database, "Tini")
    browser = desk.signed_in()

    whole = Page(browser.get(f"/inbox?tab=claimable&preview={named(case)}").text).text
    part = browser.get(f"/inbox/preview?tab=claimable&preview={named(case)}").text

    for words in (whole, Page(part).text):
        assert "Memeriksa kelengkapan" in words
        assert "Dewi Lestari" in words
        assert "KTP-el" in words
    assert "<html" not in part
    assert "3578014107850003" not in whole + part


def test_who_passed_a_task_on_is_still_told_after_it_was_claimed(desk):
    case = opened(desk.database, "Tini")
    desk.clock.pass_by(minutes=20)
    claimed(desk.database, case)

    told = Page(desk.signed_in().get(f"/inbox/preview?preview={named(case)}").text).text

    assert "Diteruskan Dewi Lestari, 20 menit yang lalu" in told
