"""`alur doctor`: what is wrong with an installation, and how to mend it."""

from collections import Counter
from collections.abc import Sequence

from typer import Exit, Typer

from api.cli import desk, options, output
from api.cli.exits import Code
from api.glossary import JAKARTA, in_language
from api.present_checks import VERDICTS, check_answer, check_mends, check_says
from engine.core.text import Language
from engine.runtime.checkup import checkup
from engine.service.checks import Check, Told, Verdict, is_red, wrong

app = Typer(add_completion=False)

_STYLES: dict[Verdict, str] = {"ok": "green", "warn": "yellow", "wrong": "bold red"}


@app.command()
def doctor(*, lang: options.Lang = "en", as_json: options.AsJson = False) -> None:
    """Look at everything an installation stands on: a line for each, and how to mend it.

    Ends with 1 where something is wrong, with 0 where there are at most warnings. Run it where
    `alur serve` or `alur worker` runs, with the same settings.
    """
    try:
        settings = desk.read_settings()
    except desk.SettingsUnusable as bad:
        checks: tuple[Check, ...] = (wrong(Told.SETTINGS_INVALID, why=bad.words),)
        zone = JAKARTA
    else:
        shown, zone = desk.shown_address(settings.database_url), settings.office_zone
        checks = tuple(checkup(settings, shown=shown, now=desk.now))
    if as_json:
        output.show_json({"items": [check_answer(one, zone) for one in checks]})
    else:
        for one in checks:
            output.say(_line(one, check_says(one, lang, zone), lang), style=_STYLES[one.verdict])
        output.say(_sum(checks, lang), style="bold")
    if is_red(checks):
        raise Exit(Code.FINDINGS)


def _line(one: Check, says: str, language: Language) -> str:
    wide = max(len(in_language(pair, language)) for pair in VERDICTS.values())
    verdict = in_language(VERDICTS[one.verdict], language).ljust(wide)
    return f"{verdict}  {one.name}: {says} {check_mends(one, language)}".rstrip()


def _sum(checks: Sequence[Check], language: Language) -> str:
    counted = Counter(one.verdict for one in checks)
    return ", ".join(
        f"{counted[verdict]} {in_language(pair, language)}" for verdict, pair in VERDICTS.items()
    )
