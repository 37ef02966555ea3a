"""The minutes of a disposal (berita acara pemusnahan arsip) as a PDF.

They name cases by id, SOP, period and hash, and hold no personal data of any applicant. In
Indonesian, as every letter of the office. Source: PP 28/2012 (pemusnahan arsip).
"""

from importlib.resources import files
from zoneinfo import ZoneInfo

from engine.core.directory import Directory
from engine.core.errors import AlreadySo
from engine.core.ids import PersonId
from engine.service.database import Database
from engine.service.directory import current
from engine.service.disposal import DisposalView, ListedCase
from engine.sop.wording import written_day

_TEMPLATE = "minutes"
_SHORT_HASH = 16
"""Hexadecimal digits of a hash that a person compares."""


def set_minutes(database: Database, view: DisposalView, *, zone: ZoneInfo) -> bytes:
    """The minutes of an approved list; the same list gives the same bytes.

    Raises:
        AlreadySo: it is not approved, so there are none.
    """
    # Jinja2 and Typst take a while to load, and most that look at lists do not need them.
    from engine.actions.letter_facts import Branch  # noqa: PLC0415
    from engine.actions.typesetting import typeset  # noqa: PLC0415

    disposal, minutes = view.disposal, view.disposal.minutes
    if minutes is None or disposal.decided_at is None or disposal.decided_by is None:
        raise AlreadySo(f"The list {disposal.id} is {disposal.status} and has no minutes")
    people = current(database)
    proposed, approved = (
        written_day(one.astimezone(zone).date(), "id")
        for one in (disposal.proposed_at, disposal.decided_at)
    )
    facts = Branch(
        {
            "list": disposal.id,
            "number": minutes.number,
            "signed": written_day(minutes.signed_on, "id"),
            "proposed": proposed,
            "proposed_by": _named(people, disposal.proposed_by),
            "approved": approved,
            "approved_by": _named(people, disposal.decided_by),
            "what": _what_becomes(view),
            "cases": Branch(
                {str(n): Branch(_facts(one, zone)) for n, one in enumerate(view.cases, 1)}
            ),
            "witnesses": Branch({str(n): one for n, one in enumerate(minutes.witnesses, 1)}),
        }
    )
    source = files("engine.service").joinpath("minutes.typ.j2").read_text("utf-8")
    title = f"Berita Acara {minutes.number}"
    return typeset(
        _TEMPLATE, {_TEMPLATE: source}, facts, title=title, at=disposal.decided_at
    ).content


def _what_becomes(view: DisposalView) -> str:
    """What the minutes say of all of them: more was not done than was."""
    gone = sum(one.seq is not None for one in view.cases)
    if any(one.is_pending for one in view.cases):
        before = f", {gone} di antaranya sudah dimusnahkan" if gone else ""
        return f"{len(view.cases)} berkas berikut disetujui untuk dimusnahkan{before}"
    left = len(view.cases) - gone
    rest = f"; {left} berkas lainnya tidak dimusnahkan" if left else ""
    return f"{gone} berkas dari daftar berikut dimusnahkan{rest}"


def _named(people: Directory, person: PersonId) -> str:
    known = people.people.get(person)
    return person if known is None else known.name


def _facts(listed: ListedCase, zone: ZoneInfo) -> dict[str, str]:
    """A line of the table."""
    state = "belum dilaksanakan"
    if listed.seq is not None:
        state = f"dimusnahkan, kejadian {listed.seq}"
    elif listed.left_out:
        state = "tidak dimusnahkan"
    return {
        "case": listed.case,
        "sop": listed.sop,
        "version": str(listed.version),
        "kept_as": listed.kept_as,
        "opened": f"{listed.opened_at.astimezone(zone):%d-%m-%Y}",
        "closed": f"{listed.closed_at.astimezone(zone):%d-%m-%Y}",
        "head": listed.head[:_SHORT_HASH],
        "state": state,
    }
