"""Filing with a case what a form brought: judged, kept, named in the case's history."""

from starlette.datastructures import UploadFile

from api.metrics import uploaded
from engine.core.commands import Attach
from engine.core.errors_uploads import UploadRefused, UploadUnscanned
from engine.core.ids import CaseId
from engine.runtime.upload_rules import rules_of
from engine.service.file_kinds import suffixes_of
from engine.service.uploads import Judged, Upload, rehearse
from engine.service.views import Receipt
from engine.settings import Settings
from web.acts import FormAct

_PIECE = 256 * 1024


def file_document(
    act: FormAct, case: CaseId, document: UploadFile, *, requirement: str | None = None
) -> Receipt:
    """File one document with a case, as `POST /api/v1/cases/{case}/attachments` does.

    Raises:
        UploadRefused: it is not of a kind, or larger than what this installation takes.
        UploadUnscanned: the scanner gave no verdict.
        CommandRefused: the case does not take it.
        StoreUnavailable: it cannot be kept.
    """
    with Upload(rules_of(act.settings)) as upload:
        judged = _judged(upload, document)
        command = Attach(
            case=case,
            by=act.desk.by,
            name=judged.name,
            media_type=judged.media_type,
            size=judged.size,
            sha256=judged.sha256,
            requirement=requirement or None,
        )
        rehearse(act.database, command, at=act.at)
        upload.keep()
        receipt = act.desk.carry_out(command)
    uploaded("taken")
    return receipt


def look_at(settings: Settings, document: UploadFile) -> Judged:
    """What a document is, without keeping it; for telling what is wrong before anything is done.

    Raises:
        UploadRefused: it is not of a kind, or larger than what this installation takes.
        UploadUnscanned: the scanner gave no verdict.
    """
    with Upload(rules_of(settings)) as upload:
        return _judged(upload, document)


def accepted(settings: Settings) -> str:
    """What the names of documents may end in, as a field for them says it: `.pdf,.png`."""
    return ",".join(suffixes_of(settings.upload_kinds))


def _judged(upload: Upload, document: UploadFile) -> Judged:
    document.file.seek(0)
    try:
        while piece := document.file.read(_PIECE):
            upload.write(piece)
        stated = document.content_type or "application/octet-stream"
        return upload.judge(name=document.filename or "", media_type=stated)
    except (UploadRefused, UploadUnscanned) as refused:
        uploaded("refused" if isinstance(refused, UploadRefused) else "unscanned")
        raise
