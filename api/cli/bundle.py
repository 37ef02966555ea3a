"""`alur case bundle`: a case and what proves it, as one archive for an auditor to take away."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path
from typing import Annotated, BinaryIO, cast

from typer import BadParameter, Exit, Option, Typer

from api.cli import desk, options, output
from api.cli.exits import Code
from api.cli.progress import counting
from api.formats import written_size
from engine.core.ids import CaseId, PersonId
from engine.service.bundles import BundleSummary, Order, write_bundle
from engine.service.ledger import LedgerDamaged
from engine.service.queries import show_case
from engine.settings import Settings

Out = Annotated[
    Path, Option("--out", metavar="FILE.zip", dir_okay=False, help="Where to write the archive.")
]
_READABLE = 0o644
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def bundle(  # noqa: PLR0913  # a command's options are its parameters
    case: options.Case,
    out: Out,
    *,
    with_files: Annotated[
        bool, Option("--with-files", help="Also put in the documents themselves.")
    ] = False,
    force: Annotated[bool, Option("--force", help="Write over a file that is there.")] = False,
    lang: options.Lang = "id",
    as_json: options.AsJson = False,
) -> None:
    """Write a case and what proves it into one archive, which checks itself offline."""
    if out.exists() and not force:
        raise BadParameter(f"{out} is there already; --force writes over it")
    settings = desk.read_settings()
    person = PersonId(getuser())
    with desk.open_database(settings) as database:
        from api.case_report import Manner  # noqa: PLC0415  # it takes a while to load
        from api.case_report_paper import papers_of  # noqa: PLC0415  # as above

        found, at = show_case(database, CaseId(case)).summary.case, desk.now()
        zone = settings.office_zone
        manner = Manner(
            at=at,
            by=person,
            language=lang,
            zone=zone,
            office=settings.office,
            published=_published(settings),
        )
        with (
            _agreeing(),
            counting("Writing the bundle") as tell,
            _whole_or_not_at_all(out) as file,
        ):
            summary = write_bundle(
                database,
                settings.files,
                found,
                file,
                order=Order(by=person, at=at, with_files=with_files),
                papers=papers_of(database, manner),
                tell=tell,
            )
        how = "in full" if summary.shows_personal else "masked"
        desk.note_read(database, found, "bundle", how=how)
    if as_json:
        output.show_json(summary)
    else:
        _tell(summary, out)


@contextmanager
def _agreeing() -> Iterator[None]:
    """A ledger that does not agree with itself does not verify: nothing is signed for it."""
    try:
        yield
    except LedgerDamaged as damaged:
        output.complain(str(damaged), damaged.hint)
        raise Exit(Code.UNVERIFIED) from damaged


def _published(settings: Settings) -> str:
    """The address of the public page of checkpoints, where this installation has a public name."""
    public = (one for one in settings.hosts if one not in _LOOPBACK)
    host = next(public, "")
    return f"https://{host}/checkpoints" if host else ""


@contextmanager
def _whole_or_not_at_all(out: Path) -> Iterator[BinaryIO]:
    """A file beside `out` that takes its place once it is whole and on disk."""
    descriptor, name = tempfile.mkstemp(dir=out.absolute().parent, prefix=f".{out.name}.")
    made = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield cast("BinaryIO", file)
            file.flush()
            os.fsync(file.fileno())
        made.chmod(_READABLE)
        made.replace(out)
    finally:
        made.unlink(missing_ok=True)


def _tell(summary: BundleSummary, out: Path) -> None:
    size = written_size(summary.size, "en")
    output.say(f"Wrote {out}: {summary.seq} events, {summary.members} members, {size}.")
    if summary.uncovered:
        listed = ", ".join(map(str, summary.uncovered))
        output.say(
            f"Not covered by the checkpoint yet: events {listed}. `alur checkpoint take`, then"
            " bundle again, and verify.py vouches for all of it.",
            style="yellow",
        )
    if summary.shows_personal:
        output.say("It holds personal data in plain: hand it only to whom it concerns.")
    output.say(f"Check it anywhere: python3 verify.py {out.name} --key KEY", style="dim")


def add_to(app: Typer) -> None:
    """Give `alur case` its verb `bundle`."""
    app.command()(bundle)
