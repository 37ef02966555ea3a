"""The published standard of a service: what must be said to everybody before they ask for it.

Source: UU 25/2009 art. 21; PermenPAN-RB 15/2014 (the six components of delivery). The procedure
is the rows of the SOP, which the workflow has.
"""

from functools import lru_cache

from engine.core.durations import Duration
from engine.core.ids import SopId
from engine.core.text import Frozen, Text
from engine.core.workflow import Requirement, Workflow
from engine.sop.parse import read_document
from engine.sop.shape import text_from_words
from engine.sop.wording import written_fee
from engine.store import catalogue
from engine.store.job import Reader

_KEPT = 64


class PublicStandard(Frozen, frozen=True, kw_only=True):
    """What is asked, promised and given; None and empty where the SOP does not say.

    `counts_from` is what the promise counts from: the complete file, or its registration.
    """

    requirements: tuple[Requirement, ...]
    procedure: tuple[Text, ...]
    promise: Duration | None
    counts_from: str
    fee: Text | None
    product: Text | None
    complaints: Text | None


class _Said(Frozen, frozen=True, kw_only=True):
    """What the workflow does not hold, for it decides nothing."""

    fee: Text | None = None
    product: Text | None = None
    complaints: Text | None = None


def standard_of(reader: Reader, workflow: Workflow) -> PublicStandard:
    """The standard by which a case of this workflow is promised."""
    text = catalogue.find_text(reader, SopId(workflow.sop), workflow.version)
    said = _Said() if text is None else _said(text)
    return PublicStandard(
        requirements=workflow.requirements,
        procedure=tuple(step.activity for step in workflow.steps()),
        promise=workflow.service.promise,
        counts_from=workflow.service.clock_starts,
        fee=said.fee,
        product=said.product,
        complaints=said.complaints,
    )


@lru_cache(maxsize=_KEPT)
def _said(text: str) -> _Said:
    """Read once for each version: a published text never changes."""
    document, _ = read_document(text, file="")
    service = document.service
    if service is None:
        return _Said()
    return _Said(
        fee=Text(id=written_fee(service.fee, "id"), en=written_fee(service.fee, "en")),
        product=text_from_words(service.product),
        complaints=None if service.complaints is None else text_from_words(service.complaints),
    )
