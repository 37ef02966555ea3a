"""Whoever pinned the first key of an office can check its bundles after any handing over."""

from datetime import timedelta
from pathlib import Path

import pytest
from bundling import ORIGIN, Judge, bundled, members_of
from offices import Office, an_office, sqlite_url

from engine.core.notes import follow_keys, format_verifier_key, parse_notes, parse_verifier_key
from engine.service import checkpoints
from engine.service.bundle_verifier.verify import followed, notes_of, parsed_key
from engine.service.signing_keys import verify

Told = pytest.CaptureFixture[str]


class Handed:
    """A bundle under the third key of an office, its keys, and the file of its checkpoints."""

    def __init__(self, office: Office, folder: Path) -> None:
        case = office.open()
        place = checkpoints.Publication(origin=ORIGIN, folder=folder / "reports")
        for _ in range(2):
            office.now += timedelta(hours=1)
            checkpoints.rotate(office.database, place, at=office.now)
        office.open()
        checkpoints.take(office.database, at=office.now, origin=ORIGIN, folder=place.folder)
        self.bundle, _ = bundled(office, case, folder)
        self.keys = [format_verifier_key(key) for key in checkpoints.verifier_keys(office.database)]
        self.published = folder / "reports" / "checkpoints.txt"


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Handed:
    folder = tmp_path_factory.mktemp("keys")
    with an_office(sqlite_url(folder)) as office:
        return Handed(office, folder)


def test_the_first_key_holds_after_it_was_handed_over_twice(
    handed: Handed, tmp_path: Path, capsys: Told
) -> None:
    judge = Judge(tmp_path)
    for key in handed.keys:
        assert judge.asks(handed.bundle, "--key", key) == 0
        told = capsys.readouterr().out
        assert f"The checkpoint is signed by {handed.keys[-1]}" in told
        assert ("handed over to that one" in told) == (key != handed.keys[-1])

    published = ("--published", str(handed.published))
    assert judge.asks(handed.bundle, "--key", handed.keys[0], *published) == 0
    assert "is the one that was published" in capsys.readouterr().out


def test_published_notes_lead_on_as_they_do_for_the_office_itself(handed: Handed) -> None:
    text = handed.published.read_text(encoding="utf-8")
    by_us = follow_keys(parse_verifier_key(handed.keys[0]), parse_notes(text), verify)
    first = parsed_key(handed.keys[0])
    assert first is not None

    found = followed([first], list(notes_of(text.split("\n"))))

    assert [one.text for one in found] == [format_verifier_key(key) for key in by_us] == handed.keys


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("time 1", "time 2"),  # so nobody signed it
        ("next-key ", "next-keys "),
        ("next-key ", "next-key x"),
        (f"{ORIGIN}\n", "kantor-lain.example/alur\n"),
    ],
)
def test_a_handing_over_that_was_changed_leads_nowhere(handed: Handed, old: str, new: str) -> None:
    text = members_of(handed.bundle)["handovers.txt"].decode()
    assert old in text
    first = parsed_key(handed.keys[0])
    assert first is not None

    assert followed([first], list(notes_of(text.replace(old, new).split("\n")))) == [first]


def test_a_key_that_only_one_side_signed_for_is_not_followed(handed: Handed) -> None:
    text = members_of(handed.bundle)["handovers.txt"].decode()
    first = parsed_key(handed.keys[0])
    assert first is not None
    for note_text, below in list(notes_of(text.split("\n")))[:1]:
        one, other = below.split("\n")
        assert len(followed([first], [(note_text, below)])) == 2
        assert followed([first], [(note_text, one)]) == [first]
        assert followed([first], [(note_text, other)]) == [first]
