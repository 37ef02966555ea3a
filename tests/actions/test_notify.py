"""The action that tells people."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from attempts import KEY, LOKET, an_attempt, an_outside
from letterbox import a_letterbox
from other_system import NAME, PUBLIC, a_network, another_system

from engine.actions.action import ActionFailure, Notice, Outcome
from engine.actions.gateway import _id_in
from engine.actions.network import NETWORK
from engine.actions.notify import ACTION, run

PHONE = "6281234567890"
SECRET = "rahasia"  # noqa: S105
MASKED = "6281******890"
READY = "Surat {case} siap diambil, {applicant.name}."
SAID = "Surat KEC-2026-0001 siap diambil, Siti Aminah."


@contextmanager
def failing(told: str) -> Iterator[None]:
    with pytest.raises(ActionFailure, match=told) as caught:
        yield
    assert caught.value.for_good
    assert "3456" not in str(caught.value)


def hides_the_contact(outcome: Outcome) -> bool:
    kept = [*outcome.result.values(), *outcome.log]
    return all("34567" not in one and "siti.aminah@" not in one for one in kept)


def test_a_role_is_told_within_alur() -> None:
    outcome = run(an_attempt(channel="in_app", message=READY, role="loket"), an_outside())

    assert outcome.notices == (Notice(role=LOKET, words=SAID),)
    assert outcome.result == {"channel": "in_app", "to": "loket", "reference": KEY}


def test_within_alur_somebody_must_be_told() -> None:
    with failing("`role`"):
        run(an_attempt(channel="in_app", message=READY), an_outside())


def test_an_empty_message_is_not_sent() -> None:
    with failing("empty"):
        run(an_attempt(channel="in_app", message="{form.pesan} ", role="loket"), an_outside())


def test_an_applicant_is_told_by_mail() -> None:
    with a_letterbox() as box:
        outside = an_outside(mail_url=f"smtp://127.0.0.1:{box.port}", mail_from="loket@kec.go.id")
        facts = {"applicant.contact": "siti.aminah@contoh.id"}
        outcome = run(an_attempt(facts, channel="email", message=READY), outside)

    (letter,) = box.letters
    assert letter["To"] == "siti.aminah@contoh.id"
    assert letter["Subject"] == "Surat Keterangan Uji"
    assert letter.get_content().strip() == SAID
    assert outcome.result == {
        "channel": "email",
        "to": "s***@contoh.id",
        "reference": f"<{KEY}@kec.go.id>",
    }
    assert hides_the_contact(outcome)


def test_a_subject_and_an_address_may_hold_facts() -> None:
    with a_letterbox() as box:
        outside = an_outside(mail_url=f"smtp://127.0.0.1:{box.port}", mail_from="loket@kec.go.id")
        attempt = an_attempt(
            {"form.surel": "a@b.id"},
            channel="email",
            message=READY,
            subject="Berkas {case}",
            to="{form.surel}",
        )
        run(attempt, outside)

    assert (box.letters[0]["To"], box.letters[0]["Subject"]) == ("a@b.id", "Berkas KEC-2026-0001")


@pytest.mark.parametrize("hostile", ["a@b.id\r\nBcc: c@d.id", "a@b.id\nDATA", "a@b.id,c@d.id"])
def test_a_contact_cannot_add_recipients(hostile: str) -> None:
    with a_letterbox() as box:
        outside = an_outside(mail_url=f"smtp://127.0.0.1:{box.port}", mail_from="loket@kec.go.id")
        with failing("e-mail address"):
            run(an_attempt({"applicant.contact": hostile}, channel="email", message="x"), outside)

    assert box.said == []


def test_mail_that_is_not_set_up_says_what_to_set() -> None:
    facts = {"applicant.contact": "a@b.id"}
    with failing("ALUR_MAIL_URL and ALUR_MAIL_FROM"):
        run(an_attempt(facts, channel="email", message="x"), an_outside())
    with failing("ALUR_MAIL_FROM"):
        run(
            an_attempt(facts, channel="email", message="x"),
            an_outside(mail_url="smtp://surat.id", mail_from="Loket"),
        )


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
def test_a_gateway_gets_the_message_and_names_it(channel: str) -> None:
    network, _ = a_network(PUBLIC)
    with another_system(status=202, body=b'{"id": "wamid.7"}') as system:
        outside = an_outside(message_url=f"http://{system.place}/kirim", message_token=SECRET)
        outcome = run(an_attempt(channel=channel, message=READY), outside, network=network)

    (asked,) = system.asked
    assert json.loads(asked.body) == {
        "to": PHONE,
        "channel": channel,
        "text": SAID,
        "reference": KEY,
    }
    assert (asked.method, asked.path) == ("POST", "/kirim")
    assert asked.headers["Authorization"] == "Bearer rahasia"
    assert asked.headers["Idempotency-Key"] == KEY
    assert outcome.result == {"channel": channel, "to": MASKED, "reference": "wamid.7"}
    assert outcome.notices == ()
    assert hides_the_contact(outcome)


def test_a_gateway_may_stand_in_the_same_house_and_need_no_token() -> None:
    with another_system(body=b"taken") as system:
        outside = an_outside(message_url=f"http://127.0.0.1:{system.port}/")
        outcome = run(an_attempt(channel="sms", message=READY), outside, network=NETWORK)

    assert outcome.result["reference"] == KEY
    assert system.asked[0].headers["Authorization"] is None


@pytest.mark.parametrize(("status", "for_good"), [(503, False), (400, True), (302, True)])
def test_a_gateway_that_does_not_take_it_is_a_failure(status: int, *, for_good: bool) -> None:
    network, _ = a_network(PUBLIC)
    with another_system(status=status, body=b"0812 3456 7890") as system:
        outside = an_outside(message_url=f"http://{system.place}/", message_token=SECRET)
        with pytest.raises(ActionFailure, match=str(status)) as caught:
            run(an_attempt(channel="sms", message=READY), outside, network=network)

    assert caught.value.for_good is for_good
    assert "3456" not in str(caught.value)


def test_a_gateway_badly_named_says_which_setting_to_mend() -> None:
    with failing("ALUR_MESSAGE_URL must"):
        run(an_attempt(channel="sms", message="x"), an_outside(message_url="sms.test/kirim"))


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b'{"id": 12}', "12"),
        (b'{"id": ""}', ""),
        (b'{"id": null}', ""),
        (b'{"id": "a\\nb"}', ""),
        (b'{"id": "%s"}' % (b"x" * 101), ""),
        (b"[1]", ""),
        (b"", ""),
        (b"[" * 200_000, ""),
    ],
)
def test_whatever_a_gateway_calls_it_the_message_is_sent(body: bytes, name: str) -> None:
    assert _id_in(body) == name


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
def test_without_a_gateway_people_send_it_by_one_click(channel: str) -> None:
    attempt = an_attempt(channel=channel, message=READY, role="loket")
    outcome = run(attempt, an_outside())

    link = f"https://wa.me/{PHONE}?text=Surat%20KEC-2026-0001%20siap%20diambil%2C%20Siti%20Aminah."
    assert outcome.notices == (Notice(role=LOKET, words=SAID, link=link),)
    assert outcome.result == {"channel": "in_app", "to": "loket", "reference": KEY}
    assert hides_the_contact(outcome)


def test_without_a_gateway_and_a_role_nobody_could_send_it() -> None:
    with failing("ALUR_MESSAGE_URL, or give `role`"):
        run(an_attempt(channel="whatsapp", message=READY), an_outside())


@pytest.mark.parametrize("contact", ["", "siti@contoh.id", "021 3456 789", "+1 812 3456 7890"])
def test_what_is_no_mobile_number_is_an_incident(contact: str) -> None:
    with failing("mobile number"):
        run(
            an_attempt({"applicant.contact": contact}, channel="sms", message="x", role="loket"),
            an_outside(),
        )


@pytest.mark.parametrize(
    ("channel", "contact", "shown"),
    [
        ("in_app", "", "loket"),
        ("email", "siti@contoh.id", "s***@contoh.id"),
        ("email", "0812", "***"),
        ("sms", "0812 3456 7890", MASKED),
        ("whatsapp", "tidak ada", "***"),
    ],
)
def test_the_twin_gives_the_same_results_and_tells_nobody(
    channel: str, contact: str, shown: str
) -> None:
    attempt = an_attempt(
        {"applicant.contact": contact}, channel=channel, message=READY, role="loket"
    )
    outside = an_outside(mail_url="smtp://nowhere.invalid", message_url=f"https://{NAME}/")

    outcome = ACTION.simulate(attempt, outside)

    assert set(outcome.result) == set(ACTION.spec.results)
    assert (outcome.result["channel"], outcome.result["to"]) == (channel, shown)
    assert outcome.notices == ()
    assert outcome.result["reference"] != KEY


def test_a_twin_without_a_role_hides_that() -> None:
    assert ACTION.simulate(an_attempt(channel="in_app", message="x"), an_outside()).result["to"]


def test_training_never_sends() -> None:
    assert ACTION.spec.outward
