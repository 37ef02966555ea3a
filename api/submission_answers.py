"""Answers about SOP versions that wait for approval."""

from engine.core.text import Frozen
from engine.service.submissions import Submission


class SubmissionList(Frozen, frozen=True, kw_only=True):
    """Submitted SOP versions."""

    items: tuple[Submission, ...]
