"""What the applicant is asked for when a case waits: documents by name, and not many."""

import pytest
from builders import CASE, answer, human, workflow
from builders_clocks import RINI, one_step
from builders_outlook import watched

from engine.core.commands import Complete, Pause, Return
from engine.core.errors import InputRefused
from engine.core.events import CasePaused, StepReturned
from engine.core.ids import OutcomeId
from engine.core.workflow import PauseReason


def test_a_pause_and_a_return_name_what_they_wait_for() -> None:
    back = answer("kurang", "return", "a", reason_required=True)
    desk = watched(
        workflow(human("a"), human("b", outcomes=(answer("ya"), back))), "2026-11-23 08:00"
    )
    documents = ("KTP", " Kartu Keluarga ", "KTP")
    (paused,) = desk.do(
        Pause(case=CASE, by=RINI, reason=PauseReason.APPLICANT, documents=documents)
    ).events
    desk.complete("a", RINI)
    sent = desk.do(
        Return(
            case=CASE,
            by=RINI,
            activation=desk.task("b"),
            reason="Buram",
            documents=("KTP",),
        )
    )

    assert isinstance(paused.event, CasePaused)
    assert paused.event.documents == ("KTP", "Kartu Keluarga")
    assert isinstance(sent.events[0].event, StepReturned)
    assert sent.events[0].event.documents == ("KTP",)


@pytest.mark.parametrize("documents", [("",), ("x" * 201,), tuple(map(str, range(51)))])
def test_documents_have_names_and_are_not_many(documents) -> None:
    desk = watched(one_step("5 menit"), "2026-11-23 08:00")

    with pytest.raises(InputRefused, match="documents"):
        desk.do(Pause(case=CASE, by=RINI, reason=PauseReason.APPLICANT, documents=documents))


def test_who_goes_on_asks_for_nothing() -> None:
    desk = watched(
        workflow(human("a", outcomes=(answer("ya"), answer("tidak"))), human("b")),
        "2026-11-23 08:00",
    )
    command = Complete(
        case=CASE,
        by=RINI,
        activation=desk.task("a"),
        outcome=OutcomeId("ya"),
        documents=("KTP",),
    )

    with pytest.raises(InputRefused, match="sent back only"):
        desk.do(command)
