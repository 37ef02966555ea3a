"""Who holds a task: claim, assign, delegate, resolve, release."""

import pytest
from builders import CASE, Desk, action, answer, human, person, workflow
from refusals import on, open_task, refused

from engine.core.commands import (
    SYSTEM,
    Assign,
    Claim,
    Complete,
    Delegate,
    Release,
    Resolve,
    Return,
)
from engine.core.errors import (
    AlreadySo,
    CaseClosed,
    FourEyes,
    InputRefused,
    NotFound,
    PowerMissing,
    RoleNotInSop,
    TaskHeldByAnother,
    TaskNotHeld,
    TaskNotOpen,
    WrongRole,
)
from engine.core.ids import ActivationId, PersonId, StepId

RINI, BUDI, HESTI = person("rini"), person("budi"), person("hesti", "kasi")
CAMAT, STRANGER = person("suryo", "camat"), person("joko", "bupati")


def a_desk() -> Desk:
    desk = Desk(
        workflow(
            human("terima"),
            human("periksa", "kasi", not_same_person_as=(StepId("terima"),)),
            action("nomor"),
            human("bayar", "pemohon"),
        )
    )
    desk.open()
    return desk


def a_held_desk() -> Desk:
    desk = a_desk()
    desk.claim("terima", RINI)
    return desk


def a_delegated_desk() -> Desk:
    desk = a_held_desk()
    desk.do(on(desk, "terima", Delegate, RINI, to="budi"))
    return desk


def a_desk_at_the_pair() -> Desk:
    """At `periksa`, which who did `terima` (rini) may not do."""
    desk = a_desk()
    desk.complete("terima", RINI)
    return desk


class TestClaim:
    def test_a_claimed_task_is_its_claimers(self) -> None:
        desk = a_held_desk()

        held = open_task(desk, "terima")

        assert (held.assignee, held.owner) == ("rini", None)
        assert held.held_since == desk.events[-1].at

    def test_a_task_that_somebody_holds_cannot_be_claimed(self) -> None:
        desk = a_held_desk()

        refusal = refused(desk, on(desk, "terima", Claim, BUDI), TaskHeldByAnother)

        assert (refusal.holder, refusal.step) == ("rini", "terima")
        assert str(refusal).startswith("terima is held by rini since 2026-11-23T01:01")

    def test_a_task_is_claimed_once(self) -> None:
        desk = a_held_desk()

        refused(desk, on(desk, "terima", Claim, RINI), AlreadySo)

    def test_only_the_role_of_the_step_may_claim(self) -> None:
        desk = a_desk()

        refusal = refused(desk, on(desk, "terima", Claim, HESTI), WrongRole)

        assert (refusal.needed, refusal.given) == ("loket", "kasi")

    @pytest.mark.parametrize("stranger", [STRANGER, person("rini", None)])
    def test_whoever_has_no_role_of_the_sop_may_not_claim(self, stranger) -> None:
        desk = a_desk()

        refusal = refused(desk, on(desk, "terima", Claim, stranger), RoleNotInSop)

        assert refusal.known == ("pemohon", "loket", "kasi", "camat")

    def test_the_runtime_holds_no_tasks_of_people(self) -> None:
        desk = a_desk()

        refused(desk, on(desk, "terima", Claim, SYSTEM), WrongRole)

    def test_who_did_the_other_step_of_the_pair_may_not_claim(self) -> None:
        desk = a_desk_at_the_pair()

        refusal = refused(desk, on(desk, "periksa", Claim, person("rini", "kasi")), FourEyes)

        assert (refusal.person, refusal.other) == ("rini", "terima")

    def test_staff_of_any_role_may_claim_what_the_applicant_does(self) -> None:
        desk = a_desk_at_the_pair()
        desk.complete("periksa", HESTI)
        desk.record("nomor")

        desk.claim("bayar", HESTI)

        assert open_task(desk, "bayar").assignee == "hesti"


