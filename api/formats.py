"""How instants, lengths of time and values are written for people, in both languages.

Small on purpose: two languages, three Indonesian zones, no locale library.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.core.durations import (
    Duration,
    TimeUnit,
    duration_in_english,
    duration_in_indonesian,
)
from engine.core.personal import ERASED, masked
from engine.core.text import Language
from engine.core.values import Field, FieldType, Value

_MONTHS = {
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_WEEKDAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}

_WORKING = {
    TimeUnit.MINUTE: ("{} (jam kerja)", "{} (working time)"),
    TimeUnit.WORKING_HOUR: ("{} kerja", "{}"),
}
"""What of a length is not in its unit's words: that it passes only while the office works."""

_KILO, _MEGA = 1000, 1_000_000


def written_date(day: date, language: Language) -> str:
    """`23 November 2026`."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def written_day(at: datetime, zone: ZoneInfo, language: Language) -> str:
    """`Senin, 23 November 2026`: the day in the office's zone."""
    return written_weekday(at.astimezone(zone), language)


def written_weekday(day: date, language: Language) -> str:
    """`Senin, 23 November 2026`."""
    return f"{_WEEKDAYS[language][day.weekday()]}, {written_date(day, language)}"


def short_weekday(day: date, language: Language) -> str:
    """`Jumat`."""
    return _WEEKDAYS[language][day.weekday()]


def short_day(day: date, today: date, language: Language) -> str:
    """`23 Nov`; of another year than today's `23 Nov 2025`."""
    month = _MONTHS[language][day.month - 1][:3]
    return f"{day.day} {month}" if day.year == today.year else f"{day.day} {month} {day.year}"


def written_month(day: date, language: Language) -> str:
    """`November 2026`."""
    return f"{_MONTHS[language][day.month - 1]} {day.year}"


def written_time(at: datetime, zone: ZoneInfo, language: Language) -> str:
    """`14.05` in Indonesian, `14:05` in English, in the office's zone."""
    return at.astimezone(zone).strftime("%H.%M" if language == "id" else "%H:%M")


def written_instant(at: datetime, zone: ZoneInfo, language: Language) -> str:
    """`23 November 2026 14.05 WIB`."""
    local = at.astimezone(zone)
    clock = written_time(at, zone, language)
    return f"{written_date(local, language)} {clock} {local.tzname()}"


def written_duration(duration: Duration, language: Language) -> str:
    """`15 menit`, `3 working days`."""
    write = duration_in_indonesian if language == "id" else duration_in_english
    return write(duration)


def written_promise(duration: Duration, language: Language) -> str:
    """As `written_duration`, but saying of minutes and hours too that only work counts."""
    working = _WORKING.get(duration.unit)
    if working is None:
        return written_duration(duration, language)
    return working[language == "en"].format(written_duration(duration, language))


def written_elapsed(length: timedelta, language: Language) -> str:
    """The two largest units of a length of real time: `2 jam 10 menit`, `3 days 4 hours`."""
    minutes = max(0, int(length.total_seconds() // 60))
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    named = ((days, "hari", "day"), (hours, "jam", "hour"), (rest, "menit", "minute"))
    first = next((place for place, (amount, *_) in enumerate(named) if amount), None)
    if first is None:
        return "kurang dari 1 menit" if language == "id" else "less than 1 minute"
    return " ".join(
        f"{amount} {own}" if language == "id" else f"{amount} {foreign}{'' if amount == 1 else 's'}"
        for amount, own, foreign in named[first : first + 2]
        if amount
    )


def written_number(number: str, language: Language) -> str:
    """A decimal text with its thousands set apart: `1.500,5`, in English `1,500.5`."""
    sign, whole = ("-", number[1:]) if number.startswith("-") else ("", number)
    whole, _, fraction = whole.partition(".")
    grouped = f"{int(whole):,}" + (f".{fraction}" if fraction else "")
    if language == "id":
        grouped = grouped.translate(str.maketrans(",.", ".,"))
    return sign + grouped


def written_rupiah(amount: int) -> str:
    """`Rp1.500.000`, in both languages: it is how the country writes its money."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{written_number(str(abs(amount)), 'id')}"


def written_size(size: int, language: Language) -> str:
    """A number of bytes: `214 kB`, `1,2 MB`."""
    if size < _KILO:
        return f"{size} B"
    if size < _MEGA:
        return f"{size // _KILO} kB"
    return f"{written_number(f'{size / _MEGA:.1f}', language)} MB"


def written_erased(language: Language) -> str:
    """What is said in place of data whose key was destroyed."""
    return "dihapus" if language == "id" else "erased"


def written_masked(field: Field, value: Value, language: Language) -> str:
    """A personal value as everybody may see it."""
    return written_erased(language) if value == ERASED else masked(field, value)


def written_value(field: Field, value: Value, language: Language) -> str:
    """What was entered in `field`, as people read it. Does not mask: see `written_masked`."""
    match value:
        case bool():
            return _YES_NO[language][value]
        case int():
            return _with_unit(field, value, language)
        case tuple():
            return ", ".join(_choice_title(field, one, language) for one in value)
        case _:
            return _written_text(field, value, language)


_YES_NO = {"id": {True: "Ya", False: "Tidak"}, "en": {True: "Yes", False: "No"}}


def _with_unit(field: Field, number: int | str, language: Language) -> str:
    if field.type is FieldType.MONEY:
        return written_rupiah(int(number))
    return f"{written_number(str(number), language)} {field.unit}".strip()


def _written_text(field: Field, text: str, language: Language) -> str:
    if field.type is FieldType.NUMBER:
        return _with_unit(field, text, language)
    if field.type is FieldType.DATE:
        return written_date(date.fromisoformat(text), language)
    if field.type is FieldType.CHOICE:
        return _choice_title(field, text, language)
    return text


def _choice_title(field: Field, chosen: str, language: Language) -> str:
    titles = {choice.id: choice.title.in_language(language) for choice in field.choices}
    return titles.get(chosen, chosen)
