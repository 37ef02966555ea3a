"""A case as a log has it, from its history alone."""

from collections.abc import Sequence

from engine.core.deviations import DeviationKind
from engine.core.events import CaseEnded, Recorded
from engine.core.export_acts import Told, WorkflowOf
from engine.core.export_course import course_of
from engine.core.text import Language


def told(history: Sequence[Recorded], workflow_of: WorkflowOf, language: Language = "id") -> Told:
    """The case of a history as a log has it.

    Args:
        history: all of one case, in order.
        workflow_of: gives the workflow of a hash.
        language: of the activities.

    Raises:
        ValueError: the history does not begin with the opening of its case.
    """
    course = course_of(history, workflow_of, language)
    workflow, ended = course.workflow, course.ended
    kinds = set(course.departed.values())
    service = workflow.service
    result = ended.event.result if ended and isinstance(ended.event, CaseEnded) else ""
    return Told(
        case=history[0].case,
        sop=workflow.sop,
        version=workflow.version,
        title=workflow.title,
        unit=workflow.unit,
        opened_at=history[0].at,
        closed_at=None if ended is None else ended.at,
        result=result,
        promise_kept=_kept(
            broken=DeviationKind.LATE_CASE in kinds,
            given=service.promise is not None,
            is_over=ended is not None,
        ),
        legal_limit_kept=_kept(
            broken=DeviationKind.LEGAL_LIMIT_PASSED in kinds,
            given=service.legal_limit is not None,
            is_over=ended is not None,
        ),
        deviations=len(course.departed),
        events=len(history),
        parent=course.parent,
        papers=tuple(course.papers.values()),
        acts=tuple(course.acts),
    )


def _kept(*, broken: bool, given: bool, is_over: bool) -> bool | None:
    """Whether a limit was kept: not decided before the case is over, or it is broken."""
    if broken:
        return False
    return True if given and is_over else None
