"""Where tests keep cases: a desk whose decisions go into a real store, as the service does it."""

from contextlib import suppress

from builders import MONDAY, Desk
from sqlalchemy import Connection

from engine.core.commands import AnyCommand
from engine.core.decide import Decision
from engine.core.errors import AlreadySo
from engine.core.ids import PersonId
from engine.core.state import CaseState
from engine.core.workflow import Workflow
from engine.store import catalogue, log, outbox, projections
from engine.store.codec import genesis
from engine.store.unit import Store, Unit


class Cabinet(Desk):
    """A desk with a store behind it. The workflows it works under are published on the way."""

    def __init__(self, store: Store, flow: Workflow) -> None:
        super().__init__(flow)
        self.store = store
        publish(store, flow)

    def do(self, command: AnyCommand, *, target: Workflow | None = None) -> Decision:
        before = self.state
        decision = super().do(command, target=target)
        if target is not None:
            publish(self.store, target)
            self.flow = target
        self.store.write(lambda unit: keep(unit, self.flow, before, decision))
        return decision


def publish(store: Store, flow: Workflow) -> None:
    def insert(unit: Unit) -> None:
        catalogue.insert_sop(unit, flow, "steps: []\n", by=PersonId("umi"), at=MONDAY)

    with suppress(AlreadySo):
        store.write(insert)


def keep(unit: Unit, flow: Workflow, before: CaseState | None, decision: Decision) -> None:
    """Everything a command writes."""
    case = decision.state.case
    stored = log.load(unit, case)
    head = log.append(
        unit,
        decision.events,
        expected=0 if before is None else before.seq,
        prev=genesis(case) if stored is None else stored.head,
    )
    projections.project(unit, flow, before=before, decision=decision, head=head)
    outbox.enqueue(unit, case, decision.effects, decision.state.last_at)


def everything(store: Store) -> list[tuple[object, ...]]:
    """All rows of the views, in order."""

    def dump(connection: Connection) -> list[tuple[object, ...]]:
        cases = connection.exec_driver_sql('SELECT * FROM "case" ORDER BY id').all()
        tasks = connection.exec_driver_sql("SELECT * FROM task ORDER BY case_id, activation").all()
        departed = connection.exec_driver_sql("SELECT * FROM deviation ORDER BY case_id, id").all()
        return [tuple(row) for row in (*cases, *tasks, *departed)]

    return store.administer(dump)
