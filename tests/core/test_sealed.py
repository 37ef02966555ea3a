"""Tokens in place of personal data, what of it is masked, and who reads or erases it."""

import msgspec
import pytest
from builders import MONDAY, human, wait, workflow
from hypothesis import given
from hypothesis import strategies as st

from engine.core.commands import Actor, Applicant, Erase, Migrate, OpenCase, Reveal
from engine.core.decide import decide
from engine.core.errors import CaseStillOpen, DutyMissing, InputRefused, RoleNotInSop
from engine.core.events import DataErased, DataRevealed
from engine.core.expressions import All, Compare, Const, Has, Not, Ref, values_read
from engine.core.ids import CaseId, FieldId, PersonId, RoleId, SopId
from engine.core.personal import (
    ERASED,
    HIDDEN,
    decided_by_sealed,
    fields_by_path,
    masked,
    masked_contact,
    personal_of,
    sealed_paths,
)
from engine.core.sealed import is_sealed, parts_of, refuse_lookalike, token_of
from engine.core.state import CaseState
from engine.core.text import Text
from engine.core.values import Field, FieldType, value_from_input

KEY = "0123456789abcdef"
TOKEN = token_of(KEY, bytes(40))
SITI = Actor(person=PersonId("siti"), role=RoleId("alur:privacy"))
RINI = Actor(person=PersonId("rini"), role=RoleId("loket"))
"""Of the roles that the workflows here have."""


def field(name: str, kind: FieldType = FieldType.TEXT, **more: object) -> Field:
    return Field(id=FieldId(name), title=Text(id=name), type=kind, **more)  # type: ignore[arg-type]


NIK = field("nik", FieldType.NIK)
PHONE = field("hp", FieldType.PHONE, personal=True)
BUSINESS = field("usaha")


@given(content=st.binary(min_size=18, max_size=200))
def test_a_token_says_what_was_put_into_it(content: bytes) -> None:
    parts = parts_of(str(token_of(KEY, content)))

    assert parts is not None
    assert (parts.key, parts.content) == (KEY, content)


@pytest.mark.parametrize(
    "value", ["", "sealed", "sealed.1.short.AAAA", f"sealed.1.{KEY}.AAA", 7, True, ("a",)]
)
def test_what_is_no_token_is_in_plain(value: object) -> None:
    assert parts_of(value) is None
    assert not is_sealed(value)


def test_a_token_of_a_length_that_no_bytes_have_holds_nothing() -> None:
    assert parts_of(f"sealed.1.{KEY}.{'A' * 25}") is None


def test_no_token_comes_out_of_json() -> None:
    with pytest.raises(TypeError):
        msgspec.json.encode({"nik": TOKEN})
    assert type(msgspec.json.decode(msgspec.json.encode(str(TOKEN)))) is str


def test_a_field_takes_a_token_from_the_service_alone() -> None:
    taken = value_from_input(NIK, TOKEN)

    assert taken == TOKEN
    assert type(taken) is str
    for typed in (str(TOKEN), f" {TOKEN}\n"):
        with pytest.raises(ValueError, match="reads like what Alur seals"):
            value_from_input(BUSINESS, typed)
    refuse_lookalike(TOKEN)
    refuse_lookalike(None)


@pytest.mark.parametrize(
    ("of", "value", "seen"),
    [
        (NIK, "3578014107850003", "3578********0003"),
        (NIK, "3578********0003", "3578********0003"),
        (PHONE, "081298765432", "08*******432"),
        (PHONE, "12345", HIDDEN),
        (field("anak", FieldType.INTEGER, personal=True), 3, HIDDEN),
        (NIK, str(TOKEN), HIDDEN),
        (NIK, ERASED, ERASED),
    ],
)
def test_masking_shows_little_and_again_no_less(of: Field, value: object, seen: str) -> None:
    assert masked(of, value) == seen  # type: ignore[arg-type]
    assert masked(of, seen) == seen


def test_a_contact_is_masked() -> None:
    seen = [masked_contact(one) for one in ("", ERASED, str(TOKEN), "081298765432")]

    assert seen == ["", ERASED, HIDDEN, "08*******432"]


def test_a_nik_is_sealed_whatever_the_sop_says_and_what_is_personal() -> None:
    flow = workflow(human("periksa", form=(PHONE,)), form=(NIK, BUSINESS))

    assert sealed_paths(flow) == {"form.nik", "form.hp"}
    assert list(fields_by_path(flow)) == ["form.nik", "form.usaha", "form.hp"]


