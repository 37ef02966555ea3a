"""How long records are kept, what keeps them back, and who has them destroyed."""

from datetime import date, timedelta

import pytest
from builders import CASE, Desk, human, person, workflow
from hypothesis import given
from hypothesis import strategies as st

from engine.core.commands import Comment, DisposeOf, Erase, Hold, LiftHold, Reject, Reopen, Reveal
from engine.core.directory import Duty
from engine.core.errors import AlreadySo, CaseStillOpen, CommandRefused, DutyMissing, InputRefused
from engine.core.errors_retention import NotDueYet, RecordDisposed, RecordHeld, SelfApproved
from engine.core.ids import PersonId, StepId
from engine.core.retention import (
    Fate,
    RetentionClass,
    Span,
    Stage,
    closed_before,
    retained,
    span_from_text,
)
from engine.core.retention_events import CaseDisposed, HoldGround
from engine.core.text import Text

ANI, CAMAT, SARI = person("ani", Duty.ARCHIVIST), person("suryo", "camat"), person("sari", "loket")
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
SPANS = st.builds(Span, months=st.integers(0, 1200))
TODAY, YESTERDAY = date(2030, 1, 2), date(2030, 1, 1)


def kept(fate: Fate = Fate.DESTROY, *, active: int = 12, inactive: int = 24) -> RetentionClass:
    return RetentionClass(
        id="surat",
        title=Text(id="Surat"),
        active=Span(months=active),
        inactive=Span(months=inactive),
        fate=fate,
        source="jra",
    )


CLASSES = st.builds(
    kept, st.sampled_from(Fate), active=st.integers(0, 600), inactive=st.integers(0, 600)
)


@pytest.mark.parametrize(
    ("closed", "months", "over"),
    [
        (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 5, 7), 0, date(2026, 5, 7)),
    ],
)
def test_months_are_counted_by_the_calendar(closed: date, months: int, over: date) -> None:
    assert Span(months=months).after(closed) == over


@given(DAYS, SPANS, SPANS)
def test_a_longer_span_never_ends_earlier_and_a_later_day_neither(
    day: date, one: Span, other: Span
) -> None:
    short, long = sorted((one, other), key=lambda span: span.months)

    assert day <= short.after(day) <= long.after(day)
    assert one.after(day) <= one.after(day + timedelta(days=1))


@given(CLASSES, DAYS, DAYS)
def test_a_record_goes_through_its_stages_in_order(
    one: RetentionClass, closed: date, today: date
) -> None:
    found = retained(one, closed, today)
    assert found.active_until is not None
    assert found.over_on is not None

    assert closed <= found.active_until <= found.over_on
    if today < found.active_until:
        assert found.stage is Stage.ACTIVE
    elif today < found.over_on:
        assert found.stage is Stage.INACTIVE
    else:
        assert found.stage in {Stage.DUE, Stage.PERMANENT, Stage.REVIEW}


@given(CLASSES, DAYS, DAYS)
def test_only_what_the_schedule_has_destroyed_is_ever_due(
    one: RetentionClass, closed: date, today: date
) -> None:
    is_due = retained(one, closed, today).stage is Stage.DUE

    assert is_due == (one.fate is Fate.DESTROY and one.whole.after(closed) <= today)


@given(CLASSES, DAYS, DAYS)
def test_whatever_is_due_was_closed_by_the_day_that_is_asked_for(
    one: RetentionClass, closed: date, today: date
) -> None:
    if one.whole.after(closed) <= today:
        assert closed <= closed_before(one, today)


def test_what_runs_and_what_has_no_class_is_never_due() -> None:
    far = date(2999, 1, 1)

    assert retained(kept(), None, far).stage is Stage.OPEN
    assert retained(None, date(2000, 1, 1), far).stage is Stage.UNSCHEDULED


@pytest.mark.parametrize(
    ("text", "months"), [("2 tahun", 24), ("18 bulan", 18), (" 1 Tahun ", 12), ("0 tahun", 0)]
)
def test_a_span_is_written_as_schedules_write_it(text: str, months: int) -> None:
    assert span_from_text(text).months == months


@pytest.mark.parametrize("text", ["", "2", "dua tahun", "2 hari", "-1 tahun", "101 tahun"])
def test_what_is_no_span_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="tahun"):
        span_from_text(text)


