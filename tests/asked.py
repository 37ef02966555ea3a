"""Random cases under random SOPs: people and the world ask whatever comes to mind."""

from datetime import datetime, timedelta

import msgspec
from answers import a_result, completions, forms, step_of
from builders import CASE, Desk
from builders_clocks import KANTOR
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)
from msgspec.structs import replace
from strategies import sound_workflows

from engine.core.commands import (
    SYSTEM,
    AcceptFile,
    Actor,
    AnyCommand,
    Applicant,
    Assign,
    Claim,
    Comment,
    Complete,
    Delegate,
    Dispose,
    Extend,
    FailAction,
    Migrate,
    OpenCase,
    Override,
    PassTime,
    Pause,
    RecordAction,
    Reject,
    Release,
    Reopen,
    Resolve,
    Resume,
    RetryAction,
    Return,
    Withdraw,
)
from engine.core.durations import Duration, TimeUnit
from engine.core.errors import CommandRefused
from engine.core.ids import ActivationId, PersonId, RoleId
from engine.core.outlook import look
from engine.core.state import Activation, CaseState, extension_key
from engine.core.workflow import HumanStep, Leads, PauseReason, Power, Workflow

PEOPLE = ("rini", "budi", "sari", "hesti")
FRESH = "belum_pernah"
"""Who never did anything on any case, so that four eyes never stand in the way."""
CHIEF = Actor(person=PersonId("suryo"), role=RoleId("camat"), via="test")
SOMETIMES = st.sampled_from([True] + [False] * 4)


def acting(name: str, role: str | None) -> Actor:
    return Actor(person=PersonId(name), role=None if role is None else RoleId(role), via="test")


@st.composite
def people(draw: st.DrawFn, flow: Workflow) -> Actor:
    """Somebody of any role, and now and then of none that there is."""
    roles = [*flow.roles, *flow.roles, "hantu"]
    return acting(draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(roles)))


