"""What a process does beside answering requests: effects, time, upkeep, saying it is there."""

import logging
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from importlib.metadata import version
from typing import Literal

from engine.core.errors import StoreUnavailable
from engine.runtime import checkpointing
from engine.runtime.background import WATCH_PAUSE_SECONDS, Rounds
from engine.runtime.crew import Crew
from engine.runtime.upkeep import do_overdue
from engine.runtime.worker import Worker
from engine.service import clock, ledger, processes
from engine.service.database import Database
from engine.service.handover import Handover
from engine.service.processes import ProcessView
from engine.service.timers import sweep
from engine.settings import Settings

Kind = Literal["web", "worker"]
Mode = Literal["real", "demo", "training"]

_LOOK_FOR_OVERDUE_SECONDS = 30.0
_NUMBER_EVERY_SECONDS = 5.0
"""How long an event may be without its number in the list that checkpoints are signed over."""

_log = logging.getLogger(__name__)


class Station:
    """The threads of one process. `is_up` says whether an embedded Prefect can be asked."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        kind: Kind,
        *,
        is_up: Callable[[], bool] | None = None,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self.name = f"{kind}-{socket.gethostname()}-{os.getpid()}"
        self._database = database
        self._handover = Handover(database)
        self._kind = kind
        self._mode = mode_of(settings)
        self._now = now
        self._started_at = now()
        self._damage = ""
        crew = Crew(database, settings, owner=self.name, now=now)
        self.worker = Worker(crew, is_up=is_up) if settings.dispatch else None
        self._rounds = [Rounds("presence", self._say, pause_seconds=_SAY_SECONDS)]
        if settings.dispatch:
            patience = 0.9 if settings.prefect == "off" else 1.5
            self._rounds += [
                Rounds("watcher", self._watch, pause_seconds=WATCH_PAUSE_SECONDS),
                Rounds("sequencer", self._number, pause_seconds=_NUMBER_EVERY_SECONDS),
                Rounds(
                    "upkeep",
                    lambda: bool(do_overdue(crew, patience=patience)),
                    pause_seconds=_LOOK_FOR_OVERDUE_SECONDS,
                ),
            ]

    @property
    def ended(self) -> tuple[str, ...]:
        """The threads that should run and do not: something has broken them."""
        rounds = tuple(one.name for one in self._rounds if not one.is_running)
        return (*rounds, "worker") if self.worker and not self.worker.is_running else rounds

    def start(self) -> None:
        """Begin."""
        if self.worker is not None:
            self.worker.start()
        for one in self._rounds:
            one.start()

    def stop(self) -> None:
        """Finish what is going on, and say that this process ends."""
        for one in self._rounds:
            one.stop()
        if self.worker is not None:
            self.worker.stop()
        with suppress(StoreUnavailable):  # silent for a while, it is taken to be gone as well
            processes.say_gone(self._database, self.name)

    def _watch(self) -> bool:
        self._handover.look(self._now())
        return sweep(self._database, at=self._now()).looked > 0

    def _number(self) -> bool:
        """What is wrong with the list is an alarm, and no reason for the office to stand still."""
        try:
            done = ledger.sequence_some(self._database)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001  # whatever is in the list, the alarm is one
            damage = checkpointing.damage_of(error)
            if str(damage) != self._damage:
                self._damage = str(damage)
                _log.error("nothing is numbered any more, %s %s", damage, damage.hint)
            return False
        self._damage = ""
        return done == ledger.BATCH

    def _say(self) -> bool:
        processes.say(
            self._database,
            ProcessView(
                name=self.name,
                kind=self._kind,
                started_at=self._started_at,
                seen_at=self._now(),
                release=version("alur"),
                prefect=processes.NOT_DISPATCHING if self.worker is None else self.worker.prefect,
                mode=self._mode,
            ),
        )
        return False


def mode_of(settings: Settings) -> Mode:
    """What a process of these settings is for."""
    if settings.demo:
        return "demo"
    return "training" if settings.training else "real"


_SAY_SECONDS = processes.SAID_EVERY.total_seconds()
