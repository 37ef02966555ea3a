"""E-mail by SMTP."""

import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from threading import Event, Thread

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from letterbox import Letterbox, a_letterbox
from other_system import certificate

from engine.actions.action import ActionFailure
from engine.actions.mail import (
    Letter,
    MailServer,
    _message,
    masked_address,
    require_address,
    send,
    server_from,
)
from engine.actions.mail_wire import MOST_SAID
from engine.actions.network import Network

SECRET = "rahasia"  # noqa: S105
TO = "siti.aminah@contoh.id"

HEADERS = {
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
    *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
}


def a_letter(**changes: object) -> Letter:
    usual = {
        "sender": "loket@kecamatan.go.id",
        "to": TO,
        "subject": "Surat keterangan selesai — silakan diambil",
        "words": "Yth. Siti,\n.surat Anda selesai.\nBiaya: Rp0 — „gratis“.",
        "key": "alur-KEC-1-7",
        "at": datetime(2026, 11, 23, 1, 0, tzinfo=UTC),
    }
    return Letter(**(usual | changes))


def at(box: Letterbox, way: str = "smtp", user: str = "", password: str = "") -> MailServer:
    return MailServer(way=way, host="127.0.0.1", port=box.port, user=user, password=password)


@contextmanager
def failing() -> Iterator[pytest.ExceptionInfo[ActionFailure]]:
    with pytest.raises(ActionFailure) as caught:
        yield caught
    assert TO not in str(caught.value)


def test_a_letter_arrives_as_it_was_written() -> None:
    with a_letterbox() as box:
        name = send(a_letter(), at(box))

    (letter,) = box.letters
    assert name == letter["Message-ID"] == "<alur-KEC-1-7@kecamatan.go.id>"
    assert (letter["From"], letter["To"]) == ("loket@kecamatan.go.id", TO)
    assert letter["Subject"] == a_letter().subject
    assert letter["Date"].datetime == a_letter().at
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().splitlines() == a_letter().words.splitlines()
    assert box.raw[0].isascii()
    assert box.said[-1].upper() == "QUIT"


def test_a_letter_that_comes_twice_is_known_by_its_name() -> None:
    with a_letterbox() as box:
        names = {send(a_letter(), at(box)) for _ in range(2)}

    assert len(names) == 1


@pytest.mark.parametrize(
    "subject",
    [
        *("a\r\nBcc: x@y.id", "a\nb", "a\rb", "a\n", "a\u2028b", "a\x0bb", "a\x85b"),
        "=?utf-8?q?a=0D=0ABcc:_x@y.id?=",
        f"a =?utf-8?b?{b64encode(b'a' + chr(10).encode() + b'Bcc: x@y.id').decode()}?= b",
    ],
)
def test_a_subject_of_two_lines_is_never_sent(subject: str) -> None:
    with a_letterbox() as box, failing() as caught:
        send(a_letter(subject=subject), at(box))

    assert caught.value.for_good
    assert box.letters == []


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
@example("=?utf-8?q?a=0ABcc:_x@y.id?=", "=?utf-8?q?a?=\r\n.\r\nMAIL FROM:<x@y.id>")
def test_whatever_is_said_the_message_has_its_own_headers_only(subject: str, words: str) -> None:
    try:
        made = _message(a_letter(subject=subject, words=words))
    except ActionFailure:
        return
    letter = message_from_bytes(made.as_bytes(), policy=default)

    assert set(letter.keys()) == HEADERS
    assert (letter["To"], letter["Bcc"]) == (TO, None)
    assert " ".join(letter["Subject"].split()) == " ".join(subject.split())


@pytest.mark.parametrize(
    "address",
    [
        *("", "siti", "siti@", "@contoh.id", "siti@contoh", "siti@-contoh.id", "a b@contoh.id"),
        *("siti@contoh.id\r\nBcc: x@y.id", "siti@contoh.id\n", "siti@contoh.id, x@y.id"),
        *("Siti <siti@contoh.id>", '"a b"@contoh.id', "sïti@contoh.id", "siti@cöntoh.id"),
        *("siti@contoh.id>", "<siti@contoh.id", "s" * 65 + "@contoh.id", "siti@[127.0.0.1]"),
        "=?utf-8?q?a=0D=0ABcc=3A=20x@y.id?=@contoh.id",
        "=?utf-8?q?a=0D=0ABcc=3A?=@contoh.id",
        f"siti@{'.'.join(['contoh'] * 40)}",
    ],
)
def test_what_is_not_one_address_is_refused(address: str) -> None:
    with pytest.raises(ActionFailure) as caught:
        require_address(address, "`to`")

    assert caught.value.for_good
    assert str(caught.value) == "`to` is not one e-mail address: correct it."


