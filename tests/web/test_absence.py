"""One's own times away, and who stands in for whom meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from board_desk import HEAD, Counter, offer, with_four_eyes
from front_desk import HESTI, RINI, UNIT, Browser, FrontDesk, front_desk, join, open_accounts
from inbox_desk import DEWI
from looking_after import day, fields_of, newcomer, problem, text
from serving import MORNING

from engine.core.commands import SYSTEM, Actor
from engine.core.directory_commands import DeclareAbsence, EndAbsence, GrantAssignment
from engine.core.directory_spans import to_come
from engine.core.ids import PersonId, RoleId
from engine.service.directory import change, current

PLACE = "/account/absence"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontDesk]:
    with front_desk(tmp_path_factory.mktemp("office")) as opened:
        yield opened


@pytest.fixture(scope="module")
def rini(desk: FrontDesk) -> Browser:
    return desk.signed_in(RINI)


@pytest.fixture(scope="module")
def hesti(desk: FrontDesk) -> Browser:
    return desk.signed_in(HESTI)


@pytest.fixture(autouse=True)
def rini_is_back_afterwards(desk: FrontDesk) -> Iterator[None]:
    yield
    for number in numbers(desk):
        back = EndAbsence(by=SYSTEM, person=RINI, absence=number)
        change(desk.database, back, at=desk.clock.at)


def numbers(desk: FrontDesk, person: PersonId = RINI) -> list[int]:
    """Of the times away that go on or come."""
    away = current(desk.database).absences.get(person, ())
    return [one.id for one in away if to_come(one, desk.clock.at)]


def test_who_says_that_they_are_away_is_stood_in_for_until_they_are_back(
    desk: FrontDesk, rini: Browser, hesti: Browser
) -> None:
    said = rini.post(PLACE, until=day(4), reason="training", substitute=HESTI)
    mine, hers = text(rini.get(said.headers["location"])), text(hesti.get(PLACE))

    assert "Tercatat" in mine
    assert "Diklat sekarang" in mine
    assert "Hesti Wulandari menggantikan Anda sebagai Petugas Loket" in mine
    assert "Anda menggantikan Rini Astuti sebagai Petugas Loket" in hers
    assert "sampai 27 November 2026" in text(rini.get("/account"))
    assert "27 November" in text(rini.get(PLACE))

    (number,) = numbers(desk)
    asked = text(rini.get(f"{PLACE}/{number}/end"))
    assert "Saya sudah kembali" in asked
    ended = rini.post(f"{PLACE}/{number}/end")
    mine = text(rini.get(ended.headers["location"]))
    assert "Masa tidak di tempat diakhiri" in mine
    assert "Diklat" in mine
    assert "Tidak ada masa tidak di tempat." in mine
    assert "menggantikan Rini" not in text(hesti.get(PLACE))


def test_a_time_to_come_is_told_and_can_be_called_off(desk: FrontDesk, rini: Browser) -> None:
    rini.post(PLACE, since=day(7), until=day(9), reason="leave")
    page = text(rini.get(f"{PLACE}?lang=en"))
    assert "to come" in page
    assert "30 November 2026 to 2 December 2026" in page
    assert "At work" in text(rini.get("/account?lang=en"))

    (number,) = numbers(desk)
    assert "Saya jadi di tempat" in text(rini.get(f"{PLACE}/{number}/end"))
    rini.post(f"{PLACE}/{number}/end")
    assert numbers(desk) == []


@pytest.mark.parametrize(
    ("fields", "name", "said"),
    [
        ({"until": ""}, "until", "Hari terakhir"),
        ({"until": day(-2)}, "until", "masa lalu"),
        ({"since": day(-1)}, "since", "berlaku surut"),
        ({"since": "kemarin"}, "since", "surut"),
        ({"reason": "bosan"}, "reason", "Pilih"),
        ({"substitute": "siapa"}, "substitute", "Tidak ditemukan"),
        ({"substitute": RINI}, "substitute", "Pilih orang lain"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    rini: Browser, fields: dict[str, str], name: str, said: str
) -> None:
    whole = {"since": day(1), "until": day(4), "reason": "sick", "substitute": HESTI} | fields
    answer = rini.post(PLACE, **whole)

    assert answer.status_code == 422
    assert said in problem(answer, name)
    kept = fields_of(answer)
    assert {key: kept[key] for key in ("since", "until")} == {
        key: whole[key] for key in ("since", "until")
    }


def test_a_form_sent_twice_is_one_time_away(desk: FrontDesk, rini: Browser) -> None:
    for _ in range(2):
        sent = rini.post(PLACE, until=day(3), reason="sick", key="one-form")
        assert sent.status_code == 303
    assert len(numbers(desk)) == 1


def test_somebody_elses_time_away_is_not_there(desk: FrontDesk, hesti: Browser) -> None:
    away = DeclareAbsence(by=SYSTEM, person=RINI, until=MORNING.replace(day=25), reason="leave")
    change(desk.database, away, at=MORNING)
    (number,) = numbers(desk)
    assert hesti.get(f"{PLACE}/{number}/end").status_code == 404
    assert hesti.post(f"{PLACE}/{number}/end", page=PLACE).status_code == 404
    assert numbers(desk) == [number]


def test_colleagues_are_offered_those_of_the_own_unit_first(desk: FrontDesk, rini: Browser) -> None:
    newcomer(desk, "putri", "Putri Ayu")
    page = rini.get(PLACE).text
    assert page.index('label="Unit saya"') < page.index("Putri Ayu")
    assert "Rini Astuti</option>" not in page


def test_why_a_task_did_not_go_to_the_substitute_is_said(tmp_path: Path) -> None:
    """Hesti has done the other review: by four eyes she may not go on with Dewi's."""
    with front_desk(tmp_path) as desk:
        offer(desk.database)
        with_four_eyes(desk.database)
        join(desk.database, DEWI, "Dewi Lestari", "kasi")
        open_accounts(desk.database, DEWI)
        counter, kasi = Counter(desk.database), RoleId("kasi")
        case = counter.accepted(0)
        counter.finish(case, "telaah_teknis", HEAD, 0.01)
        counter.hold(case, "telaah_hukum", Actor(person=DEWI, role=kasi, via="web"), 0.02)
        desk.clock.pass_by(hours=1)
        browser = desk.signed_in(DEWI)

        lead = text(browser.get(PLACE))
        said = browser.post(PLACE, until=day(4), reason="training", substitute=HESTI)
        told = text(browser.get(said.headers["location"]))

    assert "(empat mata), tugas kembali ke antrean" in lead
    assert "1 tugas kembali ke antrean, karena pengganti tidak boleh mengerjakannya" in told


def test_a_trust_is_not_handed_on(desk: FrontDesk) -> None:
    person = newcomer(desk, "wawan", "Wawan Setiadi", "alur:approver")
    for role in ("alur:manager", "loket"):
        grant = GrantAssignment(by=SYSTEM, person=person, role=RoleId(role), unit=UNIT)
        change(desk.database, grant, at=MORNING)
    open_accounts(desk.database, person)
    page = text(desk.signed_in(person).get(PLACE))
    assert "Pengganti tidak mendapat: Pengesah SOP." in page


def test_what_was_written_when_the_session_ended_is_there_again(
    desk: FrontDesk, hesti: Browser
) -> None:
    fields = {"csrf": hesti.token(PLACE), "until": day(6), "reason": "travel"}
    desk.clock.pass_by(minutes=45)
    hesti.send(PLACE, fields)
    hesti.sign_in(HESTI, next=PLACE)
    assert fields_of(hesti.get(PLACE))["until"] == day(6)
    hesti.post("/account/forget", page=PLACE, place=PLACE)
    assert fields_of(hesti.get(PLACE))["until"] == ""
