"""Carrying a case over to another version of its SOP."""

from builders import CASE, Desk, action, answer, human, person, workflow
from refusals import on, open_task, refused, visit_of

from engine.core.commands import Claim, Complete, Migrate
from engine.core.errors import (
    AlreadySo,
    FourEyes,
    InputRefused,
    NotFound,
    PowerMissing,
    TaskNotOpen,
)
from engine.core.expressions import Compare, Const, Ref
from engine.core.ids import SopId, StepId
from engine.core.workflow import Workflow

RINI, CAMAT = person("rini"), person("suryo", "camat")
TERIMA, PERIKSA, SAH = StepId("terima"), StepId("periksa"), StepId("sah")


def second(*rows: object, **more: object) -> Workflow:
    return workflow(*rows, **({"version": 2, "hash": "h2"} | more))  # type: ignore[arg-type]


def migrating(**more: object) -> Migrate:
    settings: dict[str, object] = {"case": CASE, "by": CAMAT, "version": 2, "reason": "Revisi"}
    return Migrate(**(settings | more))  # type: ignore[arg-type]


def a_desk() -> Desk:
    """At `periksa`, held by hesti; `terima` was done by rini."""
    desk = Desk(workflow(human("terima"), human("periksa", "kasi"), human("sah", "camat")))
    desk.open()
    desk.complete("terima", RINI)
    desk.claim("periksa", person("hesti", "kasi"))
    return desk


def carry(desk: Desk, flow: Workflow, **more: object) -> None:
    desk.do(migrating(**more), target=flow)
    desk.flow = flow


def test_the_case_goes_on_where_it_stands_with_the_same_task_and_holder() -> None:
    desk = a_desk()
    before = open_task(desk, "periksa")

    carry(desk, second(human("terima"), human("periksa", "kasi"), human("arsip")))

    assert desk.state is not None
    assert (desk.state.version, desk.state.workflow) == (2, "h2")
    assert open_task(desk, "periksa") == before
    desk.complete("periksa", person("hesti", "kasi"))
    assert desk.at == {"arsip"}


def test_a_renamed_step_is_mapped_with_its_visits() -> None:
    desk = a_desk()
    flow = second(
        human("daftar"), human("telaah", "kasi"), human("sah", not_same_person_as=("daftar",))
    )

    carry(desk, flow, mapping={TERIMA: StepId("daftar"), PERIKSA: StepId("telaah")})

    assert desk.at == {"telaah"}
    assert visit_of(desk, "daftar").by == "rini"
    desk.complete("telaah", person("hesti", "kasi"))
    refused(desk, on(desk, "sah", Complete, RINI), FourEyes)


def test_a_renamed_step_takes_its_results_along() -> None:
    is_one = Compare(op="==", left=Ref(path="result.agenda.number"), right=Const(value="1"))
    desk = Desk(workflow(action("nomor", results=("number",)), human("sah")))
    desk.open()
    desk.record("nomor", {"number": "1"})
    flow = second(action("agenda", results=("number",)), human("sah"), human("arsip", when=is_one))

    carry(desk, flow, mapping={StepId("nomor"): StepId("agenda")})
    desk.complete("sah", RINI)

    assert desk.state is not None
    assert desk.state.data == {"result.agenda.number": "1"}
    assert desk.at == {"arsip"}


def test_two_steps_may_change_their_names_with_each_other() -> None:
    desk = a_desk()

    carry(
        desk,
        second(human("periksa"), human("terima", "kasi"), human("sah")),
        mapping={TERIMA: PERIKSA, PERIKSA: TERIMA},
    )

    assert (visit_of(desk, "periksa").by, desk.at) == ("rini", {"terima"})


def test_it_needs_the_power_to_migrate_and_a_reason() -> None:
    desk, flow = a_desk(), second(human("terima"), human("periksa", "kasi"))

    refused(desk, migrating(by=RINI), PowerMissing, target=flow)
    refusal = refused(desk, migrating(reason=" "), InputRefused, target=flow)

    assert set(refusal.problems) == {"reason"}


def test_the_version_must_be_one_of_the_same_sop_and_the_one_named() -> None:
    desk = a_desk()
    rows = (human("terima"), human("periksa", "kasi"))

    refused(desk, migrating(), NotFound)
    refused(desk, migrating(), NotFound, target=second(*rows, sop=SopId("lain")))
    refused(desk, migrating(version=3), NotFound, target=second(*rows))


