"""Processes say that they are there; one that is silent is taken to be gone."""

from datetime import timedelta
from pathlib import Path

from builders import MONDAY
from offices import Office, an_office, sqlite_url

from engine.service import processes
from engine.service.processes import GONE_AFTER, ProcessView, is_there

MINUTE = timedelta(minutes=1)


def view(name: str, **more: object) -> ProcessView:
    usual: dict[str, object] = {
        "name": name,
        "kind": "web",
        "started_at": MONDAY,
        "seen_at": MONDAY,
        "release": "0.1.0",
        "prefect": "near",
    }
    return ProcessView(**(usual | more))  # type: ignore[arg-type]


def names(office: Office) -> list[str]:
    return [one.name for one in processes.list_processes(office.database)]


def test_who_ends_says_so_and_who_was_silent_for_a_day_is_forgotten(tmp_path: Path) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        for name in ("a", "b", "c"):
            processes.say(office.database, view(name))
        processes.say_gone(office.database, "b")
        assert names(office) == ["a", "c"]

        processes.say(office.database, view("c", seen_at=MONDAY + timedelta(days=1, seconds=1)))

        assert names(office) == ["c"]


def test_who_was_silent_for_a_while_is_not_there() -> None:
    assert is_there(view("a"), at=MONDAY + GONE_AFTER)
    assert not is_there(view("a"), at=MONDAY + GONE_AFTER + timedelta(seconds=1))


def test_a_lead_that_was_given_back_was_never_taken(tmp_path: Path) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        database = office.database
        assert processes.lead(database, "w", owner="a", at=MONDAY, lasting=MINUTE)
        assert processes.led_until(database, "w") == MONDAY + MINUTE

        processes.give_back(database, "w", owner="a")

        assert processes.led_until(database, "w") is None
