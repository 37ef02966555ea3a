"""How attempts end: results count once, failures count from whoever holds them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from deeds import (
    Deeds,
    a_deed_office,
    attempts,
    crew_for,
    failing,
    incident,
    outcomes,
    put_deed_in_force,
    taken,
)
from migrated import migrated_database
from offices import CALLING, HESTI, RINI, Office, sqlite_url

from engine.actions.action import ActionFailure, Notice, Outcome
from engine.core.commands import Comment, RecordAction, RetryAction, Withdraw
from engine.core.durations import duration_from_text
from engine.core.ids import ActivationId, RoleId
from engine.core.workflow import Retry
from engine.runtime.dispatch import run_pending
from engine.runtime.perform import Ended, give_up, perform
from engine.service import outcomes as ends
from engine.service.effects import Begun, is_due
from engine.service.notices import NoticeFilter, list_notices
from engine.service.outcomes import LONGEST_LOG, backoff
from engine.service.queries import list_cases, read_history, show_case
from engine.service.views import CaseFilter

FIRST = ActivationId(1)
MINUTE = timedelta(minutes=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    url = (
        sqlite_url(tmp_path)
        if request.param == "sqlite"
        else migrated_database(request.getfixturevalue("postgres_url"))
    )
    with a_deed_office(url) as made:
        yield made


def end(office: Office, begun: Begun, deed: object = None) -> Ended:
    deeds = Deeds({} if deed is None else {begun.run.step or "": deed})  # type: ignore[dict-item]
    return perform(crew_for(office, deeds, begun.claimed.owner), begun)


def kinds(office: Office, case: str) -> list[str]:
    history = read_history(office.database, case)  # type: ignore[arg-type]
    return [str(one.recorded.event.__struct_config__.tag) for one in history]


def child_of(office: Office, parent: str) -> str:
    (found,) = [
        one.case
        for one in list_cases(office.database, CaseFilter()).items
        if (shown := show_case(office.database, one.case)).parent and shown.parent.case == parent
    ]
    return found


def test_a_result_is_recorded_with_its_notices_and_its_log(office: Office) -> None:
    case = office.open("coba")
    (begun,) = taken(office)
    told = Notice(role=RoleId("loket"), words="Surat siap", link="https://wa.me/62")

    ended = end(office, begun, lambda *_: Outcome(notices=(told, told), log=("satu", "dua")))

    assert ended == Ended(outcome="done")
    found = list_notices(office.database, NoticeFilter(case=case))
    assert [(one.role, one.words, one.link, one.unit) for one in found] == [
        ("loket", "Surat siap", "https://wa.me/62", "kecamatan")
    ] * 2
    (attempt,) = attempts(office, case)
    assert (attempt.outcome, attempt.log, attempt.ended_at) == ("done", "satu\ndua", office.now)
    assert not is_due(office.database, at=office.now + timedelta(days=9))


def test_of_a_result_that_is_refused_nothing_is_kept(office: Office) -> None:
    case = office.open("coba")
    (begun,) = taken(office)
    told = Notice(role=RoleId("loket"), words="Surat siap")

    ended = end(office, begun, lambda *_: Outcome(result={"angka": "1"}, notices=(told,)))

    assert ended.outcome == "failed"
    assert "angka" in ended.words
    assert list_notices(office.database, NoticeFilter(case=case)) == ()


def test_what_comes_after_the_result_is_void_and_leaves_nothing(office: Office) -> None:
    case = office.open("coba")
    (begun,) = taken(office)
    office.do(RecordAction(case=case, by=HESTI, activation=FIRST, reason="Dikerjakan sendiri"))
    told = Notice(role=RoleId("loket"), words="Surat siap")

    assert end(office, begun, lambda *_: Outcome(notices=(told,))).outcome == "void"

    assert list_notices(office.database, NoticeFilter(case=case)) == ()
    assert kinds(office, case).count("action_recorded") == 1
    assert outcomes(office, case) == ["void"]


def test_a_remark_of_a_person_in_mid_step_disturbs_nothing(office: Office) -> None:
    case = office.open("coba")
    (begun,) = taken(office)
    office.do(Comment(case=case, by=RINI, text="Ditunggu pemohon"))

    assert end(office, begun).outcome == "done"


def test_the_result_of_a_step_that_failed_for_good_in_the_meantime_still_counts(
    office: Office,
) -> None:
    case = office.open("coba")
    (begun,) = taken(office)
    gone = give_up(crew_for(office, Deeds()), begun, after=15 * MINUTE)
    assert gone == Ended(outcome="failed", words="the action had not ended after 15 minutes")

    assert end(office, begun).outcome == "done"

    assert office.at(case) == {"serah"}
    assert outcomes(office, case) == ["failed"]
    assert not is_due(office.database, at=office.now + timedelta(days=9))


@pytest.mark.parametrize("words", ["", " ", "\x00", "\x1b[2J", "a\x00b", "\ud800", "x" * 9000])
def test_a_failure_counts_whatever_it_is_told_in(office: Office, words: str) -> None:
    case = office.open("coba")
    (begun,) = taken(office)

    assert end(office, begun, failing(ActionFailure(words, for_good=True))).outcome == "failed"

    said = incident(office, case)
    assert said
    assert not set(said) & {"\x00", "\x1b", "\ud800"}
    assert len(attempts(office, case)[0].log) <= LONGEST_LOG


def test_the_trace_of_what_broke_off_is_kept_whatever_is_in_it(office: Office) -> None:
    case = office.open("coba")
    (begun,) = taken(office)

    assert end(office, begun, failing(RuntimeError("\x00 \ud800 aneh"))).outcome == "failed"

    (attempt,) = attempts(office, case)
    assert "aneh" in attempt.log
    assert "Traceback" in attempt.log


def test_a_failure_after_the_case_has_ended_is_lost(office: Office) -> None:
    case = office.open("coba")
    (begun,) = taken(office)
    office.do(Withdraw(case=case, by=HESTI, reason="Batal"))

    assert end(office, begun, failing(ActionFailure("gagal"))).outcome == "lost"

    assert kinds(office, case)[-1] == "case_ended"


def test_a_failure_of_a_step_that_is_open_no_longer_is_void(office: Office) -> None:
    case = office.open("coba")
    (begun,) = taken(office)
    _keep_the_row(office)
    office.do(Withdraw(case=case, by=HESTI, reason="Batal"))
    _bring_it_back(office)

    assert end(office, begun, failing(ActionFailure("gagal"))).outcome == "void"

    assert not is_due(office.database, at=office.now + timedelta(days=9))


def test_a_failure_that_is_known_already_is_void(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = office.open("coba")
    (begun,) = taken(office)
    assert end(office, begun, failing(ActionFailure("salah", for_good=True))).outcome == "failed"
    _keep_the_row(office)
    assert not is_due(office.database, at=office.now + timedelta(days=9))
    row = begun.claimed
    _tell(
        office,
        "INSERT INTO outbox SELECT case_id, activation, kind, '{}', attempt, wanted_at, "  # noqa: S608
        f"started_at, owner FROM effect_run WHERE case_id = '{case}'",
    )

    ended = ends.fail(office.database, begun, "sekali lagi", at=office.now)

    assert ended == "void"
    assert incident(office, case) == "salah"
    assert row.case == case


def _tell(office: Office, statement: str) -> None:
    office.database.store.administer(lambda connection: connection.exec_driver_sql(statement))


def _keep_the_row(office: Office) -> None:
    _tell(office, "CREATE TABLE kept AS SELECT * FROM outbox")


def _bring_it_back(office: Office) -> None:
    _tell(office, "INSERT INTO outbox SELECT * FROM kept")


def test_a_call_of_a_case_that_was_withdrawn_meanwhile_opens_nothing(office: Office) -> None:
    parent = office.open("izin")
    office.complete(parent, "terima", RINI)
    (begun,) = taken(office)
    office.do(Withdraw(case=parent, by=HESTI, reason="Batal"))

    assert end(office, begun).outcome == "void"

    assert [one.case for one in list_cases(office.database, CaseFilter()).items] == [parent]
    assert outcomes(office, parent, 2) == ["void"]


def test_a_call_delivered_twice_opens_one_case(office: Office) -> None:
    parent = office.open("izin")
    office.complete(parent, "terima", RINI)
    (stale,) = taken(office, "a")
    office.now += MINUTE
    (held,) = taken(office, "b")

    assert end(office, stale).outcome == "done"
    child = child_of(office, parent)
    assert end(office, held).outcome == "done"

    assert child_of(office, parent) == child
    assert not is_due(office.database, at=office.now + timedelta(days=9))


def test_a_call_that_the_called_sop_refuses_is_tried_again_and_becomes_an_incident(
    office: Office,
) -> None:
    put_deed_in_force(office, "macet", steps=CALLING.replace("[usaha]", "[]"))
    parent = office.open("macet")
    office.complete(parent, "terima", RINI)
    crew = crew_for(office, Deeds())
    for _ in range(3):
        run_pending(crew)
        office.now += timedelta(hours=5)

    assert "usaha" in incident(office, parent, "rekomendasi")
    assert outcomes(office, parent, 2) == ["failed"] * 3
    office.do(RetryAction(case=parent, by=HESTI, activation=ActivationId(2)))
    (begun,) = taken(office)
    assert begun.claimed.attempt == 1


def test_news_that_a_parent_needs_no_longer_are_void(office: Office) -> None:
    parent = office.open("izin")
    office.complete(parent, "terima", RINI)
    run_pending(crew_for(office, Deeds()))
    child = child_of(office, parent)
    office.do(Withdraw(case=parent, by=HESTI, reason="Batal"))
    office.do(Withdraw(case=child, by=HESTI, reason="Batal"))  # type: ignore[arg-type]

    (begun,) = taken(office)

    assert begun.run.step is None
    assert end(office, begun).outcome == "void"
    assert not is_due(office.database, at=office.now + timedelta(days=9))


def test_news_for_a_parent_that_is_nowhere_are_void(office: Office) -> None:
    parent = office.open("izin")
    office.complete(parent, "terima", RINI)
    run_pending(crew_for(office, Deeds()))
    child = child_of(office, parent)
    office.do(Withdraw(case=child, by=HESTI, reason="Batal"))  # type: ignore[arg-type]
    _tell(office, f"UPDATE outbox SET payload = replace(payload, '{parent}', 'nowhere')")  # noqa: S608

    (begun,) = taken(office)

    assert end(office, begun).outcome == "void"


def test_the_wait_between_tries_doubles_up_to_four_hours() -> None:
    ten = Retry(attempts=9, backoff=duration_from_text("10 menit"))

    assert [backoff(ten, number) / MINUTE for number in (1, 2, 3, 5, 6, 100)] == [
        10,
        20,
        40,
        160,
        240,
        240,
    ]
    assert backoff(Retry(), 1) == MINUTE
