"""`alur doctor` says what is wrong, how to mend it, and ends accordingly."""

import re
import sqlite3
from datetime import timedelta
from pathlib import Path
from string import Formatter

import pytest
from builders_calendar import an_office_calendar
from serving import MORNING

from api.present_checks import SAYS, check_answer, check_says
from api.present_mends import MENDS
from engine.core.commands import Actor
from engine.core.ids import PersonId
from engine.service.calendars import publish_versions
from engine.service.checks import Check, Heard, Told, ok, wrong
from engine.service.database import connect

OFF = {"ALUR_PREFECT": "off"}


@pytest.fixture
def terminal(terminal):
    with connect(terminal.url) as database:
        by = Actor(person=PersonId("ortala"))
        publish_versions(database, [an_office_calendar("kantor")], by=by, at=MORNING)
    return terminal


def test_warnings_leave_it_well(terminal, tmp_path: Path):
    seen = terminal.type("doctor", env=OFF)

    assert seen.exit_code == 0, seen.output
    assert re.search(
        r"^warn +processes: No process is running. Start `alur serve`.$", seen.stdout, re.MULTILINE
    )
    assert re.search(r"\d+ ok, \d+ warn, \d+ wrong$", seen.stdout.strip())


def test_something_wrong_ends_with_1_and_says_how_to_mend_it(terminal, tmp_path: Path):
    with sqlite3.connect(tmp_path / "alur.db") as other:
        other.execute("UPDATE alembic_version SET version_num = '0001'")
    other.close()

    seen = terminal.type("doctor", "--lang", "id", env=OFF)

    assert seen.exit_code == 1
    assert "rusak" in seen.stdout
    assert "`alur db prepare`" in seen.stdout


def test_settings_that_cannot_be_used_are_a_finding(terminal):
    seen = terminal.type("doctor", env={"ALUR_ZONE": "Bumi/Datar"})

    assert seen.exit_code == 1
    assert "ALUR_ZONE" in seen.stdout


@pytest.mark.parametrize(
    ("name", "value", "own", "foreign"),
    [
        ("ZONE", "Bumi/Datar", "harus zona seperti", "must be a zone such as"),
        ("LANES", "99", "paling besar 64.", "must be at most 64."),
        ("LANES", "0", "paling kecil 1.", "must be at least 1."),
        ("PORT", "x", "harus bilangan bulat.", "must be a whole number."),
        ("DEMO", "x", "harus true atau false.", "must be true or false."),
        ("METRICS", "x", "private, everybody atau off.", "private, everybody or off."),
        ("PREFECT", "x", "harus embedded, off, atau", "must be embedded, off, or"),
        ("OFFICE", "x" * 81, "paling panjang 80 huruf.", "must be 80 characters at most."),
        ("ZONE_FILE", "/nowhere", "cannot be read", "cannot be read"),
    ],
)
def test_settings_that_cannot_be_used_are_told_in_plain_words(
    terminal, name: str, value: str, own: str, foreign: str
):
    for language, words in (("id", own), ("en", foreign)):
        seen = terminal.type("doctor", "--lang", language, env={f"ALUR_{name}": value})
        assert seen.exit_code == 1
        assert f"ALUR_{name.removesuffix('_FILE')} " in seen.stdout
        assert words in seen.stdout
        assert "Input" not in seen.stdout
        assert ".." not in seen.stdout


def test_a_setting_that_only_follows_from_another_is_not_blamed(terminal):
    assert "ALUR_FILES" not in terminal.type("doctor", env={"ALUR_PORT": "x"}).stdout


def test_processes_are_told_with_when_they_were_heard_of():
    names = (Heard(name="web-a-1", ago=timedelta(seconds=3)),)
    check = ok(Told.PROCESSES_THERE, names=names)

    assert check_says(check, "en") == "Running: web-a-1 (heard of less than 1 minute ago)."
    assert check_says(check, "id") == "Berjalan: web-a-1 (terdengar kurang dari 1 menit yang lalu)."


def test_machines_get_every_finding_with_a_stable_code(terminal):
    items = terminal.read("doctor")["items"]

    assert {one["verdict"] for one in items} <= {"ok", "warn", "wrong"}
    assert {"settings_read", "schema_current", "processes_none"} <= {one["code"] for one in items}


def test_instants_and_lengths_are_told_as_people_write_them():
    facts = {"latest": MORNING, "behind": timedelta(hours=2)}
    check = wrong(Told.CLOCK_BEHIND, **facts)

    assert check_says(check, "en") == (
        "The latest record is of 23 November 2026 08:00 WIB, 2 hours ahead of this clock."
    )


def test_everything_that_can_be_found_has_its_sentence_in_both_languages():
    assert set(SAYS) == set(Told)
    for one, (own, foreign) in SAYS.items():
        names = [
            {name for _, name, _, _ in Formatter().parse(text) if name} for text in (own, foreign)
        ]
        assert names[0] == names[1], one


@pytest.mark.parametrize("told", Told)
def test_what_is_not_well_says_how_to_mend_it(told):
    facts = {name: "x" for _, name, _, _ in Formatter().parse(SAYS[told][0]) if name}
    check = Check(
        verdict="warn", told=told, facts=facts | ({"what": "documents"} if "what" in facts else {})
    )

    assert check_says(check, "id") != check_says(check, "en")
    answer = check_answer(check)
    assert bool(answer.mend.id) == bool(answer.mend.en) == (told in MENDS)
