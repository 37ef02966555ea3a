"""The flow of an SOP as a Mermaid chart."""

from collections.abc import Iterator

from engine.core.ids import END, NodeId
from engine.core.matrix import Symbol, symbol_of
from engine.core.text import Language
from engine.core.workflow import AnyStep, Fork, HumanStep, Join, Leads, Outcome, Workflow
from engine.sop.flow_lines import lanes
from engine.sop.wording import RESULTS, pick

_SHAPES = {
    Symbol.TERMINAL: ("([", "])"),
    Symbol.PROCESS: ("[", "]"),
    Symbol.DECISION: ("{", "}"),
    Symbol.LINK: ("[[", "]]"),
}
_FORK = ("bersamaan", "side by side")
_JOIN = ("semua selesai", "all done")


def flowchart(workflow: Workflow, *, language: Language) -> str:
    """The chart's text: steps, forks and joins, every arrow; returns are dotted."""
    lines = [*_nodes(workflow, language), *_arrows(workflow, language)]
    lines += _ends(lines, language)
    return "\n".join(("flowchart TD", *(f"  {line}" for line in lines)))


def _nodes(workflow: Workflow, language: Language) -> Iterator[str]:
    titles = {lane.role: lane.title.in_language(language) for lane in lanes(workflow)}
    for step in workflow.steps():
        opening, closing = _SHAPES[symbol_of(workflow, step)]
        words = f"{step.number} · {step.activity.in_language(language)}"
        label = f"{_escaped(words)}<br>{_escaped(titles[step.role])}"
        yield f'{_name(NodeId(step.id))}{opening}"{label}"{closing}'
    for node in workflow.nodes.values():
        if isinstance(node, Fork | Join):
            label = pick(_FORK if isinstance(node, Fork) else _JOIN, language)
            yield f'{_name(node.id)}{{{{"{label}"}}}}'


def _arrows(workflow: Workflow, language: Language) -> Iterator[str]:
    for step in workflow.steps():
        yield from _from_step(step, language)
    for node in workflow.nodes.values():
        match node:
            case Fork(branches=branches):
                yield from (f"{_name(node.id)} --> {_name(branch)}" for branch in branches)
            case Join(next=following):
                yield f"{_name(node.id)} --> {_name(following)}"
            case _:
                pass


def _from_step(step: AnyStep, language: Language) -> Iterator[str]:
    here = _name(NodeId(step.id))
    if not (isinstance(step, HumanStep) and step.outcomes):
        yield f"{here} --> {_name(step.next)}"
        return
    for outcome in step.outcomes:
        line = "-.->" if outcome.leads is Leads.RETURN else "-->"
        label = _escaped(outcome.label.in_language(language))
        yield f'{here} {line}|"{label}"| {_led_to(outcome)}'


def _led_to(outcome: Outcome) -> str:
    return f"end_{outcome.result}" if outcome.leads is Leads.END else _name(outcome.target)


def _ends(lines: list[str], language: Language) -> Iterator[str]:
    """The ends that some arrow leads to."""
    for result, words in RESULTS.items():
        if any(line.endswith(f" end_{result}") for line in lines):
            yield f'end_{result}(("{pick(words, language)}"))'


def _name(node: NodeId) -> str:
    """A node's name in the chart, which knows words of its own, such as `end`."""
    if node == END:
        return "end_completed"
    return f"gate_{node.replace('-', '_')}" if "-" in node else f"step_{node}"


def _escaped(text: str) -> str:
    """`text` as a label: the chart's own quotes and marks as entities.

    Source: Mermaid's documentation of flowcharts, entity codes to escape characters.
    """
    entities = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;"}
    return "".join(entities.get(letter, letter) for letter in " ".join(text.split()))
