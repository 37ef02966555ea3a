"""Decisions about personal data: who reads it in full, and that it was erased."""

from engine.core.commands import Actor, Erase, Reveal
from engine.core.decide_case import require_words
from engine.core.directory import Duty
from engine.core.draft import Draft
from engine.core.errors import CaseStillOpen, DutyMissing, InputRefused
from engine.core.events import DataErased, DataRevealed
from engine.core.permit import require_member
from engine.core.personal import personal_of
from engine.core.workflow import Workflow

MOST_AT_ONCE = 50


def reveal(draft: Draft, command: Reveal) -> None:
    """Record who reads what, and why; of a closed case as of an open one.

    Raises:
        RoleNotInSop: whoever asks has no part in the SOP and does not answer for personal data.
        InputRefused: there is no reason, or something else than personal data is asked for.
    """
    _require_reader(draft.workflow, command.by)
    reason = require_words("reason", command.reason)
    fields = tuple(dict.fromkeys(command.fields))
    if not 1 <= len(fields) <= MOST_AT_ONCE:
        raise InputRefused({"fields": f"must name 1 to {MOST_AT_ONCE}"})
    known = personal_of(draft.workflow, draft.state)
    if strange := [name for name in fields if name not in known]:
        raise InputRefused(dict.fromkeys(strange, "is no personal data of this case"))
    draft.emit(DataRevealed(fields=fields, reason=reason))


def _require_reader(workflow: Workflow, actor: Actor) -> None:
    if actor.role != Duty.PRIVACY.value:
        require_member(workflow, actor)


def erase(draft: Draft, command: Erase) -> None:
    """Record that the key of these data is destroyed.

    Raises:
        DutyMissing: whoever asks does not answer for personal data.
        CaseStillOpen: the case runs, and nobody said that this is known.
        InputRefused: the reason or the decision is missing.
    """
    if command.by.role != Duty.PRIVACY.value:
        raise DutyMissing(command.by.person, Duty.PRIVACY.value, draft.workflow.unit)
    reason = require_words("reason", command.reason)
    decree = require_words("decree", command.decree)
    if draft.state.is_open and not command.although_open:
        raise CaseStillOpen(draft.state.case)
    draft.emit(DataErased(fields=command.fields, reason=reason, decree=decree))
