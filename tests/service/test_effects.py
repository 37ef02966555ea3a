# ruff: noqa: E501  # definitions as people write them
"""Effects claimed: begun with their attempt on record, put off, or let go of at once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from deeds import (
    REGISTERS_HERE,
    SOPS,
    Deeds,
    a_deed_office,
    attempts,
    crew_for,
    failing,
    incident,
    outcomes,
    put_deed_in_force,
    shift,
    taken,
)
from migrated import migrated_database
from msgspec.structs import replace
from offices import HESTI, MONDAY, RINI, Office, definition, sqlite_url

from engine.actions.action import ActionFailure
from engine.core.commands import Migrate, RecordAction, Reopen, RetryAction, Withdraw
from engine.core.effects import RunAction
from engine.core.errors import StoreUnavailable
from engine.core.ids import ActivationId, CaseId, StepId
from engine.core.text import Text
from engine.runtime.dispatch import run_pending
from engine.runtime.perform import perform
from engine.service import effects
from engine.service.catalogue import publish
from engine.service.effects import MOST_LOST, TELL_PARENT, Begun, backlog, is_due, renew, take_up
from engine.service.queries import list_cases, show_case
from engine.service.views import CaseFilter
from engine.sop.registers import CalendarEntry, UnitEntry
from engine.store.rows import Backlog

MINUTE = timedelta(minutes=1)
FIRST = ActivationId(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    url = (
        sqlite_url(tmp_path)
        if request.param == "sqlite"
        else migrated_database(request.getfixturevalue("postgres_url"))
    )
    with a_deed_office(url) as made:
        yield made


def tell(office: Office, statement: str) -> None:
    office.database.store.administer(lambda connection: connection.exec_driver_sql(statement))


def end(office: Office, begun: Begun, deeds: Deeds | None = None) -> str:
    return perform(crew_for(office, deeds or Deeds(), begun.claimed.owner), begun).outcome


def test_an_attempt_begins_with_all_that_an_action_may_know(office: Office) -> None:
    case = office.open("coba")
    wanted = office.now
    office.now += MINUTE

    (begun,) = taken(office, "a", shown=True, run="p1")

    action = begun.action
    assert action is not None
    assert (action.case, action.activation, action.attempt, action.step) == (case, 1, 1, "satu")
    assert (action.sop, action.version, action.unit, action.zone) == (
        "coba",
        1,
        "kecamatan",
        "Asia/Jakarta",
    )
    assert action.parameters == {"apa": "pertama"}
    assert action.facts["form.usaha"] == "Warung Bu Tini"
    assert action.at == office.now
    (run,) = attempts(office, case)
    assert run == begun.run
    assert (run.wanted_at, run.started_at, run.owner, run.run) == (wanted, office.now, "a", "p1")
    assert (run.outcome, run.told_at, run.ended_at) == ("running", None, None)


def test_what_waits_and_since_when(office: Office) -> None:
    assert not is_due(office.database, at=office.now)
    office.open("coba")
    first = office.now
    office.open("coba")

    assert is_due(office.database, at=office.now)
    assert backlog(office.database, at=office.now) == Backlog(waiting=2, oldest=first)
    taken(office)
    assert backlog(office.database, at=office.now) == Backlog(waiting=0, oldest=None)
    office.now += MINUTE  # whoever had them is gone: they wait again
    assert backlog(office.database, at=office.now).waiting == 2


def test_a_lease_is_held_for_as_long_as_it_is_renewed(office: Office) -> None:
    office.open("coba")
    office.open("coba")
    kept, let_go = taken(office)

    assert renew(office.database, [kept], until=office.now + 5 * MINUTE) == ()
    office.now += MINUTE
    (gone,) = taken(office, "b")

    assert gone.claimed.case == let_go.claimed.case
    assert renew(office.database, [kept, let_go], until=office.now + 9 * MINUTE) == (let_go,)


def test_what_its_case_needs_no_longer_is_let_go_of_and_its_lost_attempt_closed(
    office: Office,
) -> None:
    case = office.open("coba")
    taken(office, "gone")
    tell(office, "CREATE TABLE kept AS SELECT * FROM outbox")
    office.do(RecordAction(case=case, by=HESTI, activation=FIRST, reason="Sendiri"))
    tell(office, "INSERT INTO outbox SELECT * FROM kept")  # as if it had come back from the dead
    office.now += MINUTE

    assert taken(office) == ()
    assert not is_due(office.database, at=office.now + timedelta(days=9))
    assert outcomes(office, case) == ["lost"]


def test_a_wait_is_put_off_to_its_instant_and_passes_then(office: Office) -> None:
    case = office.open("jeda")

    assert taken(office) == ()
    office.now += timedelta(days=2)
    assert taken(office) == ()
    office.now += timedelta(days=2)
    (begun,) = taken(office)

    assert MONDAY + timedelta(days=3) <= begun.run.wanted_at < office.now
    assert end(office, begun) == "done"
    assert office.at(case) == {"serah"}


def test_a_case_that_cannot_be_read_is_looked_at_again_another_day(office: Office) -> None:
    bad, good, odd = office.open("coba"), office.open("coba"), office.open("coba")
    tell(office, f"UPDATE \"case\" SET state = '{{' WHERE id = '{bad}'")  # noqa: S608  # ours
    tell(office, f"UPDATE outbox SET case_id = 'nobody' WHERE case_id = '{odd}'")  # noqa: S608

    (begun,) = taken(office)

    assert begun.claimed.case == good
    assert end(office, begun) == "done"
    assert attempts(office, bad) == ()
    assert not is_due(office.database, at=office.now + timedelta(hours=23))
    assert is_due(office.database, at=office.now + timedelta(hours=24))


def test_what_cannot_be_known_about_a_step_leaves_no_attempt_behind(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = office.open("coba")

    def broken(*_: object) -> None:
        raise AttributeError("no such thing")

    monkeypatch.setattr(effects, "facts_of", broken)
    assert taken(office) == ()
    assert attempts(office, case) == ()


def test_a_database_that_is_away_is_not_taken_for_a_damaged_case(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.open("coba")

    def away(*_: object) -> None:
        raise StoreUnavailable("away")

    monkeypatch.setattr(effects, "facts_of", away)
    with pytest.raises(StoreUnavailable):
        taken(office)
    monkeypatch.undo()
    assert len(taken(office)) == 1


def test_an_effect_that_cannot_be_read_is_tried_no_further(office: Office) -> None:
    case = office.open("coba")
    tell(office, "UPDATE outbox SET payload = '{}'")

    (begun,) = taken(office)

    assert begun.problem == "what was kept of this effect cannot be read"
    assert end(office, begun) == "failed"
    assert incident(office, case) == begun.problem
    office.do(RetryAction(case=case, by=HESTI, activation=FIRST))  # which puts it out anew
    (again,) = taken(office)
    assert end(office, again) == "done"


@pytest.mark.parametrize("kept", ["{}", "{"])
def test_news_for_a_parent_that_cannot_be_read_are_no_failure_of_the_childs_own_step(
    office: Office, kept: str
) -> None:
    parent = office.open("izin")
    office.complete(parent, "terima", RINI)
    run_pending(crew_for(office, Deeds()))
    (child,) = [c.case for c in list_cases(office.database, CaseFilter()).items if c.sop == "surat"]
    office.do(Withdraw(case=child, by=HESTI, reason="Batal"))
    tell(office, f"UPDATE outbox SET payload = '{kept}'")  # noqa: S608  # ours
    office.do(Reopen(case=child, by=HESTI, step=StepId("terima"), reason="Lanjut"))

    (begun,) = taken(office)

    assert begun.claimed.kind == TELL_PARENT
    assert end(office, begun) == "failed"
    assert not any(task.incident for task in show_case(office.database, child).tasks)
    assert child in incident(office, parent, "rekomendasi")  # who waits for it sees it


def test_news_for_a_parent_are_told_however_often_whoever_told_them_was_gone(
    office: Office,
) -> None:
    parent = office.open("izin")
    office.complete(parent, "terima", RINI)
    run_pending(crew_for(office, Deeds()))
    (child,) = [c.case for c in list_cases(office.database, CaseFilter()).items if c.sop == "surat"]
    office.do(Withdraw(case=child, by=HESTI, reason="Batal"))
    for _ in range(MOST_LOST + 1):
        assert len(taken(office, "gone")) == 1
        office.now += MINUTE

    (begun,) = taken(office)

    assert begun.problem == ""
    assert end(office, begun) == "done"
    assert office.at(parent) == {"serah"}


def test_lost_attempts_are_counted_anew_when_somebody_tries_again(office: Office) -> None:
    case = office.open("coba")
    for _ in range(MOST_LOST):
        taken(office, "gone")
        office.now += MINUTE
    (begun,) = taken(office)
    assert "5 times" in begun.problem
    assert end(office, begun) == "failed"

    office.do(RetryAction(case=case, by=HESTI, activation=FIRST))

    for _ in range(MOST_LOST):
        (again,) = taken(office, "gone")
        assert again.problem == ""
        office.now += MINUTE


NEWER = """\
  - {id: baru, activity: Mencoba baru, action: coba, with: {apa: kedua}, time: 1 menit, output: Hasil, retry: {attempts: 1}}
  - {id: serah, activity: Menyerahkan surat, role: loket, inputs: [Surat], time: 5 menit, output: Surat}
