"""Who may do what: every route declares a rule, and each kind of person gets what it says."""

import json
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from founded import Government, a_government
from httpx2 import Response

from api.access import OWN, Access, duties_for
from api.access_table import HELD, Kind, Verdict, directory, verdict
from api.identity import SAFE
from api.surface import Address, surface
from engine.service.tracking_codes import pass_of
from web.surface import INTERFACE, RULED_OTHERWISE, served

KNOWN = directory()
CHANGES = [one for one in served() if one.method not in SAFE]
OF_CASES = [one for one in served() if "{case}" in one.path]
NAMES = {
    "{activation}": "2",
    "{notice}": "n1",
    "{deviation}": "late_step:2",
    "{sha256}": "a" * 64,
    "{calendar}": "kantor",
    "{version}": "1",
    "{sop}": "surat-uji",
}
"""What stands in an address; anybody and anything else is `tiada`."""

FITS = {
    "comment": {"text": "Halo"},
    "holds": {"ground": "audit", "reason": "x"},
    "lifting": {"ground": "audit", "reason": "x"},
    "disposition": {"verdict": "accepted", "reason": "x"},
    "extension": {"by": "1 hari kerja", "reason": "x"},
    "pause": {"reason": "applicant"},
    "reopen": {"step": "periksa", "reason": "x"},
    "assign": {"to": "rini", "reason": "x"},
    "delegate": {"to": "rini", "reason": "x"},
    "override": {"mode": "skip", "reason": "x"},
    "reject": {"reason": "x"},
    "withdraw": {"reason": "x"},
    "return": {"reason": "x"},
    "record": {"reason": "x"},
}
"""What a command takes, if it takes something; sent where nothing may come of it."""

TO_BE_THERE = {
    "/cases/{case}/act/{name}": "/cases/{case}/act/pause",
}
"""Pages of a case that need more than a case to be there."""

OF_THINGS = {
    "/cases/{case}/act/{name}",
    "/cases/{case}/deadline",
    "/cases/{case}/documents/{sha256}/view",
    "/deviations/{case}/{deviation}",
}
"""Pages of what the case of here has none of (no clock, nothing filed), or not for whoever asks."""

SHOWN = {"/", f"{INTERFACE}/cases", f"{INTERFACE}/tasks"}
"""Lists on which the case of here stands."""


@pytest.fixture(scope="module")
def government(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Government]:
    with a_government(tmp_path_factory.mktemp("founded")) as made:
        yield made


def test_every_route_declares_one_rule(government: Government) -> None:
    lacking = {one.path for one in surface(government.app.routes) if one.access is None}

    assert lacking == set(RULED_OTHERWISE) - {"/prefect"}  # which runs elsewhere here


def test_what_the_table_lists_is_what_is_served(government: Government) -> None:
    walked = {(one.method, one.path) for one in surface(government.app.routes)}
    listed = {(one.method, one.path) for one in served()}

    assert listed == {one for one in walked if one[1] not in RULED_OTHERWISE}


def test_only_a_calculation_is_posted_to_read() -> None:
    reads = {one.name for one in CHANGES if one.access in {Access.READS, Access.AUDITS}}

    assert reads == {"check"}


def test_an_auditor_is_refused_on_every_route_that_changes_something() -> None:
    let_in = {one for one in CHANGES if verdict(one, Kind.AUDITOR, KNOWN) is not Verdict.REFUSED}

    assert {one.access for one in let_in} <= OWN | {Access.PUBLIC, Access.READS}


def test_nothing_of_cases_or_people_is_public() -> None:
    public = {one.path for one in served() if one.access is Access.PUBLIC}

    assert not {path for path in public if "{case}" in path or "people" in path}


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_gets_what_the_table_says(government: Government, kind: Kind) -> None:
    wanted = {one: verdict(one, kind, KNOWN) for one in served()}
    found = {one: told(government, one, kind, said) for one, said in wanted.items()}

    wrong = {one: found[one] for one, said in wanted.items() if found[one] != said}
    assert {f"{one.method} {one.path}: {wanted[one]}": was for one, was in wrong.items()} == {}


def told(government: Government, address: Address, kind: Kind, wanted: Verdict) -> Verdict | str:
    """What came of it: the verdict that was wanted, if the answer bears it out."""
    answered = ask(government.of(kind), address, government.case, fits=wanted is Verdict.ABSENT)
    if address.access is not Access.PUBLIC and is_refused(answered, kind):
        return Verdict.REFUSED
    if is_absent(government, address, answered):
        is_of_thing = address.path in OF_THINGS and wanted is not Verdict.REFUSED
        return wanted if is_of_thing else Verdict.ABSENT
    if wanted is Verdict.REFUSED or answered.status_code == 500:
        return f"{answered.status_code} {answered.text[:200]}"
    if address.path in SHOWN and address.method == "GET":
        is_shown = government.case in answered.text
        covers = wanted is Verdict.WITHIN_REACH and kind is not Kind.OFFICER_ELSEWHERE
        return wanted if is_shown == covers else f"shown: {is_shown}"
    if wanted is Verdict.ABSENT and address.is_single:
        return f"{answered.status_code} {answered.text[:200]}"
    return wanted


