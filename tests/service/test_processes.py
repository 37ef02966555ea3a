"""Processes of an installation say that they are there, and lead one at a time."""

from datetime import timedelta

from msgspec.structs import replace
from offices import MONDAY, Office

from engine.service import processes
from engine.service.processes import ProcessView

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def process(name: str, *, after: timedelta = timedelta()) -> ProcessView:
    return ProcessView(
        name=name,
        kind="worker",
        started_at=MONDAY,
        seen_at=MONDAY + after,
        release="1",
        prefect="off",
    )


def names(office: Office) -> list[str]:
    return [one.name for one in processes.list_processes(office.database)]


def test_who_says_that_it_is_there_is_listed_until_it_says_that_it_ends(
    any_deed_office: Office,
) -> None:
    database = any_deed_office.database
    processes.say(database, process("a"))
    processes.say(database, process("b"))
    processes.say(database, process("a", after=MINUTE))

    assert processes.list_processes(database) == (process("a", after=MINUTE), process("b"))
    processes.say_gone(database, "a")
    assert names(any_deed_office) == ["b"]


def test_who_has_been_silent_for_a_day_is_forgotten_when_another_speaks(
    deed_office: Office,
) -> None:
    processes.say(deed_office.database, process("silent"))
    processes.say(deed_office.database, process("a", after=DAY))
    assert names(deed_office) == ["a", "silent"]

    processes.say(deed_office.database, process("a", after=DAY + SECOND))

    assert names(deed_office) == ["a"]


def test_who_missed_a_few_times_is_taken_to_be_gone() -> None:
    one = process("a")

    assert processes.SAID_EVERY * 2 < processes.GONE_AFTER
    assert processes.is_there(one, at=MONDAY)
    assert processes.is_there(one, at=MONDAY + processes.GONE_AFTER)
    assert not processes.is_there(one, at=MONDAY + processes.GONE_AFTER + SECOND)


def test_one_leads_for_so_long_and_another_afterwards(any_deed_office: Office) -> None:
    database = any_deed_office.database

    def lead(owner: str, after: timedelta) -> bool:
        return processes.lead(database, "sweep", owner=owner, at=MONDAY + after, lasting=MINUTE)

    assert processes.led_until(database, "sweep") is None
    assert lead("a", SECOND)
    assert not lead("b", MINUTE)
    assert lead("a", MINUTE)
    assert processes.led_until(database, "sweep") == MONDAY + 2 * MINUTE
    assert lead("b", 2 * MINUTE)


def test_a_lead_given_back_is_as_if_it_had_never_been_taken(deed_office: Office) -> None:
    database = deed_office.database
    processes.lead(database, "sweep", owner="a", at=MONDAY, lasting=MINUTE)

    processes.give_back(database, "sweep", owner="b")
    assert processes.led_until(database, "sweep") == MONDAY + MINUTE
    processes.give_back(database, "sweep", owner="a")

    assert processes.led_until(database, "sweep") is None


def test_somebody_dispatches_where_a_process_is_there_that_runs_effects(
    deed_office: Office,
) -> None:
    database = deed_office.database
    assert not processes.someone_dispatches(database, at=MONDAY)
    idle = replace(process("web"), prefect=processes.NOT_DISPATCHING)
    processes.say(database, idle)
    assert not processes.someone_dispatches(database, at=MONDAY)

    processes.say(database, process("worker"))

    assert processes.someone_dispatches(database, at=MONDAY)
    assert not processes.someone_dispatches(database, at=MONDAY + MINUTE)  # silent since
