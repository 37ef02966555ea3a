"""Each kind of departure that a case of Alur's own can have, with its evidence."""

from datetime import timedelta

import pytest
from builders import CASE, action, answer, call, human, wait, workflow
from builders_clocks import (
    HESTI,
    KANTOR,
    RINI,
    TINI,
    lasting,
    one_step,
    opened,
    returning,
    service,
    timed,
    told,
)
from builders_outlook import found, looked, of_kind, watched

from engine.core.commands import (
    Actor,
    Assign,
    Attach,
    Claim,
    Delegate,
    Migrate,
    Override,
    Pause,
    Release,
    Resolve,
    Withdraw,
)
from engine.core.departures_walk import is_implausibly_fast
from engine.core.deviations import DeviationKind
from engine.core.ids import OutcomeId, PersonId, RoleId, StepId
from engine.core.text import Text
from engine.core.time_events import WarningGiven
from engine.core.workflow import PauseReason, Requirement

SURYO = Actor(person=PersonId("suryo"), role=RoleId("camat"), via="test")
YES, NO = OutcomeId("ya"), OutcomeId("kurang")


# --- late


def test_a_step_is_late_from_the_second_after_it_was_due() -> None:
    desk = opened(one_step("30 menit"), "2026-11-23 08:00")
    desk.claim("telaah", RINI)

    assert found(desk, "2026-11-23 08:30") == {}
    late = found(desk, "2026-11-23 08:30:01")["late_step:1"]

    assert told(KANTOR, late.at) == "2026-11-23 08:30:01"
    assert told(KANTOR, late.due) == "2026-11-23 08:30"
    assert (late.step, late.persons, late.visits) == ("telaah", ("rini",), 1)
    assert (late.standard, late.measured) == (lasting("30 menit"), None)
    assert late.clause is not None
    assert late.clause.row == 1


def test_of_a_late_step_that_is_done_it_is_told_how_long_it_took_and_by_whom() -> None:
    desk = opened(one_step("30 menit"), "2026-11-23 08:00")
    desk.claim("telaah", RINI)
    desk.on("2026-11-23 09:10").complete("telaah", RINI)

    late = found(desk, "2026-11-30 08:00")["late_step:1"]

    assert told(KANTOR, late.at) == "2026-11-23 08:30:01"
    assert (late.persons, late.measured) == (("rini",), timedelta(minutes=70))


def test_days_that_it_took_are_days_and_never_hours() -> None:
    desk = opened(one_step("2 hari kerja"), "2026-11-23 08:00")
    desk.on("2026-11-27 10:00").complete("telaah", RINI)

    late = found(desk, "2026-11-30 08:00")["late_step:1"]

    assert told(KANTOR, late.at) == "2026-11-25 16:00:01"
    assert late.measured == timedelta(days=3)


def test_who_has_the_task_is_who_was_given_it_last() -> None:
    desk = opened(one_step("30 menit"), "2026-11-23 08:00")
    task = desk.task("telaah")
    desk.do(Assign(case=CASE, by=SURYO, activation=task, to=PersonId("budi")))
    budi = Actor(person=PersonId("budi"), role=RoleId("loket"), via="test")
    desk.do(Delegate(case=CASE, by=budi, activation=task, to=PersonId("rini")))
    assert found(desk, "2026-11-23 09:00")["late_step:1"].persons == ("rini",)

    desk.do(Resolve(case=CASE, by=RINI, activation=task))
    assert found(desk, "2026-11-23 09:00")["late_step:1"].persons == ("budi",)

    desk.do(Release(case=CASE, by=budi, activation=task))
    assert found(desk, "2026-11-23 09:00")["late_step:1"].persons == ()


def test_a_case_is_late_when_its_promise_and_when_its_legal_limit_is_passed() -> None:
    flow = one_step("10 hari kerja", promise="1 hari kerja", limit="2 hari kerja")
    desk = opened(flow, "2026-11-23 08:00")

    late = found(desk, "2026-11-30 08:00")

    assert list(late) == ["late_case:0", "legal_limit_passed:0"]
    assert told(KANTOR, late["late_case:0"].at) == "2026-11-24 16:00:01"
    assert told(KANTOR, late["legal_limit_passed:0"].at) == "2026-11-25 16:00:01"
    clause = late["late_case:0"].clause
    assert clause is not None
    assert clause.says == Text(
        id="Jangka waktu penyelesaian: 1 hari kerja", en="Promised time: 1 working day"
    )


