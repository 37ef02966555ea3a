"""SOP versions on their way into force: listed, looked at, approved, refused, submitted."""

import re
from collections.abc import Iterable

from fastapi import APIRouter
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, Response

from api.access import Access, allow
from api.formats import written_date
from api.identity import Known
from api.routes.submissions import LONGEST_DEFINITION
from engine.core.directory import Directory, Duty
from engine.core.errors import AlurError, Finding, NotFound, SopInvalid, SopUnreadable
from engine.core.ids import PersonId
from engine.core.standing import has_duty
from engine.core.text import Frozen
from engine.service import reviewing, submissions
from engine.service.library import registers
from engine.service.reviewing import FILE, Reviewed
from engine.service.submissions import Submission
from web.acts import AtForm, FormAct
from web.asked import UNTOUCHED, Asked
from web.door import AtDoor, Door
from web.forms import takes
from web.kept import forget, keeps, kept_for
from web.pages.sop_changes import Changes, changes_told
from web.refused import Refusal, names_at, refusal
from web.visitor import Me, Visitor

router = APIRouter()

PLACE = "/sops/submissions"
NEW = f"{PLACE}/new"
_DONE = frozenset({"subs_approved", "subs_refused", "subs_withdrawn", "subs_submitted"})
_ID = re.compile(r"[0-9a-z]{1,40}")
_REVIEWS = allow(Access.REVIEWS)
_LARGEST = 4 * LONGEST_DEFINITION
"""Of its form: a definition has as many characters as that, whatever they are."""


class Row(Frozen, frozen=True, kw_only=True):
    """A submission, in words."""

    id: str
    sop: str
    title: str
    version: int
    hash: str
    effective: str
    author: str
    submitted: str
    note: str
    status: str
    decided: str
    decided_by: str
    reason: str


class Line(Frozen, frozen=True, kw_only=True):
    """A line of a definition, and what the check says of it."""

    number: int
    text: str
    findings: tuple[Finding, ...]


class May(Frozen, frozen=True, kw_only=True):
    """What whoever looks may do about a submission; `own`: they brought it themselves."""

    approve: bool
    refuse: bool
    own: bool


@router.get(PLACE, response_class=HTMLResponse, dependencies=[_REVIEWS])
def page_submissions(door: AtDoor, me: Me, directory: Known) -> Response:
    """Show what waits for approval, the oldest first; or all there is, the newest first."""
    decided = door.asked("show") == "all"
    found = submissions.list_submissions(
        door.database, decided=decided, viewer=me.person, at=door.at
    )
    return door.show(
        "submissions.html",
        rows=tuple(_row(one, door, directory) for one in found),
        decided=decided,
        waiting=sum(one.decided_at is None for one in found),
        writes=has_duty(directory, me.person, Duty.AUTHOR, door.at),
        said=_said(door),
    )


@router.get(NEW, response_class=HTMLResponse, dependencies=[allow(Access.AUTHORS)])
def page_new(door: AtDoor, me: Me) -> Response:
    """Ask for a definition, with what was written there before, if any."""
    kept = kept_for(door.database, me.person, PLACE)
    form = {} if kept is None else {name: kept.form.raw(name) for name in ("definition", "note")}
    return _ask(door, Asked(values=form))


@router.post(
    PLACE,
    response_class=HTMLResponse,
    dependencies=[takes(_LARGEST), keeps("definition", "note"), allow(Access.AUTHORS)],
)
def submit(act: AtForm) -> Response:
    """Bring a definition, as a file or as text; what the check finds is shown by line."""
    text, wrong = _text_of(act)
    asked = Asked(values={"definition": text, "note": act.form.one("note")}, problems=wrong)
    if wrong:
        return _ask(act.door, asked, status=422)
    if act.form.one("act") == "check":
        return _ask(act.door, asked, looked=_looked(act, text))
    try:
        done = submissions.submit(
            act.database,
            text,
            registers=registers(act.settings.definitions),
            by=act.desk.by,
            at=act.at,
            note=act.form.one("note"),
            file=FILE,
        )
    except (SopInvalid, SopUnreadable) as invalid:
        findings = reviewing.findings_of(invalid)
        return _ask(act.door, asked, looked=Reviewed(findings=findings), status=422)
    except AlurError as error:
        return _ask(act.door, asked, refused=_why(act.door, error))
    forget(act.database, act.me.person, PLACE)
    return act.go(f"{PLACE}/{done.id}", done="subs_submitted")


@router.get(f"{PLACE}/{{submission}}", response_class=HTMLResponse, dependencies=[_REVIEWS])
def page_submission(door: AtDoor, me: Me, submission: str, directory: Known) -> Response:
    """Show a submission: what the check says of it, what it changes, what was decided."""
    kept = kept_for(door.database, me.person, f"{PLACE}/{_named(submission)}/refusal")
    asked = UNTOUCHED if kept is None else Asked(values={"reason": kept.form.raw("reason")})
    return _one(door, me, submission, directory, asked=asked)


@router.post(
    f"{PLACE}/{{submission}}/approval",
    response_class=HTMLResponse,
    dependencies=[allow(Access.APPROVES)],
)
def approve(act: AtForm, submission: str, directory: Known) -> Response:
    """Put into force what somebody else wrote, exactly as it was submitted."""
    name = _named(submission)
    try:
        submissions.approve(act.database, name, by=act.desk.by, at=act.at)
    except NotFound:
        raise
    except AlurError as error:
        refused = _why(act.door, error)
        return _one(act.door, act.me, name, directory, refused=refused)
    return act.go(f"{PLACE}/{name}", done="subs_approved")


