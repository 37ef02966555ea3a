"""A case as a whole: opening it, its file, what is said of it, its pauses and its ends."""

import pytest
from builders import CASE, Desk, answer, human, person, workflow
from refusals import refused

from engine.core.commands import (
    AcceptFile,
    Applicant,
    Attach,
    Comment,
    OpenCase,
    Parent,
    Pause,
    Reject,
    Resume,
    Withdraw,
)
from engine.core.effects import TellParent
from engine.core.errors import (
    AlreadySo,
    CaseExists,
    InputRefused,
    NotFound,
    PowerMissing,
    RoleNotInSop,
)
from engine.core.expressions import Has
from engine.core.ids import ActivationId, CaseId, FieldId
from engine.core.text import Text
from engine.core.values import Field, FieldType
from engine.core.workflow import PauseReason, Requirement

RINI, CAMAT, STRANGER = person("rini"), person("suryo", "camat"), person("joko", "bupati")
KTP = Requirement(id="ktp", title=Text(id="KTP-el"))
KK = Requirement(id="kk", title=Text(id="Kartu keluarga"), required=False)
NAME = Field(id=FieldId("nama"), title=Text(id="Nama"), type=FieldType.TEXT, required=True)
AREA = Field(id=FieldId("luas"), title=Text(id="Luas"), type=FieldType.NUMBER, min="1")


def a_desk(**more: object) -> Desk:
    return Desk(workflow(human("terima"), human("sah", "camat"), **more))


def an_open_desk(**more: object) -> Desk:
    desk = a_desk(**more)
    desk.open()
    return desk


def opening(**more: object) -> OpenCase:
    settings: dict[str, object] = {
        "case": CASE,
        "by": RINI,
        "sop": "contoh",
        "applicant": Applicant(name="Tini"),
    }
    return OpenCase(**(settings | more))  # type: ignore[arg-type]


class TestOpen:
    def test_a_case_begins_under_exactly_this_version(self) -> None:
        desk = a_desk(version=7, hash="h7", form=(NAME,))

        desk.open(form={"nama": " Warung "}, applicant=Applicant(name=" Tini ", contact=" 0812 "))

        state = desk.state
        assert state is not None
        assert (state.sop, state.version, state.workflow) == ("contoh", 7, "h7")
        assert state.applicant == Applicant(name="Tini", contact="0812")
        assert state.data == {"form.nama": "Warung"}
        assert state.is_open

    def test_a_case_is_opened_once(self) -> None:
        desk = an_open_desk()

        refused(desk, opening(), CaseExists)

    def test_every_problem_of_form_and_requirements_is_named_at_once(self) -> None:
        desk = a_desk(form=(NAME, AREA), requirements=(KTP,))

        refusal = refused(
            desk,
            opening(form={"luas": "0", "warna": "biru"}, requirements=("ktp", "sim")),
            InputRefused,
        )

        assert refusal.problems == {
            "nama": "must be filled in",
            "luas": "must be at least 1",
            "warna": "is not a field of this form",
            "requirements.sim": "is not a requirement of this SOP",
        }

    @pytest.mark.parametrize(
        ("applicant", "field"),
        [
            (Applicant(name=" "), "applicant"),
            (Applicant(name="x" * 201), "applicant"),
            (Applicant(name="Ti\x00ni"), "applicant"),
            (Applicant(name="Ti\ud800ni"), "applicant"),
            (Applicant(name="Tini", contact="0" * 201), "contact"),
        ],
    )
    def test_the_applicant_has_a_name_that_can_be_kept(self, applicant, field) -> None:
        refusal = refused(a_desk(), opening(applicant=applicant), InputRefused)

        assert set(refusal.problems) == {field}

    def test_whoever_opens_it_has_a_role_of_the_sop(self) -> None:
        refused(a_desk(), opening(by=STRANGER), RoleNotInSop)

    def test_requirements_are_remembered_once(self) -> None:
        desk = a_desk(requirements=(KTP, KK))

        desk.open(requirements=("kk", "ktp", "kk"))

        assert desk.state is not None
        assert desk.state.requirements == ("kk", "ktp")

    def test_a_case_whose_rows_are_all_left_out_ends_at_once(self) -> None:
        desk = Desk(workflow(human("terima", when=Has(path="form.nama")), form=(AREA,)))

        desk.open()

        assert desk.state is not None
        assert desk.state.result == "completed"
        assert desk.kinds == ["case_opened", "file_accepted", "step_skipped", "case_ended"]


