"""What made-up applicants and officers enter in forms: fits every kind of field, means nothing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from engine.core.values import Field, FieldType
from engine.demo.cast import person_name, phone
from engine.demo.names import BUSINESSES, GENERAL, PURPOSES, REMARKS, STREETS, TOWNS, TRADES

_FILLED_THOUGH_OPTIONAL = 0.7
_YES = 0.75
_FIRST_OPTION = 0.5
_DEFAULT_RANGE: Mapping[FieldType, tuple[int, int]] = {
    FieldType.NUMBER: (8, 240),
    FieldType.INTEGER: (1, 12),
    FieldType.MONEY: (50_000, 5_000_000),
}
_PLAUSIBLE: Mapping[str, tuple[int, int]] = {
    "suhu": (36, 38),
    "berat": (3, 18),
    "investasi": (50_000_000, 5_000_000_000),
    "luas_lahan": (90, 6000),
}
_ROUND_MONEY = 10_000


def answers(fields: Sequence[Field], chance: Random, *, on: date) -> dict[str, object]:
    """A filled form: whatever is required and most of the rest, as of the day `on`."""
    return {
        field.id: answer(field, chance, on=on)
        for field in fields
        if field.required or chance.random() < _FILLED_THOUGH_OPTIONAL
    }


def answer(field: Field, chance: Random, *, on: date) -> object:
    """An answer that the field accepts."""
    match field.type:
        case FieldType.TEXT | FieldType.LONG_TEXT:
            return _words(field, chance)[: field.max_length]
        case FieldType.NUMBER | FieldType.INTEGER | FieldType.MONEY:
            return str(_amount(field, chance))
        case FieldType.DATE:
            return _day(field, chance, on=on).isoformat()
        case FieldType.BOOLEAN:
            return chance.random() < _YES
        case FieldType.CHOICE:
            return _option(field, chance)
        case FieldType.CHOICES:
            wanted = chance.randint(1, len(field.choices))
            return [one.id for one in chance.sample(field.choices, wanted)]
        case FieldType.NIK:
            return nik(chance)
        case FieldType.PHONE:
            return phone(chance)


def nik(chance: Random) -> str:
    """A NIK of the right shape in the region 999999, which does not exist."""
    born = date(1955, 1, 1) + timedelta(days=chance.randrange(19_000))
    day = born.day + (40 if chance.random() < _FIRST_OPTION else 0)
    return f"999999{day:02}{born:%m%y}{chance.randint(1, 99):04}"


def _option(field: Field, chance: Random) -> str:
    first = chance.random() < _FIRST_OPTION
    return field.choices[0].id if first else chance.choice(field.choices).id


def _amount(field: Field, chance: Random) -> int:
    """A whole number within the field's bounds; rounded to 10 000 where it is money."""
    named = (bounds for word, bounds in _PLAUSIBLE.items() if word in field.id)
    least, most = next(named, _DEFAULT_RANGE[field.type])
    if field.min is not None:
        least = max(least, -int(-Decimal(field.min) // 1))
        most = max(most, least)
    if field.max is not None:
        most = min(most, int(Decimal(field.max) // 1))
        least = min(least, most)
    amount = chance.randint(least, most)
    rounded = amount // _ROUND_MONEY * _ROUND_MONEY
    return rounded if field.type is FieldType.MONEY and rounded >= least else amount


_AHEAD = ("rencana", "mulai", "berakhir", "berlaku", "jadwal", "planned", "due", "until", "starts")


def _day(field: Field, chance: Random, *, on: date) -> date:
    if "lahir" in field.id or "birth" in field.id:
        return date(1955, 1, 1) + timedelta(days=chance.randrange(18_000))
    if any(word in field.id for word in _AHEAD):
        return on + timedelta(days=chance.randint(2, 12))
    return on - timedelta(days=chance.randint(1, 30))


def _address(chance: Random) -> str:
    street, house = chance.choice(STREETS), chance.randint(1, 120)
    block = f"RT {chance.randint(1, 12):02}/RW {chance.randint(1, 9):02}"
    return f"Jl. {street} No. {house}, {block}, {chance.choice(TOWNS)}"


def _reference(chance: Random) -> str:
    return f"{chance.randint(100, 900)}/{chance.randint(1, 999):03}/2026"


_BY_NAME: tuple[tuple[tuple[str, ...], Callable[[Random], str]], ...] = (
    (("alamat", "lokasi", "address", "location"), _address),
    (("usaha", "business", "perusahaan", "toko"), lambda chance: chance.choice(BUSINESSES)),
    (("nomor", "no_", "number", "reference"), _reference),
    (("tempat", "desa", "kelurahan", "village", "town"), lambda chance: chance.choice(TOWNS)),
    (("nama", "name", "pemilik", "owner", "saksi"), person_name),
    (("pekerjaan", "occupation", "jabatan"), lambda chance: chance.choice(TRADES)),
    (("keperluan", "tujuan", "maksud", "purpose"), lambda chance: chance.choice(PURPOSES)),
    (("catatan", "keterangan", "hasil", "note", "finding"), lambda chance: chance.choice(REMARKS)),
)
"""What a text field is about, told by its id; the first that fits."""


def _words(field: Field, chance: Random) -> str:
    for words, make in _BY_NAME:
        if any(word in field.id for word in words):
            return make(chance)
    return chance.choice(GENERAL)
