"""Actions that installed packages bring: found, listed, used; a broken one is named."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from serving import DEFINITION
from terminal import Terminal

from engine.actions.action import ActionFailure, ActionRun, Outcome, Outside
from engine.actions.registry import GROUP, actions, offers, own_specs, specs
from engine.core.errors import NotFound, PluginBroken
from engine.core.ids import ActivationId, CaseId, SopId, StepId, UnitId
from engine.core.text import Text

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
REGISTERS = """\
regulations: {uu-25-2009: UU 25/2009}
units: {kecamatan: {title: Kecamatan, calendar: kantor}}
calendars: {kantor: {title: Kantor, zone: Asia/Jakarta}}
"""
ANOTHER = """\
from engine.actions.action import Action, Outcome
from engine.core.action_spec import ActionSpec, Parameter, ParameterKind
from engine.core.text import Text

SPEC = ActionSpec(name="another", title=Text(id="Lain"))
ACTION = Action(spec=SPEC, run=lambda run, _: Outcome(), simulate=lambda run, _: Outcome())
"""


def block(language: str) -> str:
    """The page's only block in that language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def install(folder: Path, package: str, source: str, *, points: Mapping[str, str]) -> None:
    """Lay a package of one module down as an installer would."""
    info = folder / f"{package.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    lines = (f"{name} = {value}\n" for name, value in points.items())
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{''.join(lines)}")
    (folder / f"{package.replace('-', '_')}.py").write_text(source, encoding="utf-8")


def install_the_example(folder: Path) -> None:
    project = tomllib.loads(block("toml"))["project"]
    points = project["entry-points"][GROUP]
    install(folder, project["name"], block("python"), points=points)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages; what it brought is forgotten at the end."""
    folder = tmp_path / "site"
    folder.mkdir()
    before = set(sys.modules)
    monkeypatch.syspath_prepend(folder)
    offers.cache_clear()
    yield folder
    offers.cache_clear()
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(folder)):
            del sys.modules[name]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """One definition, with the row of the page's example put before its last row."""
    folder = tmp_path / "sop_definitions"
    (folder / "surat-uji").mkdir(parents=True)
    (folder / "registers.yaml").write_text(REGISTERS, encoding="utf-8")
    head, last = DEFINITION.rsplit("  - id: ", 1)
    text = f"{head}{block('yaml')}  - id: {last}"
    (folder / "surat-uji" / "v1.yaml").write_text(text, encoding="utf-8")
    return folder


def a_run(**facts: str) -> ActionRun:
    return ActionRun(
        case=CaseId("0c"),
        activation=ActivationId(3),
        attempt=1,
        step=StepId("retribusi"),
        sop=SopId("surat-uji"),
        version=1,
        unit=UnitId("kecamatan"),
        title=Text(id="Surat"),
        at=datetime(2026, 11, 23, 1, tzinfo=UTC),
        zone="Asia/Jakarta",
        parameters={"area": "form.luas", "rate": "2000"},
        facts={f"form.{name}": text for name, text in facts.items()},
    )


def no_documents(sha256: str) -> bytes:
    raise NotFound("document", sha256)


OUTSIDE = Outside(read_document=no_documents)


def test_the_example_of_the_page_computes(site: Path) -> None:
    install_the_example(site)

    action = actions()["compute_fee"]

    assert action.run(a_run(luas="12.5"), OUTSIDE) == Outcome(
        result={"amount": "25000"}, log=("12.5 m² at 2000 each",)
    )
    assert set(action.simulate(a_run(luas="1"), OUTSIDE).result) == set(action.spec.results)


def test_the_example_of_the_page_fails_for_good_without_an_area(site: Path) -> None:
    install_the_example(site)

    with pytest.raises(ActionFailure, match="is no fee") as failed:
        actions()["compute_fee"].run(a_run(), OUTSIDE)

    assert failed.value.for_good


def test_a_definition_may_name_what_a_package_brings(site: Path, library: Path) -> None:
    terminal = Terminal(library.parent / "none.db")
    line = ("sop", "check", str(library), "--today", "2026-11-20")

    without = terminal.type(*line)
    install_the_example(site)
    offers.cache_clear()
    with_it = terminal.type(*line)

    assert (without.exit_code, with_it.exit_code) == (1, 0), with_it.output
    assert "SOP306 there is no action `compute_fee`" in without.stdout


