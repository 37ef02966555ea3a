"""What Prefect is told, held against the settings it knows."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from engine.runtime.prefect_settings import own_host, place_of, prepare_environment
from engine.settings import Settings

ASKED = """\
import json
from prefect.settings import get_current_settings
from prefect.settings.legacy import _get_settings_fields
from prefect.settings.models.root import Settings
print(json.dumps([sorted(_get_settings_fields(Settings)),
    get_current_settings().model_dump(mode="json")]))
"""


def environment(tmp_path: Path, **said: object) -> dict[str, str]:
    told: dict[str, str] = {}
    chosen = {"database_url": f"sqlite:///{tmp_path}/alur.db", "prefect": "embedded"} | said
    prepare_environment(Settings(**chosen), told)  # type: ignore[arg-type]
    return told


def test_off_tells_nothing(tmp_path: Path) -> None:
    assert environment(tmp_path, prefect="off") == {}


def test_the_embedded_server_lives_beside_the_database_and_is_reached_on_loopback(
    tmp_path: Path,
) -> None:
    told = environment(tmp_path, port=8123, host="0.0.0.0", prefect_keep_days=7)  # noqa: S104

    assert told["PREFECT_HOME"] == str(tmp_path / "prefect")
    assert told["PREFECT_API_URL"] == "http://127.0.0.1:8123/prefect/api"
    assert told["PREFECT_SERVER_UI_SERVE_BASE"] == "/prefect"
    assert told["PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD"] == "604800"


def test_a_server_elsewhere_is_only_asked(tmp_path: Path) -> None:
    told = environment(tmp_path, prefect="https://prefect.example/api")

    assert told["PREFECT_API_URL"] == "https://prefect.example/api"
    assert told["DO_NOT_TRACK"] == "1"
    assert not [name for name in told if "SERVER_UI" in name or "VACUUM" in name]


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("postgresql+psycopg://office@db/alur", ".alur/prefect"),
        ("sqlite:///:memory:", ".alur/prefect"),
        ("sqlite:///data/alur.db", "data/prefect"),
    ],
)
def test_without_a_file_it_lives_where_alurs_files_are(url: str, home: str) -> None:
    settings = Settings(database_url=url, prefect="embedded")

    assert place_of(settings, {}).home == Path(home).resolve()


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("::", "::1"),
        ("10.0.0.5", "10.0.0.5"),
        ("localhost", "localhost"),
    ],
)
def test_it_is_reached_where_the_web_listens(host: str, own: str) -> None:
    settings = Settings(host=host, prefect="embedded")

    assert own_host(settings) == own
    shown = f"[{own}]" if ":" in own else own
    assert place_of(settings, {}).api_url == f"http://{shown}:8000/prefect/api"


def test_what_the_operator_says_wins_under_any_of_its_names(tmp_path: Path) -> None:
    told = {
        "PREFECT_HOME": "/elsewhere",
        "PREFECT_API_SERVICES_TRIGGERS_ENABLED": "true",
        "PREFECT_LOGGING_LEVEL": "DEBUG",
        "PREFECT_API_URL": "https://cloud.example/api",
    }
    settings = Settings(database_url=f"sqlite:///{tmp_path}/a.db", prefect="embedded")
    prepare_environment(settings, told)

    assert told["PREFECT_HOME"] == "/elsewhere"
    assert told["PREFECT_LOGGING_LEVEL"] == "DEBUG"
    assert "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED" not in told
    assert told["PREFECT_API_URL"].startswith("http://127.0.0.1")  # an embedded one is nowhere else
    assert place_of(settings, told).home == Path("/elsewhere")


@pytest.mark.parametrize(
    "name", ["PREFECT_API_DATABASE_CONNECTION_URL", "PREFECT_SERVER_DATABASE_CONNECTION_URL"]
)
def test_a_database_of_the_operators_is_no_file_of_ours(name: str) -> None:
    settings = Settings(prefect="embedded")

    assert place_of(settings, {}).database is not None
    assert place_of(settings, {name: "postgresql+asyncpg://db/prefect"}).database is None


def test_prefect_knows_every_name_and_takes_every_value(tmp_path: Path) -> None:

    told = environment(tmp_path, port=8123)
    command = [sys.executable, "-W", "error::UserWarning", "-c", ASKED]
    run = subprocess.run(  # noqa: S603  # ourselves
        command, env=told, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True
    )
    names, taken = json.loads(run.stdout.splitlines()[-1])

    assert {name for name in told if name.startswith("PREFECT_")} <= set(names)
    assert taken["api"]["url"] == "http://127.0.0.1:8123/prefect/api"
    assert taken["home"] == str(tmp_path / "prefect")
    server = taken["server"]
    assert server["analytics_enabled"] is False
    assert server["ephemeral"]["enabled"] is False
    assert server["api"]["base_path"] == "/prefect/api"
    assert server["api"]["cors_allowed_origins"] == "http://127.0.0.1:8123"
    assert server["ui"]["api_url"] == "/prefect/api"
    assert server["ui"]["serve_base"] == "/prefect"
    assert server["ui"]["static_directory"] == str(tmp_path / "prefect" / "pages")
    assert server["services"]["triggers"]["enabled"] is False
    assert server["services"]["event_persister"]["enabled"] is False
    assert server["services"]["pause_expirations"]["enabled"] is False
    assert sorted(server["services"]["db_vacuum"]["enabled"]) == ["events", "flow_runs"]
    assert taken["logging"]["config_path"].endswith("prefect_logging.yml")
    assert taken["logging"]["to_api"]["enabled"] is False
    assert taken["client"]["csrf_support_enabled"] is False
