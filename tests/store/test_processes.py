"""Processes that are there, and which of them leads."""

import threading
from datetime import datetime, timedelta

from builders import MONDAY

from engine.store import processes
from engine.store.rows import ProcessRow
from engine.store.unit import Store

MINUTE = timedelta(minutes=1)


def row(name: str, *, seen: datetime = MONDAY, **more: str) -> ProcessRow:
    usual = {"kind": "web", "release": "0.1.0", "prefect": "off"} | more
    return ProcessRow(name=name, started_at=MONDAY, seen_at=seen, **usual)


def say(store: Store, *rows: ProcessRow) -> None:
    for one in rows:
        store.write(lambda unit, process=one: processes.say(unit, process))


def take(
    store: Store, owner: str, *, after: timedelta = timedelta(), lasting: timedelta = MINUTE
) -> bool:
    now = MONDAY + after
    return store.write(
        lambda unit: processes.take(unit, "menyapu", owner=owner, now=now, until=now + lasting)
    )


def led_until(store: Store) -> datetime | None:
    return store.read(lambda reader: processes.led_until(reader, "menyapu"))


def test_who_says_it_is_there_is_listed_with_what_it_said_last(store: Store) -> None:
    say(store, row("b"), row("a", kind="worker"), row("b", seen=MONDAY + MINUTE, prefect="near"))

    listed = store.read(processes.list_all)

    assert listed == (row("b", seen=MONDAY + MINUTE, prefect="near"), row("a", kind="worker"))


def test_who_says_it_ends_or_was_silent_for_long_is_not(store: Store) -> None:
    say(store, row("ends"), row("silent"), row("there", seen=MONDAY + MINUTE))

    store.write(lambda unit: processes.gone(unit, "ends"))
    store.write(lambda unit: processes.forget(unit, before=MONDAY + MINUTE))

    assert [one.name for one in store.read(processes.list_all)] == ["there"]


def test_one_leads_until_its_time_is_over_and_may_go_on(store: Store) -> None:
    assert led_until(store) is None
    assert take(store, "a")
    assert not take(store, "b", after=MINUTE / 2)
    assert take(store, "a", after=MINUTE / 2)
    assert led_until(store) == MONDAY + 1.5 * MINUTE
    assert not take(store, "b", after=MINUTE)
    assert take(store, "b", after=1.5 * MINUTE)
    assert not take(store, "a", after=2 * MINUTE)


def test_a_lead_is_given_back_only_by_whoever_has_it(store: Store) -> None:
    take(store, "a")

    store.write(lambda unit: processes.give_back(unit, "menyapu", owner="b"))
    assert led_until(store) is not None
    store.write(lambda unit: processes.give_back(unit, "menyapu", owner="a"))

    assert led_until(store) is None
    assert take(store, "b")


def test_of_those_who_try_at_once_one_leads(store: Store) -> None:
    led: list[str] = []
    ready = threading.Barrier(4)

    def work(owner: str) -> None:
        ready.wait(30)
        if take(store, owner):
            led.append(owner)

    threads = [threading.Thread(target=work, args=(str(number),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert len(led) == 1


def test_a_lead_taken_by_a_clock_that_ran_far_ahead_does_not_last_until_then(store: Store) -> None:
    take(store, "a", after=timedelta(days=365))

    assert take(store, "b")
    assert not take(store, "c")
