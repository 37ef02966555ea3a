"""The work that is measured: cases of an eight-step permit, every fifth sent back once.

A task is claimed and completed: two commands, each durable on its own. 8 steps, one joined pair,
one return in a fifth of the cases: 8.4 tasks a case.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from engine.core.commands import Actor, Applicant, Claim, Complete, OpenCase
from engine.core.ids import ActivationId, CaseId, OutcomeId, PersonId, RoleId, SopId
from engine.core.text import Text
from engine.service.catalogue import publish
from engine.service.database import Database
from engine.service.execute import execute
from engine.sop.registers import CalendarEntry, Registers, UnitEntry

SOP = SopId("izin-delapan")
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
REGISTERS = Registers(
    regulations={"uu-25-2009": Text(id="UU 25/2009")},
    units={"kantor": UnitEntry(title=Text(id="Kantor"), calendar="kantor")},
    calendars={"kantor": CalendarEntry(title=Text(id="Kantor"), zone="Asia/Jakarta")},
)

PATH = (
    ("terima", "loket"),
    ("periksa", "loket"),
    ("verifikasi", "kasi"),
    ("telaah_teknis", "teknis"),
    ("telaah_hukum", "kasi"),
    ("konsep", "kasi"),
    ("sah", "kadis"),
    ("serah", "loket"),
)


def publish_permit(database: Database) -> None:
    """Put the permit's SOP into force."""
    text = (Path(__file__).parent / "permit8.yaml").read_text()
    publish(database, text, registers=REGISTERS, by=Actor(person=PersonId("bench")), at=START)


def case_name(number: int) -> CaseId:
    return CaseId(f"bench{number:011}")


def open_case(database: Database, number: int) -> None:
    command = OpenCase(
        case=case_name(number),
        by=Actor(person=PersonId("rini"), role=RoleId("loket"), via="bench"),
        sop=SOP,
        applicant=Applicant(name=f"Pemohon {number}"),
        form={"nama_usaha": "Warung Bu Tini", "luas": "12.5"},
    )
    execute(database, command, at=START)


def serve(database: Database, number: int) -> int:
    """Take an opened case to its end; how many commands that took."""
    commands = 0
    for place, command in enumerate(acts(number)):
        execute(database, command, at=START.replace(minute=place))
        commands += 1
    return commands


def acts(number: int) -> Iterator[Claim | Complete]:
    """The commands of one case in order; activations are numbered as the core numbers them."""
    returned = number % 5 == 0
    path = (*PATH[:2], *PATH) if returned else PATH
    for activation, (step, role) in enumerate(path, start=1):
        by = Actor(person=PersonId(f"{role}.satu"), role=RoleId(role), via="bench")
        named = {"case": case_name(number), "by": by, "activation": ActivationId(activation)}
        yield Claim(**named)  # type: ignore[arg-type]
        outcome = None
        if step == "periksa":
            outcome = OutcomeId("kurang" if returned and activation == 2 else "lengkap")
        yield Complete(**named, outcome=outcome, reason="Foto buram")  # type: ignore[arg-type]
