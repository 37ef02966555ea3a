"""Old events, read as today's: one small pure function per kind and old shape.

A stored body never changes (its hash covers it), so what changes is how it is read. An event
whose shape changed says so in a field `v` (absent: 1); an upgrade takes the event at `v` and
gives it at `v + 1`. Upgrades are never removed: somewhere there is a history that needs them.
"""

from collections.abc import Callable, Mapping
from typing import Any

Json = dict[str, Any]
Upgrade = Callable[[Json], Json]
Upgrades = Mapping[tuple[str, int], Upgrade]
"""By kind, and the shape that the upgrade starts from."""

UPGRADES: Upgrades = {}
"""Of the events of cases: no released shape has changed yet."""

DIRECTORY_UPGRADES: Upgrades = {}
"""Of the events of the directory: no released shape has changed yet."""


def upgraded(body: Json, upgrades: Upgrades) -> Json:
    """`body`, as recorded, with its event in the newest shape that `upgrades` leads to."""
    event: Json = body["event"]
    kind, shape = event["type"], event.get("v", 1)
    while (upgrade := upgrades.get((kind, shape))) is not None:
        shape += 1
        event = {**upgrade(event), "type": kind, "v": shape}
    return {**body, "event": event}
