# ruff: noqa: E501  # definitions as people write them
"""An office whose automated steps do what a test says, and workers that run them."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from copies import copy_database
from msgspec.structs import replace
from offices import MONDAY, REGISTERS, RINI, Office, an_office, definition, sqlite_url

from engine.actions.action import Action, ActionRun, Outcome, Outside
from engine.actions.registry import actions
from engine.core.action_spec import ActionSpec, Parameter
from engine.core.ids import ActivationId, CaseId
from engine.core.text import Text
from engine.runtime.crew import Crew
from engine.runtime.worker import Worker
from engine.service.catalogue import publish
from engine.service.effects import Begun, Shift, take_up
from engine.service.queries import show_case
from engine.service.runs import AttemptView, attempts_of
from engine.settings import Settings

SPEC = ActionSpec(
    name="coba", title=Text(id="Mencoba"), parameters=(Parameter(id="apa", title=Text(id="Apa")),)
)
REGISTERS_HERE = replace(
    REGISTERS,
    actions={**REGISTERS.actions, SPEC.name: SPEC},
    sops=REGISTERS.sops | {"coba", "dua", "cabang"},
)
ENDS = "  - {id: serah, activity: Menyerahkan surat, role: loket, inputs: [Surat], time: 5 menit, output: Surat diserahkan}\n"
FIRST = "  - {id: satu, activity: Mencoba satu, action: coba, with: {apa: pertama}, time: 1 menit, output: Hasil, retry: {attempts: 3, backoff: 10 menit}}\n"
SECOND = "  - {id: dua, activity: Mencoba dua, action: coba, time: 1 menit, output: Hasil}\n"
NUMBER = "  - {id: nomor, activity: Memberi nomor surat, action: issue_number, with: {register: surat}, time: 1 menit, output: Nomor}\n"
BRANCHES = """\
  - parallel:
      - - {id: kiri, activity: Mencoba kiri, action: coba, time: 1 menit, output: Hasil}
      - - {id: kanan, activity: Mencoba kanan, action: coba, time: 1 menit, output: Hasil}
"""
SOPS = {"coba": FIRST + ENDS, "dua": FIRST + SECOND + NUMBER + ENDS, "cabang": BRANCHES + ENDS}

ONE_LANE = {"lanes": 1}
"""For a worker that claims nothing beside a stretch: else its next look, not the stretch, may be
what takes the next step, which is then shown by Prefect as a run of its own."""

Deed = Callable[[ActionRun, Outside], Outcome]


def nothing(_run: ActionRun, _outside: Outside) -> Outcome:
    return Outcome()


def failing(error: BaseException) -> Deed:
    def fail(_run: ActionRun, _outside: Outside) -> Outcome:
        raise error

    return fail


class Deeds:
    """What the action `coba` does, by the step; nothing by default. Remembers who asked."""

    def __init__(self, does: Mapping[str, Deed] | None = None, *, outward: bool = False) -> None:
        self.spec = replace(SPEC, outward=outward)
        self.does: dict[str, Deed] = dict(does or {})
        self.asked: list[ActionRun] = []
        self.simulated: list[ActionRun] = []

    @property
    def action(self) -> Action:
        return Action(spec=self.spec, run=self._run, simulate=self._simulate)

    def steps_of(self, case: CaseId) -> list[str]:
        return [one.step for one in self.asked if one.case == case]

    def _run(self, run: ActionRun, outside: Outside) -> Outcome:
        self.asked.append(run)
        return self.does.get(run.step, nothing)(run, outside)

    def _simulate(self, run: ActionRun, _outside: Outside) -> Outcome:
        self.simulated.append(run)
        return Outcome()


class Gate:
    """A deed that goes on only when it is let."""

    def __init__(self, then: Deed = nothing) -> None:
        self.entered = threading.Event()
        self.opened = threading.Event()
        self.left = threading.Event()
        self._then = then

    def __call__(self, run: ActionRun, outside: Outside) -> Outcome:
        self.entered.set()
        if not self.opened.wait(120):
            raise AssertionError("nobody opened the gate")
        try:
            return self._then(run, outside)
        finally:
            self.left.set()


class DeedCrew(Crew):
    """A crew that can also do the deeds."""

    deeds: Deeds

    @cached_property
    def actions(self) -> Mapping[str, Action]:
        return {**actions(), SPEC.name: self.deeds.action}


def crew_for(office: Office, deeds: Deeds, owner: str = "a", **chosen: object) -> DeedCrew:
    """A crew whose time is the office's."""
    usual = {"prefect": "off", "lease_seconds": 3600}  # time jumps here
    settings = Settings(**(usual | chosen))  # type: ignore[arg-type]
    crew = DeedCrew(office.database, settings, owner=owner, now=lambda: office.now)
    crew.deeds = deeds
    return crew


@contextmanager
def a_deed_office(url: str) -> Iterator[Office]:
    with an_office(url) as office:
        for sop in SOPS:
            put_deed_in_force(office, sop)
        yield office


def put_deed_in_force(
    office: Office, sop: str, *, steps: str | None = None, version: int = 1
) -> None:
    text = definition(sop, steps=steps or SOPS[sop], version=version)
    publish(office.database, text, registers=REGISTERS_HERE, by=RINI, at=MONDAY)


@contextmanager
def at_work(crew: Crew) -> Iterator[Worker]:
    worker = Worker(crew)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


def until(condition: Callable[[], object], *, seconds: float = 60.0) -> bool:
    """Whether something comes true within so long (a bound on waiting, not a measurement)."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if condition():
            return True
        time.sleep(0.02)
    return bool(condition())


def attempts(office: Office, case: CaseId, activation: int = 1) -> tuple[AttemptView, ...]:
    return attempts_of(office.database, case, ActivationId(activation))


def outcomes(office: Office, case: CaseId, activation: int = 1) -> list[str]:
    """How the attempts at a step ended, in order; nothing of one that goes on."""
    return [one.outcome for one in attempts(office, case, activation)]


def incident(office: Office, case: CaseId, step: str = "satu") -> str:
    """What the incident of an open step says; empty where there is none."""
    return {task.step: task.incident for task in show_case(office.database, case).tasks}[step]


def shift(owner: str = "a", seconds: float = 30.0, **more: object) -> Shift:
    return Shift(owner=owner, lease=timedelta(seconds=seconds), **more)  # type: ignore[arg-type]


def taken(office: Office, owner: str = "a", **more: object) -> tuple[Begun, ...]:
    """What somebody takes for half a minute."""
    return take_up(office.database, shift(owner, **more), at=office.now, limit=16)


def copied_office(template: Path, folder: Path) -> str:
    """The address of a copy of a database that is closed."""
    copy_database(template, folder / "alur.db")
    return sqlite_url(folder)


class Fickle:
    """A database that is away, or breaks, whenever it is told to."""

    def __init__(self, database) -> None:
        self._database = database
        self.error: Exception | None = None

    def __getattr__(self, name: str) -> object:
        if name == "store" and self.error is not None:
            raise self.error
        return getattr(self._database, name)


def let_time_pass(office: Office) -> None:
    """So much that Prefect is told of what it did not see."""
    time.sleep(0.3)
    office.now += timedelta(seconds=25)


def is_told(office: Office, case: str, activation: int = 1) -> bool:
    return all(one.told_at for one in attempts(office, case, activation))


def is_near(worker: Worker) -> bool:
    return until(lambda: worker.prefect == "near", seconds=120.0)
