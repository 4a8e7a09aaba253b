"""Which cases somebody wants to see, as a condition that the indexes of ``cases`` serve."""

from __future__ import annotations

from datetime import date

import msgspec

from amlrisk.facts.model import Kind
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.authority import ALL_BRANCHES
from amlrisk.review.model import Case, State, Trigger
from amlrisk.store.connection import Database

#: Stands for nobody where an assignee is asked for.
UNASSIGNED = ""


class CaseFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What all of the cases asked for have in common; None asks for nothing.

    ``branches`` are those within reach of whoever asks (``Officer.branches``; None: all of them), ``branch`` the one
    they chose among these. ``state`` of None is every case that is not closed. ``source`` is a list on which the
    customer has a hit. ``assignee`` of ``UNASSIGNED`` is nobody. ``due``: on that day or earlier. ``query`` is part of
    the customer's ref or name, whatever the case of Latin letters.
    """

    branches: tuple[str, ...] | None = None
    state: State | None = None
    grade: Grade | None = None
    trigger: Trigger | None = None
    source: str | None = None
    branch: str | None = None
    assignee: str | None = None
    due: date | None = None
    query: str | None = None

    def condition(self, database: Database) -> tuple[str, list[object]]:
        """SQL over ``cases k``, where there is a ``query`` joined with ``customers c``; and its parameters."""
        parts, values = ["k.state <> 'closed'" if self.state is not State.CLOSED else "k.state = 'closed'"], []
        if self.branches is not None and ALL_BRANCHES not in self.branches:
            # Not by the index of branches: the cases of several would have to be sorted first.
            parts.append(database.among("coalesce(k.branch, '')"))
            values.append(database.many(self.branches))
        for column, wanted in (("state", self.state), ("grade", self.grade), ("branch", self.branch)):
            if wanted is not None and wanted is not State.CLOSED:
                parts.append(f"k.{column} = ?")
                values.append(str(wanted))
        if self.assignee is not None:
            parts.append("k.assignee = ?" if self.assignee != UNASSIGNED else "k.assignee IS NULL")
            values += [self.assignee] if self.assignee != UNASSIGNED else []
        if self.due is not None:
            parts.append("k.due_on <= ?")
            values.append(self.due.isoformat())
        for column, word in (("triggers", self.trigger), ("sources", self.source)):
            if word is not None:
                parts.append(f"k.{column} LIKE ? ESCAPE '!'")
                values.append(containing(f",{word},"))
        if self.query:
            parts.append("(lower(c.ref) LIKE lower(?) ESCAPE '!' OR lower(c.name) LIKE lower(?) ESCAPE '!')")
            values += [containing(self.query)] * 2
        return " AND ".join(parts), values


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the queue: the case, whose it is, and the lists on which the customer has hits."""

    case: Case
    name: str
    kind: Kind
    sources: tuple[str, ...]

    @property
    def place(self) -> tuple[date, str]:
        """Where the next page begins: ``after`` of ``Cases.page``."""
        return self.case.due_on, self.case.id


class CaseCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many cases meet a filter. ``overdue`` were due before the day asked about, ``due_today`` are due on it."""

    total: int
    overdue: int
    due_today: int
    unassigned: int
    by_state: dict[State, int]
    by_grade: dict[Grade, int]


class BranchDay(msgspec.Struct, frozen=True, kw_only=True):
    """How many open cases of a branch are due on a day."""

    branch: str | None
    due_on: date
    cases: int


def containing(text: str) -> str:
    """A LIKE pattern (ESCAPE '!') for what contains ``text``."""
    for special in "!%_":
        text = text.replace(special, f"!{special}")
    return f"%{text}%"
