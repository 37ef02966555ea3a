"""A request handed in at the counter, and what its applicant asks by."""

from datetime import datetime

from front_desk import RINI, UNIT
from msgspec.structs import replace
from serving import MORNING, NIK
from sqlalchemy import bindparam, update

from engine.core.commands import Actor, Applicant, OpenCase
from engine.core.ids import CaseId, RoleId, SopId
from engine.service import mint
from engine.service.database import Database
from engine.service.execute import execute
from engine.service.tracking_codes import TrackingPass, pass_of
from engine.store import log
from engine.store.codec import encode_state
from engine.store.prepared import Prepared
from engine.store.tables import CASE

_KEEP = Prepared(
    update(CASE).where(CASE.c.id == bindparam("the_case")).values(state=bindparam("as_is"))
)

OFFICER = Actor(person=RINI, role=RoleId("loket"), unit=UNIT, via="test")


def opened_at(database: Database) -> TrackingPass:
    """What stands on the receipt of a new case."""
    command = OpenCase(
        case=mint.case_id(MORNING),
        by=OFFICER,
        sop=SopId("surat-uji"),
        applicant=Applicant(name="Tini Suhartini", contact="081234567890"),
        form={"usaha": "Warung Bu Tini", "nik": NIK},
        requirements=("ktp",),
    )
    return pass_of(database, execute(database, command, at=MORNING).case)


def let_go(database: Database, case: CaseId, at: datetime) -> None:
    """Let the view of a case say that its record is gone, as disposing of it makes it."""
    stored = database.store.read(lambda reader: log.find(reader, case))
    assert stored is not None
    gone = encode_state(replace(stored.state, disposed_at=at))
    database.store.write(lambda unit: unit.execute(_KEEP, {"the_case": case, "as_is": gone}))
