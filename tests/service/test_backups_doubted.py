"""Backups that are damaged, forged or of another release: found before anything is touched."""

import zipfile
from pathlib import Path

import pytest
from backed_up import House, altered, bring_back, judged_of, manifest_with, rebuilt
from msgspec.structs import replace
from offices import sqlite_url
from postgres import fresh_database

from engine.core.verdicts import Doubt
from engine.service.backup_archive import (
    BackupDamaged,
    BackupUnreadable,
    writing,
)
from engine.service.backups import (
    Installation,
    look_into,
)
from engine.store.backups_load import RowsContradict, ShapeDiffers


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("house"))


@pytest.fixture
def there(tmp_path: Path) -> Installation:
    to = tmp_path / "to"
    return Installation(url=sqlite_url(to), files=to / "files", reports=to / "reports")


@pytest.mark.parametrize(
    "name", ["tables/case_event.jsonl", "documents", "reports/2026-11-20.json"]
)
def test_a_byte_that_changed_is_found_before_anything_is_touched(
    house: House, there: Installation, tmp_path: Path, name: str
) -> None:
    if name == "documents":
        name = f"documents/{house.document[:2]}/{house.document}"
    with zipfile.ZipFile(house.archive) as whole:
        content = bytearray(whole.read(name))
    content[len(content) // 2] ^= 1
    spoilt = altered(house.archive, tmp_path / "spoilt.zip", name, bytes(content))

    with pytest.raises(BackupDamaged, match=name):
        bring_back(spoilt, there)
    assert not there.files.exists()


@pytest.mark.parametrize("content", [None, b"", b"lebih panjang" * 100_000])
def test_a_member_that_is_missing_cut_off_or_too_long_is_found(
    house: House, there: Installation, tmp_path: Path, content: bytes | None
) -> None:
    name = "tables/case.jsonl"
    spoilt = altered(house.archive, tmp_path / "spoilt.zip", name, content)

    with pytest.raises(BackupDamaged, match=name):
        bring_back(spoilt, there)


@pytest.mark.parametrize("name", ["../../evil", "reports/../../evil", "tables/evil.jsonl"])
def test_what_the_manifest_does_not_know_or_may_not_be_called_so_is_refused(
    house: House, there: Installation, tmp_path: Path, name: str
) -> None:
    unknown = altered(house.archive, tmp_path / "unknown.zip", name, b"x")
    with pytest.raises(BackupDamaged, match="evil"):
        bring_back(unknown, there)

    member = replace(house.manifest.members[0], name="reports/../../evil")
    named = manifest_with(house, tmp_path / "named.zip", members=(member,))
    with pytest.raises(BackupDamaged):
        bring_back(named, there)


def rewritten(house: House, to: Path, lines: bytes) -> Path:
    """A backup whose manifest agrees with a table that makes no sense."""
    name = "tables/timer.jsonl"
    with writing(to) as archive, zipfile.ZipFile(house.archive) as old:
        for one in house.manifest.members:
            if one.name.startswith("tables/"):
                archive.add(one.name, [lines if one.name == name else old.read(one.name)])
        archive.finish(replace(house.manifest, members=tuple(archive.members)))
    return to


SHAPE = (
    b'{"name":"timer","columns":[{"name":"case_id","kind":"text"},'
    b'{"name":"at","kind":"instant"}]}\n'
)
ROW = b'["a","2026-01-01T00:00:00.000000Z"]\n'


@pytest.mark.parametrize(
    "lines",
    [
        b"no shape\n",
        b'{"name":"timer","columns":[{"name":"case_id","kind":"text"}]}\n',
        b'{"name":"other","columns":[]}\n',
        SHAPE + b"[1,2]\n",
        SHAPE + ROW * 2,
        SHAPE + b'["a","cut off',
    ],
)
def test_a_table_that_makes_no_sense_leaves_the_place_as_it_was(
    house: House, there: Installation, tmp_path: Path, lines: bytes
) -> None:
    spoilt = rewritten(house, tmp_path / "spoilt.zip", lines)

    with pytest.raises((BackupDamaged, RowsContradict, ShapeDiffers)):
        bring_back(spoilt, there)
    folder = Path(there.url.removeprefix("sqlite:///")).parent
    assert not list(folder.glob("*alur.db*"))


def test_a_backup_of_a_newer_release_is_refused_with_its_name(
    house: House, there: Installation, tmp_path: Path
) -> None:
    newer = manifest_with(house, tmp_path / "newer.zip", schema="9999", alur="9.1")
    with pytest.raises(BackupUnreadable, match="9999") as refused:
        bring_back(newer, there)
    assert "9.1" in refused.value.hint

    form = manifest_with(house, tmp_path / "form.zip", form="alur/backup/9")
    with pytest.raises(BackupUnreadable, match="alur/backup/9"):
        look_into(form)


def test_documents_that_a_rebuilt_backup_lacks_are_found_when_it_is_restored(
    house: House, there: Installation, tmp_path: Path
) -> None:
    lacking = rebuilt(house, tmp_path / "lacking.zip", "documents/")

    judged = judged_of(there, bring_back(lacking, there))

    assert [(one.code, one.reason) for one in judged.faults] == [
        (Doubt.DOCUMENT_GONE, house.document[:16])
    ]
    assert not judged.is_sound


def test_another_document_under_the_name_of_one_is_no_backup_of_it(
    house: House, there: Installation, tmp_path: Path
) -> None:
    forged = rebuilt(house, tmp_path / "forged.zip", **{house.document: b"%PDF-1.7 palsu"})

    with pytest.raises(BackupDamaged, match=house.document):
        bring_back(forged, there)


def with_number(house: House, to: Path, number: int) -> Path:
    """A backup in which the first event of the case has that number."""
    name = "case_event.jsonl"
    with zipfile.ZipFile(house.archive) as whole:
        lines = whole.read(f"tables/{name}").splitlines(keepends=True)
    lines[1] = lines[1].replace(b",1,", b",%d," % number, 1)
    return rebuilt(house, to, **{name: b"".join(lines)})


def test_a_number_that_is_none_of_a_database_is_damage(
    house: House, there: Installation, tmp_path: Path
) -> None:
    with pytest.raises(BackupDamaged, match="case_event"):
        bring_back(with_number(house, tmp_path / "huge.zip", 2**70), there)


def test_a_number_that_a_column_of_a_server_cannot_hold_does_not_fit(
    house: House, there: Installation, tmp_path: Path, postgres_url: str
) -> None:
    there = replace(there, url=fresh_database(postgres_url))

    with pytest.raises(RowsContradict, match="case_event"):
        bring_back(with_number(house, tmp_path / "large.zip", 2**40), there)
    assert not any(one.is_file() for one in there.files.rglob("*")), "nothing was restored"


@pytest.mark.parametrize("name", ["beside-wal", "evil", "beside-key.old"])
def test_of_keys_there_are_only_those_of_alur(
    house: House, there: Installation, tmp_path: Path, name: str
) -> None:
    with writing(tmp_path / "more.zip") as archive:
        archive.add(f"keys/{name}", [b"x"])
        archive.finish(replace(house.manifest, members=tuple(archive.members)))

    with pytest.raises(BackupDamaged, match=name):
        bring_back(tmp_path / "more.zip", there)
