"""What logs from elsewhere write, as Alur's values: instants in many forms, steps, roles."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from engine.core.ids import RoleId, StepId
from engine.core.text import Text
from engine.core.workflow import Workflow

_FIRST_YEAR, _LAST_YEAR = 1900, 2999
_MONTH_NAMES = "jan feb mar apr mei/may jun jul agu/agt/aug sep okt/oct nov/nop des/dec"
_MONTHS = {
    name: number
    for number, names in enumerate(_MONTH_NAMES.split(), start=1)
    for name in names.split("/")
}
"""By the first three letters, in both languages."""
_OFFSETS = {"WIB": 7, "WITA": 8, "WIT": 9, "UTC": 0, "GMT": 0, "Z": 0}
_FORM = re.compile(
    r"(?P<day>[0-9]{1,2})(?P<between>[-/. ])(?P<month>[0-9]{1,2}|[A-Za-z]{3,9})(?P=between)"
    r"(?P<year>[0-9]{4})(?:,? +|T)(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})"
    r"(?:[:.](?P<second>[0-9]{2}))?(?: ?(?P<zone>[A-Za-z]{1,4}))?"
)
_ISO = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<clock>[0-9]{2}[:.][0-9]{2}(?:[:.][0-9]{2})?)"
    r" ?(?P<zone>[A-Za-z]{1,4})"
)
WRITE_IT_AS = "2026-11-23 14:05, 23/11/2026 14.05 or 2026-11-23T14:05:00+07:00"


def instant_from_log(text: str, zone: tzinfo) -> datetime:
    """An instant in UTC; `zone` is that of a time without one of its own.

    Days come before months (23/11/2026), as Indonesia writes them; WIB, WITA and WIT are known.

    Raises:
        ValueError: it is no instant, or lies at the edges of time.
    """
    said = " ".join(text.split())
    try:
        at = datetime.fromisoformat(said) if _may_be_iso(said) else None
    except ValueError:
        at = _written_otherwise(said)
    if at is None:
        raise ValueError(f"{text[:40]!r} is no date with a time: write it as {WRITE_IT_AS}")
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise ValueError(f"{text[:40]!r} lies outside the years {_FIRST_YEAR} to {_LAST_YEAR}")
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _may_be_iso(said: str) -> bool:
    """Whether there is more than a date, and not just a number of seconds."""
    return len(said) > len("2026-11-23") and not said.isdigit()


def _written_otherwise(said: str) -> datetime | None:
    iso, own = _ISO.fullmatch(said), _FORM.fullmatch(said)
    try:
        if iso is not None:
            plain = datetime.fromisoformat(f"{iso['date']} {iso['clock'].replace('.', ':')}")
            return _in_zone(plain, iso["zone"])
        return None if own is None else _from_parts(own)
    except ValueError:
        return None


def _from_parts(own: re.Match[str]) -> datetime:
    """Raises: ValueError: there is no such day, hour, month or zone."""
    month = own["month"]
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3].lower(), 0)
    plain = datetime(  # noqa: DTZ001  # its zone is not known yet
        int(own["year"]),
        number,
        int(own["day"]),
        int(own["hour"]),
        int(own["minute"]),
        int(own["second"] or 0),
    )
    return _in_zone(plain, own["zone"])


def _in_zone(plain: datetime, name: str | None) -> datetime:
    if name is None:
        return plain
    if name.upper() not in _OFFSETS:
        raise ValueError(f"{name} is no zone")
    return plain.replace(tzinfo=timezone(timedelta(hours=_OFFSETS[name.upper()])))


class Names:
    """The steps and roles of a workflow, by their ids and by what the SOP calls them."""

    def __init__(self, workflow: Workflow) -> None:
        """Words that stand for two things stand for neither."""
        steps = ((one.id, one.activity) for one in workflow.steps())
        roles = ((one.id, one.title) for one in workflow.roles.values())
        self._steps, self._roles = _by_words(steps), _by_words(roles)

    def step(self, text: str) -> StepId:
        """The step meant; the text itself where the SOP has none of that name."""
        return StepId(self._steps.get(text) or self._steps.get(_plain(text), text))

    def role(self, text: str) -> RoleId | None:
        """The role meant, likewise; None for nothing."""
        if not text:
            return None
        return RoleId(self._roles.get(text) or self._roles.get(_plain(text), text))


def _by_words(named: Iterable[tuple[str, Text]]) -> Mapping[str, str]:
    found: dict[str, set[str]] = {}
    ids = {}
    for name, text in named:
        ids[str(name)] = str(name)
        for words in (text.id, text.in_language("en")):
            found.setdefault(_plain(words), set()).add(str(name))
    return {words: names.pop() for words, names in found.items() if len(names) == 1} | ids


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
