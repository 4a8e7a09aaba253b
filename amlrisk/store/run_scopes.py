"""Whom a run is about, customer by customer, kept from its beginning; and what became of each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from amlrisk.store.codec import packed, unpacked
from amlrisk.store.connection import Database

_PART = 20_000
# No ref holds a line break: the intake refuses control characters.
_BETWEEN = "\n"
_FAILED = "SELECT customer FROM run_failures WHERE run = ?"


class Tally(NamedTuple):
    """How many of a scope are done, failed (and not done), and neither; how many beyond it are done or failed."""

    scope: int
    done: int
    failed: int
    left: int
    beyond: int
    examples: tuple[str, ...]


class RunScopes:
    """Refs in parts of some thousand, each sorted: a million of them take some megabytes and no memory at once.

    ``noted``: whether those who are done were noted (``Runs.been_through``), not assessed.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, run: str, refs: Collection[str]) -> None:
        """Add ``refs``, whom the scope must not hold yet."""
        first = int(self._db.value("SELECT coalesce(max(part), 0) + 1 FROM run_scopes WHERE run = ?", (run,)))
        ordered = sorted(refs)
        parts = (ordered[start : start + _PART] for start in range(0, len(ordered), _PART))
        self._db.write_many(
            "INSERT INTO run_scopes (run, part, refs) VALUES (?, ?, ?)",
            [(run, number, packed(_BETWEEN.join(part).encode())) for number, part in enumerate(parts, first)],
        )

    def parts(self, run: str) -> Iterator[list[str]]:
        numbers = self._db.rows("SELECT part FROM run_scopes WHERE run = ? ORDER BY part", (run,))
        for (number,) in numbers:
            stored = self._db.value("SELECT refs FROM run_scopes WHERE run = ? AND part = ?", (run, number))
            yield unpacked(stored).decode().split(_BETWEEN)

    def refs(self, run: str) -> list[str]:
        """Everybody in scope, in the order in which they were added."""
        return [ref for part in self.parts(run) for ref in part]

    def left(self, run: str, *, noted: bool) -> list[str]:
        """Whoever is not done: never tried, or failed."""
        return [ref for part in self.parts(run) for ref in self.not_done(run, part, noted=noted)]

    def tally(self, run: str, *, noted: bool, examples: int = 20) -> Tally:
        """Count by the customers themselves, part by part."""
        failures = {customer for (customer,) in self._db.rows(_FAILED, (run,))}
        scope = left = done = failed = 0
        odd: list[str] = []
        known_failures = set[str]()
        for part in self.parts(run):
            waiting = self.not_done(run, part, noted=noted)
            scope += len(part)
            done += len(part) - len(waiting)
            of_part = failures.intersection(part)
            known_failures |= of_part
            neither = [ref for ref in waiting if ref not in failures]
            failed += len(waiting) - len(neither)
            left += len(neither)
            odd += neither[: examples - len(odd)]
        strangers = sorted(failures - known_failures)
        beyond = self._done(run, noted=noted) - done + len(strangers)
        return Tally(scope, done, failed, left, beyond, (*odd, *strangers)[:examples])

    def not_done(self, run: str, refs: Sequence[str], *, noted: bool) -> list[str]:
        """Those of ``refs`` who are not done, in the order given."""
        if not refs:
            return []
        # Between the first and the last: one walk along the key, however many there are.
        done = {
            customer
            for (customer,) in self._db.rows(
                f"SELECT customer FROM {_table(noted)} WHERE run = ? AND customer BETWEEN ? AND ?",
                (run, min(refs), max(refs)),
            )
        }
        return [ref for ref in refs if ref not in done]

    def _done(self, run: str, *, noted: bool) -> int:
        return int(self._db.value(f"SELECT count(*) FROM {_table(noted)} WHERE run = ?", (run,)))


def _table(noted: bool) -> str:
    return "run_customers" if noted else "assessments"