def test_a_case_is_not_carried_to_where_it_is() -> None:
    desk = a_desk()

    refused(desk, migrating(version=1), AlreadySo, target=desk.flow)


def test_an_open_step_needs_its_counterpart() -> None:
    desk = a_desk()

    gone = refused(desk, migrating(), InputRefused, target=second(human("terima")))
    other = refused(
        desk, migrating(), InputRefused, target=second(human("terima"), action("periksa"))
    )
    inside = refused(
        desk,
        migrating(),
        InputRefused,
        target=second(human("terima"), [[human("periksa")], [human("sah")]]),
    )

    assert gone.problems == {
        "mapping.periksa": "is open, and the new version has no such step: map it"
    }
    assert "of another kind" in other.problems["mapping.periksa"]
    assert "another parallel branch" in inside.problems["mapping.periksa"]


def test_a_mapping_names_steps_that_are_there_on_both_sides() -> None:
    desk = a_desk()
    flow = second(human("terima"), human("periksa", "kasi"))
    mapping = {StepId("hantu"): TERIMA, SAH: StepId("selesai"), PERIKSA: StepId("telaah")}

    refusal = refused(desk, migrating(mapping=mapping), InputRefused, target=flow)

    assert refusal.problems == {
        "mapping": "sends two steps to one",
        "mapping.hantu": "is not a step of this case",
        "mapping.sah": "the new version has no step selesai",
        "mapping.periksa": "the new version has no step telaah",
    }


def test_two_steps_are_not_sent_to_one_not_even_by_leaving_one_out() -> None:
    desk = a_desk()
    flow = second(human("terima"), human("periksa", "kasi"))

    both = refused(
        desk,
        migrating(mapping={TERIMA: PERIKSA, PERIKSA: PERIKSA}),
        InputRefused,
        target=flow,
    )
    one = refused(desk, migrating(mapping={TERIMA: PERIKSA}), InputRefused, target=flow)

    assert both.problems == one.problems == {"mapping": "sends two steps to one"}


def a_block_half_done() -> Desk:
    desk = Desk(workflow(human("terima"), [[human("a")], [human("b")]], human("sah")))
    desk.open()
    desk.complete("terima", RINI)
    desk.complete("a", RINI)
    return desk


def test_a_block_half_done_is_joined_under_the_new_version() -> None:
    desk = a_block_half_done()

    carry(desk, second(human("terima"), [[human("a")], [human("b")]], human("arsip")))
    desk.complete("b", RINI)

    assert desk.at == {"arsip"}


def test_a_block_of_another_width_could_never_be_joined() -> None:
    wider = second(human("terima"), [[human("a")], [human("b")], [human("c")]], human("sah"))
    begun, half = Desk(a_block_half_done().flow), a_block_half_done()
    begun.open()
    begun.complete("terima", RINI)

    for desk in (begun, half):
        refusal = refused(desk, migrating(), InputRefused, target=wider)
        (problem,) = refusal.problems.values()
        assert problem == "the new version has no parallel block like this one: join it"


def test_a_block_that_is_gone_leaves_its_open_steps_nowhere() -> None:
    desk = a_block_half_done()

    refusal = refused(
        desk, migrating(), InputRefused, target=second(human("terima"), human("b"), human("a"))
    )

    assert len(refusal.problems) == 2


def test_what_was_visited_and_is_gone_stays_in_the_memory_of_the_case() -> None:
    desk = a_desk()

    carry(desk, second(human("periksa", "kasi"), human("sah")))

    assert visit_of(desk, "terima").by == "rini"
    stale = Claim(case=CASE, by=RINI, activation=desk.task("terima"))
    assert "rini" in str(refused(desk, stale, TaskNotOpen))


def test_an_answer_given_before_is_still_known_after() -> None:
    rows = (human("pilah", outcomes=(answer("berat"), answer("ringan"))), human("sah"))
    desk = Desk(workflow(*rows))
    desk.open()
    desk.complete("pilah", RINI, outcome="berat")
    heavy = Compare(op="==", left=Ref(path="outcome.pilah"), right=Const(value="berat"))

    carry(desk, second(*rows, human("survei", when=heavy)))
    desk.complete("sah", RINI)

    assert desk.at == {"survei"}
