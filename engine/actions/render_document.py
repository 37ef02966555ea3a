"""Fill in a document template of the library and file the PDF with the case."""

from hashlib import sha256

from engine.actions.action import Action, ActionFailure, ActionRun, Document, Outcome, Outside
from engine.actions.letter_facts import facts_for_letters
from engine.core.action_spec import ActionSpec, Parameter, ParameterKind
from engine.core.text import Text

PDF = "application/pdf"
SIMULATED = "0" * 64
"""The SHA-256 of no document."""

_SUFFIX = ".pdf"
_LONGEST_NAME = 120

SPEC = ActionSpec(
    name="render_document",
    title=Text(id="Membuat dokumen PDF dari templat", en="Make a PDF from a template"),
    parameters=(
        Parameter(
            id="template",
            title=Text(id="Templat dokumen", en="Document template"),
            kind=ParameterKind.TEMPLATE,
            required=True,
        ),
        Parameter(
            id="name",
            title=Text(id="Nama dan judul dokumen", en="Name and title of the document"),
            kind=ParameterKind.MESSAGE,
        ),
    ),
    results=("document", "name", "template"),
)


def run(run: ActionRun, outside: Outside) -> Outcome:
    """Set the template; the same facts at the same instant give the same bytes."""
    # Jinja2 takes a while to load, and most that look at actions do not need it.
    from engine.actions.template_reading import TemplateFault, hash_of  # noqa: PLC0415
    from engine.actions.typesetting_apart import set_apart  # noqa: PLC0415
    from engine.actions.typesetting_order import Order  # noqa: PLC0415

    template, name = run.parameters["template"], file_name(run)
    order = Order(
        name=template,
        templates=outside.templates,
        facts=facts_for_letters(run),
        title=name.removesuffix(_SUFFIX),
        at=run.at,
    )
    try:
        content, remarks = set_apart(order)
        template_hash = hash_of(template, outside.templates)
    except TemplateFault as fault:
        raise ActionFailure(str(fault), for_good=True) from fault
    except ChildProcessError as ended:
        raise ActionFailure(str(ended)) from ended
    return Outcome(
        result={
            "document": sha256(content).hexdigest(),
            "name": name,
            "template": template_hash,
        },
        documents=(Document(name=name, media_type=PDF, content=content),),
        log=(f"{template}: {len(content)} bytes.", *remarks),
    )


def simulate(run: ActionRun, _: Outside) -> Outcome:
    """As if there were a document; nothing is made."""
    name = file_name(run)
    return Outcome(result={"document": SIMULATED, "name": name, "template": SIMULATED})


def file_name(run: ActionRun) -> str:
    """The name as files may have it: one line, no path, `.pdf` at the end."""
    said = run.said("name").removesuffix(_SUFFIX)
    harmless = "".join(
        one if one.isprintable() and one not in '/\\:*?"<>|' else " " for one in said
    )
    stem = " ".join(harmless.split()).strip(". ")[: _LONGEST_NAME - len(_SUFFIX)]
    return f"{stem or f'{run.step}-{run.case}'}{_SUFFIX}"


ACTION = Action(spec=SPEC, run=run, simulate=simulate)
