"""Who acts and how: the options that every acting command has, said once."""

import inspect
from collections.abc import Callable
from datetime import datetime
from functools import update_wrapper

from api.cli import options
from engine.core.commands import Actor
from engine.core.text import Frozen, Language


class Manner(Frozen, frozen=True, kw_only=True):
    """How a command is to be carried out and answered."""

    by: Actor
    key: str | None
    happened_at: datetime | None
    language: Language
    as_json: bool


def _manner(  # noqa: PLR0913  # the options themselves: typer reads this signature
    *,
    as_: options.As,
    for_: options.For = None,
    key: options.Key = None,
    happened_at: options.HappenedAt = None,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> Manner:
    return Manner(
        by=options.actor_from_text(as_, acting_for=for_),
        key=key,
        happened_at=options.instant_from_text(happened_at),
        language=lang,
        as_json=as_json,
    )


def sharing(
    name: str, make: Callable[..., object]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give commands, which take a parameter `name`, the options that `make` makes it of."""
    shared = inspect.signature(make).parameters

    def share(command: Callable[..., None]) -> Callable[..., None]:
        def with_options(**given: object) -> None:
            chosen = {option: given.pop(option) for option in shared}
            command(**{name: make(**chosen)}, **given)

        kept = inspect.signature(command)
        own = [one for option, one in kept.parameters.items() if option != name]
        keyword = inspect.Parameter.KEYWORD_ONLY
        update_wrapper(with_options, command)
        del with_options.__wrapped__  # type: ignore[attr-defined]  # typer would read its signature
        vars(with_options)["__signature__"] = kept.replace(
            parameters=[*(one.replace(kind=keyword) for one in own), *shared.values()]
        )
        return with_options

    return share


acting = sharing("manner", _manner)
"""Give a command, which takes a `manner`, the options that a manner is made of."""
