"""A body that two readers could read differently is not read at all."""

import codecs

import pytest
from serving import RINI, Office

from api.strict_json import MOST_KEYS, why_unreadable

MANY = ",".join(f'"k{number}": 1' for number in range(MOST_KEYS + 1))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"text": "ya", "text": "tidak"}', "same key twice"),
        (b'{"form": {"a": 1, "a": 1}}', "same key twice"),
        (b'[{"a": 1, "\\u0061": 2}]', "same key twice"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b'{"a": -Infinity}', "-Infinity is not a number"),
        (b'{"a": ' + b"9" * 5000 + b"}", "number in the body is too long"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        ('{"text": "ya"}'.encode("utf-16"), "not UTF-8"),
        (b'{"text": "\xed\xa0\x80"}', "not UTF-8"),
        (f"{{{MANY}}}".encode(), "more than 1000 keys"),
        (b" ", "not well-formed"),
        (b"{'text': 1}", "not well-formed"),
    ],
)
def test_what_is_wrong_is_told(body, told):
    assert told in why_unreadable(body)


@pytest.mark.parametrize(
    "body", [b"{}", b" [1.5e3] ", b'{"a": {"b": 1}, "b": {"a": 1}}', codecs.BOM_UTF8 + b"null"]
)
def test_what_everybody_reads_alike_is_read(body):
    assert why_unreadable(body) == ""


def test_a_reason_that_stands_twice_is_refused_and_neither_is_kept(client, office: Office):
    case = office.open()
    before = client.get(f"/cases/{case}").json()
    body = b'{"text": "Setuju.", "text": "Tidak setuju."}'

    answered = client.post(
        f"/cases/{case}/comment", headers=RINI | {"Content-Type": "application/json"}, content=body
    )

    assert answered.status_code == 400
    assert answered.headers["content-type"] == "application/problem+json"
    problem = answered.json()
    assert problem["code"] == "malformed"
    assert "twice" in problem["detail"]
    assert "each key once" in problem["hint"]
    assert client.get(f"/cases/{case}").json() == before
