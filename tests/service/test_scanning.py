"""The virus scanner: a command or ClamAV's daemon, and no document without its verdict."""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.core.errors_uploads import UploadInfected, UploadUnscanned
from engine.service.scanning import Scan, scanner_from

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "dokumen"
    made.write_bytes(b"a" * 200_000)
    return made


def scanner(written: str) -> Scan:
    scan = scanner_from(written)
    assert scan is not None
    return scan


def command(code: str) -> str:
    return f"{sys.executable} -c '{code}'"


def test_without_a_scanner_nobody_looks() -> None:
    assert scanner_from("  ") is None


def test_a_command_is_given_the_file_and_says_by_its_exit_code(file: Path) -> None:
    look = (
        'import sys, pathlib; sys.exit(1 if b"b" in pathlib.Path(sys.argv[1]).read_bytes() else 0)'
    )
    scan = scanner(command(look))

    scan(file)
    file.write_bytes(b"b")
    with pytest.raises(UploadInfected):
        scan(file)


@pytest.mark.parametrize("written", [command("import sys; sys.exit(2)"), "/nowhere/scanner --x"])
def test_a_command_that_fails_is_no_verdict(written: str, file: Path) -> None:
    with pytest.raises(UploadUnscanned):
        scanner(written)(file)


@contextmanager
def daemon(folder: Path, reply: bytes | None) -> Iterator[tuple[Path, list[bytes]]]:
    """A daemon that speaks as ClamAV's does, once."""
    place, heard = folder / "clamd.socket", []
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(place))
        listener.listen()

        def answer() -> None:
            line, _ = listener.accept()
            with line, line.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                while size := int.from_bytes(sent.read(4)):
                    heard.append(sent.read(size))
                if reply is not None:
                    line.sendall(reply)

        thread = threading.Thread(target=answer)
        thread.start()
        yield place, heard
        thread.join(10)


def test_the_daemon_is_sent_every_byte_and_its_ok_lets_it_in(file: Path, tmp_path: Path) -> None:
    with daemon(tmp_path, b"stream: OK\0") as (place, heard):
        scanner(f"clamd:{place}")(file)

    assert b"".join(heard) == file.read_bytes()


def test_what_the_daemon_finds_is_refused(file: Path, tmp_path: Path) -> None:
    file.write_bytes(EICAR)
    with (
        daemon(tmp_path, b"stream: Eicar-Signature FOUND\0") as (place, _),
        pytest.raises(UploadInfected),
    ):
        scanner(f"clamd:{place}")(file)


@pytest.mark.parametrize("reply", [None, b"INSTREAM size limit exceeded. ERROR\0", b"what?"])
def test_any_other_answer_is_no_verdict(reply: bytes | None, file: Path, tmp_path: Path) -> None:
    with daemon(tmp_path, reply) as (place, _), pytest.raises(UploadUnscanned):
        scanner(f"clamd:{place}")(file)


def test_a_daemon_that_is_not_there_is_no_verdict(file: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    for address in (f"clamd:{tmp_path}/none", f"clamd://127.0.0.1:{port}", "clamd://x:port"):
        with pytest.raises(UploadUnscanned):
            scanner(address)(file)
