"""Soundness: what keeps cases from ending properly, and the state space that shows it."""

import pytest
from builders import CASE, Desk, action, answer, human, person, workflow
from builders_check import REGISTERS
from hypothesis import given
from hypothesis import strategies as st
from strategies import ROLES, sound_workflows, wild_workflows

from engine.core.commands import SYSTEM, Complete, RecordAction
from engine.core.expressions import Const
from engine.core.ids import NodeId
from engine.core.net import DONE, LEFT, Label, Net, Result, Violation
from engine.core.state import CaseState
from engine.core.workflow import ActionStep, CallStep, Fork, HumanStep, Workflow
from engine.sop.soundness import FaultKind, faults

MAYBE = Const(value=True)


def kinds(flow: Workflow, **more: bool) -> list[FaultKind]:
    return [fault.kind for fault in faults(flow.start, flow.nodes, **more)]


def both(flow: Workflow) -> list[FaultKind]:
    """What is found, the same with closed blocks reduced and without."""
    found = kinds(flow)
    assert bool(found) == bool(kinds(flow, reduce_blocks=False))
    return found


def test_a_sequence_is_sound():
    assert both(workflow(human("a"), action("b"), human("c", when=MAYBE))) == []


def test_a_block_in_a_block_is_sound():
    inner = [[human("a")], [action("b"), human("c")]]

    assert both(workflow([[inner, human("d")], [human("e", when=MAYBE)]], human("f"))) == []


def test_a_return_out_of_two_blocks_is_sound():
    back = human("b", outcomes=(answer("ya"), answer("tidak", "return", "x")))

    assert both(workflow(human("x"), [[[[human("a")], [back]]], [human("c")]])) == []


def test_an_end_inside_a_block_cancels_the_rest():
    ends = human("b", outcomes=(answer("ya"), answer("tidak", "end")))

    assert both(workflow([[human("a")], [ends]])) == []


def test_a_row_that_nothing_leads_to_is_unreachable():
    flow = workflow(
        human("a", outcomes=(answer("x", "end"), answer("y", "return", "a"))), human("b")
    )

    (fault,) = faults(flow.start, flow.nodes)

    assert (fault.kind, fault.node) == (FaultKind.UNREACHABLE, "b")


def test_a_jump_into_a_block_gets_stuck_at_its_join():
    flow = workflow(
        human("x", outcomes=(answer("masuk", "next", "b"), answer("ya"))),
        [[human("a")], [human("b")]],
    )

    (fault,) = faults(flow.start, flow.nodes)

    assert fault.kind is FaultKind.STUCK
    assert fault.node == fault.open[0] == "join:1"
    assert fault.run == (Label(NodeId("x"), "masuk"), Label(NodeId("b")))
    assert both(flow) == [FaultKind.STUCK]


def test_each_join_that_cases_get_stuck_at_is_said_once():
    flow = workflow(
        human("x", outcomes=(answer("b", "next", "b"), answer("a", "next", "a"), answer("c"))),
        [[human("a")], [human("b")]],
    )

    assert both(flow) == [FaultKind.STUCK]


def test_a_loop_without_a_way_out_is_endless():
    turn = human("b", outcomes=(answer("x", "return", "a"), answer("y", "return", "a")))
    flow = workflow(human("a"), turn, human("c"))

    found = {fault.kind: fault for fault in faults(flow.start, flow.nodes)}

    assert set(found) == {FaultKind.UNREACHABLE, FaultKind.ENDLESS}
    assert found[FaultKind.ENDLESS].node == "b"
    assert found[FaultKind.ENDLESS].run == (Label(NodeId("a")),)


def test_a_branch_that_only_goes_back_never_joins():
    turn = human("b", outcomes=(answer("x", "return", "z"), answer("y", "end")))
    flow = workflow(human("z"), [[human("a")], [turn]], human("c"))

    (fault,) = faults(flow.start, flow.nodes)

    assert (fault.kind, fault.node) == (FaultKind.NEVER_JOINS, "join:1")
    assert kinds(flow, reduce_blocks=False) == [FaultKind.NEVER_JOINS]


