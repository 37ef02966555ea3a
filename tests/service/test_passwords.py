"""Passwords: no rule but length and not being the first that anybody would try."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from engine.core.errors import PasswordRefused
from engine.service import passwords
from engine.service.passwords import FEWEST, MOST, expect_good, hashed, look

GOOD = "naik sepeda ke pasar"
NAMES = ("rini.astuti", "Rini Astuti", "dinas-perahu", "Dinas Perahu")


def problem(password: str, *, listed: Path | None = None) -> str | None:
    try:
        expect_good(password, about=NAMES, listed=listed)
    except PasswordRefused as refused:
        return refused.problem
    return None


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "ab1x9qPz",
        "            ",
        "東京タワー大好き猫",
        "🦊🐢🦉🐝🦋🐬🦔🐧",
        "x1" * 32 + "kuda\0",
    ],
)
def test_any_characters_make_a_password(password: str) -> None:
    assert problem(password) is None or password.isspace()


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("pendek7", "short"),
        ("ﬁﬁﬁ", "short"),  # six letters, once taken apart
        ("kuda laut " * 13, "long"),
        ("k" * 100_000, "long"),
        ("half \ud83d of a fox", "unreadable"),
        ("password", "common"),
        ("P@ssw0rd2026!", "common"),
        ("Sayangku88", "common"),
        ("2026jakarta", "common"),
        ("sayangsayang", "common"),
        ("1q2w3e4r", "common"),
        ("corvette", "common"),
        ("babygirl1", "common"),
        ("aaaaaaaaa", "common"),
        ("121212121212", "common"),
        ("abcdefghi", "common"),
        ("987654321", "common"),
        ("rini.astuti2026", "personal"),
        ("DinasPerahu-01", "personal"),
        ("alur-rini-7", "personal"),
    ],
)
def test_what_is_tried_first_is_refused(password: str, why: str) -> None:
    assert problem(password) == why


def test_a_name_within_something_longer_is_no_matter() -> None:
    assert problem("perahu kertas hanyut ke hulu") is None


def test_an_office_names_a_list_of_its_own(tmp_path: Path) -> None:
    listed = tmp_path / "bocor.txt"
    listed.write_text("gajah terbang\r\nNaik Sepeda Ke Pasar\n", "utf-8")

    assert problem(GOOD, listed=listed) == "common"
    assert problem("hujan turun di gunung", listed=listed) is None


def test_the_refusal_names_the_field_and_what_to_do() -> None:
    with pytest.raises(PasswordRefused) as refused:
        expect_good("password")

    assert set(refused.value.problems) == {"password"}
    assert refused.value.hint


def test_the_right_password_is_right_however_its_letters_were_put_together() -> None:
    kept = hashed("cafe\u0301 di tepi pantai")

    assert look(kept, "caf\u00e9 di tepi pantai").right
    assert not look(kept, "cafe di tepi pantai").right


@pytest.mark.usefixtures("usual_passwords")
def test_what_is_kept_is_argon2id_at_owasps_price_and_salted() -> None:
    one, other = hashed(GOOD), hashed(GOOD)

    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert one != other


@pytest.mark.parametrize("kept", ["", "no hash at all", "$argon2id$v=19$m=8,t=1,p=1$AAAA$BBBB"])
def test_what_is_no_hash_lets_nobody_in(kept: str) -> None:
    assert not look(kept, GOOD).right


@pytest.mark.parametrize("typed", ["", "\ud800" * 9, "k" * 100_000])
def test_what_no_password_can_be_lets_nobody_in(typed: str) -> None:
    assert not look(hashed(""), "\ud800" * 9).right
    assert not look(hashed(GOOD), typed).right


@pytest.mark.usefixtures("usual_passwords")
def test_a_hash_of_older_parameters_is_made_anew_once_the_password_is_known() -> None:
    older = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(GOOD)

    looked = look(older, GOOD)

    assert looked.right
    assert looked.better is not None
    assert look(looked.better, GOOD) == passwords.Looked(right=True)
    assert look(older, "salah sama sekali").better is None


@pytest.mark.parametrize(
    ("work", "args"),
    [
        pytest.param(hashed, (GOOD,), id="keeping one"),
        pytest.param(
            look, ("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA", GOOD), id="a known name"
        ),
        pytest.param(look, ("", GOOD), id="a name that nobody has"),
    ],
)
def test_a_process_hashes_few_at_a_time_and_whatever_is_asked_it_hashes(
    work: Callable[..., object], args: tuple[str, ...]
) -> None:
    done = Event()
    for _ in range(passwords.AT_ONCE):
        passwords._hashing(os.getpid()).submit(done.wait, 20)
    waiting = Thread(target=work, args=args)
    waiting.start()
    waiting.join(0.2)
    assert waiting.is_alive()
    done.set()
    waiting.join(20)
    assert not waiting.is_alive()


@given(st.text(max_size=200))
def test_every_text_is_taken_or_refused_for_a_reason(typed: str) -> None:
    why = problem(typed)

    assert why in {None, *PasswordRefused.SAID}
    if why is None:
        assert FEWEST <= len(passwords._normal(typed)) <= MOST
