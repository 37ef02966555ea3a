"""What happens to the record of a case beside its course: kept back from disposal, disposed of."""

from datetime import date
from enum import StrEnum

from engine.core.ids import PersonId
from engine.core.text import Frozen


class HoldGround(StrEnum):
    """Why a record may not be disposed of, whatever the schedule says."""

    DISPUTE = "dispute"
    AUDIT = "audit"
    INVESTIGATION = "investigation"
    HISTORY = "history"


class CaseHeld(Frozen, frozen=True, kw_only=True, tag="case_held"):
    """The record is kept until that ground is gone."""

    ground: HoldGround
    reason: str


class HoldLifted(Frozen, frozen=True, kw_only=True, tag="hold_lifted"):
    """That ground is gone; others may hold it still."""

    ground: HoldGround
    reason: str


class CaseDisposed(Frozen, frozen=True, kw_only=True, tag="case_disposed"):
    """The record was disposed of: what was sealed cannot be read any more, its documents are gone.

    `list_id`: the list on which it stood; `minutes`: number of the minutes (berita acara), signed
    on that day. `kept_as`: the retention class, `over_on`: when its time was over.
    """

    list_id: str
    minutes: str
    signed_on: date
    kept_as: str
    over_on: date
    proposed_by: PersonId
    approved_by: PersonId


RetentionEvent = CaseHeld | HoldLifted | CaseDisposed
