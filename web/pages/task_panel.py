"""What somebody does with the open tasks of a case: what stands on its page, before anything else.

`case_task.html` shows the panel; `web.pages.task_acts` takes what its forms bring.
"""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from api.formats import written_instant, written_masked, written_time
from api.glossary import Glossary
from engine.core.ids import ActivationId, CaseId, PersonId
from engine.core.onward import leads_to
from engine.core.personal import ERASED, fields_by_path, is_masked
from engine.core.standing import standings
from engine.core.text import Frozen
from engine.core.values import Value
from engine.core.workflow import HumanStep, Leads, Outcome
from engine.service.case_rights import rights_over
from engine.service.files import CaseDocument
from engine.service.task_rights import CaseTasks, TaskRight, tasks_before
from engine.service.views import CaseView, HistoryEntry
from web.answers import Question, questions
from web.door import Door
from web.forms import Form
from web.pages.task_documents import Cabinet, cabinet
from web.pages.task_notes import Notes, notes_of
from web.refused import Names, Refusal, names_at, refusal
from web.roles import KINDS
from web.task_said import (
    CHECK,
    DOCUMENTS,
    NOTE,
    REASON,
    Written,
    chosen,
    fields_of,
    says_why,
    task_path,
    written,
)
from web.task_words import onward_words
from web.visitor import Visitor, visitor_of

DONE = frozenset(
    {
        "task_done",
        "task_returned",
        "task_claimed",
        "task_released",
        "task_resolved",
        "task_saved",
        "task_dropped",
        "task_commented",
    }
)
"""What the case page says after one of these acts."""


class Way(Frozen, frozen=True, kw_only=True):
    """An answer of a decision, and where it leads. `why`: a reason may, or must, be given."""

    value: str
    label: str
    words: str
    back: bool = False
    why: bool = False
    must_say_why: bool = False
    signs: bool = False
    chosen: bool = False


class Tick(Frozen, frozen=True, kw_only=True):
    """An item of the checklist."""

    number: int
    words: str
    ticked: bool = False


class TaskCard(Frozen, frozen=True, kw_only=True):
    """An open task and what may be done with it.

    `state`: open (to be claimed), mine, lent (to me), lends (I lent it), barred (four eyes), other
    (somebody else has it). `reveals`: the case has data that they see masked and may read in full.
    `problems` by the name of the field; `refused` says what of the whole.
    """

    activation: ActivationId
    path: str
    number: int
    activity: str
    role: str
    state: str
    about: str = ""
    acts_as: str = ""
    barred: Refusal | None = None
    ways: tuple[Way, ...] = ()
    onward: str = ""
    signs: bool = False
    ticks: tuple[Tick, ...] = ()
    asks: tuple[Question, ...] = ()
    reason: str = ""
    documents: str = ""
    note: str = ""
    saved: str = ""
    rescued: str = ""
    problems: Mapping[str, str] = {}
    refused: Refusal | None = None
    visit: int = 1
    reveals: bool = False

    @property
    def shown(self) -> tuple[str, ...]:
        """The problems that have a field to be said at."""
        fields = (one.name.removeprefix("form.") for one in self.asks)
        own = ("checklist", "outcome", REASON, DOCUMENTS)
        return (*fields, *own)

    @property
    def says_why(self) -> bool:
        """Whether any answer asks why."""
        return any(way.why for way in self.ways)

    @property
    def goes_back(self) -> bool:
        """Whether any answer sends the case back."""
        return any(way.back for way in self.ways)


class TaskPanel(Frozen, frozen=True, kw_only=True):
    """The tasks of a case that concern whoever looks at it, and what was just done there."""

    case: CaseId
    cards: tuple[TaskCard, ...] = ()
    said: str = ""
    went: str = ""
    done: bool = False
    files: Cabinet | None = None
    notes: Notes | None = None


class Sent(Frozen, frozen=True, kw_only=True):
    """A form that was refused: what it brought, and why not."""

    activation: ActivationId
    form: Form
    refused: Refusal


