"""Programs of an installation on this machine: started, watched, frozen, killed, ended."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path


class NotReady(Exception):
    """A program ended, or did not become ready in time; the message ends with its last words."""


class Program:
    """One program in a process group of its own; what it says goes to a file."""

    def __init__(
        self, name: str, command: Sequence[str], *, settings: Mapping[str, str], log: Path
    ) -> None:
        self.name = name
        self.log = log
        self._command = tuple(command)
        self._settings = dict(settings)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Its process id, or 0 before it was first started."""
        return self._process.pid if self._process else 0

    @property
    def is_running(self) -> bool:
        """Whether it is there; a frozen one is."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it; again, if it has ended."""
        assert not self.is_running, f"{self.name} runs already"
        with self.log.open("ab") as words:
            self._process = subprocess.Popen(  # noqa: S603  # our own words
                self._command,
                env=_inherited() | self._settings,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for whoever started us; we end our programs
            )

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> None:
        """Wait for it to be ready.

        Raises:
            NotReady: it ended, or the time is over.
        """
        end = time.monotonic() + seconds
        while not ready():
            if not self.is_running:
                raise NotReady(f"{self.name} ended:\n{self.last_words()}")
            if time.monotonic() > end:
                raise NotReady(f"{self.name} is not ready:\n{self.last_words()}")
            time.sleep(0.1)

    def stop(self, *, seconds: float = 30) -> None:
        """Ask it to end, and end it if it does not."""
        if self._process is None:
            return
        self.ask_to_end()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def ask_to_end(self) -> None:
        """Ask only."""
        self.thaw()
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would: kill -9."""
        self._signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait(10)

    def freeze(self) -> None:
        """Let it stand still: its connections stay open and nobody answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def last_words(self, lines: int = 30) -> str:
        """The end of what it said."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)


def free_ports(count: int) -> list[int]:
    """As many free ports of the loopback address."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def _inherited() -> dict[str, str]:
    """The environment without anybody's settings of Alur or Prefect."""
    return {
        name: value
        for name, value in os.environ.items()  # noqa: TID251  # handed on
        if not name.startswith(("ALUR_", "PREFECT_", "COV_CORE_"))
    }
