"""Opening a case at the counter: every document is judged first, then the case, then the filing.

Sent twice, it is done once: the case and each of its documents carry the key of the form.
"""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace
from starlette.datastructures import UploadFile

from engine.core.errors import CommandRefused, StoreError
from engine.core.errors_uploads import UploadRefused, UploadUnscanned
from engine.core.ids import CaseId
from engine.core.text import Frozen
from engine.service.execute import answered_before
from engine.service.views import Receipt
from engine.settings import Settings
from web.acts import FormAct
from web.filing import file_document, look_at
from web.forms import Form
from web.pages.counter_intake import Intake
from web.problems import problem_words
from web.words import Speech


class Opened(Frozen, frozen=True, kw_only=True):
    """A case that was opened. `lost`: the names of documents that could not be filed with it."""

    receipt: Receipt
    lost: tuple[str, ...] = ()


def document_name(requirement: str) -> str:
    """What the documents of a requirement are called in a form."""
    return f"doc.{requirement}"


def brought_documents(intake: Intake, form: Form) -> Iterator[tuple[str, UploadFile]]:
    """The documents that a form brings, each with its requirement."""
    for requirement in intake.workflow.requirements:
        for document in form.documents.get(document_name(requirement.id), ()):
            yield requirement.id, document


def refused_documents(
    settings: Settings, intake: Intake, form: Form, t: Speech
) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Which documents are not taken: by requirement the name of each, and why in words."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for requirement, document in brought_documents(intake, form):
        if why := _why_not(settings, document, t):
            found[requirement] = (*found.get(requirement, ()), (document.filename or "", why))
    return found


def _why_not(settings: Settings, document: UploadFile, t: Speech) -> str:
    try:
        look_at(settings, document)
    except UploadRefused as refused:
        return problem_words(refused.why, t)
    except UploadUnscanned:
        return t("counter_file_unscanned")
    return ""


def opened_before(act: FormAct) -> CaseId | None:
    """The case that this very form has opened already."""
    before = answered_before(act.database, act.key) if act.key else None
    return None if before is None else before.case


def open_case(act: FormAct, intake: Intake) -> Opened:
    """Open the case and file its documents, each once however often the form is sent.

    Raises:
        CommandRefused: the case is not opened; nothing was filed.
        StoreUnavailable: the database cannot be used.
    """
    desk = replace(
        act.desk, key=act.key, seen=None
    )  # a case that is not there yet is nowhere in sight
    receipt = desk.carry_out(intake.command(act.desk.by, act.at))
    return Opened(receipt=receipt, lost=tuple(_file(act, receipt.case, intake)))


def _file(act: FormAct, case: CaseId, intake: Intake) -> Iterator[str]:
    """File what was brought; gives the names of what could not be filed, for people to see to."""
    for number, (requirement, document) in enumerate(brought_documents(intake, act.form), 1):
        once = replace(act.desk, key=act.key and f"{act.key} {number}")
        try:
            file_document(replace(act, desk=once), case, document, requirement=requirement)
        except (CommandRefused, StoreError):
            yield document.filename or ""
