"""Two owners take, end, lose and renew effects in any order: each step gets one result."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from deeds import a_deed_office, copied_office
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from offices import HESTI, Office, sqlite_url

from engine.actions.action import Numbered, Outcome
from engine.core.commands import RetryAction
from engine.core.events import ActionRecorded
from engine.core.ids import CaseId
from engine.service import effects, outcomes
from engine.service.database import connect
from engine.service.effects import Begun, Shift
from engine.service.queries import read_history, show_case
from engine.service.runs import attempts_of

LEASE = timedelta(seconds=60)
OWNERS = ("a", "b")
TO_LAST = timedelta(hours=5)
MOST_ROUNDS = 60


class _Template:
    """A database with the SOPs in force, made at the first use, to be copied for each story."""

    file: Path | None = None

    @classmethod
    def copied(cls, folder: Path) -> str:
        if cls.file is None:
            place = Path(tempfile.mkdtemp(prefix="alur-machine-"))
            with a_deed_office(sqlite_url(place)):
                pass
            cls.file = place / "alur.db"
        return copied_office(cls.file, folder)

    @classmethod
    def gone(cls) -> None:
        if cls.file is not None:
            shutil.rmtree(cls.file.parent)
            cls.file = None


def teardown_module() -> None:
    _Template.gone()


class Owners(RuleBasedStateMachine):
    """What an owner has taken stays in its hands, however stale, until it ends it or dies."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="alur-owners-"))
        self.database = connect(_Template.copied(self.folder))
        self.office = Office(self.database)
        self.hands: dict[str, list[Begun]] = {owner: [] for owner in OWNERS}
        self.cases: list[CaseId] = []

    def teardown(self) -> None:
        try:
            self.finish_everything()
        finally:
            self.database.close()
            shutil.rmtree(self.folder)

    @initialize(sops=st.lists(st.sampled_from(["coba", "dua", "cabang"]), min_size=1, max_size=3))
    def open_cases(self, sops: list[str]) -> None:
        self.cases = [self.office.open(sop) for sop in sops]

    @rule(owner=st.sampled_from(OWNERS), limit=st.integers(1, 3))
    def take(self, owner: str, limit: int) -> None:
        shift = Shift(owner=owner, lease=LEASE)
        begun = effects.take_up(self.database, shift, at=self.office.now, limit=limit)
        self.hands[owner] += begun

    @rule(owner=st.sampled_from(OWNERS))
    def take_over_what_nobody_renewed(self, owner: str) -> None:
        self.office.now += LEASE
        self.take(owner, 3)

    @rule(seconds=st.sampled_from([1, 30, 61, 700]))
    def time_passes(self, seconds: int) -> None:
        self.office.now += timedelta(seconds=seconds)

    @precondition(lambda self: any(self.hands.values()))
    @rule(data=st.data())
    def bring_a_result(self, data: st.DataObject) -> None:
        begun = self._one(data)
        has_result = self._has_result(begun)

        ended = self._succeed(begun)

        assert ended == ("void" if has_result else "done")

    @precondition(lambda self: any(self.hands.values()))
    @rule(data=st.data(), for_good=st.booleans())
    def fail(self, data: st.DataObject, *, for_good: bool) -> None:
        begun = self._one(data)
        holds = self._holds(begun)

        ended = outcomes.fail(self.database, begun, "gagal", at=self.office.now, for_good=for_good)

        assert ended == ("failed" if holds else "lost")

    @precondition(lambda self: any(self.hands.values()))
    @rule(data=st.data())
    def die_with_it(self, data: st.DataObject) -> None:
        self._one(data)

    @rule(owner=st.sampled_from(OWNERS))
    def renew(self, owner: str) -> None:
        hands = self.hands[owner]
        held = [one for one in hands if self._holds(one)]

        lost = effects.renew(self.database, hands, until=self.office.now + LEASE)

        assert [one.run.id for one in lost] == [one.run.id for one in hands if one not in held]

    @rule()
    def somebody_retries_what_is_stuck(self) -> None:
        for case in self.cases:
            for task in show_case(self.database, case).tasks:
                if task.incident and task.finished_at is None:
                    retry = RetryAction(case=case, by=HESTI, activation=task.activation)
                    self.office.do(retry)

    @invariant()
    def no_step_has_two_results(self) -> None:
        for case in self.cases:
            of_steps = [
                one.recorded.event.activation
                for one in read_history(self.database, case)
                if isinstance(one.recorded.event, ActionRecorded)
            ]
            assert len(of_steps) == len(set(of_steps))

    @invariant()
    def no_effect_is_held_twice(self) -> None:
        held = [
            (one.claimed.case, one.claimed.activation)
            for hands in self.hands.values()
            for one in hands
            if self._holds(one)
        ]
        assert len(held) == len(set(held))

    @invariant()
    def every_attempt_that_was_done_gave_its_steps_result(self) -> None:
        for case in self.cases:
            recorded = [
                one.recorded.event.activation
                for one in read_history(self.database, case)
                if isinstance(one.recorded.event, ActionRecorded)
            ]
            for activation in recorded:
                of_step = attempts_of(self.database, case, activation)
                done = [one for one in of_step if one.outcome == "done"]
                late = [one for one in of_step if one.outcome == "lost"]
                assert len(done) == 1 or (not done and late)  # a late result counts as well

    def finish_everything(self) -> None:
        """None is lost: whoever is left brings every case to its person."""
        for _ in range(MOST_ROUNDS):
            if all(self.office.at(case) == {"serah"} for case in self.cases):
                break
            self.office.now += TO_LAST
            self.somebody_retries_what_is_stuck()
            shift = Shift(owner="last", lease=LEASE)
            for begun in effects.take_up(self.database, shift, at=self.office.now, limit=9):
                if begun.problem:
                    outcomes.fail(self.database, begun, begun.problem, at=self.office.now)
                else:
                    assert self._succeed(begun) == "done"
        assert all(self.office.at(case) == {"serah"} for case in self.cases)
        assert effects.remaining(self.database) == 0
        self.no_step_has_two_results()
        self._numbers_have_no_gaps()

    def _numbers_have_no_gaps(self) -> None:
        held = (show_case(self.database, case).data for case in self.cases)
        numbers = [data["result.nomor.number"] for data in held if "result.nomor.number" in data]
        assert sorted(numbers) == [str(number + 1) for number in range(len(numbers))]

    def _one(self, data: st.DataObject) -> Begun:
        owner = data.draw(st.sampled_from([one for one in OWNERS if self.hands[one]]))
        return self.hands[owner].pop(data.draw(st.integers(0, len(self.hands[owner]) - 1)))

    def _succeed(self, begun: Begun) -> str:
        number = Numbered(register="surat", words="{number}", result="number")
        wish = number if begun.run.step == "nomor" else None
        return outcomes.succeed(self.database, begun, Outcome(number=wish), at=self.office.now)

    def _has_result(self, begun: Begun) -> bool:
        return any(
            isinstance(one.recorded.event, ActionRecorded)
            and one.recorded.event.activation == begun.claimed.activation
            for one in read_history(self.database, begun.claimed.case)
        )

    def _holds(self, begun: Begun) -> bool:
        """By the record of attempts, not by the row that the fence itself looks at."""
        if self._has_result(begun):
            return False
        of_step = attempts_of(self.database, begun.claimed.case, begun.claimed.activation)
        return any(one.id == begun.run.id and one.outcome == "running" for one in of_step)


Owners.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestOwners = Owners.TestCase
