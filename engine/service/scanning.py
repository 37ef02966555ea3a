"""The hook for a virus scanner. It fails closed: without a verdict a document is not taken.

Either ClamAV's daemon (`clamd:/path/of/socket`, `clamd://host:port`, asked by INSTREAM, so that it
need not be able to read our files) or any command, which is given the file as its last word and
says by its exit code: 0 nothing was found, 1 something was.
"""

import shlex
import socket
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from engine.core.errors_uploads import UploadInfected, UploadUnscanned

SECONDS = 60.0
_CLAMD_PORT = 3310
_PIECE = 64 * 1024
_LONGEST_REPLY = 4096

Scan = Callable[[Path], None]
"""Returns where nothing was found; raises UploadInfected or UploadUnscanned otherwise."""


def scanner_from(written: str) -> Scan | None:
    """The scanner that an installation names; None where it names none."""
    if not written.strip():
        return None
    if written.startswith("clamd:"):
        return lambda file: _ask_daemon(written, file)
    command = shlex.split(written)
    return lambda file: _run_command(command, file)


def _run_command(command: list[str], file: Path) -> None:
    try:
        ran = subprocess.run(  # noqa: S603  # the operator's own command, and no shell
            [*command, str(file)], capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UploadUnscanned(type(error).__name__) from None
    if ran.returncode == 1:
        raise UploadInfected
    if ran.returncode != 0:
        raise UploadUnscanned(f"it ended with {ran.returncode}")


def _ask_daemon(address: str, file: Path) -> None:
    try:
        with closing(_connected(address)) as line, file.open("rb") as opened:
            line.sendall(b"zINSTREAM\0")
            while piece := opened.read(_PIECE):
                line.sendall(len(piece).to_bytes(4) + piece)
            line.sendall(bytes(4))
            reply = _reply(line)
    except (OSError, ValueError) as error:
        raise UploadUnscanned(type(error).__name__) from None
    if reply == "stream: OK":
        return
    if reply.endswith(" FOUND"):
        raise UploadInfected
    raise UploadUnscanned("its answer is none that we know")


def _connected(address: str) -> socket.socket:
    if not address.startswith("clamd://"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        try:
            line.connect(address.removeprefix("clamd:"))
        except OSError:
            line.close()
            raise
        return line
    parts = urlsplit(address)
    return socket.create_connection((parts.hostname, parts.port or _CLAMD_PORT), timeout=SECONDS)


def _reply(line: socket.socket) -> str:
    """What it says, up to the zero byte that ends it."""
    said = b""
    while b"\0" not in said and len(said) < _LONGEST_REPLY:
        piece = line.recv(_LONGEST_REPLY)
        if not piece:
            break
        said += piece
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()
