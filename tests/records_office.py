"""An office with personal data whose SOPs name retention classes, and people who keep records."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from offices import RINI, Office, an_office
from personal_office import ANSWERING, HEAD, PERSONAL, SERVING, asked, closed

from engine.core.commands import Actor, Attach
from engine.core.ids import CaseId, PersonId, RoleId
from engine.core.retention import Fate, RetentionClass, Span
from engine.core.text import Text
from engine.service import files
from engine.service.catalogue import publish
from engine.service.disposal import Keeper, Minutes
from engine.service.retention import Schedule

JAKARTA = ZoneInfo("Asia/Jakarta")
ANI = Actor(person=PersonId("ani"), role=RoleId("alur:archivist"), via="test")
DEWI = Actor(person=PersonId("dewi"), role=RoleId("alur:manager"), via="test")


def kept_for(
    key: str, *, active: int = 12, inactive: int = 24, fate: Fate = Fate.DESTROY
) -> RetentionClass:
    return RetentionClass(
        id=key,
        title=Text(id=key.title()),
        active=Span(months=active),
        inactive=Span(months=inactive),
        fate=fate,
        source="uu-25-2009",
    )


CLASSES: Mapping[str, RetentionClass] = {
    "surat": kept_for("surat"),
    "izin": kept_for("izin", fate=Fate.PERMANENT),
}
SCHEDULE = Schedule(classes=CLASSES, zone=JAKARTA)


@contextmanager
def a_records_office(url: str) -> Iterator[Office]:
    """Cases of `pribadi` are kept as letters, of `rekomendasi` for good, others by no class."""
    registers = replace(PERSONAL, retention=CLASSES)
    with an_office(url) as office:
        for sop, named, steps in (
            ("rekomendasi", "izin", ANSWERING),
            ("pribadi", "surat", SERVING),
        ):
            head = HEAD.format(sop=sop, unit="kecamatan", version=1)
            head = head.replace("roles:\n", f"retention: {named}\nroles:\n", 1)
            publish(office.database, head + steps, registers=registers, by=RINI, at=office.now)
        yield office


def a_record(office: Office, sop: str = "pribadi", **form: object) -> CaseId:
    """A closed case of somebody who said who they are."""
    case = asked(office, sop, **form)
    closed(office, case)
    return case


def with_document(office: Office, root: Path, content: bytes, **form: object) -> CaseId:
    """The same with a document filed."""
    case = asked(office, **form)
    office.do(
        Attach(
            case=case,
            by=RINI,
            name="ktp.pdf",
            media_type="application/pdf",
            size=len(content),
            sha256=files.keep(root, content),
        )
    )
    closed(office, case)
    return case


def years_later(office: Office, years: int = 4) -> datetime:
    """The office goes on some years later."""
    office.now += timedelta(days=366 * years)
    return office.now


def keeper(office: Office, by: Actor = ANI) -> Keeper:
    return Keeper(by=by, at=office.now)


def minutes(office: Office, *witnesses: str, number: str = "BA 7/2030") -> Minutes:
    seen = witnesses or ("Nurhayati, S.H.", "Rudi Hartono")
    return Minutes(number=number, signed_on=SCHEDULE.day(office.now), witnesses=seen)