def test_before_it_is_opened_there_is_no_case() -> None:
    refusal = refused(a_desk(), Comment(case=CASE, by=RINI, text="Halo"), NotFound)

    assert (refusal.kind, refusal.name) == ("case", CASE)


class TestFile:
    def test_it_is_complete_at_intake_where_no_step_judges_it_and_nothing_is_missing(self) -> None:
        desk = a_desk(requirements=(KTP, KK))

        desk.open(requirements=("ktp",))

        assert desk.state is not None
        assert desk.state.accepted_at == desk.state.opened_at

    def test_it_is_not_while_a_required_document_is_missing(self) -> None:
        desk = a_desk(requirements=(KTP, KK))

        desk.open(requirements=("kk",))

        assert desk.state is not None
        assert desk.state.accepted_at is None

    def test_where_a_step_judges_it_the_answer_of_that_step_counts_once(self) -> None:
        back = answer("ulang", "return", "periksa")
        desk = Desk(
            workflow(
                human("periksa", outcomes=(answer("lengkap", accepts_file=True), answer("tidak"))),
                human("sah", outcomes=(answer("ya"), back)),
            )
        )
        desk.open()
        assert desk.state is not None
        assert desk.state.accepted_at is None

        desk.complete("periksa", RINI, outcome="lengkap")
        accepted = desk.state.accepted_at
        desk.send_back("sah", RINI)
        desk.complete("periksa", RINI, outcome="lengkap")

        assert accepted is not None
        assert desk.state.accepted_at == accepted
        assert desk.kinds.count("file_accepted") == 1

    def test_staff_say_so_once(self) -> None:
        desk = an_open_desk(requirements=(KTP,))

        desk.do(AcceptFile(case=CASE, by=RINI))

        refused(desk, AcceptFile(case=CASE, by=RINI), AlreadySo)


class TestRemarks:
    def test_a_comment_stays_with_the_case(self) -> None:
        desk = an_open_desk()

        desk.do(Comment(case=CASE, by=RINI, text=" Baris satu\r\nbaris dua "))

        assert desk.events[-1].event.text == "Baris satu\nbaris dua"  # type: ignore[union-attr]

    @pytest.mark.parametrize("text", ["", " ", "x" * 4001, "a\x07b", "\udfff"])
    def test_a_comment_says_something_that_can_be_kept(self, text) -> None:
        refusal = refused(an_open_desk(), Comment(case=CASE, by=RINI, text=text), InputRefused)

        assert set(refusal.problems) == {"text"}


def attaching(**more: object) -> Attach:
    settings: dict[str, object] = {
        "case": CASE,
        "by": RINI,
        "name": "ktp.pdf",
        "media_type": "application/pdf",
        "size": 12_345,
        "sha256": "a0" * 32,
    }
    return Attach(**(settings | more))  # type: ignore[arg-type]


class TestAttach:
    def test_a_document_may_meet_a_requirement_and_does_so_once(self) -> None:
        desk = an_open_desk(requirements=(KTP,))

        desk.do(attaching(requirement="ktp"))
        desk.do(attaching(requirement="ktp"))
        desk.do(attaching())

        assert desk.state is not None
        assert desk.state.requirements == ("ktp",)

    def test_every_problem_is_named_at_once(self) -> None:
        command = attaching(sha256="A0" * 32, media_type="pdf", size=-1, requirement="sim")

        refusal = refused(an_open_desk(), command, InputRefused)

        assert set(refusal.problems) == {"sha256", "media_type", "size", "requirement"}

    def test_a_document_has_a_name(self) -> None:
        refusal = refused(an_open_desk(), attaching(name=" "), InputRefused)

        assert set(refusal.problems) == {"name"}


