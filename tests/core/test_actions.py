"""Automated steps: results that come back once, failures, incidents, and doing it by hand."""

import pytest
from builders import CASE, Desk, action, call, human, person, wait, workflow
from refusals import on, open_task, refused, visit_of

from engine.core.commands import SYSTEM, Actor, FailAction, RecordAction, RetryAction, Withdraw
from engine.core.durations import Duration, TimeUnit
from engine.core.effects import RunAction, StartCase, WakeAt
from engine.core.errors import (
    AlreadySo,
    InputRefused,
    NotFound,
    NotPermitted,
    ResultAlreadyRecorded,
    RoleNotInSop,
)
from engine.core.ids import ActivationId, FieldId
from engine.core.text import Text
from engine.core.values import Field, FieldType

RINI = person("rini")
NUMBER = {"number": "470/1"}


def a_desk() -> Desk:
    desk = Desk(
        workflow(
            action("nomor", results=("number",), parameters={"register": "surat-keluar"}),
            human("serah"),
        )
    )
    desk.open()
    return desk


def fail(desk: Desk, attempt: int, *, final: bool = False, error: str = "Tidak tersambung"):
    command = on(desk, "nomor", FailAction, SYSTEM, attempt=attempt, error=error, final=final)
    return desk.do(command)


def a_desk_with_an_incident() -> Desk:
    desk = a_desk()
    fail(desk, 1)
    fail(desk, 2, final=True)
    return desk


class TestResults:
    @pytest.mark.parametrize(
        ("result", "problems"),
        [
            ({}, {"result.number": "must be given"}),
            ({"number": " "}, {"result.number": "must be text of at most 2000 characters"}),
            ({"number": "1" * 2001}, {"result.number": "must be text of at most 2000 characters"}),
            ({**NUMBER, "lain": "x"}, {"result.lain": "is not a result of this step"}),
        ],
    )
    def test_they_are_those_the_step_gives(self, result, problems) -> None:
        desk = a_desk()

        refusal = refused(
            desk, on(desk, "nomor", RecordAction, SYSTEM, result=result), InputRefused
        )

        assert refusal.problems == problems

    def test_the_first_counts_and_a_second_is_refused(self) -> None:
        desk = a_desk()
        desk.record("nomor", NUMBER)

        refusal = refused(
            desk, on(desk, "nomor", RecordAction, SYSTEM, result={"number": "2"}),
            ResultAlreadyRecorded,
        )  # fmt: skip

        assert refusal.activation == 1
        assert desk.state is not None
        assert desk.state.data == {"result.nomor.number": "470/1"}
        assert visit_of(desk, "nomor").how == "recorded"

    def test_one_that_comes_after_the_end_of_the_case_does_not_count(self) -> None:
        desk = Desk(workflow([[action("nomor")], [human("a")]]))
        desk.open()
        late = on(desk, "nomor", RecordAction, SYSTEM)
        desk.do(Withdraw(case=CASE, by=RINI, reason="Batal"))

        refused(desk, late, ResultAlreadyRecorded)

    def test_one_for_an_activation_that_never_was_is_not_found(self) -> None:
        desk = a_desk()
        command = RecordAction(case=CASE, by=SYSTEM, activation=ActivationId(9), result=NUMBER)

        refused(desk, command, NotFound)

    @pytest.mark.parametrize(
        ("kind", "more"),
        [(RecordAction, {}), (FailAction, {"attempt": 1, "error": "x"}), (RetryAction, {})],
    )
    def test_a_persons_task_has_no_result_to_record(self, kind, more) -> None:
        desk = a_desk()
        desk.record("nomor", NUMBER)

        refusal = refused(desk, on(desk, "serah", kind, SYSTEM, **more), InputRefused)

        assert "waits for a person" in refusal.problems["activation"]


class TestByHand:
    def test_a_person_who_did_it_says_why(self) -> None:
        desk = a_desk()

        refusal = refused(desk, on(desk, "nomor", RecordAction, RINI, result=NUMBER), InputRefused)
        desk.do(on(desk, "nomor", RecordAction, RINI, result=NUMBER, reason=" Buku agenda "))

        assert refusal.problems == {"reason": "must be given"}
        assert desk.at == {"serah"}
        assert visit_of(desk, "nomor").by == "rini"

    def test_only_a_role_of_the_sop_may(self) -> None:
        desk = a_desk()
        command = on(
            desk, "nomor", RecordAction, person("joko", "bupati"), result=NUMBER, reason="Buku"
        )

        refused(desk, command, RoleNotInSop)

    def test_who_has_only_the_systems_name_or_only_its_way_in_is_not_the_system(self) -> None:
        desk = a_desk()
        by_name = Actor(person=SYSTEM.person, via="api")
        by_way = Actor(person=RINI.person, via=SYSTEM.via)

        for impostor in (by_name, by_way):
            refused(desk, on(desk, "nomor", RecordAction, impostor, result=NUMBER), RoleNotInSop)


