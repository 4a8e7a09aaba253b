"""Tiers that do not count at present: which, since when and why. Written by ``store/tiers.py``, beside what counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from amlrisk.facts.model import Kind
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.policy.vocabulary import Grade
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Row

_COLUMNS = "t.customer, t.evaluation, t.held, t.withdrawn_at, t.cause, t.code"
# Withdrawn once, and from then on: only what was left of the tier, and why, is as last found.
_WITHDRAW = """
    INSERT INTO withdrawn_tiers (customer, evaluation, held, withdrawn_at, cause, code)
    VALUES (?, (SELECT evaluation FROM current_tiers WHERE customer = ?), ?, ?, ?, ?)
    ON CONFLICT (customer) DO UPDATE SET held = excluded.held, code = excluded.code
"""


class Withdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """A tier that was taken out of what counts: it could not be evaluated when ``cause`` asked for it.

    ``code`` says why, as in ``docs/errors.md``, or ``unexpected``; ``held`` is the tier until then, as far as the gate
    would have left it since; ``evaluation`` the last that counted, None where there never was one.
    """

    customer: str
    at: datetime
    cause: str
    code: str
    held: Tier
    evaluation: str | None = None


class WithdrawnRow(msgspec.Struct, frozen=True, kw_only=True):
    """The same as a line of a list. ``grade`` is that of the assessment that counts."""

    withdrawn: Withdrawn
    name: str
    kind: Kind
    branch: str | None
    grade: Grade | None


def withdraw(database: Database, withdrawn: Sequence[Withdrawn]) -> None:
    """In a transaction; ``evaluation`` is taken from what counted."""
    ordered = sorted(withdrawn, key=lambda it: it.customer)
    rows = [(it.customer, it.customer, it.held.value, stamp(it.at), it.cause, it.code) for it in ordered]
    database.write_many(_WITHDRAW, rows)
    among = database.among("customer")
    database.write(f"DELETE FROM current_tiers WHERE {among}", (database.many(it.customer for it in ordered),))


def give_back(database: Database, refs: Iterable[str]) -> None:
    """These customers have a tier that counts again."""
    database.write(f"DELETE FROM withdrawn_tiers WHERE {database.among('customer')}", (database.many(refs),))


def withdrawn_of(database: Database, refs: Iterable[str]) -> dict[str, Withdrawn]:
    """Those of these customers whose tier does not count at present."""
    rows = database.rows(
        f"SELECT {_COLUMNS} FROM withdrawn_tiers t WHERE {database.among('t.customer')}", (database.many(refs),)
    )
    return {it.customer: it for it in map(_of_row, rows)}


def withdrawn_page(
    database: Database, where: str, values: Sequence[object], after: str | None, limit: int
) -> list[WithdrawnRow]:
    """Up to ``limit`` following the customer ``after``; ``where`` is SQL over ``customers c``."""
    rows = database.rows(
        f"SELECT {_COLUMNS}, c.name, c.kind, c.branch, a.grade FROM withdrawn_tiers t"
        " JOIN customers c ON c.ref = t.customer LEFT JOIN current_assessments a ON a.customer = t.customer"
        f" WHERE t.customer > ? AND {where} ORDER BY t.customer LIMIT ?",
        (after or "", *values, limit),
    )
    return [
        WithdrawnRow(
            withdrawn=_of_row(tuple(row[:6])),
            name=row[6],
            kind=Kind(row[7]),
            branch=row[8],
            grade=None if row[9] is None else Grade(row[9]),
        )
        for row in rows
    ]


def _of_row(row: Row) -> Withdrawn:
    customer, evaluation, held, at, cause, code = row
    return Withdrawn(customer=customer, evaluation=evaluation, held=Tier(held), at=moment(at), cause=cause, code=code)
