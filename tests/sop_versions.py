"""The sample SOP in a second version, and people who write, approve and audit."""

from pathlib import Path

from serving import DEFINITION

AUTHOR = {"Alur-Person": "gilang", "Alur-Role": "alur:author"}
APPROVER = {"Alur-Person": "puspita", "Alur-Role": "alur:approver"}
AUDITOR = {"Alur-Person": "nurul", "Alur-Role": "alur:auditor"}
OFFICER = {"Alur-Person": "rini", "Alur-Role": "loket"}

_REGISTERS = """\
regulations: {uu-25-2009: UU 25/2009}
units: {kecamatan: {title: Kecamatan, calendar: kantor}}
calendars: {kantor: {title: Kantor, zone: Asia/Jakarta}}
"""
_VISIT = "  - id: tinjau\n"
_REVIEWS = "  - parallel:\n"


def library_in(folder: Path) -> Path:
    """A folder of definitions whose registers know what the sample names."""
    library = folder / "sop_definitions"
    library.mkdir()
    (library / "registers.yaml").write_text(_REGISTERS, encoding="utf-8")
    return library


def second_version(version: int = 2) -> str:
    """A step less, a step more, another time standard, another promise, another question."""
    before, _, rest = DEFINITION.partition(_VISIT)
    _, _, after = rest.partition(_REVIEWS)
    call = (
        "  - id: telepon\n"
        "    activity: {id: Menelepon pemohon, en: Call the applicant}\n"
        "    role: loket\n    time: 10 menit\n    inputs: [Berkas]\n    output: Catatan\n"
    )
    changed = before + call + _REVIEWS + after
    for old, new in (
        ("version: 1", f"version: {version}"),
        ("promise: 5 hari kerja", "promise: 6 hari kerja"),
        ("time: 15 menit", "time: 20 menit"),
        ("form:\n", "form:\n  - {id: rt, title: RT}\n"),
    ):
        assert old in changed
        changed = changed.replace(old, new, 1)
    return changed


def only_named(headers: dict[str, str]) -> dict[str, str]:
    """Who asks, without a role: duties are no role of an SOP, and acts name none."""
    return {"Alur-Person": headers["Alur-Person"]}
