"""The JSON Schema that editors use, and the register file."""

import json
import re
import runpy

import jsonschema
import pytest
import yaml
from builders_sop import DEFINITIONS, SAMPLE, edited, findings_of, place_of

from engine.core.action_spec import ActionSpec
from engine.core.errors import SopInvalid, SopUnreadable
from engine.core.retention import Fate, RetentionClass, Span
from engine.core.text import Text
from engine.sop.register_file import registers_from_text
from engine.sop.registers import CalendarEntry, Registers, UnitEntry
from engine.sop.schema import json_schema

ROOT = DEFINITIONS.parent
SCHEMA = json.loads(json_schema())


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2 with its core schema, as editors read it."""

    yaml_implicit_resolvers = {}


for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    EditorLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first
    )
EditorLoader.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))
EditorLoader.add_constructor("tag:yaml.org,2002:float", lambda _, node: float(node.value))


def complaints(text: str) -> list[str]:
    read = yaml.load(text, Loader=EditorLoader)  # noqa: S506  # a safe loader, only stricter
    validator = jsonschema.Draft202012Validator(SCHEMA)
    return [error.json_path for error in validator.iter_errors(read)]


def test_the_schema_is_one_of_the_draft_it_names() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["$schema"].endswith("draft/2020-12/schema")
    assert "://" not in SCHEMA["$id"]


def test_the_schema_says_what_keys_are_for_under_the_names_they_are_written() -> None:
    step = SCHEMA["$defs"]["StepShape"]["properties"]

    assert "Mutu baku" in step["inputs"]["description"]
    assert {"with", "when", "return_to"} & step.keys() == {"with", "when"}
    assert "for" in SCHEMA["$defs"]["WaitShape"]["properties"]
    assert "class" in SCHEMA["required"]
    assert "parallel" in SCHEMA["$defs"]["ParallelShape"]["properties"]


def test_the_schema_is_the_same_every_time_and_is_what_lies_in_the_repository() -> None:
    assert json_schema() == json_schema()
    assert (DEFINITIONS / "sop.schema.json").read_text(encoding="utf-8") == json_schema()


@pytest.mark.parametrize("path", sorted(DEFINITIONS.rglob("v*.yaml")), ids=lambda p: p.parent.name)
def test_an_editor_has_nothing_against_the_definitions_of_this_project(path) -> None:
    assert complaints(path.read_text(encoding="utf-8")) == []


def test_an_editor_has_nothing_against_a_definition_with_every_key() -> None:
    assert complaints(SAMPLE) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("number: 300.1/044/TR/2026", "number: 300.1"),
        ("product: Surat Izin Keramaian", "product: true"),
        ("cut_off: 12:00", "cut_off: 12.00"),
        ("version: 2", "version: '2'"),
        ("external: true", "external: 'true'"),
        ("to: [kasi, trantib]", "to: trantib"),
        ("warnings: [60, 90]", "warnings: []"),
        ("warnings: [60, 90]", "warnings: ['60']"),
        ("revised: 2026-01-09", "revised:"),
    ],
)
def test_what_our_reader_takes_an_editor_takes_too(old: str, new: str) -> None:
    assert findings_of(edited(old, new)) == ()
    assert complaints(edited(old, new)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("promise: 5", "promis: 5"),
        ("promise: 5 hari kerja", "promise: 5"),
        ("role: camat\n", "role: Camat\n"),
        ("end: rejected, reason: required}\n  - id: telaah", "end: no}\n  - id: telaah"),
        ("version: 2", "version: two"),
        ("warnings: [60, 90]", "warnings: [60, 101]"),
        ("to: [kasi, trantib]", "to: []"),
        ("to: [kasi, trantib]", "to: 1"),
        ("product: Surat Izin Keramaian", "product:"),
        ("wait: {for: 1 hari}", "wait: {fro: 1 hari}"),
    ],
)
def test_what_an_editor_marks_our_reader_refuses_too(old: str, new: str) -> None:
    assert findings_of(edited(old, new)) != ()
    assert complaints(edited(old, new)) != []


def test_generating_writes_what_is_stale_and_checking_only_says_so(tmp_path, capsys) -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "generate.py"))
    main = script["main"]
    main.__globals__["ROOT"] = tmp_path
    main.__globals__["GENERATED"] = [("deep/a.json", lambda: "a\n")]

    assert main(["--check"]) == 1
    assert not (tmp_path / "deep").exists()
    assert main([]) == 0
    assert (tmp_path / "deep" / "a.json").read_text() == "a\n"
    assert main(["--check"]) == 0
    assert "deep/a.json" in capsys.readouterr().err


REGISTER = """\
regulations:
  uu-25-2009: {id: Undang-Undang 25/2009, en: Law 25 of 2009}
