"""The action that signs: by a certified service, or by a record that says it is none."""

import base64
import json
from hashlib import sha256

import pytest
from attempts import KEY, an_attempt, an_outside
from other_system import PUBLIC, OtherSystem, a_network, another_system
from reading_pdf import letters_of, text_of

from engine.actions.action import ActionFailure, ActionRun, Outcome, Outside
from engine.actions.sign import ACTION, run, signer_from, simulate
from engine.actions.sign_certified import Signer
from engine.actions.sign_local import initials_of, signature_of
from engine.core.errors import DocumentDamaged, NotFound

LETTER = b"%PDF-1.7 surat"
HASH = sha256(LETTER).hexdigest()
SIGNED = b"%PDF-1.7 surat, bertanda tangan"
TOKEN = "rahasia"  # noqa: S105
SIGNER = "Nurhayati, M.Si. (Camat Sei Suka)"
FACTS = {"result.surat.document": HASH, "result.surat.name": "Surat.pdf", "form.kosong": " "}


def an_answer(**more: object) -> bytes:
    said = {"document": base64.b64encode(SIGNED).decode(), "reference": "PSRE-1"}
    return json.dumps(said | more).encode()


def outside(**settings: object) -> Outside:
    def read_document(name: str) -> bytes:
        if name != HASH:
            raise NotFound("document", name)
        return LETTER

    return Outside(read_document=read_document, **settings)


def signing(**parameters: str) -> ActionRun:
    return an_attempt(FACTS, **{"document": "result.surat.document", "signer": SIGNER} | parameters)


def asked_of(system: OtherSystem) -> Outcome:
    network, _ = a_network(PUBLIC)
    url = f"http://{system.place}/sign"
    return run(signing(), outside(sign_url=url, sign_token=TOKEN), network=network)


def refusal(attempt: ActionRun, where: Outside) -> str:
    with pytest.raises(ActionFailure) as caught:
        run(attempt, where)
    assert caught.value.for_good
    return str(caught.value)


def test_the_service_gets_the_document_and_its_answer_is_filed() -> None:
    body = an_answer(signed_at="2026-11-23T08:00:05+07:00")
    with another_system(body=body, status=201) as system:
        outcome = asked_of(system)

    (asked,) = system.asked
    assert asked.headers["Authorization"] == "Bearer rahasia"
    assert asked.headers["Idempotency-Key"] == KEY
    assert json.loads(asked.body) == {
        "case": "KEC-2026-0001",
        "name": "Surat.pdf",
        "media_type": "application/pdf",
        "sha256": HASH,
        "signer": {"name": "Nurhayati, M.Si.", "position": "Camat Sei Suka"},
        "document": base64.b64encode(LETTER).decode(),
    }
    assert outcome.result == {
        "method": "certified",
        "signature": "PSRE-1",
        "signed_at": "2026-11-23T01:00:05+00:00",
        "document": sha256(SIGNED).hexdigest(),
    }
    assert set(outcome.result) == set(ACTION.spec.results)
    (document,) = outcome.documents
    assert (document.name, document.content) == ("Surat (bertanda tangan).pdf", SIGNED)


def test_a_service_that_names_no_instant_signed_at_that_of_the_attempt() -> None:
    with another_system(body=an_answer()) as system:
        assert asked_of(system).result["signed_at"] == "2026-11-23T01:00:00+00:00"


@pytest.mark.parametrize(("status", "for_good"), [(500, False), (503, False), (403, True)])
def test_a_fault_of_the_service_is_tried_again_and_a_refusal_is_not(
    status: int,
    for_good: bool,  # noqa: FBT001  # a parameter of the test
) -> None:
    with another_system(status=status) as system, pytest.raises(ActionFailure) as caught:
        asked_of(system)

    assert caught.value.for_good is for_good


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"document": "%%", "reference": "x"}',
        an_answer(reference=" "),
        an_answer(reference="x" * 201),
        an_answer(document=base64.b64encode(b"<html>").decode()),
        an_answer(document="é"),
        an_answer(signed_at="kemarin"),
        an_answer(signed_at="0001-01-01T00:00:00+14:00"),
    ],
)
def test_an_answer_that_is_not_as_agreed_is_an_incident(body: bytes) -> None:
    with another_system(body=body) as system, pytest.raises(ActionFailure) as caught:
        asked_of(system)

    assert caught.value.for_good


