"""The document templates of a library, as text, and a trial of one with or without a case."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from engine.actions.action import ActionRun
from engine.core.ids import ActivationId, CaseId, SopId, StepId, UnitId
from engine.core.placeholders import facts_of
from engine.core.text import Text
from engine.service.database import Database
from engine.service.folder import read_text, templates
from engine.service.queries import show_case

PART = "_"
"""What the names of templates begin with that are only there to be included."""

_SAMPLES: Mapping[str, str] = {
    "case": "01k9q3v7m2x4t8zc",
    "applicant.name": "Nurhayati Br. Manurung",
    "applicant.contact": "0812-6000-1122",
}
_TRIAL = StepId("percobaan")


def template_texts(library: Path) -> Mapping[str, str]:
    """Every template of the library, parts included, by name.

    Raises:
        SopUnreadable: one cannot be read.
    """
    return {
        name: read_text(file).decode("utf-8", "replace")
        for name, file in templates(library).items()
    }


def run_for_case(database: Database, case: CaseId, *, at: datetime, zone: str) -> ActionRun:
    """A trial with the facts of a case; `case` may be the beginning of its id.

    Raises:
        NotFound: no case, or more than one, begins so.
    """
    view = show_case(database, case)
    told = view.summary
    return ActionRun(
        case=told.case,
        activation=ActivationId(0),
        attempt=1,
        step=_TRIAL,
        sop=told.sop,
        version=told.version,
        unit=told.unit,
        title=told.title,
        at=at,
        zone=zone,
        facts=facts_of(told.case, told.applicant, view.data),
    )


def run_for_sample(names: tuple[str, ...], *, at: datetime, zone: str) -> ActionRun:
    """A trial with made-up facts: each that the template names says its own name."""
    said = {name: f"[{name}]" for name in names if "." in name and not name.startswith("sop.")}
    return ActionRun(
        case=CaseId(_SAMPLES["case"]),
        activation=ActivationId(0),
        attempt=1,
        step=_TRIAL,
        sop=SopId("contoh"),
        version=1,
        unit=UnitId("unit-contoh"),
        title=Text(id="Layanan Contoh", en="Sample service"),
        at=at,
        zone=zone,
        facts={**said, **_SAMPLES},
    )
