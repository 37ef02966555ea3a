"""Everything that can be refused or go wrong, in one tree.

    AlurError
    ├── SopError                    a definition cannot be read or does not compile
    │   ├── SopUnreadable           not YAML of the strict kind, or not a text at all
    │   ├── SopInvalid              findings, all at once
    │   └── WorkflowTooWide         too many things at once to follow a log through it
    ├── CommandRefused              a rule says no; nothing was appended
    │   ├── NotFound                no such case, task, SOP
    │   │   └── TrackingRefused     no such code, or not with this PIN: the same answer
    │   ├── Conflict                the world moved on since you looked
    │   │   ├── TaskNotOpen         finished, returned or withdrawn: by whom and when
    │   │   ├── TaskHeldByAnother   somebody claimed it first
    │   │   ├── TaskNotHeld         nobody did
    │   │   ├── AlreadySo           it is already as asked
    │   │   ├── CaseClosed / CaseNotClosed / CaseExists / CaseStillOpen
    │   │   ├── ResultAlreadyRecorded
    │   │   ├── SigningKeyRetired   checkpoints are signed with another key by now
    │   │   └── KeyReused           an idempotency key came back with another command
    │   ├── NotPermitted            the person or role may not
    │   │   ├── RoleNotInSop
    │   │   ├── WrongRole
    │   │   ├── FourEyes
    │   │   ├── PowerMissing
    │   │   ├── NoStanding          nobody gave the person that role there
    │   │   ├── DataElsewhere       a person's data stands in cases of other units
    │   │   └── DutyMissing         it takes an administrator, an author, ...
    │   ├── InputRefused            what was entered does not fit, field by field
    │   │   ├── PasswordRefused     too short, too common, too near to the person
    │   │   └── NoteRefused         not a signed note, not a checkpoint, or not a key
    │   ├── NotLetIn                who asks is not known to be who they say
    │   │   ├── WrongCredentials / CodeRefused / SessionEnded / TokenRefused
    │   └── TooManyTries            come back later
    ├── CalendarError               working time cannot be told
    │   ├── CalendarInvalid         hours or days that contradict each other
    │   └── BeyondCalendar          a time outside the days that were compiled
    ├── TreeNotExtended             the history is not how the published one goes on
    ├── PluginBroken                an installed package brings an action that cannot be used
    └── StoreError
        ├── VersionConflict         another writer appended first (retried by the service)
        ├── StoreUnavailable        the database cannot be used
        │   ├── StorageFull         the disk is
        │   ├── KeyUnusable         its key is not here, or is another's
        │   └── SigningKeyUnusable  checkpoints cannot be signed: there is no key for it
        ├── SealBroken              what was sealed cannot be opened with this key
        └── DocumentDamaged         what lies on disk is not what was filed

Each class says its sentence once, in its docstring or its constructor. Refusals are answers, not
faults: they are never logged as errors.
"""

from datetime import date, datetime

from engine.core.errors_access import (
    CodeRefused,
    DataElsewhere,
    DutyMissing,
    FourEyes,
    NoStanding,
    NotLetIn,
    PasswordRefused,
    PowerMissing,
    RoleNotInSop,
    SessionEnded,
    TokenRefused,
    TooManyTries,
    TrackingRefused,
    WrongCredentials,
    WrongRole,
)
from engine.core.errors_audit import NoteRefused, SigningKeyRetired, TreeNotExtended
from engine.core.errors_base import (
    AlurError,
    CommandRefused,
    Conflict,
    Finding,
    InputRefused,
    NotFound,
    NotPermitted,
    SopError,
    SopInvalid,
    SopUnreadable,
    WorkflowTooWide,
)
from engine.core.ids import ActivationId, CaseId, PersonId, StepId

__all__ = [
    "AlreadySo",
    "AlurError",
    "BeyondCalendar",
    "CalendarError",
    "CalendarInvalid",
    "CaseClosed",
    "CaseExists",
    "CaseNotClosed",
    "CaseStillOpen",
    "CodeRefused",
    "CommandRefused",
    "Conflict",
    "DataElsewhere",
    "DocumentDamaged",
    "DutyMissing",
    "Finding",
    "FourEyes",
    "InputRefused",
    "KeyReused",
    "KeyUnusable",
    "NoStanding",
    "NotFound",
    "NotLetIn",
    "NotPermitted",
    "NoteRefused",
    "PasswordRefused",
    "PluginBroken",
    "PowerMissing",
    "ResultAlreadyRecorded",
    "RoleNotInSop",
    "SealBroken",
    "SessionEnded",
    "SigningKeyRetired",
    "SigningKeyUnusable",
    "SopError",
    "SopInvalid",
    "SopUnreadable",
    "StorageFull",
    "StoreError",
    "StoreUnavailable",
    "TaskHeldByAnother",
    "TaskNotHeld",
    "TaskNotOpen",
    "TokenRefused",
    "TooManyTries",
    "TrackingRefused",
    "TreeNotExtended",
    "VersionConflict",
    "WorkflowTooWide",
    "WrongCredentials",
    "WrongRole",
]


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


class CaseStillOpen(Conflict):
    """The case runs, and the office needs what would be erased."""

    def __init__(self, case: CaseId) -> None:
        self.case = case
        self.hint = "End it first, or say that it is to be erased although it is open."
        super().__init__(f"Case {case} is open: it cannot go on without what would be erased.")


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


class StorageFull(StoreUnavailable):
    """There is no room to write; what was there before can be read."""

    hint = "Make room; nothing was written, and nothing is lost that was acknowledged."

    def __init__(self, where: str) -> None:
        super().__init__(f"The disk is full: {where} cannot be written.")


class KeyUnusable(StoreUnavailable):
    """The key of personal data cannot be used."""

    hint = (
        "Set ALUR_KEY_FILE to the file of the key that was kept when the database was first served;"
        " `alur doctor` says how it stands. Without it what was sealed is lost."
    )


class SigningKeyUnusable(StoreUnavailable):
    """The key that checkpoints are signed with cannot be used."""

    hint = (
        "Set ALUR_SIGNING_KEY_FILE to a file with 32 random bytes in base64"
        " (openssl rand -base64 32); until then no checkpoint is signed."
    )


class SealBroken(StoreError):
    """What was sealed cannot be opened."""

    def __init__(self) -> None:
        self.hint = "`alur doctor` says whether the key is the one of this database."
        super().__init__("What was sealed cannot be opened: it was changed, or moved.")


class DocumentDamaged(StoreError):
    """A document is damaged."""

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256
        self.hint = "Restore it from a backup."
        super().__init__(f"The document {sha256} is damaged: its bytes have another SHA-256.")
