"""Every event has its sentence, in both languages."""

from datetime import date, timedelta
from typing import get_args

import pytest
from builders import CASE, MONDAY, action, human, workflow
from builders_deviations import HALF_PAST_EIGHT, late, unmade

from api.glossary import CANCELLATIONS, CAUSES, PAUSES, RESULTS, STANDINGS, TASK_STATUSES
from api.present import SENTENCES, headline, kind_of, remark, sentence
from engine.core import events as happened
from engine.core.clock_clauses import ClockKind
from engine.core.commands import SYSTEM, Actor, Applicant
from engine.core.durations import duration_from_text
from engine.core.events import Cause, Event, Recorded
from engine.core.ids import (
    END,
    ActivationId,
    DeviationId,
    NodeId,
    OutcomeId,
    PersonId,
    RoleId,
    SopId,
    StepId,
)
from engine.core.retention_events import CaseDisposed, CaseHeld, HoldGround, HoldLifted
from engine.core.text import Text
from engine.core.time_events import CaseEscalated, IncidentTold, WarningGiven
from engine.core.workflow import Leads, Outcome, PauseReason, Requirement, RungLevel
from engine.service.views import TaskStatus

LENGKAP = Outcome(
    id=OutcomeId("lengkap"), label=Text(id="Ya", en="Yes"), leads=Leads.NEXT, target=END
)
FLOW = workflow(
    human("catat"),
    human("periksa", outcomes=(LENGKAP,)),
    action("nomor"),
    requirements=(Requirement(id="ktp", title=Text(id="KTP-el", en="ID card")),),
)
RINI = Actor(person=PersonId("rini"), role=RoleId("loket"))
ONE = {"activation": ActivationId(2), "step": StepId("periksa")}
JOIN = NodeId("join_1")

EXAMPLES: tuple[Event, ...] = (
    happened.CaseOpened(
        sop=SopId("contoh"), version=1, workflow="h1", applicant=Applicant(name="Tini")
    ),
    happened.FileAccepted(),
    happened.StepOpened(**ONE, visit=2, cause=Cause.RETURN),
    happened.StepSkipped(step=StepId("periksa")),
    happened.TaskClaimed(**ONE),
    happened.TaskAssigned(**ONE, to=PersonId("hesti"), reason="Rini cuti."),
    happened.TaskDelegated(**ONE, to=PersonId("hesti")),
    happened.TaskResolved(**ONE, to=PersonId("rini"), note="Sudah dicek."),
    happened.TaskReleased(**ONE),
    happened.StepCompleted(**ONE, visit=1, outcome=OutcomeId("lengkap")),
    happened.StepReturned(
        **ONE, visit=1, to=StepId("catat"), outcome=OutcomeId("kurang"), reason="Foto buram."
    ),
    happened.StepCancelled(**ONE, because="ended"),
    happened.StepOverridden(**ONE, mode="reorder", to=StepId("nomor"), reason="Mendesak."),
    happened.BranchArrived(join=JOIN, branch=0),
    happened.BlockJoined(join=JOIN),
    happened.BlockLeft(join=JOIN),
    happened.CommentAdded(text="Foto ulang lewat WhatsApp."),
    happened.FileAttached(
        name="ktp.jpg", media_type="image/jpeg", size=214_300, sha256="0" * 64, requirement="ktp"
    ),
    happened.CasePaused(reason=PauseReason.PAYMENT, note="Kode bayar 12."),
    happened.CaseResumed(),
    happened.ActionRecorded(
        activation=ActivationId(3), step=StepId("nomor"), visit=1, result={"number": "470/1"}
    ),
    happened.ActionFailed(
        activation=ActivationId(3), step=StepId("nomor"), attempt=3, error="Mati.", final=True
    ),
    happened.ActionRetried(activation=ActivationId(3), step=StepId("nomor")),
    happened.CaseMigrated(version=2, workflow="h2", reason="SOP diperbaiki."),
    happened.CaseEnded(result="withdrawn", reason="Pindah kota."),
    happened.CaseReopened(reason="Salah tutup."),
    happened.TimeExtended(
        clock=ClockKind.STEP, amount=duration_from_text("2 jam"), reason="Hujan.", **ONE
    ),
    late(),
    unmade(),
    happened.DeviationDisposed(
        deviation=DeviationId("late_step:2"), verdict="accepted", reason="Listrik padam."
    ),
    happened.DataRevealed(fields=("applicant.name", "form.nik"), reason="Cocokkan KTP."),
    happened.DataErased(fields=("form.nik",), reason="Diminta.", decree="SK 7/2026"),
    CaseHeld(ground=HoldGround.DISPUTE, reason="Gugatan 12/G/2026."),
    HoldLifted(ground=HoldGround.DISPUTE, reason="Putusan tetap."),
    CaseDisposed(
        list_id="01m2v4nq07k3d9xw",
        minutes="BA 7/2030",
        signed_on=date(2030, 1, 14),
        kept_as="surat",
        over_on=date(2030, 1, 2),
        proposed_by=PersonId("ani"),
        approved_by=PersonId("hesti"),
    ),
    WarningGiven(
        clock=ClockKind.STEP,
        due=HALF_PAST_EIGHT,
        belongs_at=MONDAY,
        to=(RoleId("loket"),),
        percent=80,
        **ONE,
    ),
    CaseEscalated(
        clock=ClockKind.PROMISE,
        due=HALF_PAST_EIGHT,
        belongs_at=HALF_PAST_EIGHT + timedelta(seconds=1),
        to=(RoleId("camat"),),
        rung=RungLevel.SUPERVISOR,
    ),
    IncidentTold(
        activation=ActivationId(3),
        step=StepId("nomor"),
        failed=9,
        since=MONDAY,
        belongs_at=MONDAY,
        to=(RoleId("camat"),),
        rung=RungLevel.REMIND,
    ),
)


