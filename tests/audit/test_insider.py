"""The insider's table is true: each attack is shown by what it says, and by nothing else."""

from functools import partial
from pathlib import Path

import pytest
from attacked import NOW, SAID, Hands, Story, open_office
from attacks import ABSENT, ATTACKS, table
from copies import KEY, key_for
from insider import insider_at
from offices import MONDAY, RINI, Office, definition, put_in_force
from postgres import fresh_database
from verified import ORIGIN

from engine.core.commands import Comment
from engine.core.errors import AlurError, NotFound
from engine.core.verdicts import Receipt, Verdict
from engine.service import checkpoints, files
from engine.service.database import Database, connect, prepare
from engine.service.ledger import sequence
from engine.service.queries import read_history
from engine.service.replaying import rederive_case
from engine.service.verifying import verify
from engine.service.verifying_dates import with_dates
from engine.service.verifying_holdings import with_holdings

DOCUMENTED = Path(__file__).parents[2] / "docs" / "audit.md"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return Story(tmp_path_factory.mktemp("story"))


def codes(verdict: Verdict) -> set[str]:
    return {one.code.value for one in verdict.findings}


def alone(database: Database, folder: Path) -> Verdict:
    verdict = with_dates(database, verify(database, at=NOW, views=True))
    return with_holdings(database, folder / "files", verdict)


def replayed(database: Database, story: Story) -> set[str]:
    found = set()
    for case in (story.late, story.private):
        try:
            findings = rederive_case(database, case, at=NOW).findings
        except NotFound:
            found.add(ABSENT)
        else:
            found |= {one.code.value for one in findings}
    return found


def test_what_nobody_touched_is_shown_by_nothing(story: Story, tmp_path: Path) -> None:
    Hands(story, tmp_path)
    receipts = (*story.receipts, *story.fresh)
    with open_office(tmp_path) as database:
        verdict = verify(
            database, at=NOW, views=True, notes=[story.note], keys=story.keys, receipts=receipts
        )
        assert not alone(database, tmp_path).found
        assert not verdict.found, verdict.findings
        assert verdict.checked_to == story.last.checkpoint
        assert replayed(database, story) == set()


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_shown_by_what_the_table_says_and_by_nothing_else(
    story: Story, tmp_path: Path, name: str
) -> None:
    attack, hands = ATTACKS[name], Hands(story, tmp_path)

    attack.act(hands)

    with open_office(tmp_path) as database:
        notes, keys = [story.note], story.keys
        if attack.all_published:
            notes, keys = [], checkpoints.verifier_keys(database)
        receipts = (*story.receipts, *story.fresh)
        within = codes(alone(database, tmp_path))
        outside = codes(
            verify(database, at=NOW, views=True, notes=notes, keys=keys, receipts=receipts)
        )
        told = {"receipt-differs"} if attack.receipt else set()
        assert within == set(attack.within)
        assert outside - within == {*attack.published, *told}
        assert replayed(database, story) == set(attack.replay)
    if attack.besides:
        with pytest.raises(AlurError):
            files.read(tmp_path / "files", story.letter)


def test_the_table_has_more_rows_than_were_asked_for() -> None:
    assert len(ATTACKS) >= 18


def test_the_document_has_the_table_as_it_is_tried() -> None:
    assert table() in DOCUMENTED.read_text("utf-8"), table()


def other_words_since(first: int, seq: int, body: bytes) -> bytes:
    return body.replace(SAID.encode(), b"Tidak ada") if seq >= first else body


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('either') / 'alur.db'}"
    return fresh_database(request.getfixturevalue("postgres_url"))


def test_on_either_database_a_history_that_agrees_with_itself_is_shown_from_outside_only(
    url: str,
) -> None:
    with connect(url, key=key_for(url), signing_key=KEY) as database:
        prepare(database)
        put_in_force(database, definition("surat"))
        office = Office(database)
        case = office.open()
        office.do(Comment(case=case, by=RINI, text=SAID))
        signed = checkpoints.take(database, at=MONDAY, origin=ORIGIN)
        office.do(Comment(case=case, by=RINI, text=SAID))
        sequence(database)
        given = [
            Receipt(case=case, seq=one.recorded.seq, begins=one.hash[:16])
            for one in read_history(database, case)
        ]
        keys = checkpoints.verifier_keys(database)
    for since, published in ((1, {"checkpoint-differs"}), (given[-1].seq, set())):
        with insider_at(url) as insider:
            insider.rewrite(case, partial(other_words_since, since))
            insider.relist(case)
            insider.regrow()
            if published:
                insider.do("DELETE FROM checkpoint")
            assert codes(insider.verdict(NOW, views=True)) == set()
            assert codes(insider.verdict(NOW, notes=[signed.note], keys=keys)) == published
            assert codes(insider.verdict(NOW, receipts=given)) == {"receipt-differs"}
