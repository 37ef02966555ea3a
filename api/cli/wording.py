"""Cases and tasks in the words of tables."""

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from api.formats import written_erased, written_instant, written_masked, written_value
from api.glossary import (
    CAUSES,
    PAUSES,
    STANDINGS,
    TASK_STATUSES,
    in_language,
    pause_of,
    standing_of,
)
from api.present_retention import HOLDS
from engine.core.ids import StepId
from engine.core.personal import ERASED, fields_by_path, is_masked, masked_contact
from engine.core.text import Language
from engine.core.values import Value
from engine.core.workflow import Workflow
from engine.service.tracking_codes import TrackingPass
from engine.service.views import CaseSummary, CaseView, TaskView

_WITH_THE_SYSTEM = ("menunggu sistem", "waiting for the system")


_TRACKING = (("Kode", "Code"), ("PIN", "PIN"), ("Tautan", "Link"))


def tracking_facts(shown: TrackingPass, language: Language) -> Iterator[tuple[str, str]]:
    """What stands on an applicant's receipt."""
    for pair, said in zip(_TRACKING, (shown.code, shown.pin, f"/lacak/{shown.link}"), strict=True):
        yield in_language(pair, language), said


def task_line(task: TaskView, language: Language) -> str:
    """`3 verifikasi: Memverifikasi data (Kasi Pelayanan, held by rini.astuti)`."""
    who = task.role_title.in_language(language) if task.role_title else "the system"
    holder = f", held by {task.assignee}" if task.assignee else ""
    trouble = f", incident: {task.incident}" if task.incident else ""
    activity = task.activity.in_language(language)
    return f"{task.number} {task.step}: {activity} ({who}{holder}{trouble})"


def standing(case: CaseSummary, language: Language) -> str:
    """How the case stands, in a word or two."""
    return in_language(STANDINGS[standing_of(case)], language)


def _standing_and_why(case: CaseSummary, language: Language) -> str:
    words, ground = standing(case, language), pause_of(case)
    if standing_of(case) != "paused" or ground is None:
        return words
    return f"{words}: {in_language(PAUSES[ground], language)}"


def whereabouts(case: CaseSummary, language: Language) -> str:
    """The open steps, briefly."""
    return "; ".join(f"{task.number} {task.activity.in_language(language)}" for task in case.at)


def task_status(task: TaskView, language: Language) -> str:
    """How a task stands, and who holds or finished it."""
    if task.incident:
        return f"{in_language(STANDINGS['incident'], language).lower()}: {task.incident}"
    waits = task.automated and task.status == "open"
    words = in_language(_WITH_THE_SYSTEM if waits else TASK_STATUSES[task.status], language)
    person = task.assignee or task.finished_by
    cause = in_language(CAUSES[task.cause], language).strip()
    return ", ".join(part for part in (words, person, cause) if part)


def entered(view: CaseView, workflow: Workflow, language: Language) -> Iterator[tuple[str, str]]:
    """What was entered, question and answer; personal data is masked."""
    fields = fields_by_path(workflow)
    for path, value in view.data.items():
        field = fields.get(path)
        if field is None:
            yield _result_title(path, workflow, language), shown(value)
        elif is_masked(field):
            yield field.title.in_language(language), written_masked(field, value, language)
        else:
            yield field.title.in_language(language), written_value(field, value, language)


def _result_title(path: str, workflow: Workflow, language: Language) -> str:
    """What an automated step found, by the step's activity; the path itself for anything else."""
    kind, step, name = (*path.split("."), "", "")[:3]
    found = workflow.step(StepId(step)) if kind == "result" else None
    return path if found is None else f"{found.activity.in_language(language)} ({name})"


def shown(value: Value) -> str:
    """A value that no question of the SOP explains."""
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def in_sight(words: str, language: Language) -> str:
    """Words of a view, or that they were erased."""
    return written_erased(language) if words == ERASED else words


def _record(view: CaseView, language: Language, zone: ZoneInfo) -> str:
    """What became of the record; nothing for one that is kept as all are."""
    if view.disposed_at is not None:
        gone = written_instant(view.disposed_at, zone, language)
        return f"disposed of {gone}; `alur retention proof` shows by which minutes"
    grounds = ", ".join(in_language(HOLDS[one], language) for one in view.holds)
    return f"held: {grounds}" if grounds else ""


def case_facts(view: CaseView, language: Language, zone: ZoneInfo) -> Mapping[str, str]:
    """The head of a case, by name."""
    case = view.summary
    ended = written_instant(case.closed_at, zone, language) if case.closed_at else ""
    complete = written_instant(view.accepted_at, zone, language) if view.accepted_at else "not yet"
    return {
        "Case": case.case,
        "Service": f"{case.title.in_language(language)} ({case.sop} version {case.version})",
        "Unit": case.unit,
        "Applicant": in_sight(case.applicant.name, language),
        "Contact": in_sight(masked_contact(case.applicant.contact), language),
        "Standing": _standing_and_why(case, language),
        "Opened": written_instant(case.opened_at, zone, language),
        "File complete": complete,
        "Closed": ended,
        "Record": _record(view, language, zone),
        "Brought": ", ".join(view.requirements),
        "Called by": view.parent.case if view.parent else "",
    }
