"""A case as its applicant sees it: stages, who is waited for, the promise and why it moved."""

import msgspec
import pytest
from offices import HESTI, RINI
from timed_office import TimedOffice, local

from engine.core.clocks import ClockState
from engine.core.commands import Pause, Reject, Reopen, Return, Withdraw
from engine.core.errors import NotFound
from engine.core.ids import ActivationId, CaseId, StepId
from engine.core.workflow import PauseReason
from engine.service.tracking import asked_service, tracked
from engine.service.tracking_views import Tracked


def seen(office: TimedOffice, case: CaseId, at: str) -> Tracked:
    return tracked(office.database, case, at=local(at))


def stages(found: Tracked) -> str:
    return " ".join(f"{one.number}:{one.how}" for one in found.stages)


def test_stages_say_what_was_done_what_is_under_way_and_what_comes(
    timed_office: TimedOffice,
) -> None:
    case = timed_office.file()
    at_first = seen(timed_office, case, "2026-03-13 08:30")
    timed_office.accept(case)
    later = seen(timed_office, case, "2026-03-13 09:00")
    timed_office.finish(case)
    done = seen(timed_office, case, "2026-03-13 12:00")

    assert stages(at_first) == "1:done 2:now 3:to_come 4:to_come"
    assert [(one.who, one.role.id) for one in at_first.waiting if one.role] == [
        ("office", "Petugas Loket")
    ]
    assert at_first.stages[0].yours
    assert not at_first.stages[1].yours
    assert stages(later) == "1:done 2:done 3:now 4:to_come"
    assert later.accepted_at is not None
    assert later.stages[1].done_at is not None
    assert later.stages[2].since is not None
    assert stages(done) == "1:done 2:done 3:done 4:done"
    assert (done.standing, done.waiting) == ("completed", ())
    assert done.closed_at is not None


def test_what_came_back_is_said_with_its_reason_and_is_done_again(
    timed_office: TimedOffice,
) -> None:
    case = timed_office.file()
    timed_office.do(Return(case=case, by=RINI, activation=ActivationId(2), reason="Foto buram."))
    found = seen(timed_office, case, "2026-03-13 10:00")

    assert stages(found) == "1:now 2:again 3:to_come 4:to_come"
    assert found.standing == "waiting"
    assert [one.who for one in found.waiting] == ["applicant"]
    assert found.asked is not None
    assert found.asked.reason == "Foto buram."
    timed_office.correct(case)
    assert seen(timed_office, case, "2026-03-13 11:00").asked is None


def test_a_pause_of_the_whole_case_says_what_the_applicant_must_bring(
    timed_office: TimedOffice,
) -> None:
    case = timed_office.file()
    timed_office.accept(case)
    pause = Pause(
        case=case,
        by=RINI,
        reason=PauseReason.PAYMENT,
        note="Bayar retribusi.",
        documents=("Bukti bayar",),
    )
    timed_office.do(pause)
    found = seen(timed_office, case, "2026-03-13 10:00")

    assert [one.who for one in found.waiting] == ["payment"]
    assert found.asked is not None
    assert (found.asked.reason, found.asked.documents) == ("Bayar retribusi.", ("Bukti bayar",))
    timed_office.resume(case)
    assert seen(timed_office, case, "2026-03-13 11:00").asked is None


def test_the_promise_says_what_it_was_and_why_it_moved(timed_office: TimedOffice) -> None:
    case = timed_office.file()
    timed_office.accept(case)
    before = seen(timed_office, case, "2026-03-13 09:00").promise
    timed_office.on("2026-03-16 09:00").pause(case)
    standing = seen(timed_office, case, "2026-03-17 09:00").promise
    timed_office.on("2026-03-25 09:00").resume(case)
    timed_office.extend(case, "1 hari kerja")
    after = seen(timed_office, case, "2026-03-25 10:00").promise

    assert before is not None
    assert standing is not None
    assert after is not None
    assert before.first_due == before.due
    assert before.shifts == ()
    assert (standing.state, standing.due) == (ClockState.STANDING, None)
    assert standing.due_if_resumed is not None
    assert standing.shifts[0].ends is None
    assert after.first_due == before.due
    assert after.due is not None
    assert after.due > before.due  # type: ignore[operator]
    assert [one.why for one in after.shifts] == ["external_body", "extension"]
    assert after.shifts[1].reason == "Menunggu rapat"


def test_time_is_told_by_whose_it_was(timed_office: TimedOffice) -> None:
    case = timed_office.file()
    timed_office.send_back(case)
    found = seen(timed_office, case, "2026-03-13 10:00")

    assert found.spent is not None
    assert found.spent.applicant_seconds > found.spent.office_seconds > 0
    assert found.promise is not None
    assert found.promise.due is None
    assert found.promise.first_due is None


def test_why_a_request_ended_is_said_and_forgotten_when_it_goes_on(
    timed_office: TimedOffice,
) -> None:
    refused, taken_back = timed_office.file(), timed_office.file()
    timed_office.do(Reject(case=refused, by=HESTI, reason="Lokasi terlarang."))
    timed_office.do(Withdraw(case=taken_back, by=RINI, reason="Batal pindah."))
    found = seen(timed_office, refused, "2026-03-13 12:00")

    assert (found.standing, found.reason) == ("rejected", "Lokasi terlarang.")
    assert "to_come" not in stages(found)
    assert seen(timed_office, taken_back, "2026-03-13 12:00").standing == "withdrawn"
    timed_office.do(Reopen(case=refused, by=HESTI, step=StepId("telaah"), reason="Keberatan."))
    again = seen(timed_office, refused, "2026-03-13 12:30")
    assert (again.standing, again.reason) == ("running", "")


def test_the_published_standard_goes_with_it(timed_office: TimedOffice) -> None:
    case = timed_office.file()
    standard = seen(timed_office, case, "2026-03-13 09:00").standard

    assert standard.promise is not None
    assert standard.product is not None
    assert standard.fee is not None
    assert standard.fee.en == "Free of charge"
    assert standard.procedure[0].id == "Mengajukan permohonan"


def test_nobody_and_nothing_personal_stands_in_it(timed_office: TimedOffice) -> None:
    case = timed_office.file()
    timed_office.accept(case)
    timed_office.finish(case)
    told = msgspec.json.encode(seen(timed_office, case, "2026-03-13 12:00")).decode()

    for name in (RINI.person, HESTI.person, "Tini", "Warung", case):
        assert name not in told, name


def test_the_proof_is_the_head_of_the_history(timed_office: TimedOffice) -> None:
    case = timed_office.file()
    receipt = timed_office.accept(case)
    found = seen(timed_office, case, "2026-03-13 12:00")

    assert (found.seq, found.proof) == (receipt.seq, receipt.head[:16])


def test_without_a_calendar_the_rest_is_still_told(timed_office: TimedOffice) -> None:
    case = timed_office.open("tanpa-waktu")
    found = seen(timed_office, case, "2026-03-13 09:00")

    assert (found.promise, found.spent) == (None, None)
    assert stages(found)


def test_the_service_that_a_case_asks_for_is_told(timed_office: TimedOffice) -> None:
    assert asked_service(timed_office.database, timed_office.file()) == "izin-waktu"
    with pytest.raises(NotFound):
        asked_service(timed_office.database, CaseId("nothing"))


def test_a_case_that_is_not_there_is_refused(timed_office: TimedOffice) -> None:
    with pytest.raises(NotFound):
        seen(timed_office, CaseId("0" * 16), "2026-03-13 09:00")