@pytest.mark.parametrize("address", ["a@b.id", " siti+surat@dinas-kesehatan.go.id ", "o'neil@b.id"])
def test_an_address_is_taken_without_the_blanks_around_it(address: str) -> None:
    assert require_address(address, "`to`") == address.strip()


def test_a_masked_address_shows_one_letter_and_the_domain() -> None:
    assert masked_address(TO) == "s***@contoh.id"


REFUSALS = {
    "mailbox unknown": ({"RCPT": "550 5.1.1 no siti.aminah@contoh.id here"}, "recipient", True),
    "greylisted": ({"RCPT": "451 4.7.1 siti.aminah@contoh.id later"}, "recipient", False),
    "sender refused": ({"MAIL": "553 no"}, "553", True),
    "sender deferred": ({"MAIL": "452 full"}, "452", False),
    "message refused": ({".": "554 spam: siti.aminah@contoh.id"}, "554", True),
    "message deferred": ({".": "421 shutting down"}, "421", False),
    "data refused": ({"DATA": "503 no"}, "503", True),
    "no service": ({"HELLO": "554 no service"}, "554", True),
    "too busy": ({"HELLO": "421 busy"}, "421", False),
    "hangs up": ({"MAIL": "(leave)"}, "reached", False),
}


@pytest.mark.parametrize(("replies", "told", "for_good"), REFUSALS.values(), ids=REFUSALS.keys())
def test_a_refusal_is_for_now_or_for_good(
    replies: dict[str, str], told: str, *, for_good: bool
) -> None:
    with a_letterbox(replies=replies) as box, failing() as caught:
        send(a_letter(), at(box))

    assert told in str(caught.value)
    assert caught.value.for_good is for_good
    assert box.letters == []


@pytest.mark.parametrize("reply", ["500 what?", "(leave)"])
def test_however_the_server_parts_a_letter_taken_is_sent(reply: str) -> None:
    with a_letterbox(replies={"QUIT": reply}) as box:
        send(a_letter(), at(box))

    assert len(box.letters) == 1


def test_a_server_that_is_gone_may_come_back() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with failing() as caught:
        send(a_letter(), MailServer(way="smtp", host="127.0.0.1", port=port))

    assert str(caught.value) == "The mail server 127.0.0.1 cannot be reached."
    assert not caught.value.for_good


@pytest.mark.parametrize("at_once", [True, False])
def test_the_password_goes_over_tls(tmp_path: Path, *, at_once: bool) -> None:
    theirs, ours = certificate(tmp_path, "localhost")
    with a_letterbox(tls=theirs, at_once=at_once, signs_in=True) as box:
        server = MailServer(
            way="smtps" if at_once else "smtp+starttls",
            host="localhost",
            port=box.port,
            user="loket",
            password=SECRET,
        )
        send(a_letter(), server, Network(trust=lambda: ours))

    commands = [one.split()[0].upper() for one in box.said]
    assert "AUTH" in commands
    assert at_once or commands.index("STARTTLS") < commands.index("AUTH")
    assert len(box.letters) == 1


def test_a_wrong_password_is_an_incident_that_does_not_say_it(tmp_path: Path) -> None:
    theirs, ours = certificate(tmp_path, "localhost")
    replies = {"AUTH": "535 5.7.8 no"}
    with a_letterbox(tls=theirs, at_once=True, signs_in=True, replies=replies) as box:
        server = MailServer(
            way="smtps", host="localhost", port=box.port, user="loket", password=SECRET
        )
        with failing() as caught:
            send(a_letter(), server, Network(trust=lambda: ours))

    assert caught.value.for_good
    assert "ALUR_MAIL_URL" in str(caught.value)
    assert "rahasia" not in str(caught.value)