class AnyCase(RuleBasedStateMachine):
    """One case, from its opening to its end and beyond; what is asked of it, sense or nonsense."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(None)  # type: ignore[arg-type]  # the first rule brings the SOP

    @initialize(data=st.data(), flow=sound_workflows(most=8))
    def open(self, data: st.DataObject, flow: Workflow) -> None:
        self.desk.flow = flow
        brought = data.draw(st.sampled_from([(), ("ktp",)]))
        self.desk.open(CHIEF, form=data.draw(forms(flow.form)), requirements=brought)

    @property
    def state(self) -> CaseState:
        assert self.desk.state is not None
        return self.desk.state

    @property
    def flow(self) -> Workflow:
        return self.desk.flow

    def is_open(self) -> bool:
        return self.state.is_open

    def is_closed(self) -> bool:
        return not self.state.is_open

    def waits_for_a_person(self) -> bool:
        return any(not active.automated for active in self.state.active)

    def waits_for_the_world(self) -> bool:
        return any(active.automated for active in self.state.active)

    def ask(self, command: AnyCommand, *, target: Workflow | None = None) -> bool:
        """Ask; whether it was done. What is refused must have changed nothing."""
        before = self.state, msgspec.json.encode(self.state)
        try:
            self.desk.do(command, target=target)
        except CommandRefused:
            assert (self.state, msgspec.json.encode(self.state)) == before
            return False
        assert self.state.seq > before[0].seq
        return True

    def a_task(self, data: st.DataObject) -> Activation:
        tasks = [active for active in self.state.active if not active.automated]
        return data.draw(st.sampled_from(tasks), label="task")

    def somebody(self, data: st.DataObject, active: Activation) -> Actor:
        """The holder, or somebody of the role, or now and then anybody."""
        role = step_of(self.flow, active).role
        if data.draw(SOMETIMES):
            return data.draw(people(self.flow), label="anybody")
        if active.assignee:
            return acting(active.assignee, role)
        return acting(data.draw(st.sampled_from(PEOPLE), label="person"), role)

    @precondition(waits_for_a_person)
    @rule(data=st.data())
    def change_hands(self, data: st.DataObject) -> None:
        active = self.a_task(data)
        held = [Delegate, Resolve, Release] if active.assignee else [Claim]
        kind = data.draw(st.sampled_from([*held, *held, Claim, Assign, Delegate, Resolve, Release]))
        by = CHIEF if kind is Assign else self.somebody(data, active)
        to = {"to": data.draw(st.sampled_from(PEOPLE))} if kind in {Assign, Delegate} else {}
        self.ask(kind(case=CASE, by=by, activation=active.id, **to))

    @precondition(waits_for_a_person)
    @rule(data=st.data())
    def complete(self, data: st.DataObject) -> None:
        active = self.a_task(data)
        by, step = self.somebody(data, active), step_of(self.flow, active)
        assert isinstance(step, HumanStep)
        self.ask(data.draw(completions(self.flow, active, by, step.outcomes)))

    @precondition(lambda self: self.returnable())
    @rule(data=st.data())
    def send_back(self, data: st.DataObject) -> None:
        active = data.draw(st.sampled_from(self.returnable()), label="task")
        by = self.somebody(data, active)
        self.ask(Return(case=CASE, by=by, activation=active.id, reason="Kurang jelas"))

    def returnable(self) -> list[Activation]:
        """The open tasks that have an answer leading back."""
        return [
            active
            for active in self.state.active
            for outcome in getattr(step_of(self.flow, active), "outcomes", ())
            if outcome.leads is Leads.RETURN
        ]

    @precondition(waits_for_the_world)
    @rule(data=st.data(), again=SOMETIMES)
    def record(self, data: st.DataObject, *, again: bool) -> None:
        active = self.an_effect(data)
        command = a_result(step_of(self.flow, active), active)
        assert self.ask(command)
        if again:
            assert not self.ask(command)

    def an_effect(self, data: st.DataObject) -> Activation:
        effects = [active for active in self.state.active if active.automated]
        return data.draw(st.sampled_from(effects), label="effect")

    @precondition(waits_for_the_world)
    @rule(data=st.data(), attempt=st.integers(1, 4), final=st.booleans())
    def fail(self, data: st.DataObject, attempt: int, *, final: bool) -> None:
        active = self.an_effect(data)
        failed = FailAction(
            case=CASE, by=SYSTEM, activation=active.id, attempt=attempt, error="x", final=final
        )
        counts = attempt > active.attempts and not active.incident
        assert self.ask(failed) == counts
        if counts and final:
            assert self.ask(RetryAction(case=CASE, by=CHIEF, activation=active.id))

    @precondition(is_open)
    @rule(data=st.data(), mode=st.sampled_from(["skip", "reorder", "act_outside_role"]))
    def override(self, data: st.DataObject, mode: str) -> None:
        active = data.draw(st.sampled_from(self.state.active), label="open step")
        step = step_of(self.flow, active)
        others = [other.id for other in self.flow.steps() if other.within == step.within]
        more: dict[str, object] = {"mode": mode, "reason": "Keadaan darurat"}
        if mode == "reorder":
            more["step"] = data.draw(st.sampled_from(others))
        elif isinstance(step, HumanStep):
            done = data.draw(completions(self.flow, active, CHIEF, step.outcomes))
            more |= {"outcome": done.outcome}
            if mode == "act_outside_role":
                more |= {"form": done.form, "checklist": done.checklist}
        self.ask(Override(case=CASE, by=CHIEF, activation=active.id, **more))  # type: ignore[arg-type]

    @rule(data=st.data())
    def say_or_pause(self, data: st.DataObject) -> None:
        by = data.draw(people(self.flow))
        commands: list[AnyCommand] = [
            Comment(case=CASE, by=by, text="Mohon diperiksa"),
            Pause(case=CASE, by=by, reason=PauseReason.APPLICANT),
            Resume(case=CASE, by=by),
            AcceptFile(case=CASE, by=by),
        ]
        self.ask(data.draw(st.sampled_from(commands)))

    @rule()
    def let_time_pass(self) -> None:
        """What a look finds is recorded once, and then it finds nothing more."""
        at = max(self.desk.now, self.state.last_at)
        outlook = look(self.flow, KANTOR, self.state, self.desk.events, at=at)
        passed = PassTime(case=CASE, by=SYSTEM, found=outlook.found)
        assert self.ask(passed) == bool(outlook.found)
        assert not self.ask(passed)
        at = max(at, self.state.last_at)
        assert look(self.flow, KANTOR, self.state, self.desk.events, at=at).found == ()

    @precondition(lambda self: bool(self.state.deviations))
    @rule(data=st.data(), verdict=st.sampled_from(["accepted", "revise_sop"]))
    def judge(self, data: st.DataObject, verdict: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.state.deviations)))
        status = self.state.deviations[name]
        judged = Dispose(case=CASE, by=CHIEF, deviation=name, verdict=verdict, reason="Wajar")  # type: ignore[arg-type]
        may = Power.DISPOSE in self.flow.roles[RoleId("camat")].may
        assert self.ask(judged) == (may and status != "withdrawn")

    @precondition(is_open)
    @rule(data=st.data())
    def extend(self, data: st.DataObject) -> None:
        open_steps = [None, *(active.id for active in self.state.active)]
        activation = data.draw(st.sampled_from(open_steps))
        amount = Duration(amount=1, unit=data.draw(st.sampled_from(TimeUnit)))
        more = Extend(case=CASE, by=CHIEF, amount=amount, reason="Tebal", activation=activation)
        given = self.state.extended.get(extension_key(activation), ())
        extension = self.flow.timing.extension
        assert not self.ask(more) or (extension is not None and len(given) < extension.times)

    @precondition(lambda self: self.is_open() and self.state.seq > 12)
    @rule(kind=st.sampled_from([Withdraw, Reject]))
    def end(self, kind: type) -> None:
        assert self.ask(kind(case=CASE, by=CHIEF, reason="Batal"))

    @precondition(is_closed)
    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        step = data.draw(st.sampled_from([step.id for step in self.flow.steps()]))
        again = Reopen(case=CASE, by=CHIEF, step=step, reason="Ternyata benar")
        assert self.ask(again) == (not self.flow.known_step(step).within)

    @precondition(lambda self: self.is_open() and self.state.version < 3)
    @rule()
    def revise(self) -> None:
        """A new version that says the same changes nothing but the version."""
        before = self.state
        version = before.version + 1
        target = replace(self.flow, version=version, hash=f"h{version}")

        assert self.ask(
            Migrate(case=CASE, by=CHIEF, version=version, reason="Revisi"), target=target
        )

        self.desk.flow = target
        same = {"version": version, "workflow": target.hash}
        same |= {"seq": self.state.seq, "last_at": self.state.last_at}
        assert self.state == replace(before, **same)

    @rule(minutes=st.integers(-90, 600))
    def set_the_clock(self, minutes: int) -> None:
        self.desk.now += timedelta(minutes=minutes)

    @rule(data=st.data())
    def talk_nonsense(self, data: st.DataObject) -> None:
        assert not self.ask(data.draw(st.sampled_from(self.nonsense()), label="nonsense"))

    def nonsense(self) -> list[AnyCommand]:
        is_known = {active.id for active in self.state.active}
        over = [number for number in range(self.state.activations + 2) if number not in is_known]
        stranger, naive = acting("rini", "hantu"), datetime(2026, 1, 1)  # noqa: DTZ001
        commands: list[AnyCommand] = [
            OpenCase(case=CASE, by=CHIEF, sop=self.flow.sop, applicant=Applicant(name="Tini")),
            Comment(case=CASE, by=CHIEF, text="Besok", happened_at=self.desk.now + timedelta(999)),
            Comment(case=CASE, by=CHIEF, text="Entah", happened_at=naive),
            Withdraw(case=CASE, by=stranger, reason="Batal"),
            Migrate(case=CASE, by=CHIEF, version=999, reason="Revisi"),
        ]
        for number in over:
            stale = ActivationId(number)
            commands += [
                Claim(case=CASE, by=CHIEF, activation=stale),
                Complete(case=CASE, by=CHIEF, activation=stale),
                RecordAction(case=CASE, by=SYSTEM, activation=stale),
                Override(case=CASE, by=CHIEF, activation=stale, mode="skip", reason="x"),
            ]
        for active in self.state.active:
            by, open_one = acting(FRESH, step_of(self.flow, active).role), active.id
            commands += [
                Complete(case=CASE, by=by, activation=open_one, form={"hantu": 1}),
                Complete(case=CASE, by=by, activation=open_one, checklist=(99,)),
                Complete(case=CASE, by=stranger, activation=open_one),
                RecordAction(case=CASE, by=SYSTEM, activation=open_one, result={"hantu": "x"}),
            ]
        return commands
