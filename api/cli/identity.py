"""`alur identity`: who people are at the office's own provider of sign-in."""

from typing import Annotated

from typer import BadParameter, Option, Typer

from api.cli import desk, options, output
from api.cli.account_options import By, Person, asking, shown
from api.cli.output import Column
from engine.core.ids import PersonId
from engine.service import identities
from engine.settings import Settings

app = Typer(
    help="Link people to who they are at the provider of sign-in.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

Subject = Annotated[
    str, Option("--subject", help="What the provider calls the person (the claim `sub`).")
]
Issuer = Annotated[
    str | None, Option("--issuer", metavar="URL", help="Which provider; ALUR_OIDC_ISSUER.")
]
_COLUMNS = (
    Column(title="SUBJECT", least=12),
    Column(title="ISSUER", least=12),
    Column(title="LINKED", whole=True),
    Column(title="BY", whole=True),
)


@app.command()
def link(
    person: Person,
    *,
    subject: Subject,
    issuer: Issuer = None,
    as_: By = None,
    as_json: options.AsJson = False,
) -> None:
    """Let the provider's word for that subject count as the person's."""
    settings = desk.read_settings()
    where = _issuer(issuer, settings)
    with desk.open_database(settings) as database:
        identities.link(
            database,
            PersonId(person),
            issuer=where,
            subject=subject,
            by=asking(as_),
            at=desk.now(),
        )
    _tell({"linked": subject}, f"{subject} of {where} is {person}.", as_json=as_json)


@app.command()
def unlink(
    person: Person,
    *,
    subject: Subject,
    issuer: Issuer = None,
    as_: By = None,
    as_json: options.AsJson = False,
) -> None:
    """Let it count no more; sessions that run go on until they end."""
    settings = desk.read_settings()
    where = _issuer(issuer, settings)
    with desk.open_database(settings) as database:
        identities.unlink(
            database,
            PersonId(person),
            issuer=where,
            subject=subject,
            by=asking(as_),
            at=desk.now(),
        )
    _tell({"unlinked": subject}, f"{subject} of {where} is nobody here.", as_json=as_json)


@app.command("list")
def list_(person: Person, *, as_json: options.AsJson = False) -> None:
    """List who a person is elsewhere."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        found = identities.identities_of(database, PersonId(person))
    if as_json:
        output.show_json({"items": found})
    elif not found:
        output.say(f"{person} is linked to nobody elsewhere. `alur identity link` does it.")
    else:
        rows = (
            (one.subject, one.issuer, shown(one.linked_at, settings), one.linked_by)
            for one in found
        )
        output.show_table(_COLUMNS, rows)


def _issuer(said: str | None, settings: Settings) -> str:
    found = said or settings.oidc_issuer
    if not found:
        raise BadParameter("say which provider: --issuer, or the setting ALUR_OIDC_ISSUER")
    return found


def _tell(answer: dict[str, str], words: str, *, as_json: bool) -> None:
    if as_json:
        output.show_json(answer)
    else:
        output.say(words)
