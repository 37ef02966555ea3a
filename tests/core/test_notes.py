"""Notes are written and read as C2SP says; keys are followed only where both sign."""

import re
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from engine.core.errors import NoteRefused
from engine.core.notes import (
    Checkpoint,
    NoteSignature,
    SignedNote,
    VerifierKey,
    checkpoint_text,
    follow_keys,
    format_note,
    format_verifier_key,
    last_note,
    parse_checkpoint,
    parse_note,
    parse_notes,
    parse_verifier_key,
    signed_by,
    verifier_key,
)

# Test vectors of Go's golang.org/x/mod/sumdb/note (note_test.go).
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_SEED = b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETER_SIGNED = (
    "\N{EM DASH} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqf"
    "qdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_SIGNED = (
    "\N{EM DASH} EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTG"
    "wnWLox33WWd1RvMc+QQ=\n"
)
# The example of https://c2sp.org/tlog-checkpoint.
SOFA = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
AT = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


class Hand:
    """Somebody who signs in a name."""

    def __init__(self, seed: bytes, name: str = "kota.example/alur") -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = verifier_key(name, self._private.public_key().public_bytes_raw())

    def sign(self, text: str) -> NoteSignature:
        signature = self._private.sign(text.encode())
        return NoteSignature(name=self.key.name, key_id=self.key.key_id, signature=signature)


def signed(text: str, *hands: Hand) -> SignedNote:
    return SignedNote(text=text, signatures=tuple(hand.sign(text) for hand in hands))


OLD, NEW, NEXT, THIEF = (Hand(bytes([n]) * 32) for n in range(1, 5))


def hands_over(to: VerifierKey, *by: Hand, origin: str = "kota.example/alur") -> SignedNote:
    text = checkpoint_text(Checkpoint(origin=origin, size=7, root=bytes(32), at=AT, next_key=to))
    return signed(text, *by)


@pytest.mark.parametrize("line", [PETER, ENOCH])
def test_a_verifier_key_of_go_is_read_and_written_the_same(line: str) -> None:
    assert format_verifier_key(parse_verifier_key(line)) == line


def test_the_id_of_a_key_is_taken_over_name_kind_and_key() -> None:
    key = parse_verifier_key(PETER)
    whole = b"PeterNeumann\n\x01" + key.public
    assert key.key_id == sha256(whole).digest()[:4] == bytes.fromhex("c74f20a3")


def test_no_part_of_a_key_and_no_changed_letter_passes_for_one() -> None:
    parts = {PETER[a:b] for a in range(len(PETER)) for b in range(a + 1, len(PETER) + 1)} - {PETER}
    changed = {PETER[:at] + chr(ord(PETER[at]) + 1) + PETER[at + 1 :] for at in range(len(PETER))}
    for wrong in parts | changed:
        with pytest.raises(NoteRefused):
            parse_verifier_key(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_keys_of_other_lengths_kinds_and_names_are_refused(wrong: str) -> None:
    with pytest.raises(NoteRefused):
        parse_verifier_key(wrong)


@pytest.mark.parametrize(("name", "public"), [("a b", bytes(32)), ("", bytes(32)), ("a", b"")])
def test_no_key_is_made_that_could_not_be_read(name: str, public: bytes) -> None:
    with pytest.raises(ValueError, match="neither spaces nor a plus"):
        verifier_key(name, public)


def test_what_we_sign_is_what_go_signs_to_the_letter() -> None:
    note = signed(TEXT, Hand(PETERS_SEED, "PeterNeumann"))
    assert format_note(note) == f"{TEXT}\n{PETER_SIGNED}"


def test_a_note_of_go_is_signed_by_whom_it_says() -> None:
    note = parse_note(f"{TEXT}\n{PETER_SIGNED}{ENOCH_SIGNED}")
    assert note.text == TEXT
    assert format_note(note) == f"{TEXT}\n{PETER_SIGNED}{ENOCH_SIGNED}"
    for key in (PETER, ENOCH):
        assert signed_by(note, parse_verifier_key(key), verify)


def test_a_note_is_not_signed_by_a_key_that_is_not_below_it() -> None:
    note = parse_note(f"{TEXT}\n{ENOCH_SIGNED}")
    assert not signed_by(note, parse_verifier_key(PETER), verify)


def test_one_changed_letter_of_the_text_breaks_every_signature() -> None:
    note = parse_note(f"{TEXT.replace('think', 'thick')}\n{PETER_SIGNED}")
    assert not signed_by(note, parse_verifier_key(PETER), verify)


def test_a_forged_signature_beside_a_true_one_spoils_the_note() -> None:
    true, forged = OLD.sign(TEXT), OLD.sign("something else")
    note = SignedNote(text=TEXT, signatures=(true, forged))
    assert not signed_by(note, OLD.key, verify)


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (TEXT, 3, "no empty line"),
        (f"{TEXT}\n", 4, "whole line"),
        (f"{TEXT}\n{PETER_SIGNED[:-1]}", 4, "whole line"),
        (f"{TEXT}\n{PETER_SIGNED}Unexpected line.\n", 5, "no signature"),
        (f"{TEXT}\n\N{EM DASH} Bad\N{NO-BREAK SPACE}Name AAAAAAAA\n", 4, "no signature"),
        (f"{TEXT}\n\N{EM DASH} a+b AAAAAAAA\n", 4, "no signature"),
        (f"{TEXT}\n-- Peter AAAAAAAA\n", 4, "no signature"),
        (f"{TEXT}\n\N{EM DASH} Peter AAAA=\n", 4, "base64"),
        (f"{TEXT}\n\N{EM DASH} Peter AAAAAB==\n", 4, "base64"),
        (f"{TEXT}\n\N{EM DASH} Peter AAAAAA==\n", 4, "too short"),
        (f"{TEXT}\n\N{EM DASH} Peter é\n", 4, "base64"),
        (f"\x01{TEXT}\n{PETER_SIGNED}", 1, r"U\+0001"),
        (f"{TEXT}\r\n{PETER_SIGNED}", 3, r"U\+000D"),
        (f"{TEXT}\udc80\n\n{PETER_SIGNED}", 3, "UTF-8"),
        (f"{TEXT}\n{PETER_SIGNED * 101}", 104, "more than 100 signatures"),
        ("x" * 100_001, 1, "100000 characters"),
        (f"\n\n{PETER_SIGNED}", 4, "no empty line"),
    ],
)
def test_what_is_no_note_is_refused_with_its_line(text: str, line: int, why: str) -> None:
    with pytest.raises(NoteRefused, match=why) as refused:
        parse_note(text)
    assert refused.value.line == line


