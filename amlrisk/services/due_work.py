"""What is due today: whose grade does not hold any more, who is new and until when, whose case is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from amlrisk.review.due import graded_by
from amlrisk.services.compare_earlier import looked_at_since
from amlrisk.services.system import System
from amlrisk.store.case_filter import CaseFilter

_NAMED = 100


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A customer without a grade: new since ``start``, to be graded ``by`` a day of the policy."""

    ref: str
    branch: str | None
    start: date
    by: date


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Who was never graded: how many there are, how many of them too late; the most urgent by name."""

    total: int
    late: int
    first: tuple[Newcomer, ...]


@dataclass(frozen=True, slots=True)
class DueWork:
    """As of ``on``. ``reviews`` fell due on that day or earlier; ``to_grade`` are all whose grade does not hold: these,
    the ``newcomers``, whose facts changed, whom nobody has looked at for too long. Cases: ``overdue``, ``due_today``,
    ``open`` altogether.
    """

    on: date
    reviews: int
    to_grade: int
    newcomers: Newcomers
    open: int
    due_today: int
    overdue: int


def due_work(system: System) -> DueWork:
    """What is due today; raises ``PolicyNotInForce``."""
    rules, store = system.rules(), system.store
    counts = store.cases.counts(CaseFilter(), rules.on)
    return DueWork(
        on=rules.on,
        reviews=store.portfolio.reviews_due(None, rules.on),
        to_grade=len(store.assessments.to_grade(rules.on, looked_at_since(system, rules))),
        newcomers=newcomers(system),
        open=counts.total,
        due_today=counts.due_today,
        overdue=counts.overdue,
    )


def newcomers(system: System) -> Newcomers:
    """Everyone who was never graded; the relationship is taken to have begun when they were recorded where their facts
    do not say.
    """
    rules, zone = system.rules(), system.settings.timezone
    by_day: dict[date, date] = {}
    total = late = 0
    first: list[Newcomer] = []
    for each in system.store.reviews_ahead.ungraded():
        start = each.relationship_on or each.recorded_at.astimezone(zone).date()
        if start not in by_day:
            by_day[start] = graded_by(start, rules)
        by = by_day[start]
        total += 1
        late += by < rules.on
        first.append(Newcomer(ref=each.ref, branch=each.branch, start=start, by=by))
        if len(first) > 2 * _NAMED:
            first = _urgent(first)
    return Newcomers(total=total, late=late, first=tuple(_urgent(first)))


def _urgent(found: list[Newcomer]) -> list[Newcomer]:
    return sorted(found, key=lambda each: (each.by, each.ref))[:_NAMED]