class TestAnyTask:
    def test_a_task_that_never_was_is_not_found(self) -> None:
        desk = a_desk()

        for number in (0, -1, 2, 99):
            command = Claim(case=CASE, by=RINI, activation=ActivationId(number))
            assert refused(desk, command, NotFound).kind == "task"

    @pytest.mark.parametrize(
        ("kind", "more"),
        [
            (Claim, {}),
            (Assign, {"to": "budi"}),
            (Delegate, {"to": "budi"}),
            (Resolve, {}),
            (Release, {}),
            (Complete, {}),
            (Return, {"reason": "Salah"}),
        ],
    )
    def test_no_person_holds_or_finishes_an_automated_step(self, kind, more) -> None:
        desk = a_desk_at_the_pair()
        desk.complete("periksa", HESTI)

        refusal = refused(desk, on(desk, "nomor", kind, CAMAT, **more), InputRefused)

        assert refusal.problems == {"activation": "nomor is automated: record its result instead"}

    @pytest.mark.parametrize("kind", [Claim, Release, Resolve, Complete])
    def test_a_finished_task_says_who_finished_it_and_when(self, kind) -> None:
        desk = a_desk_at_the_pair()

        refusal = refused(desk, on(desk, "terima", kind, RINI), TaskNotOpen)

        assert (refusal.by, refusal.at) == ("rini", desk.events[-1].at)

    def test_of_a_visit_before_the_latest_it_is_only_known_that_it_is_over(self) -> None:
        desk = Desk(
            workflow(human("terima"), human("sah", outcomes=(answer("ulang", "return", "terima"),)))
        )
        desk.open()
        first = desk.task("terima")
        desk.complete("terima", RINI)
        desk.send_back("sah", BUDI)
        desk.complete("terima", RINI)

        refusal = refused(desk, Claim(case=CASE, by=RINI, activation=first), TaskNotOpen)

        assert (refusal.step, refusal.by) == (None, None)

    def test_a_task_that_ended_with_its_case_says_that_the_case_is_closed(self) -> None:
        desk = Desk(
            workflow(
                [
                    [human("a", outcomes=(answer("ya"), answer("tolak", "end")))],
                    [human("b")],
                ]
            )
        )
        desk.open()
        desk.complete("a", RINI, outcome="tolak")

        refusal = refused(desk, on(desk, "b", Claim, BUDI), CaseClosed)

        assert refusal.result == "completed"


class TestAssign:
    def test_a_supervisor_gives_a_task_to_a_person_and_takes_it_from_another(self) -> None:
        desk = a_held_desk()

        desk.do(on(desk, "terima", Assign, CAMAT, to=" budi ", reason=" Rini cuti "))

        assert open_task(desk, "terima").assignee == "budi"
        assert desk.events[-1].event.reason == "Rini cuti"  # type: ignore[union-attr]

    def test_it_needs_the_power_to_assign(self) -> None:
        desk = a_desk()

        refusal = refused(desk, on(desk, "terima", Assign, RINI, to="budi"), PowerMissing)

        assert (refusal.power, refusal.role) == ("assign", "loket")

    def test_a_person_without_a_role_has_no_power(self) -> None:
        desk = a_desk()

        refusal = refused(
            desk, on(desk, "terima", Assign, person("joko", None), to="budi"), PowerMissing
        )

        assert "(none)" in str(refusal)

    def test_to_the_holder_it_is_so_already(self) -> None:
        desk = a_held_desk()

        refused(desk, on(desk, "terima", Assign, CAMAT, to="rini"), AlreadySo)

    def test_the_delegate_may_become_the_holder(self) -> None:
        desk = a_delegated_desk()

        desk.do(on(desk, "terima", Assign, CAMAT, to="budi"))

        assert open_task(desk, "terima").owner is None

    def test_the_system_itself_is_given_no_task(self) -> None:
        desk = a_desk()

        refused(desk, on(desk, "terima", Assign, CAMAT, to="alur"), InputRefused)

    def test_nobody_is_given_what_four_eyes_forbid(self) -> None:
        desk = a_desk_at_the_pair()

        refusal = refused(desk, on(desk, "periksa", Assign, CAMAT, to="rini"), FourEyes)

        assert refusal.person == "rini"

    @pytest.mark.parametrize("nobody", ["", "  ", "x" * 81, "bu\x00di"])
    def test_it_names_a_person(self, nobody) -> None:
        desk = a_desk()

        refusal = refused(desk, on(desk, "terima", Assign, CAMAT, to=nobody), InputRefused)

        assert set(refusal.problems) == {"to"}


