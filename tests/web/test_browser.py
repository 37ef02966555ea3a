"""The pages in a real browser: quiet, nothing sticks out, and the keyboard is enough."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

import pytest
from browsing import Opening, Watch, follow, pages, served
from identities import let_in
from playwright.sync_api import Browser, Page, expect
from serving import HESTI, NIK, RINI, Office, api_in, settings_in

from web.app import create_app

pytestmark = pytest.mark.xdist_group("browser")

WIDE, PHONE = 1280, 390
NARROWEST = 320
"""As wide as 1280 pixels are at 400 % (WCAG 1.4.10)."""
FIRST_WITH_COLUMNS = 861
PAPER = 688
"""The width of A4 between its margins."""

LONG_NAME = "Perkumpulan" + "Usahawan" * 8
PAGES = ["/", "/?text=zz", "/?status=closed", "{busy}", "{finished}", "{long}", "/not-there"]
STOPS = "a[href], button, input:not([type=hidden]), select"


class Site(NamedTuple):
    """A server that runs, and where its cases are: one with returns, one closed, one long."""

    address: str
    busy: str
    finished: str
    long: str

    def at(self, place: str, language: str = "id") -> str:
        """The full address of a page."""
        path = place.format(busy=self.busy, finished=self.finished, long=self.long)
        sign = "&" if "?" in path else "?"
        return f"{self.address}{path}{sign}lang={language}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    with api_in(folder) as client:
        cases = furnish(Office(client))
    app = let_in(create_app(settings_in(folder, office="Kecamatan Uji", demo=True)))
    with served(app) as address:
        yield Site(address, *(f"/cases/{case}" for case in cases))


def furnish(office: Office) -> tuple[str, str, str]:
    """Fill the office so that no two numbers of the tally are alike."""
    finished = [office.open(applicant=f"Pemohon {number}") for number in range(3)]
    for case in finished:
        office.finish(case)
    for _ in range(2):
        office.client.post(f"/cases/{office.open()}/withdraw", headers=RINI, json={"reason": "X"})
    rejected = {"reason": "Tidak layak."}
    office.client.post(f"/cases/{office.open()}/reject", headers=HESTI, json=rejected)
    long = office.open(applicant=LONG_NAME, usaha="W" * 120)
    for number in range(4):
        office.open(applicant=f"Warga {number}", luas=50)
    return sent_back_four_times(office), finished[0], long


def sent_back_four_times(office: Office) -> str:
    case = office.open(luas=120)
    office.act(case, "periksa", "claim")
    for _ in range(4):
        office.act(case, "periksa", "return", reason="Foto buram.", to="pengajuan")
        office.act(case, "pengajuan", "complete", form={"usaha": "Warung", "nik": NIK, "luas": 50})
    office.check(case)
    note = {"text": "Surat lama.", "happened_at": "2026-11-20T09:15:00+07:00"}
    office.client.post(f"/cases/{case}/comment", headers=RINI, json=note)
    return case


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opening]:
    """Makes pages of a width; their contexts are gone after the test."""
    with pages(browser) as opening:
        yield opening


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_browser_has_nothing_to_complain_about(
    site: Site, opened: Opening, width: int, scheme: str
) -> None:
    page = opened(width, color_scheme=scheme)
    watch = Watch(page)

    for place, language in product(["/", "{busy}"], ["id", "en"]):
        page.goto(site.at(place, language))
        assert watch.complaints == [], (place, language)
        assert page.locator("html").get_attribute("lang") == language
        assert is_dark(page) == (scheme == "dark")
    assert any("/static/alur.css" in url for url in watch.answered)
    assert all(url.startswith(site.address) for url in watch.answered)


def is_dark(page: Page) -> bool:
    colour = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    parts = colour.removeprefix("rgb(").removesuffix(")").split(",")
    return sum(int(part) for part in parts) < 3 * 128


def test_a_complaint_would_be_heard(site: Site, opened: Opening) -> None:
    page = opened()
    watch = Watch(page)
    page.goto(site.at("/"))

    page.evaluate("document.body.setAttribute('style', 'color: red')")
    with page.expect_response("**/none.svg"):
        page.evaluate("() => { window.drawn = new Image(); window.drawn.src = '/static/none.svg' }")

    assert any("Content Security Policy" in one for one in watch.complaints)
    assert any(one.startswith("404:") for one in watch.complaints)


LAYOUT = """() => {
  const veiled = e => e && (getComputedStyle(e).clipPath !== 'none' || veiled(e.parentElement));
  const shown = [...document.querySelectorAll('body *')].filter(
    e => e.checkVisibility() && !veiled(e));
  const named = e => `${e.tagName} ${e.className.baseVal ?? e.className} ${e.textContent.trim()}`;
  const width = document.documentElement.clientWidth;
  const out = e => {
    const box = e.getBoundingClientRect();
    return box.right > width + .5 || box.left < -.5;
  };
  const scrolls = e => {
    const style = getComputedStyle(e);
    return /auto|scroll/.test(style.overflowX + style.overflowY)
      && (e.scrollHeight > e.clientHeight || e.scrollWidth > e.clientWidth);
  };
  return {
    shown: shown.length > 20,
    sideways: document.documentElement.scrollWidth > innerWidth,
    out: shown.filter(out).map(named),
    scrolls: shown.filter(scrolls).map(named),
  };
}"""
NEAT = {"shown": True, "sideways": False, "out": [], "scrolls": []}


@pytest.mark.parametrize("width", [WIDE, FIRST_WITH_COLUMNS, PHONE, NARROWEST])
@pytest.mark.parametrize("language", ["id", "en"])
def test_nothing_sticks_out_and_only_the_document_scrolls(
    site: Site, opened: Opening, width: int, language: str
) -> None:
    page = opened(width)

    for place in PAGES:
        page.goto(site.at(place, language))
        assert page.evaluate(LAYOUT) == NEAT, place


def test_the_first_stop_leads_to_the_content(site: Site, opened: Opening) -> None:
    page = opened()
    for place in ("/", "{busy}"):
        page.goto(site.at(place))
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        assert skip.inner_text() == "Langsung ke isi"
        assert skip.bounding_box()["y"] >= 0

        page.keyboard.press("Enter")
        expect(page.locator("#content")).to_be_focused()
        page.keyboard.press("Tab")
        assert page.locator("main :focus").count() == 1


STOP = """(stops) => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getClientRects()[0];
  const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const reachable = [...document.querySelectorAll(stops)].filter(one => one.checkVisibility());
  return {
    place: reachable.indexOf(e),
    ringed: style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2,
    seen: hit !== null && (e.contains(hit) || hit.contains(e)),
  };
}"""


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("place", ["/", "{busy}"])
def test_tab_goes_through_everything_in_order_and_shows_where_it_is(
    site: Site, opened: Opening, place: str, width: int
) -> None:
    page = opened(width)
    page.goto(site.at(place))
    count = page.locator(STOPS).filter(visible=True).count()

    stops = []
    for _ in range(count):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(STOP, STOPS))

    assert count > 8
    assert stops == [{"place": number, "ringed": True, "seen": True} for number in range(count)]


@pytest.mark.parametrize("place", ["/", "{busy}"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_typing_and_enter_search(site: Site, opened: Opening, place: str, language: str) -> None:
    page = opened()
    page.goto(site.at(place, language))

    page.get_by_role("searchbox").focus()
    page.keyboard.type("WARGA")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.get_by_role("searchbox").input_value() == "WARGA"
    assert page.locator("html").get_attribute("lang") == language
    names = page.locator(".list .c-who").all_inner_texts()
    assert sorted(names) == [f"Warga {number}" for number in range(4)]


def test_the_numbers_are_those_of_the_interface(site: Site, opened: Opening) -> None:
    page = opened()
    page.goto(site.at("/"))
    tally = page.request.get(f"{site.address}/api/v1/tally").json()
    standing = tally["by_standing"]
    kinds = ("open", "completed", "rejected", "withdrawn")
    numbers = [tally["total"], *(standing[kind] for kind in kinds), tally["returned_steps"]]

    assert [int(text) for text in page.locator(".tally dd").all_inner_texts()] == numbers
    assert len(set(numbers)) == len(numbers)
    for words, count in (("Semua", tally["total"]), ("Berjalan", standing["open"])):
        follow(page.get_by_role("link", name=words, exact=True))
        assert page.locator(".list tbody tr").count() == count
        assert f"{count} berkas cocok" in page.locator(".foot").inner_text()


COLOURS = """() => [...document.querySelectorAll('*')].map(e => {
  const style = getComputedStyle(e);
  return [style.color, style.backgroundColor, style.borderLeftColor, style.fill, style.colorScheme];
})"""


@pytest.mark.parametrize("place", ["/", "{busy}"])
def test_on_paper_there_is_only_what_is_read(site: Site, opened: Opening, place: str) -> None:
    page = opened(PAPER)
    page.goto(site.at(place))
    page.emulate_media(media="print")

    for gone in ("header.top", "nav", "form", "footer", ".skip"):
        assert page.locator(gone).filter(visible=True).count() == 0, gone
    assert page.locator("h1").is_visible()
    assert page.locator("thead").is_visible()
    assert page.evaluate(LAYOUT) == NEAT
    colours = page.evaluate(COLOURS)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(COLOURS) == colours


def test_nothing_needs_javascript(site: Site, opened: Opening) -> None:
    page = opened(java_script_enabled=False)
    watch = Watch(page)
    page.goto(site.at("/"))

    page.get_by_label("Cari nomor berkas atau nama pemohon").fill(LONG_NAME[:20])
    page.get_by_label("SOP").select_option("Surat Keterangan Uji")
    follow(page.get_by_role("button", name="Tampilkan"))
    follow(page.locator(".list").get_by_role("link"))
    follow(page.get_by_role("link", name="Terlama dulu"))
    assert page.locator(".tl li").first.get_attribute("id") == "e1"
    follow(page.get_by_role("link", name="English"))

    assert page.locator("h1").inner_text() == f"Test certificate: {LONG_NAME}"
    assert page.get_by_role("link", name="Oldest first").get_attribute("aria-current") == "true"
    assert watch.complaints == []