def test_the_own_actions_come_first_and_name_no_package(site: Path) -> None:
    install_the_example(site)

    packages = [offer.package for offer in offers().values()]

    assert packages == ["" for _ in own_specs()] + ["alur-retribusi"]
    assert list(specs()) == [*(spec.name for spec in own_specs()), "compute_fee"]


def test_an_action_that_takes_nothing_says_so(site: Path, tmp_path: Path) -> None:
    install(site, "alur-lain", ANOTHER, points={"another": "alur_lain:ACTION"})

    told = Terminal(tmp_path / "none.db").do("action", "show", "another")

    assert "It takes no parameters." in told
    assert "alur-lain" in told


BROKEN = {
    "raise ZeroDivisionError('odd')": "cannot be loaded: ZeroDivisionError: odd",
    "import not_to_be_had": "cannot be loaded: ModuleNotFoundError: No module named",
    "raise SystemExit(0)": "cannot be loaded: SystemExit",
    "OTHER = 1": "cannot be loaded: AttributeError",
    "def broken(": "cannot be loaded: SyntaxError",
    "ACTION = 'compute'": "is not an engine.actions.action.Action",
    ANOTHER.replace(
        '"another"', '"issue_number"'
    ): "`issue_number` is there already, by Alur itself",
    ANOTHER.replace('"another"', '"An Other"'): "'An Other' is no name",
    ANOTHER.replace('id="Lain"', "id=1"): "spec: Expected `str`",
    ANOTHER.replace("spec=SPEC", "spec=Text"): "spec: ",
    ANOTHER.replace("run=lambda run, _: Outcome()", "run=None"): "cannot be called",
    ANOTHER.replace(
        '"Lain")',
        '"Lain"), parameters=(Parameter(id="a", title=Text(id="a"), kind=ParameterKind.CHOICE),)',
    ): "the parameter `a` is a choice without choices",
}


@pytest.mark.parametrize("source", BROKEN)
def test_a_broken_package_is_named_with_the_reason(site: Path, source: str) -> None:
    install(site, "alur-rusak", source, points={"x": "alur_rusak:ACTION"})

    with pytest.raises(PluginBroken) as broken:
        offers()

    said = str(broken.value)
    assert said.startswith("The plug-in alur-rusak is broken: ")
    assert BROKEN[source] in said
    assert broken.value.package == "alur-rusak"


def test_of_two_packages_with_one_name_the_second_is_named(site: Path) -> None:
    for package in ("alur-b", "alur-a"):
        module = package.replace("-", "_")
        install(site, package, ANOTHER, points={"another": f"{module}:ACTION"})

    with pytest.raises(PluginBroken, match=r"alur-b is broken: .* already, by alur-a"):
        offers()


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_nothing_starts_with_a_broken_package(site: Path, tmp_path: Path, command: str) -> None:
    install(site, "alur-rusak", "raise ZeroDivisionError('odd')", points={"x": "alur_rusak:ACTION"})

    said = Terminal(tmp_path / "none.db").type(command)

    assert said.exit_code == 2
    assert "The plug-in alur-rusak is broken" in said.stderr
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("command", [("sop", "check"), ("action", "list"), ("sop", "show")])
def test_a_command_that_needs_the_actions_says_which_package_is_broken(
    site: Path, library: Path, command: tuple[str, ...]
) -> None:
    install(site, "alur-rusak", "raise ZeroDivisionError('odd')", points={"x": "alur_rusak:ACTION"})
    file = library / "surat-uji" / "v1.yaml"
    what = [str(file)] if command[0] == "sop" else []

    said = Terminal(library.parent / "none.db").type(*command, *what)

    assert said.exit_code == 2
    assert said.stdout == ""
    assert said.stderr.startswith("alur: The plug-in alur-rusak is broken: `alur_rusak:ACTION`")
    assert said.stderr.endswith("Mend the package, or uninstall it.\n")


def test_a_program_of_its_own_finds_the_package_too(tmp_path: Path, library: Path) -> None:
    folder = tmp_path / "installed"
    folder.mkdir()
    install_the_example(folder)

    run = subprocess.run(  # noqa: S603  # our own command line
        [sys.executable, "-m", "api.cli", "sop", "check", str(library), "--today", "2026-11-20"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(folder)},  # noqa: TID251  # a program needs one
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.returncode, run.stderr) == (0, "")
