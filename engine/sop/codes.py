"""The registry of finding codes: what each means, how grave it is, what usually helps.

The first digit says which question the code answers: 1 can it be read, 2 has it the right shape,
3 do its references exist, 4 does the flow work, 5 do time and standard agree, 6 can people do it,
9 is it well put (warnings). A code never changes its meaning; documentation is generated from here.
"""

from collections.abc import Mapping
from typing import Literal

from engine.core.errors import Finding
from engine.core.text import Frozen


class Code(Frozen, frozen=True, kw_only=True):
    """One kind of finding; `hint` is what a finding says where it has nothing more exact."""

    title: str
    severity: Literal["error", "warning"] = "error"
    hint: str = ""


_READING: Mapping[str, Code] = {
    "SOP100": Code(
        title="cannot be read",
        hint="Name a definition, or a folder that holds some and a registers.yaml.",
    ),
    "SOP101": Code(title="not UTF-8", hint="Save the file as UTF-8."),
    "SOP102": Code(title="file too large", hint="A definition is a text of at most 256 KiB."),
    "SOP103": Code(
        title="forbidden character",
        hint="Delete it; copying from a word processor leaves such characters behind.",
    ),
    "SOP104": Code(title="tab character", hint="Use spaces; YAML does not indent with tabs."),
    "SOP105": Code(
        title="not YAML", hint="Look at the indentation, colons and quotes here and just above."
    ),
    "SOP106": Code(title="key written twice", hint="Keep one of the two."),
    "SOP107": Code(title="anchor or alias", hint="Write the content out where it is needed."),
    "SOP108": Code(title="tag", hint="Leave it out: the key says what its value is."),
    "SOP109": Code(title="merge key", hint="Write the keys out where they are needed."),
    "SOP110": Code(title="key is not a text", hint="Write `key: value` with one word as the key."),
    "SOP111": Code(title="several documents", hint="Put each definition into a file of its own."),
    "SOP112": Code(title="nested too deeply", hint="At most 40 levels; no definition needs them."),
    "SOP113": Code(title="not a mapping", hint="Begin with `key: value` lines."),
    "SOP114": Code(title="directive", hint="Leave out the line that begins with `%`."),
}

_SHAPE: Mapping[str, Code] = {
    "SOP201": Code(title="unknown key"),
    "SOP202": Code(title="missing key"),
    "SOP203": Code(title="wrong kind of value"),
    "SOP204": Code(title="badly written value"),
    "SOP205": Code(title="not one of the words allowed"),
    "SOP206": Code(title="too short, too long or out of bounds"),
    "SOP207": Code(title="keys that contradict each other"),
    "SOP208": Code(
        title="condition that cannot be read",
        hint="Compare facts of the case, as in `form.area > 100 and outcome.check == 'complete'`.",
    ),
    "SOP209": Code(title="no such entry in the register"),
    "SOP210": Code(title="too many findings to list", hint="Mend these first, then check again."),
}

