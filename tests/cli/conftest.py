"""A terminal on a small office."""

from pathlib import Path

import pytest
from terminal import Terminal, make_template, terminal_on


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("cli") / "template.db")


@pytest.fixture
def terminal(template: Path, tmp_path: Path) -> Terminal:
    return terminal_on(template, tmp_path)
