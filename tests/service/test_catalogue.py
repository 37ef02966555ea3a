"""Publishing, and running under the version a case began with."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from offices import (
    HESTI,
    LETTER,
    MONDAY,
    REGISTERS,
    RINI,
    Office,
    an_office,
    definition,
    put_in_force,
    sqlite_url,
)

from engine.core.commands import Migrate
from engine.core.errors import InputRefused, NotFound, SopInvalid
from engine.core.ids import SopId
from engine.service import catalogue, library
from engine.service.queries import show_case

LIBRARY = Path(__file__).parents[2] / "sop_definitions"
SURAT = SopId("surat")
CHANGED = LETTER.replace("15 menit", "20 menit")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(sqlite_url(tmp_path)) as made:
        yield made


def test_publishing_the_same_content_again_changes_nothing(office: Office) -> None:
    before = catalogue.list_sops(office.database)

    put_in_force(office.database, definition("surat"))

    assert catalogue.list_sops(office.database) == before


def test_a_published_version_never_changes(office: Office) -> None:
    with pytest.raises(catalogue.VersionPublished) as refusal:
        put_in_force(office.database, definition("surat", steps=CHANGED))

    assert "version 2" in refusal.value.hint


def test_a_case_keeps_the_version_it_began_with(office: Office) -> None:
    old = office.open()
    put_in_force(office.database, definition("surat", steps=CHANGED, version=2))
    new = office.open()

    versions = [show_case(office.database, case).summary.version for case in (old, new)]
    assert versions == [1, 2]
    in_force = {
        one.version: one.in_force
        for one in catalogue.list_sops(office.database)
        if one.sop == SURAT
    }
    assert in_force == {1: False, 2: True}


def test_a_case_is_carried_over_to_a_new_version(office: Office) -> None:
    case = office.open()
    put_in_force(office.database, definition("surat", steps=CHANGED, version=2))

    office.do(Migrate(case=case, by=HESTI, version=2, reason="Waktu baku berubah"))

    view = show_case(office.database, case)
    assert view.summary.version == 2
    assert [task.step for task in view.summary.at] == ["terima"]
    office.complete(case, "terima", RINI)
    assert office.at(case) == {"periksa"}


def test_migration_to_a_version_that_is_not_there_is_refused(office: Office) -> None:
    case = office.open()

    with pytest.raises(NotFound):
        office.do(Migrate(case=case, by=HESTI, version=9, reason="Baru"))


def test_a_definition_with_errors_is_not_published(office: Office) -> None:
    with pytest.raises(SopInvalid):
        put_in_force(office.database, definition("surat", version=3).replace("loket:", "lokket:"))

    assert {one.version for one in catalogue.list_sops(office.database)} == {1}


def test_a_version_is_not_published_before_it_takes_effect(office: Office) -> None:
    text = definition("surat", version=2).replace("2026-02-02", "2026-12-01")

    with pytest.raises(InputRefused):
        put_in_force(office.database, text)
    catalogue.publish(
        office.database, text, registers=REGISTERS, by=RINI, at=MONDAY + timedelta(days=30)
    )


def test_a_definition_is_read_back_as_it_was_written(office: Office) -> None:
    assert catalogue.read_definition(office.database, SURAT, 1) == definition("surat")
    with pytest.raises(NotFound):
        catalogue.read_definition(office.database, SURAT, 7)


def test_one_sop_is_shown_in_its_version_in_force(office: Office) -> None:
    assert catalogue.show_sop(office.database, SURAT).version == 1
    assert catalogue.find_workflow(office.database, SURAT).version == 1
    for unknown in (
        lambda: catalogue.show_sop(office.database, SURAT, 2),
        lambda: catalogue.find_workflow(office.database, SopId("apa")),
    ):
        with pytest.raises(NotFound):
            unknown()


def test_a_version_that_takes_effect_later_waits_for_its_day(
    office: Office, tmp_path: Path
) -> None:
    shutil.copytree(LIBRARY, tmp_path / "library")
    folder = tmp_path / "library" / "kelurahan" / "surat-masuk"
    text = (folder / "v1.yaml").read_text("utf-8")
    later = text.replace("version: 1", "version: 2").replace("2026-07-01", "2026-12-01")
    (folder / "v2.yaml").write_text(later, "utf-8")

    def published(at: datetime) -> set[int]:
        done = library.publish_all(office.database, tmp_path / "library", by=RINI, at=at)
        return {one.version for one in done if one.sop == "surat-masuk"}

    assert published(MONDAY) == {1}
    assert published(MONDAY + timedelta(days=30)) == {1, 2}
    (folder / "v1.yaml").unlink()
    with pytest.raises(InputRefused):
        published(MONDAY)


def test_the_whole_library_is_published(office: Office) -> None:
    seen: list[str] = []

    published = library.publish_all(
        office.database, LIBRARY, by=RINI, at=MONDAY, each=lambda one: seen.append(one.sop)
    )

    assert len(published) == len(library.definitions(LIBRARY)) == len(seen)
    assert library.library_of(LIBRARY / "kelurahan" / "surat-masuk" / "v1.yaml") == LIBRARY