def a_desk(*, closed: bool = True) -> Desk:
    desk = Desk(workflow(human("terima"), human("sah", "camat")))
    desk.open()
    if closed:
        desk.do(Reject(case=CASE, by=CAMAT, reason="Palsu"))
    return desk


def hold(by=ANI, ground=HoldGround.DISPUTE, reason="Gugatan") -> Hold:
    return Hold(case=CASE, by=by, ground=ground, reason=reason)


def lift(by=ANI, ground=HoldGround.DISPUTE, reason="Putusan") -> LiftHold:
    return LiftHold(case=CASE, by=by, ground=ground, reason=reason)


def disposing(**more: object) -> DisposeOf:
    usual: dict[str, object] = {
        "case": CASE,
        "by": ANI,
        "list_id": "l1",
        "minutes": "BA 7/2030",
        "signed_on": TODAY,
        "kept_as": "surat",
        "over_on": YESTERDAY,
        "today": TODAY,
        "proposed_by": PersonId("ani"),
        "approved_by": PersonId("hesti"),
    }
    return DisposeOf(**(usual | more))  # type: ignore[arg-type]


def test_every_ground_that_holds_a_record_is_lifted_on_its_own() -> None:
    desk = a_desk()
    desk.do(hold())
    desk.do(hold(person("m", Duty.MANAGER), HoldGround.AUDIT))
    desk.do(lift())

    assert desk.state.holds == (HoldGround.AUDIT,)
    for again in (lift(), hold(ground=HoldGround.AUDIT)):
        with pytest.raises(AlreadySo):
            desk.do(again)


def test_the_record_of_an_open_case_may_be_held_before_it_is_any_concern() -> None:
    desk = a_desk(closed=False)
    desk.do(hold())

    assert desk.state.holds == (HoldGround.DISPUTE,)


@pytest.mark.parametrize("by", [SARI, CAMAT, person("x", None), person("x", Duty.AUDITOR)])
def test_only_who_keeps_the_records_holds_them_and_lets_them_go(by) -> None:
    desk = a_desk()
    desk.do(hold())

    for command in (hold(by, HoldGround.AUDIT), lift(by), disposing(by=by)):
        with pytest.raises(DutyMissing):
            desk.do(command)
    for command in (hold(ground=HoldGround.AUDIT, reason=" "), lift(reason="")):
        with pytest.raises(InputRefused):
            desk.do(command)


def test_a_record_is_disposed_of_by_its_minutes() -> None:
    desk = a_desk()
    desk.do(disposing())

    event = desk.events[-1].event
    assert isinstance(event, CaseDisposed)
    assert (event.minutes, event.approved_by) == ("BA 7/2030", "hesti")
    assert desk.state.disposed_at == desk.events[-1].at


@pytest.mark.parametrize(
    ("before", "more", "refusal"),
    [
        ([], {"approved_by": PersonId("ani")}, SelfApproved),
        ([], {"over_on": TODAY + timedelta(days=1)}, NotDueYet),
        ([], {"minutes": " "}, InputRefused),
        ([], {"by": person("m", Duty.MANAGER)}, DutyMissing),
        ([hold()], {}, RecordHeld),
        ([Reopen(case=CASE, by=CAMAT, step=StepId("sah"), reason="Asli")], {}, CaseStillOpen),
        ([disposing()], {}, RecordDisposed),
    ],
)
def test_what_is_not_to_be_destroyed_is_not(before, more, refusal) -> None:
    desk = a_desk()
    for command in before:
        desk.do(command)
    state = desk.state

    with pytest.raises(refusal):
        desk.do(disposing(**more))
    assert desk.state == state


def test_nothing_happens_any_more_to_a_case_whose_record_is_gone_but_that_data_is_erased() -> None:
    desk = a_desk()
    desk.do(disposing())

    for command in (
        hold(),
        lift(),
        Comment(case=CASE, by=SARI, text="Halo"),
        Reopen(case=CASE, by=CAMAT, step=StepId("sah"), reason="Asli"),
        Reveal(case=CASE, by=SARI, fields=("applicant.name",), reason="Ingin tahu"),
    ):
        with pytest.raises(CommandRefused) as refused:
            desk.do(command)
        assert isinstance(refused.value, RecordDisposed)
    siti = person("siti", Duty.PRIVACY)
    desk.do(Erase(case=CASE, by=siti, fields=("applicant.name",), reason="x", decree="SK 7"))
    assert desk.kinds[-1] == "data_erased"
