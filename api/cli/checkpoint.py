"""`alur checkpoint`: what was signed about the history, by which keys, and proofs to it."""

from pathlib import Path
from typing import Annotated

from typer import Argument, BadParameter, Option, Typer

from api.checkpoint_answers import (
    CheckpointPage,
    checkpoint_answer,
    inclusion_answer,
    key_answer,
)
from api.cli import desk, options, output
from api.cli.output import Column
from api.formats import written_instant
from engine.core.errors import NotFound
from engine.core.ids import CaseId
from engine.core.notes import format_verifier_key
from engine.runtime import checkpointing
from engine.runtime.crew import Crew
from engine.service import checkpoint_proofs, checkpoints, published
from engine.service.checkpoints import Publication, SignedCheckpoint
from engine.service.database import Database
from engine.service.queries import case_within
from engine.service.secrecy import text_of
from engine.service.vault import key_from_text
from engine.settings import Settings

app = Typer(
    help="See what was signed about the history, and prove it.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

Number = Annotated[
    int | None, Argument(metavar="[ID]", min=1, help="Its number; by default the newest.")
]
_NONE = "No checkpoint was signed yet: `alur checkpoint take` signs one."
_COLUMNS = (
    Column(title="ID", right=True),
    Column(title="SIGNED", whole=True),
    Column(title="ENTRIES", right=True),
    Column(title="ROOT", least=16, spare=1),
    Column(title="NEXT KEY", spare=2),
)
_KEY_COLUMNS = (
    Column(title="VERIFIER KEY", whole=True),
    Column(title="SINCE", whole=True),
    Column(title="UNTIL", whole=True),
)


@app.command()
def take(*, as_json: options.AsJson = False) -> None:
    """Sign how much there is now, and publish it; nothing new where nothing was added in a day."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        taken = checkpointing.take(Crew(database, settings))
    _tell(taken, settings, as_json=as_json)


def _tell(taken: SignedCheckpoint, settings: Settings, *, as_json: bool) -> None:
    if as_json:
        output.show_json(checkpoint_answer(taken))
        return
    when = written_instant(taken.at, settings.office_zone, "en")
    output.say(f"Checkpoint {taken.id}: {taken.checkpoint.size} entries, signed {when}")
    place = settings.reports / published.PUBLISHED
    output.say(f"    Published in {place}", style="dim")


@app.command("list")
def list_(
    *,
    limit: Annotated[int, Option("--limit", min=1, max=500, help="How many at most.")] = 20,
    before: Annotated[
        int | None, Option("--before", min=1, help="The number of the last one shown.")
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """List checkpoints, the newest first."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        found = checkpoints.all_of(database, before=before, most=limit)
        keys = checkpoints.published_keys(database)
    full = len(found) == limit and found[-1].id > 1
    if as_json:
        page = CheckpointPage(
            items=tuple(checkpoint_answer(one) for one in found),
            next=found[-1].id if full else None,
            keys=tuple(key_answer(one) for one in keys),
        )
        output.show_json(page)
        return
    if not found:
        output.say(_NONE, style="dim")
        return
    rows = (
        (
            one.id,
            written_instant(one.at, settings.office_zone, "en"),
            one.checkpoint.size,
            checkpoint_answer(one).root,
            one.checkpoint.next_key.key_id.hex() if one.checkpoint.next_key else "",
        )
        for one in found
    )
    output.show_table(_COLUMNS, rows)
    if full:
        output.say(f"Earlier ones: --before {found[-1].id}", style="dim")


@app.command()
def show(number: Number = None, *, as_json: options.AsJson = False) -> None:
    """Show a checkpoint as it is published, to the letter."""
    with desk.open_database(desk.read_settings()) as database:
        found = _one(database, number)
    if as_json:
        output.show_json(checkpoint_answer(found))
    else:
        output.say_verbatim(found.note)


def _one(database: Database, number: int | None) -> SignedCheckpoint:
    before = None if number is None else number + 1
    found = checkpoints.all_of(database, before=before, most=1)
    if not found or number not in {None, found[0].id}:
        raise NotFound("checkpoint", number or "latest", hint="`alur checkpoint list` lists them.")
    return found[0]


@app.command()
def keys(*, as_json: options.AsJson = False) -> None:
    """Show the keys that verify checkpoints, the one in use last: give these to others."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        known = checkpoints.published_keys(database)
    if as_json:
        output.show_json({"items": [key_answer(one) for one in known]})
        return
    if not known:
        output.say(_NONE, style="dim")
        return
    zone = settings.office_zone
    rows = (
        (
            format_verifier_key(one.key),
            written_instant(one.since, zone, "en"),
            "" if one.until is None else written_instant(one.until, zone, "en"),
        )
        for one in known
    )
    output.show_table(_KEY_COLUMNS, rows)


@app.command()
def rotate(
    *,
    to: Annotated[
        Path | None,
        Option("--to", metavar="FILE", help="The key that follows, where ALUR_SIGNING_KEY is set."),
    ] = None,
    lost: Annotated[
        bool, Option("--lost", help="The key before is lost: begin anew with the one that is here.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Hand over to another signing key, by a checkpoint that both sign."""
    settings = desk.read_settings()
    if to is not None and (lost or not settings.signing_key):
        raise BadParameter("--to is for a key that ALUR_SIGNING_KEY sets, and not with --lost")
    place = Publication(
        origin=settings.ledger_origin,
        folder=settings.reports,
        mail_to=() if settings.training or settings.demo else settings.checkpoint_mail,
    )
    with desk.open_database(settings) as database:
        if to is not None:
            database.signing.offer(_key_in(to))
        change = checkpoints.begin_anew if lost else checkpoints.rotate
        signed = change(database, place, at=desk.now())
        line = format_verifier_key(checkpoints.verifier_keys(database)[-1])
    if as_json:
        output.show_json({"checkpoint": checkpoint_answer(signed), "verifier_key": line})
        return
    output.say(f"From now on checkpoints are verified with {line}")
    if to is not None:
        output.say("    Set ALUR_SIGNING_KEY_FILE to that file now, and restart.", style="dim")
    if lost:
        output.say("    Nobody can follow to it: tell everybody who keeps checkpoints.")


def _key_in(file: Path) -> bytes:
    try:
        return key_from_text(text_of(file, secret=True))
    except ValueError as error:
        raise BadParameter(f"the key {error}") from None


@app.command()
def publish(*, as_json: options.AsJson = False) -> None:
    """Add to the published file what it lacks, and mail what waits."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        added = published.publish(database, settings.reports)
        crew = Crew(database, settings)
        sent = 0 if crew.only_simulates else checkpointing.send(crew)
    if as_json:
        output.show_json({"added": added, "mailed": sent})
    else:
        output.say(f"{added} checkpoints added to {published.PUBLISHED}, {sent} mailed.")


@app.command("put-away")
def put_away(*, as_json: options.AsJson = False) -> None:
    """Lay the published file aside, where history was lost or a demonstration began anew."""
    settings = desk.read_settings()
    aside = published.put_away(settings.reports, at=desk.now())
    if as_json:
        output.show_json({"file": aside.as_posix()})
        return
    output.say(f"{published.PUBLISHED} lies aside as {aside}; keep it.")
    output.say("    The next checkpoint signs the history that is here.", style="dim")


@app.command()
def prove(
    case: options.Case,
    seq: Annotated[int, Argument(metavar="SEQ", min=1, help="The number of the event.")],
    *,
    size: Annotated[
        int | None, Option("--size", min=1, help="To the checkpoint over so many entries.")
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Prove that an event of a case is in what was signed."""
    with desk.open_database(desk.read_settings()) as database:
        whole = case_within(database, CaseId(case), None)
        found = inclusion_answer(
            whole, checkpoint_proofs.prove_event(database, whole, seq, size=size)
        )
    if as_json:
        output.show_json(found)
        return
    output.show_pairs(
        (
            ("Case", found.case),
            ("Event", found.seq),
            ("Hash", found.hash),
            ("Entry", f"{found.position} (from 0)"),
            ("Leaf hash", found.leaf_hash),
            ("Proof", " ".join(found.proof) or "none needed: it is the only entry"),
        )
    )
    output.say()
    output.say_verbatim(found.note)
