"""What is wrong with a field, as the engine says it, in the reader's words.

The engine speaks to programs, in English. Each of its sentences has a name in the catalogue
`refusals.po`; a test walks the sentences that the engine can say.
"""

import re
from collections.abc import Mapping
from functools import cache

from api.formats import written_duration
from engine.core.durations import duration_from_text
from web.words import Speech

SAID: tuple[tuple[str, str], ...] = (
    (r"must be (filled in|given|named)", "problem_required"),
    (r"has (?P<n>\d+) characters; at most (?P<most>\d+) are allowed", "problem_too_long"),
    (r"contains (a control character|half of a character.*)", "problem_control"),
    (r"contains a character that turns .*", "problem_control"),
    (r"reads like what Alur seals.*", "problem_lookalike"),
    (r"must be text", "problem_text"),
    (r"must be a number, written in digits.*", "problem_number"),
    (r"must be at least (?P<least>.+)", "problem_least"),
    (r"must be at most (?P<most>.+)", "problem_most"),
    (r"must be a whole number", "problem_whole"),
    (r"must be a date, .*|must be a day written .*", "problem_date"),
    (r"must be yes or no.*", "problem_yes_no"),
    (r"must be one of(: .*| those offered)", "problem_choice"),
    (r"must be a list of options", "problem_choices"),
    (r"must be a NIK: 16 digits", "problem_nik_digits"),
    (r"is not a NIK: .*", "problem_nik_date"),
    (r"must be a telephone number, .*", "problem_phone"),
    (r"is not a field of this form", "problem_unknown_field"),
    (r"must be ticked whole to go on; missing: (?P<missing>.+)", "problem_checklist"),
    (r"has no item .*", "problem_checklist_strange"),
    (r"at most (?P<most>\d+) can be asked for at once", "problem_documents_most"),
    (r"are asked for where the case is sent back only", "problem_documents_back"),
    (r"must be left out: .* is no decision", "problem_no_decision"),
    (r"leads nowhere: .*|does not say why: .*|must name the one step .*", "problem_way_back"),
    (r".* is automated: record its result instead", "problem_automated"),
    (r".* waits for a person, not for a result", "problem_waits_for_person"),
    (r"must be a person(, not a program)?", "problem_person"),
    (r"must be one line", "problem_one_line"),
    (r"is yourself", "problem_yourself"),
    (r"lies in a parallel block; .*", "problem_block"),
    (r"does not lie in the same parallel branch as .*", "problem_other_branch"),
    (r"is open already", "problem_open_already"),
    (r".* belongs to your role: complete it", "problem_own_role"),
    (r"lies in the past", "problem_past"),
    (r"lies in the future|lies after .*", "problem_future"),
    (r"lies before the (case|list).*", "problem_before_case"),
    (r"lies before the year .*", "problem_before_year"),
    (r"must carry its offset from UTC.*", "problem_offset"),
    (r"must name who takes the corrective action", "problem_verdict_owner"),
    (r"must be the day by which the corrective action is done", "problem_verdict_due"),
    (r"belongs to a corrective action only", "problem_verdict_only"),
    (r"cannot be given: the SOP knows no extension", "problem_no_extension"),
    (r"must name a task: .*", "problem_no_promise"),
    (r".* has no standard to extend", "problem_no_standard"),
    (r"comes too late: .*", "problem_too_late"),
    (r"must be counted as what it extends is, which is (?P<unit>.+)", "problem_same_unit"),
    (r"was given .* already, which is all the SOP allows", "problem_extended"),
    (r"exceeds what the SOP allows: (?P<most>.+) in all", "problem_extended_most"),
    (r"cannot be given: the SOP allows (?P<most>.+), which .*", "problem_extended_most"),
    (r".* is not a duration: .*", "problem_duration"),
    (r"is not a result of this step", "problem_not_result"),
    (r"must be text of at most .*", "problem_result_text"),
    (r"is not a requirement of this SOP", "problem_not_requirement"),
    (r"is no personal data of this case", "problem_not_personal"),
    (r"must name 1 to (?P<most>\d+)", "problem_fields_most"),
    (r"must have 1 to 80 letters .*", "problem_person_id"),
    (r"must have 18 digits", "problem_nip"),
    (r"must be an address such as .*", "problem_email"),
    (r"must be a telephone number", "problem_telephone"),
    (r"must be lower-case words joined by hyphens", "problem_unit_id"),
    (r"must lie after the beginning, and not in the past", "problem_span"),
    (r"must lie before the end it has", "problem_span_end"),
    (r"must lie at most (?P<days>\d+) days after the beginning", "problem_absence_long"),
    (r"cannot be the one who is away", "problem_substitute_away"),
    (r"must be a colleague, .*", "problem_substitute_colleague"),
    (r"cannot be the one who is replaced", "problem_substitute_self"),
    (r".* by an own assignment then, .*", "problem_not_held"),
    (r"must be a role of an SOP, .*", "problem_role_of_sop"),
    (r".* is for people, and .* is a program", "problem_role_program"),
    (r"must be the id of an SOP", "problem_sop_id"),
    (r"cannot be named: .*", "problem_sop_all"),
    (r"cannot be \S+: .*", "problem_person_reserved"),
    (r"must have at most \d+ bytes", "problem_draft_large"),
    (r"it is larger than (?P<most>\d+) MiB", "problem_file_large"),
    (
        r"files that end in (?P<suffix>\S+) are not taken, but (?P<taken>.+) are",
        "problem_file_suffix",
    ),
    (r"it is said to be .*", "problem_file_said"),
    (r"it is empty", "problem_file_empty"),
    (r"its bytes are not those of a (?P<suffix>\S+) file", "problem_file_bytes"),
    (r"the virus scanner found something in it", "problem_file_virus"),
    (r"it holds macros or embedded objects", "problem_file_macros"),
    (r"it is not a whole Office document", "problem_file_office"),
    (r"it is another kind of Office document", "problem_file_office_kind"),
    (r"it loads a template from elsewhere", "problem_file_template"),
    (r"it is locked with a password", "problem_file_locked"),
    (r"it unpacks to far more than it is", "problem_file_archive"),
    (r"its parts (overlap|lead out of it)|two of its parts have one name", "problem_file_archive"),
    (r"sends two steps to one|is not a step of this case", "problem_migration"),
    (r"the new version has no .*|is open, and .*", "problem_migration"),
    (r"is sealed in this case, and .*", "problem_sealed_decides"),
    (
        r"must be 64 hexadecimal digits .*|must be a media type, .*|must be a number of bytes",
        "problem_document",
    ),
)
"""The engine's sentences as patterns, and the name of the words for each; the first that fits."""


def problem_words(said: str, t: Speech) -> str:
    """What the engine says of a field, in the reader's language.

    A sentence that no catalogue knows is passed on as it is, and said to be that.
    """
    key, blanks = name_of(said)
    told = {name: _in_language(value, t) for name, value in blanks.items()}
    return t(key, **told) if key else t("problem_other", said=said)


def _in_language(blank: str, t: Speech) -> str:
    """A length of time in the reader's words; what is none, as it is."""
    try:
        return written_duration(duration_from_text(blank), t.language)
    except ValueError:
        return blank


def name_of(said: str) -> tuple[str, Mapping[str, str]]:
    """The name of the words, and what stands in their blanks; empty where none fits."""
    for pattern, key in _compiled():
        if found := pattern.fullmatch(said):
            return key, {name: value or "" for name, value in found.groupdict().items()}
    return "", {}


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.DOTALL), key) for pattern, key in SAID)
