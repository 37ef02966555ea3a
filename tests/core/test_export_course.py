"""Histories told as acts: what completes was started before, and nobody goes back in time."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import get_args

import msgspec
import pytest
from asked import AnyCase
from builders import CASE as THE_CASE
from builders import MONDAY, action, answer, human, person, workflow
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, run_state_machine_as_test

from engine.core.clock_clauses import ClockKind
from engine.core.commands import Applicant, Parent
from engine.core.deviations import Deviation, DeviationKind
from engine.core.durations import Duration, TimeUnit
from engine.core.events import (
    ActionFailed,
    ActionRecorded,
    ActionRetried,
    CaseEnded,
    CaseMigrated,
    CaseOpened,
    CasePaused,
    CaseReopened,
    CaseResumed,
    CommentAdded,
    DataErased,
    DataRevealed,
    DeviationDisposed,
    Event,
    FileAccepted,
    FileAttached,
    Recorded,
    StepCancelled,
    StepCompleted,
    StepOpened,
    StepOverridden,
    StepReturned,
    StepSkipped,
    TaskAssigned,
    TaskClaimed,
    TaskDelegated,
    TaskReleased,
    TaskResolved,
    TimeExtended,
)
from engine.core.export_acts import Act, Told, activity_of, workflow_hash
from engine.core.export_case import told
from engine.core.export_course import LEFT_OUT, TOLD
from engine.core.ids import (
    ActivationId,
    CaseId,
    DeviationId,
    OutcomeId,
    PersonId,
    StepId,
)
from engine.core.retention_events import CaseDisposed, CaseHeld, HoldGround, HoldLifted
from engine.core.text import Text
from engine.core.time_events import (
    CaseEscalated,
    DeviationRecorded,
    DeviationWithdrawn,
    IncidentTold,
    WarningGiven,
    Withdrawal,
)
from engine.core.workflow import PauseReason, RungLevel, Service, Workflow

DAYS = Duration(amount=5, unit=TimeUnit.WORKING_DAY)
FLOW = workflow(
    human("periksa", outcomes=(answer("ya"), answer("tidak", "return", "periksa"))),
    action("nomor"),
    human("serah"),
    service=Service(promise=DAYS, legal_limit=DAYS),
)
RINI, HESTI = person("rini"), person("hesti", "kasi")
ONE, STEP = ActivationId(1), StepId("periksa")
OPENED = CaseOpened(sop=FLOW.sop, version=1, workflow=FLOW.hash, applicant=Applicant(name="Tini"))
LATE = Deviation(kind=DeviationKind.LATE_CASE, case=THE_CASE, at=MONDAY)


def history(*events: Event) -> list[Recorded]:
    """The opening, the step opened, and these; a minute apart."""
    all_ = (OPENED, StepOpened(activation=ONE, step=STEP, visit=1), *events)
    return [
        Recorded(case=THE_CASE, seq=seq, at=MONDAY + timedelta(minutes=seq), by=RINI, event=event)
        for seq, event in enumerate(all_, 1)
    ]


def tell(*events: Event) -> Told:
    return told(history(*events), lambda _: FLOW)


def of_task(*events: Event) -> list[str]:
    """The transitions of the one task."""
    return [one.transition for one in tell(*events).acts if one.instance == "1"]


def last(*events: Event) -> Act:
    return tell(*events).acts[-1]


CLAIMED = TaskClaimed(activation=ONE, step=STEP)
ASSIGNED = TaskAssigned(activation=ONE, step=STEP, to=PersonId("budi"), reason="Giliran.")
RELEASED = TaskReleased(activation=ONE, step=STEP, reason="Sakit.")
DELEGATED = TaskDelegated(activation=ONE, step=STEP, to=PersonId("sari"))
RESOLVED = TaskResolved(activation=ONE, step=STEP, to=PersonId("rini"))
DONE = StepCompleted(activation=ONE, step=STEP, visit=1, outcome=OutcomeId("ya"))
RETURNED = StepReturned(
    activation=ONE, step=STEP, visit=1, to=STEP, outcome=OutcomeId("tidak"), reason="Buram."
)
RECORDED = ActionRecorded(activation=ONE, step=STEP, visit=1)
FAILED = ActionFailed(activation=ONE, step=STEP, attempt=1, error="tidak terhubung")
STUCK = ActionFailed(activation=ONE, step=STEP, attempt=3, error="tidak terhubung", final=True)
RETRIED = ActionRetried(activation=ONE, step=STEP)
LEFT = StepCancelled(activation=ONE, step=STEP, because="returned")
GONE = StepCancelled(activation=ONE, step=STEP, because="ended")
PASSED = StepOverridden(activation=ONE, step=STEP, mode="skip", reason="Mendesak.")
OUTSIDE = StepOverridden(activation=ONE, step=STEP, mode="act_outside_role", reason="Cuti.")
ENDED = CaseEnded(result="completed")


@pytest.mark.parametrize(
    ("events", "transitions"),
    [
        ((), ["schedule"]),
        ((CLAIMED, DONE), ["schedule", "start", "complete"]),
        ((DONE,), ["schedule", "start", "complete"]),
        ((ASSIGNED, ASSIGNED, DONE), ["schedule", "assign", "start", "unknown", "complete"]),
        ((ASSIGNED, ASSIGNED, CLAIMED), ["schedule", "assign", "reassign", "start"]),
        ((ASSIGNED, RELEASED, CLAIMED), ["schedule", "assign", "unknown", "start"]),
        (
            (CLAIMED, RELEASED, ASSIGNED, DONE),
            ["schedule", "start", "suspend", "resume", "complete"],
        ),
        (
            (CLAIMED, CLAIMED, RELEASED, CLAIMED),
            ["schedule", "start", "unknown", "suspend", "resume"],
        ),
        ((CLAIMED, RELEASED, DONE), ["schedule", "start", "suspend", "resume", "complete"]),
        ((CLAIMED, DELEGATED, RESOLVED, DONE), ["schedule", "start", *["unknown"] * 2, "complete"]),
        ((CLAIMED, RETURNED), ["schedule", "start", "complete"]),
        ((CLAIMED, LEFT), ["schedule", "start", "ate_abort"]),
        ((CLAIMED, GONE), ["schedule", "start", "pi_abort"]),
        ((GONE,), ["schedule", "withdraw"]),
        ((ASSIGNED, LEFT), ["schedule", "assign", "withdraw"]),
        ((PASSED,), ["schedule", "manualskip"]),
        ((CLAIMED, PASSED), ["schedule", "start", "ate_abort"]),
        ((OUTSIDE, DONE), ["schedule", "start", "unknown", "complete"]),
    ],
)
def test_a_task_goes_through_the_standard_lifecycle(
    events: Sequence[Event], transitions: list[str]
) -> None:
    assert of_task(*events) == transitions


@pytest.mark.parametrize(
    ("events", "transitions"),
    [
        ((), ["schedule", "start"]),
        ((FAILED, RETRIED, RECORDED), ["schedule", "start", "unknown", "unknown", "complete"]),
        ((STUCK, RETRIED, RECORDED), ["schedule", "start", "suspend", "resume", "complete"]),
        (
            (STUCK, STUCK, RECORDED),
            ["schedule", "start", "suspend", "unknown", "resume", "complete"],
        ),
    ],
)
def test_an_automated_step_is_under_way_from_its_opening(
    events: Sequence[Event], transitions: list[str]
) -> None:
    kept = history(*events)
    kept[1] = msgspec.structs.replace(
        kept[1], event=StepOpened(activation=ONE, step=STEP, visit=1, automated=True)
    )
    acts = told(kept, lambda _: FLOW).acts

    assert [one.transition for one in acts if one.instance == "1"] == transitions


def test_the_case_itself_is_an_instance_that_every_opening_begins_anew() -> None:
    paused = CasePaused(reason=PauseReason.APPLICANT, note="Tunggu KTP.")
    case = tell(paused, CaseResumed(), paused, ENDED, CaseReopened(reason="Salah"), ENDED)

    acts = [(one.instance, one.transition) for one in case.acts if one.activity == "case"]
    assert acts == [
        ("case-1", "start"),
        ("case-1", "suspend"),
        ("case-1", "resume"),
        ("case-1", "suspend"),
        ("case-1", "resume"),
        ("case-1", "complete"),
        ("case-2", "start"),
        ("case-2", "complete"),
    ]


def test_a_case_withdrawn_is_aborted_and_one_that_goes_on_again_has_no_result() -> None:
    assert last(CaseEnded(result="withdrawn")).transition == "pi_abort"
    over, again = tell(ENDED), tell(ENDED, CaseReopened(reason="Salah"))
    assert (over.result, over.closed_at) == ("completed", MONDAY + timedelta(minutes=3))
    assert (again.result, again.closed_at) == ("", None)


def test_a_promise_is_kept_when_the_case_is_over_and_nothing_that_stands_says_otherwise() -> None:
    late = DeviationRecorded(deviation=DeviationId("late_case:0"), found=LATE, calendar="k/1")
    undone = DeviationWithdrawn(
        deviation=DeviationId("late_case:0"), because=Withdrawal.CALENDAR, calendar="k/2"
    )
    assert [tell(*events).promise_kept for events in ((), (ENDED,), (late,), (late, ENDED))] == [
        None,
        True,
        False,
        False,
    ]
    mended = tell(late, undone, ENDED)
    assert (mended.promise_kept, mended.legal_limit_kept, mended.deviations) == (True, True, 0)


def test_without_a_promise_nothing_is_said_of_it() -> None:
    plain = workflow(human("periksa"))
    case = told(history(ENDED), lambda _: plain)

    assert (case.promise_kept, case.legal_limit_kept) == (None, None)


def test_what_befalls_a_case_says_its_facts_and_keeps_free_text_apart() -> None:
    paper = FileAttached(name="KTP Tini.pdf", media_type="application/pdf", size=9, sha256="ab")
    found = msgspec.structs.replace(LATE, step=STEP, says="Antre")
    late = DeviationRecorded(deviation=DeviationId("d"), found=found, calendar="k/1")
    due, at = MONDAY, MONDAY
    clock = {"clock": ClockKind.PROMISE, "due": due, "belongs_at": at}
    said: list[tuple[Event, dict[str, object], str]] = [
        (FileAccepted(), {}, ""),
        (CommentAdded(text="Halo"), {}, "Halo"),
        (paper, {"document": "ab"}, ""),
        (
            msgspec.structs.replace(paper, requirement="ktp"),
            {"document": "ab", "requirement": "ktp"},
            "",
        ),
        (
            late,
            {
                "deviation": "d",
                "deviation_kind": "late_case",
                "departed_at": MONDAY,
                "departed_step": "periksa",
            },
            "Antre",
        ),
        (
            DeviationWithdrawn(
                deviation=DeviationId("d"), because=Withdrawal.HISTORY, calendar="k/1"
            ),
            {"deviation": "d", "because": "history"},
            "",
        ),
        (
            DeviationDisposed(deviation=DeviationId("d"), verdict="accepted", reason="Wajar"),
            {"deviation": "d", "verdict": "accepted"},
            "Wajar",
        ),
        (
            TimeExtended(clock=ClockKind.PROMISE, amount=DAYS, reason="Hujan"),
            {"clock": "promise", "amount": "5 working_day"},
            "Hujan",
        ),
        (WarningGiven(percent=80, **clock), {"clock": "promise", "percent": 80}, ""),
        (CaseEscalated(rung=RungLevel.HEAD, **clock), {"clock": "promise", "rung": "head"}, ""),
        (
            IncidentTold(
                activation=ONE,
                step=STEP,
                failed=3,
                since=at,
                belongs_at=at,
                rung=RungLevel.SUPERVISOR,
            ),
            {"rung": "supervisor"},
            "",
        ),
        (CaseHeld(ground=HoldGround.AUDIT, reason="BPK"), {"ground": "audit"}, "BPK"),
        (HoldLifted(ground=HoldGround.AUDIT, reason="Usai"), {"ground": "audit"}, "Usai"),
        (
            CaseDisposed(
                list_id="d1",
                minutes="1/BA",
                signed_on=MONDAY.date(),
                kept_as="izin",
                over_on=MONDAY.date(),
                proposed_by=PersonId("rini"),
                approved_by=PersonId("hesti"),
            ),
            {"kept_as": "izin"},
            "",
        ),
        (DataRevealed(fields=("form.nik",), reason="Cocokkan"), {}, "Cocokkan"),
        (DataErased(fields=("form.nik",), reason="Diminta", decree="1/2026"), {}, "Diminta"),
    ]
    for event, facts, words in said:
        act = last(event)
        assert (act.activity, act.transition) == (act.kind, "unknown")
        assert (act.facts, act.words, act.instance) == (facts, words, "")


def test_a_document_is_kept_once_by_its_hash_and_never_by_its_name() -> None:
    paper = FileAttached(name="KTP Tini.pdf", media_type="application/pdf", size=9, sha256="ab")
    case = tell(paper, paper)

    assert [one.sha256 for one in case.papers] == ["ab"]
    assert "Tini" not in repr(case)


def test_a_step_that_the_sop_left_out_is_skipped_by_itself() -> None:
    act = last(StepSkipped(step=StepId("serah")))

    assert (act.activity, act.transition, act.instance) == ("Mengerjakan serah", "autoskip", "")


def test_a_task_keeps_its_name_when_the_case_moves_to_another_version() -> None:
    renamed = workflow(human("cek"), hash="h2", version=2)
    moved = CaseMigrated(version=2, workflow="h2", mapping={STEP: StepId("cek")}, reason="Baru")
    done = StepCompleted(activation=ONE, step=StepId("cek"), visit=1)
    case = told(history(CLAIMED, moved, done), {"h1": FLOW, "h2": renamed}.__getitem__)

    assert {one.activity for one in case.acts if one.instance == "1"} == {"Mengerjakan periksa"}
    assert (case.version, case.acts[-2].facts) == (2, {"version": 2})


def test_a_called_case_names_its_parent_and_paper_work_when_it_happened() -> None:
    kept = history()
    called = msgspec.structs.replace(
        OPENED, parent=Parent(case=CaseId("0parent"), activation=ActivationId(4))
    )
    kept[0] = msgspec.structs.replace(kept[0], event=called, happened_at=MONDAY)
    case = told(kept, lambda _: FLOW)

    assert case.parent == "0parent"
    assert case.acts[0].facts == {"version": 1, "parent": "0parent", "happened_at": MONDAY}
    assert case.acts[0].at == kept[0].at


def test_a_pause_of_a_step_and_the_target_of_an_override_are_told() -> None:
    second = StepOpened(activation=ActivationId(2), step=STEP, visit=2, pause=PauseReason.PAYMENT)
    jumped = msgspec.structs.replace(PASSED, mode="reorder", to=StepId("serah"))

    assert last(second).facts == {"visit": 2, "cause": "forward", "pause": "payment"}
    assert last(jumped).facts == {"override": "reorder", "to_step": "serah"}


def test_an_activity_is_named_in_the_language_asked_for_else_by_its_id() -> None:
    named = msgspec.structs.replace(human("periksa"), activity=Text(id="Memeriksa", en="Check"))
    flow = workflow(named)

    assert activity_of(flow, STEP, "en") == "Check"
    assert activity_of(flow, STEP, "id") == "Memeriksa"
    assert activity_of(flow, StepId("lain"), "id") == "lain"


@pytest.mark.parametrize("broken", [[], history()[1:]])
def test_a_history_without_its_opening_is_refused(broken: list[Recorded]) -> None:
    with pytest.raises(ValueError, match="begins with the opening"):
        workflow_hash(broken)


def test_every_kind_of_event_is_told_or_left_out_on_purpose() -> None:
    assert set(get_args(Event)) == TOLD | LEFT_OUT
    assert not TOLD & LEFT_OUT


def require_paired(case: Told) -> None:
    """The two things that hold of every history."""
    assert [one.number for one in case.acts] == list(range(1, len(case.acts) + 1))
    assert [one.at for one in case.acts] == sorted(one.at for one in case.acts)
    started, ended = Counter[str](), Counter[str]()
    for act in case.acts:
        if act.transition == "start":
            assert act.instance not in started, "an instance starts once"
            started[act.instance] += 1
        if act.transition in {"complete", "ate_abort", "pi_abort", "withdraw", "manualskip"}:
            assert act.instance not in ended, "an instance ends once"
            ended[act.instance] += 1
        if act.transition == "complete":
            assert started[act.instance] == 1, "what completes was started before"


WAYS = st.lists(
    st.sampled_from([CLAIMED, ASSIGNED, RELEASED, DELEGATED, RESOLVED, FAILED, STUCK, RETRIED]),
    max_size=8,
)
ENDS = st.sampled_from([None, DONE, RETURNED, RECORDED, LEFT, GONE, PASSED])


@given(ways=WAYS, end=ENDS, automated=st.booleans())
def test_whatever_was_done_with_a_task_its_end_has_one_start(
    *, ways: list[Event], end: Event | None, automated: bool
) -> None:
    kept = history(*ways, *([] if end is None else [end]))
    opened = StepOpened(activation=ONE, step=STEP, visit=1, automated=automated)
    kept[1] = msgspec.structs.replace(kept[1], event=opened)

    require_paired(told(kept, lambda _: FLOW))


class ToldCase(AnyCase):
    """Any case under any SOP, told at every moment."""

    def __init__(self) -> None:
        super().__init__()
        self.flows: dict[str, Workflow] = {}

    @invariant()
    def is_paired(self) -> None:
        self.flows[self.flow.hash] = self.flow
        require_paired(told(self.desk.events, self.flows.__getitem__))


def test_any_case_under_any_sop_is_told_in_pairs() -> None:
    run_state_machine_as_test(
        ToldCase,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
