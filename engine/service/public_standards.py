"""The standards of the services that an office offers: for everybody, and about no case.

Source: UU 25/2009 art. 21 (a standard is published); PermenPAN-RB 15/2014 (its components). An SOP
without a service block is the office's own business, and has none.
"""

from datetime import date

from engine.core.errors import NotFound
from engine.core.ids import SopId, UnitId
from engine.core.text import Frozen, Text
from engine.service import catalogue
from engine.service.database import Database
from engine.service.directory import current
from engine.service.sop_library import document_of
from engine.service.standards import PublicStandard, standard_of
from engine.service.views import SopSummary


class ServiceOffered(Frozen, frozen=True, kw_only=True):
    """A service by the version of its SOP in force. `office` is None where nobody named it."""

    sop: SopId
    version: int
    title: Text
    number: str
    unit: UnitId
    office: Text | None
    effective: date
    standard: PublicStandard


def services(database: Database) -> tuple[ServiceOffered, ...]:
    """The services that somebody may ask for, in the order of their SOPs' names."""
    listed = [one for one in catalogue.list_sops(database) if one.in_force]
    found = (_offered(database, one) for one in listed)
    return tuple(one for one in found if one is not None)


def service(database: Database, sop: SopId) -> ServiceOffered:
    """One of them.

    Raises:
        NotFound: no such SOP is in force, or it is no service to the public.
    """
    found = _offered(database, catalogue.show_sop(database, sop))
    if found is None:
        raise NotFound("service", sop)
    return found


def _offered(database: Database, one: SopSummary) -> ServiceOffered | None:
    text = catalogue.read_definition(database, one.sop, one.version)
    document = document_of(text)
    if document.service is None:
        return None
    workflow = database.workflows.get(one.hash) or catalogue.find_workflow(
        database, one.sop, one.version
    )
    directory = current(database)
    unit = directory.units.get(one.unit)
    return ServiceOffered(
        sop=one.sop,
        version=one.version,
        title=one.title,
        number=one.number,
        unit=one.unit,
        office=None if unit is None else unit.title,
        effective=document.identity.effective,
        standard=database.store.read(lambda reader: standard_of(reader, workflow)),
    )