def test_the_last_empty_line_parts_the_text_from_its_signatures() -> None:
    text = "Ognuno sta solo\n\nè subito sera.\n"
    assert parse_note(format_note(signed(text, OLD))).text == text


def test_the_example_of_the_specification_is_read_and_written_the_same() -> None:
    found = parse_checkpoint(SOFA)
    assert (found.origin, found.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint_text(found) == SOFA


ROOT = b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("o\n1\n", 3),
        (f"o\n1\n{ROOT}", 3),
        (f"o\n1\n{ROOT}\n\n", 4),
        (f"\n1\n{ROOT}\n", 1),
        (f"o\n01\n{ROOT}\n", 2),
        (f"o\n-1\n{ROOT}\n", 2),
        (f"o\n\N{ARABIC-INDIC DIGIT ONE}\n{ROOT}\n", 2),
        (f"o\n{10**19}\n{ROOT}\n", 2),
        ("o\n1\nAAAA\n", 3),
        ("o\n1\n!\n", 3),
        (f"o\n1\n{ROOT}\ntime soon\n", 4),
        (f"o\n1\n{ROOT}\ntime 999999999999\n", 4),
        (f"o\n1\n{ROOT}\ntime 1\ntime 1\n", 5),
        (f"o\n1\n{ROOT}\nnext-key x\n", 4),
        (f"o\n1\n{ROOT}\nnext-key {PETER}\nnext-key {PETER}\n", 5),
    ],
)
def test_what_is_no_checkpoint_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(NoteRefused) as refused:
        parse_checkpoint(text)
    assert refused.value.line == line
    assert refused.value.problems == {f"line {line}": refused.value.why}


def test_lines_that_others_add_are_passed_over() -> None:
    assert parse_checkpoint(f"{SOFA}witness hello\ntime 5\n").at == datetime(
        1970, 1, 1, 0, 0, 5, tzinfo=UTC
    )


names = st.from_regex(r"[a-z0-9./-]{1,20}", fullmatch=True)
keys = st.builds(verifier_key, names, st.binary(min_size=32, max_size=32))
checkpoints = st.builds(
    Checkpoint,
    origin=names,
    size=st.integers(0, 10**19 - 1),
    root=st.binary(min_size=32, max_size=32),
    at=st.none()
    | st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31)).map(  # noqa: DTZ001
        lambda at: at.replace(microsecond=0, tzinfo=UTC)
    ),
    next_key=st.none() | keys,
)
bodies = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=[chr(n) for n in range(32)]),
    min_size=1,
).map(lambda line: f"{line}\n")
signatures = st.builds(
    NoteSignature,
    name=names,
    key_id=st.binary(min_size=4, max_size=4),
    signature=st.binary(min_size=1, max_size=70),
)
notes = st.builds(
    SignedNote,
    text=st.lists(bodies, min_size=1, max_size=4).map("\n".join),
    signatures=st.lists(signatures, min_size=1, max_size=3).map(tuple),
)