def test_what_an_older_version_decides_by_stays_in_plain() -> None:
    when = Compare(op="==", left=Ref(path="form.hp"), right=Const(value="0812"))
    flow = workflow(
        human("periksa", when=when),
        wait("tunggu", until="lahir", duration=None),
        form=(NIK, PHONE, field("lahir", FieldType.DATE, personal=True)),
    )

    assert sealed_paths(flow) == {"form.nik"}
    data = {"form.hp": str(TOKEN), "form.lahir": "1990-01-01", "form.nik": str(TOKEN)}
    assert decided_by_sealed(flow, data) == ("form.hp",)


def test_asking_whether_something_is_there_reads_no_value() -> None:
    there, one = Has(path="form.hp"), Ref(path="form.b")
    said = All(parts=(there, Not(inner=one), Const(value=True)))

    assert values_read(said) == {"form.b"}


def opened() -> tuple[object, CaseState]:
    flow = workflow(human("periksa"), form=(NIK, BUSINESS))
    command = OpenCase(
        case=CaseId("c1"),
        by=RINI,
        sop=SopId(flow.sop),
        applicant=Applicant(name=TOKEN, contact=TOKEN),
        form={"nik": TOKEN, "usaha": "Warung"},
    )
    return flow, decide(flow, None, command, at=MONDAY).state


def ask(by: Actor, *fields: str, reason: str = "Cocokkan.") -> Reveal:
    return Reveal(case=CaseId("c1"), by=by, fields=fields, reason=reason)


def erasing(by: Actor, **more: object) -> Erase:
    usual: dict[str, object] = {"fields": ("form.nik",), "reason": "Diminta.", "decree": "SK 7"}
    return Erase(case=CaseId("c1"), by=by, **(usual | more))  # type: ignore[arg-type]


def test_a_case_holds_of_its_applicant_what_is_personal() -> None:
    flow, state = opened()

    assert personal_of(flow, state) == ("applicant.name", "applicant.contact", "form.nik")  # type: ignore[arg-type]


@pytest.mark.parametrize("by", [RINI, SITI])
def test_reading_is_recorded_once_by_each_name(by: Actor) -> None:
    flow, state = opened()

    done = decide(flow, state, ask(by, "form.nik", "form.nik"), at=MONDAY)  # type: ignore[arg-type]

    assert done.events[0].event == DataRevealed(fields=("form.nik",), reason="Cocokkan.")
    assert done.state.data == state.data


def test_who_has_no_part_reads_nothing_and_nobody_reads_what_is_not_personal() -> None:
    flow, state = opened()

    with pytest.raises(RoleNotInSop):
        decide(flow, state, ask(Actor(person=PersonId("x")), "form.nik"), at=MONDAY)  # type: ignore[arg-type]
    for asked in (ask(RINI), ask(RINI, "form.usaha"), ask(RINI, "form.nik", reason=" ")):
        with pytest.raises(InputRefused):
            decide(flow, state, asked, at=MONDAY)  # type: ignore[arg-type]


def test_erasing_is_recorded_where_it_is_known_that_the_case_runs() -> None:
    flow, state = opened()

    done = decide(flow, state, erasing(SITI, although_open=True), at=MONDAY)  # type: ignore[arg-type]

    told = DataErased(fields=("form.nik",), reason="Diminta.", decree="SK 7")
    assert done.events[0].event == told
    with pytest.raises(CaseStillOpen):
        decide(flow, state, erasing(SITI), at=MONDAY)  # type: ignore[arg-type]
    with pytest.raises(DutyMissing):
        decide(flow, state, erasing(RINI, although_open=True), at=MONDAY)  # type: ignore[arg-type]


def test_no_case_goes_over_to_a_version_that_decides_by_what_it_holds_sealed() -> None:
    flow, state = opened()
    when = Compare(op="==", left=Ref(path="form.nik"), right=Const(value="1"))
    target = msgspec.structs.replace(
        workflow(human("periksa", when=when), form=(NIK, BUSINESS)), version=2, hash="h2"
    )
    by = Actor(person=PersonId("hesti"), role=RoleId("camat"))
    command = Migrate(case=CaseId("c1"), by=by, version=2, reason="Baru.")

    with pytest.raises(InputRefused) as refused:
        decide(flow, state, command, at=MONDAY, target=target)  # type: ignore[arg-type]

    assert set(refused.value.problems) == {"form.nik"}
