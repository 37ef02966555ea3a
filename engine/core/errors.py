"""Everything that can be refused or go wrong, in one tree.

    AlurError
    ├── SopError                    a definition cannot be read or does not compile
    │   ├── SopUnreadable           not YAML of the strict kind, or not a text at all
    │   ├── SopInvalid              findings, all at once
    │   └── WorkflowTooWide         too many things at once to follow a log through it
    ├── CommandRefused              a rule says no; nothing was appended
    │   ├── NotFound                no such case, task, SOP
    │   ├── Conflict                the world moved on since you looked
    │   │   ├── TaskNotOpen         finished, returned or withdrawn: by whom and when
    │   │   ├── TaskHeldByAnother   somebody claimed it first
    │   │   ├── TaskNotHeld         nobody did
    │   │   ├── AlreadySo           it is already as asked
    │   │   ├── CaseClosed / CaseNotClosed / CaseExists
    │   │   ├── ResultAlreadyRecorded
    │   │   └── KeyReused           an idempotency key came back with another command
    │   ├── NotPermitted            the person or role may not
    │   │   ├── RoleNotInSop
    │   │   ├── WrongRole
    │   │   ├── FourEyes
    │   │   └── PowerMissing
    │   └── InputRefused            what was entered does not fit, field by field
    ├── CalendarError               working time cannot be told
    │   ├── CalendarInvalid         hours or days that contradict each other
    │   └── BeyondCalendar          a time outside the days that were compiled
    ├── PluginBroken                an installed package brings an action that cannot be used
    └── StoreError
        ├── VersionConflict         another writer appended first (retried by the service)
        ├── StoreUnavailable        the database cannot be used
        └── DocumentDamaged         what lies on disk is not what was filed

Each class says its sentence once, in its docstring or its constructor. Refusals are answers, not
faults: they are never logged as errors.
"""

from collections.abc import Mapping
from datetime import date, datetime

from engine.core.ids import ActivationId, CaseId, PersonId, RoleId, SopId, StepId
from engine.core.text import Frozen


class AlurError(Exception):
    """Something Alur says no to, with a code for machines and a hint for people."""

    hint: str = ""

    @property
    def code(self) -> str:
        """The class's name in kebab case: stable, for machines."""
        name = type(self).__name__
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")


class Finding(Frozen, frozen=True, kw_only=True):
    """One thing the check has to say about a definition. Line and column count from 1."""

    code: str
    severity: str
    message: str
    hint: str = ""
    file: str = ""
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """The line that editors and people read: `file:line:col CODE message`."""
        return f"{self.file}:{self.line}:{self.column} {self.code} {self.message}"


class SopError(AlurError):
    """A definition cannot be used."""


class SopUnreadable(SopError):
    """The definition cannot be read at all."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        self.hint = finding.hint
        super().__init__(str(finding))


class SopInvalid(SopError):
    """The definition has errors; all of them are in `findings`."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        count = sum(finding.severity == "error" for finding in findings)
        super().__init__(f"{count} errors; first: {findings[0]}")


class WorkflowTooWide(SopError):
    """So much may happen at the same time that no log can be followed through the workflow."""

    def __init__(self, sop: SopId, limit: int) -> None:
        self.sop, self.limit = sop, limit
        self.hint = "Join parallel branches earlier, or let fewer rows stand side by side."
        super().__init__(f"Logs of {sop} cannot be followed: more than {limit} markings.")


class CommandRefused(AlurError):
    """A rule refuses the command; nothing was appended."""


class NotFound(CommandRefused):
    """No such thing."""

    def __init__(self, kind: str, name: object, *, hint: str = "") -> None:
        self.kind, self.name = kind, str(name)
        self.hint = hint
        super().__init__(f"There is no {kind} {str(name)[:80]!r}.")


class Conflict(CommandRefused):
    """The world moved on since you looked."""


_ENDED = {
    "returned": "was sent back",
    "cancelled": "was cancelled, the case having been sent elsewhere",
    "skipped": "was passed over",
}


class TaskNotOpen(Conflict):
    """The task is no longer open. `by` and `at` say who ended it and when, where that is known."""

    def __init__(  # noqa: PLR0913  # who, when and how belong together
        self,
        case: CaseId,
        activation: ActivationId,
        *,
        step: StepId | None = None,
        by: PersonId | None = None,
        at: datetime | None = None,
        how: str = "",
    ) -> None:
        self.case, self.activation, self.step, self.by, self.at = case, activation, step, by, at
        self.how = how
        name = f"Task {activation}" if step is None else f"Task {activation} ({step})"
        if by is not None and at is not None:
            ended = _ENDED.get(how, "was finished")
            message = f"{name} {ended} by {by} at {at.isoformat(timespec='seconds')}."
        else:
            message = f"{name} of case {case} is not open."
        self.hint = "Show the case again to see where it stands."
        super().__init__(message)


