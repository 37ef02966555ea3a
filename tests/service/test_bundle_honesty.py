"""No bundle is signed for a case that was shortened; who put versions into force is proved."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from bundling import ORIGIN, Judge, bundled, members_of, retold
from offices import HESTI, Office, an_office, sqlite_url

from engine.core.commands import Comment
from engine.core.ids import CaseId
from engine.service import checkpoints, ledger
from engine.service.ledger import LedgerDamaged

Told = pytest.CaptureFixture[str]


def say(office: Office, case: CaseId, times: int) -> None:
    for number in range(times):
        office.do(Comment(case=case, by=HESTI, text=f"Catatan {number}"))


class Shortened:
    """A case whose last word stands in a part of the ledger where it has no other."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office, self.folder = office, folder
        self.case, other = office.open(), office.open()
        say(office, other, 260)
        say(office, self.case, 1)
        say(office, other, 260)
        checkpoints.take(office.database, at=office.now, origin=ORIGIN)
        self.last = ledger.position_of(office.database, f"case/{self.case}", 3)

    def cut(self, *, entries: bool) -> None:
        """Take away the last word, as somebody with the file in hand does."""
        with closing(sqlite3.connect(self.folder / "alur.db")) as file, file:
            for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
                file.execute(f"DROP TRIGGER {name}")
            file.execute("DELETE FROM case_event WHERE case_id = ? AND seq = 3", (self.case,))
            if entries:
                file.execute("DELETE FROM ledger_entry WHERE position = ?", (self.last,))


@pytest.fixture
def shortened(tmp_path: Path) -> Iterator[Shortened]:
    with an_office(sqlite_url(tmp_path)) as office:
        yield Shortened(office, tmp_path)


def test_a_case_cut_short_together_with_its_entries_is_not_signed_for(
    shortened: Shortened,
) -> None:
    assert shortened.last is not None
    assert shortened.last // 256 == 1
    bundled(shortened.office, shortened.case, shortened.folder)
    shortened.cut(entries=True)

    with pytest.raises(LedgerDamaged, match="does not hold together") as refused:
        bundled(shortened.office, shortened.case, shortened.folder)
    assert "alur verify" in refused.value.hint


def test_a_case_that_lacks_an_event_of_the_ledger_is_not_signed_for(shortened: Shortened) -> None:
    shortened.cut(entries=False)

    with pytest.raises(LedgerDamaged, match="event 3 of case"):
        bundled(shortened.office, shortened.case, shortened.folder)


def test_it_says_when_it_was_made_and_that_later_events_may_have_been_left_out(
    tmp_path: Path, capsys: Told
) -> None:
    with an_office(sqlite_url(tmp_path)) as office:
        case, place = office.open(), tmp_path / "reports"
        checkpoints.take(office.database, at=office.now, origin=ORIGIN, folder=place)
        bundle, _ = bundled(office, case, tmp_path)
        made = office.now
        say(office, case, 1)
        checkpoints.take(office.database, at=office.now, origin=ORIGIN, folder=place)

    published = ("--published", str(place / "checkpoints.txt"))
    assert Judge(tmp_path).asks(bundle, *published) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert f"The bundle was made {made:%Y-%m-%dT%H:%M:%SZ} by inspektorat" in told
    assert "left out later events of this case" in told
    assert "Here it ends with event 2" in told
    assert "Newer ones were published, over 1 entries more" in told


@pytest.mark.parametrize(
    "change",
    [
        ("sop/surat", "published_by", "tini"),
        ("sop/surat", "published_at", "2026-01-01T00:00:00.000000Z"),
        ("sop/surat", "author", "tini"),
        ("calendar/kantor", "published_by", "tini"),
        ("calendar/kantor", "published_at", "2026-01-01T00:00:00.000000Z"),
        ("calendar/kantor", "reason", "Lain"),
    ],
)
def test_who_put_a_version_into_force_and_when_is_covered_by_its_entry(
    small: bytes, tmp_path: Path, capsys: Told, change: tuple[str, str, str]
) -> None:
    members, (stream, name, other) = members_of(small), change
    told = json.loads(members["ledger.json"])
    (version,) = (one for one in told["versions"] if one["stream"] == stream)
    version[name] = other

    changed = members | {"ledger.json": json.dumps(told).encode()}
    assert Judge(tmp_path).asks(retold(changed)) == 3
    assert f"{stream}/1 is entered with another hash" in capsys.readouterr().err


def test_who_put_a_version_into_force_is_told_once_and_for_each(
    small: bytes, tmp_path: Path, capsys: Told
) -> None:
    members, judge = members_of(small), Judge(tmp_path)
    assert judge.asks(small) == 0
    assert "sop/surat/1: in force by rini, 2026-11-23T01:00:00.000000Z." in capsys.readouterr().out

    told = json.loads(members["ledger.json"])
    first = told["versions"][0]
    for versions, said in (
        ([], "does not tell who put a version into force"),
        ([*told["versions"], first], "tells twice"),
        ([*told["versions"], first | {"seq": 9}], "sop/surat/9 into force, which is not here"),
    ):
        changed = json.dumps(told | {"versions": versions}).encode()
        assert judge.asks(retold(members | {"ledger.json": changed})) == 3
        assert said in capsys.readouterr().err


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("small")
    with an_office(sqlite_url(folder)) as office:
        case = office.open()
        checkpoints.take(office.database, at=office.now, origin=ORIGIN)
        return bundled(office, case, folder)[0]