def test_the_applicant_is_never_late() -> None:
    desk = opened(returning(), "2026-11-23 08:00")
    desk.complete("periksa", RINI, outcome=NO)

    assert of_kind(desk, "2026-12-30 08:00", DeviationKind.LATE_STEP) == {}


def test_what_the_engine_does_by_itself_is_never_late_but_another_unit_is() -> None:
    flow = workflow(
        [
            [action("nomor", time=lasting("1 menit"))],
            [wait("jeda", time=lasting("1 menit"), duration=lasting("3 hari"))],
            [call("rekomendasi", "dinas", time=lasting("1 menit"))],
        ]
    )
    desk = opened(flow, "2026-11-23 08:00")

    assert [one.step for one in found(desk, "2026-11-24 08:00").values()] == ["rekomendasi"]
    notices = looked(desk, "2026-11-24 08:00").found
    assert {one.step for one in notices if isinstance(one, WarningGiven)} == {"rekomendasi"}


def test_a_step_that_the_version_in_force_does_not_have_is_judged_by_nothing() -> None:
    desk = opened(workflow(timed("lama", "5 menit"), timed("baru", "5 menit")), "2026-11-23 08:00")
    desk.on("2026-11-23 10:00").complete("lama", RINI)
    shorter = workflow(timed("baru", "5 menit"), version=2, hash="h2")
    desk.do(Migrate(case=CASE, by=SURYO, version=2, reason="Revisi"), target=shorter)
    desk.flow = shorter

    assert list(found(desk, "2026-11-23 10:04")) == []
    assert list(found(desk, "2026-11-23 12:00")) == ["late_step:2"]


# --- repeated, overridden, fast


def test_visits_above_the_tolerance_are_repetitions_each_its_own() -> None:
    back = answer("kurang", "return", "tulis")
    flow = workflow(
        human("tulis", tolerance=1), human("periksa", "kasi", outcomes=(answer("ya"), back))
    )
    desk = opened(flow, "2026-11-23 08:00")
    for _ in range(2):
        desk.complete("tulis", RINI)
        desk.complete("periksa", HESTI, outcome=NO)

    repeated = of_kind(desk, "2026-11-23 10:00", DeviationKind.REPEATED)

    assert list(repeated) == ["repeated:3", "repeated:5"]
    assert [(one.visits, one.allowed) for one in repeated.values()] == [(2, 1), (3, 1)]
    assert [one.persons for one in repeated.values()] == [("hesti",), ("hesti",)]


@pytest.mark.parametrize(
    ("mode", "more", "against"),
    [
        ("skip", {}, ()),
        ("reorder", {"step": StepId("b")}, ("b",)),
        ("act_outside_role", {}, ()),
    ],
)
def test_an_override_leaves_one_trace_with_its_reason(mode, more, against) -> None:
    desk = opened(workflow(human("a"), human("b")), "2026-11-23 08:00")
    desk.do(
        Override(
            case=CASE, by=SURYO, activation=desk.task("a"), mode=mode, reason="Mendesak", **more
        )
    )

    overridden = of_kind(desk, "2026-11-23 10:00", DeviationKind.OVERRIDDEN)

    (one,) = overridden.values()
    assert (one.step, one.says, one.persons) == ("a", "Mendesak", ("suryo",))
    assert one.against == against


def test_a_step_done_in_a_twentieth_of_its_time_was_hardly_done() -> None:
    desk = opened(one_step("60 menit"), "2026-11-23 08:00:00")
    desk.on("2026-11-23 08:02:59").complete("telaah", RINI)

    fast = found(desk, "2026-11-23 10:00")["implausibly_fast:1"]

    assert (fast.standard, fast.measured) == (
        lasting("60 menit"),
        timedelta(minutes=2, seconds=59),
    )


