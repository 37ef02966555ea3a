"""Documents on their way in: never half kept, never under a name of their own, never unseen."""

import os
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from papers import PDF, PNG

from engine.core.errors import StoreUnavailable
from engine.core.errors_uploads import UploadInfected, UploadRefused
from engine.service import files
from engine.service.uploads import Upload, UploadRules
from engine.store.files import Incoming


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "files"


def lying(root: Path) -> list[Path]:
    return [one for one in root.rglob("*") if one.is_file()]


def test_a_document_comes_in_pieces_and_is_kept_under_its_hash(root: Path) -> None:
    with Upload(UploadRules(root=root, largest=1000)) as upload:
        for at in range(0, len(PDF), 5):
            upload.write(PDF[at : at + 5])
        judged = upload.judge(name="../KTP Tini.pdf", media_type="application/pdf")
        upload.keep()

    assert judged.sha256 == sha256(PDF).hexdigest()
    assert (judged.name, judged.size) == ("KTP Tini.pdf", len(PDF))
    assert files.read(root, judged.sha256) == PDF
    assert [one.name for one in lying(root)] == [judged.sha256]


def test_nothing_of_it_is_named_after_it_while_it_comes(root: Path) -> None:
    with Upload(UploadRules(root=root, largest=1000)) as upload:
        upload.write(PDF)
        upload.judge(name="rahasia.pdf", media_type="")
        (lies,) = lying(root)

    assert "rahasia" not in lies.name
    assert lies.parent.name == ".incoming"


def test_documents_and_their_folders_are_closed_to_other_users(root: Path) -> None:
    with Upload(UploadRules(root=root, largest=1000)) as upload:
        upload.write(PDF)
        upload.keep()
    kept = files.keep(root, b"another")

    for one in (root, *root.rglob("*")):
        assert one.stat().st_mode & 0o077 == 0, one
    assert files.read(root, kept) == b"another"


def test_what_is_not_kept_is_gone_at_the_end(root: Path) -> None:
    with Upload(UploadRules(root=root, largest=1000)) as upload:
        upload.write(PDF)

    assert lying(root) == []


def test_what_is_too_large_is_refused_before_it_is_written(root: Path) -> None:
    with Upload(UploadRules(root=root, largest=10)) as upload:
        upload.write(b"x" * 10)
        with pytest.raises(UploadRefused, match="larger than"):
            upload.write(b"x")

    assert lying(root) == []


def test_what_is_not_what_it_is_said_to_be_is_refused(root: Path) -> None:
    with Upload(UploadRules(root=root, largest=1000)) as upload:
        upload.write(PNG)
        with pytest.raises(UploadRefused, match="bytes"):
            upload.judge(name="surat.pdf", media_type="application/pdf")
        with pytest.raises(UploadRefused, match=r"\.exe"):
            upload.judge(name="surat.exe", media_type="")


def test_the_scanner_sees_all_of_it_and_what_it_finds_is_removed(root: Path) -> None:
    seen = []

    def finds(file: Path) -> None:
        seen.append(file.read_bytes())
        raise UploadInfected

    with Upload(UploadRules(root=root, largest=1000, scan=finds)) as upload:
        upload.write(PDF)
        with pytest.raises(UploadInfected):
            upload.judge(name="surat.pdf", media_type="")

    assert seen == [PDF]
    assert lying(root) == []


def test_the_same_document_twice_lies_there_once(root: Path) -> None:
    for _ in range(2):
        with Upload(UploadRules(root=root, largest=1000)) as upload:
            upload.write(PDF)
            upload.keep()

    assert len(lying(root)) == 1


def test_what_a_dead_process_left_is_swept_away_after_a_day(root: Path) -> None:
    left = Incoming(root)
    left.write(b"x")
    lies = left.whole()
    fresh = Incoming(root)
    assert lies.exists()
    fresh.discard()

    old = lies.stat().st_mtime - timedelta(days=2).total_seconds()
    os.utime(lies, (old, old))
    Incoming(root).discard()

    assert not lies.exists()
    left.discard()


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StoreUnavailable, match="cannot be written"):
        Upload(UploadRules(root=tmp_path / "file", largest=10))


def test_what_was_kept_is_not_there_to_be_kept_again(root: Path) -> None:
    with Upload(UploadRules(root=root, largest=1000)) as upload:
        upload.write(PDF)
        upload.keep()
        with pytest.raises(StoreUnavailable):
            upload.keep()
