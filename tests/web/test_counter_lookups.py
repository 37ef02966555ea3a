"""Looking people up by NIK at the counter: each time is noted, and nobody goes through them all."""

from collections.abc import Iterator

import pytest
from counter_desk import FORM, Clerk, counter_desk
from front_desk import FrontDesk
from page_reading import Page

from engine.core.ids import SopId
from engine.core.standing import Reach
from engine.service import counter
from engine.service.reads import ReadQuery

FREE = 60


@pytest.fixture
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    with counter_desk(tmp_path_factory.mktemp("counter")) as desk:
        yield Clerk(desk, desk.signed_in(), 1)


def look_up(clerk: Clerk, number: int, place: str = FORM, **more: str):
    return clerk.send("find", place, said={"form.nik": f"35780141078{number:05}"}, **more)


def misses(desk: FrontDesk) -> int:
    found = desk.database.reads.list(ReadQuery(limit=200))
    return [one.what for one in found].count("search by NIK: 0 cases")


def test_every_miss_is_noted_and_after_so_many_no_one_is_looked_up(clerk: Clerk) -> None:
    statuses = [look_up(clerk, 100 + number).status_code for number in range(FREE)]
    refused = look_up(clerk, 200, applicant="Tini Suhartini")

    assert statuses == [200] * FREE
    assert misses(clerk.desk) == FREE
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "600"
    page = Page(refused.text)
    assert "Pencarian berikutnya dapat dilakukan pukul 08.10 WIB" in page.text
    assert 'value="Tini Suhartini"' in refused.text  # nothing that was typed is lost
    english = Page(look_up(clerk, 201, place=f"{FORM}?lang=en").text).text
    assert "The next lookup can be made at" in english


def test_the_span_passes_and_whoever_asks_for_no_nik_is_not_held_up(clerk: Clerk) -> None:
    for number in range(FREE + 1):
        last = look_up(clerk, 100 + number)
    edited = clerk.send("edit")
    clerk.desk.clock.pass_by(minutes=10)
    after = look_up(clerk, 300)

    assert last.status_code == 429
    assert edited.status_code == 200
    assert after.status_code == 200


def test_nobody_is_looked_for_by_an_empty_name(clerk: Clerk) -> None:
    found = counter.cases_under_name(
        clerk.desk.database, "  ", SopId("surat-uji"), reach=Reach(everything=True)
    )

    assert found.total == 0
