"""Whether registers go on from the numbers that histories gave out: without gaps, none twice."""

from collections import Counter
from collections.abc import Mapping, Sequence

from engine.core.commands import SYSTEM
from engine.core.events import ActionRecorded, CaseMigrated, CaseOpened, Recorded
from engine.core.verdicts import Doubt, Finding
from engine.core.workflow import ActionStep, Workflow
from engine.service.verifying_chains import Tell
from engine.store import verifying
from engine.store.job import Reader

_ACTION, _REGISTER = "issue_number", "register"


class Numbering:
    """Counts the numbers that were given out, by register and unit, while cases go by.

    Years are counted together: which one a number is of depends on a calendar's zone.
    """

    def __init__(self, workflows: Mapping[str, Workflow]) -> None:
        """Count by published workflows, which may come to be known later."""
        self._workflows = workflows
        self._given: Counter[tuple[str, str]] = Counter()
        self._is_known = True

    def add(self, events: Sequence[Recorded] | None) -> None:
        """Count those of a case; of one that is broken nobody knows, and so of none."""
        if events is None:
            self._is_known = False
        workflow = ""
        for one in events or ():
            match one.event:
                case CaseOpened(workflow=name) | CaseMigrated(workflow=name):
                    workflow = name
                case ActionRecorded(reason="") as event if one.by.person == SYSTEM.person:
                    self._count(workflow, event)
                case _:
                    pass

    def _count(self, name: str, event: ActionRecorded) -> None:
        workflow = self._workflows.get(name)
        if workflow is None:
            self._is_known = False
            return
        step = workflow.step(event.step)
        if isinstance(step, ActionStep) and step.action == _ACTION:
            self._given[step.parameters.get(_REGISTER, ""), workflow.unit] += 1

    def compare(self, reader: Reader, tell: Tell) -> None:
        """Say which registers do not stand where they should."""
        if not self._is_known:
            return
        last = {(register, unit): there for register, unit, there in verifying.registers(reader)}
        for key in sorted(last.keys() | self._given.keys()):
            register, unit = key
            there, given = last.get(key, 0), self._given[key]
            if there != given:
                stream, reason = f"register/{register}/{unit}", f"stands at {there}, given {given}"
                tell(Finding(stream=stream, seq=0, code=Doubt.NUMBERS_DIFFER, reason=reason))
