"""Incidents are listed while they last, shown with every attempt, and told to whom they concern."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from migrated import migrated_database
from offices import HESTI, MONDAY, RINI, Office, an_office, definition, put_in_force, sqlite_url

from engine.core.commands import SYSTEM, FailAction, Migrate, RecordAction, RetryAction
from engine.core.errors import NotFound
from engine.core.events import CaseEnded
from engine.core.ids import ActivationId, CaseId, SopId, UnitId
from engine.core.time_events import IncidentTold
from engine.service.execute import execute
from engine.service.incident_views import IncidentFilter, IncidentPage
from engine.service.incidents import list_incidents, show_incident
from engine.service.queries import read_history
from engine.service.timers import next_look, sweep_all
from engine.service.upkeep import rebuild_views
from engine.store import effect_runs
from engine.store.rows import RunRow


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    url = (
        sqlite_url(tmp_path)
        if request.param == "sqlite"
        else migrated_database(request.getfixturevalue("postgres_url"))
    )
    with an_office(url) as made:
        yield made


def fail(office: Office, case: CaseId, step: str, *, attempt: int = 1, final: bool = True) -> None:
    failed = FailAction(
        case=case,
        by=SYSTEM,
        activation=office.task(case, step),
        attempt=attempt,
        error="Register tidak menjawab.",
        final=final,
    )
    office.do(failed)


def stuck(office: Office, sop: str = "surat") -> CaseId:
    """A case of which the number could not be given, or whose linked case could not be opened."""
    case = office.open(sop)
    office.complete(case, "terima", RINI)
    if sop == "surat":
        office.complete(case, "periksa", HESTI, outcome="ya")
    fail(office, case, "nomor" if sop == "surat" else "rekomendasi")
    return case


def listed(office: Office, **asked: object) -> IncidentPage:
    return list_incidents(office.database, IncidentFilter(**asked))  # type: ignore[arg-type]


def cases(page: IncidentPage) -> list[CaseId]:
    return [one.case for one in page.items]


def test_there_are_none_while_everything_goes_well(office: Office) -> None:
    case = office.open()
    office.complete(case, "terima", RINI)

    assert listed(office) == IncidentPage(items=(), total=0)


def test_an_attempt_that_is_tried_again_by_itself_is_none(office: Office) -> None:
    case = office.open()
    office.complete(case, "terima", RINI)
    office.complete(case, "periksa", HESTI, outcome="ya")
    fail(office, case, "nomor", final=False)

    assert listed(office).total == 0


def test_what_the_engine_is_stuck_with_is_listed_with_the_words_of_the_sop(office: Office) -> None:
    case = stuck(office)

    (one,) = listed(office).items

    assert (one.case, one.step, one.number) == (case, "nomor", 3)
    assert (one.sop, one.version, one.unit) == ("surat", 1, "dinas")
    assert one.activity.id == "Memberi nomor surat"
    assert (one.failed_at, one.attempts) == (office.now, 1)
    assert one.error == "Register tidak menjawab."


def test_the_oldest_comes_first_and_a_page_goes_on_where_the_last_ended(office: Office) -> None:
    first, second, third = stuck(office), stuck(office, "izin"), stuck(office)

    page = listed(office, limit=2)
    rest = listed(office, after=page.next)

    assert (cases(page), page.total) == ([first, second], 3)
    assert (cases(rest), rest.total, rest.next) == ([third], 3, None)


@pytest.mark.parametrize("after", ["", "01kxxxxxxxxxxxxx/3", "01kxxxxxxxxxxxxx/x", "x"])
def test_a_page_after_one_that_is_mended_cannot_be_told(office: Office, after: str) -> None:
    stuck(office)

    if not after:
        assert listed(office, after=after).total == 1
    else:
        with pytest.raises(NotFound):
            listed(office, after=after)


def test_lists_are_filtered_by_sop_unit_and_age(office: Office) -> None:
    first = stuck(office)
    between = office.now + timedelta(seconds=1)
    second = stuck(office, "izin")

    assert cases(listed(office, sop=SopId("surat"))) == [first]
    assert cases(listed(office, unit=UnitId("kecamatan"))) == [second]
    assert cases(listed(office, before=between)) == [first]
    assert listed(office, sop=SopId("jeda")).total == 0


def test_one_that_is_tried_again_done_by_hand_or_ended_is_listed_no_more(office: Office) -> None:
    tried, by_hand, called = stuck(office), stuck(office), stuck(office, "izin")
    office.do(RetryAction(case=tried, by=RINI, activation=office.task(tried, "nomor")))
    office.do(
        RecordAction(
            case=by_hand,
            by=RINI,
            activation=office.task(by_hand, "nomor"),
            result={"number": "9"},
            reason="Buku agenda",
        )
    )

    assert cases(listed(office)) == [called]


def test_rebuilding_the_views_gives_the_same_list(office: Office) -> None:
    stuck(office), stuck(office, "izin")
    before = listed(office)

    rebuild_views(office.database)

    assert listed(office) == before


def test_a_case_that_moves_to_another_version_is_listed_under_that_one(office: Office) -> None:
    case = stuck(office)
    put_in_force(office.database, definition("surat", version=2))

    office.do(Migrate(case=case, by=HESTI, version=2, reason="SOP baru"))

    (one,) = listed(office).items
    assert (one.version, one.step) == (2, "nomor")
    assert show_incident(office.database, case, one.activation).is_open


# --- one of them


def test_it_is_shown_with_the_attempts_that_the_history_knows(office: Office) -> None:
    case = office.open()
    office.complete(case, "terima", RINI)
    office.complete(case, "periksa", HESTI, outcome="ya")
    fail(office, case, "nomor", final=False)
    fail(office, case, "nomor", attempt=2)

    view = show_incident(office.database, CaseId(case[:14]), office.task(case, "nomor"))

    assert view.is_open
    assert (view.summary.step, view.summary.attempts) == ("nomor", 2)
    assert view.results == ("number",)
    assert [(one.attempt, one.outcome, one.log) for one in view.attempts] == [
        (1, "failed", "Register tidak menjawab."),
        (2, "failed", "Register tidak menjawab."),
    ]
    assert len(view.told) == 2


def begun(office: Office, case: CaseId, name: str, at: datetime, **more: object) -> None:
    row = RunRow(
        id=name,
        case_id=case,
        activation=office.task(case, "nomor"),
        kind=str(more.pop("kind", "run_action")),
        attempt=2,
        step=None,
        sop=SopId("surat"),
        version=1,
        owner="loket-1",
        wanted_at=at,
        started_at=at,
        **more,  # type: ignore[arg-type]
    )
    office.database.store.write(lambda unit: effect_runs.write_down(unit, row))


def test_of_attempts_that_are_remembered_it_is_told_who_ran_them_and_where_they_are_seen(
    office: Office,
) -> None:
    case = stuck(office)
    later = office.now + timedelta(hours=1)
    ended = later + timedelta(seconds=2)
    begun(office, case, "a1", later, ended_at=ended, outcome="failed", log="Mati", run="0d6f")
    begun(office, case, "a2", ended, kind="tell_parent")

    view = show_incident(office.database, case, office.task(case, "nomor"))

    old, new = view.attempts
    assert (old.started_at, old.owner, old.run) == (None, "", None)
    assert (new.attempt, new.outcome, new.owner, new.run) == (2, "failed", "loket-1", "0d6f")
    assert (new.started_at, new.ended_at, new.log) == (later, ended, "Mati")


def test_one_that_is_over_can_still_be_shown(office: Office) -> None:
    case = stuck(office)
    activation = office.task(case, "nomor")
    office.do(RetryAction(case=case, by=RINI, activation=activation))
    office.do(RecordAction(case=case, by=SYSTEM, activation=activation, result={"number": "470/1"}))

    view = show_incident(office.database, case, activation)

    assert not view.is_open
    assert view.summary.step == "nomor"
    assert len(view.told) == 3


def test_what_never_failed_for_good_is_no_incident(office: Office) -> None:
    case = stuck(office)

    for activation in (office.task(case, "terima"), ActivationId(99)):
        with pytest.raises(NotFound, match="incident"):
            show_incident(office.database, case, activation)


# --- people are told


def test_people_are_told_with_the_next_sweep_and_again_while_it_lasts(office: Office) -> None:
    case = stuck(office)
    failed_at = office.now

    sweep_all(office.database, at=failed_at)
    sweep_all(office.database, at=failed_at)
    sweep_all(office.database, at=MONDAY + timedelta(days=2))

    told = [
        one.recorded.event
        for one in read_history(office.database, case)
        if isinstance(one.recorded.event, IncidentTold)
    ]
    assert [(one.rung, one.to) for one in told] == [
        ("remind", ("kasi",)),
        ("supervisor", ("kasi",)),
    ]
    assert told[0].belongs_at == failed_at


def test_an_incident_that_is_mended_calls_nobody_any_more(office: Office) -> None:
    case = stuck(office)
    office.do(RetryAction(case=case, by=RINI, activation=office.task(case, "nomor")))

    sweep_all(office.database, at=MONDAY + timedelta(days=9))

    events = [one.recorded.event for one in read_history(office.database, case)]
    assert not any(isinstance(one, IncidentTold | CaseEnded) for one in events)
    assert next_look(office.database) is None


def test_who_may_not_mend_it_is_told_so_and_it_stays(office: Office) -> None:
    case = stuck(office)
    outsider = RetryAction(
        case=case,
        by=type(RINI)(person=RINI.person, via="test"),
        activation=office.task(case, "nomor"),
    )

    with pytest.raises(Exception, match="role"):
        execute(office.database, outsider, at=office.now)

    assert listed(office).total == 1
