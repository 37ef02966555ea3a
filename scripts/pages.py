"""Pages of the documentation that the code makes."""

from collections.abc import Callable
from pathlib import Path

from api.cli.exits import EXIT_CODES
from engine.service.library import definitions, registers
from engine.sop.codes import CODES
from engine.sop.compile import compile_text
from engine.sop.explain import page

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = ROOT / "sop_definitions"
_FAMILIES = {
    "1": "Reading",
    "2": "Shape",
    "3": "References",
    "4": "Flow",
    "5": "Time and standard",
    "6": "People",
    "9": "Style (warnings)",
}


def findings() -> str:
    """Every code that `alur sop check` may print."""
    lines = ["# Findings of `alur sop check`", ""]
    lines += ["Each is printed as `file:line:column CODE message`, and below it a hint.", ""]
    family = ""
    for name, code in sorted(CODES.items()):
        if name[3] != family:
            family = name[3]
            lines += [f"## {_FAMILIES[family]}", "", "| code | severity | what | what to do |"]
            lines += ["|---|---|---|---|"]
        cells = (name, code.severity, code.title, code.hint)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        if _last_of_family(name):
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _last_of_family(name: str) -> bool:
    return name == max(other for other in CODES if other[3] == name[3])


def exit_codes() -> str:
    """What the command line's exit codes mean."""
    lines = ["# Exit codes of `alur`", "", "| code | meaning |", "|---|---|"]
    lines += [f"| {code.value} | {meaning} |" for code, meaning in EXIT_CODES.items()]
    return "\n".join(lines) + "\n"


def sop_pages() -> list[tuple[str, Callable[[], str]]]:
    """One page for each definition, in Indonesian."""
    return [
        (f"docs/sops/{file.parent.name}.md", lambda file=file: _sop_page(file))  # type: ignore[misc]
        for file in definitions(LIBRARY)
    ]


def _sop_page(file: Path) -> str:
    known = registers(LIBRARY)
    compiled = compile_text(file.read_bytes(), known, file=file.name)
    return page(compiled.document, compiled.workflow, language="id", registers=known)
