"""The counter where commands on cases are handed in: finds what was named, executes, answers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Literal, TypedDict

from typer import BadParameter

from api.cli import desk, output
from api.cli.manner import Manner
from api.cli.wording import task_line, tracking_facts
from api.present import sentence
from engine.core.commands import Actor, AnyCommand
from engine.core.errors import CaseClosed, CommandRefused, NotFound
from engine.core.events import CaseEnded, CaseOpened, Event, StepOpened
from engine.core.ids import CaseId, StepId
from engine.core.workflow import AnyStep, HumanStep, Workflow
from engine.service import clock, processes
from engine.service.catalogue import find_workflow
from engine.service.database import Database
from engine.service.execute import execute
from engine.service.queries import show_case, shown_receipt
from engine.service.tracking_codes import pass_if_any
from engine.service.views import CaseView, Receipt, TaskView

Suits = Literal["role", "holder", "anybody", "system"]
"""Which open tasks a command may mean where no step is named: of the actor's role, held by the
actor, all that wait for people, or all that wait for the system."""


class Common(TypedDict):
    """What every command on a case carries."""

    case: CaseId
    by: Actor
    happened_at: datetime | None


class Counter:
    """A database, and the manner in which commands are carried out on it."""

    def __init__(self, database: Database, manner: Manner, *, at: datetime) -> None:
        self.database = database
        self.manner = manner
        self.at = at

    def case(self, named: str) -> CaseView:
        """The case of that id, or whose id alone begins so.

        Raises:
            NotFound: there is none, or several.
        """
        return show_case(self.database, CaseId(named))

    def workflow(self, view: CaseView) -> Workflow:
        """The SOP version the case runs under."""
        return find_workflow(self.database, view.summary.sop, view.summary.version)

    def common(self, case: CaseId) -> Common:
        """What a command on that case carries."""
        return Common(case=case, by=self.manner.by, happened_at=self.manner.happened_at)

    def task(self, named: str, step: str | None, *, suits: Suits = "role") -> TaskView:
        """The open task meant by a case and, where it is needed, a step.

        A step that is no longer open gives its latest task, so that the refusal can say who
        finished it.

        Raises:
            NotFound: no such case or step.
            CommandRefused: no step was named and not exactly one task fits.
            BadParameter: a key was given without a step: it would mean another task next time.
        """
        if self.manner.key is not None and step is None:
            raise BadParameter("--key needs STEP as well: what is open may differ the next time")
        view = self.case(named)
        is_system = suits == "system"
        tasks = [task for task in view.tasks if task.automated == is_system]
        if step is not None:
            return _named_task(self.workflow(view), view, tasks, step)
        return _only_task(self.workflow(view), view, self._suiting(view, tasks, suits))

    def _suiting(self, view: CaseView, tasks: list[TaskView], suits: Suits) -> list[TaskView]:
        waiting = [task for task in tasks if task.status in {"open", "held"}]
        mine = waiting
        if suits == "holder":
            mine = [task for task in waiting if task.assignee == self.manner.by.person]
        elif suits == "role":
            roles = self.workflow(view).roles
            outside = {None, *(role.id for role in roles.values() if role.external)}
            mine = [task for task in waiting if task.role == self.manner.by.role] or [
                task for task in waiting if task.role in outside
            ]
        return mine or waiting  # the wrong one gets the right refusal

    def step(self, task: TaskView) -> HumanStep | None:
        """The row of the matrix behind a task of a person."""
        step = self.workflow(self.case(task.case)).step(task.step)
        return step if isinstance(step, HumanStep) else None

    def step_id(self, case: CaseId, named: str) -> StepId:
        """The id of a step of the case's SOP, which may be named by its number in the matrix.

        Raises:
            NotFound: there is no such step.
        """
        return _known_step(self.workflow(self.case(case)), named).id

    def do(self, command: AnyCommand) -> None:
        """Execute, let the system do its part, and answer."""
        receipt = execute(self.database, command, at=self.at, key=self.manner.key)
        if any(_wakes_the_system(one.event) for one in receipt.events) and not receipt.repeated:
            _run_pending(self.database, self.at)
        self.answer(receipt)

    def answer(self, receipt: Receipt) -> None:
        """Say what a command did."""
        receipt = shown_receipt(self.database, receipt)
        opened = any(isinstance(one.event, CaseOpened) for one in receipt.events)
        if not self.manner.as_json:
            self._tell(receipt)
            if opened:
                self._tell_code(receipt)
        elif opened:
            from api.tracking_answers import opened_case  # noqa: PLC0415  # the web framework

            output.show_json(opened_case(self.database, receipt))
        else:
            output.show_json(receipt)

    def _tell_code(self, receipt: Receipt) -> None:
        shown = pass_if_any(self.database, receipt.case)
        if shown is not None:
            output.say("For the applicant's receipt:")
            output.show_pairs(tracking_facts(shown, self.manner.language))

    def _tell(self, receipt: Receipt) -> None:
        view = self.case(receipt.case)
        workflow, language = self.workflow(view), self.manner.language
        if receipt.repeated:
            output.say("This was done before; nothing was changed.")
        for recorded in receipt.events:
            output.say(sentence(recorded, workflow, language))
        for task in view.summary.at:
            output.say(f"Now: {task_line(task, language)}", style="bold")
        if view.summary.result is not None:
            output.say(f"Case {receipt.case} is closed ({view.summary.result}).", style="bold")
        else:
            output.say(f"Case {receipt.case}", style="dim")


@contextmanager
def counter(manner: Manner) -> Iterator[Counter]:
    """An open counter for one command."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        yield Counter(database, manner, at=desk.now())


