"""A draft as it is answered, with its example (see `api.examples`)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from engine.core.ids import ActivationId, CaseId
from engine.core.text import Frozen
from engine.service.drafts import Draft


class DraftAnswer(Frozen, frozen=True, kw_only=True):
    """What you have written for a task and not yet sent; `content` is as `complete` takes it."""

    case: CaseId
    activation: ActivationId
    saved_at: datetime
    content: dict[str, Any]


def draft_answer(case: CaseId, activation: ActivationId, draft: Draft) -> DraftAnswer:
    """A draft with the task it is for.

    A page keeps a note for the next officer beside it, which `complete` does not take.
    """
    content = msgspec.json.decode(draft.content, type=dict[str, Any])
    content.pop("note", None)
    return DraftAnswer(case=case, activation=activation, saved_at=draft.saved_at, content=content)


DRAFTS: Mapping[str, Mapping[str, Any]] = {
    "DraftAnswer": {
        "case": "01k9q3v7m2x4t8zc",
        "activation": 2,
        "saved_at": "2026-11-23T02:49:32Z",
        "content": {"outcome": "lengkap", "form": {}, "checklist": [1], "reason": ""},
    },
}
