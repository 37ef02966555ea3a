"""A case as it was: its state, clocks, people, versions; and what other hands did to it."""

from datetime import timedelta
from functools import reduce
from pathlib import Path

import pytest
from msgspec.structs import replace
from offices import HESTI, RINI
from personal_office import NIK, a_personal_office, asked
from sqlalchemy import Connection
from staffing import KECAMATAN, UMI, appoint, staff
from timed_office import PERMIT, TimedOffice, local, shown, timed_registers

from engine.core.calendar_version import Holiday, HolidayKind, observing
from engine.core.commands import Comment, Migrate, Pause
from engine.core.directory_commands import ChangePerson, LetGo
from engine.core.errors import InputRefused, NotFound
from engine.core.evolve import evolve
from engine.core.ids import CaseId, PersonId
from engine.core.rederiving import Difference
from engine.core.replaying import How
from engine.core.state import CaseState
from engine.core.text import Text
from engine.core.workflow import PauseReason
from engine.service.calendar_edits import Edit, apply
from engine.service.catalogue import publish
from engine.service.database import Database
from engine.service.directory import change
from engine.service.replaying import HistoryDamaged, rederive_case, replay_at, replay_steps
from engine.service.timers import sweep_all
from engine.service.times import case_times
from engine.store import calendars, log
from engine.store.log import Entry


@pytest.fixture
def office(timed_office: TimedOffice) -> TimedOffice:
    return timed_office


def late_case(office: TimedOffice) -> CaseId:
    """Sent back and corrected, checked late, paused and gone on with; looked at every day."""
    case = office.on("2026-03-09 08:00").file()
    for day, act in (
        ("2026-03-09 09:00", office.send_back),
        ("2026-03-10 08:00", office.correct),
        ("2026-03-11 11:00", office.accept),
        ("2026-03-12 08:00", office.pause),
        ("2026-03-13 08:00", office.resume),
    ):
        sweep_all(office.database, at=local(day) - timedelta(seconds=1))
        office.on(day)
        act(case)
    sweep_all(office.database, at=local("2026-03-13 15:00"))
    return case


def entries(office: TimedOffice, case: CaseId) -> tuple[Entry, ...]:
    return office.database.store.read(lambda reader: log.read_events(reader, case))


# --- the state


def test_after_every_event_it_is_what_the_events_up_to_there_make_of_it(
    office: TimedOffice,
) -> None:
    case = late_case(office)
    history = [one.recorded for one in entries(office, case)]
    stored = office.database.store.read(lambda reader: log.find(reader, case))

    told = [replay_at(office.database, case, seq=one.seq) for one in history]

    for number, view in enumerate(told, 1):
        assert view.state == reduce(evolve, history[1:number], evolve(None, history[0]))
        assert (view.seq, view.at) == (number, history[number - 1].at)
        assert len(view.events) == number
        assert view.findings == ()
    assert stored is not None
    assert told[-1].state == stored.state == replay_at(office.database, case).state
    assert told[-1].state.deviations


def test_at_an_instant_it_is_as_it_was_after_the_last_event_recorded_by_then(
    office: TimedOffice,
) -> None:
    case = late_case(office)
    history = [one.recorded for one in entries(office, case)]

    for one in history:
        exactly = replay_at(office.database, case, at=one.at)
        before = [other.seq for other in history if other.at <= one.at]
        assert exactly.seq == before[-1]
    between = replay_at(office.database, case, at=local("2026-03-10 12:00"))
    assert between.at == local("2026-03-10 12:00")
    assert between.state.last_at < between.at


def test_what_was_not_yet_or_is_not_clear_is_refused(office: TimedOffice) -> None:
    case = late_case(office)
    count = len(entries(office, case))

    with pytest.raises(InputRefused, match="before the case was opened"):
        replay_at(office.database, case, at=local("2026-03-09 07:00"))
    for seq in (0, count + 1):
        with pytest.raises(InputRefused, match=f"from 1 to {count}"):
            replay_at(office.database, case, seq=seq)
    with pytest.raises(InputRefused, match="give one of them"):
        replay_at(office.database, case, seq=1, at=office.now)
    with pytest.raises(InputRefused, match="years after"):
        replay_at(office.database, case, at=local("2046-03-09 07:00"))
    with pytest.raises(NotFound):
        replay_at(office.database, CaseId("zzzzzzzz"))


def test_its_clocks_and_pauses_are_those_of_that_instant(office: TimedOffice) -> None:
    case = office.on("2026-03-09 08:00").file()
    office.on("2026-03-10 09:00").accept(case)
    office.on("2026-03-11 08:00").pause(case)
    moment = local("2026-03-11 10:00")
    then = case_times(office.database, case, at=moment)
    office.on("2026-03-16 08:00").resume(case)
    office.finish(case)

    view = replay_at(office.database, case, at=moment)
    running = replay_at(office.database, case, at=local("2026-03-10 10:00"))

    assert view.times == then
    (pause,) = view.pauses
    assert (pause.reason, shown(pause.since)) == (PauseReason.EXTERNAL_BODY, "2026-03-11 08:00")
    assert running.pauses == ()
    assert running.times is not None
    assert running.times.promise is not None
    assert shown(running.times.promise.due) == "2026-03-13 15:30"
    assert [one.step for one in running.tasks] == ["telaah"]


