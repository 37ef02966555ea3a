"""What docker-compose.yml, the Dockerfile and the files beside them promise."""

import re
import tomllib

import pytest
import yaml
from topology.shell import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
ONCE = {"migrate", "prefect-migrate"}
EVERY = pytest.mark.parametrize("name", sorted(SERVICES))
EXACT = re.compile(r"[a-z]+:\d+\.\d+(\.\d+)?-[a-z]+")


@EVERY
def test_every_service_is_shut_in(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["user"].partition(":")[0]) > 0
    assert set(service["deploy"]["resources"]["limits"]) == {"memory", "pids"}
    assert "privileged" not in service


@EVERY
def test_every_service_is_watched_and_its_log_is_bounded(name):
    service = SERVICES[name]

    assert ("healthcheck" in service) is (name not in ONCE)
    assert service["restart"] == ("no" if name in ONCE else "unless-stopped")
    assert set(service["logging"]["options"]) == {"max-size", "max-file"}


@EVERY
def test_every_image_is_ours_or_pinned_by_exact_version(name):
    service = SERVICES[name]

    assert "build" in service or EXACT.fullmatch(service["image"])


@EVERY
def test_no_secret_stands_in_the_environment_and_none_has_a_default(name):
    for setting, value in SERVICES[name].get("environment", {}).items():
        if re.search("PASSWORD|TOKEN|SECRET|DATABASE_URL", setting):
            assert setting.endswith("_FILE")
            assert value.startswith("/run/secrets/")


def test_only_the_proxy_is_published_and_on_loopback_unless_somebody_says_otherwise():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert published == {
        "proxy": [
            "${ALUR_ADDRESS:-127.0.0.1}:${ALUR_PORT:-8000}:8000",
            "127.0.0.1:${PREFECT_PORT:-4200}:4200",
        ]
    }


def test_databases_cannot_be_reached_from_where_the_proxy_is_nor_from_outside():
    inner = {name for name, said in COMPOSE["networks"].items() if said.get("internal")}

    assert inner == {"front", "data", "flows"}
    for name in ("postgres", "redis", "prefect-api", "prefect-services", "web", "backup"):
        assert set(SERVICES[name]["networks"]) <= inner
    assert not set(SERVICES["postgres"]["networks"]) & set(SERVICES["proxy"]["networks"])


def test_the_base_image_is_the_version_of_python_that_the_project_is_for():
    base = re.search(
        r"^ARG BASE=python:(\d+\.\d+)\.\d+-slim-\w+$", _read("Dockerfile"), re.MULTILINE
    )

    assert base
    assert _project()["requires-python"] == f">={base[1]}"


def test_the_image_runs_as_nobody_in_particular_and_is_of_this_release():
    assert re.findall(r"^USER (.+)$", _read("Dockerfile"), re.MULTILINE)[-1] == "10001:10001"
    assert SERVICES["web"]["image"] == f"alur:${{ALUR_VERSION:-{_project()['version']}}}"


def test_what_the_image_holds_is_what_is_locked_and_one_thing_more():
    alone, spread = (_pins(f"requirements{kind}.lock") for kind in ("", "-spread"))

    assert alone.items() <= spread.items()
    assert spread.keys() - alone.keys() == {"prefect-redis"}


@pytest.mark.parametrize("file", ["Dockerfile", ".dockerignore"])
def test_nothing_secret_goes_into_the_image(file):
    assert not re.search(r"^(COPY|!).*(secrets/|\.env|\.alur)", _read(file), re.MULTILINE)


def test_what_is_mounted_is_there():
    mounts = [mount for service in SERVICES.values() for mount in service.get("volumes", ())]

    for mount in mounts:
        place = mount.partition(":")[0]
        known = (ROOT / place).is_file() if place.startswith(".") else place in COMPOSE["volumes"]
        assert known, mount


def _read(file: str) -> str:
    return (ROOT / file).read_text()


def _project() -> dict[str, str]:
    return tomllib.loads(_read("pyproject.toml"))["project"]


def _pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", _read(lock), re.MULTILINE))
