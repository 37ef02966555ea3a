"""An auditor in a real browser: finds a case, slides through it, sees who saw what."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from audit_desk import WHY, Desk, audit_desk
from browsing import Opening, Watch, follow, pages, served
from playwright.sync_api import Browser, Page, expect
from sop_versions import AUDITOR

pytestmark = pytest.mark.xdist_group("browser")

SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with audit_desk(tmp_path_factory.mktemp("audit")) as made:
        yield made


@pytest.fixture(scope="module")
def site(desk: Desk) -> Iterator[str]:
    with served(desk.client.app) as address:  # type: ignore[arg-type]
        yield address


@pytest.fixture
def opening(browser: Browser, site: str) -> Iterator[Opening]:
    with pages(browser, base_url=site, extra_http_headers=AUDITOR) as opening:
        yield opening


def find(page: Page) -> None:
    """From the desk to the replay of the case that went oddly."""
    page.goto("/audit?lang=en")
    page.get_by_label("Case number, tracking code, applicant, NIK").fill("budi")
    follow(page.get_by_role("button", name="Search", exact=True))
    follow(page.locator("tr[data-row] a[data-open]"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Budi Hartono")
    expect(page.get_by_role("heading", name="The history is whole")).to_be_visible()


def expect_moment(page: Page, event: int, words: str) -> None:
    expect(page.locator("#then")).to_have_attribute("data-seq", str(event))
    expect(page.locator("#moment")).to_contain_text(words)


def current(page: Page):  # a locator
    return page.locator("tr.current th")


def play(page: Page) -> None:
    """Let it run from the last event, which begins anew, and stop it."""
    page.get_by_role("link", name="Last", exact=True).click()
    expect_moment(page, 12, "Deviation")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect_moment(page, 2, "was opened")
    page.get_by_role("button", name="Pause").click()


def taken_away(page: Page, form: str = "XES event log") -> bytes:
    """A log as the browser saves it."""
    page.goto("/audit/exports?lang=en")
    page.get_by_label(form).check()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download").click()
    return Path(saved.value.path()).read_bytes()


def complaints(watch: Watch) -> list[str]:
    """All but that a page which turned out to be a file was left."""
    return [one for one in watch.complaints if "/audit/exports/file" not in one]


def test_sliding_moves_the_matrix_and_the_state_together(opening: Opening, desk: Desk) -> None:
    page = opening()
    watch = Watch(page)
    find(page)
    expect(current(page)).to_have_count(2)
    expect(page.get_by_role("button", name="Go", exact=True)).to_be_hidden()
    slider = page.get_by_label("Slide to see the case as it was")

    slider.fill("5")
    expect_moment(page, 5, "claimed step 2")
    expect(current(page)).to_contain_text("Check the file")
    expect(page.get_by_role("region", name="In whose hands")).to_contain_text("rini")
    expect(page).to_have_url(f"{page.url.partition('?')[0]}?lang=en&event=5")

    slider.press("ArrowRight")
    expect_moment(page, 6, "departed from the SOP")
    expect(current(page)).to_have_count(0)

    page.get_by_role("link", name="Next", exact=True).click()
    expect_moment(page, 7, "found the file complete")
    expect(page.get_by_role("link", name="Next", exact=True)).to_be_focused()
    page.keyboard.press("[")
    expect_moment(page, 6, "departed from the SOP")

    play(page)

    follow(page.get_by_role("link", name="Who saw personal data"))
    expect(page.locator("tr.full-read")).to_contain_text(WHY)
    assert taken_away(page).startswith(b"<?xml")
    expect(page.locator("[data-state=done]")).to_contain_text("events")
    assert complaints(watch) == []


def test_without_javascript_links_and_a_button_do_it(opening: Opening, desk: Desk) -> None:
    page = opening(390, java_script_enabled=False)
    watch = Watch(page)
    find(page)

    slider = page.get_by_label("Slide to see the case as it was")
    slider.focus()
    for _ in range(7):
        slider.press("ArrowLeft")
    follow(page.get_by_role("button", name="Go", exact=True))
    expect_moment(page, 5, "claimed step 2")
    assert not page.evaluate(SIDEWAYS)
    follow(page.get_by_role("link", name="Next", exact=True))
    expect_moment(page, 6, "departed from the SOP")
    follow(page.get_by_role("link", name="First", exact=True))
    expect_moment(page, 1, "opened a case")

    follow(page.get_by_role("link", name="Verify against the whole ledger"))
    expect(page.get_by_role("heading", name="The history is whole")).to_be_visible()
    assert len(taken_away(page, "Table of cases").splitlines()) == 3
    assert complaints(watch) == []
