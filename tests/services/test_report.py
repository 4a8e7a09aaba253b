"""A report on a period: lines, times in working days, and only the branches that its reader may see."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest

from amlrisk.policy.vocabulary import Grade
from amlrisk.review.authority import ALL_BRANCHES, Officer, Role
from amlrisk.review.model import State, Trigger
from amlrisk.services.report import Line, ListLine, ReportFormat, export_report, report
from amlrisk.services.spreadsheets import Sheet
from amlrisk.services.system import System
from tests.store.examples import assessment, opened, saved
from tests.systems import Clock

SINCE, UNTIL = date(2026, 7, 1), date(2026, 7, 15)
BOTH = (Trigger.POSSIBLE_MATCH, Trigger.FIRST_GRADING)


def officer(*branches: str) -> Officer:
    return Officer(id="li", name="李", role=Role.MANAGER, branches=branches or (ALL_BRANCHES,))


def moment(day: int, hour: int = 2) -> datetime:
    return datetime(2026, 7, day, hour, tzinfo=UTC)


@pytest.fixture
def worked(bare: System, clock: Clock) -> System:
    """Today is Wednesday, 15 July 2026. Closed within 1, 2, 3 and 10 working days; one of them late; two open."""
    saved(bare.store, *(f"C{n}" for n in range(1, 8)))
    bare.store.assessments.append_many([assessment(f"a{n}", f"C{n}") for n in range(1, 8)])
    due = date(2026, 7, 10)
    done = {"state": State.CLOSED, "due_on": due, "branch": "B1"}
    bare.store.cases.open(
        [
            opened("k1", "C1", opened_at=moment(1), closed_at=moment(2), **done),
            opened("k2", "C2", opened_at=moment(1), closed_at=moment(3), triggers=BOTH, **done),
            opened("k3", "C3", opened_at=moment(3), closed_at=moment(8), **done),
            # 16:30 UTC on the 14th is the 15th in Shanghai.
            opened("k4", "C4", opened_at=moment(1), closed_at=datetime(2026, 7, 14, 16, 30, tzinfo=UTC), **done),
            opened("k5", "C5", opened_at=moment(1), due_on=due, branch="B2", grade=Grade.ORDINARY),
            opened("k6", "C6", opened_at=moment(1), due_on=clock.now.date(), branch="B2"),
        ]
    )
    return bare


def test_the_whole(worked: System) -> None:
    made = report(worked, officer(), SINCE, UNTIL)
    assert made.total == Line(opened=6, closed=4, open=2, overdue=1, closed_late=1, median=2, slow=10)
    assert list(made.by_grade) == [Grade.HIGH, Grade.ORDINARY], "the worst first"
    assert made.by_grade[Grade.ORDINARY] == Line(opened=1, open=1, overdue=1)
    assert set(made.by_branch) == {"B1", "B2"}
    assert made.by_branch["B1"] == Line(opened=4, closed=4, closed_late=1, median=2, slow=10)
    assert made.by_trigger[Trigger.FIRST_GRADING] == Line(opened=1, closed=1, median=2, slow=2)
    assert made.by_trigger[Trigger.POSSIBLE_MATCH].opened == 6, "a case counts for each of its triggers"


@pytest.mark.parametrize(
    ("branches", "asked", "opened_"),
    [
        ((), None, 6),
        ((), "B2", 2),
        (("B2",), None, 2),
        (("B2", "B3"), None, 2),
        (("B2",), "B2", 2),
        (("B2",), "B1", 0),
        (("B3",), None, 0),
    ],
)
def test_only_what_its_reader_may_see(
    worked: System, branches: tuple[str, ...], asked: str | None, opened_: int
) -> None:
    assert report(worked, officer(*branches), SINCE, UNTIL, branch=asked).total.opened == opened_


def test_days_are_those_of_the_installation(worked: System) -> None:
    assert report(worked, officer(), SINCE, date(2026, 7, 14)).total.closed == 3
    assert report(worked, officer(), date(2026, 7, 15), UNTIL).total.closed == 1


def test_a_period_without_anything(worked: System) -> None:
    made = report(worked, officer(), date(2025, 1, 1), date(2025, 1, 31))
    assert made.total == Line(open=2, overdue=1), "what is open now is so whatever the period"
    assert made.by_branch == {"B2": Line(open=2, overdue=1)}
    assert made.by_list == ()


@pytest.mark.parametrize(
    ("false", "true", "rate"), [(0, 0, None), (1, 0, 1.0), (0, 3, 0.0), (1, 3, 0.25)], ids=["none", "all", "no", "some"]
)
def test_the_rate_of_false_positives(false: int, true: int, rate: float | None) -> None:
    line = ListLine(source="un", true_match=true, false_positive=false, inconclusive=7)
    assert line.false_rate == rate


def test_an_export_is_recorded_and_harmless(worked: System) -> None:
    sheet = Sheet("机构", ("机构", "数"), [("=cmd|'/c calc'!A1", -1), ("B2", None)])
    data = b"".join(export_report(worked, [sheet], ReportFormat.CSV, actor="li", asked={"since": "2026-07-01"}))
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows == [["机构", "数"], ["'=cmd|'/c calc'!A1", "-1"], ["B2", ""]]
    event = worked.store.audit.recent(1)[0]
    assert (event.kind, event.actor) == ("report_exported", "li")
    assert event.detail == {"format": "csv", "since": "2026-07-01"}
