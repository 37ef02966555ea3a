"""Canonical bodies, and the chain of hashes over them."""

import json
from datetime import UTC, datetime
from hashlib import sha256

import msgspec
import pytest
from builders import CASE, MONDAY, person
from hypothesis import given
from hypothesis import strategies as st

from engine.core.events import CommentAdded, Event, Recorded, StepCompleted
from engine.core.ids import ActivationId, CaseId, StepId
from engine.core.values import LARGEST_INTEGER
from engine.store.codec import (
    chain,
    decode_recorded,
    encode_recorded,
    genesis,
)

legible = st.text(st.characters(exclude_categories=["Cs"]))
names = st.from_regex(r"[a-z_][a-z0-9_]{0,12}", fullmatch=True)
values = (
    legible
    | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
    | st.booleans()
    | st.lists(legible, max_size=3).map(tuple)
)
instants = st.datetimes(datetime(1990, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bound only


def recorded(event: Event, *, at: datetime = MONDAY) -> Recorded:
    return Recorded(case=CASE, seq=1, at=at, by=person("rini"), event=event)


def completed(form: object) -> Event:
    return StepCompleted(activation=ActivationId(1), step=StepId("a"), visit=1, form=form)  # type: ignore[arg-type]


@given(form=st.dictionaries(names, values), reason=legible, at=instants)
def test_a_body_is_what_the_json_of_python_would_write(
    form: dict[str, object], reason: str, at: datetime
) -> None:
    body = encode_recorded(recorded(msgspec.structs.replace(completed(form), reason=reason), at=at))

    again = json.dumps(
        json.loads(body), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()
    assert again == body


@given(form=st.dictionaries(names, values), at=instants)
def test_what_was_recorded_is_read_back(form: dict[str, object], at: datetime) -> None:
    event = recorded(completed(form), at=at)

    assert decode_recorded(encode_recorded(event)) == event


@pytest.mark.parametrize("value", [1.5, None, {"a": 1}, [[1]]])
def test_a_value_that_could_not_be_read_back_is_never_written(value: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        encode_recorded(recorded(completed({"luas": value})))


def test_a_hash_covers_the_event_and_all_before_it() -> None:
    start = genesis(CASE)
    one, two = (encode_recorded(recorded(CommentAdded(text=text))) for text in ("satu", "dua"))

    assert len(start) == len(chain(start, one)) == sha256().digest_size
    assert chain(start, one) != chain(start, two)
    assert chain(chain(start, one), two) != chain(chain(start, two), two)


def test_every_case_begins_its_chain_elsewhere() -> None:
    assert genesis(CASE) != genesis(CaseId("1case"))


def test_the_hash_of_a_known_event_never_changes() -> None:
    body = encode_recorded(recorded(CommentAdded(text="Berkas lengkap é")))

    assert body.decode() == (
        '{"at":"2026-11-23T01:00:00Z","by":{"person":"rini","role":"loket","via":"test"},'
        '"case":"0case","event":{"text":"Berkas lengkap é","type":"comment_added"},"seq":1}'
    )
    assert chain(genesis(CASE), body).hex() == (
        "c09f8738af2f00a5340534308206ebca5014a62886f67ab87bcb5b8e1faed938"
    )
