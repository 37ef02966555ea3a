"""The timing block in words: as the official form lists it, and for telling what changed."""

from collections.abc import Mapping

from engine.core.durations import duration_in_english, duration_in_indonesian
from engine.core.ids import RoleId
from engine.core.incidents import first_told
from engine.core.text import Language, Text
from engine.core.workflow import Extension, HumanStep, Rung, Timing, Workflow
from engine.sop.official_block import Entry
from engine.sop.wording import RUNGS, WAITS, Pair, pick, written_duration


def control(workflow: Workflow, language: Language) -> tuple[Entry, ...]:
    """What happens as time runs out, in labelled values; the usual rules where it is silent."""
    timing = workflow.timing
    titles = {name: role.title for name, role in workflow.roles.items()}
    extension = extension_words(timing.extension)
    said: tuple[tuple[Pair, tuple[str, ...]], ...] = (
        (("Peringatan waktu", "Time warnings"), (_warnings(timing, language),)),
        (
            ("Jika lewat waktu", "When time is over"),
            (
                pick(("pelaksana diingatkan", "whoever has the task is reminded"), language),
                *(_rung(rung, titles, language) for rung in timing.escalation),
            ),
        ),
        (("Jeda paling lama", "Longest pause"), _caps(timing, language)),
        (
            ("Perpanjangan", "Extension"),
            () if extension is None else (extension.in_language(language),),
        ),
        (("Insiden sistem", "System incidents"), _incident(workflow, titles, language)),
    )
    return tuple(
        Entry(label=pick(label, language), values=values) for label, values in said if values
    )


def warning_words(timing: Timing) -> Text | None:
    """`50%, 80%, 100%`; None where nobody is warned."""
    percents = ", ".join(f"{percent}%" for percent in timing.warnings)
    return Text(id=percents, en=percents) if percents else None


def rung_words(rung: Rung, titles: Mapping[RoleId, Text]) -> Text:
    """`Kasi Perizinan, Sekretaris Dinas setelah 1 jam`."""
    own = ", ".join(_title(role, titles).id for role in rung.to)
    other = ", ".join(_title(role, titles).in_language("en") for role in rung.to)
    if rung.after is None:
        return Text(id=f"{own} seketika", en=f"{other} at once")
    return Text(
        id=f"{own} setelah {duration_in_indonesian(rung.after)}",
        en=f"{other} after {duration_in_english(rung.after)}",
    )


def extension_words(extension: Extension | None) -> Text | None:
    """`paling lama 5 hari kerja, 1 kali`."""
    if extension is None:
        return None
    times = "once" if extension.times == 1 else f"{extension.times} times"
    return Text(
        id=f"paling lama {duration_in_indonesian(extension.most)}, {extension.times} kali",
        en=f"at most {duration_in_english(extension.most)}, {times}",
    )


def _title(role: RoleId, titles: Mapping[RoleId, Text]) -> Text:
    """As the role's column is headed; by its id where a document unchecked has no such role."""
    return titles.get(role, Text(id=role))


def _warnings(timing: Timing, language: Language) -> str:
    said = warning_words(timing)
    if said is None:
        return pick(("tidak ada", "none"), language)
    ways = ("pada {} dari batas waktu", "at {} of each time limit")
    return pick(ways, language).format(said.in_language(language))


def _rung(rung: Rung, titles: Mapping[RoleId, Text], language: Language) -> str:
    words = rung_words(rung, titles).in_language(language)
    return f"{pick(RUNGS[rung.level], language)}: {words}"


def _incident(
    workflow: Workflow, titles: Mapping[RoleId, Text], language: Language
) -> tuple[str, ...]:
    """Who hears of an incident; nothing where all is done by people."""
    rung = first_told(workflow)
    is_peoples = all(isinstance(step, HumanStep) for step in workflow.steps())
    return () if is_peoples or not rung.to else (rung_words(rung, titles).in_language(language),)


def _caps(timing: Timing, language: Language) -> tuple[str, ...]:
    return tuple(
        f"{pick(words, language)} {written_duration(timing.pauses[reason], language)}"
        for reason, words in WAITS.items()
        if reason in timing.pauses
    )