def test_an_instant_of_the_service_without_a_zone_is_not_believed() -> None:
    with (
        another_system(body=an_answer(signed_at="2026-11-23T08:00:05")) as system,
        pytest.raises(ActionFailure, match="otherwise than"),
    ):
        asked_of(system)


def test_without_a_service_there_is_a_record_and_a_sheet_that_say_what_they_are() -> None:
    outcome = run(signing(), outside())
    sheet, record = outcome.documents
    told, letters = json.loads(record.content), letters_of(text_of(sheet.content))

    lines = (HASH, "KEC-2026-0001", SIGNER, "2026-11-23T01:00:00+00:00")
    signature = sha256("\n".join(lines).encode()).hexdigest()
    assert outcome.result == {
        "method": "local",
        "signature": signature,
        "signed_at": "2026-11-23T01:00:00+00:00",
        "document": sha256(sheet.content).hexdigest(),
    }
    assert [one.name for one in outcome.documents] == [
        "Surat (tanda tangan).pdf",
        "Surat (tanda tangan).json",
    ]
    assert told["certified"] is False
    assert "tidak tersertifikasi" in told["note"]
    assert (told["signer"], told["initials"], told["signature"]) == (SIGNER, "N", signature)
    for words in ("Tidak tersertifikasi.", HASH, signature, "Nurhayati, M.Si.", "Camat Sei Suka"):
        assert letters_of(words) in letters


def test_local_may_be_asked_for_although_there_is_a_service() -> None:
    where = outside(sign_url="https://tte.invalid/sign")

    assert run(signing(method="local", signer="Rini"), where).result["method"] == "local"


@pytest.mark.parametrize(
    ("attempt", "told"),
    [
        (signing(method="certified"), "Set ALUR_SIGN_URL"),
        (signing(document="form.kosong"), "names no document"),
        (signing(document="form.tidak_ada"), "names no document"),
        (signing(signer="{form.kosong}"), "names nobody"),
        (signing(signer="\N{GRINNING FACE}"), "could not be displayed"),
    ],
)
def test_what_cannot_be_signed_is_an_incident_at_once(attempt: ActionRun, told: str) -> None:
    assert told in refusal(attempt, outside())


def test_an_address_that_is_none_is_an_incident_at_once() -> None:
    assert "ALUR_SIGN_URL" in refusal(signing(), outside(sign_url="ftp://tte"))


@pytest.mark.parametrize("problem", [NotFound("document", HASH), DocumentDamaged(HASH)])
def test_a_document_that_cannot_be_read_is_not_signed(problem: Exception) -> None:
    def read_document(_: str) -> bytes:
        raise problem

    assert HASH in refusal(signing(), Outside(read_document=read_document))


def test_training_signs_nothing() -> None:
    outcome = simulate(signing(), an_outside())

    assert set(outcome.result) == set(ACTION.spec.results)
    assert outcome.result["document"] == HASH
    assert outcome.documents == ()
    assert ACTION.spec.outward


@pytest.mark.parametrize(
    ("words", "name", "position"),
    [
        (SIGNER, "Nurhayati, M.Si.", "Camat Sei Suka"),
        ("Nurhayati", "Nurhayati", ""),
        ("Rini  Astuti\n(Plt. Lurah)", "Rini Astuti", "Plt. Lurah"),
        ("(Camat)", "(Camat)", ""),
    ],
)
def test_a_signer_has_a_name_and_perhaps_a_position(words: str, name: str, position: str) -> None:
    assert signer_from(words) == Signer(name=name, position=position)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Drs. Hendra Gunawan Sitorus, M.Si.", "HGS"),
        ("Nurhayati", "N"),
        ("H. M.", "HM"),
        ("- ,", "?"),
    ],
)
def test_initials_are_those_of_the_names(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_a_signature_hangs_on_every_part() -> None:
    at, signer = signing().at, Signer(name="Rini")
    signatures = {
        signature_of(HASH, "a", signer, at),
        signature_of("0" * 64, "a", signer, at),
        signature_of(HASH, "b", signer, at),
        signature_of(HASH, "a", Signer(name="Budi"), at),
        signature_of(HASH, "a", signer, at.replace(second=1)),
    }

    assert len(signatures) == 5
