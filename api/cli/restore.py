"""`alur restore`: a backup brought back, verified, and held against what was published."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated

from msgspec.structs import replace
from typer import Argument, BadParameter, Exit, Option, Typer

from api.cli import desk, options, output
from api.cli.amounts import amount
from api.cli.exits import Code
from api.cli.progress import counting
from api.formats import written_instant
from engine.core.errors import NoteRefused
from engine.core.notes import VerifierKey, parse_verifier_key
from engine.runtime.backing_up import installation_of
from engine.service.backup_archive import ArchiveReader, BackupDamaged, reading
from engine.service.backups import Installation
from engine.service.database import file_of
from engine.service.restored import (
    Judgement,
    begin_after_loss,
    judge,
    keep_minutes,
    published_in,
)
from engine.service.restoring import Restored, expect_restorable, restore

app = Typer(add_completion=False)

_MOST_SHOWN = 20
_KEYS = {
    "fits": "The key is the one that it was sealed with.",
    "unmade": "Nothing in it was ever sealed: there is no key yet.",
    "absent": "Its key is not here: put it in its place before Alur is started. `alur doctor`"
    " says where.",
    "other": "The key that is here is not the one that it was sealed with.",
}
_SIGNING = {
    "other": "Checkpoints are signed with another key here than the backup knows. Before the next"
    " one: `alur checkpoint rotate --lost`, and tell everybody who keeps checkpoints.",
    "absent": "The key that checkpoints are signed with is not here: put it in its place. Where it"
    " is lost: `alur checkpoint rotate --lost`, and tell everybody who keeps checkpoints.",
}
_ORDERS = {"data_erased": "data was erased", "case_disposed": "it was destroyed as a record"}


_File = Annotated[Path, Argument(metavar="FILE", help="The backup.", show_default=False)]
_To = Annotated[
    str | None,
    Option(
        "--to",
        metavar="FOLDER|ADDRESS",
        help="A folder, or the address of a database; without it, this installation's own.",
        show_default=False,
    ),
]
_Folder = Annotated[
    Path | None,
    Option(
        "--folder",
        metavar="FOLDER",
        help="Where documents and reports go, where --to is on a server.",
        show_default=False,
    ),
]
_Force = Annotated[bool, Option("--force", help="Move aside what lies there; nothing is deleted.")]
_Checkpoints = Annotated[
    list[Path] | None,
    Option("--checkpoints", metavar="FILE", help="Published checkpoints, kept elsewhere."),
]
_Key = Annotated[
    list[str] | None,
    Option("--key", metavar="VKEY", help="Whose checkpoints are believed, whatever it says."),
]


@app.command("restore")
def restore_(  # noqa: PLR0913  # a command's options are its parameters
    file: _File,
    *,
    to: _To = None,
    folder: _Folder = None,
    force: _Force = False,
    checkpoints: _Checkpoints = None,
    key: _Key = None,
    as_json: options.AsJson = False,
) -> None:
    """Bring a backup back into an empty place, and verify all of it.

    Ends with 3 where the backup is damaged or its history does not hold together. What published
    checkpoints know and the backup does not is told.
    """
    at = desk.now()
    place = _place(to, folder)
    keys = _verifier_keys(key or ())
    given = [one.read_text("utf-8") for one in checkpoints or []]
    with reading(file) as archive:
        _check(archive, place, at=at, force=force)
        with counting("Restoring") as tell:
            done = restore(archive, place, at=at, tell=tell)
    notes = given or list(published_in(place))
    with counting("Verifying") as tell:
        judged = judge(place, done, notes=notes, keys=keys, at=at, tell=tell)
    minutes = keep_minutes(place, done, judged, at=at)
    is_own = to is None
    put_aside = begin_after_loss(place, at=at) if is_own and judged.loss is not None else ""
    if as_json:
        output.show_json({"restored": done, "judged": judged, "minutes": str(minutes)})
    else:
        _tell(place, done, judged)
        _tell_of_history(judged)
        _tell_of_loss(judged, put_aside, is_own=is_own)
        _tell_what_to_do(done, judged)
        output.say(f"The minutes of this are in {minutes}.", style="dim")
    if not judged.is_sound:
        raise Exit(Code.UNVERIFIED)


def _check(archive: ArchiveReader, place: Installation, *, at: datetime, force: bool) -> None:
    try:
        with counting("Checking the backup") as tell:
            expect_restorable(archive, place, at=at, force=force, tell=tell)
    except BackupDamaged as damaged:
        output.complain(str(damaged), damaged.hint)
        raise Exit(Code.UNVERIFIED) from damaged


def _place(to: str | None, folder: Path | None) -> Installation:
    """Where to: an address of a database, a folder with all in it, or what is set up here.

    What is restored elsewhere never touches the documents and reports of this installation.
    """
    here = installation_of(desk.read_settings())
    is_on_server = to is not None and "://" in to and not to.startswith("sqlite:")
    if folder is not None and not is_on_server:
        raise BadParameter("--folder goes with --to and the address of a database on a server")
    if to is None:
        return here
    if is_on_server:
        if folder is None:
            raise BadParameter("--to on a server needs --folder, for the documents and reports")
        folder = folder.absolute()
        return replace(here, url=to, files=folder / "files", reports=folder / "reports")
    folder = Path(to).absolute() if not to.startswith("sqlite:") else _folder_of(to)
    url = to if to.startswith("sqlite:") else f"sqlite:///{folder / 'alur.db'}"
    return replace(here, url=url, files=folder / "files", reports=folder / "reports")


def _folder_of(url: str) -> Path:
    file = file_of(url)
    if file is None:
        raise BadParameter("--to is a folder, or the address of a database")
    return file.parent


def _verifier_keys(said: Iterable[str]) -> tuple[VerifierKey, ...]:
    try:
        return tuple(parse_verifier_key(one) for one in said)
    except NoteRefused as refused:
        raise BadParameter(f"--key: {refused}") from None


def _local(at: datetime) -> str:
    return written_instant(at, desk.read_settings().office_zone, "en")


def _tell(place: Installation, done: Restored, judged: Judgement) -> None:
    verdict, manifest = judged.verdict, done.manifest
    put = "was" if done.documents == 1 else "were"
    output.say(
        f"{desk.shown_address(place.url)} is as it was at"
        f" {_local(manifest.at)}: {amount(verdict.cases, 'case')},"
        f" {amount(verdict.events, 'event')}; {amount(done.documents, 'document')} {put} put in"
        " place.",
        style="bold",
    )
    if done.aside:
        output.say(f"What was there before is now {done.aside}.")
    for name in done.left_out:
        output.say(f"This document was damaged when it was backed up: {name}", style="bold red")
    for name in manifest.missing:
        output.say(f"This document was not there when it was backed up: {name}", style="bold red")
    output.say(_KEYS[judged.key], style="bold red" if judged.key == "other" else "")


def _tell_of_history(judged: Judgement) -> None:
    for one in judged.faults[:_MOST_SHOWN]:
        said = f"{one.stream} {one.seq}: {one.code} {one.reason}".rstrip()
        output.say(said, style="bold red")
    if judged.found:
        output.say(f"{amount(judged.found, 'finding')}: it does not verify.", style="bold red")
    else:
        output.say("Its whole history verifies, and its documents are there.", style="green")
    agreed = judged.verdict.checked_to
    if agreed is not None:
        size = amount(agreed.size, "entry", "entries")
        said = f"It agrees with the published checkpoints, up to the one over {size}"
        output.say(f"{said}.", style="green")


def _tell_of_loss(judged: Judgement, put_aside: str, *, is_own: bool) -> None:
    loss = judged.loss
    if loss is None:
        return
    lost = max(0, loss.published - loss.held - loss.waiting)
    how_many = f"{lost} or more" if lost else "perhaps some"
    output.say(
        f"Of the ledger {amount(loss.published, 'entry', 'entries')} were published; the backup has"
        f" {loss.held} that are numbered and {loss.waiting} that wait: {how_many} from after"
        f" {_local(loss.since)} are lost. Enter again from paper what was done since.",
        style="bold yellow",
    )
    if not loss.vouched:
        output.say("What shows that is signed by a key that the backup is too old to know.")
    if put_aside:
        output.say(f"What was published is kept as {put_aside}; from now on a new file is begun.")
    elif not is_own:
        output.say(
            "This was restored elsewhere, so what was published stays as it is. Before Alur is"
            " started on it, put any checkpoints.txt aside that lies in its folder of reports."
        )


def _tell_what_to_do(done: Restored, judged: Judgement) -> None:
    if judged.signing in _SIGNING:
        output.say(_SIGNING[judged.signing], style="bold yellow")
    if done.undone is None:
        output.say(
            "What lay there cannot be read: look up by hand what was erased and destroyed since"
            " the backup, and do it again.",
            style="bold yellow",
        )
        return
    for one in done.undone[:_MOST_SHOWN]:
        said = _ORDERS.get(one.kind, one.kind)
        output.say(f"Do again, case {one.case}: {said} {_local(one.at)}", style="bold yellow")
    if len(done.undone) > _MOST_SHOWN:
        output.say(f"… and {len(done.undone) - _MOST_SHOWN} more; the minutes have them all.")
