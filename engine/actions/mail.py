"""E-mail by SMTP: one message, to one address, recognisable when it comes twice."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import NoReturn
from urllib.parse import unquote, urlsplit

from engine.actions.action import ActionFailure, require_text
from engine.actions.mail_wire import Timely
from engine.actions.network import Deadline, Network
from engine.core.text import Frozen

NETWORK = Network(limit=timedelta(seconds=30))
"""For a whole conversation: mail servers are made to hesitate, to put off those in a hurry."""

_WELCOME = 220
_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=^_`{{|}}~-]{{1,64}}@({_LABEL}(?:\.{_LABEL})+)")
_LONGEST_ADDRESS = 254
_NO_SERVER = (
    f"ALUR_MAIL_URL must begin with {', '.join(_PORTS)} and ://, then the name of the server."
)
_FOR_GOOD = range(500, 600)


class MailServer(Frozen, frozen=True, kw_only=True):
    """The parts of ALUR_MAIL_URL. `way` is smtp, smtps or smtp+starttls."""

    way: str
    host: str
    port: int
    user: str = ""
    password: str = ""


class Letter(Frozen, frozen=True, kw_only=True):
    """What is sent. `key` names it for good: a repetition has the same Message-ID."""

    sender: str
    to: str
    subject: str
    words: str
    key: str
    at: datetime


def require_address(text: str, name: str) -> str:
    """An e-mail address, of which there is one, in ASCII; a `?` could begin an encoded word.

    Source: RFC 5321 §4.5.3.1 (lengths).

    Raises:
        ActionFailure: it is not one.
    """
    address = text.strip(" ")
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise ActionFailure(f"{name} is not one e-mail address: correct it.", for_good=True)
    return address


def masked_address(address: str) -> str:
    """What may be seen of an address: `s***@contoh.go.id`."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}"


def server_from(url: str) -> MailServer:
    """Where mail is handed in.

    Raises:
        ActionFailure: nothing is set up, or not so that it can be used.
    """
    if not url:
        _not_set_up("E-mail is not set up here: set ALUR_MAIL_URL and ALUR_MAIL_FROM.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        _not_set_up(_NO_SERVER)
    if not host or parts.scheme not in _PORTS:
        _not_set_up(_NO_SERVER)
    if parts.username and parts.scheme == "smtp":
        _not_set_up("ALUR_MAIL_URL has a password: use smtps:// or smtp+starttls:// for it.")
    return MailServer(
        way=parts.scheme,
        host=host,
        port=port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def send(letter: Letter, server: MailServer, network: Network = NETWORK) -> str:
    """Hand a letter in; its Message-ID. The limit of the network is for the whole of it.

    Raises:
        ActionFailure: the server does not take it; for good where it says so.
    """
    message, deadline = _message(letter), Deadline(network.limit)
    with _told(server.host, network, deadline):
        connection = _connected(letter, server, network, deadline)
        try:
            connection.send_message(message, letter.sender, [letter.to])
            with suppress(smtplib.SMTPException):  # it has been taken; how we part does not matter
                connection.quit()
        finally:
            connection.close()
    return str(message["Message-ID"])


def _connected(
    letter: Letter, server: MailServer, network: Network, deadline: Deadline
) -> smtplib.SMTP:
    us = letter.sender.rpartition("@")[2]
    at_once = network.trust() if server.way == "smtps" else None
    connection = Timely(us, network, deadline, at_once)
    try:
        _greet(connection, server)
        if server.way == "smtp+starttls":
            connection.starttls(context=network.trust())
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _greet(connection: smtplib.SMTP, server: MailServer) -> None:
    code, told = connection.connect(server.host, server.port)
    if code != _WELCOME:
        raise smtplib.SMTPConnectError(code, told)


def _message(letter: Letter) -> EmailMessage:
    """The message. No words can add a header.

    Python before 3.11.10 unpacks an encoded word (`=?utf-8?q?…?=`) and writes the line break in
    it out as one (CVE-2024-6923), so a subject with such a word is refused.
    """
    require_text(letter.subject, letter.words)
    if len(f"{letter.subject}.".splitlines()) > 1 or "=?" in letter.subject:
        raise ActionFailure("The subject must be one line of plain words.", for_good=True)
    message = EmailMessage(policy=SMTP)
    message["From"] = letter.sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = letter.at
    message["Message-ID"] = f"<{letter.key}@{letter.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.words, cte="quoted-printable")
    return message


@contextmanager
def _told(host: str, network: Network, deadline: Deadline) -> Iterator[None]:
    """What the server said as a failure, without its words: they may repeat the address."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refused:
        code = next((code for code, _ in refused.recipients.values()), 0)
        _refused(f"{host} refuses the recipient ({code}): check the address.", code)
    except smtplib.SMTPAuthenticationError as refused:
        told = f"{host} refuses the user or the password of ALUR_MAIL_URL ({refused.smtp_code})."
        _refused(told, refused.smtp_code)
    except smtplib.SMTPResponseException as refused:
        _refused(f"{host} does not take the message ({refused.smtp_code}).", refused.smtp_code)
    except smtplib.SMTPNotSupportedError as missing:
        told = f"{host} offers no sign-in or no STARTTLS: check ALUR_MAIL_URL."
        raise ActionFailure(told, for_good=True) from missing
    except ssl.SSLError as problem:
        told = f"{host} has no connection that can be trusted ({problem.reason or 'TLS'})."
        raise ActionFailure(told) from problem
    except (OSError, smtplib.SMTPException) as problem:
        if deadline.is_over:
            seconds = f"{network.limit.total_seconds():g}"
            told = f"The mail server {host} did not take the message within {seconds} seconds."
            raise ActionFailure(told) from problem
        raise ActionFailure(f"The mail server {host} cannot be reached.") from problem


def _refused(told: str, code: int) -> NoReturn:
    raise ActionFailure(told, for_good=code in _FOR_GOOD) from None


def _not_set_up(told: str) -> NoReturn:
    raise ActionFailure(told, for_good=True)
