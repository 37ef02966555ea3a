"""Every scenario is played, and every SOP has the scenarios it needs."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from acceptance.desks import (
    DEFINITIONS,
    CoreDesk,
    ServiceDesk,
    published_on,
    registers,
    workflows,
)
from acceptance.play import Desk, Player
from acceptance.scenario import Scenario, scenario_from_file, scenario_from_text
from acceptance.sight import Sight

from engine.core.events import Event, StepCompleted, StepOverridden, StepReturned, StepSkipped
from engine.core.ids import CaseId, OutcomeId, SopId, StepId
from engine.core.workflow import HumanStep, Leads, Workflow
from engine.service.database import Database

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/*.yaml"))
SOPS = sorted(workflows())


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("acceptance")
    with published_on(f"sqlite:///{folder}/alur.db") as database:
        yield database


@cache
def _scenario(path: Path) -> Scenario:
    return scenario_from_file(path)


@cache
def _played(path: Path) -> Sight:
    """The ending of a scenario at the pure core."""
    return _play(path, CoreDesk(_workflow(path)))


def _play(path: Path, desk: Desk) -> Sight:
    zone = ZoneInfo(registers().calendars[desk.workflow.calendar].zone)
    return Player(_scenario(path), desk, zone=zone).play()


def _workflow(path: Path) -> Workflow:
    return workflows()[SopId(path.parent.name)]


def _endings(sop: SopId) -> Iterator[Sight]:
    return (_played(path) for path in FILES if path.parent.name == sop)


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_the_scenario_holds_in_the_core(path: Path) -> None:
    _played(path)


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_the_scenario_holds_in_the_service_and_ends_as_in_the_core(
    path: Path, database: Database
) -> None:
    case = CaseId(f"{FILES.index(path):016}")

    ending = _play(path, ServiceDesk(_workflow(path), database, case))

    assert ending == _played(path)


def test_the_scenario_in_the_readme_holds() -> None:
    readme = (DEFINITIONS / "README.md").read_text("utf-8")
    *_, block = readme.split("```yaml\n")
    scenario = scenario_from_text(block.partition("```")[0], name="README")
    workflow = workflows()[SopId(scenario.sop)]

    Player(scenario, CoreDesk(workflow), zone=ZoneInfo("Asia/Jakarta")).play()


def test_every_sop_has_scenarios_and_every_scenario_its_sop() -> None:
    assert {path.parent.name for path in FILES} == set(SOPS)


@pytest.mark.parametrize("sop", SOPS)
def test_every_sop_has_a_scenario_of_its_normal_path(sop: SopId) -> None:
    departures = (StepReturned, StepOverridden)

    normal = [
        ending
        for ending in _endings(sop)
        if ending.result == "completed"
        and not any(isinstance(event, departures) for event in ending.events)
    ]

    assert normal, f"no scenario of {sop} completes without a return"


@pytest.mark.parametrize("sop", SOPS)
def test_every_return_and_every_end_of_an_sop_has_a_scenario(sop: SopId) -> None:
    wanted = set(_answers_that_leave_the_way_forward(workflows()[sop]))

    given = {answer for ending in _endings(sop) for answer in _answers(ending.events)}

    assert wanted <= given, f"no scenario gives: {sorted(wanted - given)}"


@pytest.mark.parametrize("sop", SOPS)
def test_every_row_of_an_sop_is_opened_in_a_scenario(sop: SopId) -> None:
    rows = {step.id for step in workflows()[sop].steps()}

    opened = {one.step for ending in _endings(sop) for one in ending.opened()}

    assert opened == rows


@pytest.mark.parametrize("sop", SOPS)
def test_every_conditional_row_of_an_sop_is_skipped_in_a_scenario(sop: SopId) -> None:
    rows = {step.id for step in workflows()[sop].steps() if step.when is not None}

    skipped = {
        event.step
        for ending in _endings(sop)
        for event in ending.events
        if isinstance(event, StepSkipped)
    }

    assert skipped == rows


def _answers_that_leave_the_way_forward(
    workflow: Workflow,
) -> Iterator[tuple[StepId, OutcomeId]]:
    for step in workflow.steps():
        if isinstance(step, HumanStep):
            for outcome in step.outcomes:
                if outcome.leads is not Leads.NEXT:
                    yield step.id, outcome.id


def _answers(events: tuple[Event, ...]) -> Iterator[tuple[StepId, OutcomeId]]:
    for event in events:
        if isinstance(event, StepCompleted | StepReturned) and event.outcome is not None:
            yield event.step, event.outcome
