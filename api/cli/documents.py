"""`alur case documents`: the documents of a case, listed, and saved where they are wanted."""

from pathlib import Path
from typing import Annotated

from typer import Option, Typer

from api.cli import desk, options, output
from api.cli.output import Column
from api.formats import written_instant, written_size
from engine.core.ids import CaseId
from engine.service.files import CaseDocument, documents_of, read
from engine.service.queries import show_case

Save = Annotated[
    Path | None,
    Option("--save", metavar="DIR", help="Also put the documents there, under their names."),
]


def documents(
    case: options.Case,
    *,
    save: Save = None,
    lang: options.Lang = "en",
    as_json: options.AsJson = False,
) -> None:
    """List the documents of a case; they are as they were filed, nothing in them is masked."""
    settings = desk.read_settings()
    with desk.open_database(settings) as database:
        filed = documents_of(database, settings.files, CaseId(case))
        whole = show_case(database, CaseId(case)).summary.case
        desk.note_read(database, whole, "documents", how="in full" if save and filed else "masked")
    saved = _save(filed, settings.files, save) if save else ()
    if as_json:
        output.show_json({"items": filed, "saved": [path.as_posix() for path in saved]})
        return
    if not filed:
        output.say("There are no documents.")
        return
    rows = (
        (
            one.name,
            one.media_type,
            written_size(one.size, lang),
            written_instant(one.at, settings.office_zone, lang),
            one.by,
            one.sha256[:12] if one.kept else "not kept here",
        )
        for one in filed
    )
    output.show_table(_COLUMNS, rows)
    for path in saved:
        output.say(f"Saved {path}.", style="dim")


_COLUMNS = (
    Column(title="NAME", least=20),
    Column(title="TYPE", least=10, spare=2),
    Column(title="SIZE", right=True),
    Column(title="FILED", whole=True),
    Column(title="BY", least=6, spare=1),
    Column(title="SHA-256", whole=True, spare=3),
)


def _save(filed: tuple[CaseDocument, ...], root: Path, folder: Path) -> tuple[Path, ...]:
    """Write each whose bytes are here; what lies there already is never written over."""
    folder.mkdir(parents=True, exist_ok=True)
    saved = []
    for one in {one.sha256: one for one in filed if one.kept}.values():
        content = read(root, one.sha256)
        path = _free(folder, _harmless(one.name), content)
        path.write_bytes(content)
        saved.append(path)
    return tuple(saved)


def _harmless(name: str) -> str:
    """The name as one file may have it here, whatever the case calls it."""
    kept = "".join(one if one.isalnum() or one in " ._()-," else "_" for one in name)
    return kept.strip(". ") or "document"


def _free(folder: Path, name: str, content: bytes) -> Path:
    """A path where nothing else lies: `Surat.pdf`, `Surat (2).pdf`."""
    path, number = folder / name, 1
    while path.exists() and (not path.is_file() or path.read_bytes() != content):
        number += 1
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
    return path


def add_to(app: Typer) -> None:
    """Give `alur case` this command."""
    app.command()(documents)
