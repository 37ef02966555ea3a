"""Backups: whole, in folders of which the oldest go, and never over what is there."""

import shutil
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from backed_up import (
    LATER,
    WRONG_NAME,
    House,
    bring_back,
    quiet,
)
from copies import KEY
from msgspec.structs import replace
from offices import MONDAY, an_office, sqlite_url

from engine.core.errors import StorageFull, StoreUnavailable
from engine.service.backup_archive import (
    BackupTaken,
    BackupUnreadable,
    reading,
    told_of_disk,
)
from engine.service.backups import (
    Installation,
    back_up,
    backups_in,
    forget_old,
    look_into,
    named_in,
    taken_at,
)
from engine.service.restored import judge
from engine.store.backups import LEFT_OUT


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("house"))


@pytest.fixture
def there(tmp_path: Path) -> Installation:
    to = tmp_path / "to"
    return Installation(url=sqlite_url(to), files=to / "files", reports=to / "reports")


def test_a_backup_says_what_it_holds_and_what_of_the_moment_it_leaves_out(house: House) -> None:
    manifest = look_into(house.archive)

    assert manifest.rows["case"] == 1
    assert manifest.documents == 2
    assert manifest.damaged == (WRONG_NAME,)
    assert not LEFT_OUT & manifest.rows.keys()
    assert not any("hidden" in one.name or "new-" in one.name for one in manifest.members)


def test_keys_are_in_a_backup_only_where_they_were_asked_for(
    house: House, there: Installation
) -> None:
    names = [one.name for one in look_into(house.archive).members]
    assert not [one for one in names if one.startswith("keys/")]

    restored = bring_back(house.with_keys, there)

    assert restored.keys == ("alur.db-key",)
    beside = Path(there.url.removeprefix("sqlite:///")).with_name("alur.db-key")
    assert beside.stat().st_mode & 0o077 == 0
    judged = judge(there, restored, notes=(), keys=(), at=LATER, tell=quiet)
    assert judged.key == "fits"


def test_a_key_that_was_given_goes_into_a_backup_with_keys_too(tmp_path: Path) -> None:
    of = Installation(
        url=sqlite_url(tmp_path), files=tmp_path / "f", reports=tmp_path / "r", key=KEY
    )
    with an_office(of.url):
        pass

    back_up(of, tmp_path / "k.zip", at=LATER, with_keys=True)

    with reading(tmp_path / "k.zip") as opened:
        assert b"".join(opened.pieces("keys/key")) == KEY.encode()


def test_what_is_no_backup_is_said_to_be_none(house: House, tmp_path: Path) -> None:
    cut = tmp_path / "cut.zip"
    cut.write_bytes(house.archive.read_bytes()[:5000])
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("letter.txt", "halo")

    for one in (cut, other):
        with pytest.raises(BackupUnreadable):
            look_into(one)


def test_a_backup_is_never_written_over_a_file(house: House) -> None:
    before = house.archive.read_bytes()

    with pytest.raises(BackupTaken):
        back_up(house.of, house.archive, at=LATER)

    assert house.archive.read_bytes() == before


def test_a_backup_that_fails_midway_leaves_nothing(house: House, tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(house.of, tmp_path / "a.zip", at=LATER, tell=stop)

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("number", [28, 122, 27])
def test_a_disk_that_is_full_or_over_its_quota_is_said_to_be(number: int) -> None:
    with pytest.raises(StorageFull, match=r"alur\.zip"), told_of_disk(Path("alur.zip")):
        raise OSError(number, "no")
    with pytest.raises(StoreUnavailable, match="denied"), told_of_disk(Path("alur.zip")):
        raise OSError(13, "denied")


def a_folder_of(house: House, folder: Path, *days: int) -> list[Path]:
    files = [named_in(folder, at=MONDAY + timedelta(days=day)) for day in days]
    for one in files:
        shutil.copy(house.archive, one)
    return files


def test_of_a_folder_only_the_oldest_backups_are_forgotten(house: House, tmp_path: Path) -> None:
    files = a_folder_of(house, tmp_path, 0, 1, 2, 3)
    for one in ("alur-notes.zip", "alur-20269999T999999Z.zip", "other.txt"):
        (tmp_path / one).touch()

    gone = forget_old(tmp_path, keep=2, written=files[3], at=taken_at(files[3]))

    assert gone == (files[1], files[0])
    assert backups_in(tmp_path) == (files[3], files[2])
    assert taken_at(files[3]) == MONDAY + timedelta(days=3)
    assert (tmp_path / "alur-notes.zip").exists()


def test_what_was_just_written_is_kept_whatever_else_is_called(
    house: House, tmp_path: Path
) -> None:
    old, written, ahead = a_folder_of(house, tmp_path, 0, 1, 900)
    broken = named_in(tmp_path, at=MONDAY + timedelta(hours=1))
    broken.write_bytes(b"cut off")

    assert forget_old(tmp_path, keep=2, written=written, at=taken_at(written)) == ()
    gone = forget_old(tmp_path, keep=1, written=written, at=taken_at(written))

    assert gone == (old,)
    assert backups_in(tmp_path) == (ahead, written, broken)


def test_what_histories_name_and_was_not_there_is_said_by_the_backup(
    house: House, tmp_path: Path
) -> None:
    assert house.manifest.missing == ()

    made = back_up(replace(house.of, files=tmp_path / "none"), tmp_path / "a.zip", at=LATER)

    assert made.missing == (house.document,)
    assert look_into(tmp_path / "a.zip").missing == (house.document,)


def test_a_manifest_that_is_packed_otherwise_is_said_to_be_none(
    house: House, tmp_path: Path
) -> None:
    content = bytearray(house.archive.read_bytes())
    entry = content.rfind(b"PK\x01\x02")
    content[entry + 8] |= 1  # a password is asked for
    (tmp_path / "locked.zip").write_bytes(content)
    content[entry + 8] &= 0xFE
    content[entry + 10] = 99  # packed in a way that nobody knows
    (tmp_path / "odd.zip").write_bytes(content)

    for one in ("locked.zip", "odd.zip"):
        with pytest.raises(BackupUnreadable, match="no manifest"):
            look_into(tmp_path / one)


def test_there_is_nothing_to_back_up_where_there_is_no_database(tmp_path: Path) -> None:
    of = Installation(url=sqlite_url(tmp_path), files=tmp_path / "f", reports=tmp_path / "r")

    with pytest.raises(StoreUnavailable, match="no database"):
        back_up(of, tmp_path / "a.zip", at=LATER)
    (tmp_path / "alur.db").touch()
    with pytest.raises(StoreUnavailable, match="no tables"):
        back_up(of, tmp_path / "a.zip", at=LATER)
