"""Why a deadline lies where it lies, while by while: `/cases/{case}/deadline`."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from api.access import Access, allow
from api.present_time import clause_title
from api.reach import ReadCase
from api.reads import CASE, Reading
from api.schemas import DIGITS
from api.time_answers import explanation_answer
from engine.core.clock_clauses import ClockKind
from engine.core.ids import ActivationId, CaseId
from engine.core.text import Frozen
from engine.service import queries
from engine.service.database import Database
from engine.service.times import explain, times_if_told
from web.door import AtDoor, Door

router = APIRouter()

Kind = Literal["promise", "legal", "step"]


class Choice(Frozen, frozen=True, kw_only=True):
    """A clock of the case that can be explained."""

    kind: Kind
    words: str
    task: int | None = None


@router.get(
    "/cases/{case}/deadline",
    response_class=HTMLResponse,
    dependencies=[allow(Access.READS)],
)
def page_deadline(
    door: AtDoor,
    case: ReadCase,
    reading: Reading,
    clock: Annotated[Kind | None, Query()] = None,
    task: Annotated[int | None, Query(ge=1, le=2**31 - 1), DIGITS] = None,
) -> HTMLResponse:
    """Explain a clock of a case: what counted, what did not and why, and the sum."""
    view = queries.show_case(door.database, case)
    reading.note(case, CASE)
    choices = _choices(door, door.database, case)
    wanted = clock or ("step" if task else choices[0].kind if choices else "promise")
    told = explain(
        door.database,
        case,
        clock=ClockKind(wanted),
        activation=None if task is None or wanted != "step" else ActivationId(task),
        at=door.at,
    )
    answer = explanation_answer(told, door.language)
    return door.show(
        "case_deadline.html",
        case=view.summary,
        title=clause_title(told.clock.clause, door.language),
        told=answer,
        choices=choices,
        chosen=(wanted, task),
    )


def _choices(door: Door, database: Database, case: CaseId) -> tuple[Choice, ...]:
    times = times_if_told(database, case, at=door.at)
    if times is None:
        return ()
    whole = (("promise", times.promise), ("legal", times.legal))
    kinds: dict[str, Kind] = {"promise": "promise", "legal": "legal"}
    found = [
        Choice(kind=kinds[name], words=clause_title(one.clause, door.language))
        for name, one in whole
        if one is not None
    ]
    found += [
        Choice(
            kind="step",
            words=f"{one.number}. {one.activity.in_language(door.language)}"
            + (f" ({one.visit})" if one.visit > 1 else ""),
            task=one.activation,
        )
        for one in (*times.finished, *times.tasks)
    ]
    return tuple(found)
