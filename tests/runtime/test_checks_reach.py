"""What actions reach out with is looked at as it is written, before any step needs it."""

from pathlib import Path

import pytest
from serving import settings_in

from engine.actions.network import Network
from engine.runtime.checks_settings import reach
from engine.service.checks import Told

NAMES = {"rumah.example": "192.168.4.4", "luar.example": "93.184.216.34"}


def names_known(host: str, _: int) -> tuple[str, ...]:
    if host not in NAMES:
        raise OSError("no such name")
    return (NAMES[host],)


def reached(tmp_path: Path, **settings: object) -> list[tuple[Told, str]]:
    checks = reach(settings_in(tmp_path, **settings), Network(look_up=names_known))
    return [(one.told, one.verdict) for one in checks]


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("mail_url", "garbage", Told.ACTIONS_SERVER),
        ("mail_url", "smtp://a:b@mail.example", Told.ACTIONS_PASSWORD),
        ("mail_from", "nobody", Told.ACTIONS_SENDER),
        ("message_url", "gateway", Told.ACTIONS_ADDRESS),
        ("sign_url", "ftp://sign.example", Told.ACTIONS_ADDRESS),
        ("call_hosts", "https://sistem.example/", Told.ACTIONS_HOSTS),
        ("call_hosts", "http://sistem.example/", Told.ACTIONS_HOSTS),
        ("call_private_hosts", "a b", Told.ACTIONS_HOSTS),
        ("call_hosts", "rumah.example", Told.ACTIONS_PRIVATE),
        ("call_hosts", "http://rumah.example:8080", Told.ACTIONS_PRIVATE),
    ],
)
def test_what_actions_cannot_reach_out_with_is_said(
    tmp_path: Path, setting: str, value: str, told: Told
) -> None:
    assert reached(tmp_path, **{setting: value}) == [(told, "wrong")]
    assert reached(tmp_path, **{setting: value}, training=True) == [(told, "warn")]


def test_what_actions_can_reach_out_with_is_passed_over(tmp_path: Path) -> None:
    assert reached(tmp_path) == []
    fine = {
        "mail_url": "smtps://a:b@mail.example",
        "mail_from": "surat@kecamatan.example",
        "message_url": "https://sms.example/send",
        "sign_url": "https://sign.example",
        "call_hosts": "rumah.example,http://rumah.example:8443,luar.example,unknown.example",
        "call_private_hosts": "rumah.example,rumah.example:8443",
    }
    assert reached(tmp_path, **fine) == []


def test_addresses_in_numbers_need_no_resolver_to_be_seen_as_private(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, call_hosts="10.1.2.3,[fd00::1]:8443,8.8.8.8")

    (inside,) = reach(settings)

    assert inside.facts == {"hosts": ("10.1.2.3", "[fd00::1]:8443")}
