"""Sign a document of the case: by the certified service, or by a record of Alur's own."""

import re
from hashlib import sha256

from engine.actions.action import Action, ActionFailure, ActionRun, Document, Outcome, Outside
from engine.actions.network import NETWORK, Network
from engine.actions.render_document import PDF, SIMULATED
from engine.actions.sign_certified import Signer, ToSign, sign_by_service
from engine.actions.sign_local import record_of, sheet_of, signature_of
from engine.core.action_spec import ActionSpec, Parameter, ParameterKind
from engine.core.errors import DocumentDamaged, NotFound
from engine.core.text import Text

CERTIFIED, LOCAL = "certified", "local"

SPEC = ActionSpec(
    name="sign",
    title=Text(id="Membubuhkan tanda tangan elektronik", en="Sign electronically"),
    parameters=(
        Parameter(
            id="document",
            title=Text(
                id="Dokumen: hasil langkah yang membuatnya, seperti result.surat.document",
                en="The document: a result such as result.surat.document",
            ),
            kind=ParameterKind.FACT,
            required=True,
        ),
        Parameter(
            id="signer",
            title=Text(
                id="Penanda tangan: Nama (Jabatan)",
                en="Who signs: Name (Position)",
            ),
            kind=ParameterKind.MESSAGE,
            required=True,
        ),
        Parameter(
            id="method",
            title=Text(
                id="Cara: tersertifikasi bila layanannya ada, selain itu setempat",
                en="How: certified where there is a service, else local",
            ),
            kind=ParameterKind.CHOICE,
            choices=(CERTIFIED, LOCAL),
        ),
    ),
    results=("method", "signature", "signed_at", "document"),
    outward=True,
)

_NAME_AND_POSITION = re.compile(r"(?P<name>.+?)\s*\((?P<position>[^()]+)\)")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def run(run: ActionRun, outside: Outside, *, network: Network = NETWORK) -> Outcome:
    """Sign, and file what came out."""
    method = run.parameters.get("method") or (CERTIFIED if outside.sign_url else LOCAL)
    if method == CERTIFIED and not outside.sign_url:
        told = "No certified service for signatures is set up here."
        raise ActionFailure(f"{told} Set ALUR_SIGN_URL, or let `method` be local.", for_good=True)
    wanted = _wanted(run, outside)
    return _certified(wanted, run, outside, network) if method == CERTIFIED else _local(wanted, run)


def simulate(run: ActionRun, _: Outside) -> Outcome:
    """As if it were signed; the document stays as it is."""
    return Outcome(
        result={
            "method": "SIMULASI",
            "signature": "SIMULASI",
            "signed_at": run.at.isoformat(),
            "document": run.facts.get(run.parameters["document"]) or SIMULATED,
        }
    )


def signer_from(words: str) -> Signer:
    """Who `Nurhayati, M.Si. (Camat Sei Suka)` is.

    Raises:
        ActionFailure: nobody is named.
    """
    said = " ".join(words.split())
    if not said:
        raise ActionFailure("`signer` names nobody.", for_good=True)
    found = _NAME_AND_POSITION.fullmatch(said)
    if found is None:
        return Signer(name=said)
    return Signer(name=found["name"], position=found["position"].strip())


def _wanted(run: ActionRun, outside: Outside) -> ToSign:
    """The document that the fact names, whole.

    Raises:
        ActionFailure: it names none, or none that can be read.
    """
    fact = run.parameters["document"]
    name = run.facts.get(fact, "")
    if not _SHA256.fullmatch(name):
        raise ActionFailure(f"`document`: {fact} names no document of the case.", for_good=True)
    try:
        content = outside.read_document(name)
    except (NotFound, DocumentDamaged) as problem:
        raise ActionFailure(f"{problem} {problem.hint}", for_good=True) from problem
    title = run.facts.get(f"{fact.rpartition('.')[0]}.name", "")
    return ToSign(
        name=title or f"{run.case}.pdf",
        sha256=name,
        content=content,
        signer=signer_from(run.said("signer")),
    )


def _certified(wanted: ToSign, run: ActionRun, outside: Outside, network: Network) -> Outcome:
    signed = sign_by_service(wanted, run, outside, network)
    made = Document(
        name=_renamed(wanted.name, "bertanda tangan"), media_type=PDF, content=signed.content
    )
    return Outcome(
        result={
            "method": CERTIFIED,
            "signature": signed.reference,
            "signed_at": signed.signed_at.isoformat(),
            "document": sha256(signed.content).hexdigest(),
        },
        documents=(made,),
    )


def _local(wanted: ToSign, run: ActionRun) -> Outcome:
    from engine.actions.template_reading import TemplateFault  # noqa: PLC0415  # see render_document

    try:
        sheet = sheet_of(wanted, run)
    except TemplateFault as fault:
        raise ActionFailure(fault.message, for_good=True) from fault
    record = record_of(wanted, run)
    return Outcome(
        result={
            "method": LOCAL,
            "signature": signature_of(wanted.sha256, run.case, wanted.signer, run.at),
            "signed_at": run.at.isoformat(),
            "document": sha256(sheet).hexdigest(),
        },
        documents=(
            Document(name=_renamed(wanted.name, "tanda tangan"), media_type=PDF, content=sheet),
            Document(
                name=_renamed(wanted.name, "tanda tangan", suffix=".json"),
                media_type="application/json",
                content=record,
            ),
        ),
        log=("Not a certified signature: there is a record of it, and a sheet.",),
    )


def _renamed(name: str, addition: str, *, suffix: str = ".pdf") -> str:
    return f"{name.removesuffix('.pdf')} ({addition}){suffix}"


ACTION = Action(spec=SPEC, run=run, simulate=simulate)
