"""A malformed scenario is refused with its place and what is wrong, never half understood."""

import pytest
from acceptance.scenario import ScenarioMalformed, scenario_from_text

WHOLE = """\
title: A letter is received and filed
sop: surat-masuk
people: {dewi: jfu}
given:
  at: "2026-11-23 08:05"
  by: dewi
  applicant: {name: Dinas Sosial}
when:
  - {complete: terima, by: dewi, after: 12 menit}
then: {open: [verifikasi]}
"""


def _complaint(text: str) -> str:
    with pytest.raises(ScenarioMalformed) as refused:
        scenario_from_text(text, name="surat-masuk/x.yaml")
    return str(refused.value)


def test_a_whole_scenario_is_read() -> None:
    scenario = scenario_from_text(WHOLE, name="x")

    assert scenario.then.open == ("verifikasi",)


@pytest.mark.parametrize(
    ("there", "instead", "complaint"),
    [
        ("{complete: terima,", "{finish: terima,", "when.1: an act names exactly one of: claim, "),
        ("{complete: terima,", "{complete: a, claim: a,", "when.1: an act names exactly one of"),
        ("after: 12 menit", "aftr: 12 menit", "when.1.complete.aftr: Extra inputs"),
        ("after: 12 menit", "after: soon", "when.1.complete.after: Value error, write a whole"),
        ('"2026-11-23 08:05"', "Monday", "given.at: Value error, time data 'Monday'"),
        ("then: {open", "then: {opened", "then.opened: Extra inputs"),
        ("sop: surat-masuk\n", "", "sop: Field required"),
        ("terima, by: dewi", "terima, by: budi", "not listed under `people`: budi"),
        ("terima, by: dewi", "terima", "nobody (act 1 has no `by`)"),
        ("people: {dewi: jfu}", "people: {dewi: jfu", "while parsing a flow mapping"),
    ],
)
def test_a_malformed_scenario_names_the_place(there: str, instead: str, complaint: str) -> None:
    assert there in WHOLE

    said = _complaint(WHOLE.replace(there, instead))

    assert said.startswith("surat-masuk/x.yaml: ")
    assert complaint in said
