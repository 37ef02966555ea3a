"""Handlers of automated steps: one file each, registered by name.

A handler gets its run and records the result through the service; whatever it raises is noted as
a failed attempt. It may be called twice for one activation: only the first result counts.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from engine.runtime.actions.issue_number import issue_number
from engine.service.database import Database
from engine.service.effects import ActionRun

Handler = Callable[[Database, ActionRun, datetime], None]

HANDLERS: Mapping[str, Handler] = {"issue_number": issue_number}

__all__ = ["HANDLERS", "Handler"]
