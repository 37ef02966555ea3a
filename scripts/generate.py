"""Write the generated files, or with `--check` say which of them are not what the code makes."""

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from api.app import openapi_document
from engine.sop.schema import json_schema
from scripts import pages

ROOT = Path(__file__).resolve().parents[1]

GENERATED: list[tuple[str, Callable[[], str]]] = [
    ("sop_definitions/sop.schema.json", json_schema),
    ("docs/openapi.json", openapi_document),
    ("docs/access.md", pages.access),
    ("docs/findings.md", pages.findings),
    ("docs/exit-codes.md", pages.exit_codes),
    ("docs/actions.md", pages.actions),
    *pages.sop_pages(),
]
"""Where each generated file lies, and what makes its text."""


def main(arguments: list[str]) -> int:
    stale = [(path, text) for path, text in _made() if _read(path) != text]
    for path, text in stale:
        name = path.relative_to(ROOT)
        if "--check" in arguments:
            print(f"{name} is not what the code makes: run `make generate`", file=sys.stderr)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote {name}")
    return 1 if stale and "--check" in arguments else 0


def _made() -> list[tuple[Path, str]]:
    return [(ROOT / place, make()) for place, make in GENERATED]


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