def test_nothing_is_said_of_three_minutes_or_of_what_took_place_earlier() -> None:
    slow = opened(one_step("60 menit"), "2026-11-23 08:00:00")
    slow.on("2026-11-23 08:03:00").complete("telaah", RINI)
    told_later = opened(one_step("60 menit"), "2026-11-23 08:00:00")
    happened = told_later.on("2026-11-23 08:00:30").now
    told_later.on("2026-11-23 08:01").complete("telaah", RINI, happened_at=happened)

    assert found(slow, "2026-11-23 10:00") == {}
    assert found(told_later, "2026-11-23 10:00") == {}


def test_opening_a_case_is_its_first_step_and_takes_no_time() -> None:
    flow = workflow(human("ajukan", submission=True, time=lasting("10 menit")), human("periksa"))

    assert found(opened(flow, "2026-11-23 08:00"), "2026-11-23 10:00") == {}


@pytest.mark.parametrize(
    ("standard", "seconds", "fast"),
    [
        ("60 menit", 179, True),
        ("60 menit", 180, False),
        ("1 jam", 179, True),
        ("1 jam kalender", 179, True),
        ("1 hari kerja", 1, False),
        ("3 hari", 1, False),
        ("1 bulan", 1, False),
    ],
)
def test_only_what_is_done_in_one_sitting_can_be_too_fast(standard, seconds, fast) -> None:
    assert is_implausibly_fast(lasting(standard), timedelta(seconds=seconds)) is fast


# --- input and records

LETTER = Requirement(id="pengantar", title=Text(id="Surat pengantar RT", en="Letter of the RT"))
PHOTO = Requirement(id="foto", title=Text(id="Pas foto"), required=False)


def test_a_file_accepted_without_what_is_required_lacks_it() -> None:
    flow = workflow(human("a"), requirements=(LETTER, PHOTO))
    desk = opened(flow, "2026-11-23 08:00")
    desk.accept()

    (one,) = of_kind(desk, "2026-11-23 09:00", DeviationKind.MISSING_INPUT).values()

    assert one.missing == ("pengantar",)
    assert one.clause is not None
    assert one.clause.says.in_language("en") == "Requirements: Letter of the RT"


def test_what_came_with_the_request_or_was_attached_is_not_missing() -> None:
    flow = workflow(human("a"), requirements=(LETTER, PHOTO))
    brought = opened(flow, "2026-11-23 08:00")
    brought.events.clear()
    brought.state = None
    brought.open(requirements=("pengantar",))
    brought.complete("a", RINI)
    attached = opened(flow, "2026-11-23 08:00")
    attached.do(
        Attach(
            case=CASE,
            by=RINI,
            name="rt.pdf",
            media_type="application/pdf",
            size=1,
            sha256="a" * 64,
            requirement="pengantar",
        )
    )
    attached.accept()

    assert found(brought, "2026-11-23 09:00") == {}
    assert found(attached, "2026-11-23 09:00") == {}


def test_what_is_recorded_on_a_later_day_than_it_happened_is_backdated_once() -> None:
    desk = opened(workflow(human("a"), human("b")), "2026-11-23 08:00")
    happened = desk.on("2026-11-23 09:00").now
    desk.on("2026-11-24 08:00").complete("a", RINI, happened_at=happened)

    (one,) = of_kind(desk, "2026-11-24 09:00", DeviationKind.BACKDATED).values()

    assert (one.step, one.measured) == ("a", timedelta(hours=23))


def test_what_is_recorded_on_the_same_day_is_not_backdated() -> None:
    desk = opened(workflow(human("a"), human("b")), "2026-11-23 08:00")
    happened = desk.on("2026-11-23 09:00").now
    desk.on("2026-11-23 15:00").complete("a", RINI, happened_at=happened)

    assert found(desk, "2026-11-24 09:00") == {}


# --- pauses


def test_a_pause_with_neither_a_note_nor_documents_has_no_ground() -> None:
    bare = opened(workflow(human("a")), "2026-11-23 08:00")
    bare.pause()
    noted = opened(workflow(human("a")), "2026-11-23 08:00")
    noted.do(Pause(case=CASE, by=RINI, reason=PauseReason.PAYMENT, note="Menunggu SSRD"))
    listed = opened(workflow(human("a")), "2026-11-23 08:00")
    listed.do(Pause(case=CASE, by=RINI, reason=PauseReason.APPLICANT, documents=("KTP",)))

    without = of_kind(bare, "2026-11-23 09:00", DeviationKind.PAUSE_WITHOUT_GROUND)

    assert len(without) == 1
    assert found(noted, "2026-11-23 09:00") == {}
    assert found(listed, "2026-11-23 09:00") == {}


