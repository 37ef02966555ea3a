"""SMS and WhatsApp through the gateway that the installation names: one JSON request a message.

The contract is in docs/actions-setup.md.
"""

import json

from engine.actions.action import ActionFailure, Outside
from engine.actions.network import Network
from engine.actions.question import Question, succeeded, target_from
from engine.core.text import Frozen

_LONGEST_ID = 100


class TextMessage(Frozen, frozen=True, kw_only=True):
    """What is sent. `to` is as `engine.actions.phone.phone_from` makes it."""

    to: str
    channel: str
    text: str
    reference: str


def hand_over(message: TextMessage, outside: Outside, network: Network) -> str:
    """Give a message to the gateway; the name it has there, else our own.

    Raises:
        ActionFailure: the gateway does not take it; for good where it says so.
    """
    from engine.actions.exchange import ask  # noqa: PLC0415  # see there

    try:  # whoever sets up the gateway says where it is: it may well be in the same house
        target = target_from(outside.message_url, private=True)
    except ValueError as problem:
        raise ActionFailure(f"ALUR_MESSAGE_URL {problem}.", for_good=True) from problem
    body = {
        "to": message.to,
        "channel": message.channel,
        "text": message.text,
        "reference": message.reference,
    }
    question = Question(
        method="POST",
        target=target,
        key=message.reference,
        body=json.dumps(body).encode(),
        token=outside.message_token,
    )
    answer = succeeded(ask(question, network), target.host)
    return _id_in(answer.body) or message.reference


def _id_in(body: bytes) -> str:
    """The `id` of an answer that has one. The message is sent by now, whatever stands here."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    name = found.get("id") if isinstance(found, dict) else None
    kept = str(name) if isinstance(name, str | int) else ""
    return kept if len(kept) <= _LONGEST_ID and kept.strip() and kept.isprintable() else ""