"""


def migrated(office: Office, case: CaseId) -> None:
    put_deed_in_force(office, "coba", steps=NEWER, version=2)
    mapping = {StepId("satu"): StepId("baru")}
    office.do(Migrate(case=case, by=HESTI, version=2, mapping=mapping, reason="Versi baru"))


def test_a_case_migrated_before_its_step_was_run_does_what_its_version_says_now(
    office: Office,
) -> None:
    case = office.open("coba")
    migrated(office, case)

    (begun,) = taken(office)

    assert isinstance(begun.claimed.effect, RunAction)
    assert begun.claimed.effect.parameters == {"apa": "kedua"}
    assert begun.action is not None
    assert begun.action.parameters == {"apa": "kedua"}
    assert (begun.run.version, begun.run.step) == (2, "baru")


def test_a_case_migrated_in_mid_step_fails_by_the_rules_of_the_new_version(
    office: Office,
) -> None:
    case = office.open("coba")
    (begun,) = taken(office)
    migrated(office, case)

    assert end(office, begun, Deeds({"satu": failing(ActionFailure("gagal"))})) == "failed"

    assert incident(office, case, "baru") == "gagal"  # it allows a single try


def test_a_case_migrated_in_mid_step_to_something_else_is_run_again(office: Office) -> None:
    case = office.open("coba")
    (begun,) = taken(office)
    migrated(office, case)

    assert end(office, begun) == "void"

    (again,) = taken(office, "b")
    assert again.action is not None
    assert again.action.parameters == {"apa": "kedua"}
    assert end(office, again) == "done"
    assert office.at(case) == {"serah"}


def test_an_office_without_a_calendar_lives_by_utc(office: Office) -> None:
    text = definition("coba", steps=SOPS["coba"], version=2)
    entry = UnitEntry(title=Text(id="Lain"), calendar="lain")
    registers = replace(
        REGISTERS_HERE,
        units={**REGISTERS_HERE.units, "kecamatan": entry},
        calendars={"lain": CalendarEntry(title=Text(id="L"), zone="Asia/Jayapura")},
    )
    publish(office.database, text, registers=registers, by=RINI, at=MONDAY)
    office.open("coba")

    (begun,) = taken(office)

    assert begun.action is not None
    assert begun.action.office_time == datetime(2026, 11, 23, 1, 1, tzinfo=UTC)


def test_only_the_effects_of_one_case_are_taken_where_that_is_asked(office: Office) -> None:
    office.open("coba")
    case = office.open("coba")

    (begun,) = take_up(office.database, shift(), at=office.now, limit=9, case=case)

    assert begun.claimed.case == case
    assert begun.claimed.enqueued_at > MONDAY
