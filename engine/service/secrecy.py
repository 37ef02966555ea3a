"""Secrets as they come in: from files that only we can read, and not those of an example."""

import stat
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

HANDED_IN = Path("/run/secrets")
"""Where Docker, Podman and Kubernetes put secrets: nobody but this process lives there."""

EXAMPLES = frozenset(
    {
        *("password", "passwd", "kata-sandi", "katasandi", "secret", "rahasia", "token"),
        *("changeme", "change-me", "change_me", "gantisaya", "ganti-saya", "ubah-saya"),
        *("example", "contoh", "test", "admin", "administrator", "root", "postgres", "guest"),
        *("12345678", "123456", "1234", "xxx", "xxxx", "your-token", "your-secret", "todo"),
    }
)
"""What stands in instructions, and what those who try to get in try first."""


def text_of(place: Path, *, secret: bool) -> str:
    """What a file holds, without blanks around it.

    Args:
        place: the file.
        secret: whether it must be closed to other users of the machine.

    Raises:
        ValueError: what is wrong with it, without repeating what it holds.
    """
    try:
        if secret and is_open_to_all(place):
            raise ValueError(f"lies in {place}, which everybody on this machine can read")
        return place.read_text("utf-8").strip()
    except UnicodeError:
        why = "it is not text"
    except OSError as error:
        why = error.strerror or str(error)
    raise ValueError(f"cannot be read from the file {place} ({why})")


def is_open_to_all(place: Path) -> bool:
    """Whether any user of the machine can read the file: it and every folder above it are open.

    Raises:
        OSError: it is not there.
    """
    whole = place.resolve(strict=True)
    if whole.is_relative_to(HANDED_IN) or not whole.stat().st_mode & stat.S_IROTH:
        return False
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in whole.parents)


def is_example(secret: str) -> bool:
    """Whether a password or a token, or the password within an address, is one of an example."""
    return any(one.strip("<>").lower() in EXAMPLES for one in (secret, *_passwords(secret)))


def _passwords(address: str) -> tuple[str, ...]:
    """Those that an address holds: before the host, and among what it asks for."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ()
    given = parts.netloc.rpartition("@")[0].partition(":")[2]
    return (unquote(given), *parse_qs(parts.query).get("password", ()))
