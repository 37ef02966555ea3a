"""Which rows a case still has before it: those that come, those that may, none that cannot."""

from builders import Desk, answer, human, person, workflow

from engine.core.expressions import Compare, Const, Has, Ref
from engine.core.ids import FieldId, OutcomeId
from engine.core.text import Text
from engine.core.to_come import rows_to_come
from engine.core.values import Field, FieldType
from engine.core.workflow import Workflow

JENIS = Field(id=FieldId("jenis"), title=Text(id="Jenis"), type=FieldType.TEXT)
IS_KTP = Compare(op="==", left=Ref(path="form.jenis"), right=Const(value="ktp"))


def opened(flow: Workflow, **form: str) -> Desk:
    desk = Desk(flow)
    desk.open(form=form)
    return desk


def ahead(desk: Desk) -> dict[str, bool]:
    assert desk.state is not None
    return {str(step): certain for step, certain in rows_to_come(desk.flow, desk.state).items()}


def two_ways() -> Workflow:
    """The card's check leads past the family's, which is reached where that is left out."""
    back = answer("kurang", "return", "ajukan")
    card = human("ktp", "kasi", when=IS_KTP, outcomes=(answer("ya", target="tanda"), back))
    return workflow(
        human("ajukan", submission=True),
        card,
        human("kk", "kasi", outcomes=(answer("ya"), back)),
        human("tanda", "camat"),
        form=(JENIS,),
    )


def test_what_the_answers_so_far_lead_past_does_not_come():
    desk = opened(two_ways(), jenis="ktp")

    assert desk.at == {"ktp"}
    assert ahead(desk) == {"tanda": True}


def test_what_a_condition_leaves_out_does_not_come():
    desk = opened(workflow(human("a"), human("b"), human("c", when=IS_KTP), human("d")))

    assert ahead(desk) == {"b": True, "d": True}


def test_what_an_open_row_still_decides_may_come():
    desk = opened(two_ways(), jenis="kk")
    assert ahead(desk) == {"tanda": True}
    desk.complete("kk", person("budi", "kasi"), outcome=OutcomeId("kurang"))

    assert desk.at == {"ajukan"}
    assert ahead(desk) == {"ktp": False, "kk": False, "tanda": True}


def test_a_row_behind_one_of_two_answers_may_come_and_refusing_is_not_foreseen():
    ways = (
        answer("biasa", target="sah"),
        answer("survei", target="survei"),
        answer("tolak", "end", result="rejected"),
        answer("ulang", "return", "a"),
    )
    flow = workflow(
        human("a"), human("b", "kasi", outcomes=ways), human("survei"), human("sah", "camat")
    )
    desk = opened(flow)
    desk.complete("a", person("rini"))

    assert ahead(desk) == {"survei": False, "sah": True}


def test_a_file_that_may_be_done_early_may_spare_every_row_after():
    ways = (answer("lanjut"), answer("cukup", "end", result="completed"))
    desk = opened(workflow(human("a", outcomes=ways), human("b")))

    assert ahead(desk) == {"b": False}


def test_all_branches_of_a_parallel_block_come_but_none_that_is_done():
    needed = human("e", when=Has(path="form.luas"))
    flow = workflow(human("a"), [[human("b")], [human("c"), needed]], human("d"))
    desk = opened(flow)
    assert ahead(desk) == {"b": True, "c": True, "d": True}
    desk.complete("a", person("rini"))
    desk.complete("b", person("rini"))

    assert ahead(desk) == {"d": True}


def test_nothing_is_before_a_case_that_is_closed():
    flow = workflow(human("a", outcomes=(answer("tolak", "end", result="rejected"),)))
    desk = opened(flow)
    desk.complete("a", person("rini"), outcome=OutcomeId("tolak"))

    assert ahead(desk) == {}
