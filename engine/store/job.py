"""What a job reads and writes through: one transaction, of which it sees neither end."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.store.prepared import DialectName, Prepared

_NOTHING: Mapping[str, object] = {}

_Run = Callable[[str, dict[str, Any]], Any]
_RunAll = Callable[[str, list[dict[str, Any]]], Any]


class Reader:
    """What a job reads through: one snapshot of the store."""

    __slots__ = ("_run", "dialect")

    def __init__(self, run: _Run, dialect: DialectName) -> None:
        self._run = run
        self.dialect: DialectName = dialect

    def rows(
        self, statement: Prepared, given: Mapping[str, object] = _NOTHING
    ) -> list[tuple[Any, ...]]:
        """All rows of the answer."""
        spelled = statement.on(self.dialect)
        rows = self._run(spelled.text, spelled.bind(given)).fetchall()
        return [spelled.read(row) for row in rows]

    def row(
        self, statement: Prepared, given: Mapping[str, object] = _NOTHING
    ) -> tuple[Any, ...] | None:
        """The first row of the answer, or None."""
        spelled = statement.on(self.dialect)
        row = self._run(spelled.text, spelled.bind(given)).fetchone()
        return None if row is None else spelled.read(row)

    def records(
        self, statement: Prepared, given: Mapping[str, object] = _NOTHING
    ) -> list[dict[str, Any]]:
        """All rows, by the names of their columns."""
        names = statement.on(self.dialect).names
        return [dict(zip(names, row, strict=True)) for row in self.rows(statement, given)]


class Unit(Reader):
    """What a job writes through: one transaction, which also sees what it wrote."""

    __slots__ = ("_be_patient", "_run_all", "clashes")

    def __init__(
        self,
        run: _Run,
        dialect: DialectName,
        *,
        run_all: _RunAll | None = None,
        be_patient: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(run, dialect)
        self._run_all = run_all
        self._be_patient = be_patient
        self.clashes: dict[str, Exception] = {}

    def execute(
        self,
        statement: Prepared,
        given: Mapping[str, object] = _NOTHING,
        *,
        clash: Exception | None = None,
    ) -> None:
        """Write. On PostgreSQL an error may come only with a later read, or the commit.

        Raises:
            Exception: `clash`, when a row of that key exists.
        """
        spelled = statement.on(self.dialect)
        if clash is not None:
            self.clashes[spelled.table] = clash
        try:
            self._run(spelled.text, spelled.bind(given))
        except sqlite3.IntegrityError as error:
            if clash is None:
                raise
            raise clash from error

    def execute_all(
        self,
        statement: Prepared,
        rows: Sequence[Mapping[str, object]],
        *,
        clash: Exception | None = None,
    ) -> None:
        """Write the same for each of `rows`. Raises as `execute` does."""
        if self._run_all is None:
            for given in rows:
                self.execute(statement, given, clash=clash)
            return
        spelled = statement.on(self.dialect)
        try:
            self._run_all(spelled.text, [spelled.bind(given) for given in rows])
        except sqlite3.IntegrityError as error:
            if clash is None:
                raise
            raise clash from error

    def take_turn(self, name: str) -> None:
        """Let no other unit that asks for that turn go on until this one is over.

        SQLite has one writer, whose turn it is anyway. On PostgreSQL a lock does it, so that of two
        units which look for the same row, find none, and would both add it, one waits and finds it.
        """
        if self.dialect == "postgresql":
            self._run("SELECT pg_advisory_xact_lock(hashtextextended(%(name)s, 0))", {"name": name})

    def keep_others_out(self) -> None:
        """Let no other unit change a case until this one is over, however long that takes."""
        if self.dialect == "postgresql":
            self._run('LOCK TABLE "case", task IN EXCLUSIVE MODE', {})
            self._run("SET LOCAL statement_timeout = 0", {})
            self._be_patient()
