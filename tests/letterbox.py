"""A small mail server that keeps what it is given, and refuses what it is told to refuse."""

import socketserver
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Thread


@dataclass
class Letterbox:
    """`replies`: what is said to a command (`RCPT`, `.` for a message) in place of yes."""

    replies: Mapping[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    at_once: bool = False
    signs_in: bool = False
    port: int = 0
    said: list[str] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)


@contextmanager
def a_letterbox(**options: object) -> Iterator[Letterbox]:
    box = Letterbox(**options)

    class Handler(socketserver.StreamRequestHandler):
        def setup(self) -> None:
            if box.at_once:
                self.request = box.tls.wrap_socket(self.request, server_side=True)
            super().setup()

        def handle(self) -> None:
            _converse(box, self)

        def finish(self) -> None:
            with suppress(OSError):
                super().finish()
            self.connection.close()

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that leaves is no fault."""

    with Server(("127.0.0.1", 0), Handler) as server:
        box.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()


def _converse(box: Letterbox, peer: socketserver.StreamRequestHandler) -> None:
    reader, writer = peer.rfile, peer.wfile
    writer.write(box.replies.get("HELLO", "220 here").encode() + b"\r\n")
    encrypted = box.at_once
    while line := reader.readline():
        words = line.decode().strip()
        command = words.split()[0].upper()
        box.said.append(words)
        reply = box.replies.get(command)
        if reply == "(leave)":
            return
        if command == "EHLO" and reply is None:
            extras = ["STARTTLS"] if box.tls and not encrypted else []
            extras += ["AUTH PLAIN"] if box.signs_in else []
            lines = ["here", *extras]
            reply = "\r\n".join(
                f"250{' ' if place == len(lines) - 1 else '-'}{text}"
                for place, text in enumerate(lines)
            )
        if command == "DATA" and reply is None:
            writer.write(b"354 go on\r\n")
            reply = _taken(box, reader)
        usual = {"QUIT": "221 bye", "AUTH": "235 welcome", "STARTTLS": "220 go on"}
        writer.write((reply or usual.get(command, "250 fine")).encode() + b"\r\n")
        if command == "QUIT":
            return
        if command == "STARTTLS":
            peer.connection = box.tls.wrap_socket(peer.connection, server_side=True)
            reader, writer = peer.connection.makefile("rb"), peer.connection.makefile("wb", 0)
            encrypted = True


def _taken(box: Letterbox, reader: object) -> str:
    lines = []
    while (line := reader.readline()) not in {b".\r\n", b""}:
        lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
    raw = b"".join(lines)
    refused = box.replies.get(".")
    if refused is None:
        box.raw.append(raw)
        box.letters.append(message_from_bytes(raw, policy=default))
    return refused or "250 taken"
