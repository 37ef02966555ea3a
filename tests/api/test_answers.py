"""How views become JSON."""

import asyncio

from builders import MONDAY, human, workflow

from api.answers import masked_applicant, masked_case, masked_values, plain
from api.deps import now
from api.glossary import Glossary, standing_of
from engine.core.commands import Applicant
from engine.core.events import Cause
from engine.core.ids import ActivationId, CaseId, RoleId, SopId, StepId, UnitId
from engine.core.personal import HIDDEN
from engine.core.text import Text
from engine.core.workflow import PauseReason
from engine.service.views import CaseSummary, CaseView, TaskView


def a_task(**more) -> TaskView:
    settings = {
        "case": CaseId("0case"),
        "activation": ActivationId(1),
        "step": StepId("periksa"),
        "number": 1,
        "activity": Text(id="Memeriksa"),
        "role": RoleId("loket"),
        "role_title": Text(id="Loket"),
        "visit": 1,
        "cause": Cause.FORWARD,
        "status": "open",
        "opened_at": MONDAY,
    }
    return TaskView(**(settings | more))


def a_summary(**more) -> CaseSummary:
    settings = {
        "case": CaseId("0case"),
        "sop": SopId("contoh"),
        "version": 1,
        "title": Text(id="Contoh"),
        "unit": UnitId("kecamatan"),
        "applicant": Applicant(name="Tini"),
        "opened_at": MONDAY,
        "last_at": MONDAY,
        "seq": 1,
    }
    return CaseSummary(**(settings | more))


def test_no_field_is_left_out():
    assert plain(Applicant(name="Tini")) == {"name": "Tini", "contact": ""}
    assert plain({"a": (MONDAY, [1, Cause.RETURN])}) == {"a": [MONDAY, [1, Cause.RETURN]]}


def test_a_case_whose_sop_is_not_known_hides_all_it_holds():
    view = CaseView(summary=a_summary(), tasks=(), data={"form.x": "rahasia"}, requirements=())

    assert masked_case(view, None).data == {"form.x": HIDDEN}
    assert masked_case(view, workflow(human("periksa"))).data == {"form.x": "rahasia"}
    assert masked_values({}, None) == {}


def test_an_applicant_without_a_contact_stays_so():
    assert masked_applicant(Applicant(name="Tini")).contact == ""


def test_a_short_contact_is_hidden_whole():
    assert masked_applicant(Applicant(name="Tini", contact="12345")).contact == HIDDEN


def test_a_case_stands_by_its_end_then_its_incident_then_its_pause():
    waiting = a_task(pause=PauseReason.APPLICANT)
    stuck = a_task(incident="Mati.")

    assert standing_of(a_summary()) == "running"
    assert standing_of(a_summary(at=(a_task(), waiting))) == "running"
    assert standing_of(a_summary(at=(waiting,))) == "paused"
    assert standing_of(a_summary(at=(a_task(),), pause=PauseReason.PAYMENT)) == "paused"
    assert standing_of(a_summary(at=(waiting, stuck), pause=PauseReason.PAYMENT)) == "incident"
    assert standing_of(a_summary(at=(stuck,), result="rejected")) == "rejected"


def test_things_are_called_by_their_ids_where_the_sop_is_not_known():
    glossary = Glossary(workflow=None, language="id")

    assert glossary.role(RoleId("loket")) == "loket"
    assert glossary.step(StepId("periksa")) == "langkah periksa"
    assert glossary.waits_for(StepId("periksa")) == "sistem"


def test_requests_are_judged_at_an_aware_instant():
    assert asyncio.run(now()).tzinfo is not None