class TestFailures:
    def test_attempts_are_counted_and_the_last_is_an_incident(self) -> None:
        desk = a_desk()

        fail(desk, 1)
        before = open_task(desk, "nomor")
        fail(desk, 3, final=True)

        after = open_task(desk, "nomor")
        assert (before.attempts, before.incident) == (1, "")
        assert (after.attempts, after.incident) == (3, "Tidak tersambung")

    def test_an_older_attempt_no_longer_counts(self) -> None:
        desk = a_desk()
        fail(desk, 2)

        for attempt in (2, 1, 0):
            late = on(desk, "nomor", FailAction, SYSTEM, attempt=attempt, error="x")
            refused(desk, late, AlreadySo)

    def test_an_incident_is_not_undone_by_another_failure(self) -> None:
        desk = a_desk_with_an_incident()

        late = on(desk, "nomor", FailAction, SYSTEM, attempt=3, error="x")

        assert "tried again only when asked" in str(refused(desk, late, AlreadySo))

    def test_only_the_runtime_reports_them(self) -> None:
        desk = a_desk()

        refused(desk, on(desk, "nomor", FailAction, RINI, attempt=1, error="x"), NotPermitted)

    def test_a_failure_after_the_result_does_not_count(self) -> None:
        desk = a_desk()
        desk.record("nomor", NUMBER)

        refused(
            desk,
            on(desk, "nomor", FailAction, SYSTEM, attempt=1, error="x"),
            ResultAlreadyRecorded,
        )

    def test_they_are_kept_whatever_the_program_said(self) -> None:
        desk = a_desk()

        fail(desk, 1, error="\x00\ud800" + "x" * 5000, final=True)

        assert open_task(desk, "nomor").incident == "??" + "x" * 3998

    def test_they_say_something(self) -> None:
        desk = a_desk()

        refused(desk, on(desk, "nomor", FailAction, SYSTEM, attempt=1, error=" "), InputRefused)

    def test_a_result_still_counts_after_an_incident(self) -> None:
        desk = a_desk_with_an_incident()

        desk.record("nomor", NUMBER)

        assert desk.at == {"serah"}


class TestRetry:
    def test_it_asks_for_the_same_effect_again_and_counts_from_the_start(self) -> None:
        desk = a_desk_with_an_incident()

        decision = desk.do(on(desk, "nomor", RetryAction, RINI))

        assert decision.effects == (
            RunAction(
                activation=desk.task("nomor"),
                action="issue_number",
                parameters={"register": "surat-keluar"},
            ),
        )
        again = open_task(desk, "nomor")
        assert (again.attempts, again.incident) == (0, "")
        fail(desk, 1)

    def test_what_is_being_tried_is_not_tried_twice(self) -> None:
        desk = a_desk()

        refused(desk, on(desk, "nomor", RetryAction, RINI), AlreadySo)

    def test_it_takes_a_role_of_the_sop(self) -> None:
        desk = a_desk_with_an_incident()

        refused(desk, on(desk, "nomor", RetryAction, person("joko", None)), RoleNotInSop)

    def test_what_has_its_result_is_not_tried_again(self) -> None:
        desk = a_desk_with_an_incident()
        desk.record("nomor", NUMBER)

        refused(desk, on(desk, "nomor", RetryAction, RINI), ResultAlreadyRecorded)


class TestOtherKinds:
    def test_a_called_sop_gets_the_fields_that_are_passed_and_known(self) -> None:
        fields = tuple(
            Field(id=FieldId(name), title=Text(id=name), type=FieldType.TEXT)
            for name in ("nama", "alamat", "catatan")
        )
        flow = workflow(call("rekomendasi", "dinkes", pass_fields=("nama", "alamat")), form=fields)
        desk = Desk(flow)

        decision = desk.open(form={"nama": "Warung", "catatan": "x"})

        (effect,) = decision.effects
        assert isinstance(effect, StartCase)
        assert (effect.sop, effect.form) == ("dinkes", {"nama": "Warung"})
        assert effect.applicant.name == "Tini Suhartini"

    def test_a_called_sop_answers_with_its_result(self) -> None:
        desk = Desk(workflow(call("rekomendasi", "dinkes"), human("sah")))
        desk.open()

        refused(desk, on(desk, "rekomendasi", RecordAction, SYSTEM), InputRefused)
        desk.record("rekomendasi", {"result": "rejected"})

        assert desk.state is not None
        assert desk.state.data == {"result.rekomendasi.result": "rejected"}

    def test_a_wait_has_no_result_and_asks_for_its_length(self) -> None:
        week = Duration(amount=7, unit=TimeUnit.CALENDAR_DAY)
        desk = Desk(workflow(wait("pengumuman", duration=week)))

        decision = desk.open()

        assert decision.effects == (WakeAt(activation=ActivationId(1), duration=week),)
        refused(desk, on(desk, "pengumuman", RecordAction, SYSTEM, result={"x": "y"}), InputRefused)
        desk.record("pengumuman")
        assert desk.state is not None
        assert desk.state.result == "completed"
