"""What is done in steps of several cases, as the version of the SOP says that each goes by."""

from collections.abc import Iterable, Mapping

from engine.core.ids import CaseId, StepId
from engine.core.text import Text
from engine.service.catalogue import workflow_by_hash
from engine.service.database import Database
from engine.store import queries
from engine.store.job import Reader

CaseStep = tuple[CaseId, StepId]


def activities(database: Database, steps: Iterable[CaseStep]) -> Mapping[CaseStep, Text]:
    """What is done in each of these steps; nothing of a case or a step that is not there."""
    asked = frozenset(steps)

    def job(reader: Reader) -> Mapping[CaseStep, Text]:
        found: dict[CaseStep, Text] = {}
        for case in {case for case, _ in asked}:
            row = queries.case_row(reader, case)
            if row is not None:
                workflow = workflow_by_hash(database, reader, row.workflow)
                found |= {(case, step.id): step.activity for step in workflow.steps()}
        return {one: found[one] for one in asked & found.keys()}

    return database.store.read(job)
