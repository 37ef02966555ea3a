"""What is wrong with definitions, gathered and shown."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from api.cli import output
from api.cli.exits import Code
from engine.core.errors import Finding, SopInvalid, SopUnreadable
from engine.core.text import Frozen
from engine.service.folder import calendars, calendars_in, library_of, read_text, registers
from engine.sop.compile import compile_text
from engine.sop.registers import Registers

_NO_FILE = "SOP100"


class Report(Frozen, frozen=True, kw_only=True):
    """Everything the check has to say about a number of definitions."""

    definitions: int
    errors: int
    warnings: int
    findings: tuple[Finding, ...]

    @property
    def code(self) -> Code:
        """How a command that made this report ends; warnings alone are no failure."""
        if any(finding.code == _NO_FILE for finding in self.findings):
            return Code.BAD_USAGE
        return Code.FINDINGS if self.errors else Code.DONE


def report_on(files: Iterable[Path], *, today: date) -> Report:
    """Check these definitions, each with the registers of its own library."""
    findings: list[Finding] = []
    libraries: dict[Path, Registers | None] = {}
    count = 0
    for count, file in enumerate(files, start=1):  # noqa: B007  # how many there were
        library = library_of(file)
        if library not in libraries:
            libraries[library], found = _registers(library)
            findings += found or _calendar_findings(library)
        known = libraries[library]
        if known is not None:
            findings += _findings(file, known, today)
    return _report(count, findings)


def report_on_calendars(file: Path) -> Report:
    """Check a file of calendars, with the registers beside it where there are some."""
    try:
        found = calendars_in(file)
    except SopUnreadable as unreadable:
        return _report(0, [unreadable.finding])
    except SopInvalid as invalid:
        return _report(0, invalid.findings)
    return _report(len(found), ())


def _report(count: int, findings: Sequence[Finding]) -> Report:
    return Report(
        definitions=count,
        errors=sum(finding.severity == "error" for finding in findings),
        warnings=sum(finding.severity == "warning" for finding in findings),
        findings=tuple(findings),
    )


def _calendar_findings(library: Path) -> tuple[Finding, ...]:
    """What is wrong with the library's calendars, held against its registers."""
    try:
        calendars(library)
    except SopUnreadable as unreadable:
        return (unreadable.finding,)
    except SopInvalid as invalid:
        return invalid.findings
    return ()


def _registers(library: Path) -> tuple[Registers | None, tuple[Finding, ...]]:
    try:
        return registers(library), ()
    except SopUnreadable as unreadable:
        return None, (unreadable.finding,)
    except SopInvalid as invalid:
        return None, invalid.findings


def _findings(file: Path, known: Registers, today: date) -> tuple[Finding, ...]:
    try:
        return compile_text(read_text(file), known, file=file.as_posix(), today=today).findings
    except SopUnreadable as unreadable:
        return (unreadable.finding,)
    except SopInvalid as invalid:
        return invalid.findings


def show_report(report: Report, *, noun: str = "definition") -> None:
    """A finding a line, its hint below it; at the end the sum, what was checked being a `noun`."""
    for finding in report.findings:
        style = "red" if finding.severity == "error" else "yellow"
        output.say(output.one_line(str(finding)), style=style)
        if finding.hint:
            output.say(f"    {output.one_line(finding.hint)}")
    output.say(
        f"{_counted(report.definitions, noun)}, {_counted(report.errors, 'error')}, "
        f"{_counted(report.warnings, 'warning')}"
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
