"""`alur case attach`: a document brought to a case, judged as over HTTP."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option, Typer

from api.cli import desk, options
from api.cli.counter import counter
from api.cli.manner import Manner, acting
from engine.core.commands import Attach
from engine.runtime.upload_rules import rules_of
from engine.service.uploads import Upload, rehearse

_PIECE = 256 * 1024


def attach(
    case: options.Case,
    file: Annotated[Path, Argument(metavar="FILE", help="The document.")],
    *,
    requirement: Annotated[
        str | None, Option("--requirement", help="The requirement of the SOP that it meets.")
    ] = None,
    name: Annotated[str | None, Option("--name", help="Its name, if not the file's.")] = None,
    manner: Manner,
) -> None:
    """Bring a document to a case: a PDF, a picture, an Office file without macros."""
    rules = rules_of(desk.read_settings())
    with counter(manner) as at, file.open("rb") as opened, Upload(rules) as upload:
        while piece := opened.read(_PIECE):
            upload.write(piece)
        judged = upload.judge(name=name or file.name, media_type="")
        command = Attach(
            **at.common(at.case(case).summary.case),
            name=judged.name,
            media_type=judged.media_type,
            size=judged.size,
            sha256=judged.sha256,
            requirement=requirement,
        )
        rehearse(at.database, command, at=at.at, key=manner.key)
        upload.keep()
        at.do(command)


def add_to(app: Typer) -> None:
    """Give `alur case` this command."""
    app.command()(acting(attach))
