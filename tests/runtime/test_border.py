"""What an action gives back is held to its form before it is recorded."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from offices import an_office, sqlite_url

from engine.actions.action import ActionFailure, Document, Notice, Outcome
from engine.core.ids import RoleId, SopId
from engine.core.workflow import Workflow
from engine.runtime.border import LARGEST_DOCUMENTS, LONGEST_NOTICE, checked
from engine.service.catalogue import find_workflow


@pytest.fixture
def workflow(tmp_path: Path) -> Iterator[Workflow]:
    with an_office(sqlite_url(tmp_path)) as office:
        yield find_workflow(office.database, SopId("surat"))


def notice(words: str = "Surat selesai", *, role: str = "loket", link: str = "") -> Notice:
    return Notice(role=RoleId(role), words=words, link=link)


def role_of(workflow: Workflow) -> str:
    return next(iter(workflow.roles))


def test_what_fits_is_taken_as_it_is(workflow: Workflow) -> None:
    outcome = Outcome(
        result={"number": "1/2026"},
        documents=(Document(name="surat.pdf", media_type="application/pdf", content=b"%PDF"),),
        notices=(notice(role=role_of(workflow), link="https://wa.me/62812"),),
    )

    assert checked(outcome, workflow) == outcome


def too_many_documents() -> Outcome:
    one = Document(name="a", media_type="text/plain", content=b"")
    return Outcome(documents=(one,) * 11)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (None, "no outcome"),
        ({"result": {"number": 5}}, "no outcome"),
        (Outcome(result={"number": b"1"}), "no outcome"),  # type: ignore[dict-item]
        (Outcome(result={"number": "1\x00"}), "`number` with characters that cannot be kept"),
        (too_many_documents(), "more than 10 documents"),
        (
            Outcome(
                documents=(
                    Document(
                        name="a", media_type="text/plain", content=bytes(LARGEST_DOCUMENTS + 1)
                    ),
                )
            ),
            "documents of more than 20 MB",
        ),
        (Outcome(notices=(notice(role="hantu"),)), "`hantu`, which is no role"),
        (Outcome(notices=(notice(),) * 21), "more than 20 notices"),
        (Outcome(notices=(notice(""),)), "a notice whose words"),
        (Outcome(notices=(notice("x" * (LONGEST_NOTICE + 1)),)), "a notice whose words"),
        (Outcome(notices=(notice(link="javascript:alert(1)"),)), "no https address"),
    ],
)
def test_what_does_not_fit_is_a_failure_for_good_that_says_why(
    workflow: Workflow, outcome: object, words: str
) -> None:
    with pytest.raises(ActionFailure, match=words) as refused:
        checked(outcome, workflow)

    assert refused.value.for_good
