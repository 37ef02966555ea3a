"""Signing without a certified service: a record of who let which document pass, and when.

It is not a certified electronic signature and says so wherever it is seen: in the record, on the
sheet. What it is worth comes from the history of the case, whose hashes it cannot be taken out of.

Source: PP 71/2019 art. 60 (certified and uncertified electronic signatures).
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from engine.actions.action import ActionRun
from engine.actions.letter_facts import facts_for_letters
from engine.actions.sign_certified import Signer, ToSign

NOTE = (
    "Tanda tangan elektronik ini tidak tersertifikasi (PP 71/2019 pasal 60). "
    "This electronic signature is not certified."
)

_SHEET = """\
#set document(title: {{ title | code }})
#set page(paper: "a4", margin: 2.5cm)
#set text(font: "Libertinus Serif", size: 11pt, lang: "id")
#align(center, text(15pt, weight: "bold")[LEMBAR TANDA TANGAN ELEKTRONIK])
#v(4pt)
#align(center, block(stroke: 0.8pt, inset: 8pt, width: 100%)[
  #strong[Tidak tersertifikasi.] Lembar ini bukan tanda tangan elektronik tersertifikasi
  (PP 71/2019 pasal 60); ia mencatat siapa yang menyetujui dokumen mana, dan kapan.
])
#v(10pt)
#grid(
  columns: (4.2cm, 1fr), row-gutter: 0.9em,
  [Dokumen], [{{ sheet.name }}],
  [SHA-256 dokumen], text(font: "DejaVu Sans Mono", size: 8pt)[{{ sheet.document }}],
  [Berkas], [{{ case }}],
  [Layanan], [{{ sop.title }}],
  [Penanda tangan], strong[{{ sheet.signer }}],
{% if sheet.position %}
  [Jabatan], [{{ sheet.position }}],
{% endif %}
  [Paraf], text(20pt, style: "italic")[{{ sheet.initials }}],
  [Waktu], [{{ weekday }}, {{ today }}, pukul {{ time }}],
  [Sidik tanda tangan], text(font: "DejaVu Sans Mono", size: 8pt)[{{ sheet.signature }}],
)
#v(10pt)
#text(9pt)[Sidik itu adalah SHA-256 atas empat baris: SHA-256 dokumen, kode berkas,
penanda tangan beserta jabatannya dalam kurung, dan waktu (UTC) {{ sheet.signed_at }}.
Cocokkan dengan riwayat berkas sebelum mempercayai lembar ini.]
"""


def signature_of(document: str, case: str, signer: Signer, at: datetime) -> str:
    """The SHA-256 over four lines: document, case, signer, instant."""
    lines = (document, case, words_of(signer), at.isoformat())
    return sha256("\n".join(lines).encode()).hexdigest()


def words_of(signer: Signer) -> str:
    """`Nurhayati, M.Si. (Camat Sei Suka)`."""
    return f"{signer.name} ({signer.position})" if signer.position else signer.name


def initials_of(name: str) -> str:
    """The first letters of the names, without degrees: `Drs. Hendra Gunawan, M.Si.` gives `HG`."""
    own, _, _ = name.partition(",")
    names = [one for one in own.split() if not one.endswith(".")] or own.split()
    letters = (re.sub(r"[^\w]", "", one)[:1] for one in names)
    return "".join(letters).upper() or "?"


def record_of(wanted: ToSign, run: ActionRun) -> bytes:
    """The signature as JSON, to be filed; the same for the same document, signer and instant."""
    record: Mapping[str, object] = {
        "kind": "alur-local-signature",
        "certified": False,
        "note": NOTE,
        "case": run.case,
        "document": wanted.sha256,
        "signer": words_of(wanted.signer),
        "initials": initials_of(wanted.signer.name),
        "signed_at": run.at.isoformat(),
        "signature": signature_of(wanted.sha256, run.case, wanted.signer, run.at),
    }
    return json.dumps(record, indent=2, ensure_ascii=False).encode()


def sheet_of(wanted: ToSign, run: ActionRun) -> bytes:
    """The same on a page for people, as a PDF.

    Raises:
        TemplateFault: something in it cannot be written with the fonts there are.
    """
    from engine.actions.typesetting import typeset  # noqa: PLC0415  # see render_document

    said = {
        "name": wanted.name,
        "document": wanted.sha256,
        "signer": wanted.signer.name,
        "position": wanted.signer.position,
        "initials": initials_of(wanted.signer.name),
        "signed_at": run.at.isoformat(),
        "signature": signature_of(wanted.sha256, run.case, wanted.signer, run.at),
    }
    facts = facts_for_letters(run)
    facts["sheet"] = type(facts)(said)
    made = typeset(
        "lembar", {"lembar": _SHEET}, facts, title=f"Tanda tangan: {wanted.name}", at=run.at
    )
    return made.content
