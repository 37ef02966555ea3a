"""Tell people: within Alur, by e-mail, by SMS or WhatsApp.

Where no gateway is set up, an SMS or a WhatsApp message becomes a notice for a role of the SOP,
with a link that opens WhatsApp with the message written: one click of a person sends it.
"""

from engine.actions.action import (
    Action,
    ActionFailure,
    ActionRun,
    Notice,
    Outcome,
    Outside,
    require_text,
)
from engine.actions.gateway import TextMessage, hand_over
from engine.actions.mail import Letter, masked_address, require_address, send, server_from
from engine.actions.network import NETWORK, Network
from engine.actions.phone import masked_phone, phone_from, whatsapp_link
from engine.core.action_spec import ActionSpec, Parameter, ParameterKind
from engine.core.ids import RoleId
from engine.core.text import Text

APPLICANT = "{applicant.contact}"
HIDDEN = "***"

SPEC = ActionSpec(
    name="notify",
    title=Text(id="Memberi tahu", en="Tell people"),
    parameters=(
        Parameter(
            id="channel",
            title=Text(id="Lewat apa", en="By which way"),
            kind=ParameterKind.CHOICE,
            choices=("in_app", "email", "sms", "whatsapp"),
            required=True,
        ),
        Parameter(
            id="message",
            title=Text(id="Isi pesan", en="Message"),
            kind=ParameterKind.MESSAGE,
            required=True,
        ),
        Parameter(
            id="subject",
            title=Text(
                id="Perihal (surel); bila kosong: nama SOP", en="Subject (e-mail); else the SOP's"
            ),
            kind=ParameterKind.MESSAGE,
        ),
        Parameter(
            id="role",
            title=Text(
                id="Pelaksana yang diberi tahu di Alur, atau yang mengirim dengan satu klik",
                en="Role that is told within Alur, or that sends by one click",
            ),
            kind=ParameterKind.ROLE,
        ),
        Parameter(
            id="to",
            title=Text(
                id="Alamat surel atau nomor telepon; bila kosong: kontak pemohon",
                en="E-mail address or phone number; else the applicant's contact",
            ),
            kind=ParameterKind.MESSAGE,
            default=APPLICANT,
        ),
    ),
    results=("channel", "to", "reference"),
    outward=True,
)


def run(run: ActionRun, outside: Outside, *, network: Network = NETWORK) -> Outcome:
    """Send the message by its channel, or leave it for a role."""
    words = run.said("message")
    if not words.strip():
        raise ActionFailure("The message is empty: no fact it names is known.", for_good=True)
    require_text(words)
    match run.parameters["channel"]:
        case "in_app":
            return _within_alur(run, Notice(role=_role(run), words=words))
        case "email":
            return _by_mail(run, outside, words)
        case channel:
            return _by_phone(
                run,
                outside,
                TextMessage(to=_phone(run), channel=channel, text=words, reference=run.key),
                network,
            )


def simulate(run: ActionRun, _: Outside) -> Outcome:
    """As if it were sent; nobody is told."""
    channel = run.parameters["channel"]
    return _told(channel, _shown(run, channel), f"simulasi-{run.key}")


def _within_alur(run: ActionRun, notice: Notice) -> Outcome:
    told = _told("in_app", notice.role, run.key)
    return Outcome(result=told.result, notices=(notice,), log=told.log)


def _by_mail(run: ActionRun, outside: Outside, words: str) -> Outcome:
    server = server_from(outside.mail_url)
    letter = Letter(
        sender=require_address(outside.mail_from, "ALUR_MAIL_FROM"),
        to=require_address(run.said("to", APPLICANT), "What `to` names"),
        subject=run.said("subject").strip() or run.title.id,
        words=words,
        key=run.key,
        at=run.at,
    )
    return _told("email", masked_address(letter.to), send(letter, server))


def _by_phone(run: ActionRun, outside: Outside, message: TextMessage, network: Network) -> Outcome:
    if outside.message_url:
        reference = hand_over(message, outside, network)
        return _told(message.channel, masked_phone(message.to), reference)
    if not run.parameters.get("role"):
        told = "No gateway for SMS and WhatsApp is set up here: set ALUR_MESSAGE_URL,"
        raise ActionFailure(f"{told} or give `role` so that people send it.", for_good=True)
    link = whatsapp_link(message.to, message.text)
    return _within_alur(run, Notice(role=_role(run), words=message.text, link=link))


def _role(run: ActionRun) -> RoleId:
    role = run.parameters.get("role")
    if not role:
        raise ActionFailure("`role` must say who is told within Alur.", for_good=True)
    return RoleId(role)


def _phone(run: ActionRun) -> str:
    try:
        return phone_from(run.said("to", APPLICANT))
    except ValueError:
        told = "What `to` names is no Indonesian mobile number: correct it."
        raise ActionFailure(told, for_good=True) from None


def _shown(run: ActionRun, channel: str) -> str:
    """Whom it would go to, as far as it may be seen."""
    if channel == "in_app":
        return run.parameters.get("role") or HIDDEN
    try:
        if channel == "email":
            return masked_address(require_address(run.said("to", APPLICANT), "`to`"))
        return masked_phone(_phone(run))
    except ActionFailure:
        return HIDDEN


def _told(channel: str, to: str, reference: str) -> Outcome:
    result = {"channel": channel, "to": to, "reference": reference}
    return Outcome(result=result, log=(f"Told {to} ({channel}).",))


ACTION = Action(spec=SPEC, run=run, simulate=simulate)
