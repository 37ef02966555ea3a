"""A front desk whose calendar is in force, with cases whose deadlines an edit would move."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builders_calendar import an_office_calendar
from front_desk import BUDI, RINI, FrontDesk, front_desk, open_accounts
from serving import MORNING, NIK

from engine.core.commands import SYSTEM, Actor, Applicant, Claim, Complete, OpenCase
from engine.core.ids import ActivationId, CaseId, RoleId, SopId
from engine.service.calendars import publish_versions
from engine.service.database import Database
from engine.service.execute import execute

NAME = "kantor"


def furnish_calendar(database: Database, *cases: str) -> None:
    """Put the calendar into force, and open cases with a complete file; Budi may sign in."""
    publish_versions(database, [an_office_calendar(NAME)], by=SYSTEM, at=MORNING)
    open_accounts(database, BUDI)
    for case in cases:
        open_case(database, CaseId(case))


def open_case(database: Database, case: CaseId) -> None:
    rini = Actor(person=RINI, role=RoleId("loket"))
    opening = OpenCase(
        case=case,
        by=rini,
        sop=SopId("surat-uji"),
        applicant=Applicant(name="Tini Suhartini", contact="0812 3456 7890"),
        form={"usaha": "Warung Bu Tini", "nik": NIK},
        requirements=("ktp",),
    )
    execute(database, opening, at=MORNING)
    second = ActivationId(2)
    for command in (
        Claim(case=case, by=rini, activation=second),
        Complete(case=case, by=rini, activation=second, outcome="lengkap", checklist=(1,)),
    ):
        execute(database, command, at=MORNING)


@contextmanager
def calendar_desk(folder: Path, *cases: str) -> Iterator[FrontDesk]:
    """The office, open."""
    with front_desk(folder) as opened:
        furnish_calendar(opened.database, *cases)
        yield opened
