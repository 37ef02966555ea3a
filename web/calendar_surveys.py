"""Looking through all open cases takes a while: it is done beside the requests, and asked after.

What is done for nobody any more is forgotten. Another process of the same installation knows
nothing of it and begins again: looking changes nothing, and an edit is put into force once.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Lock, Thread

from starlette.applications import Starlette

from engine.core.errors import AlurError
from engine.service.calendar_edits import Progress
from engine.service.calendar_views import Applied, EditPreview

Result = EditPreview | Applied
Look = Callable[[Progress], Result]

KEPT = timedelta(minutes=15)
AT_ONCE = 2
"""How many run at a time; whoever comes next waits for a place."""

PATIENCE_SECONDS = 0.6
"""How long an answer waits for the end before it tells how far things are."""


class Survey:
    """One look through the cases: how far it is, and what came of it. `reason`: why, if said."""

    def __init__(self, begun: datetime, reason: str = "") -> None:
        self.begun = begun
        self.reason = reason
        self.done = self.total = 0
        self.result: Result | None = None
        self.refusal: AlurError | None = None
        self.broke = False
        self._over = Event()

    @property
    def is_over(self) -> bool:
        """Whether it came to an end, whichever."""
        return self._over.is_set()

    def wait(self, seconds: float) -> bool:
        """Whether it is over by then."""
        return self._over.wait(seconds)

    def run(self, look: Look) -> None:
        """Do it, and keep what comes of it."""
        try:
            self.result = look(self._progress)
        except AlurError as refusal:
            self.refusal = refusal
        except Exception:
            self.broke = True
            raise
        finally:
            self._over.set()

    def _progress(self, done: int, total: int) -> None:
        self.done, self.total = done, total


class Surveys:
    """Those of one process, by what was asked."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[str, Survey] = {}

    def find(self, key: str) -> Survey | None:
        """The survey under that key, if it was begun here."""
        with self._lock:
            return self._known.get(key)

    def start(self, key: str, look: Look, *, at: datetime, reason: str = "") -> Survey | None:
        """The survey under that key, begun if it was not; None: there is no place, come again.

        Args:
            key: what is asked, and by whom.
            look: does it.
            at: when it is asked; aware UTC.
            reason: why, of an edit that is put into force.
        """
        with self._lock:
            self._forget(at)
            found = self._known.get(key)
            if found is not None:
                return found
            if sum(not one.is_over for one in self._known.values()) >= AT_ONCE:
                return None
            found = self._known[key] = Survey(at, reason)
        Thread(target=found.run, args=(look,), name="calendar survey", daemon=True).start()
        return found

    def forget(self, key: str) -> None:
        """It was read, and is asked for no more."""
        with self._lock:
            self._known.pop(key, None)

    def _forget(self, at: datetime) -> None:
        old = [key for key, one in self._known.items() if one.is_over and at - one.begun > KEPT]
        for key in old:
            del self._known[key]


def surveys_of(app: Starlette) -> Surveys:
    """The surveys of an application."""
    found: Surveys | None = getattr(app.state, "surveys", None)
    if found is None:
        found = app.state.surveys = Surveys()
    return found
