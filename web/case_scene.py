"""A case, who looks at it, and what they hold there: what offers of acts are made from."""

from datetime import datetime

from engine.core.directory import Directory
from engine.core.ids import PersonId
from engine.core.text import Frozen, Language
from engine.core.workflow import Workflow
from engine.service.case_rights import CaseRights
from engine.service.views import CaseView, TaskView


class Scene(Frozen, frozen=True, kw_only=True):
    """One case before one person's eyes. `task` is the one that an act is about, if any."""

    view: CaseView
    workflow: Workflow
    directory: Directory
    rights: CaseRights
    person: PersonId
    language: Language
    at: datetime
    task: TaskView | None = None

    @property
    def is_open(self) -> bool:
        """Whether the case still runs."""
        return self.view.summary.result is None

    @property
    def is_writable(self) -> bool:
        """Whether anything may still be recorded of it."""
        return self.view.disposed_at is None

    def name_of(self, person: PersonId) -> str:
        """What somebody is called; their id where the directory does not know them."""
        found = self.directory.people.get(person)
        return person if found is None else found.name
