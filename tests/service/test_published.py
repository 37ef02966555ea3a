"""The file of published checkpoints is only added to, survives a cut, and is not taken on trust."""

from pathlib import Path

import pytest
from offices import MONDAY, Office
from vouching import DAY, ORIGIN, lines, place_of, take

from engine.core.errors import NotFound, StoreUnavailable, TreeNotExtended
from engine.core.notes import parse_notes
from engine.service import checkpoints, published
from engine.service.published import PUBLISHED, PublishedDamaged, last_published, publish, put_away


@pytest.fixture
def near(deed_office: Office) -> Office:
    return deed_office


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return tmp_path / "reports"


def test_a_note_cut_off_anywhere_is_written_to_its_end(near: Office, reports: Path) -> None:
    first = take(near, reports)
    checkpoints.rotate(near.database, place_of(reports), at=MONDAY + DAY)
    file = reports / PUBLISHED
    whole = file.read_bytes()
    start = len(first.note.encode())
    for kept in (0, 1, 20, start, start + 1, start + 100, len(whole) - 90, len(whole) - 1):
        file.write_bytes(whole[:kept])
        publish(near.database, reports)
        assert file.read_bytes() == whole, kept
    assert publish(near.database, reports) == 0


@pytest.mark.parametrize("room", ["\n", "\n\n\n"])
def test_empty_lines_after_a_note_stop_nothing(near: Office, reports: Path, room: str) -> None:
    first = take(near, reports)
    file = reports / PUBLISHED
    file.write_text(room + first.note + room, encoding="utf-8")
    near.open()
    second = take(near, reports, minutes=5)
    assert lines(reports) == room + first.note + room + second.note
    assert len(parse_notes(lines(reports))) == 2
    third = checkpoints.rotate(near.database, place_of(reports), at=MONDAY + DAY)
    whole = lines(reports)
    file.write_text(first.note + second.note + room + third.note[:40], encoding="utf-8")
    assert publish(near.database, reports) == 1
    assert lines(reports) == first.note + second.note + room + third.note
    assert whole.endswith(third.note)


def test_empty_lines_within_a_note_that_was_cut_off_are_an_alarm(
    near: Office, reports: Path
) -> None:
    take(near, reports)
    checkpoints.rotate(near.database, place_of(reports), at=MONDAY + DAY)
    file = reports / PUBLISHED
    one_signature = lines(reports).removesuffix("\n").rpartition("\n")[0]
    file.write_text(f"{one_signature}\n\n", encoding="utf-8")
    with pytest.raises(PublishedDamaged):
        publish(near.database, reports)


def test_a_file_that_does_not_keep_what_is_added_is_an_alarm_and_not_filled_up(
    near: Office, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(near, reports)
    monkeypatch.setattr(published, "_begun", lambda *_: b"")
    with pytest.raises(PublishedDamaged, match="does not become its end"):
        publish(near.database, reports)
    assert len(parse_notes(lines(reports))) == 2


def test_a_file_whose_end_this_database_does_not_know_goes_on_with_what_it_lacks(
    near: Office, reports: Path
) -> None:
    ahead = take(near, reports, days=400)
    known = take(near, reports, days=1)
    foreign = known.note.replace(f"\ntime {int(known.at.timestamp())}", "\ntime 5")
    (reports / PUBLISHED).write_text(ahead.note + foreign, encoding="utf-8")
    assert publish(near.database, reports) == 1
    assert lines(reports) == ahead.note + foreign + known.note


def test_a_file_put_away_is_kept_under_another_name_and_another_begun(
    near: Office, reports: Path
) -> None:
    taken = take(near, reports)
    (reports / PUBLISHED).write_text(
        taken.note.replace(f"\n{taken.checkpoint.size}\n", "\n4711\n"), encoding="utf-8"
    )
    kept = lines(reports)
    with pytest.raises(TreeNotExtended):
        take(near, reports, minutes=5)
    aside = put_away(reports, at=MONDAY)
    assert aside.read_text("utf-8") == kept
    assert last_published(reports) is None
    assert take(near, reports, days=1).checkpoint.size == taken.checkpoint.size
    with pytest.raises(StoreUnavailable, match="cannot be renamed"):
        put_away(reports, at=MONDAY)
    assert aside.read_text("utf-8") == kept
    (reports / PUBLISHED).unlink()
    with pytest.raises(NotFound):
        put_away(reports, at=MONDAY)


def test_a_file_that_was_lost_is_written_anew(near: Office, reports: Path) -> None:
    for day in range(3):
        take(near, reports, days=day)
    whole = lines(reports)
    (reports / PUBLISHED).unlink()
    assert publish(near.database, reports) == 3
    assert lines(reports) == whole


@pytest.mark.parametrize(
    "added", ["Surat biasa\n", "x", f"{ORIGIN}\n3\nAA\n\n\N{EM DASH} {ORIGIN} AAAAAAA=\n"]
)
def test_what_others_wrote_at_the_end_of_the_file_is_an_alarm(
    near: Office, reports: Path, added: str
) -> None:
    take(near, reports)
    with (reports / PUBLISHED).open("a", encoding="utf-8") as file:
        file.write(added)
    near.open()
    with pytest.raises(PublishedDamaged):
        take(near, reports, minutes=5)
    assert lines(reports).endswith(added)


def test_a_last_note_that_is_no_text_is_an_alarm(near: Office, reports: Path) -> None:
    taken = take(near, reports)
    raw = taken.note.encode().replace(b"\ntime", b"\n\xff")
    (reports / PUBLISHED).write_bytes(raw)
    with pytest.raises(PublishedDamaged, match="no text"):
        last_published(reports)


def test_a_folder_that_cannot_be_used_is_said_plainly(near: Office, tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("not a folder")
    with pytest.raises(StoreUnavailable, match="cannot be written to"):
        take(near, tmp_path / "reports")
    (tmp_path / "other" / PUBLISHED).mkdir(parents=True)
    with pytest.raises(StoreUnavailable, match="cannot be read"):
        take(near, tmp_path / "other", days=1)


def test_a_last_note_that_is_no_checkpoint_is_an_alarm(near: Office, reports: Path) -> None:
    taken = take(near, reports)
    (reports / PUBLISHED).write_text(taken.note.replace("time ", "time x"), encoding="utf-8")
    with pytest.raises(PublishedDamaged, match="is no time"):
        last_published(reports)
