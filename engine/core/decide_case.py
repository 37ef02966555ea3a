"""Decisions on a case as a whole: opening, completeness, remarks, pauses, endings, migration."""

import re
from collections.abc import Callable

from engine.core.commands import (
    AcceptFile,
    Applicant,
    Attach,
    Comment,
    Filed,
    Migrate,
    OpenCase,
    Pause,
    Reject,
    Reopen,
    Resume,
    Withdraw,
)
from engine.core.draft import Draft
from engine.core.errors import AlreadySo, CaseNotClosed, InputRefused, NotFound
from engine.core.events import (
    CaseMigrated,
    CaseOpened,
    CasePaused,
    CaseReopened,
    CaseResumed,
    Cause,
    CommentAdded,
    FileAccepted,
    FileAttached,
    StepCompleted,
    StepOpened,
)
from engine.core.flow import end_case, move_forward, open_step
from engine.core.ids import ActivationId, NodeId
from engine.core.permit import require_member, require_power
from engine.core.personal import decided_by_sealed
from engine.core.sealed import Sealed, refuse_lookalike
from engine.core.values import LARGEST_INTEGER, text_from_input, values_from_input
from engine.core.workflow import AnyStep, Fork, HumanStep, Power, Workflow

MAX_REMARK = 4000
MAX_NAME = 200
MOST_DOCUMENTS = 50
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,80}")


def require_words(field: str, text: str, *, longest: int = MAX_REMARK) -> str:
    """The text without surrounding blanks.

    Raises:
        InputRefused: nothing is left of it, or `allow_words` does not take it.
    """
    kept = allow_words(field, text, longest=longest)
    if not kept:
        raise InputRefused({field: "must be given"})
    return kept


def allow_words(field: str, text: str, *, longest: int = MAX_REMARK) -> str:
    """The text without surrounding blanks; it may be empty.

    Raises:
        InputRefused: it is longer than `longest` characters, or one of them cannot be kept.
    """
    try:
        kept = text_from_input(text)
    except ValueError as problem:
        raise InputRefused({field: str(problem)}) from problem
    if len(kept) > longest:
        raise InputRefused({field: f"has {len(kept)} characters; at most {longest} are allowed"})
    return kept


def allow_documents(given: tuple[str, ...]) -> tuple[str, ...]:
    """The names of documents asked for, each once, in order.

    Raises:
        InputRefused: there are too many, or one of them is no name.
    """
    if len(given) > MOST_DOCUMENTS:
        raise InputRefused({"documents": f"at most {MOST_DOCUMENTS} can be asked for at once"})
    names = (require_words("documents", name, longest=MAX_NAME) for name in given)
    return tuple(dict.fromkeys(names))


def open_case(draft: Draft, command: OpenCase) -> None:
    """Begin a case: the form read, the first rows opened, the submission row performed."""
    workflow = draft.workflow
    require_member(workflow, command.by)
    applicant = read_applicant(command.applicant)
    form, problems = values_from_input(workflow.form, command.form)
    known = {requirement.id for requirement in workflow.requirements}
    for given in command.requirements:
        if given not in known:
            problems[f"requirements.{given}"] = "is not a requirement of this SOP"
    if problems:
        raise InputRefused(problems)
    draft.emit(
        CaseOpened(
            sop=workflow.sop,
            version=workflow.version,
            workflow=workflow.hash,
            applicant=applicant,
            form=form,
            requirements=tuple(dict.fromkeys(command.requirements)),
            parent=command.parent,
        )
    )
    if _is_complete_at_intake(draft):
        draft.emit(FileAccepted())
    _enter(draft)


def read_applicant(given: Applicant) -> Applicant:
    """The applicant as remembered; a token that the service hands in stays as it is.

    Raises:
        InputRefused: there is no name, or one of the words cannot be kept.
    """
    return Applicant(
        name=_unless_sealed("applicant", given.name, require_words),
        contact=_unless_sealed("contact", given.contact, allow_words),
    )


def _unless_sealed(field: str, words: str, read: Callable[..., str]) -> str:
    if isinstance(words, Sealed):
        return str(words)
    try:
        refuse_lookalike(words)
    except ValueError as problem:
        raise InputRefused({field: str(problem)}) from problem
    return read(field, words, longest=MAX_NAME)


def _is_complete_at_intake(draft: Draft) -> bool:
    """Whether no step of the SOP will judge completeness and nothing required is missing."""
    steps = [step for step in draft.workflow.steps() if isinstance(step, HumanStep)]
    if any(outcome.accepts_file for step in steps for outcome in step.outcomes):
        return False
    needed = {one.id for one in draft.workflow.requirements if one.required}
    return needed <= set(draft.state.requirements)


def _enter(draft: Draft) -> None:
    first = draft.workflow.nodes[draft.workflow.start]
    if isinstance(first, HumanStep) and first.submission:
        done = ActivationId(1)
        draft.emit(StepOpened(activation=done, step=first.id, visit=1, pause=first.pause))
        draft.emit(StepCompleted(activation=done, step=first.id, visit=1))
        move_forward(draft, first.next, within=first.within)
    else:
        move_forward(draft, draft.workflow.start, within=())


def accept_file(draft: Draft, command: AcceptFile) -> None:
    """Record that the file is complete, once."""
    require_member(draft.workflow, command.by)
    if draft.state.accepted_at is not None:
        raise AlreadySo(f"The file was accepted at {draft.state.accepted_at.isoformat()}")
    draft.emit(FileAccepted())


def comment(draft: Draft, command: Comment) -> None:
    """Keep a remark with the case."""
    require_member(draft.workflow, command.by)
    draft.emit(CommentAdded(text=require_words("text", command.text)))


