"""The documents of a case: listed by what they are for, looked at in the page, brought.

What is looked at in the page is handed out by an address of its own, under a policy that lets it
do nothing; every look is noted, as is every download.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from fastapi import APIRouter
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.deps import Files
from api.formats import written_instant, written_size
from api.reach import ActedCase, ReadCase
from api.reads import DOCUMENTS, IN_FULL, Reading
from api.routes.documents import Sha256
from engine.core.errors import AlurError, CommandRefused, InputRefused, NotFound, StoreError
from engine.core.ids import CaseId
from engine.core.text import Frozen
from engine.core.workflow import Workflow
from engine.service import queries
from engine.service.case_rights import rights_over
from engine.service.catalogue import find_workflow
from engine.service.directory import current
from engine.service.file_kinds import KINDS
from engine.service.files import CaseDocument, document_of, documents_of, read
from engine.service.views import CaseView
from web.acts import AtForm, FormAct
from web.door import AtDoor, Door
from web.filing import accepted, file_document
from web.refused import Refusal, names_at, refusal
from web.visitor import Me, Visitor

router = APIRouter()

OTHER = "other"
"""The field of what is for no requirement."""
_FIELD = "file."
_PAGE = "/cases/{case}/documents"

VIEWED: Mapping[str, str] = {
    "image/png": "image",
    "image/jpeg": "image",
    "application/pdf": "pdf",
}
"""What is looked at in the page, and how: kinds whose bytes were checked when they were filed."""

_POLICY = "default-src 'none'; sandbox; frame-ancestors 'self'"
"""What is looked at runs nothing, loads nothing and is of no origin; only our pages frame it."""


class Paper(Frozen, frozen=True, kw_only=True):
    """A document as it is listed. `view` is how it is looked at here; empty: it is saved."""

    name: str
    sha256: str
    told: str
    by: str
    kept: bool
    view: str
    address: str
    download: str


class Shelf(Frozen, frozen=True, kw_only=True):
    """A requirement with what was brought for it. `field` brings more.

    `brought`: it was shown at the counter, on paper or as a file.
    """

    field: str
    title: str
    required: bool
    papers: tuple[Paper, ...]
    brought: bool = False
    problems: tuple[str, ...] = ()


class Cabinet(Frozen, frozen=True, kw_only=True):
    """All of them; `may_bring`: whoever looks may bring more. `accepts` is for the browser."""

    shelves: tuple[Shelf, ...]
    may_bring: bool
    accepts: str
    largest: int
    count: int


def cabinet(  # noqa: PLR0913  # whose case, who looks, and what is wrong with what they brought
    door: Door,
    me: Visitor,
    view: CaseView,
    workflow: Workflow,
    *,
    papers: Iterable[CaseDocument],
    problems: Mapping[str, tuple[str, ...]] = {},
) -> Cabinet:
    """The documents of a case by requirement, for whoever looks at it."""
    filed = tuple(papers)
    known = {one.id for one in workflow.requirements}
    shelves = [
        Shelf(
            field=f"{_FIELD}{one.id}",
            title=one.title.in_language(door.language),
            required=one.required,
            brought=one.id in view.requirements,
            papers=_papers(door, view, (each for each in filed if each.requirement == one.id)),
            problems=problems.get(one.id, ()),
        )
        for one in workflow.requirements
    ]
    rest = (each for each in filed if each.requirement not in known)
    shelves.append(
        Shelf(
            field=f"{_FIELD}{OTHER}",
            title=door.t("task_file_other"),
            required=False,
            papers=_papers(door, view, rest),
            problems=problems.get(OTHER, ()),
        )
    )
    rights = rights_over(current(door.database), workflow, me.person, at=door.at)
    return Cabinet(
        shelves=tuple(shelves),
        may_bring=rights.is_member and view.summary.result is None,
        accepts=accepted(door.settings),
        largest=door.settings.upload_mb,
        count=len(filed),
    )


def _papers(door: Door, view: CaseView, filed: Iterable[CaseDocument]) -> tuple[Paper, ...]:
    names = names_at(door)
    return tuple(
        Paper(
            name=one.name,
            sha256=one.sha256,
            told=_told(door, one),
            by=names.person(one.by),
            kept=one.kept,
            view=VIEWED.get(one.media_type, "") if one.kept else "",
            address=view_path(view.summary.case, one.sha256),
            download=door.links.document(view.summary.case, one.sha256),
        )
        for one in filed
    )


def _told(door: Door, one: CaseDocument) -> str:
    when = written_instant(one.at, door.settings.office_zone, door.language)
    if not one.kept:
        return f"{when} · {door.t('not_kept')}"
    return f"{written_size(one.size, door.language)} · {when}"


def view_path(case: CaseId, sha256: str) -> str:
    """Where a document is looked at."""
    return f"/cases/{case}/documents/{sha256}/view"


@router.get(_PAGE, response_class=HTMLResponse, dependencies=[allow(Access.READS)])
def page_documents(
    case: ReadCase, door: AtDoor, me: Me, files: Files, reading: Reading
) -> Response:
    """Show the documents of a case, and a form for more."""
    reading.note(case, DOCUMENTS)
    taken = door.asked("taken")
    said = door.t.count("task_filed", int(taken)) if taken in _COUNTS else ""
    return _page(door, me, case, documents_of(door.database, files, case), said=said)


@router.post(_PAGE, response_class=HTMLResponse, dependencies=[allow(Access.ACTS)])
def bring_documents(case: ActedCase, act: AtForm, files: Files, reading: Reading) -> Response:
    """File what was brought, each document by itself; what is refused is said where it was."""
    taken, problems, told = _file_all(act, case)
    if not taken and not problems and told is None:
        problems = {OTHER: (act.door.t("task_file_none"),)}
    if not problems and told is None:
        return act.go(f"/cases/{case}/documents", taken=taken)
    reading.note(case, DOCUMENTS)
    listed = documents_of(act.database, files, case)
    said = act.door.t.count("task_filed", taken) if taken else ""
    return _page(act.door, act.me, case, listed, said=said, problems=problems, told=told)


@router.get(_PAGE + "/{sha256}/view", response_class=Response, dependencies=[allow(Access.READS)])
def view_document(case: ReadCase, sha256: Sha256, files: Files, reading: Reading) -> Response:
    """Give a picture or a PDF to be looked at within our pages, its bytes checked.

    Raises:
        NotFound: the case has no such document, or none that is looked at.
    """
    document = document_of(reading.database, case, sha256)
    content = read(files, sha256)
    kind = next((one for one in KINDS.values() if content.startswith(one.begins)), None)
    if kind is None or kind.media_type not in VIEWED:
        raise NotFound("document to be looked at", sha256)
    reading.note(case, f"document {sha256[:12]}", how=IN_FULL)
    headers = {
        "Content-Security-Policy": _POLICY,
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(document.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Response(content, headers=headers, media_type=kind.media_type)


_COUNTS = frozenset(map(str, range(1, 21)))
Problems = dict[str, tuple[str, ...]]


def _file_all(act: FormAct, case: CaseId) -> tuple[int, Problems, Refusal | None]:
    """How many were filed, what is wrong with which by shelf, and what is wrong with all."""
    taken, problems = 0, Problems()
    for shelf, document in _brought(act):
        requirement = None if shelf == OTHER else shelf
        try:
            file_document(act, case, document, requirement=requirement)
            taken += 1
        except InputRefused as wrong:
            said = f"{document.filename}: {_words(act, wrong)}"
            problems[shelf] = (*problems.get(shelf, ()), said)
        except (CommandRefused, StoreError) as refused:
            return taken, problems, _refusal(act, refused)
    return taken, problems, None


def _brought(act: FormAct) -> Iterable[tuple[str, UploadFile]]:
    for field, documents in act.form.documents.items():
        if field.startswith(_FIELD):
            for document in documents:
                yield field.removeprefix(_FIELD), document


def _refusal(act: FormAct, error: AlurError) -> Refusal:
    return refusal(error, act.door.t, names=names_at(act.door))


def _words(act: FormAct, wrong: InputRefused) -> str:
    told = _refusal(act, wrong)
    return " ".join((*dict.fromkeys(told.problems.values()), told.does))


def _page(  # noqa: PLR0913  # everything the page shows
    door: Door,
    me: Visitor,
    case: CaseId,
    listed: tuple[CaseDocument, ...],
    *,
    said: str = "",
    problems: Mapping[str, tuple[str, ...]] = {},
    told: Refusal | None = None,
) -> Response:
    view = queries.show_case(door.database, case)
    workflow = find_workflow(door.database, view.summary.sop, view.summary.version)
    status = told.status if told else 422 if problems else 200
    return door.show(
        "case_task_documents.html",
        status=status,
        case=view.summary,
        files=cabinet(door, me, view, workflow, papers=listed, problems=problems),
        said=said,
        told=told,
        wrong=bool(problems),
    )
