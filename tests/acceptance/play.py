"""Plays a scenario at a desk: acts become commands, refusals and the ending are held against it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest
from acceptance import scenario as said
from acceptance.scenario import Scenario
from acceptance.sight import Sight, differences

from engine.core import commands
from engine.core.commands import SYSTEM, Actor, AnyCommand, Applicant, Filed, OpenCase
from engine.core.errors import CommandRefused
from engine.core.ids import ActivationId, CaseId, OutcomeId, PersonId, RoleId, SopId, StepId
from engine.core.workflow import HumanStep, Workflow

ONE_MINUTE = timedelta(minutes=1)


class Desk(Protocol):
    """Where commands on one case are carried out."""

    workflow: Workflow
    case: CaseId

    def execute(self, command: AnyCommand, *, at: datetime) -> None:
        """Carry it out, or raise its refusal."""

    def look(self) -> Sight:
        """How the case stands now."""


class Player:
    """One scenario being played."""

    def __init__(self, scenario: Scenario, desk: Desk, *, zone: ZoneInfo) -> None:
        self.scenario, self.desk, self.zone = scenario, desk, zone
        self.now = scenario.given.at

    def play(self) -> Sight:
        """Open the case, let everybody act, and compare the ending."""
        self._execute(self._opening())
        for number, act in enumerate(self.scenario.when, start=1):
            where = f"act {number}"
            if isinstance(act, said.Check):
                self._compare(act.check, where)
            else:
                self._act(act, where)
        self._compare(self.scenario.then, "then")
        return self.desk.look()

    def _opening(self) -> OpenCase:
        given = self.scenario.given
        return OpenCase(
            case=self.desk.case,
            by=self._actor(given.by, role=given.role),
            sop=SopId(self.scenario.sop),
            applicant=Applicant(name=given.applicant.name, contact=given.applicant.contact),
            form=given.form,
            requirements=given.requirements,
        )

    def _act(self, act: said.Act, where: str) -> None:
        self.now = act.at or self.now + (act.after or ONE_MINUTE)
        by = SYSTEM if act.by is None else self._actor(act.by, act.acting_for, role=act.role)
        command = _COMMANDS[type(act)](self, act, by)
        if act.refused is None:
            try:
                self._execute(command)
            except CommandRefused as refusal:
                pytest.fail(f"{where} ({act}) was refused: {refusal.code}: {refusal}")
        else:
            self._meet_refusal(command, act.refused, where)

    def _meet_refusal(self, command: AnyCommand, code: str, where: str) -> None:
        before = self.desk.look()
        with pytest.raises(CommandRefused) as refused:
            self._execute(command)
        assert refused.value.code == code, where
        assert self.desk.look() == before, f"{where}: refused, and yet something changed"

    def _execute(self, command: AnyCommand) -> None:
        self.desk.execute(command, at=self.now.replace(tzinfo=self.zone).astimezone(UTC))

    def _compare(self, expected: said.Expectation, where: str) -> None:
        found = differences(expected, self.desk.look(), zone=self.zone)
        assert not found, "\n".join([f"{where}: {self.scenario.title}", *found])

    def _actor(self, name: str, acting_for: str | None = None, *, role: str | None) -> Actor:
        return Actor(
            person=PersonId(name),
            role=RoleId(role or self.scenario.people[name]),
            acting_for=None if acting_for is None else PersonId(acting_for),
            via="acceptance",
        )

    def task(self, step: str) -> ActivationId:
        """The step's latest activation."""
        activation = self.desk.look().latest_activation(step)
        if activation is None:
            still = ", ".join(self.desk.look().open) or "none"
            pytest.fail(f"{step} was never opened; open steps: {still}")
        return activation

    def ticked(self, step: str, checklist: str | tuple[int, ...]) -> tuple[int, ...]:
        """The numbers ticked; `all` is every item of the step."""
        if not isinstance(checklist, str):
            return checklist
        row = self.desk.workflow.step(StepId(step))
        assert isinstance(row, HumanStep), f"{step} has no checklist"
        return tuple(range(1, len(row.checklist) + 1))