@router.get(f"{PLACE}/{{submission}}/refusal", response_class=HTMLResponse, dependencies=[_REVIEWS])
def page_of_refusal(door: AtDoor, submission: str) -> Response:
    """Where the form was sent to, whoever comes by its address finds the submission."""
    return door.go(door.links.at(f"{PLACE}/{_named(submission)}"))


@router.post(
    f"{PLACE}/{{submission}}/refusal",
    response_class=HTMLResponse,
    dependencies=[keeps("reason"), _REVIEWS],
)
def refuse(act: AtForm, submission: str, directory: Known) -> Response:
    """Refuse a submission with a reason; its author takes it back so."""
    name, reason = _named(submission), act.form.one("reason")
    try:
        done = submissions.refuse(act.database, name, by=act.desk.by, at=act.at, reason=reason)
    except NotFound:
        raise
    except AlurError as error:
        refused = _why(act.door, error)
        asked = Asked(values={"reason": reason}, problems=refused.problems)
        return _one(act.door, act.me, name, directory, refused=refused, asked=asked)
    forget(act.database, act.me.person, f"{PLACE}/{name}/refusal")
    return act.go(f"{PLACE}/{name}", done=f"subs_{done.status}")


def _one(  # noqa: PLR0913  # the page as it is shown first, and again
    door: Door,
    me: Visitor,
    submission: str,
    directory: Directory,
    *,
    refused: Refusal | None = None,
    asked: Asked = UNTOUCHED,
) -> Response:
    name = _named(submission)
    found = submissions.show_submission(door.database, name, viewer=me.person, at=door.at)
    text = submissions.read_submission(door.database, name, viewer=me.person, at=door.at)
    looked = reviewing.review(
        door.database, door.settings.definitions, text, decided=found.decided_at is not None
    )
    return door.show(
        "submission.html",
        status=200 if refused is None else refused.status,
        row=_row(found, door, directory),
        may=_may(found, me, directory, door),
        lines=_lines(text, looked.findings),
        findings=looked.findings,
        changes=_changes(looked, door),
        is_first=looked.workflow is not None and looked.difference is None,
        refused=refused,
        asked=asked,
        said=_said(door),
    )


def _may(found: Submission, me: Visitor, directory: Directory, door: Door) -> May:
    waits, own = found.decided_at is None, found.author == me.person
    approver = has_duty(directory, me.person, Duty.APPROVER, door.at, unit=found.unit)
    is_auditor = has_duty(directory, me.person, Duty.AUDITOR, door.at)
    acts = waits and not is_auditor
    return May(approve=acts and approver and not own, refuse=acts and (approver or own), own=own)


def _ask(
    door: Door,
    asked: Asked,
    *,
    looked: Reviewed | None = None,
    refused: Refusal | None = None,
    status: int = 200,
) -> Response:
    findings = () if looked is None else looked.findings
    return door.show(
        "submission_new.html",
        status=status if refused is None else refused.status,
        asked=asked,
        looked=looked,
        lines=_lines(asked.values.get("definition", ""), findings) if findings else (),
        findings=findings,
        changes=None if looked is None else _changes(looked, door),
        refused=refused,
        longest=LONGEST_DEFINITION,
    )


def _looked(act: FormAct, text: str) -> Reviewed:
    return reviewing.review(act.database, act.settings.definitions, text)


def _text_of(act: FormAct) -> tuple[str, dict[str, str]]:
    """The definition that a form brings, and what is wrong with it as a text."""
    t, typed = act.door.t, act.form.raw("definition").replace("\r\n", "\n")
    brought = next(iter(act.form.documents.get("file", ())), None)
    try:
        text = typed if brought is None else _read(brought)
    except UnicodeDecodeError:
        return typed, {"file": t("subs_not_text")}
    if not text.strip():
        return "", {"definition": t("subs_missing")}
    if len(text) > LONGEST_DEFINITION:
        return typed, {"definition": t("subs_too_long", n=LONGEST_DEFINITION)}
    return text, {}


def _read(brought: UploadFile) -> str:
    """The text of a file, at most one character more than there may be."""
    return brought.file.read(LONGEST_DEFINITION * 4 + 1).decode("utf-8-sig")


def _lines(text: str, findings: Iterable[Finding]) -> tuple[Line, ...]:
    found: dict[int, list[Finding]] = {}
    for one in findings:
        found.setdefault(one.line, []).append(one)
    lines = text.split("\n")
    return tuple(
        Line(number=number, text=line, findings=tuple(found.get(number, ())))
        for number, line in enumerate(lines, 1)
    )


def _changes(looked: Reviewed, door: Door) -> Changes | None:
    found = looked.difference
    return None if found is None else changes_told(found, door.language)


def _why(door: Door, error: AlurError) -> Refusal:
    return refusal(error, door.t, names=names_at(door))


def _said(door: Door) -> str:
    done = door.asked("done")
    return door.t(done) if done in _DONE else ""


def _named(submission: str) -> str:
    """The id that an address names.

    Raises:
        NotFound: no submission has such an id.
    """
    if _ID.fullmatch(submission) is None:
        raise NotFound("submission", submission)
    return submission


def _row(one: Submission, door: Door, directory: Directory) -> Row:
    return Row(
        id=one.id,
        sop=one.sop,
        title=one.title.in_language(door.language),
        version=one.version,
        hash=one.hash,
        effective=written_date(one.effective, door.language),
        author=_name(directory, one.author),
        submitted=door.instant(one.submitted_at),
        note=one.note,
        status=one.status,
        decided="" if one.decided_at is None else door.instant(one.decided_at),
        decided_by="" if one.decided_by is None else _name(directory, one.decided_by),
        reason=one.reason,
    )


def _name(directory: Directory, person: PersonId) -> str:
    found = directory.people.get(person)
    return person if found is None else found.name
