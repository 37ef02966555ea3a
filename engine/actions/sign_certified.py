"""The certified signing service: one question, one answer. The contract is docs/signing.md."""

import base64
import json
from datetime import UTC, datetime
from typing import Annotated

import msgspec

from engine.actions.action import ActionFailure, ActionRun, Outside
from engine.actions.network import Network
from engine.actions.question import Answer, Question, Target, succeeded, target_from
from engine.core.text import Frozen

_PDF = b"%PDF-"
_LONGEST_REFERENCE = 200


class Signer(Frozen, frozen=True, kw_only=True):
    """Who signs; `position` is empty where it was not said."""

    name: str
    position: str = ""


class ToSign(Frozen, frozen=True, kw_only=True):
    """A document that waits for its signature."""

    name: str
    sha256: str
    content: bytes
    signer: Signer


class Signed(Frozen, frozen=True, kw_only=True):
    """What the service gave back. `reference` is its own name for the signature."""

    content: bytes
    reference: str
    signed_at: datetime


class _Body(msgspec.Struct, frozen=True):
    """The answer of the service, as docs/signing.md has it."""

    document: str
    reference: str
    signed_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


def sign_by_service(wanted: ToSign, run: ActionRun, outside: Outside, network: Network) -> Signed:
    """Have the service sign; the same key for every attempt, so that it signs once.

    Raises:
        ActionFailure: it refuses, cannot be reached, or answers otherwise than agreed.
    """
    from engine.actions.exchange import ask  # noqa: PLC0415  # see there

    question = Question(
        method="POST",
        target=_target(outside.sign_url),
        key=run.key,
        body=_question(wanted, run),
        token=outside.sign_token,
    )
    host = question.target.host
    return _signed(succeeded(ask(question, network), host), host, run)


def _target(url: str) -> Target:
    """The service's address; the installation names it itself, so it may lie in its own network."""
    try:
        return target_from(url, private=True)
    except ValueError as problem:
        raise ActionFailure(f"ALUR_SIGN_URL {problem}.", for_good=True) from problem


def _question(wanted: ToSign, run: ActionRun) -> bytes:
    return json.dumps(
        {
            "case": run.case,
            "name": wanted.name,
            "media_type": "application/pdf",
            "sha256": wanted.sha256,
            "signer": {"name": wanted.signer.name, "position": wanted.signer.position},
            "document": base64.b64encode(wanted.content).decode(),
        }
    ).encode()


def _signed(answer: Answer, host: str, run: ActionRun) -> Signed:
    try:
        body = msgspec.json.decode(answer.body, type=_Body)
        content = base64.b64decode(body.document, validate=True)
        at = (body.signed_at or run.at).astimezone(UTC)
    except (msgspec.DecodeError, ValueError, OverflowError) as problem:
        told = f"{host} answered otherwise than docs/signing.md says."
        raise ActionFailure(told, for_good=True) from problem
    if not content.startswith(_PDF):
        raise ActionFailure(f"{host} gave back something that is no PDF.", for_good=True)
    if not body.reference.strip() or len(body.reference) > _LONGEST_REFERENCE:
        raise ActionFailure(f"{host} named no reference of its signature.", for_good=True)
    return Signed(content=content, reference=body.reference.strip(), signed_at=at)
