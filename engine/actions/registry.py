"""All actions by name: those of Alur, and those that installed packages add.

A package adds one by an entry point of the group `alur.actions` that names an `Action`
(docs/plugins.md).
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points

import msgspec

from engine.actions import http_call, issue_number, notify, render_document, sign
from engine.actions.action import Action
from engine.core.action_spec import ActionSpec, ParameterKind
from engine.core.errors import PluginBroken
from engine.core.text import Frozen

GROUP = "alur.actions"
_OWN = (
    *(issue_number.ACTION, notify.ACTION, http_call.ACTION),
    *(render_document.ACTION, sign.ACTION),
)

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""What a definition can name: as its own keys are written."""


class Offer(Frozen, frozen=True, kw_only=True):
    """An action and the package that brings it; Alur's own name none."""

    action: Action
    package: str = ""


@cache
def offers() -> Mapping[str, Offer]:
    """Every action of this installation by name, those of Alur first.

    Raises:
        PluginBroken: a package brings something that is no action, or under a name that is taken.
    """
    found = {one.spec.name: Offer(action=one) for one in _OWN}
    for point in sorted(entry_points(group=GROUP), key=lambda one: (_package(one), one.name)):
        offer = _plugged_in(point)
        name = offer.action.spec.name
        if name in found:
            holder = found[name].package or "Alur itself"
            raise PluginBroken(offer.package, f"the action `{name}` is there already, by {holder}")
        found[name] = offer
    return found


def actions() -> Mapping[str, Action]:
    """Every action of this installation by name.

    Raises: as `offers`.
    """
    return {name: offer.action for name, offer in offers().items()}


def specs() -> Mapping[str, ActionSpec]:
    """What definitions may name.

    Raises: as `offers`.
    """
    return {name: offer.action.spec for name, offer in offers().items()}


def own_specs() -> tuple[ActionSpec, ...]:
    """What every Alur can do, whatever else is installed."""
    return tuple(one.spec for one in _OWN)


def _plugged_in(point: EntryPoint) -> Offer:
    package = _package(point)
    try:
        loaded = point.load()
    except (Exception, SystemExit) as error:
        why = f"`{point.value}` cannot be loaded: {type(error).__name__}: {error}"
        raise PluginBroken(package, why) from error
    if not isinstance(loaded, Action):
        raise PluginBroken(package, f"`{point.value}` is not an engine.actions.action.Action")
    wrong = _wrong_with(loaded)
    if wrong:
        raise PluginBroken(package, f"`{point.value}` cannot be used: {wrong}")
    return Offer(action=loaded, package=package)


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.module


def _wrong_with(action: Action) -> str:
    """What makes an action unusable that somebody else wrote, or nothing."""
    try:
        spec = msgspec.convert(msgspec.to_builtins(action.spec), ActionSpec)
    except (TypeError, msgspec.ValidationError) as error:
        return f"spec: {error}"
    names = [spec.name, *(one.id for one in spec.parameters), *spec.results]
    odd = next((name for name in names if not _NAME.fullmatch(name)), None)
    if odd is not None:
        return f"{odd!r} is no name that a definition can write (a-z, 0-9 and _)"
    for one in spec.parameters:
        if one.kind is ParameterKind.CHOICE and not one.choices:
            return f"the parameter `{one.id}` is a choice without choices"
    done = (action.run, action.simulate)
    return "" if all(map(callable, done)) else "`run` or `simulate` cannot be called"
