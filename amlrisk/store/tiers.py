"""Value tiers: every evaluation for ever, and which of them counts for each customer now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from amlrisk.errors import NotFound
from amlrisk.facts.model import Kind
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.authority import ALL_BRANCHES
from amlrisk.store.case_filter import containing
from amlrisk.store.connection import Database, Row
from amlrisk.store.faults import duplicates
from amlrisk.store.outbox import Outbox
from amlrisk.store.tier_rows import COLUMNS, NAMES, current_of_row, evaluation_of_row, evaluation_row
from amlrisk.store.withdrawn_tiers import Withdrawn, WithdrawnRow, give_back, withdraw, withdrawn_of, withdrawn_page
from amlrisk.tiering.evaluation import CurrentTier, Evaluation

_APPEND = f"INSERT INTO tier_evaluations ({', '.join(NAMES)}) VALUES ({', '.join('?' * len(NAMES))})"
# The first day is that of the first evaluation of all, also of one whose tier did not count meanwhile.
_MAKE_CURRENT = """
    INSERT INTO current_tiers (customer, evaluation, evaluated_on, first_on, base, effective, suspended)
    VALUES (?, ?, ?, (SELECT e.evaluated_on FROM tier_evaluations e WHERE e.customer = ? ORDER BY e.seq LIMIT 1),
        ?, ?, ?)
    ON CONFLICT (customer) DO UPDATE SET evaluation = excluded.evaluation, evaluated_on = excluded.evaluated_on,
        base = excluded.base, effective = excluded.effective, suspended = excluded.suspended
"""
_CURRENT = f"""
    SELECT {COLUMNS}, t.evaluated_on, t.first_on FROM current_tiers t JOIN tier_evaluations e ON e.id = t.evaluation
"""
# First which, by an index that holds all that is filtered by; then everything about these few.
_PAGE = f"""
    SELECT {COLUMNS}, t.evaluated_on, t.first_on, c.name, c.kind, c.branch, a.grade
    FROM (SELECT t.customer FROM {{place}} WHERE {{where}} ORDER BY t.customer LIMIT ?) p
    JOIN current_tiers t ON t.customer = p.customer JOIN tier_evaluations e ON e.id = t.evaluation
    JOIN customers c ON c.ref = t.customer LEFT JOIN current_assessments a ON a.customer = t.customer
    ORDER BY t.customer
"""


class TierFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What all of the tiers asked for have in common; None asks for nothing.

    ``branches`` are those within reach of whoever asks (``Officer.branches``), ``branch`` the one they chose among
    these. ``lowered`` keeps those of whom the gate leaves less than they earned. ``query`` is part of ref or name.
    """

    base: Tier | None = None
    effective: Tier | None = None
    suspended: bool | None = None
    lowered: bool = False
    branches: tuple[str, ...] | None = None
    branch: str | None = None
    query: str | None = None

    def condition(self, database: Database) -> tuple[str, list[object]]:
        """SQL over ``current_tiers t`` (and ``customers c``: ``by_customer``), and its parameters."""
        parts: list[str] = ["1 = 1"]
        values: list[object] = []
        for column, wanted in (("t.base", self.base), ("t.effective", self.effective)):
            if wanted is not None:
                parts.append(f"{column} = ?")
                values.append(wanted.value)
        if self.suspended is not None:
            parts.append("t.suspended = ?")
            values.append(int(self.suspended))
        if self.lowered:
            parts.append("t.base <> t.effective")
        if self.branches is not None and ALL_BRANCHES not in self.branches:
            parts.append(database.among("c.branch"))
            values.append(database.many(self.branches))
        if self.branch is not None:
            parts.append("c.branch = ?")
            values.append(self.branch)
        if self.query:
            parts.append("(lower(c.ref) LIKE lower(?) ESCAPE '!' OR lower(c.name) LIKE lower(?) ESCAPE '!')")
            values += [containing(self.query)] * 2
        return " AND ".join(parts), values

    @property
    def asks_for_a_tier(self) -> bool:
        return self.base is not None or self.effective is not None or self.suspended is not None or self.lowered

    @property
    def by_customer(self) -> bool:
        """Whether the condition looks at the customer's own columns."""
        reach = self.branches is not None and ALL_BRANCHES not in self.branches
        return reach or self.branch is not None or bool(self.query)


class TierRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list of tiers. ``grade`` is that of the assessment that counts."""

    tier: CurrentTier
    name: str
    kind: Kind
    branch: str | None
    grade: Grade | None


class TierCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many customers have earned ``base`` and are left ``effective``."""

    base: Tier
    effective: Tier
    customers: int


