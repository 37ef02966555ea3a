"""`alur backup`: everything of an installation in one file, while people go on working."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

from typer import Argument, BadParameter, Option, Typer

from api.cli import desk, options, output
from api.cli.amounts import amount
from api.cli.output import Column
from api.cli.progress import counting
from api.formats import written_instant
from engine.core.errors import NotFound
from engine.runtime.backing_up import installation_of
from engine.service.backup_archive import Manifest
from engine.service.backups import (
    back_up,
    backups_in,
    forget_old,
    look_into,
    named_in,
    taken_at,
)

app = Typer(add_completion=False)

_MEGA = 1_000_000
_COLUMNS = (
    Column(title="BACKUP", whole=True),
    Column(title="TAKEN", whole=True),
    Column(title="MB", whole=True, right=True),
)
_ROWS = (
    Column(title="TABLE", whole=True),
    Column(title="ROWS", whole=True, right=True),
)
WITHOUT_KEYS = (
    "The keys are not in it: without them nobody can read what is sealed (as a NIK). Names,"
    " addresses and documents can be read by whoever has this file. Lock it away, and keep the keys"
    " elsewhere."
)
WITH_KEYS = "The keys are in it: whoever has this file can read all personal data. Lock it away."


@app.command()
def backup(
    place: Annotated[
        Path,
        Argument(
            metavar="FILE|FOLDER",
            help="The file to write; in a folder it gets a name of its time.",
            show_default=False,
        ),
    ],
    *,
    with_keys: Annotated[bool, Option("--with-keys", help="Put the keys in, too.")] = False,
    keep: Annotated[
        int | None, Option("--keep", min=1, help="Remove the oldest of a folder beyond so many.")
    ] = None,
    listed: Annotated[
        bool, Option("--list", help="Say what is in a backup, or which a folder has.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Write a backup: database, documents, reports and checkpoints. Alur may be running.

    The file is there whole or not at all. `alur restore` brings it back and verifies it.
    """
    if listed:
        _list(place, as_json=as_json)
        return
    if not place.is_dir() and place.suffix not in {"", ".zip"}:
        raise BadParameter(f"{place.name} ends like a file: end it with .zip, or make the folder")
    is_folder = place.is_dir() or place.suffix != ".zip"
    if keep is not None and not is_folder:
        raise BadParameter("--keep is for a folder of backups")
    settings, at = desk.read_settings(), desk.now()
    if is_folder:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = named_in(place, at=at) if is_folder else place
    with counting("Backing up") as tell:
        manifest = back_up(installation_of(settings), file, at=at, with_keys=with_keys, tell=tell)
    gone = forget_old(place, keep=keep, written=file, at=at) if keep is not None else ()
    if as_json:
        output.show_json(_answer(file, manifest) | {"removed": [one.name for one in gone]})
        return
    output.say(f"{file} is written ({_size(file)} MB).", style="bold")
    _tell(manifest)
    for one in gone:
        output.say(f"{one.name} was removed.", style="dim")


def _list(place: Path, *, as_json: bool) -> None:
    if not place.exists():
        raise NotFound("folder or backup", place)
    if not place.is_dir():
        manifest = look_into(place)
        if as_json:
            output.show_json(_answer(place, manifest))
            return
        _tell(manifest)
        output.show_table(_ROWS, manifest.rows.items())
        return
    found = backups_in(place)
    if as_json:
        items = [{"file": one.name, "at": taken_at(one), "bytes": _bytes(one)} for one in found]
        output.show_json({"items": items})
    elif not found:
        output.say("There are no backups here.", style="dim")
    else:
        rows = ((one.name, _local(taken_at(one)), _size(one)) for one in found)
        output.show_table(_COLUMNS, rows)


def _local(at: datetime) -> str:
    return written_instant(at, desk.read_settings().office_zone, "en")


def _tell(manifest: Manifest) -> None:
    events = manifest.rows.get("case_event", 0)
    cases = manifest.rows.get("case", 0)
    output.say(
        f"Taken {_local(manifest.at)} by Alur {manifest.alur} from"
        f" {manifest.database} (tables {manifest.schema}): {amount(cases, 'case')},"
        f" {amount(events, 'event')}, {amount(manifest.entries, 'entry', 'entries')} of the ledger,"
        f" {amount(manifest.documents, 'document')}."
    )
    for name in manifest.missing:
        output.say(f"A case names this document, and it is not there: {name}", style="bold red")
    for name in manifest.damaged:
        output.say(f"This document is damaged, here as there: {name}", style="bold red")
    output.say(WITH_KEYS if manifest.has_keys else WITHOUT_KEYS, style="bold yellow")


def _answer(file: Path, manifest: Manifest) -> dict[str, object]:
    return {
        "file": str(file),
        "bytes": _bytes(file),
        "at": manifest.at,
        "alur": manifest.alur,
        "schema": manifest.schema,
        "database": manifest.database,
        "office": manifest.office,
        "rows": dict(manifest.rows),
        "documents": manifest.documents,
        "damaged": list(manifest.damaged),
        "missing": list(manifest.missing),
        "entries": manifest.entries,
        "checkpoint": manifest.checkpoint,
        "has_keys": manifest.has_keys,
    }


def _bytes(file: Path) -> int:
    return file.stat().st_size


def _size(file: Path) -> str:
    return f"{_bytes(file) / _MEGA:.1f}"
