"""Who works in the demonstration."""

from pathlib import Path

import pytest

from engine.core.ids import RoleId
from engine.core.workflow import Workflow
from engine.demo.cast import cast_for, inside
from engine.service.library import definitions, read_text, registers
from engine.sop.compile import compile_text

DEFINITIONS = Path(__file__).parents[2] / "sop_definitions"


@pytest.fixture(scope="module")
def workflows() -> list[Workflow]:
    known = registers(DEFINITIONS)
    return [compile_text(read_text(file), known).workflow for file in definitions(DEFINITIONS)]


def test_every_role_of_the_office_is_held_and_single_offices_by_one(
    workflows: list[Workflow],
) -> None:
    cast = cast_for(workflows)

    for workflow in workflows:
        for role in inside(workflow):
            holders = cast.holders(workflow, role.id)
            assert len(holders) == 1 if role.single else len(holders) >= 2


def test_nobody_holds_two_posts(workflows: list[Workflow]) -> None:
    people = [person.id for post in cast_for(workflows).posts.values() for person in post]

    assert len(set(people)) == len(people)


def test_nobody_of_the_office_stands_behind_an_outside_role(workflows: list[Workflow]) -> None:
    cast = cast_for(workflows)

    assert all(cast.holders(workflow, RoleId("pemohon")) == () for workflow in workflows)


def test_the_same_definitions_in_any_order_have_the_same_staff(workflows: list[Workflow]) -> None:
    assert cast_for(reversed(workflows)) == cast_for(workflows)
