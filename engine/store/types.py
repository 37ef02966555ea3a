"""Column types: what the two databases would otherwise keep differently."""

from datetime import UTC, datetime
from functools import lru_cache

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in, aware UTC out.

    SQLite has no such type; it gets text of one width (microseconds, Z), which sorts as time does.

    Raises:
        ValueError: an instant without a time zone was given.
    """

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        """`timestamptz` on PostgreSQL, text elsewhere."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """What the driver gets."""
        if value is None:
            return None
        return aware(value) if dialect.name == "postgresql" else text_from_instant(value)

    def process_result_value(self, value: object | None, dialect: Dialect) -> datetime | None:
        """What the program gets."""
        del dialect
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return value.astimezone(UTC) if isinstance(value, datetime) else None


ExactText = Text().with_variant(Text(collation="C"), "postgresql")
"""Text compared byte by byte everywhere: ids sort by age, and a prefix of one is a range."""


def aware(value: datetime) -> datetime:
    """`value` in UTC.

    Raises:
        ValueError: it has no time zone.
    """
    if value.tzinfo is UTC:
        return value
    if value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone; instants are aware (UTC)")
    return value.astimezone(UTC)


@lru_cache(maxsize=1024)  # one command writes one instant into many columns
def text_from_instant(value: datetime) -> str:
    """The 27 characters SQLite keeps, such as `2026-11-22T01:02:03.000000Z`."""
    return f"{aware(value).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
