"""`alur verify`: whether everything that is kept holds together."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

from typer import Argument, BadParameter, Exit, Option, Typer

from api.cli import desk, options, output
from api.cli.exits import Code
from api.cli.output import Column
from api.cli.progress import counting
from api.formats import written_instant
from api.glossary import Pair, in_language
from api.present_verifying import mends, place, says
from api.verifying_answers import verdict_answer
from engine.core.errors import NoteRefused, NotFound
from engine.core.ids import CaseId
from engine.core.notes import VerifierKey, parse_verifier_key
from engine.core.text import Language
from engine.core.verdicts import Receipt, Verdict, receipt_from_text
from engine.service.database import Database
from engine.service.looking import look_at
from engine.service.queries import find_id
from engine.service.verifications import published_notes
from engine.service.verifying import verify as verified
from engine.service.verifying_dates import with_dates
from engine.service.verifying_holdings import with_holdings
from engine.settings import Settings

app = Typer(add_completion=False)

_EMPTY: Pair = (
    "Belum ada apa-apa untuk diperiksa: basis data ini kosong.",
    "There is nothing to verify yet: the database is empty.",
)
_WHOLE: Pair = ("Semuanya utuh.", "Everything holds together.")
_WHOLE_CASE: Pair = ("Kasus ini utuh.", "The case holds together.")
_WITH_ITSELF: Pair = (
    "Sejauh ini hanya sesuai dengan dirinya sendiri.",
    "It agrees with itself, and was compared with nothing else.",
)
_LOOKED: Pair = (
    "Diperiksa: kasus {cases}, kejadian {events}, catatan buku besar {entries}.",
    "Looked at: cases {cases}, events {events}, entries of the ledger {entries}.",
)
_AGREES: Pair = (
    "Sesuai dengan checkpoint {size} dari {origin}, {at}.",
    "Agrees with checkpoint {size} of {origin}, {at}.",
)
_NO_CHECKPOINT: Pair = (
    "Tidak ada checkpoint untuk dibandingkan: yang ditulis ulang seluruhnya tidak akan terlihat.",
    "No checkpoint to compare with: what was wholly rewritten would not be seen.",
)
_DUE: Pair = (
    "Belum tercatat di buku besar, jadi belum dijamin checkpoint mana pun: {due}.",
    "Not in the ledger yet, so that no checkpoint vouches for it: {due}.",
)
_BROKEN: Pair = ("Temuan: {found}. TIDAK utuh.", "Findings: {found}. It does NOT hold together.")
_MORE: Pair = ("… dan {more} lagi.", "… and {more} more.")
_COLUMNS: tuple[tuple[Pair, Column], ...] = (
    (("DI MANA", "WHERE"), Column(title="", whole=True)),
    (("KODE", "CODE"), Column(title="", whole=True)),
    (("APA", "WHAT"), Column(title="", least=24)),
    (("TERDAPAT", "FOUND"), Column(title="", spare=1, least=12)),
)

Key = Annotated[
    list[str] | None,
    Option(
        "--key",
        metavar="NAME+ID+KEY",
        help="Believe this verifier key, and those it handed over to. Repeatable. "
        "By default those that the database names.",
    ),
]
Receipts = Annotated[
    list[str] | None,
    Option(
        "--receipt",
        metavar="CASE:SEQ:HASH",
        help="What a receipt says of an event; 16 digits of its hash or more. Repeatable.",
    ),
]
Views = Annotated[
    bool, Option("--views", help="Also the rows that lists are made of. Takes longer.")
]
Published = Annotated[
    Path | None,
    Option(
        "--checkpoints",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="Published checkpoints to hold it against; by default those of this installation.",
    ),
]
Dates = Annotated[
    bool, Option("--dates", help="Also whether events were listed soon after they say they came.")
]
Documents = Annotated[
    bool,
    Option(
        "--documents",
        help="Also the bytes of documents and the keys of personal data. Reads every document.",
    ),
]


@app.command()
def verify(  # noqa: PLR0913  # a command's options are its parameters
    case: Annotated[
        str | None, Argument(metavar="[CASE]", help="Only this case, and its place in the ledger.")
    ] = None,
    *,
    checkpoints: Published = None,
    key: Key = None,
    receipt: Receipts = None,
    views: Views = False,
    documents: Documents = False,
    dates: Dates = False,
    limit: Annotated[int, Option("--limit", min=0, help="How many findings are told.")] = 20,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """Verify that histories, versions and the ledger are what they were when they were kept.

    Reads one snapshot and changes nothing; people can work meanwhile. Ends with 3 where anything
    does not hold together, or nothing could be compared with what was given. docs/verifying.md
    says what each code means and what to do.
    """
    keys, receipts = _keys(key or ()), _receipts(receipt or ())
    settings = desk.read_settings()
    notes = _notes(settings, checkpoints)
    with _opened(settings) as database, counting("Verifying") as advance:
        look = partial(
            verified,
            database,
            at=desk.now(),
            notes=notes,
            keys=keys,
            receipts=receipts,
            views=views,
            tell=advance,
        )
        verdict = look() if case is None else _of_case(database, case, look)
        if dates:
            verdict = with_dates(database, verdict, notes=notes, keys=keys)
        if documents:
            verdict = with_holdings(database, settings.files, verdict)
    if as_json:
        output.show_json(verdict_answer(verdict))
    else:
        _tell(verdict, settings, lang, limit=limit)
    if verdict.found:
        raise Exit(Code.UNVERIFIED)


def _opened(settings: Settings) -> Database:
    """The database as it is: neither made, nor brought up to this version of Alur first."""
    return look_at(settings.database_url, key=settings.key, signing_key=settings.signing_key)


def _of_case(database: Database, given: str, look: Callable[..., Verdict]) -> Verdict:
    """What comes of the case whose id begins so; of one that is gone the whole id is asked for."""
    try:
        found = database.store.read(lambda reader: find_id(reader, CaseId(given)))
    except NotFound as absent:
        try:
            return look(case=CaseId(given.strip().lower()))
        except NotFound:
            raise absent from None
    return look(case=found)


def _notes(settings: Settings, file: Path | None) -> tuple[str, ...]:
    """The checkpoints of the file that is given, else what this installation published itself."""
    if file is None:
        return published_notes(settings.reports)
    return (file.read_text(encoding="utf-8", errors="replace"),)


def _keys(lines: list[str] | tuple[()]) -> tuple[VerifierKey, ...]:
    try:
        return tuple(parse_verifier_key(line) for line in lines)
    except NoteRefused as refused:
        raise BadParameter(f"--key {refused.why}") from None


def _receipts(said: list[str] | tuple[()]) -> tuple[Receipt, ...]:
    try:
        return tuple(receipt_from_text(one) for one in said)
    except ValueError as error:
        raise BadParameter(str(error)) from None


def _tell(verdict: Verdict, settings: Settings, language: Language, *, limit: int) -> None:
    if not (verdict.events or verdict.entries or verdict.found):
        output.say(in_language(_EMPTY, language), style="dim")
        return
    facts = {"cases": verdict.cases, "events": verdict.events, "entries": verdict.entries}
    output.say(in_language(_LOOKED, language).format(**facts))
    for line in _on_checkpoints(verdict, settings, language):
        output.say(line)
    if not verdict.found:
        if verdict.checked_to is None or (verdict.entries and not verdict.checked_to.size):
            output.say(in_language(_WITH_ITSELF, language))
            return
        whole = _WHOLE if verdict.case is None else _WHOLE_CASE
        output.say(in_language(whole, language), style="green")
        return
    output.say(in_language(_BROKEN, language).format(found=verdict.found), style="bold red")
    _tell_findings(verdict, language, limit=limit)


def _on_checkpoints(verdict: Verdict, settings: Settings, language: Language) -> Iterator[str]:
    agreed = verdict.checked_to
    if agreed is not None:
        at = agreed.at and written_instant(agreed.at, settings.office_zone, language)
        said = in_language(_AGREES, language)
        yield said.format(size=agreed.size, origin=agreed.origin, at=at or "-")
    elif not verdict.found:
        yield in_language(_NO_CHECKPOINT, language)
    if verdict.due:
        yield in_language(_DUE, language).format(due=verdict.due)


def _tell_findings(verdict: Verdict, language: Language, *, limit: int) -> None:
    shown = verdict.findings[:limit]
    columns = [
        Column(
            title=in_language(title, language),
            whole=one.whole,
            least=one.least,
            spare=one.spare,
        )
        for title, one in _COLUMNS
    ]
    output.show_table(
        columns, [(place(one), one.code, says(one, language), one.reason) for one in shown]
    )
    if verdict.found > len(shown):
        output.say(in_language(_MORE, language).format(more=verdict.found - len(shown)))
    for code in dict.fromkeys(one.code for one in shown):
        output.say(f"{code}: {mends(code, language)}", style="dim")
