"""The audit of what is installed: holes fail it, and silence of an index is no all-clear."""

import json
import subprocess
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from scripts import audit

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"
HOLE = {"id": "PYSEC-2026-1", "fix_versions": ["1.2"]}


def package(name: str, *, holes: tuple = (), skipped: bool = False) -> dict[str, object]:
    if skipped:
        return {"name": name, "skip_reason": "Dependency not found"}
    return {"name": name, "version": "1.0", "vulns": list(holes)}


def test_a_hole_fails_and_says_what_mends_it() -> None:
    code, lines = audit.told({"dependencies": [package("a", holes=(HOLE,)), package("b")]})

    assert code == 1
    assert lines[0] == "HOLE: a 1.0: PYSEC-2026-1, mended in 1.2"
    assert lines[-1] == "2 of 2 packages audited, 1 known holes."


def test_a_hole_fails_beside_packages_that_nobody_knows_about() -> None:
    hole = {"id": "X", "fix_versions": []}
    code, lines = audit.told(
        {"dependencies": [package("a", holes=(hole,)), package("b", skipped=True)]}
    )

    assert code == 1
    assert "no version yet" in lines[0]
    assert any("NOT AUDITED: 1 of 2" in line for line in lines)


def test_packages_that_could_not_be_audited_are_counted_loudly_and_do_not_fail() -> None:
    code, lines = audit.told({"dependencies": [package(name, skipped=True) for name in "abc"]})

    assert code == 0
    assert any("NOT AUDITED: 3 of 3 packages" in line for line in lines)
    assert lines[-1] == "0 of 3 packages audited, 0 known holes."


def test_an_audit_without_gaps_says_nothing_of_gaps() -> None:
    assert audit.told({"dependencies": [package("a")]}) == (
        0,
        ["1 of 1 packages audited, 0 known holes."],
    )


def test_the_bill_names_every_package_with_the_hashes_that_installing_checks() -> None:
    text = LOCK.read_text("utf-8")
    listed = [line for line in text.splitlines() if "==" in line and not line.startswith("#")]
    bill = json.loads(audit.bill_of(text, "0.1.0"))

    assert len(bill["components"]) == len(listed)
    assert all(one["hashes"] and one["purl"].startswith("pkg:pypi/") for one in bill["components"])
    assert not JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill))


def test_the_run_leaves_a_bill_and_a_report_even_when_nothing_can_be_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def silent(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 1, stdout="", stderr="trouble\nno route to host\n")

    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(audit.subprocess, "run", silent)

    assert audit.main(str(LOCK), str(tmp_path)) == 0

    said = capsys.readouterr().out
    assert "could not ask: no route to host" in said
    assert "NOT AUDITED" in said
    assert {one.name for one in tmp_path.iterdir()} == {"sbom.cdx.json", "audit.json"}


def test_an_audit_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def forever(command: list[str], **_: object) -> None:
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(audit.subprocess, "run", forever)
    with pytest.raises(audit.NotAudited, match="minutes"):
        audit.ask(LOCK)
