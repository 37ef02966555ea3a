"""What an action says must not carry personal data into events, logs and incidents in plain."""

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from engine.actions.action import Outcome
from engine.core.commands import Filed
from engine.core.personal import ERASED, HIDDEN
from engine.core.text import Frozen

SHORTEST = 5
"""Characters; what is shorter would be found in what has nothing to do with it."""

_FEWEST_DIGITS = 8
_NATIONAL = re.compile(r"^(?:62|0)")
_BETWEEN = r"[ .()\-]{0,3}"
_PREFIX = rf"(?:\(?\+?62{_BETWEEN}|0{_BETWEEN})?"


class Secrets(Frozen, frozen=True, kw_only=True):
    """Texts that may not be said on, and of numbers the digits."""

    words: tuple[str, ...] = ()
    digits: tuple[str, ...] = ()

    def hidden_in(self, said: str) -> str:
        """`said` with a mark in place of each of them, however its digits are set apart."""
        for one in self.words:
            said = said.replace(one, HIDDEN)
        for one in self.digits:
            said = re.sub(_PREFIX + _BETWEEN.join(one), HIDDEN, said)
        return said


def secrets_among(values: Iterable[str]) -> Secrets:
    """The secrets that these values are; the longest first, as one may hold another."""
    known = sorted(_told_apart(values), key=len, reverse=True)
    digits = (_NATIONAL.sub("", re.sub(r"\D", "", one)) for one in known if _is_number(one))
    return Secrets(
        words=tuple(known),
        digits=tuple(dict.fromkeys(one for one in digits if len(one) >= _FEWEST_DIGITS)),
    )


def _told_apart(values: Iterable[str]) -> Iterator[str]:
    for value in set(values) - {ERASED, HIDDEN}:
        if len(value) >= SHORTEST:
            yield value


def _is_number(value: str) -> bool:
    return re.fullmatch(r"[0-9 +().\-]+", value) is not None


def discreet(outcome: Outcome, secrets: Secrets) -> Outcome:
    """What an action gave, as it may be kept with the case."""
    hide = secrets.hidden_in
    return replace(
        outcome,
        result={name: hide(value) for name, value in outcome.result.items()},
        log=tuple(hide(line) for line in outcome.log),
    )


def discreet_files(filed: Iterable[Filed], secrets: Secrets) -> tuple[Filed, ...]:
    """Documents under names that tell of nobody."""
    return tuple(replace(one, name=secrets.hidden_in(one.name)) for one in filed)


def says_any(secrets: Secrets, *said: str) -> bool:
    """Whether any of them is in it."""
    return any(secrets.hidden_in(words) != words for words in said)
