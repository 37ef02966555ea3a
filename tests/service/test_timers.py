"""The sweep records what time has brought, once, whenever it comes and whatever it meets."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from migrated import migrated_database
from offices import LETTER, MONDAY, REGISTERS, RINI, Office, an_office, definition, sqlite_url
from timed_office import TimedOffice

from engine.core.commands import Comment, Withdraw
from engine.core.errors import InputRefused
from engine.core.ids import CaseId
from engine.core.state import CaseState
from engine.core.text import Text
from engine.core.time_events import CaseEscalated, DeviationRecorded, WarningGiven
from engine.service import timers as sweeping
from engine.service.catalogue import publish
from engine.service.database import connect
from engine.service.queries import read_history
from engine.service.timers import LOOK_AGAIN, Swept, next_look, sweep, sweep_all
from engine.service.upkeep import rebuild_views
from engine.sop.registers import CalendarEntry, Registers, UnitEntry
from engine.store import log, timers

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    url = (
        sqlite_url(tmp_path)
        if request.param == "sqlite"
        else migrated_database(request.getfixturevalue("postgres_url"))
    )
    with an_office(url) as made:
        yield made


def state_of(office: Office, case: CaseId) -> CaseState:
    stored = office.database.store.read(lambda reader: log.find(reader, case))
    assert stored is not None
    return stored.state


def timed_events(office: Office, case: CaseId) -> list[object]:
    kinds = DeviationRecorded | WarningGiven | CaseEscalated
    history = read_history(office.database, case)
    return [one.recorded.event for one in history if isinstance(one.recorded.event, kinds)]


def test_a_breach_is_recorded_with_its_own_instant_and_the_hour_it_was_noticed(
    office: Office,
) -> None:
    case = office.open()

    swept = sweep_all(office.database, at=TUESDAY)

    assert swept.looked == 1
    assert swept.recorded == len(timed_events(office, case))
    last = read_history(office.database, case)[-1].recorded
    (late,) = (one for one in timed_events(office, case) if isinstance(one, DeviationRecorded))
    assert late.deviation == "late_step:1"
    assert late.found.at == MONDAY + timedelta(minutes=6, seconds=1)
    assert late.calendar == "kantor/1"
    assert (last.at, last.by.person) == (TUESDAY, "alur")


def test_a_second_sweep_finds_nothing(office: Office) -> None:
    case = office.open()
    sweep_all(office.database, at=TUESDAY)
    before = read_history(office.database, case)

    assert sweep_all(office.database, at=TUESDAY) == Swept()
    assert read_history(office.database, case) == before


def test_what_was_found_is_not_found_again_after_a_rebuild_or_in_another_process(
    office: Office,
) -> None:
    case = office.open()
    sweep_all(office.database, at=TUESDAY)
    before = read_history(office.database, case)

    rebuild_views(office.database)
    swept = sweep_all(office.database, at=TUESDAY + timedelta(seconds=1))

    assert (swept.looked, swept.recorded) == (1, 0)
    assert read_history(office.database, case) == before


def test_the_next_look_is_at_the_next_instant_of_any_case(office: Office) -> None:
    assert next_look(office.database) is None
    case = office.open()
    assert next_look(office.database) == state_of(office, case).last_at

    sweep_all(office.database, at=office.now)

    assert next_look(office.database) == office.now + timedelta(minutes=2, seconds=30)


def test_a_command_that_moves_no_clock_leaves_the_timer_alone(office: Office) -> None:
    case = office.open()
    sweep_all(office.database, at=office.now)
    before = next_look(office.database)

    office.claim(case, "terima", RINI)
    office.do(Comment(case=case, by=RINI, text="Menunggu"))

    assert next_look(office.database) == before


def test_who_moves_the_case_on_meanwhile_makes_the_look_void(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = office.open()
    look = sweeping._look_at

    def interrupted(*given: object) -> object:
        seen = look(*given)  # type: ignore[arg-type]
        threading.Thread(target=_complete).run()
        return seen

    done: list[int] = []

    def _complete() -> None:
        if not done:
            done.append(1)
            office.complete(case, "terima", RINI)

    monkeypatch.setattr(sweeping, "_look_at", interrupted)
    first = sweep(office.database, at=TUESDAY)
    monkeypatch.undo()

    assert (first.looked, first.recorded) == (1, 0)
    assert timed_events(office, case) == []
    assert sweep(office.database, at=TUESDAY).recorded > 0


def test_sweeps_at_once_record_each_fact_once(office: Office) -> None:
    cases = [office.open() for _ in range(6)]
    threads = [
        threading.Thread(target=sweep_all, args=(office.database,), kwargs={"at": TUESDAY})
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for case in cases:
        found = [
            one.deviation if isinstance(one, DeviationRecorded) else one.key  # type: ignore[attr-defined]
            for one in timed_events(office, case)
        ]
        assert len(found) == len(set(found))
        assert "late_step:1" in found


def test_a_closed_case_is_looked_at_once_more(office: Office) -> None:
    case = office.open()
    office.now = TUESDAY
    office.do(Withdraw(case=case, by=RINI, reason="Batal"))

    swept = sweep_all(office.database, at=office.now)

    assert (swept.looked, swept.recorded) == (1, 1)
    assert state_of(office, case).deviations == {"late_step:1": "open"}
    assert next_look(office.database) is None


def test_limits_are_respected_and_the_longest_due_come_first(office: Office) -> None:
    cases = [office.open() for _ in range(3)]

    first = sweep(office.database, at=TUESDAY, limit=2)

    assert first.looked == 2
    assert timed_events(office, cases[0])
    assert timed_events(office, cases[2]) == []


def test_a_case_whose_calendar_is_not_published_waits_and_holds_nobody_up(
    office: Office,
) -> None:
    elsewhere = Registers(
        regulations=REGISTERS.regulations,
        units={"kecamatan": UnitEntry(title=Text(id="Kecamatan"), calendar="lain")},
        calendars={"lain": CalendarEntry(title=Text(id="Lain"), zone="Asia/Makassar")},
        actions=REGISTERS.actions,
    )
    text = definition("macet", steps=LETTER)
    publish(office.database, text, registers=elsewhere, by=RINI, at=MONDAY)
    office.open("macet")
    found = office.open()

    swept = sweep_all(office.database, at=TUESDAY)

    assert (swept.looked, swept.unjudged) == (2, 1)
    assert timed_events(office, found)
    sweep_all(office.database, at=TUESDAY + LOOK_AGAIN - timedelta(seconds=1))
    assert next_look(office.database) == TUESDAY + LOOK_AGAIN


def test_a_case_whose_history_is_damaged_stops_nobody(office: Office) -> None:
    damaged, whole = office.open(), office.open()
    text = 'UPDATE "case" SET state = :state WHERE id = :id'
    if office.database.store.write(lambda unit: unit.dialect) == "postgresql":
        text = 'UPDATE "case" SET state = %(state)s WHERE id = %(id)s'
    office.database.store.write(lambda unit: unit._run(text, {"state": b"{", "id": damaged}))

    swept = sweep_all(office.database, at=TUESDAY)

    assert (swept.looked, swept.unjudged) == (2, 1)
    assert timed_events(office, whole)
    assert sweep_all(office.database, at=TUESDAY).looked == 0


def test_a_deadline_beyond_all_calendars_is_no_reason_to_stop(office: Office) -> None:
    case = office.open()
    far = datetime(9990, 1, 1, tzinfo=MONDAY.tzinfo)

    swept = sweep_all(office.database, at=far)

    assert (swept.looked, swept.unjudged) == (1, 1)
    assert timed_events(office, case) == []


def test_a_database_of_an_older_alur_has_its_cases_looked_at(office: Office) -> None:
    case = office.open()
    office.database.store.write(lambda unit: timers.forget(unit, case))

    office.database.store.write(timers.watch_open)

    assert next_look(office.database) == state_of(office, case).last_at


def test_another_process_goes_on_where_this_one_stopped(tmp_path: Path) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        case = office.open()
    with connect(sqlite_url(tmp_path)) as database:
        assert sweep_all(database, at=TUESDAY).looked == 1
        assert sweep_all(database, at=TUESDAY).looked == 0
        last = read_history(database, case)[-1].recorded
    assert last.by.via == "system"


def test_what_passed_unseen_is_recorded_before_more_time_is_given(
    timed_office: TimedOffice,
) -> None:
    case = timed_office.on("2026-04-06 08:00").file()
    timed_office.accept(case)
    timed_office.on("2026-04-14 10:00")

    with pytest.raises(InputRefused, match="late_case:0 is recorded"):
        timed_office.extend(case, "1 hari kerja")
    swept = sweep_all(timed_office.database, at=timed_office.now)

    assert swept.recorded > 0