def _named_task(
    workflow: Workflow, view: CaseView, tasks: Sequence[TaskView], step: str
) -> TaskView:
    """The latest task of the step of that id, or of that number in the matrix."""
    named = [task for task in tasks if step in {task.step, str(task.number)}]
    waiting = [task for task in named if task.status in {"open", "held"}]
    if waiting or named:
        return (waiting or named)[-1]
    known = _known_step(workflow, step)
    raise _refused(f"{known.id} is not open in case {view.summary.case}", _open_steps(view))


def _known_step(workflow: Workflow, named: str) -> AnyStep:
    numbers = {str(one.number): one.id for one in workflow.steps()}
    known = workflow.step(numbers.get(named, StepId(named)))
    if known is None:
        raise NotFound("step", named, hint=f"The steps of {workflow.sop}: {_listed(workflow)}.")
    return known


def _only_task(workflow: Workflow, view: CaseView, fitting: Sequence[TaskView]) -> TaskView:
    if len(fitting) == 1:
        return fitting[0]
    case = view.summary
    if case.result is not None:
        raise CaseClosed(case.case, case.result)
    if fitting:
        raise _refused(f"Several tasks of case {case.case} fit: name the STEP", _open_steps(view))
    raise _refused(f"No task of case {case.case} ({workflow.sop}) fits", _open_steps(view))


def _refused(message: str, hint: str) -> CommandRefused:
    refusal = CommandRefused(f"{message}.")
    refusal.hint = hint
    return refusal


def _listed(workflow: Workflow) -> str:
    return ", ".join(step.id for step in workflow.steps())


def _open_steps(view: CaseView) -> str:
    waiting = (f"{task.step} ({task.role or 'system'})" for task in view.summary.at)
    return f"Open: {', '.join(waiting) or 'nothing'}."


def _wakes_the_system(event: Event) -> bool:
    return isinstance(event, CaseEnded) or (isinstance(event, StepOpened) and event.automated)


def _run_pending(database: Database, at: datetime) -> None:
    """Do what automated steps ask for, here and now: there may be no server that would."""
    if processes.someone_dispatches(database, at=clock.now()):
        return  # whoever serves or works here does it, by its own settings
    from engine.runtime.crew import Crew  # noqa: PLC0415  # only some commands need it
    from engine.runtime.dispatch import run_pending  # noqa: PLC0415  # as above

    run_pending(Crew(database, desk.read_settings(), owner="terminal", now=lambda: at))
