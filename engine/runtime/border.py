"""What an action gives back is held to its form before it is recorded: it may be anybody's."""

from collections.abc import Iterator

import msgspec

from engine.actions.action import ActionFailure, Notice, Outcome
from engine.core.values import legible
from engine.core.workflow import Workflow

MOST_NOTICES = 20
LONGEST_NOTICE = 2000
"""Characters of a notice, its link counted apart."""
MOST_DOCUMENTS = 10
LARGEST_DOCUMENTS = 20 * 1024 * 1024
"""Bytes of all documents of one step: they are read whole when somebody asks for them."""


def checked(outcome: object, workflow: Workflow) -> Outcome:
    """The outcome, if it can be recorded.

    Raises:
        ActionFailure: for good; it says all that is wrong with it.
    """
    try:
        plain = msgspec.to_builtins(outcome, builtin_types=(bytes,))
        found = msgspec.convert(plain, Outcome, builtin_types=(bytes,))
    except (msgspec.ValidationError, ValueError, TypeError) as error:
        raise ActionFailure(f"the action gave no outcome: {error}", for_good=True) from error
    wrong = tuple(_wrong(found, workflow))
    if wrong:
        raise ActionFailure(f"the action gave {'; '.join(wrong)}", for_good=True)
    return found


def _wrong(outcome: Outcome, workflow: Workflow) -> Iterator[str]:
    for name, value in outcome.result.items():
        if legible(value) != value:
            yield f"a result `{name}` with characters that cannot be kept"
    if len(outcome.documents) > MOST_DOCUMENTS:
        yield f"more than {MOST_DOCUMENTS} documents"
    if sum(len(one.content) for one in outcome.documents) > LARGEST_DOCUMENTS:
        yield f"documents of more than {LARGEST_DOCUMENTS // 1024**2} MB"
    if len(outcome.notices) > MOST_NOTICES:
        yield f"more than {MOST_NOTICES} notices"
    for notice in outcome.notices[:MOST_NOTICES]:
        yield from _wrong_notice(notice, workflow)


def _wrong_notice(notice: Notice, workflow: Workflow) -> Iterator[str]:
    if notice.role not in workflow.roles:
        yield f"a notice for `{notice.role[:80]}`, which is no role of the SOP"
    if not 0 < len(notice.words) <= LONGEST_NOTICE or legible(notice.words) != notice.words:
        yield f"a notice whose words are none, more than {LONGEST_NOTICE}, or not legible"
    if notice.link and (
        not notice.link.startswith("https://") or len(notice.link) > 2 * LONGEST_NOTICE
    ):
        yield "a notice with a link that is no https address"
