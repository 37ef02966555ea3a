"""What a process counts of requests, documents and what it found to be wrong."""

import pytest
from pydantic import ValidationError

from api.errors import headers_of
from api.metrics import REGISTRY, answered, throttled, uploaded
from engine.core.errors import DocumentDamaged
from engine.settings import Settings


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


@pytest.mark.parametrize(
    ("method", "status", "labels"),
    [
        ("GET", 204, {"method": "GET", "status": "2xx"}),
        ("POST", 0, {"method": "POST", "status": "none"}),
        ("MADE-UP", 405, {"method": "other", "status": "4xx"}),
    ],
)
def test_requests_are_counted_by_few_labels(method: str, status: int, labels: dict[str, str]):
    before = counted("alur_requests_total", **labels)

    answered(method, status)

    assert counted("alur_requests_total", **labels) == before + 1


def test_what_was_refused_or_taken_is_counted():
    before = counted("alur_requests_throttled_total"), counted("alur_uploads_total", result="taken")

    throttled()
    uploaded("taken")

    after = counted("alur_requests_throttled_total"), counted("alur_uploads_total", result="taken")
    assert after == (before[0] + 1, before[1] + 1)


def test_a_document_that_is_not_what_was_filed_is_counted():
    before = counted("alur_verify_failures_total", of="document")

    headers_of(DocumentDamaged("0" * 64))

    assert counted("alur_verify_failures_total", of="document") == before + 1


def test_kinds_of_documents_are_those_that_are_known():
    assert Settings(upload_kinds="PDF, png,").upload_kinds == ("pdf", "png")
    with pytest.raises(ValidationError, match="must be some of: pdf"):
        Settings(upload_kinds="pdf,docm")
