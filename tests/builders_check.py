"""A definition without findings, and the edits that give it one."""

import json
import textwrap
from datetime import date

from engine.core.action_spec import ActionSpec, Parameter, ParameterKind
from engine.core.errors import Finding
from engine.core.retention import Fate, RetentionClass, Span
from engine.core.text import Text
from engine.sop.check import check
from engine.sop.parse import read_document
from engine.sop.registers import CalendarEntry, Registers, UnitEntry


def parameter(
    name: str, kind: ParameterKind, *, required: bool = False, choices: tuple[str, ...] = ()
) -> Parameter:
    return Parameter(
        id=name, title=Text(id=name.title()), kind=kind, required=required, choices=choices
    )


A_CLASS = RetentionClass(
    id="surat",
    title=Text(id="Surat-menyurat", en="Correspondence"),
    active=Span(months=12),
    inactive=Span(months=18),
    fate=Fate.DESTROY,
    source="uu-25-2009",
)
REGISTERS = Registers(
    regulations={
        "uu-25-2009": Text(id="Undang-Undang Nomor 25 Tahun 2009"),
        "permenpanrb-35-2012": Text(id="Permenpan-RB Nomor 35 Tahun 2012"),
    },
    units={
        "kecamatan": UnitEntry(title=Text(id="Kecamatan"), calendar="kantor"),
        "lapangan": UnitEntry(title=Text(id="Tim lapangan"), calendar="tidak-ada"),
    },
    calendars={"kantor": CalendarEntry(title=Text(id="Kantor"), zone="Asia/Jakarta")},
    retention={"surat": A_CLASS},
    actions={
        "issue_number": ActionSpec(
            name="issue_number",
            title=Text(id="Memberi nomor"),
            parameters=(
                parameter("register", ParameterKind.KEY, required=True),
                parameter("prefix", ParameterKind.LINE),
                parameter("format", ParameterKind.NUMBER_FORMAT),
            ),
            results=("number",),
        ),
        "send_message": ActionSpec(
            name="send_message",
            title=Text(id="Mengirim pesan"),
            parameters=(
                parameter("message", ParameterKind.MESSAGE),
                parameter("body", ParameterKind.JSON),
                parameter("about", ParameterKind.FACT),
                parameter("role", ParameterKind.ROLE),
                parameter("channel", ParameterKind.CHOICE, choices=("email", "sms")),
                parameter("address", ParameterKind.ADDRESS),
                parameter("template", ParameterKind.TEMPLATE),
            ),
        ),
    },
    sops=frozenset({"contoh", "rekomendasi-dinas"}),
    templates=frozenset({"surat-keterangan"}),
)

HEAD = """\
sop: contoh
version: 1
title: Contoh pelayanan
class: {nature: administratif}
identity:
  number: 100/01/2026
  unit: kecamatan
  created: 2022-03-14
  revised: 2025-12-18
  effective: 2026-01-02
  approved_by: {position: Camat, name: "Drs. Suryo, M.Si."}
  legal_basis: [uu-25-2009]
service:
  promise: 2 hari kerja
  legal_limit: 5 hari kerja
  product: Surat keterangan
roles:
  pemohon: {title: Pemohon, external: true}
  loket: {title: Petugas loket}
  kasi: {title: Kepala seksi}
  camat: {title: Camat, single: true, may: [assign, override]}
form:
  - {id: nama, title: Nama usaha, type: text, required: true}
  - {id: luas, title: Luas, type: number}
"""

STEPS = """\
- id: pengajuan
  activity: Mengajukan permohonan
  role: pemohon
  submission: true
  inputs: [Formulir]
  output: Berkas permohonan
- id: periksa
  activity: Memeriksa kelengkapan berkas
  role: loket
  inputs: [Berkas permohonan]
  time: 15 menit
  output: Berkas lengkap
  outcomes:
    lengkap: {label: Ya, next: verifikasi, accepts_file: true}
    tidak: {label: Tidak, return_to: pengajuan, pause: applicant, reason: required}
- id: verifikasi
  activity: Memverifikasi kebenaran keterangan
  role: kasi
  inputs: [Berkas lengkap]
  time: 60 menit
  output: Hasil verifikasi
  not_same_person_as: [periksa]
- id: serah
  activity: Menyerahkan surat
  role: loket
  inputs: [Surat]
  time: 5 menit
  output: Surat diserahkan
"""


def definition(*edits: tuple[str, str], head: str = HEAD, steps: str = STEPS) -> str:
    """The text of a definition without findings, each edit (what, by what) made exactly once."""
    text = f"{head}steps:\n{textwrap.indent(steps, '  ')}"
    for what, by in edits:
        assert text.count(what) == 1, f"{what!r} is there {text.count(what)} times"
        text = text.replace(what, by)
    return text


def findings(text: str, *, today: date | None = None) -> tuple[Finding, ...]:
    document, positions = read_document(text, file="v1.yaml")
    return check(document, positions, REGISTERS, file="v1.yaml", today=today)


def codes(text: str, *, today: date | None = None) -> list[str]:
    return [finding.code for finding in findings(text, today=today)]


def line_of(text: str, part: str) -> int:
    """The line of the first occurrence of `part`, from 1."""
    return text[: text.index(part)].count("\n") + 1


def row(name: str, role: str = "kasi", **keys: str) -> str:
    """A row with everything that a row should have; `keys` replace or add."""
    words = {
        "activity": f"Mengerjakan {name}",
        "role": role,
        "inputs": "[Berkas]",
        "time": "5 menit",
        "output": f"Hasil {name}",
    }
    lines = [f"{key.rstrip('_')}: {value}" for key, value in (words | keys).items() if value]
    return f"- id: {name}\n" + textwrap.indent("\n".join(lines), "  ") + "\n"


def telling(name: str = "kabari", **parameters: str) -> str:
    """A row that tells somebody something, each parameter as it is."""
    given = "".join(f"\n    {key}: {json.dumps(text)}" for key, text in parameters.items())
    return row(name, "", action="send_message", with_=given)


def branches(*several: str) -> str:
    """A parallel block; each branch is the text of its rows."""
    lists = ("- " + textwrap.indent(rows, "  ").removeprefix("  ") for rows in several)
    return "- parallel:\n" + textwrap.indent("".join(lists), "    ")


def only(text: str, *, today: date | None = None) -> Finding:
    """The one finding that a text has."""
    found = findings(text, today=today)
    assert len(found) == 1, "\n".join(map(str, found)) or "no findings"
    return found[0]


def appended(*rows: str, head: str = HEAD) -> str:
    """The definition without findings, with more rows at its end."""
    return definition(head=head, steps=STEPS + "".join(rows))


def decision(name: str, role: str = "kasi", *, answers: dict[str, str], **keys: str) -> str:
    """A row that decides; each answer is the rest of its line in YAML."""
    lines = [f"\n    {answer}: {{label: {answer}{more}}}" for answer, more in answers.items()]
    return row(name, role, outcomes="".join(lines), **keys)
