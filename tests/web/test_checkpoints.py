"""The page of checkpoints is for everybody: to copy from, in both languages, also while empty."""

import html
import re
from datetime import timedelta

import pytest
from serving import MORNING, Office

from engine.core.notes import format_verifier_key
from engine.service import checkpoints
from engine.service.checkpoints import Publication

STRANGER = {"Alur-Person": ""}


def take(database, **after: float):
    at = MORNING + timedelta(**after)
    return checkpoints.take(database, at=at, origin="kota.example/alur")


def shown(client, **asked: object) -> str:
    answered = client.get("/checkpoints", params=asked, headers=STRANGER)
    assert answered.status_code == 200
    return answered.text


@pytest.mark.parametrize(
    ("language", "title", "none"),
    [
        ("id", "Titik periksa", "Belum ada titik periksa"),
        ("en", "Checkpoints", "No checkpoint yet"),
    ],
)
def test_while_there_is_none_it_is_said_when_there_will_be(client, language, title, none):
    text = shown(client, lang=language)
    assert f"<h1>{title}</h1>" in text
    assert none in text
    assert "<table" not in text


def test_the_newest_stands_there_to_be_copied_with_the_keys_and_the_way_to_check(client):
    database = client.app.state.database
    first = take(database)
    Office(client, "/api/v1").open()
    newest = take(database, minutes=5)

    text = html.unescape(shown(client, lang="en"))

    assert newest.note in text
    assert first.note not in text
    (key,) = checkpoints.verifier_keys(database)
    assert format_verifier_key(key) in text
    assert f"{newest.checkpoint.size} entries, signed 23 November 2026 08:05 WIB" in text
    assert "alur verify --checkpoints FILE --key KEY" in text
    assert len(re.findall(r"<tr><td", text)) == 2
    assert "/checkpoints?lang=en" in shown(client, lang="en")


def test_earlier_ones_and_earlier_keys_are_found(client):
    database = client.app.state.database
    for day in range(27):
        take(database, days=day)
    place = Publication(origin="kota.example/alur")
    checkpoints.rotate(database, place, at=MORNING + timedelta(days=27))

    text = shown(client)
    assert len(re.findall(r"<tr><td", text)) == 25
    assert "pergantian kunci" in text
    assert len(re.findall("berlaku sejak", text)) == 1
    (before,) = re.findall(r"/checkpoints\?before=(\d+)", text)
    older = shown(client, before=before)
    assert re.findall(r'<tr><td class="r">(\d+)', older) == [
        str(n) for n in range(int(before) - 1, 0, -1)
    ]
    assert 'href="/checkpoints"' in older


@pytest.mark.parametrize("wrong", ["0", "x", "-1", "9" * 30, "٣"])
def test_an_address_that_asks_for_nothing_gets_the_newest(client, wrong):
    take(client.app.state.database)
    assert len(re.findall(r"<tr><td", shown(client, before=wrong))) == 1