def recorded(event: Event, by: Actor = RINI) -> Recorded:
    return Recorded(case=CASE, seq=1, at=MONDAY, by=by, event=event)


def told(event: Event, language="id", by: Actor = RINI, flow=FLOW) -> str:
    return sentence(recorded(event, by), flow, language)


def test_every_kind_of_event_has_a_sentence():
    kinds = {str(kind.__struct_config__.tag) for kind in get_args(Event)}

    assert set(SENTENCES) == kinds
    assert {kind_of(event) for event in EXAMPLES} == kinds


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("flow", [FLOW, None], ids=["known", "unknown"])
@pytest.mark.parametrize("event", EXAMPLES, ids=kind_of)
def test_every_sentence_can_be_told(event, flow, language):
    words = told(event, language, flow=flow)

    assert words[-1] in ".”"
    assert "{" not in words
    assert "None" not in words
    assert "  " not in words


@pytest.mark.parametrize("event", EXAMPLES, ids=kind_of)
def test_the_two_languages_differ(event):
    assert told(event, "id") != told(event, "en")


def test_a_completion_names_person_role_step_and_answer():
    event = happened.StepCompleted(**ONE, visit=1, outcome=OutcomeId("lengkap"))

    assert told(event) == (
        "rini (Loket) menyelesaikan langkah 2 “Mengerjakan periksa” dengan jawaban “Ya”."
    )
    assert told(event, "en") == (
        "rini (Loket) completed step 2 “Mengerjakan periksa” with the answer “Yes”."
    )


def test_a_return_says_where_to_and_quotes_the_reason():
    event = happened.StepReturned(
        **ONE, visit=1, to=StepId("catat"), outcome=OutcomeId("kurang"), reason="Foto buram."
    )

    assert told(event).endswith("dengan jawaban “kurang”. “Foto buram.”")
    assert "ke langkah 1 “Mengerjakan catat”" in told(event)
    assert remark(recorded(event)) == "Foto buram."
    assert "Foto buram" not in headline(recorded(event), FLOW, "id")


