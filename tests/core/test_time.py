"""Time is an input: instants never run backwards, and the past may be told later."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from builders import CASE, MONDAY, Desk, human, person, workflow
from refusals import refused

from engine.core.commands import Applicant, Comment, OpenCase
from engine.core.errors import InputRefused

RINI = person("rini")
HOUR = timedelta(hours=1)


def an_open_desk() -> Desk:
    desk = Desk(workflow(human("terima"), human("sah")))
    desk.open()
    return desk


def test_a_clock_set_back_does_not_make_history_run_backwards() -> None:
    desk = an_open_desk()
    latest = desk.events[-1].at

    desk.now = latest - 5 * HOUR
    desk.complete("terima", RINI)

    instants = [recorded.at for recorded in desk.events]
    assert instants == sorted(instants)
    assert instants[-1] == latest
    desk.now = latest + HOUR
    desk.complete("sah", RINI)
    assert desk.events[-1].at == latest + HOUR


def test_everything_one_command_decides_happens_at_one_instant() -> None:
    desk = an_open_desk()

    decision = desk.complete("terima", RINI)

    assert len(decision.events) == 2
    assert {recorded.at for recorded in decision.events} == {MONDAY + timedelta(minutes=1)}


def comment(happened_at: datetime) -> Comment:
    return Comment(case=CASE, by=RINI, text="Halo", happened_at=happened_at)


def test_what_happened_before_it_was_recorded_keeps_both_instants() -> None:
    desk = Desk(workflow(human("terima")))
    desk.open(happened_at=MONDAY - 40 * HOUR)
    before = (MONDAY - 30 * HOUR).astimezone(timezone(7 * HOUR))

    desk.do(comment(before))

    recorded = desk.events[-1]
    assert recorded.happened_at == before
    assert recorded.at == MONDAY + timedelta(minutes=1)
    assert desk.state is not None
    assert desk.state.last_at == recorded.at


def test_what_happens_now_has_happened() -> None:
    desk = an_open_desk()

    desk.do(comment(desk.now))

    assert desk.events[-1].happened_at == desk.events[-1].at


@pytest.mark.parametrize(
    ("happened_at", "why"),
    [
        (datetime(2026, 11, 23, 1, 0), "must carry its offset from UTC"),  # noqa: DTZ001
        (MONDAY + timedelta(minutes=1, microseconds=1), "lies in the future"),
        (datetime(2999, 1, 1, tzinfo=UTC), "lies in the future"),
    ],
)
def test_nothing_happened_at_an_unknown_hour_or_in_the_future(happened_at, why) -> None:
    refusal = refused(an_open_desk(), comment(happened_at), InputRefused)

    assert refusal.problems["happened_at"].startswith(why)


def test_a_case_may_be_opened_later_than_it_came() -> None:
    desk = Desk(workflow(human("terima")))

    desk.open(happened_at=MONDAY - HOUR)

    assert desk.state is not None
    assert desk.state.opened_at == MONDAY
    assert {recorded.happened_at for recorded in desk.events} == {MONDAY - HOUR}


def test_an_opening_of_the_future_is_refused_like_any_other() -> None:
    desk = Desk(workflow(human("terima")))
    opening = OpenCase(
        case=CASE,
        by=RINI,
        sop=desk.flow.sop,
        applicant=Applicant(name="Tini"),
        happened_at=MONDAY + HOUR,
    )

    refused(desk, opening, InputRefused)


def test_nothing_of_a_case_happened_before_it() -> None:
    desk = Desk(workflow(human("a"), human("b")))
    earlier = desk.now - timedelta(days=2)
    desk.open(happened_at=earlier)

    with pytest.raises(InputRefused, match="lies before the case"):
        desk.complete("a", person("rini"), happened_at=earlier - timedelta(seconds=1))
    desk.complete("a", person("rini"), happened_at=earlier)

    assert desk.at == {"b"}
