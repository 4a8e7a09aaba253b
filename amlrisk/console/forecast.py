"""What the next months bring: reviews and cases by branch and month, as a picture, tables and a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec
from flask import render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from amlrisk.console.asked import asked_text
from amlrisk.console.audit import attachment
from amlrisk.console.charts import Series, bars
from amlrisk.console.guard import Pages, officer, require_branch
from amlrisk.console.language import language_of
from amlrisk.review.authority import ALL_BRANCHES, Officer, Permission
from amlrisk.review.forecast import Forecast, Line
from amlrisk.services.forecast import MONTHS, forecast_csv, make_forecast, of_branches
from amlrisk.services.spreadsheets import CSV_TYPE
from amlrisk.services.system import System

_SPANS = (3, 6, 12, 24)
_BRANCHES_SHOWN = 20
_ROOM_FOR = 12  # months whose labels stand side by side on a telephone


class Month(NamedTuple):
    """Sums over branches. ``people`` are reviews that open a case; ``pace`` is work for people a working day."""

    month: date
    reviews: int
    overdue: int
    people: int
    open_cases: int
    working_days: int

    @property
    def alone(self) -> int:
        return self.reviews - self.people

    @property
    def work(self) -> int:
        return self.people + self.open_cases

    @property
    def pace(self) -> float | None:
        return self.work / self.working_days if self.working_days else None


def register(pages: Pages, system: System) -> None:
    @pages.page("/reports/forecast", may=Permission.SEE_REPORTS, name="forecast")
    def forecast_page() -> str:
        months, branch = _asked()
        return render_template("forecast.html", **shown(system, officer(), months, branch))

    @pages.page(
        "/reports/forecast/export",
        may=Permission.EXPORT_REPORTS,
        methods=("POST",),
        name="export_forecast",
        drafts=False,
    )
    def export() -> Any:
        months, branch = _asked()
        made = within(seen(system, months), officer(), branch)
        detail = {"format": "csv", "text": "forecast", "branch": branch or "", "since": str(made.on)}
        system.store.audit.append("report_exported", officer().id, "forecast", detail, system.now())
        content = forecast_csv(made, system.rules(), language_of(request))
        return attachment([content], f"forecast-{made.on}-{months}.csv", CSV_TYPE)


def shown(system: System, who: Officer, months: int, branch: str | None) -> dict[str, Any]:
    whole = within(seen(system, months), who, None)
    made = within(whole, who, branch)
    by_month = _by_month(made.lines)
    series = (
        Series(name=_("Open cases due"), values=[each.open_cases for each in by_month], tone="warn"),
        Series(name=_("Reviews for people"), values=[each.people for each in by_month], tone="link"),
    )
    return {
        "made": made,
        "by_month": by_month,
        "picture": _picture(by_month, series),
        "key": [(each.name, each.tone) for each in series],
        "branches": _by_branch(made.lines),
        "branches_shown": _BRANCHES_SHOWN,
        "choices_": [each for each in dict.fromkeys(line.branch for line in whole.lines) if each],
        "branch": branch,
        "months": months,
        "spans": _SPANS,
    }


def seen(system: System, months: int) -> Forecast:
    """The forecast of today: the one kept by the scheduler where it reaches so far, else made now."""
    kept = system.store.forecasts.latest(system.today())
    rules = system.rules()
    if kept is None or (kept.on, kept.policy) != (rules.on, rules.digest) or kept.months < months:
        kept = make_forecast(system, max(months, MONTHS))
    span = sorted({line.month for line in kept.lines})[:months]
    lines = tuple(line for line in kept.lines if line.month in span)
    return msgspec.structs.replace(kept, months=months, lines=lines)


def within(made: Forecast, who: Officer, branch: str | None) -> Forecast:
    """What concerns the branches of ``who``, or one of them."""
    reach = of_branches(made, who.branches)
    if branch is None:
        return reach
    lines = tuple(line for line in reach.lines if line.branch == branch)
    return msgspec.structs.replace(reach, lines=lines, unscheduled=0, ungraded=0)


def _asked() -> tuple[int, str | None]:
    """(months, branch). Raises ``OtherBranch`` for a branch that is not theirs."""
    months = next((each for each in _SPANS if str(each) == asked_text("months")), MONTHS)
    branch = asked_text("branch") or None
    if branch is not None and ALL_BRANCHES not in officer().branches:
        require_branch(branch)
    return months, branch


def _by_month(lines: Sequence[Line]) -> list[Month]:
    found: list[Month] = []
    for month in sorted({line.month for line in lines}):
        its = [line for line in lines if line.month == month]
        found.append(
            Month(
                month=month,
                reviews=sum(line.reviews for line in its),
                overdue=sum(line.overdue for line in its),
                people=sum(line.cases for line in its),
                open_cases=sum(line.open_cases for line in its),
                working_days=its[0].working_days,
            )
        )
    return found


def _by_branch(lines: Sequence[Line]) -> list[tuple[str | None, list[Month]]]:
    """Branches with their months, the most work for people first."""
    found = {
        branch: _by_month([line for line in lines if line.branch == branch])
        for branch in dict.fromkeys(line.branch for line in lines)
    }
    return sorted(found.items(), key=lambda item: (-sum(each.work for each in item[1]), item[0] or ""))


def _picture(by_month: Sequence[Month], series: Sequence[Series]) -> Markup | None:
    if not any(each.work for each in by_month):
        return None
    return bars(_("Work for people by month"), labels([each.month for each in by_month]), series, height=230)


def labels(months: Sequence[date]) -> list[str]:
    """What stands below bars of ``months``: the year only where it begins, and beside it nothing where it is narrow."""
    years = {place for place, month in enumerate(months) if place == 0 or month.month == 1}
    beside: set[int] = set()
    if len(months) > _ROOM_FOR:
        years -= {0} if 1 in years else set()
        beside = {place + step for place in years for step in (-1, 1)}
    return [
        f"{month:%y}/{month.month}" if place in years else "" if place in beside else str(month.month)
        for place, month in enumerate(months)
    ]
