"""Give out the next number of a register, gap-free per unit and year.

The number itself is taken in the transaction that records it: nothing here can leave a gap.
"""

from engine.actions.action import Action, ActionRun, Numbered, Outcome, Outside
from engine.actions.numbering import formatted
from engine.core.action_spec import ActionSpec, Parameter, ParameterKind
from engine.core.text import Text

USUAL_FORMAT = "{number}/{year}"

SPEC = ActionSpec(
    name="issue_number",
    title=Text(id="Memberi nomor dari register", en="Issue a number from a register"),
    parameters=(
        Parameter(
            id="register",
            title=Text(id="Register (buku agenda)", en="Register"),
            kind=ParameterKind.KEY,
            required=True,
        ),
        Parameter(
            id="format",
            title=Text(
                id="Bentuk nomor: {number}, {number:03}, {year}, {month} (Romawi), {unit}",
                en="How it is written: {number}, {number:03}, {year}, {month} (Roman), {unit}",
            ),
            kind=ParameterKind.NUMBER_FORMAT,
            default=USUAL_FORMAT,
        ),
    ),
    results=("number",),
)


def run(run: ActionRun, _: Outside) -> Outcome:
    """Wish for the number."""
    words = run.parameters.get("format", USUAL_FORMAT)
    return Outcome(
        number=Numbered(register=run.parameters["register"], words=words, result="number")
    )


def simulate(run: ActionRun, _: Outside) -> Outcome:
    """A number 0, which no register gives out."""
    words = run.parameters.get("format", USUAL_FORMAT)
    number = formatted(words, 0, day=run.office_time.date(), unit=run.unit)
    return Outcome(result={"number": number})


ACTION = Action(spec=SPEC, run=run, simulate=simulate)
