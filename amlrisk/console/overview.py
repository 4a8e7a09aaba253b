"""The overview: what an officer sees first, as pictures and numbers that lead on to the queue."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, render_template
from flask_babel import gettext as _
from markupsafe import Markup

from amlrisk.console.charts import Series, bars
from amlrisk.console.guard import Pages, officer, record_view
from amlrisk.console.pictures import grade_bars
from amlrisk.policy.vocabulary import Decision, Grade
from amlrisk.review.authority import Officer, Permission
from amlrisk.services.list_status import alarms
from amlrisk.services.overview import ListsStand, Urgent, lists_stand, overview
from amlrisk.services.run_answers import state_of
from amlrisk.services.system import System
from amlrisk.store.case_filter import CaseFilter
from amlrisk.store.portfolio import Movement
from amlrisk.watchlist.alarms import Alarm, AlarmKind

_FIRST_CASES = 12
_BRANCHES_SHOWN = 12


def register(pages: Pages, system: System) -> None:
    @pages.page("/", may=Permission.SEE_OVERVIEW, name="overview")
    def overview_page() -> str:
        page = shown(system, officer())
        record_view(system, "overview", "cases", {"customers": [row.case.customer for row in page["found"].first]})
        return render_template("overview.html", **page)

    @pages.page("/overview/counts", may=Permission.SEE_OVERVIEW, polled=True)
    def overview_counts() -> Response:
        answer = jsonify(counts(system, officer()))
        answer.headers["Cache-Control"] = "no-store"
        return answer


def shown(system: System, who: Officer) -> dict[str, Any]:
    found, lists = overview(system, who, cases_shown=_FIRST_CASES), lists_stand(system)
    return {
        "found": found,
        "rules": system.rules(),
        "bars": grade_bars(found.grades),
        "decisions": [(decision, found.decisions.get(decision, 0)) for decision in reversed(Decision)],
        "calendar": calendar(found.urgent),
        "due_columns": [(f"{day.month}-{day.day}", "num") for day, _number in found.urgent.days[1:]],
        "moves": moves(found.moved),
        "branches_shown": _BRANCHES_SHOWN,
        "lists": lists.prominent,
        "other_lists": lists.others,
        "trouble": lists.trouble,
        "alarms": _alarms(lists),
        "run_state": lambda run: state_of(run, system.now()),
    }


def _alarms(lists: ListsStand) -> list[Alarm]:
    """What is to be looked after; without what already stops decisions, where the page says so above."""
    found = alarms((*lists.prominent, *lists.others))
    return [each for each in found if lists.trouble is None or each.kind not in (AlarmKind.MISSING, AlarmKind.STALE)]


def counts(system: System, who: Officer) -> dict[str, int]:
    """The numbers that change while others work, by the names that the page has for them."""
    cases = system.store.cases.counts(CaseFilter(branches=who.branches), system.today())
    return {
        "overdue": cases.overdue,
        "due_today": cases.due_today,
        "open": cases.total,
        "unassigned": cases.unassigned,
        "mine": system.store.cases.workload([who.id]).get(who.id, 0),
    }


def calendar(urgent: Urgent) -> Markup:
    """Open cases by due day; what is overdue, due today and later each in a colour of its own."""
    (_first, due_today), *ahead = urgent.days
    labels = [_("overdue"), _("Today"), *(f"{day.month}-{day.day}" for day, _n in ahead), _("later")]
    blank: list[float | None] = [None] * (len(ahead) + 1)
    series = (
        Series(name=_("overdue"), values=[urgent.overdue, None, *blank], tone="late"),
        Series(name=_("Today"), values=[None, due_today, *blank], tone="warn"),
        Series(name=_("cases due"), values=[None, None, *(number for _day, number in ahead), None], tone="link"),
        Series(name=_("later"), values=[None] * (2 + len(ahead)) + [urgent.later], tone="faint"),
    )
    return bars(_("Open cases by the day they are due"), labels, series, height=210)


def moves(moved: tuple[Movement, ...]) -> dict[str, Any]:
    """A table from the grade at the month's beginning to the grade now; a worse grade is up."""
    found = {(each.before, each.now): each.customers for each in moved}
    return {
        "grades": list(reversed(Grade)),
        "found": found,
        "up": sum(number for (before, now), number in found.items() if now.rank > before.rank),
        "down": sum(number for (before, now), number in found.items() if now.rank < before.rank),
    }
