"""A refusal as people read it: what stands in the way, what to do, what is wrong at which field.

Every class of the tree of errors has its words in the catalogue `refusals.po`, by its code:
`refused_task_not_open`, and `refused_task_not_open_do` for what to do.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from api.errors import status_of
from api.formats import written_instant
from api.glossary import DUTIES, RESULTS, Glossary, in_language
from engine.core.directory import Directory, Duty
from engine.core.errors import AlurError, FourEyes, InputRefused, TaskHeldByAnother, TaskNotOpen
from engine.core.handover import Unfit
from engine.core.ids import PersonId, RoleId, StepId, UnitId
from engine.core.text import Frozen, Language
from engine.core.workflow import Workflow
from engine.service.directory import current
from web.door import Door
from web.problems import problem_words
from web.words import Speech, catalogue

_CAPITAL = re.compile(r"(?=[A-Z])")


class Refusal(Frozen, frozen=True, kw_only=True):
    """Why something was not done. `problems`: by the engine's name of the field, in words."""

    title: str
    does: str = ""
    problems: Mapping[str, str] = {}
    code: str = ""
    status: int = 409


class Names(Frozen, frozen=True, kw_only=True):
    """The words for whom and what a refusal names. `workflow`: of the case it is about."""

    directory: Directory
    zone: ZoneInfo
    language: Language
    workflow: Workflow | None = None

    @property
    def glossary(self) -> Glossary:
        """The words of the SOP."""
        return Glossary(workflow=self.workflow, language=self.language, zone=self.zone)

    def person(self, person: PersonId) -> str:
        """What somebody is called; their id where nobody knows them."""
        found = self.directory.people.get(person)
        return found.name if found else person

    def unit(self, unit: UnitId) -> str:
        """What a unit is called."""
        found = self.directory.units.get(unit)
        return found.title.in_language(self.language) if found else unit

    def role(self, role: RoleId | None) -> str:
        """What a role of the SOP is called."""
        known = None if self.workflow is None or role is None else self.workflow.roles.get(role)
        return known.title.in_language(self.language) if known else role or ""

    def when(self, at: datetime) -> str:
        """An instant by the office's clock."""
        return written_instant(at, self.zone, self.language)


def names_at(door: Door, workflow: Workflow | None = None) -> Names:
    """The words for whoever looks at a page."""
    return Names(
        directory=current(door.database),
        zone=door.settings.office_zone,
        language=door.language,
        workflow=workflow,
    )


def refusal(error: AlurError, t: Speech, *, names: Names) -> Refusal:
    """What is said of an error that a page met; the nearest class that has words decides."""
    name = _name(error, t)
    variant = f"{name}_{_variant(error)}"
    said = _told(error, names, t)
    title = variant if _is_known(variant, t) else name
    does = variant if _is_known(f"{variant}_do", t) else name
    problems = error.problems if isinstance(error, InputRefused) else {}
    return Refusal(
        title=t(f"refused_{title}", **said),
        does=t(f"refused_{does}_do", **said),
        problems={field: problem_words(what, t) for field, what in problems.items()},
        code=error.code,
        status=status_of(error),
    )


def key_of(kind: type[AlurError]) -> str:
    """The name of a class's words: `refused_task_not_open`."""
    return f"refused{_CAPITAL.sub('_', kind.__name__)}".lower()


def _name(error: AlurError, t: Speech) -> str:
    kinds = (kind for kind in type(error).__mro__ if issubclass(kind, AlurError))
    names = (key_of(kind).removeprefix("refused_") for kind in kinds)
    return next(name for name in names if _is_known(name, t))


def _is_known(name: str, t: Speech) -> bool:
    return f"refused_{name}" in catalogue(t.language).words


def _variant(error: AlurError) -> str:
    """What tells apart cases of one class that are said in other words."""
    match error:
        case TaskNotOpen(by=None) | TaskNotOpen(at=None):
            return ""
        case TaskNotOpen():
            return error.how
        case TaskHeldByAnother(since=datetime()):
            return "since"
        case FourEyes(acting_for=str()):
            return "for"
        case FourEyes(was_lent=True):
            return "lent"
        case Unfit():
            return error.cause.value
        case _:
            return ""


def _told(error: AlurError, names: Names, t: Speech) -> Mapping[str, str]:
    """What stands in the blanks: whatever the error knows, by the words for it."""
    return {blank: tell(error, names) for blank, tell in _BLANKS.items()} | {
        "who": _who(error, names) or t("refused_nobody")
    }


def _who(error: AlurError, names: Names) -> str:
    """The first person that the error tells of as the one who is in the way."""
    for attribute in ("by", "holder", "owner", "person"):
        found = getattr(error, attribute, None)
        if found:
            return names.person(PersonId(str(found)))
    return ""


def _when(error: AlurError, names: Names) -> str:
    known = (getattr(error, one, None) for one in ("at", "since", "ended"))
    at = next((one for one in known if isinstance(one, datetime)), None)
    return names.when(at) if at else ""


def _step(attribute: str) -> Callable[[AlurError, Names], str]:
    def tell(error: AlurError, names: Names) -> str:
        found = getattr(error, attribute, None)
        return names.glossary.step(StepId(str(found))) if found else ""

    return tell


def _role(error: AlurError, names: Names) -> str:
    found = getattr(error, "needed", None) or getattr(error, "role", None)
    return names.role(RoleId(str(found))) if found else ""


def _unit(attribute: str) -> Callable[[AlurError, Names], str]:
    def tell(error: AlurError, names: Names) -> str:
        found = getattr(error, attribute, None)
        return names.unit(UnitId(str(found))) if found else ""

    return tell


def _whom(error: AlurError, names: Names) -> str:
    found = getattr(error, "acting_for", None)
    return names.person(PersonId(str(found))) if found else ""


def _duty(error: AlurError, names: Names) -> str:
    found = str(getattr(error, "duty", ""))
    known = next((duty for duty in Duty if duty.value == found), None)
    return in_language(DUTIES[known], names.language) if known else found


def _result(error: AlurError, names: Names) -> str:
    found = str(getattr(error, "result", ""))
    return in_language(RESULTS[found], names.language) if found in RESULTS else found


_BLANKS: Mapping[str, Callable[[AlurError, Names], str]] = {
    "when": _when,
    "step": _step("step"),
    "other": _step("other"),
    "role": _role,
    "unit": _unit("unit"),
    "agency": _unit("agency"),
    "whom": _whom,
    "duty": _duty,
    "result": _result,
    "seconds": lambda error, _: str(getattr(error, "seconds", "")),
}