class Tiers:
    def __init__(self, database: Database) -> None:
        self._db = database
        self._outbox = Outbox(database)

    # --- writing --------------------------------------------------------------------------------------

    def append(self, evaluations: Sequence[Evaluation]) -> None:
        """Record evaluations and make each the one that counts for its customer; all or none.

        Belongs in a transaction that holds the customers: an evaluation rests on the one before. Raises ``Duplicate``,
        and ``StoreRefused`` where customer, facts or pack are not in the store: it could not be made again. Where the
        front line would see another tier, the systems that are to hear of it will.
        """
        if not evaluations:
            return
        ordered = sorted(evaluations, key=lambda it: it.customer)
        ref = ordered[0].id if len(ordered) == 1 else f"{ordered[0].id} … {ordered[-1].id}"
        with self._db.joined(), duplicates("tier evaluation", ref):
            told = self._outbox.front_line()
            refs = [it.customer for it in ordered] if told else []
            before = self._outbox.tiers(refs) if told else {}
            self._db.write_many(_APPEND, [evaluation_row(it) for it in ordered])
            self._db.write_many(_MAKE_CURRENT, [_current_row(it) for it in ordered])
            if told:
                self._outbox.evaluated(told, before, refs)
            give_back(self._db, [it.customer for it in ordered])

    def withdraw(self, withdrawn: Sequence[Withdrawn]) -> None:
        """Take the tiers of these customers out of what counts, until ``append`` records another; history stays.

        ``evaluation`` need not be said: it is the one that counted. Belongs in a transaction that holds the customers.
        """
        if not withdrawn:
            return
        with self._db.joined():
            told = self._outbox.front_line()
            counted = self._outbox.tiers([it.customer for it in withdrawn]) if told else {}
            withdraw(self._db, withdrawn)
            self._outbox.withdrawn(told, counted, withdrawn[0].at)

    def confirm(self, refs: Iterable[str], on: date) -> None:
        """The evaluations that count for these customers were found to hold on a day as well."""
        self._db.write(
            f"UPDATE current_tiers SET evaluated_on = ? WHERE evaluated_on < ? AND {self._db.among('customer')}",
            (on.isoformat(), on.isoformat(), self._db.many(refs)),
        )

    # --- reading --------------------------------------------------------------------------------------

    def current(self, refs: Iterable[str]) -> dict[str, CurrentTier]:
        """The evaluation that counts of each customer who was ever evaluated."""
        rows = self._db.rows(f"{_CURRENT} WHERE {self._db.among('t.customer')}", (self._db.many(refs),))
        return {it.customer: it for it in map(current_of_row, rows)}

    def withdrawn(self, refs: Iterable[str]) -> dict[str, Withdrawn]:
        """Those of these customers whose tier does not count at present, because it could not be evaluated."""
        return withdrawn_of(self._db, refs)

    def get(self, id: str) -> Evaluation:
        """Raises ``NotFound``."""
        row = self._db.row(f"SELECT {COLUMNS} FROM tier_evaluations e WHERE e.id = ?", (id,))
        if row is None:
            raise NotFound(kind="tier evaluation", ref=id)
        return evaluation_of_row(row)

    def history(self, ref: str, limit: int = 100) -> list[Evaluation]:
        """A customer's evaluations, the newest first."""
        rows = self._db.rows(
            f"SELECT {COLUMNS} FROM tier_evaluations e WHERE e.customer = ? ORDER BY e.seq DESC LIMIT ?", (ref, limit)
        )
        return [evaluation_of_row(row) for row in rows]

    def on(self, ref: str, day: date) -> Evaluation | None:
        """The evaluation that counted at the end of a day; None where there was none yet."""
        row = self._db.row(
            f"SELECT {COLUMNS} FROM tier_evaluations e WHERE e.customer = ? AND e.evaluated_on <= ?"
            " ORDER BY e.seq DESC LIMIT 1",
            (ref, day.isoformat()),
        )
        return None if row is None else evaluation_of_row(row)

    def page(self, wanted: TierFilter, after: str | None, limit: int) -> list[TierRow]:
        """Up to ``limit`` tiers following the customer ``after``, in order of ref; None begins."""
        where, values = wanted.condition(self._db)
        place = "current_tiers t JOIN customers c ON c.ref = t.customer" if wanted.by_customer else "current_tiers t"
        rows = self._db.rows(
            _PAGE.format(place=place, where=f"t.customer > ? AND {where}"), (after or "", *values, limit)
        )
        return [_tier_row(row) for row in rows]

    def withdrawn_page(self, wanted: TierFilter, after: str | None, limit: int) -> list[WithdrawnRow]:
        """The same of tiers that were withdrawn; nothing where ``wanted`` asks for a tier, which these have not."""
        if wanted.asks_for_a_tier:
            return []
        return withdrawn_page(self._db, *wanted.condition(self._db), after, limit)

    def count_withdrawn(self, branches: tuple[str, ...] | None = None) -> int:
        where, values = TierFilter(branches=branches).condition(self._db)
        return int(
            self._db.value(
                f"SELECT count(*) FROM withdrawn_tiers t JOIN customers c ON c.ref = t.customer WHERE {where}", values
            )
        )

    def distribution(self, branches: tuple[str, ...] | None = None) -> list[TierCount]:
        """How many customers stand where before and after the gate; of these branches, None is all of them."""
        where, values = TierFilter(branches=branches).condition(self._db)
        place = "current_tiers t JOIN customers c ON c.ref = t.customer" if values else "current_tiers t"
        rows = self._db.rows(
            f"SELECT t.base, t.effective, count(*) FROM {place} WHERE {where} GROUP BY t.base, t.effective", values
        )
        counts = [TierCount(base=Tier(base), effective=Tier(to), customers=int(number)) for base, to, number in rows]
        return sorted(counts, key=lambda it: (it.base.rank, it.effective.rank))


def _current_row(it: Evaluation) -> tuple[object, ...]:
    """In the order of ``_MAKE_CURRENT``; the first day stays what it was."""
    return (
        it.customer,
        it.id,
        it.on.isoformat(),
        it.customer,
        it.base.value,
        it.effective.value,
        int(it.suspended),
    )


def _tier_row(row: Row) -> TierRow:
    *tier, name, kind, branch, grade = row
    return TierRow(
        tier=current_of_row(tuple(tier)),
        name=name,
        kind=Kind(kind),
        branch=branch,
        grade=None if grade is None else Grade(grade),
    )