def test_without_a_calendar_it_is_told_without_clocks(office: TimedOffice) -> None:
    case = office.on("2026-03-09 08:00").open("tanpa-waktu")

    view = replay_at(office.database, case)

    assert (view.times, view.findings, view.awaited) == (None, (), ())


# --- personal data


def test_personal_data_stays_sealed_in_the_state_and_is_masked_beside_it(tmp_path: Path) -> None:
    with a_personal_office(f"sqlite:///{tmp_path / 'alur.db'}") as office:
        case = asked(office)
        view, steps = replay_at(office.database, case), replay_steps(office.database, case)

    assert NIK not in repr(view)
    assert NIK not in repr(steps)
    assert view.data["form.usaha"] == "Warung"
    assert str(view.data["form.nik"]).endswith(NIK[-4:])
    opening = {one.what: one.after for one in steps.items[0].changes}
    assert opening["data.form.nik"] == view.data["form.nik"]


# --- people


def test_people_are_those_of_then_whatever_became_of_them(office: TimedOffice) -> None:
    database = office.database
    case = office.on("2026-03-09 08:00").file()
    staff(database, at=local("2026-03-09 09:00"))
    office.on("2026-03-10 09:00").accept(case)
    before = replay_at(database, case)
    last = before.seq
    appoint(database, "budi", "kasi", KECAMATAN, at=local("2026-03-11 08:00"))
    change(
        database,
        ChangePerson(by=UMI, person=PersonId("rini"), name="Rini Astuti"),
        at=local("2026-03-11 08:00"),
    )
    change(database, LetGo(by=UMI, person=PersonId("hesti")), at=local("2026-03-12 08:00"))

    then = replay_at(database, case, seq=last)
    now = replay_at(database, case, at=local("2026-03-12 09:00"))

    assert then == before
    assert then.events[0].actor.how is How.BELIEVED
    assert (then.events[-1].actor.how, then.events[-1].actor.name) == (How.OWN, "Rini")
    assert [(one.person, one.how) for one in then.tasks[0].holders] == [("hesti", How.OWN)]
    assert [one.person for one in now.tasks[0].holders] == ["budi"]
    assert replay_at(database, case, seq=1).founded is False


# --- versions


def test_it_ran_under_the_sop_version_of_then(office: TimedOffice) -> None:
    first = PERMIT.replace("izin-waktu", "surat").replace("extend]", "extend, migrate]")
    second = first.replace("version: 1", "version: 3").replace("Penerbitan izin", "Izin baru")
    for text in (first.replace("version: 1", "version: 2"), second):
        publish(office.database, text, registers=timed_registers(), by=RINI, at=office.now)
    case = office.open("surat", version=2)
    opened = replay_at(office.database, case).seq
    office.do(Migrate(case=case, by=HESTI, version=3, reason="SOP baru"))

    before, after = replay_at(office.database, case, seq=opened), replay_at(office.database, case)

    assert (before.sop.version, before.sop.title.id) == (2, "Penerbitan izin")
    assert (after.sop.version, after.sop.title.id) == (3, "Izin baru")
    assert before.sop.hash != after.sop.hash
    assert {one.version for one in after.events} == set(after.workflows) == {2, 3}


def holiday_on(database: Database, day: str, *, at: str) -> None:
    """An edit of the office's calendar put into force: that day is off."""
    old = database.store.read(lambda reader: calendars.find_calendar(reader, "kantor-wib", 1))
    assert old is not None
    name, kind = Text(id="Libur"), HolidayKind.REGIONAL
    off = Holiday(day=local(f"{day} 12:00").date(), name=name, kind=kind, source="SK Bupati")
    new = replace(observing(old, (off,)), version=2)
    apply(database, Edit(old=old, new=new), reason="SK Bupati", by=HESTI, at=local(at))


def test_each_deviation_is_derived_by_the_calendar_that_it_was_recorded_by(
    office: TimedOffice,
) -> None:
    case = office.on("2026-03-09 08:00").file()
    office.on("2026-03-09 09:00").accept(case)
    sweep_all(office.database, at=local("2026-03-13 08:00"))
    before = replay_at(office.database, case)
    holiday_on(office.database, "2026-03-11", at="2026-03-13 09:00")
    sweep_all(office.database, at=local("2026-03-13 09:01"))

    after = replay_at(office.database, case, at=local("2026-03-13 12:00"))

    assert before.state.deviations["late_case:0"] == "open"
    assert after.state.deviations["late_case:0"] == "withdrawn"
    assert after.findings == ()
    assert before.times is not None
    assert after.times is not None
    assert (before.times.basis.version, after.times.basis.version) == (1, 2)
    assert replay_at(office.database, case, seq=before.seq).times == before.times


