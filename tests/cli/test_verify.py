"""`alur verify`: whole or not, and what of it; ends with 0 or 3."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from terminal import SOP, Terminal

from api.present_verifying import DOUBTS
from engine.core.notes import format_verifier_key, parse_notes, verifier_key
from engine.core.verdicts import Doubt
from engine.service.published import PUBLISHED

DOCUMENTED = Path(__file__).parents[2] / "docs" / "verifying.md"


def tamper(terminal: Terminal, statement: str) -> None:
    with closing(sqlite3.connect(terminal.url.removeprefix("sqlite:///"))) as file:
        triggers = file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            file.execute(f"DROP TRIGGER {name}")
        file.execute(statement)
        file.commit()


FORGED = (
    "UPDATE case_event SET body = CAST(replace(CAST(body AS TEXT), 'rini', 'rina') AS BLOB)"
    " WHERE seq = 1"
)


def test_an_empty_database_is_told_kindly(terminal: Terminal, tmp_path: Path) -> None:
    terminal.url = f"sqlite:///{tmp_path}/empty.db"
    terminal.do("db", "prepare")

    assert terminal.do("verify") == "There is nothing to verify yet: the database is empty.\n"
    assert "kosong" in terminal.do("verify", "--lang", "id")


def test_what_is_whole_is_said_and_what_nobody_can_know_too(terminal: Terminal) -> None:
    case = terminal.open_case()

    said = terminal.do("verify")
    assert "cases 1" in said
    assert "No checkpoint to compare with" in said
    assert "Not in the ledger yet" in said
    assert said.endswith("It agrees with itself, and was compared with nothing else.\n")
    assert "utuh" not in terminal.do("verify", case, "--lang", "id")
    terminal.do("checkpoint", "take")
    assert terminal.do("verify").endswith("Everything holds together.\n")
    assert terminal.do("verify", case, "--lang", "id").endswith("Kasus ini utuh.\n")


def test_it_is_held_against_what_this_installation_published(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.open_case()
    terminal.do("checkpoint", "take")
    published = tmp_path / "reports" / PUBLISHED

    assert "Agrees with checkpoint" in terminal.do("verify", "--views")
    (note,) = parse_notes(published.read_text("utf-8"))
    answer: dict[str, Any] = terminal.read("verify", "--checkpoints", str(published))
    assert answer["verified"] is True
    assert answer["checked_to"]["size"] == answer["entries"]
    assert str(answer["entries"]) in note.text


def test_what_was_touched_is_named_with_what_to_do_and_ends_with_3(terminal: Terminal) -> None:
    case = terminal.open_case()
    tamper(terminal, FORGED)

    told = terminal.type("verify")
    assert told.exit_code == 3
    assert "Findings: 1. It does NOT hold together." in told.stdout
    assert f"case/{case} 1" in told.stdout
    assert "hash-differs" in told.stdout
    assert "compare it with a backup" in told.stdout
    assert "rina" not in told.stdout
    assert "TIDAK utuh" in terminal.type("verify", "--lang", "id").stdout

    told = terminal.type("verify", case, "--json")
    assert told.exit_code == 3
    assert '"code":"hash-differs"' in told.stdout.replace(": ", ":")


def test_more_findings_than_are_told_are_counted(terminal: Terminal) -> None:
    terminal.open_case()
    tamper(terminal, "DELETE FROM ledger_due")

    told = terminal.type("verify", "--limit", "1")

    assert told.exit_code == 3
    assert "… and " in told.stdout
    assert told.stdout.count("not-listed") == 2  # in the table, and with what to do


def test_receipts_are_held_against_the_history(terminal: Terminal) -> None:
    case = terminal.open_case()
    history: dict[str, Any] = terminal.read("case", "history", case)

    right = f"{case}:1:{history['items'][0]['hash'][:16]}"
    assert "agrees with itself" in terminal.do("verify", "--receipt", right)
    wrong = terminal.type("verify", "--receipt", f"{case}:1:{'0' * 16}")
    assert wrong.exit_code == 3
    assert "receipt-differs" in wrong.stdout


@pytest.mark.parametrize(
    "line", [("--receipt", "x"), ("--key", "x"), ("--checkpoints", "nowhere.txt")]
)
def test_what_cannot_be_read_is_bad_usage(terminal: Terminal, line: tuple[str, str]) -> None:
    assert terminal.type("verify", *line).exit_code == 2


def test_a_key_of_somebody_else_vouches_for_nothing(terminal: Terminal, tmp_path: Path) -> None:
    terminal.open_case()
    terminal.do("checkpoint", "take")
    keys: dict[str, Any] = terminal.read("checkpoint", "keys")
    (key,) = keys["items"]
    assert "Agrees" in terminal.do("verify", "--key", key["verifier_key"])
    terminal.do("checkpoint", "rotate")
    assert "Agrees" in terminal.do("verify", "--key", key["verifier_key"])  # it handed over
    case = terminal.open_case()
    terminal.do("checkpoint", "take")
    reports = tmp_path / "reports" / PUBLISHED
    reports.unlink()  # by what the database has alone
    assert "Agrees" in terminal.do("verify", case, "--key", key["verifier_key"])


def test_a_key_with_nothing_to_compare_by_it_is_a_finding(terminal: Terminal) -> None:
    terminal.open_case()
    stranger = format_verifier_key(verifier_key("kantor.test/alur", b"\x07" * 32))

    told = terminal.type("verify", "--key", stranger)

    assert told.exit_code == 3
    assert "nothing-compared" in told.stdout


@pytest.mark.parametrize("text", ["", "\n", "no note\n"])
def test_a_file_without_a_whole_note_is_a_finding(
    terminal: Terminal, tmp_path: Path, text: str
) -> None:
    terminal.open_case()
    terminal.do("checkpoint", "take")
    file = tmp_path / "given.txt"
    file.write_text(text, "utf-8")

    told = terminal.type("verify", "--checkpoints", str(file))

    assert told.exit_code == 3
    assert "checkpoint-unreadable" in told.stdout


def test_a_case_that_is_not_there_is_no_such_thing(terminal: Terminal) -> None:
    terminal.open_case()
    assert terminal.type("verify", "nirgends").exit_code == 5
    assert terminal.type("verify", "0").exit_code == 5


def test_a_case_is_found_by_the_beginning_of_its_id_and_one_that_is_gone_by_all_of_it(
    terminal: Terminal,
) -> None:
    case = terminal.open_case()
    terminal.do("checkpoint", "take")

    assert "The case holds together." in terminal.do("verify", case[:10])

    tamper(terminal, "DELETE FROM case_event")
    tamper(terminal, 'DELETE FROM "case"')
    told = terminal.type("verify", case)
    assert told.exit_code == 3
    assert "listed-but-gone" in told.stdout


def test_what_is_not_there_is_not_made(terminal: Terminal, tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    terminal.url = f"sqlite:///{folder}/alur.db"

    told = terminal.type("verify")

    assert told.exit_code == 6
    assert "alur db prepare" in told.stderr
    assert not folder.exists()


@pytest.mark.parametrize("content", ["", "CREATE TABLE other (a)"])
def test_what_holds_nothing_of_alurs_is_left_as_it_is(
    terminal: Terminal, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as other:
        other.executescript(content)
    before = file.read_bytes()
    terminal.url = f"sqlite:///{file}"

    assert terminal.type("verify").exit_code == 6
    assert file.read_bytes() == before
    assert not file.with_name("other.db-key").exists()


def test_an_older_database_is_judged_by_nobody_before_it_was_brought_up(
    terminal: Terminal,
) -> None:
    tamper(terminal, "UPDATE alembic_version SET version_num = '0008'")
    file = Path(terminal.url.removeprefix("sqlite:///"))
    before = file.read_bytes()

    told = terminal.type("verify")

    assert told.exit_code == 6
    assert "alur db prepare" in told.stderr
    assert file.read_bytes() == before
    tamper(terminal, "UPDATE alembic_version SET version_num = '9999'")
    assert "release" in terminal.type("verify").stderr


def test_verifying_writes_nothing(terminal: Terminal, tmp_path: Path) -> None:
    terminal.open_case()
    terminal.do("checkpoint", "take")
    file = Path(terminal.url.removeprefix("sqlite:///"))
    before = {one.name: one.read_bytes() for one in file.parent.iterdir() if one.is_file()}

    terminal.do("verify", "--views", "--dates", "--documents")

    after = {one.name: one.read_bytes() for one in file.parent.iterdir() if one.is_file()}
    journals = {f"{file.name}-shm", f"{file.name}-wal"}  # SQLite's own, empty
    assert {name: after[name] for name in after.keys() - journals} == {
        name: before[name] for name in before.keys() - journals
    }
    assert not after.get(f"{file.name}-wal")


def test_the_name_that_a_case_is_listed_under_is_compared(terminal: Terminal) -> None:
    terminal.open_case()
    terminal.do("checkpoint", "take")
    assert "holds together" in terminal.do("verify", "--views")
    tamper(terminal, "UPDATE \"case\" SET applicant = 'Orang Lain'")

    told = terminal.type("verify", "--views")

    assert told.exit_code == 3
    assert "case applicant" in told.stdout
    assert "Orang Lain" not in told.stdout


def test_a_database_that_cannot_be_read_ends_with_6(terminal: Terminal, tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"no database" * 500)
    terminal.url = f"sqlite:///{broken}"

    assert terminal.type("verify").exit_code == 6


def test_a_published_sop_that_was_touched_is_named(terminal: Terminal) -> None:
    tamper(terminal, "UPDATE sop_version SET number = '9'")

    told = terminal.type("verify")

    assert told.exit_code == 3
    assert f"sop/{SOP} 1" in told.stdout


def test_every_code_has_words_and_is_documented() -> None:
    assert set(DOUBTS) == set(Doubt)
    text = DOCUMENTED.read_text("utf-8")
    assert [code for code in Doubt if f"`{code.value}`" not in text] == []
