"""Call another system over HTTP: only hosts that the installation lists, within narrow limits."""

from urllib.parse import quote

from msgspec import structs

from engine.actions.action import Action, ActionFailure, ActionRun, Outcome, Outside, require_text
from engine.actions.answers import value_at
from engine.actions.network import NETWORK, Network
from engine.actions.question import PLAIN, Question, Target, succeeded, target_from
from engine.core.action_spec import ActionSpec, Parameter, ParameterKind
from engine.core.json_words import filled_json
from engine.core.placeholders import filled
from engine.core.text import Text

USUAL_METHOD = "POST"
NO_VALUE = "-"
"""What stands for `value` where the SOP asks for none: a result is never empty."""

SPEC = ActionSpec(
    name="http_call",
    title=Text(id="Memanggil sistem lain (HTTP)", en="Call another system (HTTP)"),
    parameters=(
        Parameter(
            id="url",
            title=Text(id="Alamat sistem yang dipanggil", en="Address to call"),
            kind=ParameterKind.ADDRESS,
            required=True,
        ),
        Parameter(
            id="method",
            title=Text(id="Cara memanggil", en="Method"),
            kind=ParameterKind.CHOICE,
            choices=("GET", "POST", "PUT"),
            default=USUAL_METHOD,
        ),
        Parameter(
            id="body",
            title=Text(id="Isi yang dikirim (JSON)", en="What is sent (JSON)"),
            kind=ParameterKind.JSON,
        ),
        Parameter(
            id="result",
            title=Text(
                id="Letak nilai dalam jawaban: data.nomor atau /data/nomor",
                en="Where the value lies in the answer: data.nomor or /data/nomor",
            ),
        ),
    ),
    results=("status", "value"),
    outward=True,
)


def run(run: ActionRun, outside: Outside, *, network: Network = NETWORK) -> Outcome:
    """Call, and keep the status and the value that the SOP asks for."""
    from engine.actions.exchange import ask  # noqa: PLC0415  # see there

    require_text(run.said("url"), run.said("body"))
    question = Question(
        method=run.parameters.get("method") or USUAL_METHOD,
        target=_target(run, outside),
        key=run.key,
        body=_body(run),
    )
    if question.method == "GET" and question.body:
        raise ActionFailure("A GET sends no `body`: use POST or PUT.", for_good=True)
    host = question.target.host
    answer = succeeded(ask(question, network), host)
    path = run.parameters.get("result", "")
    return Outcome(
        result={
            "status": str(answer.status),
            "value": value_at(answer.body, path) if path else NO_VALUE,
        },
        log=(f"{host} answered {answer.status}.",),
    )


def simulate(_: ActionRun, __: Outside) -> Outcome:
    """As if the other system had agreed; nothing is called."""
    return Outcome(result={"status": "200", "value": "SIMULASI"})


def _target(run: ActionRun, outside: Outside) -> Target:
    """Where to call, if the installation lists it. Facts cannot leave their place in the path."""
    facts = {name: quote(text, safe="", errors="replace") for name, text in run.facts.items()}
    try:
        target = target_from(filled(run.parameters["url"], facts))
    except ValueError as problem:
        raise ActionFailure(f"`url` {problem}.", for_good=True) from problem
    if not target.is_among(outside.hosts):
        written = f"{PLAIN if target.scheme == 'http' else ''}{target.place}"
        told = f"This installation lets no call go to {written}."
        cure = "Name it so in ALUR_CALL_HOSTS if it should."
        raise ActionFailure(f"{told} {cure}", for_good=True)
    return structs.replace(target, private=target.lies_among(outside.private_hosts))


def _body(run: ActionRun) -> bytes:
    words = run.parameters.get("body", "")
    if not words:
        return b""
    try:
        return filled_json(words, run.facts).encode()
    except ValueError:
        told = "`body` is not JSON with facts within its strings."
        raise ActionFailure(told, for_good=True) from None


ACTION = Action(spec=SPEC, run=run, simulate=simulate)
