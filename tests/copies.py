"""Copies of a database that is closed: the file, and the key that it was sealed with."""

import shutil
from base64 import b64encode
from pathlib import Path

KEY = b64encode(bytes(range(32))).decode()


def key_for(url: str) -> str:
    """The key of a database on a server; beside one that is a file its own is made."""
    return KEY if url.startswith("postgresql") else ""


def copy_database(template: Path, copy: Path) -> Path:
    """Copy a database with its keys."""
    shutil.copyfile(template, copy)
    for kind in ("key", "signing-key"):
        key = template.with_name(f"{template.name}-{kind}")
        if key.exists():
            shutil.copy(key, copy.with_name(f"{copy.name}-{kind}"))
    return copy
