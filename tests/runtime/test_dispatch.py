"""What waits in the outbox is done, once."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from builders_calendar import an_office_calendar, at, clock, compiled, hours
from migrated import migrated_database
from msgspec.structs import replace
from offices import (
    CALLING,
    HESTI,
    MONDAY,
    REGISTERS,
    RINI,
    WAITING,
    Office,
    an_office,
    definition,
    put_in_force,
    sqlite_url,
)

from api.deps import _KEY
from engine.actions.numbering import formatted
from engine.core.calendar_version import SpecialDay
from engine.core.clock_measures import DayRule
from engine.core.commands import RetryAction, Withdraw
from engine.core.durations import Duration, duration_from_text
from engine.core.effects import WakeAt
from engine.core.ids import ActivationId, CaseId, NodeId, SopId, StepId
from engine.core.text import Text
from engine.core.waiting import wakes_at
from engine.core.workflow import Retry
from engine.runtime.crew import Crew
from engine.runtime.dispatch import run_pending
from engine.runtime.perform import perform
from engine.service import effects
from engine.service.calendar_edits import Edit, apply
from engine.service.catalogue import find_workflow, publish
from engine.service.effects import Begun, Shift
from engine.service.linked import linked_cases
from engine.service.outcomes import backoff
from engine.service.queries import list_cases, show_case
from engine.service.runs import attempts_of
from engine.service.views import CaseFilter
from engine.settings import Settings
from engine.sop.registers import CalendarEntry, UnitEntry
from engine.store import catalogue


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    url = (
        sqlite_url(tmp_path)
        if request.param == "sqlite"
        else migrated_database(request.getfixturevalue("postgres_url"))
    )
    with an_office(url) as made:
        yield made


def up_to_the_number(office: Office) -> CaseId:
    case = office.open()
    office.complete(case, "terima", RINI)
    office.complete(case, "periksa", HESTI, outcome="ya")
    return case


def crew_of(office: Office, owner: str = "alur") -> Crew:
    return Crew(office.database, Settings(prefect="off"), owner=owner, now=lambda: office.now)


def run(office: Office) -> int:
    return run_pending(crew_of(office))


def begun_by(office: Office, owner: str) -> Begun:
    """The one effect that waits, claimed for a second."""
    shift = Shift(owner=owner, lease=timedelta(seconds=1))
    (one,) = effects.take_up(office.database, shift, at=office.now, limit=5)
    return one


def test_numbers_are_given_out_in_order_and_without_gaps(office: Office) -> None:
    first, second = up_to_the_number(office), up_to_the_number(office)

    assert run(office) == 2

    numbers = [
        show_case(office.database, case).data["result.nomor.number"] for case in (first, second)
    ]
    assert numbers == ["001/KEC/XI/2026", "002/KEC/XI/2026"]
    assert office.at(first) == {"serah"}
    assert run(office) == 0


def test_an_effect_delivered_twice_uses_up_one_number(office: Office) -> None:
    case = up_to_the_number(office)
    one = begun_by(office, "a")
    office.now += timedelta(minutes=1)
    late = begun_by(office, "b")
    assert late.claimed.attempt == 2

    assert perform(crew_of(office, "a"), one).outcome == "done"
    assert perform(crew_of(office, "b"), late).outcome == "void"

    (first, second) = attempts_of(office.database, case, late.claimed.activation)
    assert (first.outcome, second.outcome) == ("lost", "void")
    other = up_to_the_number(office)
    run(office)
    assert show_case(office.database, case).data["result.nomor.number"] == "001/KEC/XI/2026"
    assert show_case(office.database, other).data["result.nomor.number"] == "002/KEC/XI/2026"


def test_a_call_opens_a_linked_case_whose_end_comes_back(office: Office) -> None:
    parent = office.open("izin")
    office.complete(parent, "terima", RINI)
    run(office)

    (child,) = [c for c in list_cases(office.database, CaseFilter()).items if c.sop == "surat"]
    view = show_case(office.database, child.case)
    assert view.parent is not None
    assert view.parent.case == parent
    assert view.data == {"form.usaha": "Warung Bu Tini"}
    calling = show_case(office.database, parent)
    assert linked_cases(
        office.database, calling, find_workflow(office.database, calling.summary.sop)
    ) == (child.case,)
    assert linked_cases(office.database, view, find_workflow(office.database, child.sop)) == ()
    office.do(Withdraw(case=child.case, by=HESTI, reason="Dibatalkan"))
    run(office)

    assert show_case(office.database, parent).data["result.rekomendasi.result"] == "withdrawn"
    assert office.at(parent) == {"serah"}


def test_an_end_that_cannot_be_told_is_an_incident_that_a_retry_mends(office: Office) -> None:
    parent = office.open("izin")
    office.complete(parent, "terima", RINI)
    run(office)
    (child,) = [c for c in list_cases(office.database, CaseFilter()).items if c.sop == "surat"]
    office.do(Withdraw(case=child.case, by=HESTI, reason="Dibatalkan"))
    office.database.store.administer(
        lambda connection: connection.exec_driver_sql("UPDATE outbox SET payload = '{'")
    )

    run(office)
    (task,) = show_case(office.database, parent).summary.at
    assert f"the end of case {child.case} cannot be told" in task.incident
    office.do(RetryAction(case=parent, by=HESTI, activation=task.activation))
    run(office)

    assert show_case(office.database, parent).data["result.rekomendasi.result"] == "withdrawn"
    assert office.at(parent) == {"serah"}


def test_nobody_can_take_the_key_of_a_linked_case_over_http(office: Office) -> None:
    parent = office.open("izin")
    office.complete(parent, "terima", RINI)
    run(office)

    rows = office.database.store.read(
        lambda reader: reader._run("SELECT key FROM command_receipt", {}).fetchall()
    )

    ((key,),) = rows
    assert parent in key
    assert not re.fullmatch(_KEY, key)


def test_a_call_that_fails_for_good_is_an_incident_that_can_be_tried_again(office: Office) -> None:
    put_in_force(office.database, definition("macet", steps=CALLING.replace("[usaha]", "[]")))
    parent = office.open("macet")
    office.complete(parent, "terima", RINI)

    for _ in range(3):
        run(office)
        office.now += timedelta(hours=5)

    (task,) = show_case(office.database, parent).summary.at
    assert "usaha" in task.incident
    assert run(office) == 0
    office.do(RetryAction(case=parent, by=HESTI, activation=task.activation))
    assert show_case(office.database, parent).summary.at[0].incident == ""
    assert run(office) == 1


def test_a_waiting_row_passes_when_its_time_has_come(office: Office) -> None:
    case = office.open("jeda")

    run(office)
    assert office.at(case) == {"tunggu"}
    office.now = by_clock("2026-11-26 23:59:59")
    run(office)

    assert office.at(case) == {"serah"}


def test_an_effect_of_a_case_that_went_elsewhere_is_forgotten(office: Office) -> None:
    case = up_to_the_number(office)

    office.do(Withdraw(case=case, by=HESTI, reason="Dibatalkan"))

    assert run(office) == 0


def test_a_failed_attempt_waits_twice_as_long_each_time() -> None:
    retry = Retry(attempts=5, backoff=duration_from_text("2 menit"))

    waits = [backoff(retry, attempt) for attempt in (1, 2, 3, 30)]

    assert waits == [timedelta(minutes=m) for m in (2, 4, 8, 240)]
    assert backoff(Retry(), 1) == timedelta(minutes=1)


ONE = ActivationId(1)
CUT_OFF = DayRule(cut_off=time(7, 30))


@pytest.mark.parametrize(
    ("wait", "wakes"),
    [
        (WakeAt(activation=ONE, until="2026-12-24"), "2026-12-24 00:00"),
        (WakeAt(activation=ONE, until="entah"), None),
        (WakeAt(activation=ONE), None),
        ("36 jam kalender", "2026-11-24 20:00"),
        ("2 hari", "2026-11-25 23:59:59"),
        ("1 bulan", "2026-12-23 23:59:59"),
        ("13 bulan", "2027-12-23 23:59:59"),
        ("90 menit", "2026-11-23 09:30"),
        ("7 jam", "2026-11-23 16:00"),
        ("2 hari kerja", "2026-11-25 16:00"),
    ],
)
def test_the_instant_at_which_a_wait_is_over(wait: WakeAt | str, wakes: str | None) -> None:
    office = compiled("kantor-wib")
    if isinstance(wait, str):
        wait = WakeAt(activation=ONE, duration=duration_from_text(wait))

    instant = wakes_at(wait, MONDAY, office, DayRule())

    assert (None if instant is None else clock(office, instant)) == wakes


def test_working_days_are_counted_by_the_rule_of_the_sop() -> None:
    office = compiled("kantor-wib")
    wait = WakeAt(activation=ONE, duration=duration_from_text("2 hari kerja"))

    assert clock(office, wakes_at(wait, MONDAY, office, CUT_OFF)) == "2026-11-26 16:00"
    same_day = DayRule(day_one="same_day")
    assert clock(office, wakes_at(wait, MONDAY, office, same_day)) == "2026-11-24 16:00"


def by_clock(told: str) -> datetime:
    return at(compiled("kantor-wib"), told)


def waiting(office: Office, length: str) -> CaseId:
    """A case that waits for so long from now."""
    put_in_force(office.database, definition("macet", steps=WAITING.replace("3 hari", length)))
    return office.open("macet")


def test_a_wait_of_working_days_passes_over_weekend_and_holidays(office: Office) -> None:
    office.now = by_clock("2026-12-22 09:00")
    case = waiting(office, "4 hari kerja")

    office.now = by_clock("2026-12-30 15:59")
    run(office)
    assert office.at(case) == {"tunggu"}
    office.now = by_clock("2026-12-30 16:00")
    run(office)

    assert office.at(case) == {"serah"}


def publish_as_before_there_were_bounds(office: Office, length: Duration) -> None:
    """Let the version in force of `jeda` wait so long, which no check lets pass any more."""
    flow = find_workflow(office.database, SopId("jeda"))
    step = flow.known_step(StepId("tunggu"))
    nodes = {**flow.nodes, NodeId("tunggu"): replace(step, duration=length)}
    endless = replace(flow, nodes=nodes, version=2, hash="0" * 64)
    office.database.store.write(
        lambda unit: catalogue.insert_sop(unit, endless, "", by=RINI.person, at=MONDAY)
    )


@pytest.mark.parametrize("length", ["999999 hari kerja", "999999 bulan", "999999 jam"])
def test_a_wait_beyond_all_years_is_an_incident_that_says_so(office: Office, length: str) -> None:
    publish_as_before_there_were_bounds(office, duration_from_text(length))
    case = office.open("jeda")

    for _ in range(3):
        run(office)
        office.now += timedelta(hours=5)

    (task,) = show_case(office.database, case).summary.at
    assert task.step == "tunggu"
    assert "The calendar kantor (version 1) reaches from 1996-01-01 to 2056-12-31" in task.incident
    assert run(office) == 0


def test_a_wait_under_a_calendar_that_is_not_published_is_an_incident(office: Office) -> None:
    text = definition("macet", steps=WAITING).replace("unit: kecamatan", "unit: kecamatan-lain")
    entry = UnitEntry(title=Text(id="Lain"), calendar="lain")
    registers = replace(
        REGISTERS,
        units={**REGISTERS.units, "kecamatan-lain": entry},
        calendars={**REGISTERS.calendars, "lain": CalendarEntry(title=Text(id="L"), zone="UTC")},
    )
    publish(office.database, text, registers=registers, by=RINI, at=MONDAY)
    case = office.open("macet")

    for _ in range(3):
        run(office)
        office.now += timedelta(hours=5)

    (task,) = show_case(office.database, case).summary.at
    assert "There is no published calendar 'lain'" in task.incident


def test_an_edit_of_the_calendar_wakes_what_would_have_waited_longer(office: Office) -> None:
    case = waiting(office, "2 hari kerja")
    run(office)
    old, name = an_office_calendar("kantor"), Text(id="Pulang cepat")
    short = SpecialDay(day=date(2026, 11, 25), name=name, hours=hours("07:30-09:00"), source="SE")
    edit = Edit(old=old, new=replace(old, version=2, special_days=(short,)))

    apply(office.database, edit, reason="SE 9/2026", by=HESTI, at=office.now)

    office.now = by_clock("2026-11-25 08:59")
    run(office)
    assert office.at(case) == {"tunggu"}
    office.now = by_clock("2026-11-25 09:00")
    run(office)
    assert office.at(case) == {"serah"}


def test_a_number_is_written_as_the_office_writes_it() -> None:
    from datetime import date  # noqa: PLC0415  # one use

    words = formatted("{number:04}/{unit}/{month}/{year}", 7, day=date(2026, 4, 1), unit="KEC")

    assert words == "0007/KEC/IV/2026"
