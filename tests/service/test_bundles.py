"""A bundle proves itself offline; whatever is changed in it is found, and named."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bundling import (
    AUDITOR,
    ORIGIN,
    Judge,
    bundled,
    chained,
    members_of,
    packed,
    plain_papers,
    retold,
)
from filing import PDF, file_document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from offices import Office, an_office, sqlite_url

from engine.core.errors import (
    DocumentDamaged,
    NotFound,
    SigningKeyRetired,
    SigningKeyUnusable,
    VersionConflict,
)
from engine.core.ids import CaseId
from engine.core.notes import format_verifier_key
from engine.service import checkpoints
from engine.service.bundle_contents import CaseNotCovered, Contents
from engine.service.bundle_verifier import verify
from engine.service.bundles import Order, Papers, write_bundle
from engine.service.signing_keys import SigningKeys


class Archive:
    """An office with a case under a checkpoint, its bundle, and the office's key."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office, self.root = office, folder / "files"
        self.other = office.open()
        self.case = office.open()
        file_document(office.database, self.root, self.case, at=office.now, name="KTP: Bu Tini.pdf")
        file_document(
            office.database, None, self.case, at=office.now, name="b.png", content=b"elsewhere"
        )
        self.signed = checkpoints.take(office.database, at=office.now, origin=ORIGIN)
        self.bundle, self.summary = bundled(office, self.case, self.root, with_files=True)
        self.members = members_of(self.bundle)
        self.key = format_verifier_key(checkpoints.verifier_keys(office.database)[-1])


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("bundles")
    with an_office(sqlite_url(folder)) as office:
        yield Archive(office, folder)


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    return Judge(tmp_path)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    return Judge(tmp_path_factory.mktemp("judge"))


Told = pytest.CaptureFixture[str]


def test_a_bundle_holds_under_the_key_of_the_office(
    archive: Archive, judge: Judge, capsys: Told
) -> None:
    assert judge.asks(archive.bundle, "--key", archive.key) == 0

    told = capsys.readouterr().out
    assert f"Case {archive.case}: the chain of 4 events holds" in told
    assert "6 of 6 events, SOPs and calendars are in the ledger" in told
    assert "1 documents are in the bundle" in told
    assert "CAREFUL" not in told


def test_without_a_key_it_says_that_it_proves_only_itself(
    archive: Archive, judge: Judge, capsys: Told
) -> None:
    assert judge.asks(archive.bundle) == 0
    assert "the key was taken from the bundle itself" in capsys.readouterr().out


def test_the_same_case_at_the_same_instant_gives_the_same_bytes(archive: Archive) -> None:
    again, _ = bundled(archive.office, archive.case, archive.root, with_files=True)

    assert again == archive.bundle


def test_the_bodies_are_those_that_are_kept_and_names_are_plain(archive: Archive) -> None:
    members = archive.members

    assert all(name.isascii() for name in members)
    assert members["documents/001-KTP_Bu_Tini.pdf"] == PDF
    assert b'"case_opened"' in members["events.jsonl"].splitlines()[0]
    assert b"Tini Suhartini" not in b"".join(members[name] for name in members if "doc" not in name)
    listed = json.loads(members["attachments.json"])["attachments"]
    assert [one["file"] for one in listed] == ["documents/001-KTP_Bu_Tini.pdf", None]
    assert [one["person"] for one in json.loads(members["people.json"])["people"]] == [
        "rini",
        "hesti",
    ]
    assert archive.summary.shows_personal
    assert not bundled(archive.office, archive.case, archive.root)[1].shows_personal