def test_a_pause_of_the_case_above_its_cap_is_a_departure_while_it_lasts_and_after() -> None:
    cap = {PauseReason.APPLICANT: lasting("2 hari kerja")}
    desk = watched(workflow(human("a")), "2026-11-23 08:00", pauses=cap)
    desk.on("2026-11-23 09:00").do(
        Pause(case=CASE, by=RINI, reason=PauseReason.APPLICANT, note="KTP buram")
    )

    assert found(desk, "2026-11-25 16:00") == {}
    (during,) = found(desk, "2026-11-25 16:00:01").values()
    desk.on("2026-11-26 09:00").resume()
    (after,) = found(desk, "2026-12-01 09:00").values()

    assert during == after
    assert during.kind is DeviationKind.PAUSE_ABOVE_CAP
    assert told(KANTOR, during.at) == "2026-11-25 16:00:01"
    assert (during.standard, during.step) == (lasting("2 hari kerja"), None)
    assert during.clause is not None
    assert during.clause.says.en == "A pause lasts at most 2 working days"


def test_a_visit_that_waits_above_the_cap_is_one_too_and_one_in_time_is_none() -> None:
    cap = {PauseReason.APPLICANT: lasting("2 hari")}
    desk = watched(returning(), "2026-11-23 08:00", pauses=cap)
    desk.complete("periksa", RINI, outcome=NO)

    (one,) = of_kind(desk, "2026-11-30 08:00", DeviationKind.PAUSE_ABOVE_CAP).values()
    desk.on("2026-11-24 08:00").complete("ajukan", TINI)

    assert one.step == "ajukan"
    assert of_kind(desk, "2026-11-30 08:00", DeviationKind.PAUSE_ABOVE_CAP) == {}


def test_a_ground_without_a_cap_may_last() -> None:
    cap = {PauseReason.PAYMENT: lasting("1 hari")}
    desk = watched(returning(), "2026-11-23 08:00", pauses=cap)
    desk.complete("periksa", RINI, outcome=NO)

    assert of_kind(desk, "2026-12-30 08:00", DeviationKind.PAUSE_ABOVE_CAP) == {}


def test_a_pause_ends_with_its_case_or_with_the_step_that_is_left() -> None:
    cap = {PauseReason.APPLICANT: lasting("1 hari")}
    ended = watched(workflow(human("a")), "2026-11-23 08:00", pauses=cap)
    ended.do(Pause(case=CASE, by=RINI, reason=PauseReason.APPLICANT, note="KTP"))
    ended.do(Withdraw(case=CASE, by=RINI, reason="Batal"))
    cancelled = watched(returning(), "2026-11-23 08:00", pauses=cap)
    cancelled.complete("periksa", RINI, outcome=NO)
    cancelled.do(Withdraw(case=CASE, by=RINI, reason="Batal"))
    skipped = watched(returning(), "2026-11-23 08:00", pauses=cap)
    skipped.complete("periksa", RINI, outcome=NO)
    task = skipped.task("ajukan")
    skipped.do(Override(case=CASE, by=SURYO, activation=task, mode="skip", reason="Ada"))

    for desk in (ended, cancelled, skipped):
        assert of_kind(desk, "2026-11-30 08:00", DeviationKind.PAUSE_ABOVE_CAP) == {}


def test_departures_are_told_in_the_order_in_which_they_happened() -> None:
    flow = workflow(timed("a", "5 menit"), timed("b", "60 menit"), service=service("1 jam"))
    desk = opened(flow, "2026-11-23 08:00")
    desk.do(Claim(case=CASE, by=RINI, activation=desk.task("a")))
    desk.on("2026-11-23 08:30").complete("a", RINI)
    desk.on("2026-11-23 08:31").complete("b", RINI)

    assert list(found(desk, "2026-11-24 08:00")) == ["late_step:1", "implausibly_fast:2"]
