"""The tree of refusals and faults: stable codes, and a drawing that is true."""

import re

import pytest

from engine.core import errors
from engine.core.errors import (
    AlurError,
    Finding,
    KeyReused,
    NotPermitted,
    PowerMissing,
    SopInvalid,
    SopUnreadable,
    TaskHeldByAnother,
    TaskNotOpen,
    VersionConflict,
)
from engine.core.ids import ActivationId, CaseId, PersonId, StepId

CODES = {
    "AlreadySo": "already-so",
    "AlurError": "alur-error",
    "BeyondCalendar": "beyond-calendar",
    "CalendarError": "calendar-error",
    "CalendarInvalid": "calendar-invalid",
    "CaseClosed": "case-closed",
    "CaseExists": "case-exists",
    "CaseNotClosed": "case-not-closed",
    "CaseStillOpen": "case-still-open",
    "CodeRefused": "code-refused",
    "CommandRefused": "command-refused",
    "Conflict": "conflict",
    "DataElsewhere": "data-elsewhere",
    "DocumentDamaged": "document-damaged",
    "DutyMissing": "duty-missing",
    "FourEyes": "four-eyes",
    "InputRefused": "input-refused",
    "KeyReused": "key-reused",
    "KeyUnusable": "key-unusable",
    "NoStanding": "no-standing",
    "NotFound": "not-found",
    "NotLetIn": "not-let-in",
    "NotPermitted": "not-permitted",
    "NoteRefused": "note-refused",
    "PasswordRefused": "password-refused",
    "PluginBroken": "plugin-broken",
    "PowerMissing": "power-missing",
    "ResultAlreadyRecorded": "result-already-recorded",
    "RoleNotInSop": "role-not-in-sop",
    "SealBroken": "seal-broken",
    "SessionEnded": "session-ended",
    "SigningKeyRetired": "signing-key-retired",
    "SigningKeyUnusable": "signing-key-unusable",
    "SopError": "sop-error",
    "SopInvalid": "sop-invalid",
    "SopUnreadable": "sop-unreadable",
    "StoreError": "store-error",
    "StorageFull": "storage-full",
    "StoreUnavailable": "store-unavailable",
    "TaskHeldByAnother": "task-held-by-another",
    "TaskNotHeld": "task-not-held",
    "TaskNotOpen": "task-not-open",
    "TokenRefused": "token-refused",
    "TrackingRefused": "tracking-refused",
    "TooManyTries": "too-many-tries",
    "TreeNotExtended": "tree-not-extended",
    "VersionConflict": "version-conflict",
    "WorkflowTooWide": "workflow-too-wide",
    "WrongCredentials": "wrong-credentials",
    "WrongRole": "wrong-role",
}
"""Machines read these: a code is never renamed."""


def classes() -> dict[str, type[AlurError]]:
    return {
        name: thing
        for name, thing in vars(errors).items()
        if isinstance(thing, type) and issubclass(thing, AlurError)
    }


def test_codes_are_the_golden_ones() -> None:
    codes = {name: kind.__new__(kind).code for name, kind in classes().items()}

    assert codes == CODES


def drawn() -> dict[str, str]:
    """Each class of the drawing, with the class it is drawn under."""
    parents: dict[str, str] = {}
    above: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"    ((?:[│ ]   )*(?:[├└]── )?)(\w+(?: / \w+)*)", line)
        if found is None:
            continue
        depth = len(found[1]) // 4
        above = [*above[:depth], found[2].split(" / ")[-1]]
        parents |= dict.fromkeys(found[2].split(" / "), above[depth - 1] if depth else "")
    return parents


def test_the_drawing_names_every_class_under_its_own() -> None:
    real = {name: kind.__base__.__name__ for name, kind in classes().items() if kind.__base__}

    assert drawn() == real | {"AlurError": ""}


def test_every_class_says_its_sentence_for_the_reader() -> None:
    assert [name for name, kind in classes().items() if not kind.__doc__] == []


FINDING = Finding(code="SOP301", severity="error", message="Peran tidak dikenal", hint="Periksa",
                  file="skd.yaml", line=7, column=3)  # fmt: skip


def test_a_finding_is_the_line_that_editors_read() -> None:
    assert str(FINDING) == "skd.yaml:7:3 SOP301 Peran tidak dikenal"


def test_an_unreadable_definition_says_where_and_hands_on_the_hint() -> None:
    error = SopUnreadable(FINDING)

    assert (str(error), error.hint) == (str(FINDING), "Periksa")


def test_an_invalid_definition_counts_errors_and_keeps_warnings() -> None:
    warning = Finding(code="SOP901", severity="warning", message="Kata kerja")

    error = SopInvalid((FINDING, FINDING, warning))

    assert str(error) == "2 errors; first: skd.yaml:7:3 SOP301 Peran tidak dikenal"
    assert len(error.findings) == 3


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            TaskNotOpen(CaseId("0c"), ActivationId(3)),
            "Task 3 of case 0c is not open.",
        ),
        (
            TaskNotOpen(CaseId("0c"), ActivationId(3), step=StepId("sah"), by=PersonId("rini")),
            "Task 3 (sah) of case 0c is not open.",
        ),
        (
            TaskHeldByAnother(StepId("sah"), PersonId("rini")),
            "sah is held by rini.",
        ),
        (
            PowerMissing(None, "assign"),
            "The role (none) may not assign.",
        ),
        (
            KeyReused("k" * 100),
            f"Idempotency key {'k' * 80!r} was used for another command.",
        ),
        (
            VersionConflict(CaseId("0c"), 4),
            "Case 0c has moved on from version 4.",
        ),
        (NotPermitted("Only the runtime."), "Only the runtime."),
    ],
)  # fmt: skip
def test_sentences_stand_by_themselves(error, sentence) -> None:
    assert str(error) == sentence
