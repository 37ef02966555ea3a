"""What a day brought, counted from its first instant up to the first one after it."""

from datetime import datetime, timedelta

import pytest
from builders import MONDAY, action, human, person, workflow
from cabinet import Cabinet
from run_rows import begin, end, row

from engine.core.commands import Withdraw
from engine.core.ids import CaseId
from engine.store import day
from engine.store.unit import Store

HOUR = timedelta(hours=1)


@pytest.fixture
def flow():
    return workflow(human("terima"), action("nomor"))


def opened_and_closed(store: Store, flow, name: str, opened: datetime, closed: datetime | None):
    cabinet = Cabinet(store, flow)
    cabinet.now = opened
    cabinet.open(case=CaseId(name))
    if closed is not None:
        cabinet.now = closed
        cabinet.do(Withdraw(case=CaseId(name), by=person("rini"), reason="Batal"))
    return cabinet


def test_cases_count_on_the_day_of_their_opening_and_of_their_end(store: Store, flow) -> None:
    tomorrow = MONDAY + 24 * HOUR
    opened_and_closed(store, flow, "a", MONDAY, tomorrow - HOUR / 3600)
    opened_and_closed(store, flow, "b", MONDAY + HOUR, tomorrow)
    opened_and_closed(store, flow, "c", tomorrow, None)

    def counted(since: datetime, until: datetime) -> tuple[object, object, object]:
        return store.read(
            lambda reader: (
                day.opened(reader, since, until),
                day.closed(reader, since, until),
                day.deviations(reader, since, until),
            )
        )

    assert counted(MONDAY, tomorrow) == ({"contoh": 2}, {"contoh": {"withdrawn": 1}}, {})
    assert counted(tomorrow, tomorrow + 24 * HOUR) == (
        {"contoh": 1},
        {"contoh": {"withdrawn": 1}},
        {},
    )


def test_attempts_count_on_the_day_of_their_beginning_by_how_they_ended(store: Store) -> None:
    begin(store, row("a"), row("b"), row("c", after=24 * HOUR), row("d", sop="lain"))
    end(store, row("a"))
    end(store, row("d", sop="lain"), "failed")

    found = store.read(lambda reader: day.runs(reader, MONDAY, MONDAY + 24 * HOUR))

    assert found == {"contoh": {"done": 1, "running": 1}, "lain": {"failed": 1}}
