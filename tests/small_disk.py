"""A disk that is soon full, where one may be mounted."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_PIECE = b"\0" * 4096


class SmallDisk:
    """A place on a disk of its own, which `fill` leaves no room on, and `free` makes room."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        with self._ballast.open("ab", buffering=0) as file:
            try:
                while file.write(_PIECE):
                    pass
            except OSError:
                return

    def free(self) -> None:
        self._ballast.unlink()


def may_mount() -> bool:
    """Whether this process may mount a disk."""
    return os.geteuid() == 0 and Path("/proc/self/mounts").exists()


@contextmanager
def mounted(folder: Path, *, megabytes: int) -> Iterator[SmallDisk | None]:
    """A small disk at `folder`; None where nothing can be mounted."""
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={megabytes}m,mode=0777"
    mount = ["mount", "-t", "tmpfs", "-o", options, "alur-test", str(folder)]
    if not may_mount() or subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: S603  # our own words
        yield None
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S603, S607  # as above


Switch = tuple[Callable[[], None], Callable[[], None]]
"""What fills a disk, and what frees it."""