_REFERENCES: Mapping[str, Code] = {
    "SOP301": Code(title="unknown role", hint="Declare it under `roles`."),
    "SOP302": Code(title="unknown row", hint="Name a row of this SOP by its id."),
    "SOP303": Code(title="unknown calendar", hint="Add it to the register of calendars."),
    "SOP304": Code(title="unknown regulation", hint="Add it to the register of regulations."),
    "SOP305": Code(title="unknown unit", hint="Add it to the register of units."),
    "SOP306": Code(title="unknown action", hint="Name one of the system's actions."),
    "SOP307": Code(title="unknown parameter of an action", hint="Leave it out."),
    "SOP308": Code(title="missing parameter of an action"),
    "SOP309": Code(title="unknown SOP called", hint="Publish that SOP first, or mend its id."),
    "SOP310": Code(title="unknown form field", hint="Name a field that some form asks for."),
    "SOP311": Code(title="row id used twice", hint="Give each row an id of its own."),
    "SOP312": Code(title="requirement id used twice", hint="Keep one of the two."),
    "SOP313": Code(title="field asked twice in one form", hint="Keep one of the two."),
    "SOP314": Code(title="field with two types", hint="Give the two questions two ids."),
    "SOP315": Code(title="compared with what can never be", hint="Mend the spelling."),
    "SOP316": Code(title="SOP calls itself", hint="Return to an earlier row instead."),
    "SOP317": Code(
        title="file named after another version", hint="Call the file after the version it holds."
    ),
    "SOP318": Code(
        title="calendar without hours", hint="Add it to calendars.yaml, with its weeks and seasons."
    ),
    "SOP319": Code(
        title="calendar in two zones", hint="Give it one zone in registers.yaml and calendars.yaml."
    ),
    "SOP320": Code(title="parameter of an action badly written"),
    "SOP321": Code(title="parameter of an action not one of its choices"),
    "SOP322": Code(
        title="braces that name no fact",
        hint="Braces stand for facts of the case, as in `{form.nama}`; "
        "write no others, and close each.",
    ),
    "SOP323": Code(
        title="unknown fact told to an action",
        hint="Name `form.<field>`, `result.<row>.<name>`, `case`, `applicant.name` "
        "or `applicant.contact`.",
    ),
    "SOP324": Code(
        title="number format badly written",
        hint="Its parts are {number}, {number:03}, {year}, {month} and {unit}; "
        "{number} must be among them.",
    ),
    "SOP325": Code(
        title="address badly written",
        hint="Write it as `https://host/path`; after the host it may hold facts of the case.",
    ),
    "SOP326": Code(
        title="unknown template",
        hint="Put it into the library's folder `templates`, as NAME.typ.j2.",
    ),
    "SOP327": Code(
        title="JSON badly written",
        hint="Facts stand within quotes and nowhere else, as in "
        '`{"nama": "{form.nama}"}`; each bracket is closed.',
    ),
    "SOP328": Code(
        title="unknown retention class", hint="Add it to the register of retention classes."
    ),
}

_FLOW: Mapping[str, Code] = {
    "SOP401": Code(
        title="unreachable row",
        hint="Let a `next` lead to it (one above may pass over it), or take the row out.",
    ),
    "SOP402": Code(
        title="dead end: a case gets stuck at the end of a block",
        hint="Lead to the row before the block: a block is entered as a whole.",
    ),
    "SOP403": Code(
        title="a case can never end", hint="Give one of these rows an answer that leads onward."
    ),
    "SOP404": Code(
        title="a case can end while rows are open",
        hint="Inside a parallel block write `end: completed` or `end: rejected`, which cancels "
        "the other branches, or let the branch run to its end.",
    ),
    "SOP405": Code(
        title="a row can be opened while it is open",
        hint="Let each row be reached from one branch only.",
    ),
    "SOP406": Code(
        title="the end of a parallel block can never be reached",
        hint="Give each branch a way to its last row.",
    ),
    "SOP407": Code(
        title="too many combinations to check",
        hint="Let no `next` lead out of a parallel block: closed blocks are checked one by one.",
    ),
    "SOP411": Code(title="decision with one answer", hint="Add the other answer, or drop both."),
    "SOP412": Code(title="two answers with one label", hint="Label them apart, as Ya and Tidak."),
    "SOP413": Code(
        title="`next` leads back", hint="Write `return_to` on an answer to send the case back."
    ),
    "SOP414": Code(title="`return_to` does not lead back", hint="Write `next` to lead onward."),
    "SOP415": Code(
        title="return to a row that nobody does",
        hint="Return to a row that a person does; the automated row runs again after it.",
    ),
    "SOP416": Code(
        title="submission that is not the first row",
        hint="`submission` is for the row where the applicant hands in the request.",
    ),
    "SOP417": Code(title="key that a submission cannot have"),
    "SOP418": Code(
        title="`next` beside `outcomes`", hint="Say in each answer where it leads, and drop it."
    ),
    "SOP419": Code(
        title="reads what may be absent", hint="Ask `has(…)` first, or require the field before."
    ),
    "SOP420": Code(title="waits for what is no date", hint="Name a field of `type: date`."),
    "SOP421": Code(
        title="action told of what never comes before it",
        hint="Let the row that records it come before this one, or name another fact.",
    ),
    "SOP422": Code(
        title="decides by personal data",
        hint="Ask beside it for what decides, as a choice; or only `has(…)`.",
    ),
}

