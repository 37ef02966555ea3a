"""Many commands in one transaction."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from migrated import migrated_database
from offices import HESTI, MONDAY, RINI, Office, an_office, sqlite_url
from timed_office import TimedOffice, local

from engine.core.commands import Comment, Extend
from engine.core.durations import duration_from_text
from engine.core.errors import InputRefused
from engine.core.events import TimeExtended
from engine.core.time_events import CaseEscalated, DeviationRecorded, WarningGiven
from engine.service.batch import CarryOut, together
from engine.service.execute import execute
from engine.service.queries import read_history, tally
from engine.service.timers import sweep_all
from engine.service.upkeep import rebuild_views


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path)
    else:
        url = migrated_database(request.getfixturevalue("postgres_url"))
    with an_office(url) as made:
        yield made


def test_commands_of_a_batch_are_kept_as_if_each_had_come_alone(office: Office) -> None:
    case, other = office.open(), office.open()

    def job(carry_out: CarryOut) -> int:
        for text in ("satu", "dua"):
            carry_out(Comment(case=case, by=RINI, text=text), at=MONDAY)
        return carry_out(Comment(case=other, by=RINI, text="tiga"), at=MONDAY).seq

    together(office.database, job)
    execute(office.database, Comment(case=case, by=RINI, text="empat"), at=MONDAY)

    texts = [entry.recorded.event for entry in read_history(office.database, case)[-3:]]
    assert [getattr(event, "text", "") for event in texts] == ["satu", "dua", "empat"]


def test_a_refusal_within_a_batch_does_not_spoil_the_others(office: Office) -> None:
    case = office.open()

    def job(carry_out: CarryOut) -> None:
        with pytest.raises(InputRefused):
            carry_out(Comment(case=case, by=RINI, text=" "), at=MONDAY)
        carry_out(Comment(case=case, by=RINI, text="satu"), at=MONDAY)

    before = tally(office.database).events
    together(office.database, job)

    assert tally(office.database).events == before + 1


def test_more_time_that_is_refused_within_a_batch_leaves_nothing_of_what_passed(
    timed_office: TimedOffice,
) -> None:
    case = timed_office.on("2026-04-06 08:00").file()
    timed_office.accept(case)
    late = local("2026-04-14 10:00")
    more = Extend(
        case=case, by=HESTI, amount=duration_from_text("1 hari kerja"), reason="Menunggu rapat"
    )

    def job(carry_out: CarryOut) -> None:
        with pytest.raises(InputRefused, match="late_case:0 is recorded"):
            carry_out(more, at=late)
        carry_out(Comment(case=case, by=RINI, text="satu"), at=late)

    before = tally(timed_office.database).events
    together(timed_office.database, job)

    assert tally(timed_office.database).events == before + 1
    assert sweep_all(timed_office.database, at=late).recorded > 0


def test_more_time_comes_after_what_passed_as_one(timed_office: TimedOffice) -> None:
    case = timed_office.on("2026-04-06 08:00").file()
    timed_office.accept(case)
    soon = local("2026-04-07 10:00")
    more = Extend(
        case=case, by=HESTI, amount=duration_from_text("1 hari kerja"), reason="Menunggu rapat"
    )

    receipt = together(timed_office.database, lambda carry_out: carry_out(more, at=soon))

    told = [entry.recorded for entry in read_history(timed_office.database, case)]
    assert [one.seq for one in told] == list(range(1, receipt.seq + 1))
    assert isinstance(told[-1].event, TimeExtended)
    assert isinstance(told[-2].event, DeviationRecorded | WarningGiven | CaseEscalated)
    before = tally(timed_office.database)
    assert rebuild_views(timed_office.database) == 1
    assert tally(timed_office.database) == before


def test_a_batch_that_breaks_off_leaves_nothing(office: Office) -> None:
    case = office.open()
    before = tally(office.database)

    def job(carry_out: CarryOut) -> None:
        carry_out(Comment(case=case, by=RINI, text="satu"), at=MONDAY)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        together(office.database, job)

    assert tally(office.database) == before


def test_rebuilt_views_are_the_views(office: Office) -> None:
    office.open()
    before = tally(office.database)

    assert rebuild_views(office.database) == 1
    assert tally(office.database) == before
