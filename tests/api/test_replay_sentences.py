"""Replays in words, in both languages: every way to stand, every difference."""

from builders import MONDAY
from builders_deviations import late, unmade

from api.glossary import JAKARTA
from api.present_replay import (
    DIFFERENCES,
    HOWS,
    awaited_words,
    finding_text,
    finding_words,
    standing_words,
)
from engine.core.ids import DeviationId, PersonId, RoleId
from engine.core.rederiving import Difference, ReplayFinding
from engine.core.replaying import ActorThen, How
from engine.core.text import Text

HESTI = ActorThen(
    person=PersonId("hesti"),
    name="Hesti Wulandari",
    how=How.OWN,
    role=RoleId("kasi"),
    role_title=Text(id="Kepala Seksi", en="Head of section"),
)


def finding(code: Difference, **more: object) -> ReplayFinding:
    return ReplayFinding(code=code, seq=7, at=MONDAY, **more)  # type: ignore[arg-type]


def test_every_way_to_stand_and_every_difference_has_its_words() -> None:
    assert set(HOWS) == set(How)
    assert set(DIFFERENCES) == set(Difference)
    for pair in (*HOWS.values(), *DIFFERENCES.values()):
        assert all(pair)
        assert pair[0] != pair[1]


def test_who_acted_is_named_with_what_they_acted_by() -> None:
    standing_in = ActorThen(
        person=PersonId("sari"),
        name="Sari",
        how=How.PLH,
        role=RoleId("kasi"),
        acting_for=PersonId("hesti"),
        acting_for_name="Hesti Wulandari",
    )
    lent = ActorThen(
        person=PersonId("budi"),
        name="Budi",
        how=How.LENT,
        lent_by=PersonId("hesti"),
        lent_by_name="Hesti Wulandari",
    )
    system = ActorThen(person=PersonId("alur"), name="alur", how=How.SYSTEM)

    assert standing_words(HESTI, "id") == "Hesti Wulandari, Kepala Seksi (pemegang peran)"
    assert standing_words(standing_in, "id") == "Sari, kasi (Plh untuk Hesti Wulandari)"
    assert standing_words(lent, "en") == "Budi (delegated by Hesti Wulandari)"
    assert standing_words(system, "id") == "Sistem"


def test_a_difference_is_told_with_both_values() -> None:
    told = finding_text(
        finding(
            Difference.OTHER_EVIDENCE,
            deviation=DeviationId("late_step:1"),
            recorded=late(persons=(PersonId("budi"),)),
            derived=late(),
            unlike=("persons", "because"),
        ),
        None,
        JAKARTA,
    )

    assert "differs from the history: persons, ground of the withdrawal. Recorded: " in told.en
    assert "held by budi) [kantor-wib/3]. By the history: " in told.en
    assert "berbeda dari riwayat: orang, sebab pencabutan. Tercatat: " in told.id


def test_what_has_no_words_of_its_own_is_called_by_its_id() -> None:
    made_up = finding(Difference.NOT_DERIVED, deviation=DeviationId("hantu:1"))
    broken = finding(Difference.BROKEN)

    assert finding_words(made_up, None, "en") == (
        "Event 7: the deviation hantu:1 is recorded and follows from nothing."
    )
    assert finding_words(broken, None, "id").endswith("riwayat sejak sini tidak bersambung.")
    assert "late_step:1" in awaited_words(unmade(), "en")
