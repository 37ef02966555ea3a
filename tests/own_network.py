"""A network namespace beside the machine's own, with one link to it that can be cut."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FORWARDER = Path(__file__).with_name("forwarder.py")


class OwnNetwork:
    """The namespace: a server that is passed on from `host` and `port`, until the link is cut."""

    def __init__(self, socket_file: Path) -> None:
        number = os.getpid() % 250 + 1
        self._name = f"alur{os.getpid()}"
        self._near, self._far = f"aln{os.getpid()}", f"alf{os.getpid()}"
        self.host, self._gate = f"10.231.{number}.2", f"10.231.{number}.1"
        self._socket_file = socket_file

    def make(self) -> bool:
        """Whether it could be made: it takes root, `ip`, and a kernel that lets it."""
        if os.geteuid() != 0 or shutil.which("ip") is None or not self._try("netns add {ns}"):
            return False
        made = all(
            self._try(line)
            for line in (
                "link add {near} type veth peer name {far} netns {ns}",
                "addr add {gate}/30 dev {near}",
                "link set {near} up",
                "-n {ns} addr add {host}/30 dev {far}",
                "-n {ns} link set {far} up",
            )
        )
        if not made:
            self._try("netns del {ns}")
        return made

    @contextmanager
    def forwarding(self) -> Iterator[int]:
        """The port on `host` that leads to the server."""
        program = [sys.executable, str(_FORWARDER), self.host, str(self._socket_file)]
        forwarder = subprocess.Popen(  # noqa: S603  # our own program
            ["ip", "netns", "exec", self._name, *program],  # noqa: S607  # as root's path has it
            stdout=subprocess.PIPE,
            text=True,
        )
        assert forwarder.stdout is not None
        try:
            yield int(forwarder.stdout.readline())
        finally:
            forwarder.kill()
            forwarder.wait(10)
            forwarder.stdout.close()

    def cut(self) -> None:
        """Nothing that is sent arrives, and nobody says so."""
        assert self._try("-n {ns} link set {far} down")

    def join(self) -> None:
        assert self._try("-n {ns} link set {far} up")

    def remove(self) -> None:
        self._try("link del {near}")
        self._try("netns del {ns}")

    def _try(self, line: str) -> bool:
        known = {"ns": self._name, "near": self._near, "far": self._far}
        words = line.format(host=self.host, gate=self._gate, **known).split()
        return not subprocess.run(["ip", *words], check=False, capture_output=True).returncode  # noqa: S603, S607  # our own words
