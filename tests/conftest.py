"""What every test shares: Hypothesis profiles, and in CI the rule that nothing is skipped."""

import os
from collections.abc import Generator, Iterator

import pytest
from hypothesis import HealthCheck, settings
from postgres import PostgresMissing, private_postgres

settings.register_profile("default", max_examples=60, deadline=None)
settings.register_profile(
    "ci",
    max_examples=100,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("deep", max_examples=5000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))  # noqa: TID251  # tests

os.environ.setdefault("ALUR_PREFECT", "off")  # noqa: TID251  # nobody starts Prefect by accident

NOTHING_IS_SKIPPED = os.environ.get("ALUR_REQUIRE_ALL") == "1"  # noqa: TID251  # tests


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where everything a test can use was installed."""
    report = yield
    if NOTHING_IS_SKIPPED and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A private PostgreSQL server, one for each worker; `postgres.fresh_database` gives a place."""
    try:
        with private_postgres() as url:
            yield url
    except PostgresMissing as missing:
        pytest.skip(str(missing))
