"""`alur checkpoint`: signed, shown, handed over and proved on the command line."""

from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from terminal import Terminal

from engine.core.notes import follow_keys, parse_notes, parse_verifier_key
from engine.core.proofs import is_included
from engine.service.published import PUBLISHED
from engine.service.signing_keys import verify

KEY, OTHER_KEY = (b64encode(bytes([n]) * 32).decode() for n in (1, 2))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "reports" / PUBLISHED


def test_where_nothing_was_signed_it_is_said_what_does(terminal: Terminal) -> None:
    for asked in ("list", "keys"):
        assert "`alur checkpoint take` signs one" in terminal.do("checkpoint", asked)
    assert terminal.read("checkpoint", "list") == {"items": [], "next": None, "keys": []}
    assert terminal.read("checkpoint", "keys") == {"items": []}
    assert terminal.type("checkpoint", "show").exit_code == 5
    assert "take" in terminal.do("checkpoint", "--help")


def test_a_checkpoint_is_signed_listed_and_shown_to_the_letter(
    terminal: Terminal, file: Path
) -> None:
    said = terminal.do("checkpoint", "take")
    assert said.startswith("Checkpoint 1: ")
    assert str(file) in said
    assert terminal.do("checkpoint", "show") == file.read_text("utf-8")
    again = terminal.read("checkpoint", "take")
    assert (again["id"], again["note"]) == (1, file.read_text("utf-8"))
    assert str(again["root"]) in terminal.do("checkpoint", "list")
    assert terminal.read("checkpoint", "list")["items"] == [again]
    assert terminal.read("checkpoint", "show", "1") == again
    assert terminal.type("checkpoint", "show", "2").exit_code == 5
    assert terminal.do("checkpoint", "publish").startswith("0 checkpoints added")
    file.unlink()
    assert terminal.read("checkpoint", "publish") == {"added": 1, "mailed": 0}


def test_longer_lists_come_by_pages(terminal: Terminal) -> None:
    terminal.do("checkpoint", "take")
    terminal.do("checkpoint", "rotate")
    shown = terminal.do("checkpoint", "list", "--limit", "1")
    assert "--before 2" in shown
    assert "--before" not in terminal.do("checkpoint", "list", "--limit", "1", "--before", "2")


def test_keys_are_handed_over_so_that_others_can_follow(terminal: Terminal, file: Path) -> None:
    terminal.do("checkpoint", "take")
    (first,) = terminal.read("checkpoint", "keys")["items"]

    changed = terminal.read("checkpoint", "rotate")

    _, now = terminal.read("checkpoint", "keys")["items"]
    assert now["verifier_key"] == changed["verifier_key"] == changed["checkpoint"]["next_key"]
    shown = terminal.do("checkpoint", "keys")
    assert first["verifier_key"] in shown
    assert now["verifier_key"] in shown
    notes = parse_notes(file.read_text("utf-8"))
    pinned = parse_verifier_key(first["verifier_key"])
    assert follow_keys(pinned, notes, verify)[1:] == (parse_verifier_key(now["verifier_key"]),)


def test_a_key_that_is_set_is_handed_over_to_one_in_a_file(
    terminal: Terminal, tmp_path: Path
) -> None:
    following = tmp_path / "following"
    following.write_text(OTHER_KEY)
    following.chmod(0o600)
    known = {"ALUR_SIGNING_KEY": KEY}
    assert terminal.type("checkpoint", "take", env=known).exit_code == 0
    assert terminal.type("checkpoint", "rotate", env=known).exit_code == 6
    assert terminal.type("checkpoint", "rotate", "--to", str(following)).exit_code == 2
    broken = tmp_path / "broken"
    broken.write_text("x")
    assert terminal.type("checkpoint", "rotate", "--to", str(broken), env=known).exit_code == 2

    done = terminal.type("checkpoint", "rotate", "--to", str(following), env=known)

    assert done.exit_code == 0, done.output
    assert "Set ALUR_SIGNING_KEY_FILE" in done.stdout
    refused = terminal.type("checkpoint", "take", env=known)
    assert refused.exit_code == 4
    assert "checkpoint rotate --lost" in refused.stderr
    assert terminal.type("checkpoint", "take", env={"ALUR_SIGNING_KEY": OTHER_KEY}).exit_code == 0


def test_a_lost_key_is_replaced_and_it_is_said_that_nobody_can_follow(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.do("checkpoint", "take")
    (key,) = tmp_path.glob("*-signing-key")
    key.unlink()
    assert "Nobody can follow" in terminal.do("checkpoint", "rotate", "--lost")


def test_a_history_that_does_not_go_on_ends_with_the_code_of_what_does_not_verify(
    terminal: Terminal, file: Path
) -> None:
    size = terminal.read("checkpoint", "take")["size"]
    text = file.read_text("utf-8")
    file.write_text(text.replace(f"\n{size}\n", f"\n{size + 100}\n"), encoding="utf-8")
    refused = terminal.type("checkpoint", "take")
    assert refused.exit_code == 3
    assert f"over {size + 100} entries was published; here there are only {size}" in refused.stderr
    assert "docs/checkpoints.md" in refused.stderr
    aside = Path(str(terminal.read("checkpoint", "put-away")["file"]))
    assert str(size + 100) in aside.read_text("utf-8")
    assert terminal.type("checkpoint", "put-away").exit_code == 5
    assert terminal.read("checkpoint", "publish")["added"] == 1


def test_a_file_put_away_is_named(terminal: Terminal, file: Path) -> None:
    terminal.do("checkpoint", "take")
    said = terminal.do("checkpoint", "put-away")
    assert "keep it" in said
    assert "checkpoints-until-" in said.replace("\n", "")
    assert not file.exists()


def test_an_event_is_proved(terminal: Terminal) -> None:
    case = terminal.open_case()
    assert terminal.type("checkpoint", "prove", case, "1").exit_code == 5
    terminal.do("checkpoint", "take")

    found = terminal.read("checkpoint", "prove", case, "1")

    assert is_included(
        b64decode(found["leaf_hash"]),
        found["position"],
        found["size"],
        [b64decode(one) for one in found["proof"]],
        b64decode(found["root"]),
    )
    said = terminal.do("checkpoint", "prove", case[:8], "1", "--size", str(found["size"]))
    assert found["leaf_hash"] in said
    assert found["note"] in said
