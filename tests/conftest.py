"""What every test shares: Hypothesis profiles, and in CI the rule that nothing is skipped."""

import os
from collections.abc import Generator, Iterator

import pytest
from argon2 import PasswordHasher
from grouping import keep_together
from hypothesis import HealthCheck, settings
from measuring import MEASURING, choose_measured
from postgres import PASSING, PostgresMissing, private_postgres
from quick_routes import make_routes_once

settings.register_profile("default", max_examples=60, deadline=None)
settings.register_profile(
    "ci",
    max_examples=60,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("deep", max_examples=5000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))  # noqa: TID251  # tests

os.environ.setdefault("ALUR_PREFECT", "off")  # noqa: TID251  # nobody starts Prefect by accident

make_routes_once()

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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    choose_measured(items)
    keep_together(items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure coverage where that may tell something new."""
    with MEASURING.of(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Likewise of the examples of a property."""
    with MEASURING.at_first(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object],
) -> Generator[None, object, object]:
    """What a wider fixture makes outlives the test that asked for it first, and is measured."""
    if fixturedef.scope == "function":
        with PASSING.kept(really=False):
            return (yield)
    with PASSING.kept(), MEASURING.of_what_is_shared():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None, None, None]:
    """Drop the databases of the test, once nothing of it is connected to them."""
    yield
    PASSING.drop()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A private PostgreSQL server, one for each worker; `postgres.fresh_database` gives a place."""
    try:
        with private_postgres() as url:
            yield url
    except PostgresMissing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session", autouse=True)
def usual_hasher() -> Iterator[PasswordHasher]:
    """Passwords at the least that Argon2 may cost; gives what they cost elsewhere."""
    from engine.service import passwords  # noqa: PLC0415  # once coverage has begun

    with pytest.MonkeyPatch.context() as patched:
        usual = passwords._hasher
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patched.setattr(passwords, "_hasher", quick)
        yield usual


@pytest.fixture
def usual_passwords(usual_hasher: PasswordHasher, monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of the strength itself."""
    monkeypatch.setattr("engine.service.passwords._hasher", usual_hasher)