# --- what the next look records, and what a look must have recorded


def test_what_the_sweep_has_not_come_for_is_awaited(office: TimedOffice) -> None:
    case = office.on("2026-03-09 08:00").file()
    late = local("2026-03-10 15:00")

    before = rederive_case(office.database, case, at=late)
    sweep_all(office.database, at=late)
    after = rederive_case(office.database, case)

    assert [one.deviation for one in before.awaited] == ["late_step:2"]
    assert (before.findings, after.findings, after.awaited) == ((), (), ())


# --- other hands


def bend(database: Database, *statements: str) -> None:
    """Change the database as somebody with its file in hand does."""

    def job(connection: Connection) -> None:
        for name in ("refuses_update", "refuses_delete"):
            connection.exec_driver_sql(f"DROP TRIGGER case_event_{name}")
        for statement in statements:
            connection.exec_driver_sql(statement)

    database.store.administer(job)


def recorded_late(office: TimedOffice) -> CaseId:
    case = office.on("2026-03-09 08:00").file()
    sweep_all(office.database, at=local("2026-03-10 15:00"))
    return case


def test_a_deviation_taken_out_of_the_database_is_missed(office: TimedOffice) -> None:
    case = recorded_late(office)
    bend(office.database, "DELETE FROM case_event WHERE kind = 'deviation_recorded'")

    (finding,) = replay_at(office.database, case, at=local("2026-03-10 15:00")).findings

    assert (finding.code, finding.deviation) == (Difference.NOT_RECORDED, "late_step:2")
    assert finding.derived is not None


def test_a_deviation_laid_on_somebody_else_is_found(office: TimedOffice) -> None:
    case = recorded_late(office)
    bend(
        office.database,
        """UPDATE case_event SET body = replace(body, '"kind":"late_step"',"""
        """ '"persons":["rini"],"kind":"late_step"')"""
        """ WHERE kind = 'deviation_recorded'""",
    )

    (finding,) = rederive_case(office.database, case).findings

    assert (finding.code, finding.unlike) == (Difference.OTHER_EVIDENCE, ("persons",))


def test_a_calendar_that_was_never_published_is_named(office: TimedOffice) -> None:
    case = recorded_late(office)
    named = "UPDATE case_event SET body = replace(body, 'kantor-wib/1', '{}')"
    bend(office.database, named.format("kantor-wib/x"))

    codes = [one.code for one in rederive_case(office.database, case).findings]

    assert codes == [Difference.OTHER_CALENDAR, Difference.NO_CALENDAR]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE case_event SET body = '{}' WHERE seq = 2",
        "DELETE FROM case_event",
        'DELETE FROM "case"',
    ],
)
def test_events_that_make_no_history_are_refused(office: TimedOffice, statement: str) -> None:
    case = recorded_late(office)
    bend(office.database, "PRAGMA defer_foreign_keys = ON", statement)

    for asked_for in (replay_at, replay_steps, rederive_case):
        with pytest.raises((HistoryDamaged, NotFound)):
            asked_for(office.database, case)


def test_a_history_without_its_beginning_is_broken_there(office: TimedOffice) -> None:
    case = recorded_late(office)
    bend(office.database, "DELETE FROM case_event WHERE seq = 1")

    (finding,) = rederive_case(office.database, case).findings

    assert (finding.code, finding.seq) == (Difference.BROKEN, 2)
    with pytest.raises(HistoryDamaged):
        replay_at(office.database, case)


def test_a_step_that_never_began_breaks_the_history_where_it_is_looked_at(
    office: TimedOffice,
) -> None:
    case = recorded_late(office)
    opened = "UPDATE case_event SET body = replace(body, 'step_opened', 'file_accepted')"
    bend(office.database, f"{opened} WHERE seq = 2")

    assert [one.code for one in rederive_case(office.database, case).findings] == [
        Difference.BROKEN
    ]


# --- event by event


def test_the_steps_tell_what_each_event_changed(office: TimedOffice) -> None:
    case = late_case(office)
    office.do(Comment(case=case, by=RINI, text="Dicatat"))
    office.do(Pause(case=case, by=RINI, reason=PauseReason.PAYMENT))

    told = replay_steps(office.database, case)

    *_, note, pause = told.items
    assert len(told.items) == len(entries(office, case))
    assert note.changes == ()
    assert [(one.what, one.after) for one in pause.changes] == [("pause", "payment")]
    assert told.items[0].event.actor.how is How.BELIEVED
    last: CaseState | None = None
    for entry, step in zip(entries(office, case), told.items, strict=True):
        last = evolve(last, entry.recorded)
        assert step.event.recorded.seq == last.seq