def attach(draft: Draft, command: Attach) -> None:
    """Name a document of the case."""
    require_member(draft.workflow, command.by)
    problems = _attachment_problems(draft, command)
    if problems:
        raise InputRefused(problems)
    draft.emit(
        FileAttached(
            name=require_words("name", command.name, longest=MAX_NAME),
            media_type=command.media_type,
            size=command.size,
            sha256=command.sha256,
            requirement=command.requirement,
        )
    )


def _attachment_problems(draft: Draft, command: Attach) -> dict[str, str]:
    problems = document_problems(command)
    known = {requirement.id for requirement in draft.workflow.requirements}
    if command.requirement is not None and command.requirement not in known:
        problems["requirement"] = "is not a requirement of this SOP"
    return problems


def document_problems(given: Attach | Filed) -> dict[str, str]:
    """What is wrong with how a document is named, by field."""
    problems = {}
    if not _SHA256.fullmatch(given.sha256):
        problems["sha256"] = "must be 64 hexadecimal digits in lower case"
    if not _MEDIA_TYPE.fullmatch(given.media_type):
        problems["media_type"] = "must be a media type, such as application/pdf"
    if not 0 <= given.size <= LARGEST_INTEGER:
        problems["size"] = "must be a number of bytes"
    return problems


def pause(draft: Draft, command: Pause) -> None:
    """Let the office's clock stand still."""
    require_member(draft.workflow, command.by)
    if draft.state.pause is not None:
        raise AlreadySo(f"The case is paused already ({draft.state.pause})")
    draft.emit(
        CasePaused(
            reason=command.reason,
            note=allow_words("note", command.note),
            documents=allow_documents(command.documents),
        )
    )


def resume(draft: Draft, command: Resume) -> None:
    """Let it run again."""
    require_member(draft.workflow, command.by)
    if draft.state.pause is None:
        raise AlreadySo("The case is not paused")
    draft.emit(CaseResumed())


def withdraw(draft: Draft, command: Withdraw) -> None:
    """The applicant takes the request back."""
    require_member(draft.workflow, command.by)
    end_case(draft, "withdrawn", require_words("reason", command.reason))


def reject(draft: Draft, command: Reject) -> None:
    """The office refuses the request outside the SOP's own decisions."""
    require_power(draft.workflow, command.by, Power.REJECT)
    end_case(draft, "rejected", require_words("reason", command.reason))


def reopen(draft: Draft, command: Reopen) -> None:
    """Let a closed case go on at a step that lies in no parallel block."""
    if draft.state.is_open:
        raise CaseNotClosed(draft.state.case)
    require_power(draft.workflow, command.by, Power.REOPEN)
    reason = require_words("reason", command.reason)
    step = draft.workflow.step(command.step)
    if step is None:
        raise NotFound("step", command.step)
    if step.within:
        raise InputRefused({"step": "lies in a parallel block; reopen before or after the block"})
    draft.emit(CaseReopened(reason=reason))
    open_step(draft, step, Cause.REOPEN)


def migrate(draft: Draft, command: Migrate, target: Workflow | None) -> None:
    """Carry the case over to another version of its SOP; activations and holders stay."""
    require_power(draft.workflow, command.by, Power.MIGRATE)
    if target is None or target.sop != draft.state.sop or target.version != command.version:
        raise NotFound("version", command.version)
    if target.hash == draft.state.workflow:
        raise AlreadySo(f"The case runs under version {target.version} already")
    problems = _migration_problems(draft, command, target)
    for path in decided_by_sealed(target, draft.state.data):
        problems[path] = "is sealed in this case, and the new version decides by it"
    if problems:
        raise InputRefused(problems)
    draft.emit(
        CaseMigrated(
            version=target.version,
            workflow=target.hash,
            mapping=command.mapping,
            reason=require_words("reason", command.reason),
        )
    )


def _migration_problems(draft: Draft, command: Migrate, target: Workflow) -> dict[str, str]:
    state, mapping = draft.state, command.mapping
    problems = {}
    places = [mapping.get(step, step) for step in {*state.visits, *mapping}]
    if len(set(places)) != len(places):
        problems["mapping"] = "sends two steps to one"
    for old, new in mapping.items():
        if draft.workflow.step(old) is None and old not in state.visits:
            problems[f"mapping.{old}"] = "is not a step of this case"
        elif target.step(new) is None:
            problems[f"mapping.{old}"] = f"the new version has no step {new}"
    for active in state.active:
        here = draft.workflow.known_step(active.step)
        problem = _misfit(here, target.step(mapping.get(here.id, here.id)))
        if problem:
            problems.setdefault(f"mapping.{here.id}", problem)
        for lies in here.within:
            if not _same_block(draft.workflow, target, lies.fork):
                problems[lies.fork] = "the new version has no parallel block like this one: join it"
    return problems


def _misfit(here: AnyStep, there: AnyStep | None) -> str:
    if there is None:
        return "is open, and the new version has no such step: map it"
    if type(here) is not type(there):
        return "is open, and its counterpart is of another kind"
    if here.within != there.within:
        return "is open, and its counterpart lies in another parallel branch"
    return ""


def _same_block(old: Workflow, new: Workflow, fork: NodeId) -> bool:
    """Whether a block half done can be joined under the new version: as wide, at the same join."""
    before, after = old.nodes[fork], new.nodes.get(fork)
    return (
        isinstance(before, Fork)
        and isinstance(after, Fork)
        and (before.join, len(before.branches)) == (after.join, len(after.branches))
    )
