"""What changed in how an SOP deals with time: warnings, escalation, caps, extensions.

Compared by meaning: an SOP without the block is one that says what holds where nothing is said.
"""

from collections.abc import Iterator, Mapping

from engine.core.durations import Duration, duration_in_english, duration_in_indonesian
from engine.core.ids import RoleId
from engine.core.text import Text
from engine.core.workflow import PauseReason, Rung, RungLevel, Timing
from engine.sop.change import Change, changed, paired
from engine.sop.compare_official import same_title
from engine.sop.document import SopDocument
from engine.sop.listing import pair_up
from engine.sop.shape import text_from_words
from engine.sop.timing import timing_of
from engine.sop.timing_words import extension_words, rung_words, warning_words
from engine.sop.wording import RUNGS, WAITS


def compare_timing(old: SopDocument, new: SopDocument) -> Iterator[Change]:
    """The timing block; a role that only changed its name or title is the same to tell."""
    before, after = timing_of(old), timing_of(new)
    warnings = warning_words(before), warning_words(after)
    noun = paired(("ambang peringatan waktu", "thresholds of the time warnings"))
    yield from changed("timing.warnings", noun, *warnings)
    yield from _compare_rungs(old, new, (before, after))
    yield from _compare_caps(before, after)
    extensions = extension_words(before.extension), extension_words(after.extension)
    noun = paired(("perpanjangan waktu", "extension of time"))
    yield from changed("timing.extension", noun, *extensions)


def _compare_rungs(
    old: SopDocument, new: SopDocument, timings: tuple[Timing, Timing]
) -> Iterator[Change]:
    renamed = pair_up(old.roles, new.roles, alike=same_title).new_by_old
    before, after = (_by_place(timing) for timing in timings)
    for place, noun in _NOTICES.items():
        one, other = before.get(place), after.get(place)
        if _told(one, renamed) != _told(other, {}):
            words = _words(one, old), _words(other, new)
            yield from changed(place, noun, *words)


_NOTICES: Mapping[str, Text] = {
    **{
        f"timing.escalation.{level.value}": paired(
            (f"pemberitahuan kepada {RUNGS[level][0]}", f"notice to {RUNGS[level][1]}")
        )
        for level in (RungLevel.SUPERVISOR, RungLevel.HEAD)
    },
    "timing.incident": paired(("pemberitahuan insiden", "notice of incidents")),
}


def _by_place(timing: Timing) -> dict[str, Rung]:
    rungs = {f"timing.escalation.{rung.level.value}": rung for rung in timing.escalation}
    return rungs if timing.incident is None else rungs | {"timing.incident": timing.incident}


def _told(
    rung: Rung | None, renamed: Mapping[str, str]
) -> tuple[frozenset[str], Duration | None] | None:
    """Whom and when, by names that both documents share; the order of the roles says nothing."""
    if rung is None:
        return None
    return frozenset(renamed.get(role, role) for role in rung.to), rung.after


def _words(rung: Rung | None, document: SopDocument) -> Text | None:
    if rung is None:
        return None
    titles = {RoleId(name): text_from_words(role.title) for name, role in document.roles.items()}
    return rung_words(rung, titles)


def _compare_caps(before: Timing, after: Timing) -> Iterator[Change]:
    for reason, words in WAITS.items():
        noun = paired((f"batas jeda {words[0]}", f"longest pause while {words[1]}"))
        caps = _cap(before, reason), _cap(after, reason)
        yield from changed(f"timing.pauses.{reason.value}", noun, *caps)


def _cap(timing: Timing, reason: PauseReason) -> Text | None:
    cap = timing.pauses.get(reason)
    if cap is None:
        return None
    return Text(id=duration_in_indonesian(cap), en=duration_in_english(cap))