@pytest.mark.parametrize("way", ["smtps", "smtp+starttls"])
def test_a_certificate_for_another_name_is_not_trusted(tmp_path: Path, way: str) -> None:
    theirs, ours = certificate(tmp_path, "lain.test")
    with a_letterbox(tls=theirs, at_once=way == "smtps") as box, failing() as caught:
        send(a_letter(), at(box, way), Network(trust=lambda: ours))

    assert "trusted" in str(caught.value)
    assert not caught.value.for_good


def test_a_server_without_starttls_gets_no_password() -> None:
    with a_letterbox() as box, failing() as caught:
        send(a_letter(), at(box, "smtp+starttls", "loket", "rahasia"))

    assert caught.value.for_good
    assert "STARTTLS" in str(caught.value)
    assert all("AUTH" not in one for one in box.said)


SERVERS = {
    "smtp://surat.id": MailServer(way="smtp", host="surat.id", port=25),
    "smtps://a%40b:rahasia%2F@surat.id": MailServer(
        way="smtps", host="surat.id", port=465, user="a@b", password=f"{SECRET}/"
    ),
    "smtp+starttls://u:rahasia@surat.id:2525": MailServer(
        way="smtp+starttls", host="surat.id", port=2525, user="u", password=SECRET
    ),
}


@pytest.mark.parametrize(("url", "server"), SERVERS.items())
def test_a_mail_server_is_told_by_its_address(url: str, server: MailServer) -> None:
    assert server_from(url) == server


@pytest.mark.parametrize(
    "url",
    ["", "surat.id", "http://surat.id", "smtp://", "smtp://a:rahasia@surat.id", "smtps://a:x"],
)
def test_what_tells_no_server_says_which_setting_to_mend(url: str) -> None:
    with pytest.raises(ActionFailure, match="ALUR_MAIL_URL") as caught:
        server_from(url)

    assert caught.value.for_good
    assert "rahasia" not in str(caught.value)


@contextmanager
def a_babbler(said: bytes, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server that says the same again and again, never falls silent and never comes to an end."""
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as waiting:

        def babble() -> None:
            peer, _ = waiting.accept()
            try:
                with tls.wrap_socket(peer, server_side=True) if tls else peer as heard:
                    while not over.wait(0.02):
                        heard.sendall(said)
            except OSError:
                peer.close()

        thread = Thread(target=babble)
        thread.start()
        try:
            yield waiting.getsockname()[1]
        finally:
            over.set()
            thread.join()


@pytest.mark.parametrize("said", [b"2", b"220-wait\r\n"])
@pytest.mark.parametrize("safe", [True, False])
def test_a_byte_now_and_then_buys_no_time(tmp_path: Path, said: bytes, *, safe: bool) -> None:
    theirs, ours = certificate(tmp_path, "localhost")
    network = Network(limit=timedelta(seconds=0.4), trust=lambda: ours)
    way = "smtps" if safe else "smtp"
    with a_babbler(said, theirs if safe else None) as port, failing() as caught:
        send(a_letter(), MailServer(way=way, host="localhost", port=port), network)

    assert str(caught.value) == (
        "The mail server localhost did not take the message within 0.4 seconds."
    )
    assert not caught.value.for_good


def test_a_server_that_says_too_much_is_left() -> None:
    line = b"220-" + b"a" * 2000 + b"\r\n"
    with a_babbler(line * (MOST_SAID // len(line) + 1)) as port, failing() as caught:
        send(a_letter(), MailServer(way="smtp", host="127.0.0.1", port=port))

    assert "cannot be reached" in str(caught.value)


def test_the_next_address_is_tried_where_the_first_is_silent() -> None:
    def dial(address: str, port: int, seconds: float) -> socket.socket:
        if address == "127.0.0.2":
            raise TimeoutError
        return socket.create_connection((address, port), timeout=seconds)

    network = Network(look_up=lambda _, __: ("127.0.0.2", "127.0.0.1"), dial=dial)
    with a_letterbox() as box:
        send(a_letter(), MailServer(way="smtp", host="surat.test", port=box.port), network)

    assert len(box.letters) == 1


@pytest.mark.parametrize("part", ["subject", "words"])
def test_half_of_a_character_is_an_incident(part: str) -> None:
    with failing() as caught:
        send(a_letter(**{part: "a\ud800"}), MailServer(way="smtp", host="127.0.0.1", port=9))

    assert caught.value.for_good
    assert "half of a character" in str(caught.value)
