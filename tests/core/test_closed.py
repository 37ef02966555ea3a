"""A closed case: what it refuses, and how it is reopened."""

import pytest
from builders import CASE, Desk, human, person, workflow
from refusals import on, open_task, refused

from engine.core.commands import (
    AcceptFile,
    Applicant,
    Attach,
    Claim,
    Comment,
    Migrate,
    OpenCase,
    Pause,
    Reject,
    Reopen,
    Resume,
    Withdraw,
)
from engine.core.errors import (
    CaseClosed,
    CaseExists,
    CaseNotClosed,
    InputRefused,
    NotFound,
    PowerMissing,
    TaskNotOpen,
)
from engine.core.events import Cause
from engine.core.ids import ActivationId, SopId, StepId
from engine.core.workflow import PauseReason

RINI, CAMAT = person("rini"), person("suryo", "camat")


def an_open_desk() -> Desk:
    desk = Desk(workflow(human("terima"), human("sah", "camat")))
    desk.open()
    return desk


def a_closed_desk() -> Desk:
    desk = an_open_desk()
    desk.do(Withdraw(case=CASE, by=RINI, reason="Pindah rumah"))
    return desk


class TestClosed:
    @pytest.mark.parametrize(
        "command",
        [
            AcceptFile(case=CASE, by=RINI),
            Comment(case=CASE, by=RINI, text="Halo"),
            Attach(
                case=CASE,
                by=RINI,
                name="ktp",
                media_type="image/png",
                size=1,
                sha256="0" * 64,
            ),
            Pause(case=CASE, by=RINI, reason=PauseReason.PAYMENT),
            Resume(case=CASE, by=RINI),
            Withdraw(case=CASE, by=RINI, reason="Batal"),
            Reject(case=CASE, by=CAMAT, reason="Palsu"),
            Migrate(case=CASE, by=CAMAT, version=2, reason="Baru"),
            Claim(case=CASE, by=RINI, activation=ActivationId(1)),
        ],
        ids=lambda command: type(command).__name__,
    )
    def test_a_closed_case_takes_nothing_but_its_reopening(self, command) -> None:
        refusal = refused(a_closed_desk(), command, CaseClosed)

        assert (refusal.case, refusal.result) == (CASE, "withdrawn")

    def test_a_closed_case_is_not_opened_over(self) -> None:
        again = OpenCase(case=CASE, by=RINI, sop=SopId("contoh"), applicant=Applicant(name="Tini"))

        refused(a_closed_desk(), again, CaseExists)


class TestReopen:
    def test_it_goes_on_at_the_step_named(self) -> None:
        desk = a_closed_desk()

        desk.do(Reopen(case=CASE, by=CAMAT, step=StepId("terima"), reason="Salah paham"))

        state = desk.state
        assert state is not None
        assert (state.result, state.closed_at, desk.at) == (None, None, {"terima"})
        again = open_task(desk, "terima")
        assert (again.visit, again.cause) == (2, Cause.REOPEN)

    def test_the_task_that_ended_with_the_case_stays_over(self) -> None:
        desk = a_closed_desk()
        stale = on(desk, "terima", Claim, RINI)
        desk.do(Reopen(case=CASE, by=CAMAT, step=StepId("sah"), reason="Salah paham"))

        refusal = refused(desk, stale, TaskNotOpen)

        assert refusal.step == "terima"

    def test_an_open_case_cannot_be_reopened(self) -> None:
        desk = an_open_desk()

        refused(desk, Reopen(case=CASE, by=CAMAT, step=StepId("sah"), reason="Lagi"), CaseNotClosed)

    def test_it_needs_the_power_and_a_reason_and_a_step(self) -> None:
        desk = a_closed_desk()
        sah = StepId("sah")

        refused(desk, Reopen(case=CASE, by=RINI, step=sah, reason="Lagi"), PowerMissing)
        refused(desk, Reopen(case=CASE, by=CAMAT, step=sah, reason=" "), InputRefused)
        refused(desk, Reopen(case=CASE, by=CAMAT, step=StepId("hantu"), reason="Lagi"), NotFound)

    def test_not_within_a_parallel_block_whose_other_branches_would_be_missing(self) -> None:
        desk = Desk(workflow([[human("a")], [human("b")]]))
        desk.open()
        desk.complete("a", RINI)
        desk.complete("b", RINI)

        refusal = refused(
            desk, Reopen(case=CASE, by=CAMAT, step=StepId("a"), reason="Lagi"), InputRefused
        )

        assert set(refusal.problems) == {"step"}