ENDLESS = "text/event-stream"
"""Of an answer that goes on until its reader leaves, its head says enough."""


def ask(client: TestClient, address: Address, case: str, *, fits: bool) -> Response:
    path = TO_BE_THERE.get(address.path, address.path).replace("{case}", case)
    for name, value in NAMES.items():
        path = path.replace(name, value)
    path = re.sub(r"{\w+}", "tiada", path.replace("{number}", "1"))
    form = "application/x-www-form-urlencoded"
    is_form = not address.path.startswith(INTERFACE)
    headers = {"content-type": form if is_form else "application/json"}
    said = FITS.get(address.path.rpartition("/")[2], {}) if fits else {}
    content = b"" if is_form else json.dumps(said).encode()
    if address.method in SAFE:
        with client.stream(address.method, path) as answered:
            if not answered.headers.get("content-type", "").startswith(ENDLESS):
                answered.read()
        return answered
    return client.request(address.method, path, content=content, headers=headers)


def is_refused(answered: Response, kind: Kind) -> bool:
    if answered.status_code == 303 and answered.headers["location"].startswith("/lacak?why=over"):
        return True
    if kind not in HELD and answered.status_code == 303:
        return answered.headers["location"].startswith("/sign-in")
    if "json" not in answered.headers.get("content-type", ""):
        if answered.status_code not in {401, 403}:
            return False
        by_the_engine = 'id="refused"' in answered.text  # on the page of what was asked for
        return not by_the_engine
    refusals = {"not-for-you", "scope-missing"}
    said = answered.json()
    return answered.status_code == 401 or (isinstance(said, dict) and said.get("code") in refusals)


def is_absent(government: Government, address: Address, answered: Response) -> bool:
    if answered.status_code != 404 or not address.is_single:
        return False
    if "json" not in answered.headers["content-type"]:
        return True
    named = {f"There is no case '{government.case}'.", "There is no notice 'n1'."}
    return answered.json()["detail"] in named


@pytest.mark.parametrize("address", OF_CASES, ids=lambda one: f"{one.method} {one.path}")
def test_a_case_of_another_unit_is_answered_to_the_byte_as_one_that_is_not_there(
    government: Government, address: Address
) -> None:
    client = government.of(Kind.OFFICER_ELSEWHERE)
    client.headers["accept-encoding"] = "identity"
    known, absent = government.case, "0" * len(government.case)

    there = ask(client, address, known, fits=True)
    nowhere = ask(client, address, absent, fits=True)

    takes_a_duty = bool(duties_for(address.access, address.method))
    assert there.status_code == nowhere.status_code == (403 if takes_a_duty else 404)
    assert there.text.replace(known, absent) == nowhere.text
    assert same(there) == same(nowhere)


def test_an_applicants_code_opens_their_own_case_and_nothing_of_the_office(
    government: Government,
) -> None:
    mine, theirs = (
        pass_of(government.database, case) for case in (government.case, government.other)
    )
    client = government.of(Kind.APPLICANT)

    own = client.get("/lacak/permohonan")
    assert own.status_code == 200
    assert mine.case not in own.text + str(own.headers)
    for address in OF_CASES:
        answered = ask(client, address, government.case, fits=True)
        assert is_refused(answered, Kind.APPLICANT), address
    assert theirs.link not in own.text


def test_another_applicants_code_with_my_pin_is_answered_as_one_that_is_not_there(
    government: Government,
) -> None:
    mine, theirs = (
        pass_of(government.database, case) for case in (government.case, government.other)
    )
    client = government.client()
    client.headers["accept-encoding"] = "identity"
    pin = mine.pin if mine.pin != theirs.pin else "no-pin"
    there, nowhere, typo = (
        client.post(f"{INTERFACE}/tracking", json={"code": code, "pin": pin})
        for code in (theirs.code, "K7M-Q2X-V9D", "K7M")
    )

    assert there.status_code == nowhere.status_code == typo.status_code == 404
    assert there.text == nowhere.text == typo.text
    assert same(there) == same(nowhere) == same(typo)


def same(answered: Response) -> dict[str, str]:
    """The headers but those that differ between any two answers."""
    return {name: value for name, value in answered.headers.items() if name not in VARYING}


VARYING = {"trace-id"}
