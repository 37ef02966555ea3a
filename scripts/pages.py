"""Pages of the documentation that the code makes."""

from collections.abc import Callable
from pathlib import Path

from api.access_table import LEGEND, Kind, directory, verdict
from api.cli.exits import EXIT_CODES
from api.present_actions import KINDS
from engine.actions.registry import own_specs
from engine.core.action_spec import ActionSpec, Parameter
from engine.service.library import definitions, registers
from engine.sop.codes import CODES
from engine.sop.compile import compile_text
from engine.sop.explain import page
from web.surface import RULED_OTHERWISE, served

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


_ACTIONS = """\
# Actions

A row of an SOP with `action:` is done by the system. `with:` gives the action what it takes;
the check of the definition (`alur sop check`) holds each parameter to its kind, so that no case
meets one that cannot be used.

```yaml
  - id: nomor
    activity: Memberi nomor surat
    action: issue_number
    with: {register: surat-keluar, format: "{number:03}/KEC/{month}/{year}"}
    retry: {attempts: 5, backoff: 1 menit}
```

What an action gives, later rows read as `result.<row>.<name>`: in a `when`, and in what another
action is told. Asking another unit (`call:`) and waiting (`wait:`) are rows of their own and no
actions. Packages can bring more actions: [plug-ins](plugins.md). `alur action list` and
`alur action show NAME` tell what an installation has.

## Kinds of parameters

| kind | what is written |
|---|---|
"""


def actions() -> str:
    """What every Alur can do in an automated step."""
    kinds = "".join(f"| {kind.value} | {words.en} |\n" for kind, words in KINDS.items())
    return _ACTIONS + kinds + "".join(_action(spec) for spec in own_specs())


def _action(spec: ActionSpec) -> str:
    reach = "It reaches other systems or people: training runs a twin that does not."
    lines = ["", f"## {spec.name}", "", f"{spec.title.en} ({spec.title.id})."]
    lines += [reach] if spec.outward else []
    lines += ["", "| parameter | what | kind | required | default |", "|---|---|---|---|---|"]
    lines += [_parameter(one) for one in spec.parameters]
    given = ", ".join(f"`{name}`" for name in spec.results) or "none"
    return "\n".join([*lines, "", f"Results: {given}.", ""])


def _parameter(one: Parameter) -> str:
    kind = f"{one.kind.value}: {', '.join(one.choices)}" if one.choices else one.kind.value
    default = f"`{one.default}`" if one.default else ""
    cells = (f"`{one.id}`", one.title.en, kind, "yes" if one.required else "", default)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def sop_pages() -> list[tuple[str, Callable[[], str]]]:
    """One page for the newest version of each SOP, in Indonesian."""
    newest = {file.parent.name: file for file in sorted(definitions(LIBRARY), key=_version)}
    return [
        (f"docs/sops/{sop}.md", lambda file=file: _sop_page(file))  # type: ignore[misc]
        for sop, file in newest.items()
    ]


def _version(file: Path) -> tuple[str, int]:
    return file.parent.name, int(file.stem.removeprefix("v"))


def _sop_page(file: Path) -> str:
    known = registers(LIBRARY)
    compiled = compile_text(file.read_bytes(), known, file=file.name)
    return page(compiled.document, compiled.workflow, language="id", registers=known)


_ACCESS = """\
# Who may do what

Made from the rule that every route declares (`api/access.py`); a test asks for each cell with a
real account of that kind, and fails where a route declares no rule. The people of the table work
in a government with two agencies: *here*, whose case the address names, and *elsewhere*. Auditor,
author, approver, administrator, privacy officer, operator and service account hold their duty over
all of it; the service account brings a token for reading and for figures. Who holds several things
may do what any of them allows; an auditor holds nothing else.

Beyond the table: within their reach people act in the roles that the SOP gives to steps and powers
(the engine refuses the rest: wrong role, four eyes, no standing), and administrators act for the
units below the one of their duty. A token does only what it was issued for (`read`, `act`,
`administer`, `metrics`), of what its person may.

| word | meaning |
|---|---|
"""


def access() -> str:
    """Who may use which route."""
    legend = "".join(f"| {one} | {words} |\n" for one, words in LEGEND.items())
    known = directory()
    head = ["", "| method | address | for | " + " | ".join(Kind) + " |"]
    head += ["|" + "---|" * (3 + len(Kind))]
    rows = (
        f"| {one.method} | `{one.path}` | {one.access} | "
        + " | ".join(verdict(one, kind, known) for kind in Kind)
        + " |"
        for one in served()
    )
    others = (f"- `{path}`: {rule}" for path, rule in RULED_OTHERWISE.items())
    return _ACCESS + legend + "\n".join([*head, *rows, "", _OTHERS, "", *others]) + "\n"


_OTHERS = "Beside these routes (Prefect is also open to this machine itself):"
