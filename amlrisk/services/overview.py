"""What an officer sees first: how the customers of their branches stand, what is due, whether the lists hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time

import msgspec

from amlrisk.errors import UnavailableError
from amlrisk.facts.model import Kind
from amlrisk.policy.vocabulary import Decision, Grade
from amlrisk.review.authority import Officer
from amlrisk.review.due import due_on
from amlrisk.services.list_status import ListState, list_states
from amlrisk.services.system import System
from amlrisk.store.case_filter import BranchDay, CaseCounts, CaseFilter, CaseRow
from amlrisk.store.portfolio import Movement
from amlrisk.store.runs import Run
from amlrisk.watchlist.freshness import require_fresh

_DAYS_AHEAD = 5
_RUNS_LOOKED_AT = 10


class Urgent(msgspec.Struct, frozen=True, kw_only=True):
    """Cases by the day they are due: before today, on each of the next working days, later."""

    overdue: int
    days: tuple[tuple[date, int], ...]
    later: int

    @property
    def total(self) -> int:
        return self.overdue + sum(number for _, number in self.days) + self.later


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """``branches`` holds each branch's cases, the most overdue first; ``moved`` counts since the month began."""

    customers: int
    ungraded: int
    grades: dict[tuple[Kind, Grade], int]
    decisions: dict[Decision, int]
    reviews_due: int
    cases: CaseCounts
    mine: int
    urgent: Urgent
    branches: tuple[tuple[str | None, Urgent], ...]
    first: tuple[CaseRow, ...]
    moved: tuple[Movement, ...]
    month_began: date
    runs: tuple[Run, ...]


class ListsStand(msgspec.Struct, frozen=True, kw_only=True):
    """``prominent``: in force, required or kept out. ``trouble``: why nothing can be decided now, if so."""

    prominent: tuple[ListState, ...]
    others: tuple[ListState, ...]
    trouble: UnavailableError | None


def overview(system: System, officer: Officer, *, cases_shown: int) -> Overview:
    """The customers and cases within reach of ``officer``."""
    store, today = system.store, system.today()
    reach = CaseFilter(branches=officer.branches)
    standings = store.portfolio.standings(officer.branches)
    grades: Counter[tuple[Kind, Grade]] = Counter()
    decisions: Counter[Decision] = Counter()
    for each in standings:
        if each.grade is not None and each.decision is not None:
            grades[each.kind, each.grade] += each.customers
            decisions[each.decision] += each.customers
    customers = sum(each.customers for each in standings)
    calendar = store.cases.by_branch_and_day(reach)
    days = _working_days(today, system.rules().review.calendar)
    month = today.replace(day=1)
    return Overview(
        customers=customers,
        ungraded=customers - grades.total(),
        grades=dict(grades),
        decisions=dict(decisions),
        reviews_due=store.portfolio.reviews_due(officer.branches, today),
        cases=store.cases.counts(reach, today),
        mine=store.cases.workload([officer.id]).get(officer.id, 0),
        urgent=_urgent(calendar, days, today),
        branches=_by_branch(calendar, days, today),
        first=tuple(store.cases.page(reach, None, cases_shown)),
        moved=tuple(store.portfolio.movements(officer.branches, _midnight(month, system))),
        month_began=month,
        runs=tuple(run for run in store.runs.recent(_RUNS_LOOKED_AT) if run.finished_at is None and run.is_grading),
    )


def lists_stand(system: System) -> ListsStand:
    """Every source of the catalogue, and whether decisions can be made."""
    now = system.now()
    states = list_states(system, now)
    prominent = tuple(each for each in states if each.info or each.source.required or each.quarantined)
    return ListsStand(
        prominent=prominent,
        others=tuple(each for each in states if each not in prominent),
        trouble=_trouble(system, states, now),
    )


def _trouble(system: System, states: Sequence[ListState], now: datetime) -> UnavailableError | None:
    try:
        require_fresh(system.catalogue, {each.source.name: each.info for each in states if each.info is not None}, now)
    except UnavailableError as error:
        return error
    return None


def _working_days(today: date, calendar: str) -> tuple[date, ...]:
    """Today, working or not, and the working days that follow."""
    return (today, *(due_on(today, number, calendar) for number in range(1, _DAYS_AHEAD + 1)))


def _urgent(calendar: Sequence[BranchDay], days: Sequence[date], today: date) -> Urgent:
    on_day = Counter[date]()
    for each in calendar:
        on_day[each.due_on] += each.cases
    return Urgent(
        overdue=sum(number for on, number in on_day.items() if on < today),
        days=tuple((day, on_day[day]) for day in days),
        later=sum(number for on, number in on_day.items() if on > today and on not in days),
    )


def _by_branch(
    calendar: Sequence[BranchDay], days: Sequence[date], today: date
) -> tuple[tuple[str | None, Urgent], ...]:
    of_branch: dict[str | None, list[BranchDay]] = {}
    for each in calendar:
        of_branch.setdefault(each.branch, []).append(each)
    found = [(branch, _urgent(its, days, today)) for branch, its in of_branch.items()]
    return tuple(sorted(found, key=lambda pair: (-pair[1].overdue, -pair[1].total, pair[0] or "")))


def _midnight(on: date, system: System) -> datetime:
    return datetime.combine(on, time(), tzinfo=system.settings.timezone)
