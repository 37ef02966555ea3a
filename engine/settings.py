"""What an installation may set: environment variables with the prefix ALUR_.

The one place that reads the environment. Everything has a default that works on one machine.
Any setting may lie in a file instead, which ALUR_<NAME>_FILE names: a secret is seen there by
fewer than in the environment of a process.
"""

import os
import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, FilePath, ValidationInfo, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from engine.core.notes import is_key_name
from engine.service.access_rules import FactorRule
from engine.service.file_kinds import KINDS
from engine.service.secrecy import is_example, text_of
from engine.service.vault import key_from_text

_ADDRESS = re.compile(r"[^@\s,]+@[^@\s,]+")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_PREFIX = "ALUR_"
_IN_FILE = "_FILE"
_ELSEWHERE = frozenset({"AS", "LANG", "REQUIRE_ALL"})
"""Names that the command line and the tests read by themselves."""


class _Kept:
    """A setting that lies in a file."""

    def __init__(self, place: str, *, said_twice: bool) -> None:
        self.place = Path(place)
        self.said_twice = said_twice


class _Files(PydanticBaseSettingsSource):
    """Settings that ALUR_<NAME>_FILE points to; they are read where each is checked."""

    def get_field_value(
        self,
        field: FieldInfo,  # noqa: ARG002  # its shape is given
        field_name: str,
    ) -> tuple[object, str, bool]:
        """The file that a setting lies in, or None."""
        name = _PREFIX + field_name.upper()
        place = os.environ.get(f"{name}_FILE", "")
        return _Kept(place, said_twice=name in os.environ) if place else None, field_name, False

    def __call__(self) -> dict[str, object]:
        """All settings that lie in files."""
        known = self.settings_cls.model_fields.items()
        found = {name: self.get_field_value(field, name)[0] for name, field in known}
        return {name: kept for name, kept in found.items() if kept is not None}