def test_who_stands_in_for_somebody_is_told():
    stand_in = Actor(person=PersonId("dewi"), role=RoleId("camat"), acting_for=PersonId("suryo"))

    assert told(happened.FileAccepted(), by=stand_in).startswith("dewi (Camat, atas nama suryo) ")
    assert "on behalf of suryo" in told(happened.FileAccepted(), "en", by=stand_in)


def test_the_system_is_not_called_by_its_account():
    event = happened.ActionRecorded(
        activation=ActivationId(3), step=StepId("nomor"), visit=1, result={"number": "470/1"}
    )

    assert told(event, by=SYSTEM) == (
        "Sistem mencatat hasil langkah 3 “Menjalankan nomor”: number 470/1."
    )


def test_an_automated_step_waits_for_the_system():
    event = happened.StepOpened(
        activation=ActivationId(3), step=StepId("nomor"), visit=1, automated=True
    )

    assert told(event) == "Langkah 3 “Menjalankan nomor” dibuka untuk sistem."


def test_a_later_visit_says_so_and_why():
    event = happened.StepOpened(**ONE, visit=2, cause=Cause.RETURN)

    assert told(event) == (
        "Langkah 2 “Mengerjakan periksa” dibuka untuk Loket untuk ke-2 kalinya karena dikembalikan."
    )


@pytest.mark.parametrize(
    ("mode", "to", "words"),
    [
        ("skip", None, "langkah dilewati"),
        ("reorder", StepId("nomor"), "urutan diubah ke langkah 3 “Menjalankan nomor”"),
        ("act_outside_role", None, "dikerjakan di luar peran"),
    ],
)
def test_an_override_says_how_the_sop_was_departed_from(mode, to, words):
    assert words in told(happened.StepOverridden(**ONE, mode=mode, to=to, reason="Mendesak."))


def test_a_pause_says_its_ground_and_quotes_the_note():
    event = happened.CasePaused(reason=PauseReason.PAYMENT, note="Kode bayar 12.")

    assert told(event) == "rini (Loket) menjeda jam layanan: menunggu pembayaran. “Kode bayar 12.”"
    assert told(happened.CasePaused(reason=PauseReason.PAYMENT)).endswith("pembayaran.")


def test_braces_that_a_person_typed_stay_what_they_are():
    assert "“{who}”" in told(happened.CommentAdded(text="{who}"))


def test_every_value_of_a_closed_set_has_words():
    assert set(CAUSES) == set(Cause)
    assert set(PAUSES) == set(PauseReason)
    assert set(RESULTS) == set(get_args(happened.Result)) < set(STANDINGS)
    assert set(TASK_STATUSES) == set(get_args(TaskStatus))
    assert set(CANCELLATIONS) == {"returned", "ended", "override", "migrated"}


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (happened.StepCompleted(**ONE, visit=1), "“Mengerjakan periksa”."),
        (happened.StepOpened(**ONE, visit=1), "dibuka untuk Loket."),
        (
            happened.FileAttached(name="a.pdf", media_type="x/y", size=9, sha256="0" * 64),
            "melampirkan a.pdf (9 B).",
        ),
        (
            happened.ActionRecorded(activation=ActivationId(3), step=StepId("nomor"), visit=1),
            "hasil langkah 3 “Menjalankan nomor”.",
        ),
        (
            happened.ActionFailed(
                activation=ActivationId(3), step=StepId("nomor"), attempt=1, error=""
            ),
            "Percobaan ke-1 pada langkah 3 “Menjalankan nomor” gagal.",
        ),
    ],
    ids=lambda value: kind_of(value) if isinstance(value, Event) else "",
)
def test_what_was_not_said_leaves_no_gap(event, words):
    assert told(event).endswith(words)


def test_a_record_that_is_gone_says_by_which_minutes() -> None:
    (gone,) = (one for one in EXAMPLES if isinstance(one, CaseDisposed))

    assert told(gone).endswith(
        "memusnahkan arsip berkas menurut berita acara BA 7/2030 tanggal 14 Januari 2030."
    )
    assert told(gone, "en").endswith("by the minutes BA 7/2030 of 14 January 2030.")
