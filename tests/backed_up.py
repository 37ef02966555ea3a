"""An installation with a case and a document, its backups, and what somebody makes of them."""

import zipfile
from datetime import timedelta
from pathlib import Path

import msgspec
from filing import file_document
from msgspec.structs import replace
from offices import MONDAY, an_office, sqlite_url

from engine.service.backup_archive import (
    reading,
    writing,
)
from engine.service.backups import (
    Installation,
    back_up,
)
from engine.service.restored import Judgement, judge
from engine.service.restoring import (
    Restored,
    expect_restorable,
    restore,
)
from engine.store.backups import snapshot

LATER = MONDAY + timedelta(days=1)
WRONG_NAME = "ab" + "0" * 62
"""A document that has long been damaged: its name is not the hash of its bytes."""


def quiet(_done: int, _total: int) -> None:
    """Nobody looks."""


class House:
    """An installation with a case and a document, and two backups of it."""

    def __init__(self, folder: Path) -> None:
        self.of = Installation(
            url=sqlite_url(folder),
            files=folder / "files",
            reports=folder / "reports",
            office="Kecamatan",
        )
        self.of.reports.mkdir()
        (self.of.reports / "2026-11-20.json").write_text("{}")
        (self.of.reports / ".hidden").write_text("")
        with an_office(self.of.url) as office:
            case = office.open()
            self.document = file_document(office.database, self.of.files, case, at=LATER)
        (self.of.files / "ab").mkdir()
        (self.of.files / "ab" / WRONG_NAME).write_bytes(b"rusak")
        (self.of.files / "ab" / ".new-x").write_bytes(b"half a docum")
        self.archive, self.with_keys = folder / "a.zip", folder / "k.zip"
        self.manifest = back_up(self.of, self.archive, at=LATER)
        back_up(self.of, self.with_keys, at=LATER, with_keys=True)


def bring_back(archive: Path, to: Installation, *, force: bool = False) -> Restored:
    with reading(archive) as opened:
        expect_restorable(opened, to, at=LATER, force=force, tell=quiet)
        return restore(opened, to, at=LATER, tell=quiet)


def judged_of(to: Installation, restored: Restored, *notes: str) -> Judgement:
    return judge(to, restored, notes=notes, keys=(), at=LATER, tell=quiet)


def content_of(url: str) -> dict[str, list[tuple[object, ...]]]:
    with snapshot(url) as taken:
        return {one.name: list(taken.rows(one)) for one in taken.tables}


def altered(archive: Path, to: Path, name: str, content: bytes | None) -> Path:
    """A copy with another member of that name; None: without it."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(to, "w") as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        if content is not None:
            new.writestr(name, content)
    return to


def manifest_with(house: House, to: Path, **changed: object) -> Path:
    said = msgspec.json.encode(replace(house.manifest, **changed))
    return altered(house.archive, to, "manifest.json", said)


def rebuilt(house: House, to: Path, *without: str, **instead: bytes) -> Path:
    """A backup whose manifest agrees with all of it, but for these members and their content."""
    with writing(to) as archive, zipfile.ZipFile(house.archive) as old:
        for one in house.manifest.members:
            if not one.name.startswith(without):
                content = instead.get(one.name.rpartition("/")[2], old.read(one.name))
                archive.add(one.name, [content])
        archive.finish(replace(house.manifest, members=tuple(archive.members)))
    return to