class TestDelegate:
    def test_the_owner_stays_the_owner(self) -> None:
        desk = a_delegated_desk()

        held = open_task(desk, "terima")

        assert (held.assignee, held.owner) == ("budi", "rini")

    def test_only_the_holder_delegates(self) -> None:
        free, held = a_desk(), a_held_desk()

        refused(free, on(free, "terima", Delegate, RINI, to="budi"), TaskNotHeld)
        refused(held, on(held, "terima", Delegate, BUDI, to="budi"), TaskHeldByAnother)

    def test_a_delegate_does_not_delegate_further(self) -> None:
        desk = a_delegated_desk()

        refused(desk, on(desk, "terima", Delegate, BUDI, to="sari"), AlreadySo)

    def test_nobody_delegates_to_herself(self) -> None:
        desk = a_held_desk()

        refusal = refused(desk, on(desk, "terima", Delegate, RINI, to=" rini"), InputRefused)

        assert refusal.problems == {"to": "is yourself"}

    def test_four_eyes_hold_for_the_delegate(self) -> None:
        desk = a_desk_at_the_pair()
        desk.claim("periksa", HESTI)

        refused(desk, on(desk, "periksa", Delegate, HESTI, to="rini"), FourEyes)

    def test_nobody_acts_outside_the_roles_of_the_sop(self) -> None:
        desk = a_held_desk()

        refused(
            desk, on(desk, "terima", Delegate, person("rini", "bupati"), to="budi"), RoleNotInSop
        )


class TestResolve:
    def test_the_delegate_hands_the_task_back_to_its_owner(self) -> None:
        desk = a_delegated_desk()

        desk.do(on(desk, "terima", Resolve, BUDI, note="Sudah saya cek"))

        held = open_task(desk, "terima")
        assert (held.assignee, held.owner) == ("rini", None)

    def test_until_then_neither_of_them_can_finish_it(self) -> None:
        desk = a_delegated_desk()

        by_owner = refused(desk, on(desk, "terima", Complete, RINI), TaskHeldByAnother)
        by_delegate = refused(desk, on(desk, "terima", Complete, BUDI), TaskHeldByAnother)

        assert (by_owner.holder, by_delegate.holder) == ("budi", "rini")
        desk.do(on(desk, "terima", Resolve, BUDI))
        desk.complete("terima", RINI)
        assert desk.at == {"periksa"}

    def test_there_must_be_a_delegation_and_a_holder(self) -> None:
        free, held = a_desk(), a_held_desk()

        refused(free, on(free, "terima", Resolve, RINI), TaskNotHeld)
        refused(held, on(held, "terima", Resolve, RINI), AlreadySo)

    def test_only_the_delegate_resolves_and_in_a_role_of_the_sop(self) -> None:
        desk = a_delegated_desk()

        refused(desk, on(desk, "terima", Resolve, person("umi")), TaskHeldByAnother)
        refused(desk, on(desk, "terima", Resolve, person("budi", None)), RoleNotInSop)

    def test_the_owner_takes_a_delegated_task_back(self) -> None:
        desk = a_delegated_desk()

        desk.do(on(desk, "terima", Resolve, RINI))

        held = open_task(desk, "terima")
        assert (held.assignee, held.owner) == ("rini", None)


class TestRelease:
    def test_a_delegate_resolves_instead_of_releasing(self) -> None:
        desk = a_delegated_desk()

        refused(desk, on(desk, "terima", Release, BUDI), TaskHeldByAnother)

    def test_a_released_task_is_anybodys(self) -> None:
        desk = a_held_desk()

        desk.do(on(desk, "terima", Release, RINI))

        held = open_task(desk, "terima")
        assert (held.assignee, held.held_since) == (None, None)
        desk.complete("terima", BUDI)

    def test_a_supervisor_may_release_for_another_and_nobody_else_may(self) -> None:
        desk = a_held_desk()

        refused(desk, on(desk, "terima", Release, BUDI), PowerMissing)
        desk.do(on(desk, "terima", Release, CAMAT))

        assert open_task(desk, "terima").assignee is None

    def test_what_nobody_holds_cannot_be_released(self) -> None:
        desk = a_desk()

        refusal = refused(desk, on(desk, "terima", Release, RINI), TaskNotHeld)

        assert str(refusal) == "terima is held by nobody."

    def test_the_holder_releases_in_a_role_of_the_sop(self) -> None:
        desk = a_held_desk()

        refused(desk, on(desk, "terima", Release, person("rini", "bupati")), RoleNotInSop)


def test_whom_a_task_is_given_to_has_a_name_of_one_line() -> None:
    desk = Desk(workflow(human("a")))
    desk.open()
    chief = person("suryo", "camat")
    to = PersonId("rini\nDisetujui oleh camat")

    with pytest.raises(InputRefused, match="one line"):
        desk.do(Assign(case=CASE, by=chief, activation=desk.task("a"), to=to))