units:
  kabupaten: {title: Kabupaten, calendar: kantor}
  kecamatan: {title: Kecamatan, calendar: kantor, parent: kabupaten}
calendars:
  kantor: {title: Kantor, zone: Asia/Jakarta}
retention:
  surat: {title: Surat, active: 1 tahun, inactive: 18 bulan, fate: destroy, source: uu-25-2009}
"""


NUMBERING = ActionSpec(name="issue_number", title=Text(id="Nomor"))


def registers(text: str | bytes) -> Registers:
    return registers_from_text(
        text,
        file="registers.yaml",
        actions={"issue_number": NUMBERING},
        sops=frozenset({"surat-masuk"}),
        templates=frozenset({"surat-izin"}),
    )


def test_the_register_file_becomes_the_registers() -> None:
    assert registers(REGISTER) == Registers(
        regulations={"uu-25-2009": Text(id="Undang-Undang 25/2009", en="Law 25 of 2009")},
        units={
            "kabupaten": UnitEntry(title=Text(id="Kabupaten"), calendar="kantor"),
            "kecamatan": UnitEntry(
                title=Text(id="Kecamatan"), calendar="kantor", parent="kabupaten"
            ),
        },
        calendars={"kantor": CalendarEntry(title=Text(id="Kantor"), zone="Asia/Jakarta")},
        retention={
            "surat": RetentionClass(
                id="surat",
                title=Text(id="Surat"),
                active=Span(months=12),
                inactive=Span(months=18),
                fate=Fate.DESTROY,
                source="uu-25-2009",
            )
        },
        actions={"issue_number": NUMBERING},
        sops=frozenset({"surat-masuk"}),
        templates=frozenset({"surat-izin"}),
    )


def test_the_register_of_this_project_is_read() -> None:
    read = registers((DEFINITIONS / "registers.yaml").read_bytes())

    assert read.units
    assert {unit.calendar for unit in read.units.values()} <= read.calendars.keys()


@pytest.mark.parametrize(
    ("old", "new", "code", "passage"),
    [
        ("parent: kabupaten", "parent: kabupten", "SOP209", "parent: kabupten"),
        ("Kabupaten, calendar: kantor", "Kabupaten, calendar: x", "SOP209", "calendar: x"),
        (
            "n, calendar: kantor}",
            "n, calendar: kantor, parent: kecamatan}",
            "SOP207",
            "parent: kec",
        ),
        ("zone: Asia/Jakarta", "zone: Asia/Jakata", "SOP204", "Asia/Jakata"),
        ("zone: Asia/Jakarta", "zone: ../Jakarta", "SOP204", "../Jakarta"),
        ("zone: Asia/Jakarta", "zone: Asia", "SOP204", "Asia"),
        ("active: 1 tahun", "active: selamanya", "SOP204", "selamanya"),
        ("18 bulan", "101 tahun", "SOP204", "101 tahun"),
        ("fate: destroy", "fate: musnah", "SOP205", "musnah"),
        ("source: uu-25-2009", "source: uu-43-2009", "SOP209", "source: uu-43-2009"),
        ("calendars:", "calender:", "SOP201", "calender:"),
        ("uu-25-2009:", "UU-25-2009:", "SOP204", "UU-25-2009:"),
    ],
)
def test_what_is_wrong_with_a_register_is_said_at_its_place(
    old: str, new: str, code: str, passage: str
) -> None:
    assert REGISTER.count(old) == 1
    text = REGISTER.replace(old, new)

    with pytest.raises(SopInvalid) as refused:
        registers(text)

    found = {(one.code, one.line, one.column) for one in refused.value.findings}
    assert (code, *place_of(passage, text)) in found


def test_a_register_is_strict_yaml_too() -> None:
    with pytest.raises(SopUnreadable, match="SOP106"):
        registers(REGISTER + "units: {}\n")
