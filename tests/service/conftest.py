"""An office that acts at told times, new for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from timed_office import TimedOffice, copied, make_timed_template

from engine.service.database import connect


@pytest.fixture(scope="session")
def timed_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_timed_template(tmp_path_factory.mktemp("timed") / "template.db")


@pytest.fixture
def timed_office(timed_template: Path, tmp_path: Path) -> Iterator[TimedOffice]:
    with connect(copied(timed_template, tmp_path)) as database:
        yield TimedOffice(database)