class TaskHeldByAnother(Conflict):
    """Somebody else claimed the task first."""

    def __init__(self, step: StepId, holder: PersonId, *, since: datetime | None = None) -> None:
        self.step, self.holder, self.since = step, holder, since
        when = f" since {since.isoformat(timespec='seconds')}" if since else ""
        self.hint = f"Ask {holder} to release it, or a supervisor to assign it."
        super().__init__(f"{step} is held by {holder}{when}.")


class TaskNotHeld(Conflict):
    """The task has no holder, so it cannot be released, delegated or resolved."""

    def __init__(self, step: StepId) -> None:
        self.step = step
        self.hint = "Claim it first."
        super().__init__(f"{step} is held by nobody.")


class CaseClosed(Conflict):
    """The case is closed."""

    def __init__(self, case: CaseId, result: str) -> None:
        self.case, self.result = case, result
        self.hint = "A role with the power to reopen may reopen it, with a reason."
        super().__init__(f"Case {case} is closed ({result}).")


class CaseNotClosed(Conflict):
    """The case is open, so it cannot be reopened."""

    def __init__(self, case: CaseId) -> None:
        self.case = case
        super().__init__(f"Case {case} is open.")


class CaseExists(Conflict):
    """A case of that id was opened before."""

    def __init__(self, case: CaseId) -> None:
        self.case = case
        super().__init__(f"Case {case} exists.")


class AlreadySo(Conflict):
    """The case is already in the state that was asked for."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}.")


class ResultAlreadyRecorded(Conflict):
    """The automated step has its result; a second one does not count."""

    def __init__(self, activation: ActivationId) -> None:
        self.activation = activation
        super().__init__(f"Activation {activation} already has its result.")


class KeyReused(Conflict):
    """The idempotency key was used for another command."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.hint = "Use a new key for a new command."
        super().__init__(f"Idempotency key {key[:80]!r} was used for another command.")


class NotPermitted(CommandRefused):
    """The person, in the role stated, may not do this."""


class RoleNotInSop(NotPermitted):
    """Whoever acts must act in a role of the SOP."""

    def __init__(self, sop: SopId, given: RoleId | None, known: tuple[RoleId, ...]) -> None:
        self.sop, self.given, self.known = sop, given, known
        self.hint = f"Act in one of: {', '.join(known)}."
        wrong = f"{given} is not a role of {sop}" if given else f"No role of {sop} is named"
        super().__init__(f"{wrong}.")


class WrongRole(NotPermitted):
    """The step belongs to another role."""

    def __init__(self, step: StepId, needed: RoleId, given: RoleId | None) -> None:
        self.step, self.needed, self.given = step, needed, given
        self.hint = "Act in that role, or let a role with the power to override do it."
        super().__init__(f"{step} belongs to the role {needed}, not to {given or 'no role'}.")


class FourEyes(NotPermitted):
    """One person may not do both steps of a four-eyes pair."""

    def __init__(self, step: StepId, person: PersonId, other: StepId) -> None:
        self.step, self.person, self.other = step, person, other
        self.hint = "Another person of the role must do it."
        super().__init__(f"{person} did {other} and so may not do {step} (four eyes).")


class PowerMissing(NotPermitted):
    """The role lacks the power the command needs."""

    def __init__(self, role: RoleId | None, power: str) -> None:
        self.role, self.power = role, power
        self.hint = f"The SOP gives this power by `may: [{power}]` under a role."
        super().__init__(f"The role {role or '(none)'} may not {power}.")


class InputRefused(CommandRefused):
    """What was entered does not fit; `problems` names each field and what is wrong with it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        listed = "; ".join(f"{field}: {what}" for field, what in problems.items())
        super().__init__(listed)


class CalendarError(AlurError):
    """Working time cannot be told."""


class CalendarInvalid(CalendarError):
    """The calendar contradicts itself, or says nothing where it must say something."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.hint = hint
        super().__init__(message)


class BeyondCalendar(CalendarError):
    """The time asked for lies outside the days the calendar was compiled for, `first` to `last`."""

    def __init__(self, calendar: str, first: date, last: date, *, asked: str) -> None:
        self.calendar, self.first, self.last = calendar, first, last
        self.hint = "Compile it for more years."
        super().__init__(f"The calendar {calendar} reaches from {first} to {last}, not to {asked}.")


class PluginBroken(AlurError):
    """An installed package brings an action that cannot be used; `package` is its name."""

    def __init__(self, package: str, why: str) -> None:
        self.package, self.why = package, why
        self.hint = "Mend the package, or uninstall it."
        super().__init__(f"The plug-in {package} is broken: {why}.")


class StoreError(AlurError):
    """The store could not do it."""


class VersionConflict(StoreError):
    """Another writer appended to the case first."""

    def __init__(self, case: CaseId, expected: int) -> None:
        self.case, self.expected = case, expected
        super().__init__(f"Case {case} has moved on from version {expected}.")


class StoreUnavailable(StoreError):
    """The database cannot be used."""


class DocumentDamaged(StoreError):
    """A document is damaged."""

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256
        self.hint = "Restore it from a backup."
        super().__init__(f"The document {sha256} is damaged: its bytes have another SHA-256.")
