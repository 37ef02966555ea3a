"""Actions from the terminal: listed, shown."""

import json

import pytest
from terminal import Terminal

from api.present_actions import KINDS
from engine.actions.registry import own_specs
from engine.core.action_spec import ParameterKind

OWN = own_specs()
NAMES = [spec.name for spec in OWN]


def test_every_action_is_listed_with_what_it_takes(terminal: Terminal) -> None:
    told = terminal.do("action", "list")

    assert all(name in told for name in NAMES)
    assert "register, [format]" in told


def test_machines_are_told_everything(terminal: Terminal) -> None:
    listed = json.loads(terminal.do("action", "list", "--json"))
    (first, *_) = listed

    assert [one["name"] for one in listed] == NAMES
    assert first["package"] == ""
    assert first == terminal.read("action", "show", NAMES[0])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_an_action_is_shown_with_every_parameter_and_result(
    terminal: Terminal, name: str, language: str
) -> None:
    (spec,) = (one for one in OWN if one.name == name)

    told = terminal.do("action", "show", name, "--lang", language)

    assert all(one.id in told for one in spec.parameters)
    assert all(f"result.<row>.{result}" in told for result in spec.results)


def test_an_action_that_is_not_there_has_a_near_name(terminal: Terminal) -> None:
    said = terminal.type("action", "show", "isue_number")

    assert said.exit_code == 5
    assert said.stderr == "alur: There is no action 'isue_number'. Did you mean `issue_number`?\n"


def test_every_kind_of_parameter_has_words_in_both_languages() -> None:
    assert set(KINDS) == set(ParameterKind)
    assert all(words.id and words.en for words in KINDS.values())
