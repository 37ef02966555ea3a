"""Every page there is, in a real browser: accessible, nothing sideways, no complaint, not heavy.

In both themes, wide and narrow. A page that is not in `every_page.PAGES` fails the first test.
"""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from axe import violations
from browsing import Watch
from every_page import ELSEWHERE, PAGES, House, house_in
from playwright.sync_api import Browser

from web.surface import served as addresses

pytestmark = pytest.mark.xdist_group("every-page")

HEAVIEST = 60_000
"""Bytes of a first visit as they are sent: page, style, script, font and icons."""
FACES = tuple(product(("light", "dark"), (1280, 390)))
SENDS_ITSELF = frozenset({"/counter/opened/{case}"})
"""Pages that fetch the rest of themselves once they are there."""
_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house_in(tmp_path_factory.mktemp("house")) as opened:
        yield opened


def shape(path: str) -> str:
    """An address without what is asked for, every blank alike, also one that is filled in."""
    plain = re.sub(r"{\w+}", "{}", path.partition("?")[0])
    plain = re.sub(r"/versions/1$", "/versions/{}", plain)
    return re.sub(r"/(act|account)/(pause|extend|reset)$", r"/\1/{}", plain)


def test_every_page_is_in_the_table() -> None:
    known = {shape(path) for paths in PAGES.values() for path in paths}
    known |= {shape(path) for path in ELSEWHERE}
    pages = (one for one in addresses() if one.is_page and not one.is_mount)
    shown = {shape(one.path): one.path for one in pages if one.method == "GET"}

    assert {path for form, path in shown.items() if form not in known} == set()


@pytest.mark.parametrize("who", PAGES)
def test_pages_are_accessible_fit_the_screen_and_complain_of_nothing(
    house: House, browser: Browser, who: str
) -> None:
    wrong: list[object] = []
    context = house.open(browser, who)
    page = context.new_page()
    watch = Watch(page)
    for path in PAGES[who]:
        until = "networkidle" if path in SENDS_ITSELF else "load"
        answered = page.goto(path.format(**house.names), wait_until=until)
        assert answered
        if (
            answered.status != (404 if path == "/nowhere" else 200)
            or answered.request.redirected_from
        ):
            wrong.append((path, answered.status, page.url))
        for theme, width in FACES:
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size({"width": width, "height": 900})
            again = theme == "dark"
            found = violations(page, only_colours=again)
            wrong += [(path, theme, width, one) for one in found]
            if page.evaluate(_SIDEWAYS):
                wrong.append((path, theme, width, "sideways"))
    wrong += [one for one in watch.complaints if "/nowhere" not in one and "404" not in one]
    context.close()

    assert wrong == [], "\n".join(str(one) for one in wrong)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        *(("officer", "/inbox"), ("counter", "/counter/{service}"), ("officer", "/cases/{case}")),
        *(("alur:manager", "/board"), ("alur:auditor", "/audit/cases/{late}")),
        *(("alur:author", "/sops/{sop}"), ("nobody", "/lacak"), ("nobody", "/sign-in")),
    ],
)
def test_a_first_visit_is_light(house: House, browser: Browser, who: str, path: str) -> None:
    signed = house.open(browser, who)
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        base_url=house.address,
        storage_state=signed.storage_state(),
    )
    page = context.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda one: sizes.append(sum(_sent(one.sizes()))))
    page.goto(path.format(**house.names), wait_until="load")
    page.evaluate("document.fonts.ready")

    assert 1_000 < sum(sizes) <= HEAVIEST, sizes
    context.close()
    signed.close()


def _sent(sizes) -> tuple[int, int]:
    return sizes["responseBodySize"], sizes["responseHeadersSize"]