@given(checkpoints)
def test_a_checkpoint_is_read_as_it_was_written(checkpoint: Checkpoint) -> None:
    assert parse_checkpoint(checkpoint_text(checkpoint)) == checkpoint


@given(notes)
def test_a_note_is_read_as_it_was_written(note: SignedNote) -> None:
    assert parse_note(format_note(note)) == note


@given(st.text())
def test_any_text_is_a_note_that_is_written_the_same_or_is_refused(text: str) -> None:
    for said in (text, f"{text}\n\n{PETER_SIGNED}"):
        try:
            note = parse_note(said)
        except NoteRefused:
            continue
        assert format_note(note) == said


@given(st.lists(st.tuples(checkpoints, st.sampled_from(["", "\n", "\n\n"])), max_size=4))
def test_a_file_of_notes_holds_each_of_them(published: list[tuple[Checkpoint, str]]) -> None:
    all_notes = [signed(checkpoint_text(one), OLD) for one, _ in published]
    rooms = [room for _, room in published]
    text = "".join(room + format_note(note) for room, note in zip(rooms, all_notes, strict=True))
    assert parse_notes(text) == tuple(all_notes)
    assert last_note(text) == (format_note(all_notes[-1]) if all_notes else "")


@given(st.integers(0, 400))
def test_wherever_a_file_is_cut_off_the_whole_notes_before_remain(kept: int) -> None:
    first, last = (signed(checkpoint_text(one), OLD) for one in (SMALL, LARGE))
    text = format_note(first) + format_note(last)
    whole = (first,) * (kept >= len(format_note(first))) + (last,) * (kept >= len(text))
    assert parse_notes(text[:kept]) == whole


SMALL = Checkpoint(origin="kota.example/alur", size=3, root=bytes(32), at=AT)
LARGE = Checkpoint(origin="kota.example/alur", size=30, root=bytes(32), at=AT)


def test_what_is_no_note_between_notes_is_refused_with_its_line_of_the_file() -> None:
    good = format_note(signed(checkpoint_text(SMALL), OLD))
    with pytest.raises(NoteRefused) as refused:
        parse_notes(f"{good}{good.replace(' kota', ' ko ta')}{good}")
    assert refused.value.line == 2 * good.count("\n")


def test_a_key_is_followed_to_the_one_that_both_announce() -> None:
    published = [
        signed(checkpoint_text(SMALL), OLD),
        hands_over(NEW.key, OLD, NEW),
        signed(checkpoint_text(LARGE), NEW),
        hands_over(NEXT.key, NEW, NEXT),
    ]
    assert follow_keys(OLD.key, published, verify) == (OLD.key, NEW.key, NEXT.key)
    assert follow_keys(NEW.key, published, verify) == (NEW.key, NEXT.key)


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param(hands_over(THIEF.key, THIEF), id="not signed by the old key"),
        pytest.param(hands_over(THIEF.key, OLD), id="nobody shows to have the new key"),
        pytest.param(hands_over(THIEF.key, OLD, NEW), id="signed by another new key"),
        pytest.param(
            hands_over(THIEF.key, OLD, THIEF, origin="desa.example"), id="of another ledger"
        ),
        pytest.param(signed(f"kota.example/alur\nnext-key {PETER}\n", OLD), id="no checkpoint"),
    ],
)
def test_a_forged_change_of_keys_is_not_followed(forged: SignedNote) -> None:
    true = hands_over(NEW.key, OLD, NEW)
    assert follow_keys(OLD.key, [forged], verify) == (OLD.key,)
    assert follow_keys(OLD.key, [forged, true], verify) == (OLD.key, NEW.key)


def test_a_key_that_was_handed_over_hands_over_nothing_more() -> None:
    published = [hands_over(NEW.key, OLD, NEW), hands_over(THIEF.key, OLD, THIEF)]
    assert follow_keys(OLD.key, published, verify) == (OLD.key, NEW.key)


def test_a_key_of_another_name_is_not_followed() -> None:
    elsewhere = Hand(bytes(32), "desa.example/alur")
    published = [hands_over(elsewhere.key, OLD, elsewhere)]
    assert follow_keys(OLD.key, published, verify) == (OLD.key,)


def test_no_key_is_followed_in_a_circle() -> None:
    published = [hands_over(NEW.key, OLD, NEW), hands_over(OLD.key, NEW, OLD)]
    assert follow_keys(OLD.key, published, verify) == (OLD.key, NEW.key)


def test_the_signature_of_a_changed_announcement_is_worth_nothing() -> None:
    true = hands_over(NEW.key, OLD, NEW)
    theirs = re.sub("next-key .*", f"next-key {format_verifier_key(THIEF.key)}", true.text)
    swapped = SignedNote(text=theirs, signatures=(*true.signatures, THIEF.sign(theirs)))
    assert follow_keys(OLD.key, [swapped], verify) == (OLD.key,)
