"""The command line `alur`: the same engine as the pages and the interface, for a terminal."""

import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module, metadata
from typing import Annotated, Any

import typer.main
from typer import Abort, Context, Exit, Option, Typer
from typer.core import TyperGroup

from api.cli.exits import EXIT_CODES, Code, verdict_on
from api.cli.options import show_help
from api.cli.output import complain, say

__all__ = ["EXIT_CODES", "NOUNS", "Code", "app", "main"]

NOUNS: Mapping[str, tuple[str, str]] = {
    "sop": ("api.cli.sop", "Check, read, compare and publish SOPs."),
    "case": ("api.cli.case", "Open cases, follow them, act on them."),
    "task": ("api.cli.tasks", "See what waits for whom, and claim what is next."),
    "unit": ("api.cli.unit", "See the units that people work in, and change them."),
    "person": ("api.cli.person", "See who works here, and what they hold and held."),
    "assignment": ("api.cli.assignment", "Give people roles and duties, and take them away."),
    "substitute": ("api.cli.substitute", "Say who stands in for whom (Plh, Plt)."),
    "absence": ("api.cli.absence", "Say who is away, and who is back."),
    "account": ("api.cli.account", "See who may sign in; open, reset and lock accounts."),
    "token": ("api.cli.token", "See, issue and revoke tokens for programs."),
    "identity": ("api.cli.identity", "Link people to who they are at the provider of sign-in."),
    "deviations": ("api.cli.deviations", "See departures from the SOPs, and decide about them."),
    "action": ("api.cli.action", "See what automated steps can do."),
    "incidents": ("api.cli.incidents", "See where the engine is stuck, and mend it."),
    "notices": ("api.cli.notices", "See what roles are told, and say that it was seen."),
    "calendar": ("api.cli.calendar", "See when offices work; see what an edit of that moves."),
    "template": ("api.cli.template", "Check document templates, and try them out."),
    "replay": ("api.cli.replay", "Tell a case exactly as it was; say what does not fit."),
    "log": ("api.cli.log", "Hold logs of other systems against an SOP."),
    "export": ("api.cli.export", "Write logs for process mining: XES, OCEL 2.0, CSV."),
    "demo": ("api.cli.demo", "Fill a database with made-up cases."),
    "privacy": ("api.cli.privacy", "Erase personal data; see who read it."),
    "retention": ("api.cli.retention", "See how long records are kept; hold, destroy them."),
    "watch": ("api.cli.watch", "Notice what time brings, where nothing is served."),
    "worker": ("api.cli.worker", "Run automated steps, where the web does not."),
    "serve": ("api.cli.serve", "Serve the pages and the interface."),
    "doctor": ("api.cli.doctor", "Say what is wrong with this installation, and how to mend it."),
    "backup": ("api.cli.backup", "Copy everything into one file, while people work."),
    "restore": ("api.cli.restore", "Bring a backup back, and verify it."),
    "checkpoint": ("api.cli.checkpoint", "See what was signed about the history, and prove it."),
    "verify": ("api.cli.verify", "Verify that the histories are what they were when kept."),
    "db": ("api.cli.db", "Look after the database."),
}
"""Each noun's module, loaded only when its turn comes, and what the help says of it."""


class CommandLine(TyperGroup):
    """Ends every command with an exit code and at most one line, never with a traceback."""

    debug = False

    def main(  # typer's signature
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,  # noqa: ARG002  # it is always alur
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002, ARG002  # as above
        windows_expand_args: bool = True,  # noqa: FBT001, FBT002  # as above
        **extra: Any,  # noqa: ANN401  # as above
    ) -> Any:  # noqa: ANN401  # as above
        """Run what the line says, and leave."""
        run = super().main

        def command() -> object:
            return run(
                args,
                "alur",
                complete_var,
                standalone_mode=False,
                windows_expand_args=windows_expand_args,
                **extra,
            )

        sys.exit(int(self._ended(command)))

    def resolve_command(  # the type of a command is typer's secret
        self,
        ctx: Any,  # noqa: ANN401
        args: list[str],
    ) -> tuple[str | None, Any, list[str]]:
        """Find the command that is meant, loading its module only now."""
        name, stub, rest = super().resolve_command(ctx, args)
        if name is None or name not in NOUNS:
            return name, stub, rest
        module, _ = NOUNS[name]
        return name, typer.main.get_command(import_module(module).app), rest

    def _ended(self, command: Callable[[], object]) -> int:
        """Run `command`; its exit code, once the reason for a failure is told."""
        try:
            code = command()
            sys.stdout.flush()
        except Abort:
            return Code.INTERRUPTED
        except (SystemExit, BrokenPipeError):
            _let_go_of_output()
            return Code.PIPE_CLOSED
        except Exception as error:  # noqa: BLE001  # the last resort; --debug shows where
            return self._told(error)
        if code == Code.INTERRUPTED:
            complain("Interrupted", "What was done before is kept.")
        return code if isinstance(code, int) else Code.DONE

    def _told(self, error: Exception) -> Code:
        verdict = verdict_on(error)
        if self.debug:
            traceback.print_exception(error)
        complain(verdict.message, verdict.hint)
        return verdict.code


def _let_go_of_output() -> None:
    """Nobody reads any more: leave nothing that Python would try to write when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _epilog() -> str:
    listed = "; ".join(f"{int(code)} {meaning}" for code, meaning in EXIT_CODES.items())
    return f"Exit codes: {listed}."


app = Typer(
    cls=CommandLine,
    help="Alur executes government SOPs as tracked service cases.",
    epilog=_epilog(),
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    invoke_without_command=True,
)


@app.callback()
def _alur(
    context: Context,
    *,
    version: Annotated[bool, Option("--version", help="Say which Alur this is.")] = False,
    debug: Annotated[bool, Option("--debug", help="Show where an error arose.")] = False,
) -> None:
    if isinstance(context.command, CommandLine):
        context.command.debug = debug
    if version:
        say(f"alur {metadata.version('alur')}")
        raise Exit
    show_help(context)


for _name, (_, _help) in NOUNS.items():
    app.add_typer(Typer(help=_help), name=_name)


def main() -> None:
    """Run the command line: the entry point of the installed `alur`."""
    app()
