"""Old shapes of events are read as today's."""

import json

import pytest
from builders import CASE

from engine.core.events import CommentAdded, StepSkipped
from engine.store.codec import decode_recorded
from engine.store.upcast import Json, Upgrades, upgraded


def renamed(event: Json) -> Json:
    return {**{k: v for k, v in event.items() if k != "words"}, "text": event["words"]}


def trimmed(event: Json) -> Json:
    return {**event, "text": event["text"].strip()}


UPGRADES: Upgrades = {("comment_added", 1): renamed, ("comment_added", 2): trimmed}


def body(**event: object) -> bytes:
    by = {"person": "rini"}
    at = "2020-02-03T04:05:06Z"
    return json.dumps({"case": CASE, "seq": 7, "at": at, "by": by, "event": event}).encode()


@pytest.mark.parametrize(
    "event",
    [
        {"type": "comment_added", "words": " Sudah lengkap "},
        {"type": "comment_added", "v": 2, "text": " Sudah lengkap "},
        {"type": "comment_added", "v": 3, "text": "Sudah lengkap"},
    ],
)
def test_every_old_shape_leads_to_the_newest(event: Json) -> None:
    recorded = decode_recorded(body(**event), upgrades=UPGRADES)

    assert recorded.event == CommentAdded(text="Sudah lengkap")
    assert (recorded.case, recorded.seq, recorded.at.year) == (CASE, 7, 2020)


def test_other_kinds_are_left_alone() -> None:
    recorded = decode_recorded(body(type="step_skipped", step="bayar"), upgrades=UPGRADES)

    assert recorded.event == StepSkipped(step="bayar")  # type: ignore[arg-type]


def test_the_stored_body_itself_is_not_touched() -> None:
    stored = json.loads(body(type="comment_added", words="x"))
    before = json.dumps(stored)

    upgraded(stored, UPGRADES)

    assert json.dumps(stored) == before
