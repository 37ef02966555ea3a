"""Deviations in words: every kind, all the evidence, in both languages and in the office's time."""

from datetime import date, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from builders import CASE, MONDAY, human, workflow
from builders_deviations import (
    CAMAT,
    HALF_PAST_EIGHT,
    LATE,
    departed,
    late,
    unmade,
)
from msgspec.structs import replace

from api.glossary import (
    DEVIATION_KINDS,
    DEVIATION_STATUSES,
    RUNGS,
    WITHDRAWALS,
    Glossary,
)
from api.present import headline, remark, sentence
from api.present_deviations import FACTS, by_how_much, told, told_whole
from api.present_notices import CLOCKS
from engine.core.clock_clauses import ClockKind
from engine.core.commands import SYSTEM, Actor
from engine.core.deviations import Clause, DeviationKind
from engine.core.durations import duration_from_text
from engine.core.events import DeviationDisposed, Event, FileAccepted, Recorded, TimeExtended
from engine.core.ids import ActivationId, PersonId, RoleId, StepId, UnitId
from engine.core.text import Text
from engine.core.time_events import (
    CaseEscalated,
    DeviationRecorded,
    DeviationStatus,
    WarningGiven,
    Withdrawal,
)
from engine.core.workflow import Requirement, RungLevel
from engine.service.deviation_views import DeviationSummary, DeviationView
from engine.service.views import HistoryEntry

FLOW = workflow(
    human("periksa"),
    human("sahkan", role="kasi"),
    requirements=(Requirement(id="ktp", title=Text(id="KTP-el", en="ID card")),),
)
LANGUAGES = ["id", "en"]
SECOND = timedelta(seconds=1)
NEXT_DAY = MONDAY + timedelta(days=1)

EVIDENCE = {
    "late_step": late(),
    "late_case": departed(
        "late_case", 0, step=None, standard=duration_from_text("5 hari kerja"), due=HALF_PAST_EIGHT
    ),
    "legal_limit_passed": departed(
        "legal_limit_passed",
        0,
        step=None,
        standard=duration_from_text("14 hari"),
        due=HALF_PAST_EIGHT,
        measured=timedelta(days=15),
    ),
    "skipped": departed("skipped", against=(StepId("sahkan"),)),
    "out_of_order": departed("out_of_order", against=(StepId("sahkan"),)),
    "wrong_role": departed("wrong_role", persons=(PersonId("rini"),), roles=(RoleId("kasi"),)),
    "same_person": departed(
        "same_person", persons=(PersonId("rini"),), against=(StepId("sahkan"),)
    ),
    "repeated": departed("repeated", visits=4, allowed=3),
    "missing_input": departed("missing_input", step=None, missing=("ktp", "foto")),
    "backdated": departed("backdated", measured=timedelta(days=3, hours=1)),
    "pause_without_ground": departed("pause_without_ground", step=None),
    "pause_above_cap": departed(
        "pause_above_cap",
        step=None,
        standard=duration_from_text("3 hari kerja"),
        due=HALF_PAST_EIGHT,
    ),
    "implausibly_fast": departed(
        "implausibly_fast",
        standard=duration_from_text("30 menit"),
        measured=timedelta(seconds=40),
    ),
    "overridden": departed("overridden", against=(StepId("sahkan"),), says="Mendesak."),
    "unknown_step": departed("unknown_step", step="lama"),
}


def recorded(event: Event, by: Actor = SYSTEM, *, seq: int = 9) -> Recorded:
    return Recorded(case=CASE, seq=seq, at=NEXT_DAY, by=by, event=event)


def said(event: Event, language: str = "id", by: Actor = SYSTEM) -> str:
    return sentence(recorded(event, by), FLOW, language)  # type: ignore[arg-type]


def glossary(language: str = "id", zone: str = "Asia/Jakarta") -> Glossary:
    return Glossary(workflow=FLOW, language=language, zone=ZoneInfo(zone))  # type: ignore[arg-type]


def test_every_kind_and_every_verdict_has_words() -> None:
    assert set(DEVIATION_KINDS) == set(FACTS) == set(DeviationKind)
    assert set(EVIDENCE) == {kind.value for kind in DeviationKind}
    assert set(DEVIATION_STATUSES) == set(get_args(DeviationStatus))
    assert set(WITHDRAWALS) == set(Withdrawal)
    assert set(RUNGS) == set(RungLevel)
    assert set(CLOCKS) == set(ClockKind)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", EVIDENCE)
@pytest.mark.parametrize("flow", [FLOW, None], ids=["known", "unknown"])
def test_every_kind_can_be_told_with_its_evidence_and_without(kind, language, flow) -> None:
    event = EVIDENCE[kind]
    bare = departed(kind, step=event.found.step)

    for one in (event, bare):
        words = headline(recorded(one), flow, language)
        assert words.endswith(".")
        assert "{" not in words
        assert "None" not in words
        assert "()" not in words


