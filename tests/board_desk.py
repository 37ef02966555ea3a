"""An office whose cases stand in every way that an SLA board shows, for tests of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from builders_calendar import an_office_calendar
from front_desk import AUDITOR, BUDI, HESTI, RINI, FrontDesk, front_desk, open_accounts
from serving import DEFINITION, MORNING, NIK, publish_sample

from engine.core.commands import (
    SYSTEM,
    Actor,
    AnyCommand,
    Applicant,
    Claim,
    Complete,
    OpenCase,
    Pause,
    RecordAction,
    Reject,
    Withdraw,
)
from engine.core.ids import ActivationId, CaseId, OutcomeId, PersonId, RoleId, SopId
from engine.core.workflow import PauseReason
from engine.service import mint
from engine.service.calendars import publish_versions
from engine.service.database import Database
from engine.service.execute import execute
from engine.service.queries import show_case
from engine.service.timers import sweep_all

APPLICANT = "Tini Suhartini"
BOARD = MORNING + timedelta(days=8, hours=2)
"""When everybody looks at the board: Tuesday, 1 December 2026, 10.00 WIB."""

OFFICER = Actor(person=RINI, role=RoleId("loket"), via="web")
HEAD = Actor(person=HESTI, role=RoleId("kasi"), via="web")


class Counter:
    """Acts on cases at told days and hours after `MORNING`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def do(self, command: AnyCommand, days: float) -> CaseId:
        return execute(self.database, command, at=MORNING + timedelta(days=days)).case

    def open(self, days: float) -> CaseId:
        case = mint.case_id(MORNING + timedelta(days=days))
        command = OpenCase(
            case=case,
            by=OFFICER,
            sop=SopId("surat-uji"),
            applicant=Applicant(name=APPLICANT),
            form={"usaha": "=WARUNG()", "nik": NIK},
            requirements=("ktp",),
        )
        return self.do(command, days)

    def accepted(self, days: float) -> CaseId:
        """Its clock runs: the file was found complete a few minutes later."""
        case = self.open(days)
        self.finish(case, "periksa", OFFICER, days + 0.005, outcome="lengkap")
        return case

    def task(self, case: CaseId, step: str) -> ActivationId:
        tasks = show_case(self.database, case).tasks
        return next(one.activation for one in reversed(tasks) if one.step == step)

    def finish(
        self, case: CaseId, step: str, by: Actor, days: float, outcome: str | None = None
    ) -> None:
        command = Complete(
            case=case,
            by=by,
            activation=self.task(case, step),
            outcome=None if outcome is None else OutcomeId(outcome),
            checklist=(1,) if step == "periksa" else (),
        )
        self.do(command, days)

    def hold(self, case: CaseId, step: str, by: Actor, days: float) -> None:
        self.do(Claim(case=case, by=by, activation=self.task(case, step)), days)

    def completed(self, days: float) -> CaseId:
        """All the way, within the day."""
        case = self.accepted(days)
        self.finish(case, "telaah_teknis", HEAD, days + 0.02)
        self.finish(case, "telaah_hukum", HEAD, days + 0.03)
        number = self.task(case, "nomor")
        result = {"number": "001"}
        record = RecordAction(case=case, by=SYSTEM, activation=number, result=result)
        self.do(record, days + 0.04)
        self.finish(case, "serah", OFFICER, days + 0.05)
        return case


def cases_of_all_kinds(database: Database) -> dict[str, CaseId]:
    """Late, soon, fine, paused, not begun; ended in time, late, by withdrawal, by service."""
    counter = Counter(database)
    found = {
        "late": counter.accepted(0),
        "soon": counter.accepted(1),
        "paused": counter.accepted(3),
        "fine": counter.accepted(4),
        "refused": counter.accepted(0.1),
        "refused late": counter.accepted(0.15),
        "withdrawn": counter.open(0.2),
        "served": counter.completed(1),
        "untimed": counter.open(8),
    }
    counter.do(Reject(case=found["refused"], by=HEAD, reason="Tidak berhak"), 1.1)
    counter.do(Reject(case=found["refused late"], by=HEAD, reason="Tidak berhak"), 8.05)
    counter.do(Withdraw(case=found["withdrawn"], by=OFFICER, reason="Batal"), 1.2)
    outside = Pause(case=found["paused"], by=HEAD, reason=PauseReason.EXTERNAL_BODY)
    counter.do(outside, 4)
    counter.hold(found["late"], "telaah_teknis", HEAD, 1)
    counter.hold(found["fine"], "telaah_teknis", HEAD, 4.05)
    counter.hold(found["untimed"], "periksa", OFFICER, 8.01)
    sweep_all(database, at=BOARD)
    return found


def offer(database: Database) -> None:
    """The calendar by which the sample SOP is timed."""
    publish_versions(database, [an_office_calendar("kantor")], by=OFFICER, at=MORNING)


def with_four_eyes(database: Database) -> None:
    """From now on whoever did one review may not do the other."""
    text = DEFINITION.replace("version: 1", "version: 2")
    second = text.index("role: kasi", text.index("id: telaah_hukum"))
    eyes = "not_same_person_as: [telaah_teknis]\n          "
    publish_sample(database, text[:second] + eyes + text[second:])


@contextmanager
def board_desk(
    folder: Path, *people: PersonId, **more: object
) -> Iterator[tuple[FrontDesk, dict[str, CaseId]]]:
    """That office, open, at `BOARD`; besides the officers these people have accounts."""
    with front_desk(folder, **more) as desk:
        database = desk.database
        offer(database)
        open_accounts(database, *(people or (BUDI, AUDITOR)))
        cases = cases_of_all_kinds(database)
        desk.clock.at = BOARD
        yield desk, cases
