"""`alur backup` and `alur restore`, as they are typed."""

import json
from pathlib import Path

import pytest
from filing import file_document
from postgres import fresh_database
from terminal import Terminal

from engine.core.notes import format_verifier_key
from engine.service.checkpoints import take, verifier_keys
from engine.service.clock import now
from engine.service.database import connect

ORIGIN = "contoh.go.id/alur"


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def only_one(folder: Path) -> Path:
    (file,) = folder.glob("alur-*.zip")
    return file


def test_a_backup_is_written_listed_and_restored(
    terminal: Terminal, backups: Path, tmp_path: Path
) -> None:
    terminal.open_case()

    said = terminal.do("backup", str(backups))
    assert "is written" in said
    assert "The keys are not in it" in said
    assert "Names, addresses and documents can be read by whoever has this file" in said
    file = only_one(backups)
    assert file.name in terminal.do("backup", str(backups), "--list")
    assert "case_event" in terminal.do("backup", str(file), "--list")
    told = terminal.do("restore", str(file), "--to", str(tmp_path / "new"))

    assert "1 case," in told
    assert "Its whole history verifies" in told
    assert "Its key is not here" in told
    assert (tmp_path / "new" / "alur.db").exists()


def test_the_same_in_json(terminal: Terminal, backups: Path, tmp_path: Path) -> None:
    terminal.open_case()

    made = terminal.read("backup", str(backups), "--with-keys")
    assert (made["has_keys"], made["schema"] > "0008") == (True, True)  # type: ignore[operator]
    assert made["rows"]["case"] == 1  # type: ignore[index]
    file = str(only_one(backups))
    assert terminal.read("backup", file, "--list")["file"] == file
    assert len(terminal.read("backup", str(backups), "--list")["items"]) == 1  # type: ignore[arg-type]
    restored = terminal.read("restore", file, "--to", str(tmp_path / "new"))

    assert restored["judged"]["key"] == "fits"  # type: ignore[index]
    assert restored["restored"]["keys"] == ["alur.db-key"]  # type: ignore[index]
    assert json.loads(Path(str(restored["minutes"])).read_text())["aside"] == ""


def test_with_keys_it_is_said_who_can_read_it(terminal: Terminal, backups: Path) -> None:
    assert "whoever has this file" in terminal.do("backup", str(backups), "--with-keys")


def test_the_oldest_of_a_folder_are_removed(terminal: Terminal, backups: Path) -> None:
    old = backups / "alur-20200101T000000Z.zip"
    backups.mkdir()
    terminal.do("backup", str(old))

    said = terminal.do("backup", str(backups), "--keep", "1")

    assert f"{old.name} was removed" in said
    assert not old.exists()
    assert only_one(backups) != old


def test_an_empty_folder_has_no_backups(terminal: Terminal, tmp_path: Path) -> None:
    assert "no backups" in terminal.do("backup", str(tmp_path), "--list")


def test_a_number_to_keep_is_for_a_folder(terminal: Terminal, tmp_path: Path) -> None:
    refused = terminal.type("backup", str(tmp_path / "a.zip"), "--keep", "2")
    assert refused.exit_code == 2


def test_what_is_there_is_refused_and_with_force_moved_aside(
    terminal: Terminal, backups: Path, tmp_path: Path
) -> None:
    terminal.open_case()
    terminal.do("backup", str(tmp_path / "a.zip"))

    assert terminal.type("backup", str(tmp_path / "a.zip")).exit_code == 4
    refused = terminal.type("restore", str(tmp_path / "a.zip"))
    assert refused.exit_code == 4
    assert "--force" in refused.stderr
    assert "is now" in terminal.do("restore", str(tmp_path / "a.zip"), "--force")
    assert terminal.tally().total == 1


def test_a_damaged_backup_ends_with_3(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    terminal.open_case()
    terminal.do("backup", str(file))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)

    refused = terminal.type("restore", str(file), "--to", str(tmp_path / "new"))

    assert refused.exit_code == 3
    assert "is damaged" in refused.stderr