@pytest.mark.parametrize("reduced", [True, False])
def test_of_nested_blocks_that_never_join_the_inner_is_said(reduced: bool):  # noqa: FBT001
    turn = human("b", outcomes=(answer("x", "return", "z"), answer("y", "end")))
    inner = [[human("a")], [turn]]
    flow = workflow(human("z"), [[inner], [human("d")]], human("c"))

    (fault,) = faults(flow.start, flow.nodes, reduce_blocks=reduced)

    assert fault.kind is FaultKind.NEVER_JOINS
    assert "0/" in fault.node


def test_an_endless_loop_in_a_branch_is_said_where_it_is():
    turn = human("b", outcomes=(answer("x", "return", "a"), answer("y", "return", "a")))
    flow = workflow([[human("a"), turn], [human("c")]], human("d"))

    (fault,) = faults(flow.start, flow.nodes)

    assert (fault.kind, fault.node) == (FaultKind.ENDLESS, "b")
    assert both(flow) == [FaultKind.ENDLESS]


def test_an_end_reached_by_going_forward_leaves_the_other_branch_behind():
    ahead = human("a", outcomes=(answer("x", "next", "c"), answer("y")))
    flow = workflow([[ahead], [human("b")]], human("c"))

    found = faults(flow.start, flow.nodes)

    assert {fault.kind for fault in found} == {FaultKind.LEFT_BEHIND}
    assert ("b",) in {fault.open for fault in found}


def test_a_row_reached_from_two_branches_is_opened_twice():
    flow = workflow(
        [
            [human("a", outcomes=(answer("x", "next", "c"), answer("y", "next", "c")))],
            [human("b", outcomes=(answer("x", "next", "c"), answer("y", "next", "c")))],
        ],
        human("c"),
    )

    found = faults(flow.start, flow.nodes)

    assert FaultKind.OPENED_TWICE in {fault.kind for fault in found}


def test_a_branch_that_arrives_twice_is_a_fault():
    flow = workflow(
        [
            [human("a", outcomes=(answer("x", "next", "c"), answer("y", "next", "c")))],
            [human("b"), human("c")],
            [human("d")],
        ]
    )

    found = faults(flow.start, flow.nodes)

    assert any(fault.open == ("join:0",) for fault in found)


def test_a_block_entered_again_while_it_is_open_is_a_fault():
    ahead = human("a", outcomes=(answer("x", "next", "c"), answer("y")))
    back = human("c", outcomes=(answer("x", "return", "z"), answer("y", "end")))
    flow = workflow(human("z"), [[ahead], [human("b")], [human("d")]], back)

    found = faults(flow.start, flow.nodes)

    assert (FaultKind.OPENED_TWICE, ("b",)) in {(fault.kind, fault.open) for fault in found}


def test_a_branch_that_is_skipped_to_the_end_leaves_the_other_behind():
    ends = human("a", when=MAYBE, outcomes=(answer("x", "end"), answer("y", "end")))
    flow = _lead(workflow([[ends], [human("b")]]), "a", "end")

    found = {fault.kind: fault for fault in faults(flow.start, flow.nodes)}

    assert found[FaultKind.LEFT_BEHIND].run == (Label(NodeId("a"), skipped=True),)


def test_wide_blocks_cost_the_sum_of_their_branches():
    wide = [[human(f"baris_{n}_{k}") for k in range(20)] for n in range(20)]

    assert kinds(workflow(wide)) == []


def test_beyond_the_bound_the_answer_is_that_it_is_too_large():
    wide = [[human(f"baris_{n}_{k}") for k in range(8)] for n in range(8)]

    assert kinds(workflow(wide), reduce_blocks=False) == [FaultKind.TOO_LARGE]


def test_beyond_the_bound_what_was_found_is_still_said():
    wide = [[human(f"baris_{n}_{k}") for k in range(8)] for n in range(8)]
    flow = _lead(workflow(wide), "baris_0_0", "end")

    found = faults(flow.start, flow.nodes, limit=100)

    assert {fault.kind for fault in found} == {FaultKind.UNREACHABLE, FaultKind.LEFT_BEHIND}


