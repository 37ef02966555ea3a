"""Cases that a case called for: by which key their opening is known, and which they are."""

from engine.core.commands import Parent
from engine.core.ids import CaseId
from engine.core.workflow import CallStep, Workflow
from engine.service.database import Database
from engine.service.views import CaseView
from engine.store import receipts
from engine.store.job import Reader


def call_key(parent: Parent) -> str:
    """What makes a call open one case however often it is tried.

    The blanks keep it apart from every key that can be sent over HTTP.
    """
    return f"call {parent.case} {parent.activation}"


def linked_cases(database: Database, view: CaseView, workflow: Workflow) -> tuple[CaseId, ...]:
    """The cases that this one has called for, in the order of its steps; read none if it cannot."""
    case = view.summary.case
    calls = tuple(
        Parent(case=case, activation=one.activation)
        for one in view.tasks
        if isinstance(workflow.step(one.step), CallStep)
    )

    def opened(reader: Reader) -> tuple[CaseId, ...]:
        found = (receipts.find(reader, call_key(one)) for one in calls)
        return tuple(one.case for one in found if one is not None)

    return database.store.read(opened) if calls else ()
