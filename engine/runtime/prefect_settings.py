"""What Prefect is told before it is imported: it reads the environment, once, at its import.

The names are those of Prefect 3.8.8's settings model, and a test holds them against it.
"""

import os
from collections.abc import Mapping, MutableMapping
from ipaddress import ip_address
from pathlib import Path

from engine.core.text import Frozen
from engine.settings import Settings

MOUNT = "/prefect"
"""Where an embedded Prefect's pages lie on the web's own port; its API lies below, at `/api`."""

EMBEDDED = "embedded"
OFF = "off"

_SECONDS_OF_A_DAY = 24 * 3600
_LOGGING = Path(__file__).with_name("prefect_logging.yml")

# A setting that has an older name as well is not ours to set where either was given.
_OLDER_NAMES: Mapping[str, str] = {
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE",
    "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": "PREFECT_SERVER_CORS_ALLOWED_ORIGINS",
    "PREFECT_SERVER_UI_STATIC_DIRECTORY": "PREFECT_UI_STATIC_DIRECTORY",
    "PREFECT_SERVER_UI_API_URL": "PREFECT_UI_API_URL",
    "PREFECT_SERVER_UI_SERVE_BASE": "PREFECT_UI_SERVE_BASE",
    "PREFECT_LOGGING_CONFIG_PATH": "PREFECT_LOGGING_SETTINGS_PATH",
    "PREFECT_SERVER_LOGGING_LEVEL": "PREFECT_LOGGING_SERVER_LEVEL",
    "PREFECT_SERVER_DATABASE_CONNECTION_URL": "PREFECT_API_DATABASE_CONNECTION_URL",
} | {
    f"PREFECT_SERVER_SERVICES_{service}_ENABLED": f"PREFECT_API_SERVICES_{service}_ENABLED"
    for service in ("PAUSE_EXPIRATIONS", "TRIGGERS", "EVENT_PERSISTER")
}

_EVERYWHERE: Mapping[str, str] = {
    "DO_NOT_TRACK": "1",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",  # never a second server behind our back
    "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "false",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_CONFIG_PATH": str(_LOGGING),
}

_EMBEDDED: Mapping[str, str] = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",  # a trace at each request says no more than one
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",  # it is this very version
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",  # they ask a counter of visits, come what may
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",  # no truth of ours is in them
    # Nothing here pauses runs or has automations; without these it needs 40 % less.
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
}


class Place(Frozen, frozen=True, kw_only=True):
    """Where the embedded Prefect lives."""

    home: Path
    api_url: str
    database: Path | None
    """Its SQLite file; None where the operator gave it a database of theirs."""


def prepare_environment(
    settings: Settings, environment: MutableMapping[str, str] = os.environ
) -> None:
    """Tell Prefect where it is and how it runs. Must be called before any `import prefect`.

    What an operator set wins, but for where the embedded server is: that follows from `settings`.
    """
    if settings.prefect == OFF:
        return
    environment.update(_where(settings))
    for name, value in _how(settings).items():
        if _OLDER_NAMES.get(name, name) not in environment:
            environment.setdefault(name, value)


def place_of(settings: Settings, environment: Mapping[str, str] = os.environ) -> Place:
    """Where the embedded server lives, in the environment prepared for it."""
    home = Path(environment.get("PREFECT_HOME") or _home(settings)).expanduser().resolve()
    newer = "PREFECT_SERVER_DATABASE_CONNECTION_URL"
    is_theirs = any(name in environment for name in (newer, _OLDER_NAMES[newer]))
    return Place(
        home=home,
        api_url=_api_url(settings),
        database=None if is_theirs else home / "prefect.db",
    )


def _where(settings: Settings) -> dict[str, str]:
    if settings.prefect != EMBEDDED:
        return {"PREFECT_API_URL": settings.prefect}
    for_people = {
        "PREFECT_SERVER_UI_API_URL": f"{MOUNT}/api",  # whatever name the browser knows us by
        "PREFECT_SERVER_UI_SERVE_BASE": MOUNT,
    }
    return {
        "PREFECT_API_URL": _api_url(settings),
        "PREFECT_SERVER_API_BASE_PATH": f"{MOUNT}/api",
        **for_people,
        **{_OLDER_NAMES[name]: value for name, value in for_people.items()},
    }


def _how(settings: Settings) -> dict[str, str]:
    told = {"PREFECT_HOME": str(_home(settings)), **_EVERYWHERE}
    if settings.prefect != EMBEDDED:
        return told
    return {
        **told,
        **_EMBEDDED,
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(
            settings.prefect_keep_days * _SECONDS_OF_A_DAY
        ),
        # By default it writes its pages into its own package, which may not be ours to write.
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(_home(settings) / "pages"),
        # By default every page of the world may read it from a browser on this machine.
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": own_address(settings),
    }


def _home(settings: Settings) -> Path:
    """Beside a database that is a file, else where Alur's files are by default."""
    file = settings.database_url.removeprefix("sqlite:///")
    is_file = file not in (settings.database_url, "", ":memory:")
    folder = Path(file).parent if is_file else Path(".alur")
    return (folder / "prefect").resolve()


def _api_url(settings: Settings) -> str:
    return f"{own_address(settings)}{MOUNT}/api"


def own_address(settings: Settings) -> str:
    """Where this machine finds its own server: `http://127.0.0.1:8000`."""
    host = own_host(settings)
    named = f"[{host}]" if ":" in host else host
    return f"http://{named}:{settings.port}"


def own_host(settings: Settings) -> str:
    """How this machine reaches its own server: by loopback, where that is listened to."""
    try:
        address = ip_address(settings.host)
    except ValueError:
        return settings.host
    if address.is_unspecified:
        return "127.0.0.1" if address.version == 4 else "::1"  # noqa: PLR2004  # of IP
    return settings.host