def task_panel(  # noqa: PLR0913  # whose case, who looks, and what its page knows already
    door: Door,
    me: Visitor,
    view: CaseView,
    *,
    papers: Iterable[CaseDocument] | None = None,
    entries: Iterable[HistoryEntry] | None = None,
    sent: Sent | None = None,
) -> TaskPanel:
    """The panel of a case for whoever looks at it.

    Args:
        door: the request.
        me: who looks.
        view: the case.
        papers: its documents; None: they are not shown.
        entries: its history, of which the notes are shown; None: they are not.
        sent: what was just refused, shown again with what is wrong.
    """
    case = view.summary.case
    tasks = tasks_before(door.database, case, me.person, at=door.at)
    names = names_at(door, tasks.workflow)
    desk = Bench(door=door, me=me, tasks=tasks, names=names, data=view.data)
    wanted = None if sent is None else sent.activation
    done = door.asked("done")
    return TaskPanel(
        case=case,
        cards=tuple(
            desk.card(right, sent if right.active.id == wanted else None)
            for right in tasks.rights
            if right.concerns or right.active.id == wanted
        ),
        said=done if done in DONE else "",
        went=_went(tasks, names, door) if done in {"task_done", "task_returned"} else "",
        done=done in {"task_done", "task_returned"},
        files=None if papers is None else cabinet(door, me, view, tasks.workflow, papers=papers),
        notes=None
        if entries is None
        else notes_of(door, me, view, tasks.workflow, entries=entries),
    )


def panel_before(
    door: Door,
    view: CaseView,
    *,
    papers: Iterable[CaseDocument],
    entries: Iterable[HistoryEntry],
) -> TaskPanel | None:
    """The panel on the page of the case; None where nobody is known to look."""
    me = visitor_of(door.request)
    return None if me is None else task_panel(door, me, view, papers=papers, entries=entries)


def _went(tasks: CaseTasks, names: Names, door: Door) -> str:
    """Where the case stands now, after somebody finished a task of it."""
    if tasks.state.result is not None:
        return door.t("task_went_end")
    glossary = names.glossary
    places = (
        door.t(
            "task_place",
            n=tasks.workflow.known_step(active.step).number,
            role=glossary.waits_for(active.step),
        )
        for active in tasks.state.active
    )
    return door.t("task_went", places="; ".join(places))


