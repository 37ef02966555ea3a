"""Databases as older releases kept them: `golden/schema-<revision>.sql`, for SQLite.

They are sealed with `copies.KEY`. A release that changes tables adds the database of the one before
it: a dump of a small demonstration, which is never edited afterwards.
"""

import sqlite3
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"
GOLDEN = tuple(sorted(FOLDER.glob("schema-*.sql")))


def load(golden: Path, file: Path) -> Path:
    """The database of a dump, as a file."""
    with sqlite3.connect(file) as made:
        made.executescript(f"BEGIN;\n{golden.read_text('utf-8')}COMMIT;")  # one sync, not hundreds
    made.close()
    return file