@pytest.mark.parametrize("kind", EVIDENCE)
def test_the_two_languages_differ(kind) -> None:
    assert said(EVIDENCE[kind]) != said(EVIDENCE[kind], "en")


def test_a_late_step_says_what_was_due_and_since_when_it_is_late() -> None:
    assert said(late()) == (
        "Penyimpangan: langkah 1 “Mengerjakan periksa” terlambat (waktu baku 30 menit, tenggat "
        "23 November 2026 08.30 WIB, terlampaui sejak 08.30.01, dipegang rini)."
    )
    assert said(late(), "en") == (
        "Deviation: step 1 “Mengerjakan periksa” is late (standard 30 minutes, due "
        "23 November 2026 08:30 WIB, past since 08:30:01, held by rini)."
    )


def test_deadlines_are_told_by_the_offices_clock() -> None:
    words = headline(recorded(late()), FLOW, "id", zone=ZoneInfo("Asia/Makassar"))

    assert "tenggat 23 November 2026 09.30 WITA, terlampaui sejak 09.30.01" in words


def test_a_limit_passed_on_a_later_day_names_that_day() -> None:
    words = said(late(at=NEXT_DAY + SECOND))

    assert "terlampaui sejak 24 November 2026 08.00.01 WIB" in words


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("legal_limit_passed", "batas 14 hari, tenggat"),
        ("legal_limit_passed", "terpakai 15 hari"),
        ("late_case", "janji 5 hari kerja"),
        ("skipped", "didahului langkah 2 “Mengerjakan sahkan”"),
        ("out_of_order", "dibandingkan dengan langkah 2"),
        ("wrong_role", "oleh rini (Kasi)"),
        ("same_person", "juga mengerjakan langkah 2"),
        ("repeated", "kunjungan ke-4, batas 3 kunjungan"),
        ("missing_input", "tidak ada: KTP-el; foto"),
        ("backdated", "3 hari setelah terjadi"),
        ("pause_above_cap", "paling lama 3 hari kerja"),
        ("implausibly_fast", "waktu baku 30 menit, selesai dalam 40 detik"),
        ("overridden", "(dialihkan ke langkah 2 “Mengerjakan sahkan”). “Mendesak.”"),
        ("unknown_step", "langkah lama tidak ada dalam SOP."),
    ],
)
def test_the_evidence_is_told(kind, words) -> None:
    assert words in said(EVIDENCE[kind])


def test_the_reason_of_who_departed_is_their_own_word() -> None:
    assert remark(recorded(EVIDENCE["overridden"])) == "Mendesak."
    assert "Mendesak" not in headline(recorded(EVIDENCE["overridden"]), FLOW, "id")
    assert remark(recorded(late())) == ""


def test_what_was_recorded_a_little_later_is_told_in_hours() -> None:
    event = departed("backdated", measured=timedelta(hours=15, minutes=20))

    assert "15 jam 20 menit setelah terjadi" in said(event)


def test_the_second_visit_is_named_and_the_first_is_not() -> None:
    assert "kunjungan" not in said(late(visits=1))
    assert "kunjungan ke-2" in said(late(visits=2))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("late_step", "standard 30 minutes"),
        ("implausibly_fast", "done in 40 seconds, standard 30 minutes"),
        ("repeated", "visit 4, 3 tolerated"),
        ("missing_input", "missing: ID card; foto"),
        ("pause_without_ground", ""),
    ],
)
def test_a_table_says_by_how_much(kind, words) -> None:
    assert by_how_much(EVIDENCE[kind].found, glossary("en")) == words


def test_a_withdrawal_names_the_deviation_and_its_cause() -> None:
    assert said(unmade()) == (
        "Penyimpangan “Langkah terlambat” (late_step:1) dicabut karena kalender berubah."
    )
    assert said(unmade(because=Withdrawal.HISTORY), "en") == (
        "The deviation “Late step” (late_step:1) was withdrawn because of what came after it."
    )


def disposed(**more: object) -> DeviationDisposed:
    given: dict[str, object] = {"deviation": LATE, "verdict": "accepted", "reason": "Padam."}
    return DeviationDisposed(**(given | more))  # type: ignore[arg-type]


def test_a_verdict_names_who_decided_and_who_mends_it() -> None:
    corrective = disposed(verdict="corrective", owner=PersonId("budi"), due=date(2026, 12, 1))

    assert said(disposed(), by=CAMAT) == (
        "suryo (Camat) memutuskan penyimpangan “Langkah terlambat” (late_step:1): diterima. "
        "“Padam.”"
    )
    assert "tindakan korektif oleh budi, paling lambat 1 Desember 2026." in said(corrective)
    assert "corrective action by budi, due 1 December 2026." in said(corrective, "en")
    assert "the SOP is to be revised." in said(disposed(verdict="revise_sop"), "en")


