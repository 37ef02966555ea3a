"""Where an SOP named on the line comes from: a file, or what is published."""

from pathlib import Path

from typer import BadParameter

from api.cli import desk
from engine.core.errors import SopError
from engine.core.ids import SopId
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.service.catalogue import find_workflow, read_definition, show_sop
from engine.service.library import library_of, read_text, registers
from engine.settings import Settings
from engine.sop.compile import compile_text
from engine.sop.document import SopDocument
from engine.sop.parse import read_document
from engine.sop.registers import Registers


class Source(Frozen, frozen=True, kw_only=True):
    """An SOP version, as written and as compiled."""

    document: SopDocument
    workflow: Workflow
    registers: Registers


def source_of(named: str) -> Source:
    """The definition at a path, else the published SOP of that id (`id` or `id@version`).

    Raises:
        SopError: the file cannot be read or does not compile.
        NotFound: nothing of that name is published.
        BadParameter: what follows the @ is no version.
    """
    path = Path(named)
    if path.suffix in {".yaml", ".yml"} or path.is_file():
        return _from_file(path)
    return _published(named)


def _from_file(path: Path) -> Source:
    known = registers(library_of(path))
    compiled = compile_text(read_text(path), known, file=path.as_posix())
    return Source(document=compiled.document, workflow=compiled.workflow, registers=known)


def _published(named: str) -> Source:
    sop, _, said = named.partition("@")
    if said and not (said.isascii() and said.isdigit()):
        raise BadParameter(f"{named!r}: a version is a number, as in {sop}@2")
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        summary = show_sop(database, SopId(sop), int(said) if said else None)
        text = read_definition(database, summary.sop, summary.version)
        workflow = find_workflow(database, summary.sop, summary.version)
    document, _ = read_document(text, file=f"{sop}@{summary.version}")
    return Source(document=document, workflow=workflow, registers=_registers(settings))


def _registers(settings: Settings) -> Registers:
    """The registers of this installation; none where there are no definitions on disk."""
    try:
        return registers(settings.definitions)
    except SopError:
        return Registers()
