"""Documents on disk under the hash of their bytes."""

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.core.errors import DocumentDamaged, NotFound, StoreUnavailable
from engine.store.files import is_kept, keep, read

CONTENT = b"Surat keterangan"
NAME = sha256(CONTENT).hexdigest()


@given(st.binary(max_size=2000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_what_was_kept_is_read_back(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, keep(tmp_path, content)) == content


def test_it_lies_under_its_hash_and_nothing_else_lies_there(tmp_path: Path) -> None:
    root = tmp_path / "a" / "files"

    assert keep(root, CONTENT) == NAME
    assert [one.relative_to(root).as_posix() for one in root.rglob("*") if one.is_file()] == [
        f"{NAME[:2]}/{NAME}"
    ]


def test_keeping_it_again_changes_nothing(tmp_path: Path) -> None:
    keep(tmp_path, CONTENT)
    before = (tmp_path / NAME[:2] / NAME).stat()

    assert keep(tmp_path, CONTENT) == NAME
    after = (tmp_path / NAME[:2] / NAME).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_damaged_document_is_not_given_out_and_can_be_kept_anew(tmp_path: Path) -> None:
    keep(tmp_path, CONTENT)
    (tmp_path / NAME[:2] / NAME).write_bytes(b"Surat")

    with pytest.raises(DocumentDamaged, match=NAME):
        read(tmp_path, NAME)

    keep(tmp_path, CONTENT)
    assert read(tmp_path, NAME) == CONTENT


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    assert not is_kept(tmp_path, NAME)
    with pytest.raises(NotFound):
        read(tmp_path, NAME)


@given(st.text(max_size=70) | st.sampled_from(["../" * 20 + "etc/passwd", NAME.upper(), NAME[:-1]]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_but_a_hash_becomes_a_path(tmp_path: Path, name: str) -> None:
    for ask in (read, is_kept):
        with pytest.raises(NotFound):
            ask(tmp_path, name)


def test_a_disk_that_cannot_be_written_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("no folder")

    with pytest.raises(StoreUnavailable, match="cannot be written"):
        keep(tmp_path / "files", CONTENT)
    with pytest.raises(StoreUnavailable, match="cannot be read"):
        read(tmp_path / "files", NAME)


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    place = tmp_path / NAME[:2] / NAME
    (place / "in the way").mkdir(parents=True)

    with pytest.raises(StoreUnavailable):
        keep(tmp_path, CONTENT)
    assert list(place.parent.iterdir()) == [place]