class TestPause:
    def test_the_clock_stands_still_until_it_is_resumed(self) -> None:
        desk = an_open_desk()

        desk.do(Pause(case=CASE, by=RINI, reason=PauseReason.APPLICANT, note=" Menunggu KTP "))

        assert desk.state is not None
        assert desk.state.pause is PauseReason.APPLICANT
        assert desk.events[-1].event.note == "Menunggu KTP"  # type: ignore[union-attr]
        desk.do(Resume(case=CASE, by=RINI))
        assert desk.state.pause is None

    def test_what_stands_still_is_not_paused_again(self) -> None:
        desk = an_open_desk()
        desk.do(Pause(case=CASE, by=RINI, reason=PauseReason.PAYMENT))

        refused(desk, Pause(case=CASE, by=RINI, reason=PauseReason.APPLICANT), AlreadySo)

    def test_what_runs_is_not_resumed(self) -> None:
        refused(an_open_desk(), Resume(case=CASE, by=RINI), AlreadySo)

    def test_work_may_go_on_meanwhile_and_the_end_ends_the_pause(self) -> None:
        desk = an_open_desk()
        desk.do(Pause(case=CASE, by=RINI, reason=PauseReason.EXTERNAL_BODY))

        desk.complete("terima", RINI)
        desk.complete("sah", CAMAT)

        assert desk.state is not None
        assert (desk.state.result, desk.state.pause) == ("completed", None)


class TestEnds:
    def test_the_applicant_withdraws_and_whatever_is_open_is_cancelled(self) -> None:
        desk = Desk(workflow([[human("a")], [human("b")], [human("c")]], human("sah")))
        desk.open()
        desk.complete("a", RINI)

        desk.do(Withdraw(case=CASE, by=RINI, reason=" Batal "))

        assert desk.state is not None
        assert (desk.state.result, desk.at, desk.state.arrived) == ("withdrawn", set(), {})
        assert desk.kinds[-4:] == ["step_cancelled", "step_cancelled", "block_left", "case_ended"]
        assert desk.events[-1].event.reason == "Batal"  # type: ignore[union-attr]

    def test_a_withdrawal_has_a_reason(self) -> None:
        refused(an_open_desk(), Withdraw(case=CASE, by=RINI, reason=" "), InputRefused)

    def test_the_office_rejects_only_by_a_role_that_may_and_with_a_reason(self) -> None:
        desk = an_open_desk()

        refused(desk, Reject(case=CASE, by=RINI, reason="Palsu"), PowerMissing)
        refused(desk, Reject(case=CASE, by=CAMAT, reason=""), InputRefused)
        desk.do(Reject(case=CASE, by=CAMAT, reason="Palsu"))

        assert desk.state is not None
        assert desk.state.result == "rejected"

    def test_a_case_that_was_called_tells_the_calling_case_how_it_ended(self) -> None:
        parent = Parent(case=CaseId("0parent"), activation=ActivationId(4))
        desk = a_desk()
        desk.open(parent=parent)

        decision = desk.do(Withdraw(case=CASE, by=RINI, reason="Batal"))

        told = TellParent(activation=ActivationId(4), parent=CaseId("0parent"), result="withdrawn")
        assert decision.effects == (told,)

    def test_a_case_that_nobody_called_tells_nobody(self) -> None:
        desk = an_open_desk()

        assert desk.do(Withdraw(case=CASE, by=RINI, reason="Batal")).effects == ()


@pytest.mark.parametrize(
    "command",
    [
        AcceptFile(case=CASE, by=STRANGER),
        Comment(case=CASE, by=STRANGER, text="Halo"),
        attaching(by=STRANGER),
        Pause(case=CASE, by=STRANGER, reason=PauseReason.PAYMENT),
        Resume(case=CASE, by=STRANGER),
        Withdraw(case=CASE, by=STRANGER, reason="Batal"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_whoever_has_no_role_of_the_sop_does_nothing_to_its_cases(command) -> None:
    refused(an_open_desk(), command, RoleNotInSop)