def warning(**more: object) -> WarningGiven:
    given: dict[str, object] = {
        "clock": ClockKind.STEP,
        "due": HALF_PAST_EIGHT,
        "belongs_at": MONDAY,
        "activation": ActivationId(1),
        "step": StepId("periksa"),
        "percent": 80,
    }
    return WarningGiven(**(given | more))  # type: ignore[arg-type]


def test_a_warning_says_how_much_is_used_and_who_was_told() -> None:
    event = warning(to=(RoleId("loket"),), person=PersonId("rini"))

    assert said(event) == (
        "Peringatan: waktu baku langkah 1 “Mengerjakan periksa” terpakai 80%, tenggat "
        "23 November 2026 08.30 WIB; diberitahukan kepada Loket, rini."
    )
    assert said(warning(), "en") == (
        "Warning: 80% of the standard of step 1 “Mengerjakan periksa” is used, due "
        "23 November 2026 08:30 WIB."
    )


def escalation(**more: object) -> CaseEscalated:
    given: dict[str, object] = {
        "clock": ClockKind.LEGAL,
        "due": HALF_PAST_EIGHT,
        "belongs_at": MONDAY,
        "to": (RoleId("camat"),),
        "rung": RungLevel.HEAD,
    }
    return CaseEscalated(**(given | more))  # type: ignore[arg-type]


def test_an_escalation_says_whether_the_limit_is_passed_or_about_to_be() -> None:
    passed = escalation(clock=ClockKind.PROMISE, belongs_at=HALF_PAST_EIGHT + SECOND)

    assert said(escalation()) == (
        "Eskalasi ke pimpinan: batas hukum hampir habis, tenggat 23 November 2026 08.30 WIB; "
        "diberitahukan kepada Camat."
    )
    assert "janji layanan terlewati, tenggat" in said(passed)
    assert "the service promise is past, due" in said(passed, "en")


def test_an_extension_says_how_much_of_what_and_why() -> None:
    amount = duration_from_text("2 hari kerja")
    event = TimeExtended(clock=ClockKind.PROMISE, amount=amount, reason="Banjir.")

    assert said(event, by=CAMAT) == (
        "suryo (Camat) memperpanjang janji layanan selama 2 hari kerja. “Banjir.”"
    )


def view(event: DeviationRecorded, *history: Recorded) -> DeviationView:
    found = event.found
    summary = DeviationSummary(
        case=CASE,
        id=event.deviation,
        kind=found.kind,
        status="open",
        sop=FLOW.sop,
        version=1,
        title=FLOW.title,
        unit=UnitId("kecamatan"),
        step=found.step,
        number=1,
        activity=None,
        role=None,
        role_title=None,
        at=found.at,
        recorded_at=NEXT_DAY,
        found=found,
    )
    entries = tuple(HistoryEntry(recorded=one, hash="") for one in history)
    return DeviationView(summary=summary, told=entries, workflow=FLOW)


def test_a_deviation_is_told_whole_in_sentences() -> None:
    corrective = disposed(verdict="corrective", owner=PersonId("budi"), due=date(2026, 12, 1))
    whole = view(
        late(says="Antrean panjang."),
        recorded(late()),
        recorded(corrective, CAMAT),
        recorded(unmade()),
        recorded(FileAccepted()),
    )

    assert told_whole(whole, glossary()) == (
        "Langkah 1 “Mengerjakan periksa” terlambat.",
        "Menurut SOP, langkah 1: Mengerjakan periksa (Loket).",
        "Waktu baku 30 menit.",
        "Tenggat 23 November 2026 08.30 WIB, terlampaui sejak 08.30.01.",
        "Dipegang rini.",
        "Alasan yang diberikan: “Antrean panjang.”",
        "Dicatat 24 November 2026 08.00 WIB menurut kalender kantor-wib/3.",
        (
            "Diputuskan 24 November 2026 08.00 WIB oleh suryo (Camat): tindakan korektif oleh "
            "budi, paling lambat 1 Desember 2026. “Padam.”"
        ),
        "Dicabut 24 November 2026 08.00 WIB karena kalender berubah (kalender kantor-wib/4).",
    )


def test_a_clause_that_is_no_row_has_no_number_and_no_role() -> None:
    clause = Clause(says=Text(id="Janji 5 hari kerja", en="Promised 5 working days"))
    event = EVIDENCE["late_case"]
    event = replace(event, found=replace(event.found, clause=clause))

    assert "The SOP says: Promised 5 working days." in told_whole(view(event), glossary("en"))


def test_more_people_than_roles_are_all_named() -> None:
    two = departed("wrong_role", persons=(PersonId("rini"), PersonId("sari")), roles=())

    assert told(two.found, glossary()).endswith("(oleh rini; sari)")