class Bench(Frozen, frozen=True, kw_only=True):
    """What cards are made from: the case, who looks at it, the words. `data` is masked."""

    door: Door
    me: Visitor
    tasks: CaseTasks
    names: Names
    data: Mapping[str, Value]

    @property
    def glossary(self) -> Glossary:
        """The words of the SOP."""
        return self.names.glossary

    def card(self, right: TaskRight, sent: Sent | None = None) -> TaskCard:
        """A task as it is shown; with the form that was refused, where there is one."""
        before = None if sent else self._written(right)
        form = sent.form if sent else before.form if before else None
        problems = sent.refused.problems if sent else {}
        step, case = right.step, self.tasks.state.case
        works = right.mine or sent is not None
        plain = leads_to(self.tasks.workflow, self.tasks.state, step, None)
        return TaskCard(
            activation=right.active.id,
            path=task_path(case, right.active.id),
            number=step.number,
            activity=step.activity.in_language(self.door.language),
            role=self.glossary.waits_for(step.id),
            state=state_of(right),
            about=self._about(right),
            acts_as=self._acts_as(right),
            barred=self._barred(right),
            ways=tuple(self._way(step, one, form) for one in step.outcomes),
            onward="" if step.outcomes else onward_words(plain, self.glossary, self.door.t),
            signs=plain.signs and not step.outcomes,
            ticks=self._ticks(step, form),
            asks=self._asks(step, form, problems) if works else (),
            reason=form.raw(REASON) if form else "",
            documents=form.raw(DOCUMENTS) if form else "",
            note=form.raw(NOTE) if form else "",
            saved=self._saved(before),
            rescued=self._rescued(before),
            problems=problems,
            refused=sent.refused if sent else None,
            visit=right.active.visit,
            reveals=works and self._reveals(),
        )

    def _reveals(self) -> bool:
        flow = self.tasks.workflow
        rights = rights_over(self.names.directory, flow, self.me.person, at=self.door.at)
        fields = fields_by_path(flow).items()
        return rights.reveals and any(is_masked(one) and path in self.data for path, one in fields)

    def _written(self, right: TaskRight) -> Written | None:
        if not (right.mine or right.lent):
            return None
        case = self.tasks.state.case
        return written(self.door.database, self.me.person, case, right.active.id)

    def _saved(self, before: Written | None) -> str:
        if before is None or before.rescued:
            return ""
        door = self.door
        return written_time(before.saved_at, door.settings.office_zone, door.language)

    def _rescued(self, before: Written | None) -> str:
        if before is None or not before.rescued:
            return ""
        door = self.door
        return written_instant(before.saved_at, door.settings.office_zone, door.language)

    def _about(self, right: TaskRight) -> str:
        """Who else has to do with it, and since when."""
        active, t = right.active, self.door.t
        since = self.names.when(active.held_since or active.opened_at)
        if right.lent and active.owner:
            return t("task_lent", person=self.names.person(active.owner), when=since)
        if right.lends and active.assignee:
            return t("task_lends", person=self.names.person(active.assignee), when=since)
        if right.mine:
            return t("task_mine", when=since)
        if active.assignee:
            return t("task_held", person=self.names.person(active.assignee), when=since)
        return t("task_waits", when=self.names.when(active.opened_at))

    def _acts_as(self, right: TaskRight) -> str:
        """In whose place they act, by the law's word for it; empty: in their own."""
        acts = right.acts
        if acts is None or acts.acting_for is None:
            return ""
        held = standings(self.names.directory, self.me.person, self.door.at)
        kind = next((one.kind for one in held if one.acting_for == acts.acting_for), "own")
        role = f"{KINDS.get(kind, '')} {self.names.role(acts.role)}".strip()
        person = self.names.person(PersonId(acts.acting_for))
        return self.door.t("task_acting", role=role, person=person)

    def _barred(self, right: TaskRight) -> Refusal | None:
        if right.barred is None or right.acts is None:
            return None
        return refusal(right.barred, self.door.t, names=self.names)

    def _way(self, step: HumanStep, outcome: Outcome, form: Form | None) -> Way:
        onward = leads_to(self.tasks.workflow, self.tasks.state, step, outcome)
        picked = chosen(step, form) if form else None
        return Way(
            value=outcome.id,
            label=outcome.label.in_language(self.door.language),
            words=onward_words(onward, self.glossary, self.door.t, outcome=outcome),
            back=outcome.leads is Leads.RETURN,
            why=says_why(outcome),
            must_say_why=outcome.reason_required,
            signs=onward.signs,
            chosen=picked == outcome,
        )

    def _ticks(self, step: HumanStep, form: Form | None) -> tuple[Tick, ...]:
        ticked = frozenset(form.all(CHECK)) if form else frozenset[str]()
        return tuple(
            Tick(
                number=number,
                words=words.in_language(self.door.language),
                ticked=str(number) in ticked,
            )
            for number, words in enumerate(step.checklist, 1)
        )

    def _asks(
        self, step: HumanStep, form: Form | None, problems: Mapping[str, str]
    ) -> tuple[Question, ...]:
        """The questions; what is known and masked stays as it is where nothing is entered."""
        fields = fields_of(self.tasks.workflow, step)
        known = {
            field.id: self.data[path]
            for field in fields
            if (path := f"form.{field.id}") in self.data and self.data[path] != ERASED
        }
        values: Mapping[str, object] = {str(name): one for name, one in known.items()}
        asked = questions(
            fields, language=self.door.language, said=form, values=values, problems=problems
        )
        if not step.submission:
            return asked
        stays = {
            f"form.{field.id}": written_masked(field, known[field.id], self.door.language)
            for field in fields
            if field.id in known and is_masked(field)
        }
        return tuple(
            replace(
                one, required=False, must="", hint=self.door.t("task_stays", value=stays[one.name])
            )
            if one.name in stays
            else one
            for one in asked
        )


def state_of(right: TaskRight) -> str:
    """How a task stands to whoever looks at it, in one word."""
    if right.mine:
        return "mine"
    if right.lent:
        return "lent"
    if right.lends:
        return "lends"
    if right.claimable:
        return "open"
    return "barred" if right.barred is not None and right.acts is not None else "other"
