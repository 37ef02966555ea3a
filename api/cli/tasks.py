"""`alur task`: what waits for whom, what is next, and who carries how much."""

from typing import Annotated

from typer import BadParameter, Option, Typer

from api.cli import desk, options, output
from api.cli import queue as queues
from api.cli.output import Column
from engine.core.commands import Actor
from engine.core.ids import RoleId, SopId
from engine.service.queries import list_tasks
from engine.service.views import TaskFilter

app = Typer(
    help="See what waits for whom, and claim what is next.",
    callback=options.show_help,
    invoke_without_command=True,
    add_completion=False,
)

app.command("queue")(queues.queue)
app.command("next")(queues.next_)
app.command("workload")(queues.show_workload)

_COLUMNS = (
    Column(title="CASE", whole=True),
    Column(title="NO", right=True),
    Column(title="STEP", least=18),
    Column(title="ROLE", least=14),
    Column(title="HELD BY", least=12),
    Column(title="SINCE", whole=True, spare=1),
)


@app.command("list")
def list_(  # noqa: PLR0913  # a command's options are its parameters
    *,
    role: Annotated[str | None, Option("--role", help="Only of this role.")] = None,
    sop: Annotated[str | None, Option("--sop", help="Only of this SOP.")] = None,
    mine: Annotated[bool, Option("--mine", help="Only those I hold (with --as).")] = False,
    unclaimed: Annotated[bool, Option("--unclaimed", help="Only those nobody holds.")] = False,
    as_: Annotated[
        str | None, Option("--as", envvar="ALUR_AS", metavar="PERSON:ROLE", help="Who asks.")
    ] = None,
    limit: Annotated[int, Option("--limit", min=1, max=500, help="How many at most.")] = 50,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """List open tasks, the oldest first."""
    wanted = TaskFilter(
        role=RoleId(role) if role else None,
        sop=SopId(sop) if sop else None,
        assignee=_me(as_).person if mine else None,
        unclaimed=unclaimed,
        limit=limit,
    )
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        tasks = list_tasks(database, wanted)
    if as_json:
        output.show_json(tasks)
        return
    rows = (
        (
            task.case,
            task.number,
            task.activity.in_language(lang),
            task.role_title.in_language(lang) if task.role_title else "the system",
            task.assignee or "",
            f"{task.opened_at.astimezone(settings.office_zone):%Y-%m-%d %H:%M}",
        )
        for task in tasks
    )
    output.show_table(_COLUMNS, rows)


def _me(as_: str | None) -> Actor:
    if as_ is None:
        raise BadParameter("--mine needs --as PERSON:ROLE")
    return options.actor_from_text(as_)
