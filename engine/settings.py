"""What an installation may set: environment variables with the prefix ALUR_.

The one place that reads the environment. Everything has a default that works on one machine.
"""

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """How this installation runs."""

    model_config = SettingsConfigDict(env_prefix="ALUR_", frozen=True, extra="ignore")

    database_url: str = Field(
        default="sqlite:///.alur/alur.db",
        description="Where the cases are: sqlite:///<file> or postgresql+psycopg://….",
    )
    definitions: Path = Field(
        default=Path("sop_definitions"), description="The directory of the SOP definitions."
    )
    host: str = Field(
        default="127.0.0.1",
        description="The address to listen on. There is no sign-in yet: keep it to loopback.",
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
    demo: bool = Field(default=False, description="Whether this is a demonstration with made data.")

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, given: str) -> str:
        try:
            ZoneInfo(given)
        except (KeyError, ValueError, OSError):
            raise ValueError("must be a zone such as Asia/Jakarta, Asia/Makassar") from None
        return given

    @field_validator("hosts", mode="before")
    @classmethod
    def _listed_hosts(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        return tuple(name.strip().lower() for name in given.split(",") if name.strip())

    @property
    def office_zone(self) -> ZoneInfo:
        """The office's zone as an object."""
        return ZoneInfo(self.zone)
