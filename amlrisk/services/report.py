"""How the work on cases went over a period: how many, how fast, how late, and how often the lists were wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

import msgspec

from amlrisk.policy.vocabulary import Grade
from amlrisk.review.authority import ALL_BRANCHES, Officer
from amlrisk.review.model import Trigger
from amlrisk.review.spans import middle_and_slow, working_days
from amlrisk.screening.model import DispositionKind
from amlrisk.services.spreadsheets import Sheet, csv_pieces, xlsx_pieces
from amlrisk.services.system import System
from amlrisk.store.reports import CaseSum, ClosedCase

Key = TypeVar("Key", bound=Hashable)


class ReportFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """Cases of one kind: opened and closed in the period; open, overdue and escalated now.

    ``median`` and ``slow`` are working days from opening to closing, of those closed in the period: half, and nine of
    ten, took no longer. ``closed_late`` of them were closed after the day they were due.
    """

    opened: int = 0
    closed: int = 0
    open: int = 0
    overdue: int = 0
    escalated: int = 0
    closed_late: int = 0
    median: int | None = None
    slow: int | None = None


class ListLine(msgspec.Struct, frozen=True, kw_only=True):
    """How hits of a list were decided in the period: the last word on each pair of party and entry."""

    source: str
    true_match: int
    false_positive: int
    inconclusive: int

    @property
    def false_rate(self) -> float | None:
        """The share of false positives among hits decided one way or the other; None where there are none."""
        settled = self.true_match + self.false_positive
        return self.false_positive / settled if settled else None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """``since`` and ``until`` are days, both included; what is open is so on day ``on``."""

    since: date
    until: date
    on: date
    total: Line
    by_grade: dict[Grade, Line]
    by_branch: dict[str | None, Line]
    by_trigger: dict[Trigger, Line]
    by_list: tuple[ListLine, ...]


def report(system: System, officer: Officer, since: date, until: date, *, branch: str | None = None) -> Report:
    """The report on a period, of the branches that ``officer`` may see, or of one of them."""
    zone, on = system.settings.timezone, system.today()
    begins, ends = (datetime.combine(day, time(), zone) for day in (since, until + timedelta(days=1)))
    branches = _branches(officer, branch)
    reports = system.store.reports
    sums = reports.cases(begins, ends, on, branches)
    spans = list(_spans(system, reports.closed(begins, ends, branches)))
    decided = reports.decided(begins, ends, branches)
    return Report(
        since=since,
        until=until,
        on=on,
        total=_lines(((None, each) for each in sums), ((None, each) for each in spans)).get(None, Line()),
        by_grade=_ordered(
            _lines(((each.grade, each) for each in sums), ((each.case.grade, each) for each in spans)), reversed(Grade)
        ),
        by_branch=_lines(((each.branch, each) for each in sums), ((each.case.branch, each) for each in spans)),
        by_trigger=_ordered(
            _lines(
                ((trigger, each) for each in sums for trigger in each.triggers),
                ((trigger, each) for each in spans for trigger in each.case.triggers),
            ),
            Trigger,
        ),
        by_list=tuple(
            ListLine(source=source, **{kind.value: kinds.get(kind, 0) for kind in DispositionKind})
            for source, kinds in decided.items()
        ),
    )


def export_report(
    system: System, sheets: Sequence[Sheet], form: ReportFormat, *, actor: str, asked: dict[str, str]
) -> Iterator[bytes]:
    """The tables of a report in pieces: all of them as xlsx, the first as csv. That they were taken is recorded."""
    detail = {"format": form.value, **asked}
    system.store.audit.append("report_exported", actor, "report", detail, system.now())
    return csv_pieces(sheets[0]) if form is ReportFormat.CSV else xlsx_pieces(sheets)


class _Span(msgspec.Struct, frozen=True):
    case: ClosedCase
    days: int
    late: bool


def _spans(system: System, cases: Iterable[ClosedCase]) -> Iterator[_Span]:
    """How long each took, by the days it was where the installation is."""
    zone = system.settings.timezone
    working = working_days(system.rules().review.calendar)
    for case in cases:
        opened, closed = case.opened_at.astimezone(zone).date(), case.closed_at.astimezone(zone).date()
        yield _Span(case, working.between(opened, closed), closed > case.due_on)


def _lines(sums: Iterable[tuple[Key, CaseSum]], spans: Iterable[tuple[Key, _Span]]) -> dict[Key, Line]:
    """A line for each key that anything belongs to."""
    counted: dict[Key, list[CaseSum]] = defaultdict(list)
    for key, each in sums:
        counted[key].append(each)
    took: dict[Key, list[_Span]] = defaultdict(list)
    for key, span in spans:
        took[key].append(span)
    found = {key: _line(group, took.get(key, [])) for key, group in counted.items()}
    # Old cases that nobody touched in the period belong to no line.
    return {key: line for key, line in found.items() if line.opened or line.closed or line.open}


def _line(sums: Sequence[CaseSum], spans: Sequence[_Span]) -> Line:
    median, slow = middle_and_slow(span.days for span in spans)
    return Line(
        opened=sum(each.opened for each in sums),
        closed=sum(each.closed for each in sums),
        open=sum(each.open for each in sums),
        overdue=sum(each.late for each in sums),
        escalated=sum(each.escalated for each in sums),
        closed_late=sum(span.late for span in spans),
        median=median,
        slow=slow,
    )


def _ordered(lines: dict[Key, Line], order: Iterable[Key]) -> dict[Key, Line]:
    return {key: lines[key] for key in order if key in lines}


def _branches(officer: Officer, branch: str | None) -> tuple[str, ...] | None:
    if branch is not None:
        return (branch,) if officer.sees(branch) else ()
    return None if ALL_BRANCHES in officer.branches else officer.branches
