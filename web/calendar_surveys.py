"""Looking through all open cases takes a while: it is done beside the requests, and asked after.

What is done for nobody any more is forgotten. Another process of the same installation knows
nothing of it and begins again: looking changes nothing, and an edit is put into force once.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Event, Lock, Thread
from typing import Literal

from starlette.applications import Starlette

from engine.core.errors import AlurError
from engine.core.ids import PersonId
from engine.core.text import Frozen
from engine.service.calendar_edits import Progress
from engine.service.calendar_views import Applied, EditPreview

Result = EditPreview | Applied
Look = Callable[[Progress], Result]

What = Literal["preview", "apply"]

KEPT = timedelta(minutes=15)
AT_ONCE: Mapping[What, int] = {"preview": 2, "apply": 1}
"""How many of a kind run at a time; no preview ever takes the place of an edit that is applied."""
MOST_OVER = 20
"""So many of a kind that are over are kept, those begun last."""

PATIENCE_SECONDS = 0.6
"""How long an answer waits for the end before it tells how far things are."""


class Key(Frozen, frozen=True, kw_only=True):
    """What is asked, and by whom. `content` is a hash of the edit."""

    what: What
    person: PersonId
    calendar: str
    content: str

    def replaces(self, other: "Key") -> bool:
        """Whether it is the same person's later look at the same calendar.

        What puts an edit into force is never replaced: nobody could tell any more whether it did.
        """
        one = self.what, self.person, self.calendar
        return self.what == "preview" and one == (other.what, other.person, other.calendar)


class Replaced(Exception):
    """A later look at the same calendar makes this one idle."""


class Survey:
    """One look through the cases: how far it is, and what came of it. `reason`: why, if said."""

    def __init__(self, begun: datetime, reason: str = "") -> None:
        self.begun = begun
        self.reason = reason
        self.done = self.total = 0
        self.result: Result | None = None
        self.refusal: AlurError | None = None
        self.broke = self.is_replaced = False
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
        except Replaced:
            pass
        except Exception:
            self.broke = True
            raise
        finally:
            self._over.set()

    def replace(self) -> None:
        """Let it end as soon as it tells how far it is: nobody waits for it any more."""
        self.is_replaced = True

    def _progress(self, done: int, total: int) -> None:
        if self.is_replaced:
            raise Replaced
        self.done, self.total = done, total


class Surveys:
    """Those of one process, by what was asked."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[Key, Survey] = {}
        self._running: list[tuple[What, Survey]] = []

    def find(self, key: Key) -> Survey | None:
        """The survey under that key, if it was begun here."""
        with self._lock:
            return self._known.get(key)

    def start(self, key: Key, look: Look, *, at: datetime, reason: str = "") -> Survey | None:
        """The survey under that key, begun if it was not; None: there is no place, come again.

        Whoever looks at a calendar anew looks no more at what they looked at before.

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
            self._replace(key)
            if sum(what == key.what for what, _ in self._running) >= AT_ONCE[key.what]:
                return None
            found = self._known[key] = Survey(at, reason)
            self._running.append((key.what, found))
        Thread(target=found.run, args=(look,), name="calendar survey", daemon=True).start()
        return found

    def forget(self, key: Key) -> None:
        """It was read, and is asked for no more."""
        with self._lock:
            self._known.pop(key, None)

    def _replace(self, key: Key) -> None:
        for older in [one for one in self._known if key.replaces(one)]:
            self._known.pop(older).replace()

    def _forget(self, at: datetime) -> None:
        self._running = [(what, one) for what, one in self._running if not one.is_over]
        for what in AT_ONCE:
            over = [key for key, one in self._known.items() if one.is_over and key.what == what]
            old = {key for key in over if at - self._known[key].begun > KEPT}
            for key in old.union(over[:-MOST_OVER]):
                del self._known[key]


def surveys_of(app: Starlette) -> Surveys:
    """The surveys of an application."""
    found: Surveys | None = getattr(app.state, "surveys", None)
    if found is None:
        found = app.state.surveys = Surveys()
    return found
