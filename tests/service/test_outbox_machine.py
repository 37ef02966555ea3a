"""Two owners, in any order of claims, losses and ends: each result counts once, none is lost."""

import shutil
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from deeds import Deeds, a_deed_office, copied_office, crew_for, failing
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule
from offices import HESTI, Office, sqlite_url

from engine.actions.action import ActionFailure
from engine.core.commands import RecordAction, RetryAction, Withdraw
from engine.core.errors import CommandRefused
from engine.core.ids import ActivationId, CaseId
from engine.runtime.dispatch import run_pending
from engine.runtime.perform import perform
from engine.service.database import connect
from engine.service.effects import Begun, Shift, renew, take_up
from engine.service.queries import read_history, show_case
from engine.store.tables import OUTBOX

OWNERS = st.sampled_from(["a", "b"])
LEASE = timedelta(seconds=30)
FIRST = ActivationId(1)
GIVES_UP = {"satu": failing(ActionFailure("gagal"))}


class Outbox(RuleBasedStateMachine):
    """Cases with one automated step, and two owners who may be stopped at any moment."""

    template: Path
    cases = Bundle("cases")
    claims = Bundle("claims")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="alur-outbox-"))
        self.office = Office(connect(copied_office(self.template, self.folder)))
        self.opened: list[CaseId] = []
        self.recorded_at_most: set[CaseId] = set()

    def teardown(self) -> None:
        try:
            self._let_everything_end()
        finally:
            self.office.database.close()
            shutil.rmtree(self.folder)

    def _let_everything_end(self) -> None:
        """Whatever was left behind, one worker that lives long enough finishes it."""
        for _ in range(2):
            self.office.now += timedelta(days=1)
            run_pending(crew_for(self.office, Deeds(), "c"))
            for case in self.opened:
                if self._incident(case):
                    self.office.do(RetryAction(case=case, by=HESTI, activation=FIRST))
        for case in self.opened:
            summary = show_case(self.office.database, case).summary
            assert summary.result == "withdrawn" or self._count(case, "action_recorded") == 1
        assert self._waiting() == []

    @rule(target=cases)
    def open(self) -> CaseId:
        case = self.office.open("coba")
        self.opened.append(case)
        return case

    @rule(target=claims, owner=OWNERS, limit=st.integers(1, 3))
    def claim(self, owner: str, limit: int) -> tuple[Begun, ...]:
        shift = Shift(owner=owner, lease=LEASE)
        return take_up(self.office.database, shift, at=self.office.now, limit=limit)

    @rule(held=claims)
    def hold_on(self, held: tuple[Begun, ...]) -> None:
        renew(self.office.database, held, until=self.office.now + LEASE)

    @rule(held=consumes(claims))
    def die(self, held: tuple[Begun, ...]) -> None:
        """Whoever had these ends in mid-step."""

    @rule(seconds=st.sampled_from([1, 31, 7200, 90000]))
    def wait(self, seconds: int) -> None:
        self.office.now += timedelta(seconds=seconds)

    @rule(held=claims)
    def bring_results(self, held: tuple[Begun, ...]) -> None:
        """However late, and however often."""
        for one in held:
            before = self._count(one.claimed.case, "action_recorded")
            ended = perform(crew_for(self.office, Deeds(), one.claimed.owner), one)
            after = self._count(one.claimed.case, "action_recorded")
            if not one.problem:
                assert ended.outcome == ("done" if after > before else "void")

    @rule(held=claims)
    def bring_failures(self, held: tuple[Begun, ...]) -> None:
        for one in held:
            before = self._count(one.claimed.case, "action_failed")
            ended = perform(crew_for(self.office, Deeds(GIVES_UP), one.claimed.owner), one)
            after = self._count(one.claimed.case, "action_failed")
            assert (ended.outcome == "failed") == (after > before)

    @rule(case=cases)
    def try_again(self, case: CaseId) -> None:
        if self._incident(case):
            self.office.do(RetryAction(case=case, by=HESTI, activation=FIRST))

    @rule(case=cases)
    def do_by_hand(self, case: CaseId) -> None:
        command = RecordAction(case=case, by=HESTI, activation=FIRST, reason="Sendiri")
        _unless_refused(self.office, command)

    @rule(case=consumes(cases))
    def withdraw(self, case: CaseId) -> None:
        _unless_refused(self.office, Withdraw(case=case, by=HESTI, reason="Batal"))

    @invariant()
    def a_result_counts_once(self) -> None:
        assert all(self._count(case, "action_recorded") <= 1 for case in self.opened)

    @invariant()
    def what_is_to_be_done_waits_and_nothing_else_does(self) -> None:
        wanted = [
            case for case in self.opened if self._is_at_the_step(case) and not self._incident(case)
        ]
        assert self._waiting() == sorted(wanted)

    def _count(self, case: CaseId, kind: str) -> int:
        history = read_history(self.office.database, case)
        return sum(one.recorded.event.__struct_config__.tag == kind for one in history)

    def _is_at_the_step(self, case: CaseId) -> bool:
        summary = show_case(self.office.database, case).summary
        return any(task.step == "satu" for task in summary.at)

    def _incident(self, case: CaseId) -> str:
        summary = show_case(self.office.database, case).summary
        return next((task.incident for task in summary.at if task.step == "satu"), "")

    def _waiting(self) -> list[CaseId]:
        found = self.office.database.store.administer(
            lambda connection: connection.execute(OUTBOX.select()).all()
        )
        return sorted(one.case_id for one in found)


def _unless_refused(office: Office, command: RecordAction | Withdraw) -> None:
    with suppress(CommandRefused):
        office.do(command)


@pytest.fixture(autouse=True, scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("outbox")
    with a_deed_office(sqlite_url(folder)):
        pass
    Outbox.template = folder / "alur.db"


class TestOutbox(Outbox.TestCase):  # type: ignore[name-defined,misc]
    settings = settings(
        max_examples=25,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