def _complete(player: Player, act: said.Complete, by: Actor) -> AnyCommand:
    return commands.Complete(
        case=player.desk.case,
        by=by,
        activation=player.task(act.complete),
        outcome=None if act.outcome is None else OutcomeId(act.outcome),
        form=act.form,
        checklist=player.ticked(act.complete, act.checklist),
        reason=act.reason,
    )


def _override(player: Player, act: said.Override, by: Actor) -> AnyCommand:
    return commands.Override(
        case=player.desk.case,
        by=by,
        activation=player.task(act.override),
        mode=act.mode,
        reason=act.reason,
        step=None if act.step is None else StepId(act.step),
        outcome=None if act.outcome is None else OutcomeId(act.outcome),
        form=act.form,
        checklist=player.ticked(act.override, act.checklist),
    )


def _return(player: Player, act: said.Return, by: Actor) -> AnyCommand:
    return commands.Return(
        case=player.desk.case,
        by=by,
        activation=player.task(act.step),
        to=None if act.to is None else StepId(act.to),
        reason=act.reason,
    )


def _record(player: Player, act: said.Record, by: Actor) -> AnyCommand:
    return commands.RecordAction(
        case=player.desk.case,
        by=by,
        activation=player.task(act.record),
        result=act.result,
        reason=act.reason,
        documents=tuple(_filed(name, sha256) for name, sha256 in act.documents.items()),
    )


def _filed(name: str, sha256: str) -> Filed:
    return Filed(name=name, media_type="application/pdf", size=1, sha256=sha256)


def _fail(player: Player, act: said.Fail, by: Actor) -> AnyCommand:
    return commands.FailAction(
        case=player.desk.case,
        by=by,
        activation=player.task(act.fail),
        attempt=act.attempt,
        error=act.error,
        final=act.final,
    )


def _assign(player: Player, act: said.Assign, by: Actor) -> AnyCommand:
    return commands.Assign(
        case=player.desk.case,
        by=by,
        activation=player.task(act.assign),
        to=PersonId(act.to),
        reason=act.reason,
    )


def _delegate(player: Player, act: said.Delegate, by: Actor) -> AnyCommand:
    return commands.Delegate(
        case=player.desk.case,
        by=by,
        activation=player.task(act.delegate),
        to=PersonId(act.to),
        reason=act.reason,
    )


def _on_task(command: Callable[..., AnyCommand], key: str) -> Callable[..., AnyCommand]:
    """A command that names a task and nothing else."""
    return lambda player, act, by: command(
        case=player.desk.case, by=by, activation=player.task(getattr(act, key))
    )


def _on_case(command: Callable[..., AnyCommand], **keys: str) -> Callable[..., AnyCommand]:
    """A command on the case; `keys` names the act's key for each of its arguments."""
    return lambda player, act, by: command(
        case=player.desk.case, by=by, **{name: getattr(act, key) for name, key in keys.items()}
    )


_COMMANDS: Mapping[type[said.Act], Callable[..., AnyCommand]] = {
    said.Claim: _on_task(commands.Claim, "claim"),
    said.Release: _on_task(commands.Release, "release"),
    said.Retry: _on_task(commands.RetryAction, "retry"),
    said.Resolve: lambda player, act, by: commands.Resolve(
        case=player.desk.case, by=by, activation=player.task(act.resolve), note=act.note
    ),
    said.Assign: _assign,
    said.Delegate: _delegate,
    said.Complete: _complete,
    said.Return: _return,
    said.Override: _override,
    said.Record: _record,
    said.Fail: _fail,
    said.Comment: _on_case(commands.Comment, text="comment"),
    said.AcceptFile: _on_case(commands.AcceptFile),
    said.Pause: _on_case(commands.Pause, reason="pause", note="note"),
    said.Resume: _on_case(commands.Resume),
    said.Withdraw: _on_case(commands.Withdraw, reason="withdraw"),
    said.Reject: _on_case(commands.Reject, reason="reject"),
    said.Reopen: _on_case(commands.Reopen, step="reopen", reason="reason"),
}
