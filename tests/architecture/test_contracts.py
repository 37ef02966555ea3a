"""The import contracts hold, and each of them bites when it is broken."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAIN = "from importlinter.cli import lint_imports_command as main; raise SystemExit(main())"
_NOT_OURS = shutil.ignore_patterns("__pycache__", "node_modules")
LINT = [sys.executable, "-c", MAIN, "--no-cache"]

BREACHES = {
    "web -> api -> engine": ("api/app.py", "import web.app"),
    "Inside the engine: shell above, pure core below": (
        "engine/sop/graph.py",
        "import engine.service.clock",
    ),
    "The core is pure: no I/O, no clock, no chance": ("engine/core/flow.py", "import random"),
    "Prefect lives in engine.runtime only": ("engine/service/clock.py", "import prefect"),
    "SQL lives in engine.store only": ("engine/service/clock.py", "import sqlalchemy"),
    "The shell reaches the store only through services": (
        "api/app.py",
        "import engine.store.codec",
    ),
    "Tables are private to the store": ("engine/service/clock.py", "import engine.store.tables"),
    "No cycles between siblings": (
        "engine/core/evolve.py",
        "import engine.core.decide",
    ),
}


@pytest.fixture(scope="module")
def copy_of_the_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("house")
    for name in ("engine", "api", "web"):
        shutil.copytree(ROOT / name, copy / name, ignore=_NOT_OURS)
    shutil.copy(ROOT / "pyproject.toml", copy / "pyproject.toml")
    return copy


def lint(house: Path, contract: str | None = None) -> tuple[int, str]:
    run = subprocess.run(  # noqa: S603  # our own command line
        LINT,
        cwd=house,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(house), "PATH": "", "COLUMNS": "200"},
    )
    return run.returncode, run.stdout + run.stderr


def test_every_contract_is_kept(copy_of_the_house: Path) -> None:
    code, said = lint(copy_of_the_house)

    assert code == 0, said
    for contract in BREACHES:
        assert f"{contract} KEPT" in said


def test_every_contract_is_broken_here_once() -> None:
    listed = (ROOT / "pyproject.toml").read_text().count("[[tool.importlinter.contracts]]")

    assert listed == len(BREACHES)


@pytest.mark.parametrize("contract", BREACHES)
def test_a_breach_is_reported(copy_of_the_house: Path, contract: str) -> None:
    name, line = BREACHES[contract]
    file = copy_of_the_house / name
    kept = file.read_text()
    file.write_text(f"{kept}\n{line}  # noqa\n")

    try:
        code, said = lint(copy_of_the_house)
    finally:
        file.write_text(kept)

    assert code == 1
    assert f"{contract} BROKEN" in said
