"""`alur case reveal`: personal data in full, with a reason that stays in the case's history."""

from typing import Annotated

from typer import Option, Typer

from api.cli import desk, options, output
from api.cli.counter import counter
from api.cli.manner import Manner, acting
from api.cli.wording import in_sight, shown
from api.glossary import APPLICANT_DATA, in_language
from engine.core.commands import Reveal
from engine.core.ids import PersonId
from engine.core.personal import fields_by_path
from engine.core.text import Language
from engine.core.values import Value
from engine.core.workflow import Workflow
from engine.service.personal import reveal as read_in_full
from engine.service.reads import Read


@acting
def reveal(
    case: options.Case,
    field: Annotated[
        list[str],
        Option("--field", help="form.nik, applicant.name, applicant.contact …; repeatable."),
    ],
    reason: options.Reason,
    *,
    manner: Manner,
) -> None:
    """Read personal data in full. Who read what, and why, stays in the case's history."""
    with counter(manner) as at:
        view = at.case(case)
        command = Reveal(**at.common(view.summary.case), fields=tuple(field), reason=reason)
        found = read_in_full(at.database, command, at=at.at, key=manner.key)
        read = Read(
            case=found.case,
            person=PersonId(manner.by.person),
            what=" ".join(found.values),
            how="in full",
            via="cli",
            role=manner.by.role or "",
        )
        at.database.reads.note(read, at=desk.now())
        workflow = at.workflow(view)
    if manner.as_json:
        output.show_json(found)
        return
    titled = (
        (_title(path, workflow, manner.language), _said(value, manner.language))
        for path, value in found.values.items()
    )
    output.show_pairs(titled)


def _title(path: str, workflow: Workflow, language: Language) -> str:
    if path in APPLICANT_DATA:
        return in_language(APPLICANT_DATA[path], language)
    field = fields_by_path(workflow).get(path)
    return path if field is None else field.title.in_language(language)


def _said(value: Value, language: Language) -> str:
    return in_sight(shown(value), language)


def add_to(app: Typer) -> None:
    """Give `alur case` its verb `reveal`."""
    app.command("reveal")(reveal)
