"""What a check of the installation finds. The words for it are made where it is shown."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from engine.core.text import Frozen, Text

Verdict = Literal["ok", "warn", "wrong"]
"""`warn`: people can work, somebody should look; `wrong`: something does not work."""


class Heard(Frozen, frozen=True, kw_only=True):
    """A process, and how long ago it was last heard of."""

    name: str
    ago: timedelta


Fact = str | int | datetime | timedelta | Text | tuple[str, ...] | tuple[Heard, ...]


class Told(StrEnum):
    """Everything that a check may say; the name before the first `_` is the check's."""

    SETTINGS_READ = "settings_read"
    SETTINGS_UNKNOWN = "settings_unknown"
    SETTINGS_INVALID = "settings_invalid"
    DATABASE_WRITES = "database_writes"
    DATABASE_AWAY = "database_away"
    DATABASE_ABSENT = "database_absent"
    DATABASE_ADDRESS = "database_address"
    DATABASE_FOREIGN = "database_foreign"
    KEY_FITS = "key_fits"
    KEY_UNMADE = "key_unmade"
    KEY_ABSENT = "key_absent"
    KEY_OTHER = "key_other"
    KEY_OPEN = "key_open"
    CHECKPOINT_FRESH = "checkpoint_fresh"
    CHECKPOINT_OLD = "checkpoint_old"
    CHECKPOINT_NONE = "checkpoint_none"
    CHECKPOINT_CONTRADICTED = "checkpoint_contradicted"
    CHECKPOINT_DAMAGED = "checkpoint_damaged"
    CHECKPOINT_UNSIGNED = "checkpoint_unsigned"
    CHECKPOINT_RETIRED = "checkpoint_retired"
    CHECKPOINT_OPEN = "checkpoint_open"
    CHECKPOINT_UNSENT = "checkpoint_unsent"
    CHECKPOINT_NUMBERING = "checkpoint_numbering"
    CHECKPOINT_UNNUMBERED = "checkpoint_unnumbered"
    SCHEMA_CURRENT = "schema_current"
    SCHEMA_OTHER = "schema_other"
    SCHEMA_ABSENT = "schema_absent"
    DISK_ROOM = "disk_room"
    DISK_LOW = "disk_low"
    DISK_FULL = "disk_full"
    DISK_UNKNOWN = "disk_unknown"
    DISK_NONE = "disk_none"
    BACKUPS_FRESH = "backups_fresh"
    BACKUPS_OLD = "backups_old"
    BACKUPS_NONE = "backups_none"
    BACKUPS_UNSET = "backups_unset"
    CLOCK_RIGHT = "clock_right"
    CLOCK_OFF = "clock_off"
    CLOCK_BEHIND = "clock_behind"
    EFFECTS_FLOW = "effects_flow"
    EFFECTS_WAIT = "effects_wait"
    EFFECTS_NOBODY = "effects_nobody"
    INCIDENTS_NONE = "incidents_none"
    INCIDENTS_OPEN = "incidents_open"
    PROCESSES_THERE = "processes_there"
    PROCESSES_NONE = "processes_none"
    PROCESSES_GONE = "processes_gone"
    THREADS_RUN = "threads_run"
    THREADS_ENDED = "threads_ended"
    SPREAD_FITS = "spread_fits"
    SPREAD_RELEASES = "spread_releases"
    SPREAD_MACHINES = "spread_machines"
    SPREAD_NETWORK = "spread_network"
    PREFECT_OFF = "prefect_off"
    PREFECT_NEAR = "prefect_near"
    PREFECT_STARTING = "prefect_starting"
    PREFECT_AWAY = "prefect_away"
    PREFECT_VERSION = "prefect_version"
    PREFECT_FLOWS = "prefect_flows"
    PREFECT_UNTOLD = "prefect_untold"
    PREFECT_WORKERS = "prefect_workers"
    VERIFY_HOLDS = "verify_holds"
    VERIFY_FOUND = "verify_found"
    VERIFY_LATE = "verify_late"
    CALENDARS_REACH = "calendars_reach"
    CALENDARS_ABSENT = "calendars_absent"
    CALENDARS_SHORT = "calendars_short"
    DEFINITIONS_PUBLISHED = "definitions_published"
    DEFINITIONS_ABSENT = "definitions_absent"
    DEFINITIONS_UNPUBLISHED = "definitions_unpublished"
    DEFINITIONS_DIFFER = "definitions_differ"
    DEFINITIONS_BROKEN = "definitions_broken"
    TEMPLATES_THERE = "templates_there"
    TEMPLATES_ABSENT = "templates_absent"
    ACTIONS_READY = "actions_ready"
    ACTIONS_UNSET = "actions_unset"
    ACTIONS_ABSENT = "actions_absent"
    ACTIONS_BROKEN = "actions_broken"
    ACTIONS_SERVER = "actions_server"
    ACTIONS_PASSWORD = "actions_password"  # noqa: S105  # the name of a finding
    ACTIONS_SENDER = "actions_sender"
    ACTIONS_ADDRESS = "actions_address"
    ACTIONS_HOSTS = "actions_hosts"
    ACTIONS_PRIVATE = "actions_private"
    FILES_WRITABLE = "files_writable"
    FILES_CLOSED = "files_closed"
    MODE_REAL = "mode_real"
    MODE_DEMO = "mode_demo"
    MODE_TRAINING = "mode_training"
    MODE_OPEN = "mode_open"
    MODE_MIXED = "mode_mixed"


class Check(Frozen, frozen=True, kw_only=True):
    """One finding: how bad it is, what it says, and the facts that its sentence names."""

    verdict: Verdict
    told: Told
    facts: Mapping[str, Fact] = {}

    @property
    def name(self) -> str:
        """Which check it is of: `disk`, `clock`."""
        return self.told.partition("_")[0]


def ok(told: Told, **facts: Fact) -> Check:
    """Nothing to do."""
    return Check(verdict="ok", told=told, facts=facts)


def warn(told: Told, **facts: Fact) -> Check:
    """Somebody should look."""
    return Check(verdict="warn", told=told, facts=facts)


def wrong(told: Told, **facts: Fact) -> Check:
    """Something does not work."""
    return Check(verdict="wrong", told=told, facts=facts)


def is_red(checks: tuple[Check, ...]) -> bool:
    """Whether anything does not work."""
    return any(one.verdict == "wrong" for one in checks)
