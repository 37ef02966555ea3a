"""Cases that were there before there were tracking codes get theirs with the migration."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from engine.core.ids import CaseId
from engine.core.tracking import is_code
from engine.store import migrate as migrate_module
from engine.store import tracking
from engine.store.migrate import migrate
from engine.store.unit import open_store

_SOP = """
INSERT INTO sop_version (sop, version, hash, title, number, unit, steps, published_at, published_by,
                         text, workflow)
VALUES ('s', 1, 'w', '{}', '1', 'u', 1, '2026-11-23T02:00:00.000000Z', 'admin', '', x'00')
"""
_CASES = """
INSERT INTO "case" (id, sop, version, workflow, unit, applicant, opened_at, last_at, seq, head,
                    state)
SELECT 'c' || n, 's', 1, 'w', 'u', '', '2026-11-23T02:00:00.000000Z', '2026-11-23T02:00:00.000000Z',
       1, x'00', x'00'
FROM (WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < 1500)
      SELECT n FROM count)
"""


def to_the_revision_before(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate_module._MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "0012")


def test_every_case_of_before_gets_a_code_of_its_own(sqlite_url: str) -> None:
    kept = open_store(sqlite_url.replace("alur.db", "before.db"))
    kept.administer(to_the_revision_before)
    for rows in (_SOP, _CASES):
        kept.administer(lambda connection, rows=rows: connection.execute(text(rows)))
    migrate(kept)

    codes = kept.read(
        lambda reader: [tracking.code_of(reader, CaseId(f"c{n}")) for n in range(1, 1501)]
    )
    assert len(set(codes)) == 1500
    assert all(one is not None and is_code(one) for one in codes)
    (given,) = kept.read(lambda reader: tracking.given(reader, CaseId("c7")))
    assert (given.made_by, given.made_at.year, given.ended_at) == ("alur", 2026, None)
    kept.close()