def test_it_checks_itself_unpacked_with_nothing_but_python(
    archive: Archive, tmp_path: Path
) -> None:
    with zipfile.ZipFile(io.BytesIO(archive.bundle)) as opened:
        opened.extractall(tmp_path)
    (tmp_path / "note.txt").write_text("mine")
    line = [sys.executable, "-I", "-S", str(tmp_path / "verify.py"), "--key", archive.key]
    done = subprocess.run(line, capture_output=True, text=True, check=False)  # noqa: S603

    assert (done.returncode, done.stderr) == (0, "")
    assert "Not part of the bundle, not checked: note.txt" in done.stdout

    (tmp_path / "report.txt").write_text("another story")
    done = subprocess.run(line, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 3
    assert done.stderr.startswith("DOES NOT HOLD. report.txt: ")


def test_every_member_that_is_changed_is_named(
    archive: Archive, bench: Judge, capsys: Told
) -> None:
    for name, content in archive.members.items():
        changed = bytes([content[0] ^ 1]) + content[1:]
        for content_ in (changed, content[:-1], content + b" "):
            assert bench.asks(packed(archive.members | {name: content_})) == 3
            assert name in capsys.readouterr().err

    for name in archive.members:
        rest = {one: content for one, content in archive.members.items() if one != name}
        assert bench.asks(packed(rest)) == 3
        assert name in capsys.readouterr().err


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_byte_of_the_archive_counts(
    archive: Archive, bench: Judge, capsys: Told, data: DataObject
) -> None:
    at = data.draw(st.integers(0, len(archive.bundle) - 1))
    changed = bytearray(archive.bundle)
    changed[at] ^= 1 << data.draw(st.integers(0, 7))

    assert bench.asks(bytes(changed)) == 3
    assert "DOES NOT HOLD" in capsys.readouterr().err


def test_what_stands_between_the_members_counts_too(archive: Archive, bench: Judge) -> None:
    central = archive.bundle.index(b"PK\x01\x02")
    for at in range(central, len(archive.bundle), 29):
        changed = bytearray(archive.bundle)
        changed[at] ^= 0x10
        assert bench.asks(bytes(changed)) == 3, at


def test_an_archive_that_is_packed_anew_is_told_apart_from_one_that_was_changed(
    archive: Archive, judge: Judge, capsys: Told
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as other:
        for name, content in archive.members.items():
            other.writestr(name, content)

    assert judge.asks(out.getvalue()) == 3
    assert "unpack it and check the folder" in capsys.readouterr().err


def test_a_member_that_nobody_listed_is_refused(
    archive: Archive, judge: Judge, capsys: Told
) -> None:
    assert judge.asks(packed(archive.members | {"events2.jsonl": b"{}\n"})) == 3
    assert "events2.jsonl: is not in the manifest" in capsys.readouterr().err


def rewritten(archive: Archive, line: int, old: bytes, new: bytes) -> bytes:
    """The history with another word in it, and every hash made anew: all that needs no key."""
    bodies = archive.members["events.jsonl"].splitlines()
    assert old in bodies[line]
    bodies[line] = bodies[line].replace(old, new)
    hashes = chained(archive.case, bodies)
    ledger = json.loads(archive.members["ledger.json"])
    for entry in ledger["entries"]:
        if entry[1] == f"case/{archive.case}":
            entry[3] = hashes[entry[2] - 1]
    changed = {
        "events.jsonl": b"".join(body + b"\n" for body in bodies),
        "hashes.txt": "".join(f"{n} {one}\n" for n, one in enumerate(hashes, 1)).encode(),
        "ledger.json": json.dumps(ledger).encode(),
    }
    return retold(archive.members | changed, head=hashes[-1])


def test_a_history_rewritten_with_all_its_hashes_does_not_lead_to_the_root(
    archive: Archive, judge: Judge, capsys: Told
) -> None:
    assert judge.asks(rewritten(archive, 0, b"Warung", b"Gudang")) == 3
    assert "ledger.json: the events, SOPs or calendars are not those" in capsys.readouterr().err


def test_a_body_that_says_the_same_in_other_letters_is_refused(
    archive: Archive, judge: Judge, capsys: Told
) -> None:
    assert judge.asks(rewritten(archive, 1, b'"seq":2', b'"seq": 2')) == 3
    assert "events.jsonl: line 2 (event 2) is not written as" in capsys.readouterr().err


@pytest.mark.parametrize(
    "change",
    [
        ("events.jsonl", b'"seq":3', b'"seq":4', "line 3 (event 3) belongs to another place"),
        ("events.jsonl", b"Warung", b"Gudang", "line 1 (event 1) does not have the hash"),
        ("events.jsonl", b'{"at"', b'["at"', "line 1 (event 1) is no event"),
        ("sop/surat-v1.yaml", b"Menerima", b"menerima", "sop/surat/1 is entered with another hash"),
        ("calendar/kantor-v1.json", b"Asia", b"asia", "calendar/kantor/1 is entered with another"),
        ("attachments.json", b"b.png", b"c.png", "attachment 2 is not what the events say"),
        ("documents/001-KTP_Bu_Tini.pdf", b"PDF", b"pdf", "is not the document that was filed"),
        ("checkpoint.txt", b"\n\n", b"\n", "is no signed note"),
        ("report.txt", b"Berkas", b"Gerkas", "signature.txt: is not over this manifest"),
        ("people.json", b"rini", b"dewi", "signature.txt: is not over this manifest"),
        ("verify.py", b"import", b"Import", "signature.txt: is not over this manifest"),
        ("checkpoint.txt", b"time 1", b"time 2", "is not signed by"),
        ("keys.txt", b"+", b"-", "is not signed by"),
        ("ledger.json", b'"size"', b'"sizes"', "cannot be read"),
        ("manifest.json", b"alur-bundle/1", b"alur-bundle/2", "use a newer verifier"),
    ],
)
def test_what_is_changed_and_hashed_anew_is_named(
    archive: Archive, judge: Judge, capsys: Told, change: tuple[str, bytes, bytes, str]
) -> None:
    name, old, new, told = change
    content = archive.members[name]
    assert old in content

    assert judge.asks(retold(archive.members | {name: content.replace(old, new, 1)})) == 3
    assert told in capsys.readouterr().err


def beyond(ledger: Any) -> None:
    ledger["entries"][0][0] = 99


def doubled(ledger: Any) -> None:
    ledger["entries"][0][0] = ledger["entries"][1][0]


def unread(ledger: Any) -> None:
    ledger["entries"][0][0] = "x"


def lacking(ledger: Any) -> None:
    ledger["nodes"].pop()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lacking, "lacks the subtree"),
        (doubled, "two entries in one place"),
        (beyond, "an entry beyond its size"),
        (unread, "cannot be read"),
    ],
)
def test_a_ledger_that_proves_nothing_is_refused(
    archive: Archive, judge: Judge, capsys: Told, change: Callable[[Any], None], told: str
) -> None:
    ledger = json.loads(archive.members["ledger.json"])
    change(ledger)

    assert judge.asks(retold(archive.members | {"ledger.json": json.dumps(ledger).encode()})) == 3
    assert f"ledger.json: {told}" in capsys.readouterr().err.replace("states ", "")


