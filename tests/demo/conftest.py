"""One demonstration, played once for all tests that only look at it."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from playing import Stage, script


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with closing(Stage(tmp_path_factory.mktemp("stage") / "alur.db", script())) as played:
        yield played
