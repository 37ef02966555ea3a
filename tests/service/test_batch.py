"""Many commands in one transaction."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from offices import MONDAY, RINI, Office, an_office, sqlite_url
from postgres import fresh_database

from engine.core.commands import Comment
from engine.core.errors import InputRefused
from engine.service.batch import CarryOut, together
from engine.service.execute import execute
from engine.service.queries import read_history, tally
from engine.service.upkeep import rebuild_views


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    if request.param == "sqlite":
        url = sqlite_url(tmp_path)
    else:
        url = fresh_database(request.getfixturevalue("postgres_url"))
    with an_office(url) as made:
        yield made


def test_commands_of_a_batch_are_kept_as_if_each_had_come_alone(office: Office) -> None:
    case, other = office.open(), office.open()

    def job(carry_out: CarryOut) -> int:
        for text in ("satu", "dua"):
            carry_out(Comment(case=case, by=RINI, text=text), at=MONDAY)
        return carry_out(Comment(case=other, by=RINI, text="tiga"), at=MONDAY).seq

    together(office.database, job)
    execute(office.database, Comment(case=case, by=RINI, text="empat"), at=MONDAY)

    texts = [entry.recorded.event for entry in read_history(office.database, case)[-3:]]
    assert [getattr(event, "text", "") for event in texts] == ["satu", "dua", "empat"]


def test_a_refusal_within_a_batch_does_not_spoil_the_others(office: Office) -> None:
    case = office.open()

    def job(carry_out: CarryOut) -> None:
        with pytest.raises(InputRefused):
            carry_out(Comment(case=case, by=RINI, text=" "), at=MONDAY)
        carry_out(Comment(case=case, by=RINI, text="satu"), at=MONDAY)

    before = tally(office.database).events
    together(office.database, job)

    assert tally(office.database).events == before + 1


def test_a_batch_that_breaks_off_leaves_nothing(office: Office) -> None:
    case = office.open()
    before = tally(office.database)

    def job(carry_out: CarryOut) -> None:
        carry_out(Comment(case=case, by=RINI, text="satu"), at=MONDAY)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        together(office.database, job)

    assert tally(office.database) == before


def test_rebuilt_views_are_the_views(office: Office) -> None:
    office.open()
    before = tally(office.database)

    assert rebuild_views(office.database) == 1
    assert tally(office.database) == before