@pytest.mark.parametrize(
    "change",
    [
        ("hashes.txt", b"\xff\n", "hashes.txt: is not UTF-8"),
        ("hashes.txt", b"1 aa", "hashes.txt: line 1 does not end"),
        ("attachments.json", b'{"attachments": []}', "does not list what the events say"),
        ("attachments.json", b"[1.5]", "attachments.json: is not a JSON object"),
        ("events.jsonl", b'{"a":1.5}\n', "line 1 (event 1) is no event"),
        ("events.jsonl", b'{"event":{}}\n', "belongs to another place"),
    ],
)
def test_what_cannot_be_read_is_named(
    archive: Archive, judge: Judge, capsys: Told, change: tuple[str, bytes, str]
) -> None:
    name, content, told = change
    assert judge.asks(retold(archive.members | {name: content})) == 3
    assert told in capsys.readouterr().err


def test_a_manifest_that_states_another_end_is_refused(
    archive: Archive, judge: Judge, capsys: Told
) -> None:
    assert judge.asks(retold(archive.members, head="00" * 32)) == 3
    assert "manifest.json: states another last event" in capsys.readouterr().err
    assert judge.asks(retold(archive.members, case=["x"])) == 3


def test_events_cut_off_at_the_end_leave_an_entry_behind(
    archive: Archive, judge: Judge, capsys: Told
) -> None:
    bodies = archive.members["events.jsonl"].splitlines()[:3]
    hashes = chained(archive.case, bodies)
    shorter = {
        "events.jsonl": b"".join(body + b"\n" for body in bodies),
        "hashes.txt": "".join(f"{n} {one}\n" for n, one in enumerate(hashes, 1)).encode(),
    }

    assert judge.asks(retold(archive.members | shorter, seq=3, head=hashes[-1])) == 3
    assert f"has an entry for case/{archive.case}/4, which is not here" in capsys.readouterr().err

    assert judge.asks(retold(archive.members | {"events.jsonl": shorter["events.jsonl"]})) == 3
    assert "events are missing at the end" in capsys.readouterr().err


