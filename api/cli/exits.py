"""How a command ends: its exit code, and the one line that says why."""

from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum

from typer import TyperException

from engine.core.errors import (
    AlurError,
    InputRefused,
    NotFound,
    PluginBroken,
    SopError,
    SopInvalid,
    StoreError,
    TaskHeldByAnother,
    TaskNotOpen,
    TreeNotExtended,
)
from engine.core.text import Frozen


class Code(IntEnum):
    """What the shell is told."""

    DONE = 0
    FINDINGS = 1
    BAD_USAGE = 2
    UNVERIFIED = 3
    REFUSED = 4
    NO_SUCH_THING = 5
    DATABASE = 6
    FAULT = 70
    INTERRUPTED = 130
    PIPE_CLOSED = 141


EXIT_CODES: Mapping[Code, str] = {
    Code.DONE: "done",
    Code.FINDINGS: "a definition has errors, or the installation something wrong (`alur doctor`)",
    Code.BAD_USAGE: "bad usage, or a file or plug-in that cannot be used",
    Code.UNVERIFIED: "a history, a version or the ledger does not verify",
    Code.REFUSED: "refused by a rule; nothing was changed",
    Code.NO_SUCH_THING: "no such case, task, step or SOP",
    Code.DATABASE: "the database cannot be used",
    Code.FAULT: "a fault of Alur's own",
    Code.INTERRUPTED: "interrupted",
    Code.PIPE_CLOSED: "whoever read the output stopped reading",
}
"""Every code there is. Documentation is generated from here."""

_OF_ERROR: tuple[tuple[type[Exception], Code], ...] = (
    (NotFound, Code.NO_SUCH_THING),
    (TreeNotExtended, Code.UNVERIFIED),
    (SopError, Code.FINDINGS),
    (StoreError, Code.DATABASE),
    (PluginBroken, Code.BAD_USAGE),
    (AlurError, Code.REFUSED),
    (TyperException, Code.BAD_USAGE),
    (OSError, Code.BAD_USAGE),
)
"""The first that fits."""


class Verdict(Frozen, frozen=True, kw_only=True):
    """Why a command could not be done."""

    code: Code
    message: str
    hint: str = ""


def verdict_on(error: Exception) -> Verdict:
    """What to say about `error`; a kind nobody foresaw is a fault of ours."""
    code = next((code for kind, code in _OF_ERROR if isinstance(error, kind)), Code.FAULT)
    if isinstance(error, AlurError):
        return Verdict(code=code, message=_refusal(error), hint=error.hint or _advice(error))
    if isinstance(error, TyperException):
        return Verdict(code=code, message=_usage(error), hint=_help_for(error))
    if isinstance(error, OSError):
        name = f"{error.filename}: " if error.filename else ""
        return Verdict(code=code, message=f"{name}{error.strerror or error}")
    return Verdict(
        code=code,
        message=f"Something went wrong that should not: {type(error).__name__}: {error}",
        hint="Run it again as `alur --debug …` to see where, and report it.",
    )


def _refusal(error: AlurError) -> str:
    if isinstance(error, SopInvalid):
        return f"The definition has errors, the first: {error.findings[0]}"
    if isinstance(error, InputRefused):
        return "; ".join(f"{field} {what}" for field, what in error.problems.items())
    if isinstance(error, TaskHeldByAnother):
        return _in_office_time(str(error), error.since)
    if isinstance(error, TaskNotOpen):
        return _in_office_time(str(error), error.at)
    return str(error)


def _advice(error: AlurError) -> str:
    """Where to look, for errors that say what is wrong but know no command line."""
    if isinstance(error, SopInvalid):
        return "`alur sop check` lists them all."
    if isinstance(error, InputRefused):
        return "`alur case show CASE` and `alur sop show SOP --asks` say what is asked for."
    return ""


def _in_office_time(said: str, at: datetime | None) -> str:
    """The sentence with its instant as the office's clocks show it."""
    if at is None:
        return said
    from api.cli.desk import read_settings  # noqa: PLC0415  # it brings the database along
    from api.formats import written_instant  # noqa: PLC0415  # as above

    local = written_instant(at, read_settings().office_zone, "en")
    return said.replace(at.isoformat(timespec="seconds"), local)


def _usage(error: TyperException) -> str:
    """Typer's sentence, without what it and pydantic put before ours."""
    said = error.format_message().removeprefix("Invalid value: ")
    return said.replace("Value error, ", "")


def _help_for(error: TyperException) -> str:
    context = getattr(error, "ctx", None)  # only errors of usage know where they happened
    return f"See `{context.command_path} --help`." if context is not None else ""