_STANDARD: Mapping[str, Code] = {
    "SOP501": Code(title="promise above the legal limit", hint="Promise no more than the law."),
    "SOP502": Code(
        title="normal path slower than the promise",
        hint="Shorten rows, let rows run side by side, or promise more time.",
    ),
    "SOP503": Code(
        title="no standard time", hint="Mutu baku: write `time`, such as `time: 15 menit`."
    ),
    "SOP504": Code(title="no output", hint="Mutu baku: write what the row produces, `output`."),
    "SOP505": Code(title="revised before created", hint="Mend one of the two dates."),
    "SOP506": Code(title="effective before created", hint="Mend one of the two dates."),
    "SOP507": Code(
        title="review overdue", hint="Review the SOP and publish a version that says so."
    ),
    "SOP508": Code(
        title="warnings that do not rise",
        hint="List the percents from the smallest to the largest, each once: `[50, 80, 100]`.",
    ),
    "SOP509": Code(
        title="head told before the supervisor",
        hint="Let `head` wait longer than `supervisor`, so that the nearer one can act first.",
    ),
    "SOP510": Code(
        title="extension in another unit",
        hint="Count it in the unit of what it extends: working days never become hours.",
    ),
    "SOP511": Code(
        title="extension beyond the legal limit",
        hint="Promise and extension together may take what the law allows, and no more.",
    ),
}

_PEOPLE: Mapping[str, Code] = {
    "SOP601": Code(title="four eyes with itself", hint="Name the other row."),
    "SOP602": Code(
        title="four eyes that nobody can satisfy",
        hint="A role with `single: true` has one holder: give one of the rows to another role.",
    ),
    "SOP603": Code(
        title="four eyes with a row that no officer does",
        hint="Four eyes holds between two rows of the office's own roles.",
    ),
    "SOP604": Code(
        title="technical SOP with several executors",
        hint="Write `nature: administratif`, or give all rows to one role.",
    ),
    "SOP605": Code(
        title="breach or incident told to somebody outside the office",
        hint="Name roles of the office: it is theirs to mend.",
    ),
}

_STYLE: Mapping[str, Code] = {
    "SOP901": Code(
        title="verb that is not active",
        severity="warning",
        hint="Begin with a me- verb: Menerima, Memeriksa, Mencatat.",
    ),
    "SOP902": Code(
        title="more than ten roles",
        severity="warning",
        hint="The matrix no longer fits a page; consider two SOPs.",
    ),
    "SOP903": Code(
        title="return without a reason",
        severity="warning",
        hint="Write `reason: required`: who gets it back wants to know why.",
    ),
    "SOP904": Code(
        title="two rows say the same",
        severity="warning",
        hint="Repeated administration costs time: do it once, or say what differs.",
    ),
    "SOP905": Code(
        title="role without a row", severity="warning", hint="Drop the role, or give it a power."
    ),
    "SOP906": Code(
        title="no inputs", severity="warning", hint="Mutu baku: list what is needed, `inputs`."
    ),
    "SOP907": Code(
        title="question asked twice",
        severity="warning",
        hint="The later answer replaces the earlier one; ask once.",
    ),
    "SOP908": Code(
        title="four eyes without effect",
        severity="warning",
        hint="The other row is never done before this one.",
    ),
    "SOP909": Code(
        title="clock stands still while the office works",
        severity="warning",
        hint="Waiting for the applicant belongs on rows of an external role.",
    ),
    "SOP910": Code(
        title="power to extend without an extension",
        severity="warning",
        hint="Say how far: `timing: {extension: {most: …}}`, or take the power away.",
    ),
    "SOP911": Code(
        title="extension that nobody may give",
        severity="warning",
        hint="Give `may: [extend]` to a role, or leave the extension out.",
    ),
    "SOP912": Code(
        title="promise above the limit that holds where none is named",
        severity="warning",
        hint="Name the limit of the law behind the service, `legal_limit`, or promise less.",
    ),
}

CODES: Mapping[str, Code] = {
    **_READING,
    **_SHAPE,
    **_REFERENCES,
    **_FLOW,
    **_STANDARD,
    **_PEOPLE,
    **_STYLE,
}
"""Every code there is."""


def finding(
    code: str, message: str, *, file: str, at: tuple[int, int] = (1, 1), hint: str = ""
) -> Finding:
    """A finding with the gravity its code has; `at` is (line, column) from 1.

    An empty `hint` takes the code's own.
    """
    known = CODES[code]
    line, column = at
    return Finding(
        code=code,
        severity=known.severity,
        message=message,
        hint=hint or known.hint,
        file=file,
        line=line,
        column=column,
    )
