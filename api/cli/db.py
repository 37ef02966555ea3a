"""`alur db`: which database, and keeping it in shape."""

from typer import Typer

from api.cli import desk, options, output

app = Typer(
    help="Look after the database.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)


@app.command()
def path(*, as_json: options.AsJson = False) -> None:
    """Say which database is meant; a password in its address is not shown."""
    where = desk.shown_address(desk.read_settings().database_url)
    if as_json:
        output.show_json({"database": where})
    else:
        output.say(where)


@app.command()
def prepare() -> None:
    """Bring the tables up to this version of Alur; what is there stays."""
    settings = desk.read_settings()
    with desk.open_database(settings):
        output.say(f"{desk.shown_address(settings.database_url)} is ready.")


@app.command("found")
def found_() -> None:
    """Make the units and the first administrator, and tell how to sign in; done once.

    `alur serve` does so by itself. Until somebody has signed in it tells a new password each time.
    """
    from api.cli.first_run import found_if_new  # noqa: PLC0415  # seldom needed

    settings = desk.read_settings()
    if not found_if_new(settings):
        output.say(f"{desk.shown_address(settings.database_url)} is founded; people sign in.")


@app.command()
def rebuild(*, as_json: options.AsJson = False) -> None:
    """Make all views anew from the history, which is the only truth."""
    from engine.service.upkeep import rebuild_views  # noqa: PLC0415  # seldom needed

    with desk.open_database(desk.read_settings()) as database:
        cases = rebuild_views(database)
    if as_json:
        output.show_json({"cases": cases})
    else:
        output.say(f"The views of {cases} cases were made anew.")
