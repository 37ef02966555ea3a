"""The shape of an action: what it is given, what it may reach, what it gives back."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from engine.core.action_spec import ActionSpec
from engine.core.ids import ActivationId, CaseId, RoleId, SopId, StepId, UnitId
from engine.core.placeholders import filled
from engine.core.text import Frozen, Text


class ActionFailure(Exception):
    """The action could not be done; the message is what people read in the incident.

    `for_good`: trying again by itself cannot help (an address refused, a template missing), so
    the first such failure is an incident.
    """

    def __init__(self, message: str, *, for_good: bool = False) -> None:
        super().__init__(message)
        self.for_good = for_good


def require_text(*said: str) -> None:
    """Hold words against what can leave this process at all.

    Raises:
        ActionFailure: one holds half of a character (a lone surrogate).
    """
    try:
        for words in said:
            words.encode()
    except UnicodeEncodeError:
        told = "A fact that is used here is not text: it holds half of a character."
        raise ActionFailure(told, for_good=True) from None


class ActionRun(Frozen, frozen=True, kw_only=True):
    """One attempt at one automated step, as its action gets to know it.

    `at` is when the attempt began (aware UTC), `zone` the zone of the office's calendar. `facts`
    are the case's, as text (`engine.core.placeholders`). `parameters` are as the SOP has them.
    """

    case: CaseId
    activation: ActivationId
    attempt: int
    step: StepId
    sop: SopId
    version: int
    unit: UnitId
    title: Text
    at: datetime
    zone: str
    parameters: Mapping[str, str] = {}
    facts: Mapping[str, str] = {}

    @property
    def key(self) -> str:
        """The same for every attempt at this step: what others know a repetition by."""
        return f"alur-{self.case}-{self.activation}"

    @property
    def office_time(self) -> datetime:
        """`at` by the office's clock."""
        return self.at.astimezone(ZoneInfo(self.zone))

    def said(self, parameter: str, default: str = "") -> str:
        """A parameter with its facts filled in."""
        return filled(self.parameters.get(parameter) or default, self.facts)


class Document(Frozen, frozen=True, kw_only=True):
    """A document that the action made, to be filed with the case."""

    name: str
    media_type: str
    content: bytes


class Notice(Frozen, frozen=True, kw_only=True):
    """Something for people to see within Alur: for everybody in a role of the SOP's unit.

    `link` is where acting on it begins (a wa.me address), if anywhere.
    """

    role: RoleId
    words: str
    link: str = ""


class Numbered(Frozen, frozen=True, kw_only=True):
    """Wish for the next number of a register: given out in the transaction that records it.

    `words` is the format, see `engine.actions.numbering`; `result` the result that it becomes.
    """

    register: str
    words: str
    result: str


class Outcome(Frozen, frozen=True, kw_only=True):
    """What came of it: results by name, and what is to be kept with them. `log` is for people."""

    result: Mapping[str, str] = {}
    documents: tuple[Document, ...] = ()
    notices: tuple[Notice, ...] = ()
    number: Numbered | None = None
    log: tuple[str, ...] = ()


class ReadDocument(Protocol):
    """Reads a filed document by the SHA-256 of its bytes."""

    def __call__(self, sha256: str) -> bytes:
        """The bytes.

        Raises:
            NotFound: no such document is filed here.
        """


class Outside(Frozen, frozen=True, kw_only=True):
    """What this installation lets actions reach. Empty: not set up here.

    `mail_url` is smtp://, smtps:// or smtp+starttls:// with user and password where needed.
    `message_url`, `message_token`: the gateway for SMS and WhatsApp. `hosts` are the names (with
    a port where it is not the usual one) that HTTP calls may go to; those of `private_hosts` may
    lie in private networks. `sign_url`, `sign_token`: the certified service for signatures.
    """

    read_document: ReadDocument
    templates: Mapping[str, str] = {}
    mail_url: str = ""
    mail_from: str = ""
    message_url: str = ""
    message_token: str = ""
    hosts: frozenset[str] = frozenset()
    private_hosts: frozenset[str] = frozenset()
    sign_url: str = ""
    sign_token: str = ""


Perform = Callable[[ActionRun, Outside], Outcome]


class Action(Frozen, frozen=True, kw_only=True):
    """An action: what it takes, how it is done, and a twin that does nothing outside.

    `run` raises ActionFailure; whatever else it raises counts as a failure as well. It may be
    called twice for one step (see `ActionRun.key`): only the first outcome counts. `simulate` is
    for training and tests: it gives results of the same names and touches nothing.
    """

    spec: ActionSpec
    run: Perform
    simulate: Perform
