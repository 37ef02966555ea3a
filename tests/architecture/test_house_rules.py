"""Rules of the house that no linter knows."""

import ast
import re
import statistics
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

import engine
from engine.core.commands import AnyCommand
from engine.core.directory_commands import AnyDirectoryCommand
from engine.core.directory_events import DirectoryEvent
from engine.core.events import Event

ROOT = Path(__file__).parents[2]
ROOMS = ("engine", "api", "web")
_NOT_OURS = ("migrations/versions", "web/node_modules")
LONGEST_FILE = 400
ONE_FILE = {"engine/service/bundle_verifier/verify.py": 800}
"""Longer because it travels alone: an auditor's verifier is one file, with all that it needs."""
LONGEST_FUNCTION = 50
MEDIAN_FUNCTION = 10

KINDS = [
    "action_failed",
    "action_recorded",
    "action_retried",
    "block_joined",
    "block_left",
    "branch_arrived",
    "case_disposed",
    "case_ended",
    "case_escalated",
    "case_held",
    "case_migrated",
    "case_opened",
    "case_paused",
    "case_reopened",
    "case_resumed",
    "comment_added",
    "data_erased",
    "data_revealed",
    "deviation_disposed",
    "deviation_recorded",
    "deviation_withdrawn",
    "file_accepted",
    "file_attached",
    "hold_lifted",
    "incident_told",
    "step_cancelled",
    "step_completed",
    "step_opened",
    "step_overridden",
    "step_returned",
    "step_skipped",
    "task_assigned",
    "task_claimed",
    "task_delegated",
    "task_released",
    "task_resolved",
    "time_extended",
    "warning_given",
]
"""Every kind of event there ever was. A kind is never renamed and never removed."""

DIRECTORY_KINDS = [
    "absence_declared",
    "absence_ended",
    "assignment_ended",
    "assignment_granted",
    "person_added",
    "person_changed",
    "person_left",
    "person_returned",
    "substitute_named",
    "substitution_ended",
    "unit_added",
    "unit_changed",
    "unit_closed",
]
"""Likewise of the directory."""


def sources() -> list[Path]:
    return [
        path
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        if not any(one in path.as_posix() for one in _NOT_OURS)
    ]


@cache
def parsed() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text()) for path in sources()}


def functions() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    for path, module in parsed().items():
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node, (node.end_lineno or node.lineno) - node.lineno + 1


def test_the_package_under_test_is_this_one() -> None:
    assert Path(engine.__file__).is_relative_to(ROOT)


def test_files_stay_readable() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources()
        if (lines := len(path.read_text().splitlines()))
        > ONE_FILE.get(path.relative_to(ROOT).as_posix(), LONGEST_FILE)
    }

    assert long == {}


def test_functions_stay_readable() -> None:
    lengths = {f"{path.relative_to(ROOT)}:{node.name}": lines for path, node, lines in functions()}

    assert {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION} == {}
    assert statistics.median(lines for _, _, lines in functions()) < MEDIAN_FUNCTION


def test_transactions_begin_and_end_in_one_file_for_each_database() -> None:
    elsewhere = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, module in parsed().items()
        if path not in {ROOT / "engine/store/unit.py", ROOT / "engine/store/on_postgres.py"}
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback", "begin", "begin_nested"}
    ]

    assert elsewhere == []


def test_the_kinds_of_events_are_the_golden_ones() -> None:
    kinds = [event.__struct_config__.tag for event in get_args(Event)]

    assert sorted(kinds) == KINDS


def test_the_kinds_of_events_of_the_directory_are_the_golden_ones() -> None:
    kinds = [event.__struct_config__.tag for event in get_args(DirectoryEvent)]

    assert sorted(kinds) == DIRECTORY_KINDS


@pytest.mark.parametrize("commands", [AnyCommand, AnyDirectoryCommand])
def test_the_kinds_of_commands_are_all_different(commands: object) -> None:
    kinds = [command.__struct_config__.tag for command in get_args(commands)]

    assert len(set(kinds)) == len(kinds)


def test_no_postponed_annotations() -> None:
    marked = [p for p in sources() if "from __future__ import annotations" in p.read_text()]

    assert marked == []


def test_lock_files_carry_hashes_and_name_no_index() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text()
        pinned = re.findall(r"^[A-Za-z0-9_.-]+(?:\[[^]]*\])?==", text, re.MULTILINE)
        assert "://" not in text
        assert len(pinned) > 0
        assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", text)) >= len(pinned)
