"""The folder of definitions on disk: its files, its registers, its calendars."""

from collections.abc import Mapping
from pathlib import Path

from engine.actions.registry import specs
from engine.core.calendar_version import CalendarVersion
from engine.core.errors import SopInvalid, SopUnreadable
from engine.sop.calendar_file import calendars_from_text
from engine.sop.check_calendars import check_calendars
from engine.sop.codes import finding
from engine.sop.register_file import registers_from_text
from engine.sop.registers import Registers

REGISTERS = "registers.yaml"
CALENDARS = "calendars.yaml"
TEMPLATES = "templates"
_TEMPLATE = ".typ.j2"


def definitions(path: Path) -> tuple[Path, ...]:
    """The definition files below `path` (or that file itself), sorted."""
    if path.is_file():
        return (path,)
    return tuple(sorted(path.rglob("v*.yaml")))


def library_of(path: Path) -> Path:
    """The folder with the registers that `path` lies in, or `path` itself where there is none."""
    start = path if path.is_dir() else path.parent
    found = (one for one in (start, *start.absolute().parents) if (one / REGISTERS).is_file())
    return next(found, start)


def registers(path: Path) -> Registers:
    """The registers of the library at `path`, with the actions that this Alur can do.

    Raises:
        SopUnreadable: there is no register file, or it is not readable.
        SopInvalid: it has errors.
    """
    file = path / REGISTERS
    sops = frozenset(one.parent.name for one in definitions(path))
    return registers_from_text(
        read_text(file),
        file=file.as_posix(),
        actions=specs(),
        sops=sops,
        templates=frozenset(templates(path)),
    )


def templates(path: Path) -> Mapping[str, Path]:
    """The document templates of the library at `path`, by name; it may have none."""
    folder = path / TEMPLATES
    return {one.name.removesuffix(_TEMPLATE): one for one in sorted(folder.glob(f"*{_TEMPLATE}"))}


def calendars(path: Path) -> Mapping[str, CalendarVersion]:
    """The calendars of the library at `path`, without the national holidays; it may have none.

    Raises: as `calendars_in`.
    """
    file = path / CALENDARS
    return calendars_in(file) if file.is_file() else {}


def calendars_in(file: Path) -> Mapping[str, CalendarVersion]:
    """The calendars of a file, held against the registers that lie beside it.

    Raises:
        SopUnreadable: it cannot be read.
        SopInvalid: it has errors, or a calendar of the registers is not in it as they have it.
    """
    try:
        found = calendars_from_text(read_text(file), file=file.as_posix())
        _hold_against_registers(found, file.parent / REGISTERS)
    except SopInvalid as invalid:
        invalid.hint = "`alur calendar check` lists them all."
        raise
    return found


def _hold_against_registers(found: Mapping[str, CalendarVersion], beside: Path) -> None:
    if beside.is_file():
        wrong = check_calendars(read_text(beside), found, file=beside.as_posix())
        if wrong:
            raise SopInvalid(wrong)


def read_text(file: Path) -> bytes:
    """What the file holds.

    Raises:
        SopUnreadable: it cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise SopUnreadable(finding("SOP100", message, file=file.as_posix())) from error
