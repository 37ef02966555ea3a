"""Somebody with the database in hand: past every trigger, in a transaction that is never kept."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from engine.core.ids import CaseId
from engine.core.ledger import entry_bytes
from engine.core.proofs import leaf_hash, node_hash
from engine.core.verdicts import Finding, Verdict
from engine.service.verifying import verify_in
from engine.store.codec import chain, genesis
from engine.store.job import Reader
from engine.store.prepared import DialectName

_WORDS: Mapping[DialectName, Mapping[str, str]] = {
    "sqlite": {
        "zeros": "zeroblob(32)",
        "forged": "CAST(replace(CAST({column} AS TEXT), '{old}', '{new}') AS BLOB)",
        "blob": "CAST('{text}' AS BLOB)",
        "at": "'{at}.000000Z'",
    },
    "postgresql": {
        "zeros": "decode(repeat('00', 32), 'hex')",
        "forged": "convert_to(replace(convert_from({column}, 'UTF8'), '{old}', '{new}'), 'UTF8')",
        "blob": "convert_to('{text}', 'UTF8')",
        "at": "'{at}Z'::timestamptz",
    },
}


class Insider:
    """Changes what should never change, and looks at it within the same transaction."""

    def __init__(self, run: Callable[..., Any], dialect: DialectName) -> None:
        self._run, self.dialect = run, dialect
        self._mark = "?" if dialect == "sqlite" else "%s"
        self.reader = Reader(run, dialect)

    def do(self, *statements: str) -> None:
        for statement in statements:
            self._run(statement)

    def ask(self, question: str, *given: object) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self._run(self._marked(question), given).fetchall()
        return found

    def write(self, statement: str, *given: object) -> None:
        self._run(self._marked(statement), given)

    def _marked(self, statement: str) -> str:
        return statement.replace("?", self._mark)

    def word(self, name: str, **more: str) -> str:
        return _WORDS[self.dialect][name].format(**more)

    def rewrite(self, case: CaseId, change: Callable[[int, bytes], bytes]) -> None:
        """Write a history anew, and chain it as it should be, down to the row of the case."""
        head = genesis(case)
        events = self.ask("SELECT seq, body FROM case_event WHERE case_id = ? ORDER BY seq", case)
        for seq, body in events:
            made = change(seq, bytes(body))
            head = chain(head, made)
            self.write(
                "UPDATE case_event SET hash = ?, body = ? WHERE case_id = ? AND seq = ?",
                *(head, made, case, seq),
            )
        self.write('UPDATE "case" SET head = ? WHERE id = ?', head, case)

    def relist(self, case: CaseId) -> None:
        """Let the ledger list a history as it is now."""
        for seq, hash_ in self.ask("SELECT seq, hash FROM case_event WHERE case_id = ?", case):
            self.write(
                "UPDATE ledger_entry SET hash = ? WHERE stream = ? AND seq = ?",
                *(hash_, f"case/{case}", seq),
            )

    def regrow(self) -> None:
        """Make the subtrees of the ledger those over its entries."""
        entries = self.ask("SELECT stream, seq, hash FROM ledger_entry ORDER BY position")
        leaves = [leaf_hash(entry_bytes(name, seq, bytes(kept))) for name, seq, kept in entries]
        for level, number in self.ask("SELECT level, number FROM ledger_node"):
            made = leaves[number << level : (number + 1) << level]
            while len(made) > 1:
                made = [node_hash(*two) for two in zip(made[::2], made[1::2], strict=True)]
            self.write(
                "UPDATE ledger_node SET hash = ? WHERE level = ? AND number = ?",
                *(made[0], level, number),
            )

    def verdict(self, at: datetime, **against: Any) -> Verdict:
        return verify_in(self.reader, at=at, **against)


def told(verdict: Verdict) -> set[tuple[str, int, str]]:
    """The findings, without their reasons."""
    return {_place(one) for one in verdict.findings}


def _place(finding: Finding) -> tuple[str, int, str]:
    return finding.stream, finding.seq, finding.code.value


@contextmanager
def insider_at(url: str) -> Iterator[Insider]:
    """An insider, whose doings are undone at the end."""
    parsed = make_url(url)
    if parsed.drivername == "sqlite":
        with closing(sqlite3.connect(Path(parsed.database or ""), isolation_level=None)) as file:
            file.execute("BEGIN IMMEDIATE")
            for (name,) in file.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                file.execute(f"DROP TRIGGER {name}")
            yield Insider(file.execute, "sqlite")
            file.execute("ROLLBACK")
    else:
        address = url.replace("postgresql+psycopg://", "postgresql://")
        with psycopg.connect(address) as connection:
            connection.execute("SET TIME ZONE 'UTC'")
            connection.execute("SET LOCAL session_replication_role = replica")
            yield Insider(connection.execute, "postgresql")
            connection.rollback()
