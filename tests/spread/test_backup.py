"""Copies of an installation's database and documents, and what comes of them in need."""

from pathlib import Path

import pytest
from offices import an_office
from postgres import fresh_database
from topology.shell import ROOT, run

from engine.service.database import connect
from engine.service.queries import tally

DOCUMENT = "ab" + "0" * 62


@pytest.fixture
def place(tmp_path, postgres_url):
    files = tmp_path / "files" / "ab"
    files.mkdir(parents=True)
    (files / DOCUMENT).write_text("surat")
    (files / ".new-x").write_text("half a docum")
    (tmp_path / "backups").mkdir()
    return tmp_path


def back_up(place: Path, database: str):
    settings = {"BACKUPS": str(place / "backups"), "FILES": str(place / "files"), "KEEP": "2"}
    return run("sh", ROOT / "deploy" / "backup.sh", "once", **settings, **where(database))


def where(database: str) -> dict[str, str]:
    host, _, name = database.partition("@")[2].partition("/")
    address, _, port = host.partition(":")
    return {"PGHOST": address, "PGPORT": port, "PGUSER": "alur", "PGDATABASE": name}


def test_a_copy_restored_elsewhere_has_every_case_and_every_document(place, postgres_url):
    database, elsewhere = fresh_database(postgres_url), fresh_database(postgres_url)
    with an_office(database) as office:
        opened = [office.open() for _ in range(3)]

    done = back_up(place, database)

    assert done.returncode == 0, done.stderr
    (copy,) = (place / "backups").glob("alur-*.dump")
    target = where(elsewhere)
    restoring = ["pg_restore", "--no-owner", "--exit-on-error", "-d", target["PGDATABASE"]]
    assert run(*restoring, copy, **target).returncode == 0
    with connect(elsewhere) as restored:
        assert tally(restored).total == len(opened)
    kept = place / "backups" / "files" / "ab"
    assert [file.name for file in kept.iterdir()] == [DOCUMENT]


def test_only_so_many_copies_are_kept_the_newest_ones(place, postgres_url):
    old = [place / "backups" / f"alur-2026010{day}T000000Z.dump" for day in (1, 2, 3)]
    for one in old:
        one.touch()

    back_up(place, fresh_database(postgres_url))

    left = sorted((place / "backups").glob("*.dump"))
    assert len(left) == 2
    assert left[0] == old[-1]


def test_a_copy_that_fails_is_not_there_at_all_and_says_so(place, postgres_url):
    done = back_up(place, postgres_url + "_of_nobody")

    assert done.returncode == 1
    assert "backup: failed" in done.stderr
    assert not list((place / "backups").glob("alur-*"))
    assert not (place / "backups" / ".last").exists()