def test_a_history_that_was_changed_ends_with_3_and_is_named(
    terminal: Terminal, tmp_path: Path
) -> None:
    case = terminal.open_case()
    with connect(terminal.url) as database:
        database.store.write(lambda unit: unit._run("DROP TRIGGER case_event_refuses_update", {}))
        change = "UPDATE case_event SET body = replace(body, 'Bayu', 'Dewi') || ' ' WHERE seq = 1"
        database.store.write(lambda unit: unit._run(change, {}))
    terminal.do("backup", str(tmp_path / "a.zip"))

    told = terminal.type("restore", str(tmp_path / "a.zip"), "--to", str(tmp_path / "new"))

    assert told.exit_code == 3
    assert f"case/{case} 1: hash-differs" in told.stdout
    assert "it does not verify" in told.stdout


def test_what_was_published_since_is_said_to_be_lost_and_kept_as_evidence(
    terminal: Terminal, tmp_path: Path
) -> None:
    reports = tmp_path / "reports"
    terminal.open_case()
    with connect(terminal.url) as database:
        take(database, at=now(), origin=ORIGIN, folder=reports)
        terminal.do("backup", str(tmp_path / "a.zip"))
        terminal.open_case()
        take(database, at=now(), origin=ORIGIN, folder=reports)
        key = format_verifier_key(verifier_keys(database)[0])
    published = (reports / "checkpoints.txt").read_text()

    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text(published)
    given = ("--checkpoints", str(elsewhere), "--key", key)
    told = terminal.do("restore", str(tmp_path / "a.zip"), *given, "--force")

    assert "It agrees with the published checkpoints" in told
    assert "are lost" in told
    (aside,) = reports.glob("checkpoints-before-*.txt")
    assert aside.read_text() == published
    assert aside.name in told


@pytest.mark.parametrize(
    "line",
    [("--to", "sqlite://"), ("--key", "no key"), ("--to", "mysql://x/y")],
)
def test_what_makes_no_sense_is_refused_before_anything_is_done(
    terminal: Terminal, tmp_path: Path, line: tuple[str, str]
) -> None:
    terminal.open_case()
    terminal.do("backup", str(tmp_path / "a.zip"))

    assert terminal.type("restore", str(tmp_path / "a.zip"), *line).exit_code in {2, 6}