def test_another_office_cannot_sign_for_this_one(
    archive: Archive, judge: Judge, tmp_path: Path, capsys: Told
) -> None:
    """The whole is made anew by somebody with a key of their own, under the same name."""
    with an_office(sqlite_url(tmp_path)) as forger:
        case = forger.open()
        checkpoints.take(forger.database, at=forger.now, origin=ORIGIN)
        forged, _ = bundled(forger, case, tmp_path)

    assert judge.asks(forged) == 0
    assert judge.asks(forged, "--key", archive.key) == 3
    assert "checkpoint.txt: is not signed by" in capsys.readouterr().err


def test_a_checkpoint_is_held_against_those_that_were_published(
    archive: Archive, judge: Judge, tmp_path: Path, capsys: Told
) -> None:
    published = tmp_path / "checkpoints.txt"
    published.write_text(archive.signed.note, encoding="utf-8")
    assert judge.asks(archive.bundle, "--published", str(published)) == 0
    assert "is the one that was published" in capsys.readouterr().out

    lines = archive.signed.note.splitlines()
    published.write_text("\n".join([lines[0], lines[1], "A" * 43 + "=", ""]), encoding="utf-8")
    assert judge.asks(archive.bundle, "--published", str(published)) == 3
    assert "has another root at this size" in capsys.readouterr().err

    published.write_text("", encoding="utf-8")
    assert judge.asks(archive.bundle, "--published", str(published)) == 0
    assert "NOT COMPARED" in capsys.readouterr().out


