"""Checks of the folder of definitions against what is published, and of what SOPs in force need."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.core.errors import SopError
from engine.core.ids import SopId
from engine.core.workflow import ActionStep
from engine.service.catalogue import find_workflow, list_sops
from engine.service.checks import Check, Told, ok, warn, wrong
from engine.service.database import Database
from engine.service.folder import definitions, library_of, read_text, registers, templates
from engine.sop.compile import compile_text

TEMPLATE = "template"
"""The parameter by which an action names a document template."""

Needs = Mapping[SopId, tuple[ActionStep, ...]]
"""The automated steps of the SOPs in force."""


def needs_of(database: Database) -> Needs:
    """What the SOPs in force have the system do."""
    found = {}
    for sop in list_sops(database):
        if sop.in_force:
            steps = find_workflow(database, sop.sop, sop.version).steps()
            found[sop.sop] = tuple(step for step in steps if isinstance(step, ActionStep))
    return found


def library(database: Database, path: Path) -> Iterator[Check]:
    """Whether the definitions at `path` are those that are published."""
    files = definitions(path) if path.exists() else ()
    if not files:
        yield warn(Told.DEFINITIONS_ABSENT, folder=path.as_posix())
        return
    published = {(one.sop, one.version): one.hash for one in list_sops(database)}
    found = dict(_compared(files, library_of(path), published))
    for told in (Told.DEFINITIONS_BROKEN, Told.DEFINITIONS_DIFFER, Told.DEFINITIONS_UNPUBLISHED):
        named = tuple(name for name, how in found.items() if how is told)
        if named:
            yield warn(told, names=named)
    if set(found.values()) == {Told.DEFINITIONS_PUBLISHED}:
        yield ok(Told.DEFINITIONS_PUBLISHED, count=len(found))


def _compared(
    files: tuple[Path, ...], root: Path, published: Mapping[tuple[SopId, int], str]
) -> Iterator[tuple[str, Told]]:
    try:
        known = registers(root)
    except SopError:
        yield root.as_posix(), Told.DEFINITIONS_BROKEN
        return
    for file in files:
        try:
            workflow = compile_text(read_text(file), known, file=file.as_posix()).workflow
        except SopError:
            yield file.as_posix(), Told.DEFINITIONS_BROKEN
            continue
        there = published.get((workflow.sop, workflow.version))
        name = f"{workflow.sop} {workflow.version}"
        if there is None:
            yield name, Told.DEFINITIONS_UNPUBLISHED
        else:
            is_same = there == workflow.hash
            yield name, Told.DEFINITIONS_PUBLISHED if is_same else Told.DEFINITIONS_DIFFER


def letters(needs: Needs, path: Path) -> Iterator[Check]:
    """Whether the document templates that SOPs in force name are here."""
    there = templates(library_of(path)) if path.exists() else {}
    named: dict[str, set[str]] = {}
    for sop, steps in needs.items():
        for step in steps:
            if name := step.parameters.get(TEMPLATE):
                named.setdefault(name, set()).add(sop)
    absent = {name: sops for name, sops in named.items() if name not in there}
    for name, sops in absent.items():
        yield wrong(Told.TEMPLATES_ABSENT, template=name, sops=tuple(sorted(sops)))
    if not absent:
        yield ok(Told.TEMPLATES_THERE, count=len(named))