def test_a_database_of_the_settings_or_an_address_may_be_named(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.open_case()
    terminal.do("backup", str(tmp_path / "a.zip"))
    url = f"sqlite:///{tmp_path / 'by-address' / 'alur.db'}"

    terminal.do("restore", str(tmp_path / "a.zip"), "--to", url)

    assert (tmp_path / "by-address" / "alur.db").exists()


def published(terminal: Terminal, reports: Path) -> str:
    """A checkpoint over all there is, published; what the file says now."""
    with connect(terminal.url) as database:
        take(database, at=now(), origin=ORIGIN, folder=reports)
    return (reports / "checkpoints.txt").read_text()


def test_a_backup_from_before_the_first_checkpoint_is_followed_by_checkpoints_again(
    terminal: Terminal, tmp_path: Path
) -> None:
    reports = tmp_path / "reports"
    terminal.open_case()
    terminal.do("backup", str(tmp_path / "a.zip"))
    terminal.open_case()
    before = published(terminal, reports)
    here = {"ALUR_REPORTS": str(reports), "ALUR_FILES": str(tmp_path / "files")}

    told = terminal.type("restore", str(tmp_path / "a.zip"), "--force", env=here)

    assert told.exit_code == 0, told.output
    assert "are lost" in told.stdout
    (aside,) = reports.glob("checkpoints-before-*.txt")
    assert aside.read_text() == before
    assert terminal.type("checkpoint", "take", env=here).exit_code == 0


def test_after_a_rotation_it_is_said_how_checkpoints_go_on(
    terminal: Terminal, tmp_path: Path
) -> None:
    reports = tmp_path / "reports"
    here = {"ALUR_REPORTS": str(reports), "ALUR_FILES": str(tmp_path / "files")}
    terminal.open_case()
    published(terminal, reports)
    terminal.do("backup", str(tmp_path / "a.zip"))
    assert terminal.type("checkpoint", "rotate", env=here).exit_code == 0
    terminal.open_case()
    published(terminal, reports)

    told = terminal.type("restore", str(tmp_path / "a.zip"), "--force", env=here)

    assert told.exit_code == 0, told.output
    assert "alur checkpoint rotate --lost" in told.stdout
    assert terminal.type("checkpoint", "take", env=here).exit_code == 4
    assert terminal.type("checkpoint", "rotate", "--lost", env=here).exit_code == 0
    assert terminal.type("checkpoint", "take", env=here).exit_code == 0


def test_what_is_restored_elsewhere_leaves_what_is_published_here_alone(
    terminal: Terminal, tmp_path: Path
) -> None:
    reports = tmp_path / "reports"
    terminal.open_case()
    published(terminal, reports)
    terminal.do("backup", str(tmp_path / "a.zip"))
    terminal.open_case()
    after = published(terminal, reports)
    url = f"sqlite:///{tmp_path / 'drill.db'}"  # its folder has this installation's reports
    here = {"ALUR_REPORTS": str(reports)}

    told = terminal.type("restore", str(tmp_path / "a.zip"), "--to", url, env=here)

    assert told.exit_code == 0, told.output
    assert "are lost" in told.stdout
    assert "stays as it is" in told.stdout
    assert (reports / "checkpoints.txt").read_text() == after


def test_on_a_server_documents_and_reports_need_a_folder_of_their_own(
    terminal: Terminal, tmp_path: Path, postgres_url: str
) -> None:
    terminal.open_case()
    terminal.do("backup", str(tmp_path / "a.zip"))
    line = ("restore", str(tmp_path / "a.zip"), "--to", fresh_database(postgres_url))
    folder = tmp_path / "drill"

    refused = terminal.type(*line)
    terminal.do(*line, "--folder", str(folder))

    assert refused.exit_code == 2
    assert "--folder" in refused.stderr
    assert list((folder / "reports").glob("restored-*.json"))
    elsewhere = terminal.type("restore", str(tmp_path / "a.zip"), "--folder", str(folder))
    assert elsewhere.exit_code == 2


def test_a_document_that_is_not_there_is_said_by_backup_and_restore(
    terminal: Terminal, tmp_path: Path
) -> None:
    case = terminal.open_case()
    with connect(terminal.url) as database:
        name = file_document(database, None, case, at=now())

    made = terminal.do("backup", str(tmp_path / "a.zip"))
    told = terminal.type("restore", str(tmp_path / "a.zip"), "--to", str(tmp_path / "new"))

    assert f"it is not there: {name}" in made
    assert told.exit_code == 3
    assert "document-gone" in told.stdout
    assert "1 finding: it does not verify" in told.stdout


def test_what_is_neither_a_zip_nor_a_folder_is_not_made_one(
    terminal: Terminal, tmp_path: Path
) -> None:
    refused = terminal.type("backup", str(tmp_path / "a.tar"))

    assert refused.exit_code == 2
    assert not (tmp_path / "a.tar").exists()
    nothing = terminal.type("backup", str(tmp_path / "none"), "--list")
    assert nothing.exit_code == 5
    assert "No such" not in nothing.stderr


def test_an_empty_house_with_a_checkpoint_over_nothing_is_restored_whole(
    terminal: Terminal, tmp_path: Path
) -> None:
    here = {"ALUR_REPORTS": str(tmp_path / "r"), "ALUR_DATABASE_URL": f"sqlite:///{tmp_path}/x.db"}
    assert terminal.type("checkpoint", "take", env=here).exit_code == 0
    assert terminal.type("backup", str(tmp_path / "a.zip"), env=here).exit_code == 0

    told = terminal.type("restore", str(tmp_path / "a.zip"), "--force", env=here)

    assert told.exit_code == 0, told.output
