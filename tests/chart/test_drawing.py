"""No arrow of a chart runs along another or through a symbol: of real SOPs and of random ones."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Event

import pytest
from builders_sop import DEFINITIONS
from drawn_lines import overlaps, pieces, through_symbols
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from strategies import sound_workflows

from engine.chart.cells import cells, passing
from engine.chart.drawing import Chart, Point, Run, chart
from engine.chart.flow import arrows
from engine.chart.kept import Charts
from engine.chart.routing import MOST_STEPS, Budget, TooMuchWork, lay_out
from engine.core.matrix import executors
from engine.core.workflow import Workflow
from engine.service.folder import definitions, registers
from engine.sop import flow_lines
from engine.sop.compile import compile_text


def _real() -> dict[str, Workflow]:
    known = registers(DEFINITIONS)
    found = (compile_text(file.read_text("utf-8"), known) for file in definitions(DEFINITIONS))
    return {f"{one.workflow.sop}-{one.workflow.version}": one.workflow for one in found}


REAL = _real()


@cache
def _drawn(name: str) -> Chart:
    return chart(REAL[name])


@pytest.fixture(params=sorted(REAL))
def real(request) -> Workflow:
    return REAL[request.param]


@pytest.fixture
def drawn(real) -> Chart:
    return _drawn(f"{real.sop}-{real.version}")


def assert_sound(workflow: Workflow, drawn: Chart) -> None:
    assert [run.arrow for run in drawn.runs] == list(arrows(workflow))
    for run in drawn.runs:
        source, target = drawn.rows[run.arrow.source], run.arrow.target
        assert run.points[0] == (source.column + 0.5, run.arrow.source + 0.5)
        if target is None:
            end = run.points[-1]
            assert (int(end[0]), int(end[1])) == (source.column, run.arrow.source)
        else:
            assert run.points[-1] == (drawn.rows[target].column + 0.5, target + 0.5)
        for (x1, y1), (x2, y2) in pieces(run):
            assert (x1 == x2) != (y1 == y2), "an arrow is drawn level and upright only"
    assert through_symbols(drawn) == 0
    assert overlaps(drawn) == 0


def test_of_real_sops_nothing_lies_on_anything(real, drawn):
    assert_sound(real, drawn)


def test_lines_that_do_lie_on_one_another_are_found():
    drawn = _drawn("surat-masuk-1")
    one = next(run for run in drawn.runs if len(run.points) > 2)
    stranger = replace(one.arrow, source=-1, target=-2)
    x, y = one.points[1]
    along = Run(arrow=stranger, points=one.points)
    turning = Run(arrow=stranger, points=((x, y - 0.5), (x, y), (x - 0.5, y)))
    for fault in (along, turning):
        assert overlaps(replace(drawn, runs=(one, fault))) == 1
    x, y = drawn.rows[3].column + 0.5, 3.5
    assert one.arrow.source != 3 != one.arrow.target
    through = Run(arrow=one.arrow, points=((x - 1, y), (x + 1, y)))
    assert through_symbols(replace(drawn, runs=(through,))) == 1


def test_real_sops_cross_little(drawn):
    assert drawn.crossings <= 2, drawn.crossings
    assert max(drawn.breadths) <= 2
    assert max(drawn.depths) <= 1


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sound_workflows(most=6))
def test_of_random_sops_nothing_lies_on_anything(workflow):
    assert_sound(workflow, chart(workflow))


def test_the_same_workflow_is_drawn_the_same(real, drawn):
    assert chart(real) == drawn


def test_a_chart_is_drawn_once():
    charts, workflow = Charts(most=1), REAL["surat-masuk-1"]
    first = charts.of(workflow)
    assert charts.of(workflow) is first
    charts.of(REAL["imunisasi-1"])
    assert charts.of(workflow) is not first
    assert charts.of(workflow) == first


def test_whoever_asks_while_a_chart_is_drawn_waits_for_it(monkeypatch):
    charts, workflow, begun, go_on = Charts(), REAL["surat-masuk-1"], Event(), Event()
    drawn = []

    def slowly(asked):
        drawn.append(asked.sop)
        begun.set()
        go_on.wait(5)
        return chart(asked)

    monkeypatch.setattr("engine.chart.kept.chart", slowly)
    with ThreadPoolExecutor(3) as pool:
        several = [pool.submit(charts.of, workflow) for _ in range(3)]
        assert begun.wait(5)
        go_on.set()
        found = [one.result(5) for one in several]
    assert drawn == [workflow.sop]
    assert found[0] is found[1] is found[2]


def _laid(workflow: Workflow, budget: Budget) -> None:
    heads = [None if role is None else role.id for role in executors(workflow)]
    rows = [heads.index(step.role) for step in workflow.steps()]
    lay_out(rows, len(heads), arrows(workflow), budget=budget)


def test_the_largest_of_the_library_takes_a_small_part_of_the_steps_there_are():
    for workflow in REAL.values():
        budget = Budget()
        _laid(workflow, budget)
        assert MOST_STEPS - budget.left < MOST_STEPS / 10, workflow.sop


def test_what_takes_more_steps_is_given_up_and_not_tried_again(monkeypatch):
    charts, workflow, tried = Charts(), REAL["surat-masuk-1"], []

    def given(*_) -> Budget:
        tried.append(workflow.sop)
        return Budget(500)

    monkeypatch.setattr("engine.chart.routing.Budget", given)
    for _ in range(2):
        with pytest.raises(TooMuchWork):
            charts.of(workflow)
    assert tried == [workflow.sop]


def test_a_grid_that_is_too_large_is_given_up_before_it_is_made():
    with pytest.raises(TooMuchWork):
        lay_out([0] * 10_000, 10_000, ())


def test_lines_of_neighbours_meet(drawn):
    """A line that reaches the border of a cell goes on in the next at the same place."""
    cut = cells(drawn)
    ends = {(key, end) for key, cell in cut.items() for line in cell.lines for end in _ends(line)}
    for (row, column), (x, y) in ends:
        for at, edge, key in (
            (x, 0.0, (row, column - 1)),
            (x, 1.0, (row, column + 1)),
            (y, 0.0, (row - 1, column)),
            (y, 1.0, (row + 1, column)),
        ):
            if at == edge:
                there = (1 - edge, y) if key[0] == row else (x, 1 - edge)
                assert (key, there) in ends


def _ends(line) -> tuple[Point, Point]:
    return (line.x1, line.y1), (line.x2, line.y2)


def test_answers_of_a_decision_stand_apart(drawn):
    for cell in cells(drawn).values():
        places = [(label.side, label.corner) for label in cell.labels]
        assert len(set(places)) == len(places)
        for label in cell.labels:
            assert {"n": "t", "s": "b"}.get(label.side, label.corner[0]) == label.corner[0]
            assert {"e": "r", "w": "l"}.get(label.side, label.corner[1]) == label.corner[1]


def test_an_answer_stands_where_no_line_runs():
    """Below the line, a return of a later row comes along; so it stands above."""
    drawn = _drawn("surat-keterangan-tidak-mampu-2")
    cell = cells(drawn)[4, drawn.rows[4].column]
    assert {(one.side, one.corner) for one in cell.labels} == {("e", "tr"), ("w", "tl")}


def test_what_passes_a_border_is_what_a_page_break_cuts(drawn):
    cut = cells(drawn)
    for row in range(len(drawn.rows) - 1):
        through = {(one.column, one.x) for one in passing(drawn, row)}
        drawn_through = {
            (column, line.x1)
            for (number, column), cell in cut.items()
            if number == row
            for line in cell.lines
            if line.x1 == line.x2 and line.y2 == 1.0
        }
        assert through == drawn_through


def test_the_terminal_draws_the_same_arrows(real):
    """Both are made from the workflow apart, as neither may import the other."""
    onward = {(one.source + 1, one.target + 1) for one in arrows(real) if one.target is not None}
    wires = {(one.source, one.target) for one in flow_lines.wires(real) if one.target}
    assert onward == wires