class Settings(BaseSettings):
    """How this installation runs."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,  # it may be a password
    )

    database_url: str = Field(
        default="sqlite:///.alur/alur.db",
        repr=False,  # it may hold a password
        description="Where the cases are: sqlite:///<file> or postgresql+psycopg://….",
    )
    key: str = Field(
        default="",
        repr=False,
        description="What personal data is sealed with: 32 random bytes in base64. By default a"
        " key is made beside a SQLite database; with PostgreSQL it must be given.",
    )
    signing_key: str = Field(
        default="",
        repr=False,
        description="What checkpoints are signed with: 32 random bytes in base64, other ones than"
        " ALUR_KEY. By default made beside a SQLite database; with PostgreSQL it must be given.",
    )
    checkpoint_origin: str = Field(
        default="",
        max_length=100,
        description="What the ledger is called in its checkpoints, for good: an address without"
        " https://, such as alur.kota.go.id. By default the first of the hosts, and /alur.",
    )
    checkpoint_mail: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Whom a checkpoint is mailed to each day, separated by commas: people outside"
        " the office, who keep it.",
    )
    definitions: Path = Field(
        default=Path("sop_definitions"), description="The directory of the SOP definitions."
    )
    retention_default: str = Field(
        default="",
        pattern=r"^([a-z][a-z0-9-]{0,59})?$",
        description="The retention class of SOPs that name none; empty: their records are kept.",
    )
    host: str = Field(
        default="127.0.0.1",
        description="The address to listen on. Beyond loopback a proxy with https stands in front.",
    )
    port: int = Field(default=8000, ge=1, le=65535, description="The port to listen on.")
    hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("127.0.0.1", "localhost", "::1"),
        description="Names the server answers to, separated by commas; any other Host is refused.",
    )
    zone: str = Field(
        default="Asia/Jakarta",
        description="The office's time zone; instants are kept in UTC and shown in this zone.",
    )
    office: str = Field(
        default="", max_length=80, description="The office's name, shown beside the product's."
    )
    dispatch: bool = Field(
        default=True,
        description="Whether this process runs what is due (numbers, linked cases); one does.",
    )
    files: Path = Field(
        default=Path(".alur/files"),
        description="Where documents lie, by the hash of their bytes; by default by the database.",
    )
    prefect: str = Field(
        default="embedded",
        pattern=r"^(embedded|off|https?://\S+)$",
        description="Who runs automated steps: `embedded` (Prefect within this process), the"
        " address of a Prefect server's API, or `off` (Alur alone, nothing to look at).",
    )
    prefect_keep_days: int = Field(
        default=30, ge=1, le=3650, description="How long Prefect keeps runs that have ended."
    )
    reports: Path = Field(
        default=Path(".alur/reports"),
        description="Where the reports of the day and the checkpoints are written; by default"
        " beside the database.",
    )
    backups: Path | None = Field(
        default=None,
        description="The folder that Alur writes a backup to each night; best on another machine.",
    )
    backups_keep: int = Field(default=14, ge=1, le=3650, description="How many of them are kept.")
    prefect_pages: str = Field(
        default="",
        description="Where people find Prefect's own pages; by default beside its API.",
    )
    lanes: int = Field(
        default=4, ge=1, le=64, description="How many automated steps a process runs at once."
    )
    lease_seconds: int = Field(
        default=30,
        ge=2,
        le=3600,
        description="How long a process that fell silent keeps an automated step to itself.",
    )
    training: bool = Field(
        default=False,
        description="Training: actions that reach other systems or people are only simulated.",
    )
    mail_url: str = Field(
        default="",
        repr=False,
        description="The mail server: smtp://, smtps:// or smtp+starttls://user:password@host:port.",
    )
    mail_from: str = Field(default="", description="Whom mail comes from: an address.")
    message_url: str = Field(
        default="",
        description="The gateway for SMS and WhatsApp; without one a wa.me link is made.",
    )
    message_token: str = Field(default="", repr=False, description="The gateway's bearer token.")
    call_hosts: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(),
        description="Hosts that HTTP calls may go to (host or host:port), separated by commas.",
    )
    call_private_hosts: Annotated[frozenset[str], NoDecode] = Field(
        default=frozenset(),
        description="Those of them that may lie in private networks, separated by commas.",
    )
    sign_url: str = Field(
        default="", description="The certified service for electronic signatures, if there is one."
    )
    sign_token: str = Field(default="", repr=False, description="That service's bearer token.")
    oidc_issuer: str = Field(
        default="",
        description="The office's own provider of sign-in (OpenID Connect), by the address that it"
        " calls itself; empty: there is none.",
    )
    oidc_client_id: str = Field(default="", description="The name that the provider has for Alur.")
    oidc_client_secret: str = Field(
        default="",
        repr=False,
        description="Alur's secret there; without one it is a public client.",
    )
    oidc_title: str = Field(
        default="",
        max_length=60,
        description="What people call the provider; its host's name by default.",
    )
    metrics: Literal["private", "everybody", "off"] = Field(
        default="private",
        description="Who may read /metrics: `private` (this machine and private networks, and"
        " nobody through a proxy), `everybody`, or `off`.",
    )
    proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Addresses or networks of proxies, separated by commas: from these alone"
        " X-Forwarded-For and X-Forwarded-Proto are believed.",
    )
    rate_address: int = Field(
        default=50,
        ge=0,
        le=100_000,
        description="Requests a second that one address may make for long; 0 is no limit."
        " A whole office may stand behind one.",
    )
    rate_session: int = Field(
        default=20,
        ge=0,
        le=100_000,
        description="Requests a second that one session or token may make for long; 0 is no limit.",
    )
    body_seconds: int = Field(
        default=30, ge=1, le=3600, description="How long what a request brings may take to come."
    )
    upload_mb: int = Field(
        default=10, ge=1, le=1000, description="The largest document that is taken, in MiB."
    )
    upload_kinds: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("pdf", "jpg", "png", "docx", "xlsx"),
        description="Kinds of documents that are taken, separated by commas.",
    )
    upload_scanner: str = Field(
        default="",
        description="What looks for viruses in documents: `clamd:/path/of/its/socket`,"
        " `clamd://host:port`, or a command, which is given the file. No verdict, no document.",
    )
    log: Literal["auto", "json", "text"] = Field(
        default="auto",
        description="How the log is written: `json`, `text`, or `auto` (text for a terminal).",
    )
    second_factor: FactorRule = Field(
        default="optional",
        description="Who must set up a second factor before a password lets them in: `optional`"
        " (nobody must), `duties` (whoever administers, approves, audits ...), `everybody`.",
    )
    password_list: FilePath | None = Field(
        default=None,
        description="A file of passwords that nobody may take, one a line, beside Alur's own list.",
    )
    demo: bool = Field(default=False, description="Whether this is a demonstration with made data.")

    @model_validator(mode="before")
    @classmethod
    def _beside_the_database(cls, given: object) -> object:
        """Whoever uses a database that is a file finds its documents and reports beside it."""
        if not isinstance(given, dict) or not isinstance(given.get("database_url"), str):
            return given
        url: str = given["database_url"]
        file = url.removeprefix("sqlite:///")
        if file in {url, "", ":memory:"}:
            return given
        folder = Path(file).parent
        return {"files": folder / "files", "reports": folder / "reports"} | given

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, given: str) -> str:
        try:
            ZoneInfo(given)
        except (KeyError, ValueError, OSError):
            raise ValueError("must be a zone such as Asia/Jakarta, Asia/Makassar") from None
        return given

    @field_validator("key", "signing_key")
    @classmethod
    def _a_key(cls, given: str) -> str:
        if given:
            key_from_text(given)
        return given

    @field_validator("checkpoint_origin")
    @classmethod
    def _an_origin(cls, given: str) -> str:
        if given and not (is_key_name(given) and given.isascii()):
            raise ValueError("must be an address without spaces and plus, such as alur.kota.go.id")
        return given

    @field_validator("checkpoint_mail", mode="before")
    @classmethod
    def _listed_addresses(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        listed = tuple(one.strip() for one in given.split(",") if one.strip())
        if not all(_ADDRESS.fullmatch(one) for one in listed):
            raise ValueError("must be e-mail addresses, such as arsip@kota.go.id")
        return listed

    @field_validator("hosts", mode="before")
    @classmethod
    def _listed_hosts(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        return tuple(name.strip().lower() for name in given.split(",") if name.strip())

    @field_validator("proxies", mode="before")
    @classmethod
    def _listed_proxies(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        listed = tuple(one.strip() for one in given.split(",") if one.strip())
        for one in listed:
            try:
                ip_network(one)
            except ValueError:
                raise ValueError("must be addresses or networks, such as 10.0.0.0/24") from None
        return listed

    @field_validator("upload_kinds", mode="before")
    @classmethod
    def _listed_kinds(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        listed = tuple(one.strip().lower() for one in given.split(",") if one.strip())
        if not set(listed) <= set(KINDS):
            raise ValueError(f"must be some of: {', '.join(KINDS)}")
        return listed

    @field_validator("call_hosts", "call_private_hosts", mode="before")
    @classmethod
    def _listed_calls(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        return frozenset(name.strip().lower() for name in given.split(",") if name.strip())

    @field_validator("*", mode="before")  # the last one written is the first one asked
    @classmethod
    def _out_of_its_file(cls, given: object, info: ValidationInfo) -> object:
        is_secret = not cls.model_fields[info.field_name or ""].repr
        if isinstance(given, _Kept):
            if given.said_twice:
                raise ValueError("is said in a file and in the environment; take one of them away")
            given = text_of(given.place, secret=is_secret)
        if is_secret and isinstance(given, str) and is_example(given):
            raise ValueError("is a password that stands in examples; make one of your own")
        return given

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # its shape is given
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Where settings come from, what counts most first."""
        return init_settings, _Files(settings_cls), env_settings

    @property
    def ledger_origin(self) -> str:
        """What the ledger is called from its first checkpoint on."""
        known = (one for one in self.hosts if one not in _LOOPBACK and is_key_name(one))
        return self.checkpoint_origin or f"{next(known, 'localhost')}/alur"

    @property
    def office_zone(self) -> ZoneInfo:
        """The office's zone as an object."""
        return ZoneInfo(self.zone)


def key_file(settings: Settings) -> Path | None:
    """The file that the key was read from; None where it was given otherwise, or not at all."""
    said = os.environ.get(f"{_PREFIX}KEY{_IN_FILE}", "")
    return Path(said) if said and settings.key else None


def unknown_names() -> tuple[str, ...]:
    """Names in the environment that begin like a setting and are none: most likely misspelt."""
    known = {name.upper() for name in Settings.model_fields} | _ELSEWHERE
    said = {one.removeprefix(_PREFIX) for one in os.environ if one.startswith(_PREFIX)}
    strange = {one for one in said if one.removesuffix(_IN_FILE) not in known}
    return tuple(sorted(f"{_PREFIX}{one}" for one in strange))
