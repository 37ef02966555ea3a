from builders_explain import strokes_reached
from hypothesis import given
from hypothesis import strategies as st

from engine.sop.canvas import Canvas


@given(
    st.permutations(range(5)),
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=5, max_size=5),
)
def test_a_line_runs_unbroken_from_its_beginning_to_its_end(order, nets):
    canvas = Canvas()
    ways = [(4 * number, 4 * place + 2) for number, place in enumerate(order)]
    for number, (net, (top, bottom)) in enumerate(zip(nets, ways, strict=True)):
        turn = 10 + 2 * number
        canvas.draw(net, (0, top), (turn, top), (turn, bottom), (40, bottom))

    lines = str(canvas).splitlines()

    for top, bottom in ways:
        assert (40, bottom) in set(strokes_reached(lines, (-1, top)))


def test_lines_with_a_common_end_join_and_others_only_cross():
    joined, crossed = Canvas(), Canvas()
    for canvas, other in ((joined, (1, 3)), (crossed, (4, 5))):
        canvas.draw((1, 2), (0, 1), (4, 1))
        canvas.draw(other, (2, 0), (2, 2))

    assert str(joined).splitlines()[1] == "──┼──"
    assert str(crossed).splitlines()[1] == "──│──"


def test_lines_may_be_common_by_way_of_a_third():
    canvas = Canvas()
    canvas.draw((1, 2), (2, 0), (2, 2))
    canvas.draw((3, 4), (0, 1), (4, 1))
    canvas.draw((3, 2), (0, 1), (2, 1), (2, 0))

    assert str(canvas).splitlines()[1] == "──┼──"


def test_an_empty_canvas_is_an_empty_text():
    canvas = Canvas()
    canvas.shade(((0, 0),), " ")

    assert str(Canvas()) == ""
    assert str(canvas) == ""
