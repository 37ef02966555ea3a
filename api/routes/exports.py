"""Logs for process mining, out of the histories of the cases that somebody may read."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.access import Access, allow
from api.deps import Db, Now, Zone
from api.disposition import as_download
from api.export_stream import ExportAnswer, ExportUnderWay
from api.openapi import reads_bytes
from api.reach import InReach
from api.routes.deviations import Instant
from api.schemas import Slug
from engine.core.ids import SopId, UnitId
from engine.service.export_order import ExportOrder, ExportQuery, require_sensible

router = APIRouter(tags=["exports"])

MOST_SOPS = 50

Kind = Annotated[
    Literal["xes", "ocel", "csv"],
    Path(description="XES (IEEE 1849), OCEL 2.0, or a table."),
]
_MEDIA_TYPES = {
    "xes": "application/xml",
    "sqlite": "application/vnd.sqlite3",
    "json": "application/json",
    "events": "text/csv; charset=utf-8",
    "cases": "text/csv; charset=utf-8",
}
_ENDINGS = {
    "xes": "xes",
    "sqlite": "sqlite",
    "json": "json",
    "events": "csv",
    "cases": "csv",
}


class ExportFilter(BaseModel):
    """Which cases to export, and how."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    form: Literal["", "xes", "sqlite", "json", "events", "cases"] = Field(
        default="",
        description="`ocel`: `sqlite` (the first if absent), `json`; `csv`: `events`, `cases`.",
    )
    sop: list[Slug] = Field(
        default=[], max_length=MOST_SOPS, description="Of these SOPs only. May be repeated."
    )
    unit: Slug | None = Field(default=None, description="Of one unit.")
    opened_from: Instant | None = Field(default=None, description="Opened then or later.")
    opened_before: Instant | None = Field(default=None, description="Opened before then.")
    closed_from: Instant | None = Field(default=None, description="Closed then or later.")
    closed_before: Instant | None = Field(default=None, description="Closed before then.")
    only_closed: bool = Field(default=False, description="No cases that go on.")
    people: Literal["id", "pseudonym"] = Field(
        default="pseudonym",
        description="Whether people stand in it by a stable pseudonym or by id.",
    )
    separator: Literal[",", ";"] = Field(
        default=",",
        description="What parts the cells of a CSV; Excel in Indonesian expects a semicolon.",
    )
    bom: bool = Field(default=False, description="A CSV begins as Excel expects of UTF-8.")
    lang: Literal["id", "en"] = Field(default="id", description="Language of the activities.")


@router.get(
    "/exports/{kind}",
    dependencies=[allow(Access.OVERSEES)],
    **reads_bytes(
        "The log, sent as it is written. It is whole where the answer ends properly.",
        refusals=(429,),
    ),
)
def export(  # noqa: PLR0913, PLR0917  # what a route needs
    kind: Kind,
    database: Db,
    seen: InReach,
    at: Now,
    zone: Zone,
    wanted: Annotated[ExportFilter, Query()],
) -> Response:
    """Export the cases within reach for process mining. No personal data is in it.

    One export is written at a time; another one meanwhile is answered with 429.
    """
    order = ExportOrder(
        kind=kind,
        form=wanted.form,
        query=_query(wanted, seen=seen),
        people=wanted.people,
        separator=wanted.separator,
        bom=wanted.bom,
        language=wanted.lang,
        zone=zone,
        at=at,
    )
    require_sensible(order)
    under_way = ExportUnderWay(database, order)
    under_way.wait()
    name = f"alur-{kind}-{at.astimezone(zone):%Y%m%d-%H%M}.{_ENDINGS[order.written_as]}"
    return ExportAnswer(under_way, dict(as_download(name)), _MEDIA_TYPES[order.written_as])


def _query(wanted: ExportFilter, *, seen: InReach) -> ExportQuery:
    return ExportQuery(
        sops=tuple(SopId(one) for one in wanted.sop),
        unit=UnitId(wanted.unit) if wanted.unit else None,
        opened_from=wanted.opened_from,
        opened_before=wanted.opened_before,
        closed_from=wanted.closed_from,
        closed_before=wanted.closed_before,
        only_closed=wanted.only_closed,
        reach=seen,
    )
