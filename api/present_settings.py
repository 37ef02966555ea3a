"""Settings that cannot be used, in words that need no knowledge of what reads them."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from engine.core.text import Text

_NEEDS_ANOTHER = "default_factory_not_called"
"""Wrong only because another setting is."""

_KINDS: Mapping[str, Text] = {
    "greater_than_equal": Text(id="paling kecil {ge}", en="must be at least {ge}"),
    "less_than_equal": Text(id="paling besar {le}", en="must be at most {le}"),
    "string_too_long": Text(
        id="paling panjang {max_length} huruf", en="must be {max_length} characters at most"
    ),
    "int_parsing": Text(id="harus bilangan bulat", en="must be a whole number"),
    "int_from_float": Text(id="harus bilangan bulat", en="must be a whole number"),
    "bool_parsing": Text(id="harus true atau false", en="must be true or false"),
}
_VALUES: Mapping[str, Text] = {
    "must be a zone such as": Text(
        id="harus zona seperti Asia/Jakarta, Asia/Makassar",
        en="must be a zone such as Asia/Jakarta, Asia/Makassar",
    ),
    "must be addresses or networks": Text(
        id="harus alamat atau jaringan, seperti 10.0.0.0/24",
        en="must be addresses or networks, such as 10.0.0.0/24",
    ),
    "is a password that stands in": Text(
        id="adalah kata sandi contoh; buatlah yang lain",
        en="is a password that stands in examples; make one of your own",
    ),
    "is said in a file and": Text(
        id="ada dalam berkas dan juga di lingkungan; hapus salah satu",
        en="is said in a file and in the environment; take one of them away",
    ),
}
_PATTERNS: Mapping[str, Text] = {
    "prefect": Text(
        id="harus embedded, off, atau alamat http:// atau https:// tanpa spasi",
        en="must be embedded, off, or an address with http:// or https://",
    ),
}
_ODD = Text(id="tidak ditulis sebagaimana mestinya", en="is not written as it must be")


def settings_problems(invalid: ValidationError) -> Text:
    """Every setting that cannot be used, and what it must be, in one sentence."""
    wrong = list(_each(invalid))
    return Text(
        id="; ".join(f"{name} {words.id}" for name, words in wrong),
        en="; ".join(f"{name} {words.en}" for name, words in wrong),
    )


def _each(invalid: ValidationError) -> Iterator[tuple[str, Text]]:
    for one in invalid.errors():
        if one["type"] != _NEEDS_ANOTHER:
            yield f"ALUR_{'_'.join(map(str, one['loc'])).upper()}", _words(one)


def _words(one: ErrorDetails) -> Text:
    said = one.get("ctx", {})
    match one["type"]:
        case "literal_error":
            choices = str(said["expected"]).replace("'", "")
            return Text(
                id=f"harus salah satu dari: {choices.replace(' or ', ' atau ')}",
                en=f"must be one of: {choices}",
            )
        case "string_pattern_mismatch":
            return _PATTERNS.get(str(one["loc"][0]), _ODD)
        case "value_error":
            own = one["msg"].removeprefix("Value error, ")
            known = next((text for start, text in _VALUES.items() if own.startswith(start)), None)
            return known or Text(id=own, en=own)
        case kind:
            words = _KINDS.get(kind, _ODD)
            return Text(id=words.id.format_map(said), en=words.en.format_map(said))