@pytest.mark.parametrize("line", [["--key", "none"], ["nowhere.zip"], ["--published", "nowhere"]])
def test_bad_usage_is_told_apart(line: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        verify.main(line)

    assert ended.value.code == 2


@pytest.mark.parametrize(
    "broken", [b"", b"PK", b"no zip at all", b"PK\x05\x06" + bytes(18), b"\xff" * 200]
)
def test_what_is_no_archive_is_said_to_be_none(judge: Judge, capsys: Told, broken: bytes) -> None:
    assert judge.asks(broken) == 3
    told = capsys.readouterr().err
    assert "bundle.zip: is not a readable zip" in told or "manifest.json: is missing" in told


def test_an_archive_that_would_fill_the_disk_is_not_unpacked(
    archive: Archive, judge: Judge, capsys: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "MOST_BYTES", 1000)
    assert judge.asks(archive.bundle) == 3
    assert "claims to hold more than a bundle does" in capsys.readouterr().err

    monkeypatch.undo()
    monkeypatch.setattr(verify, "LARGEST_TEXT", 1000)
    assert judge.asks(archive.bundle) == 3
    assert "is larger than any such member" in capsys.readouterr().err


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_cannot_be_there_twice(archive: Archive, judge: Judge, capsys: Told) -> None:
    out = io.BytesIO(archive.bundle)
    with zipfile.ZipFile(out, "a") as other:
        other.writestr("events.jsonl", b"another story")

    assert judge.asks(out.getvalue()) == 3
    assert "events.jsonl: is in the archive twice" in capsys.readouterr().err


def test_no_case_is_bundled_before_a_checkpoint_covers_it(tmp_path: Path, judge: Judge) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        case = office.open()
        with pytest.raises(CaseNotCovered, match="No checkpoint covers") as refused:
            bundled(office, case, tmp_path)
        assert "alur checkpoint take" in refused.value.hint

        checkpoints.take(office.database, at=office.now, origin=ORIGIN)
        later = office.open()
        with pytest.raises(CaseNotCovered):
            bundled(office, later, tmp_path)
        with pytest.raises(NotFound):
            bundled(office, "zzzz", tmp_path)


def test_events_after_the_checkpoint_are_in_it_and_said_to_be_uncovered(
    tmp_path: Path, judge: Judge, capsys: Told
) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        case = office.open()
        checkpoints.take(office.database, at=office.now, origin=ORIGIN)
        file_document(office.database, None, case, at=office.now)
        bundle, summary = bundled(office, case, tmp_path)

    assert (summary.seq, summary.uncovered) == (3, (3,))
    assert judge.asks(bundle) == 3
    assert "not covered by the checkpoint: event 3" in capsys.readouterr().err
    assert judge.asks(bundle, "--allow-uncovered") == 0
    assert "CAREFUL: not covered by the checkpoint: event 3" in capsys.readouterr().out


def test_a_case_that_moves_on_meanwhile_is_gathered_again(archive: Archive) -> None:
    asked: list[int] = []

    def papers(contents: Contents) -> Papers:
        asked.append(contents.seq)
        if len(asked) == 1:
            raise VersionConflict(contents.case, contents.seq)
        return plain_papers(contents)

    def never(contents: Contents) -> Papers:
        raise VersionConflict(contents.case, contents.seq)

    order, case = Order(by=AUDITOR, at=archive.office.now), archive.case
    write_bundle(
        archive.office.database, archive.root, case, io.BytesIO(), order=order, papers=papers
    )
    assert len(asked) == 2
    with pytest.raises(VersionConflict):
        write_bundle(
            archive.office.database, archive.root, case, io.BytesIO(), order=order, papers=never
        )


def test_progress_is_told_member_by_member(archive: Archive) -> None:
    told: list[tuple[int, int]] = []
    bundled(archive.office, archive.case, archive.root, tell=lambda *one: told.append(one))

    total = len(told)
    assert told == [(n, total) for n in range(1, total + 1)]


def test_a_document_that_is_damaged_is_not_handed_on(tmp_path: Path) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        case, root = office.open(), tmp_path / "files"
        name = file_document(office.database, root, case, at=office.now)
        checkpoints.take(office.database, at=office.now, origin=ORIGIN)
        (place,) = root.rglob(name)
        place.chmod(0o644)
        place.write_bytes(b"another")

        with pytest.raises(DocumentDamaged):
            bundled(office, CaseId(case), root, with_files=True)


def test_without_the_key_of_the_checkpoints_no_bundle_is_made(tmp_path: Path) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        case = office.open()
        checkpoints.take(office.database, at=office.now, origin=ORIGIN)
        office.database.signing = SigningKeys()
        with pytest.raises(SigningKeyUnusable):
            bundled(office, case, tmp_path)
        office.database.signing = SigningKeys(bytes(32))
        with pytest.raises(SigningKeyRetired):
            bundled(office, case, tmp_path)


def test_a_bundle_holds_under_the_next_key_too_once_it_was_handed_over(
    tmp_path: Path, judge: Judge
) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        case = office.open()
        checkpoints.take(office.database, at=office.now, origin=ORIGIN)
        checkpoints.rotate(office.database, checkpoints.Publication(origin=ORIGIN), at=office.now)
        bundle, _ = bundled(office, case, tmp_path)
        newest = format_verifier_key(checkpoints.verifier_keys(office.database)[-1])

    assert judge.asks(bundle, "--key", newest) == 0
