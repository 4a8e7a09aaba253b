"""What the next months bring by branch, made from what is kept; as a document and as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from amlrisk.policy.model import Rules
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.authority import ALL_BRANCHES
from amlrisk.review.forecast import Forecast, Line, forecast, people_review
from amlrisk.services.customer_rejects import harmless
from amlrisk.services.system import System

MONTHS = 12

_COLUMNS = {
    "zh": ("机构", "月份", "到期复核", "其中已逾期", "需人工", "在办案件到期", "工作日", "每工作日人工件数"),
    "en": ("branch", "month", "reviews", "overdue", "for_people", "open_cases", "working_days", "a_working_day"),
}
_BOM = "\ufeff"  # without it, the spreadsheets of the house read Chinese in the wrong encoding


def make_forecast(system: System, months: int = MONTHS) -> Forecast:
    """The forecast of today; raises ``PolicyNotInForce``."""
    rules, ahead = system.rules(), system.store.reviews_ahead
    people = people_review(rules)
    return forecast(
        ahead.ahead(rules.on, people, system.settings.timezone),
        ahead.at_work(people),
        rules,
        months=months,
        ungraded=ahead.count_ungraded(),
    )


def keep_forecast(system: System) -> Forecast:
    """Make the forecast of today and keep it for the pages."""
    made = make_forecast(system)
    with system.store.transaction():
        system.store.forecasts.keep(made, system.now())
    return made


def a_working_day(line: Line) -> float | None:
    """Cases for people a working day that is left of the month, new and open ones; None where none is left."""
    return (line.cases + line.open_cases) / line.working_days if line.working_days else None


def of_branches(made: Forecast, branches: tuple[str, ...] | None) -> Forecast:
    """What concerns these branches (``Officer.branches``; None: all of them)."""

    if branches is None or ALL_BRANCHES in branches:
        return made
    lines = tuple(line for line in made.lines if line.branch in branches)
    return Forecast(on=made.on, months=made.months, policy=made.policy, lines=lines, unscheduled=0, ungraded=0)


def forecast_document(made: Forecast) -> dict[str, object]:
    """As JSON; months as ``YYYY-MM``."""
    return {
        "on": made.on.isoformat(),
        "months": made.months,
        "policy": made.policy,
        "unscheduled": made.unscheduled,
        "ungraded": made.ungraded,
        "lines": [
            {
                "branch": line.branch,
                "month": f"{line.month:%Y-%m}",
                "reviews": line.reviews,
                "overdue": line.overdue,
                "for_people": line.cases,
                "open_cases": line.open_cases,
                "working_days": line.working_days,
                "a_working_day": None if (pace := a_working_day(line)) is None else round(pace, 2),
                "by_grade": {grade.value: line.by_grade[grade] for grade in Grade},
            }
            for line in made.lines
        ],
    }


def columns(rules: Rules, language: str) -> list[str]:
    """The headings of ``rows``."""
    grades = [rules.grades[grade].name.zh if language == "zh" else grade.value for grade in Grade]
    return [*_COLUMNS["zh" if language == "zh" else "en"], *grades]


def rows(made: Forecast) -> Iterator[list[str]]:
    """A line a branch and month, in the order of ``columns``."""
    for line in made.lines:
        pace = a_working_day(line)
        numbers = (line.reviews, line.overdue, line.cases, line.open_cases, line.working_days)
        yield [
            harmless(line.branch or ""),
            f"{line.month:%Y-%m}",
            *map(str, numbers),
            "" if pace is None else f"{pace:.1f}",
            *(str(line.by_grade[grade]) for grade in Grade),
        ]


def forecast_csv(made: Forecast, rules: Rules, language: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns(rules, language))
    writer.writerows(rows(made))
    return (_BOM + out.getvalue()).encode()
