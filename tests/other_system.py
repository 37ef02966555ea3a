"""Another system on this machine: it answers as it is told to, and remembers what it was asked."""

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from engine.actions.network import Network, dialled

NAME = "layanan.test"
PUBLIC = "93.184.215.14"
"""An address that calls may go to; nothing is ever sent there."""


@dataclass
class Asked:
    method: str
    path: str
    headers: Message
    body: bytes


@dataclass
class OtherSystem:
    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    asked: list[Asked] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"{NAME}:{self.port}"


@contextmanager
def another_system(tls: ssl.SSLContext | None = None, **options: object) -> Iterator[OtherSystem]:
    system = OtherSystem(**options)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            system.asked.append(Asked(self.command, self.path, self.headers, body))
            self.send_response(system.status)
            for name, text in system.headers.items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(len(system.body)))
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(system.body)

        do_GET = do_POST = do_PUT = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A client that leaves is no fault."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        system.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield system
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def an_odd_system(talk: Callable[[socket.socket, Event], None]) -> Iterator[int]:
    """A port where `talk` speaks with whoever comes, until the event says that it is over."""
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                peer, _ = listening.accept()
                with peer:
                    talk(peer, over)

        thread = Thread(target=serve)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            over.set()
            with suppress(OSError):
                socket.create_connection(listening.getsockname(), timeout=1).close()
            thread.join()


def a_network(
    *answers: str, limit: float = 10, trust: ssl.SSLContext | None = None
) -> tuple[Network, list[str]]:
    """One whose resolver gives `answers` in turn, one a look-up, and whose lines all end here.

    With it comes the list of what was looked up and dialled.
    """
    told, log = iter(answers), []

    def look_up(host: str, port: int) -> tuple[str, ...]:
        log.append(f"look up {host}")
        return tuple(filter(None, next(told).split(",")))

    def dial(address: str, port: int, seconds: float) -> socket.socket:
        log.append(f"dial {address}")
        return dialled("127.0.0.1", port, seconds)

    network = Network(look_up=look_up, dial=dial, limit=timedelta(seconds=limit))
    if trust is None:
        return network, log
    return Network(look_up=look_up, dial=dial, limit=network.limit, trust=lambda: trust), log


def certificate(folder: Path, name: str = NAME) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The server's and the client's side of a certificate for `name` that only they know."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / f"{name}.pem"
    file.write_bytes(pem + secret)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cadata=pem.decode())