def test_a_long_row_of_conditions_is_no_deep_recursion():
    assert kinds(workflow(*(human(f"baris_{n}", when=MAYBE) for n in range(300)))) == []


def _lead(flow: Workflow, step: str, target: str) -> Workflow:
    """The same workflow with a step's `next` led elsewhere."""
    from msgspec.structs import replace  # noqa: PLC0415  # as in builders

    moved = replace(flow.nodes[NodeId(step)], next=NodeId(target))
    return replace(flow, nodes={**flow.nodes, NodeId(step): moved})


@given(wild_workflows())
def test_closed_blocks_explored_by_themselves_give_the_same_verdict(flow: Workflow):
    closed = faults(flow.start, flow.nodes)
    plain = faults(flow.start, flow.nodes, reduce_blocks=False)

    assert bool(closed) == bool(plain)


@given(sound_workflows())
def test_a_tame_workflow_is_sound(flow: Workflow):
    assert faults(flow.start, flow.nodes) == ()


FORM = {"nama": "Toko", "tanggal": "2026-03-01", "perorangan": True}


def _marking(state: CaseState) -> frozenset[tuple[str, int]]:
    open_steps = {(active.step, -1) for active in state.active}
    return frozenset(open_steps | {(j, b) for j, several in state.arrived.items() for b in several})


@given(wild_workflows(), st.data())
def test_cases_move_as_the_net_says(flow: Workflow, data: st.DataObject):
    """The core and the net are two programs for one meaning: every case stays on the net."""
    net = Net(flow.nodes, {})
    desk = Desk(flow)
    desk.open(by=person("rini", "loket"), form=FORM)
    results = _openings(net, flow)
    for _ in range(12):
        if any(isinstance(result, Violation) for result in results):
            return
        assert desk.state is not None
        if not desk.state.is_open:
            assert {DONE, LEFT} & set(results)
            return
        marking = _marking(desk.state)
        here = [m for m in results if isinstance(m, int) and m >= 0 and _on(net, m) == marking]
        assert here, (desk.at, results)
        labels = [label for label, _ in net.moves(here[0]) if not label.skipped]
        if not labels:  # stuck
            return
        label = data.draw(st.sampled_from(labels))
        _act(desk, flow, label)
        results = _skipping(net, [after for moved, after in net.moves(here[0]) if moved == label])


def _on(net: Net, marking: int) -> frozenset[tuple[str, int]]:
    return frozenset(net.places(marking))


def _openings(net: Net, flow: Workflow) -> list[Result]:
    """What opening a case leads to; a submission is done by the opening itself."""
    first, marking = flow.nodes[flow.start], net.opening(flow.start)
    if isinstance(first, HumanStep) and first.submission:
        return _skipping(net, [after for _, after in net.moves(marking)])
    return _skipping(net, [marking])


def _skipping(net: Net, results: list[Result]) -> list[Result]:
    """The same, and all that skipping rows may make of it."""
    found = list(results)
    for result in found:
        moves = net.moves(result) if isinstance(result, int) and result >= 0 else ()
        skipped = (after for label, after in moves if label.skipped)
        found.extend(after for after in skipped if after not in found)
    return found


def _act(desk: Desk, flow: Workflow, label: Label) -> None:
    step = flow.nodes[label.node]
    activation = desk.task(label.node)
    if not isinstance(step, HumanStep):
        assert not isinstance(step, Fork)
        known = {ActionStep: {"number": "1"}, CallStep: {"result": "completed"}}
        result = known.get(type(step), {})
        desk.do(RecordAction(case=CASE, by=SYSTEM, activation=activation, result=result))
        return
    asked = FORM if step.submission else {field.id: "1" for field in step.form}
    desk.do(
        Complete(
            case=CASE,
            by=person(f"petugas_{len(desk.events)}", step.role),
            activation=activation,
            outcome=label.outcome or None,
            form=asked,
            checklist=tuple(range(1, len(step.checklist) + 1)),
            reason="Perlu diperbaiki",
        )
    )


def test_the_random_roles_are_those_of_the_examples():
    assert set(ROLES) >= {"pemohon", "loket", "kasi", "camat"}
    assert REGISTERS.actions["issue_number"].results == ("number",)
