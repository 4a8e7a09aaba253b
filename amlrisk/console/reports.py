"""Reports over a period: by grade, branch and trigger, how fast, how late, how often the lists were wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil
from typing import Any, NamedTuple
from unicodedata import east_asian_width

from flask import abort, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from amlrisk.console.asked import asked_day, asked_text
from amlrisk.console.audit import attachment
from amlrisk.console.charts import Series, Tone, bars
from amlrisk.console.guard import Pages, officer, require_branch
from amlrisk.console.language import language_of
from amlrisk.console.words import word
from amlrisk.errors import InvalidInput, Issue
from amlrisk.review.authority import ALL_BRANCHES, Permission
from amlrisk.services.report import Line, Report, ReportFormat, export_report, report
from amlrisk.services.spreadsheets import CSV_TYPE, XLSX_TYPE, Cell, Sheet
from amlrisk.services.system import System

_DAYS = 90  # what is shown when nothing is asked for
# Of the chart's text: em of a Latin letter, em per letter that pygal reckons with, how much larger on a telephone.
_LATIN_EMS, _MEASURED, _LARGEST = 0.56, 0.6, 20 / 13
_DRAWN = 15  # rows of a picture; the table has all
_LATE = (3, 5)
_ROW_PIXELS, _FRAME_PIXELS = 30, 60
_TYPES = {ReportFormat.CSV: CSV_TYPE, ReportFormat.XLSX: XLSX_TYPE}


class Asked(NamedTuple):
    since: date
    until: date
    branch: str | None


class Part(NamedTuple):
    """A table of the report and the picture of it; ``late`` are the columns in which any number is one too many."""

    name: str
    sheet: Sheet
    chart: Markup | None
    key: list[tuple[str, Tone]]
    note: str = ""
    late: tuple[int, ...] = ()


def register(pages: Pages, system: System) -> None:
    @pages.page("/reports", may=Permission.SEE_REPORTS)
    def reports() -> Any:
        error = None
        try:
            asked = _asked(system)
        except InvalidInput as raised:
            asked, error = _default(system), raised
        made = report(system, officer(), asked.since, asked.until, branch=asked.branch)
        page = render_template(
            "reports.html",
            asked=asked,
            total=made.total,
            parts_=_parts(system, made),
            branches=_choices(system),
            formats=list(ReportFormat),
            error=error,
        )
        return (page, 422) if error else page

    @pages.page("/reports/export", may=Permission.EXPORT_REPORTS, methods=("POST",), name="export_report", drafts=False)
    def export() -> Any:
        if asked_text("format") not in set(ReportFormat):
            abort(400)
        asked = _asked(system)
        made = _parts(system, report(system, officer(), asked.since, asked.until, branch=asked.branch))
        form = ReportFormat(asked_text("format"))
        name = asked_text("table")
        chosen = [part for part in made if part.name == name] or made
        told = {"since": str(asked.since), "until": str(asked.until), "branch": asked.branch or "", "text": name}
        pieces = export_report(system, [part.sheet for part in chosen], form, actor=officer().id, asked=told)
        what = f"-{chosen[0].name}" if form is ReportFormat.CSV else ""
        return attachment(pieces, f"report-{asked.since}-{asked.until}{what}.{form.value}", _TYPES[form])


def _asked(system: System) -> Asked:
    """The period and the branch. Raises ``InvalidInput``, and ``OtherBranch`` for one that is not theirs."""
    usual = _default(system)
    asked = Asked(asked_day("since") or usual.since, asked_day("until") or usual.until, asked_text("branch") or None)
    if asked.since > asked.until:
        zh, en = "起始日晚于截止日", "the first day is after the last"
        raise InvalidInput((Issue(path="since", code="after_until", zh=zh, en=en),))
    if asked.branch is not None:
        require_branch(asked.branch)
    return asked


def _default(system: System) -> Asked:
    today = system.today()
    return Asked(today - timedelta(days=_DAYS - 1), today, None)


def _choices(system: System) -> Sequence[str]:
    own = officer().branches
    return system.store.reports.branches() if ALL_BRANCHES in own else own


def _parts(system: System, made: Report) -> list[Part]:
    grades = system.rules().grades
    by_grade = {grades[grade].name.get(language_of(request)): line for grade, line in made.by_grade.items()}
    by_branch = {branch or _("no branch"): line for branch, line in made.by_branch.items()}
    by_trigger = {word("trigger", trigger): line for trigger, line in made.by_trigger.items()}
    most_open = dict(sorted(by_branch.items(), key=lambda item: (-item[1].overdue, -item[1].open, item[0])))
    return [
        _part("grade", _("By grade"), _("Grade"), by_grade),
        _part("branch", _("By branch"), _("Branch"), most_open),
        _part("trigger", _("By trigger"), _("Trigger"), by_trigger, _("A case with several triggers counts in each.")),
        _lists(system, made),
    ]


def _part(name: str, title: str, first: str, lines: dict[str, Line], note: str = "") -> Part:
    columns = (
        first,
        _("Opened"),
        _("Closed"),
        _("Closed late"),
        _("Open now"),
        _("Overdue now"),
        _("Escalated"),
        _("Median, working days"),
        _("Nine of ten within, working days"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            label,
            line.opened,
            line.closed,
            line.closed_late,
            line.open,
            line.overdue,
            line.escalated,
            line.median,
            line.slow,
        )
        for label, line in lines.items()
    ]
    series = [
        Series(name=_("Overdue now"), values=[line.overdue for line in lines.values()], tone="late"),
        Series(name=_("Open, in time"), values=[line.open - line.overdue for line in lines.values()], tone="link"),
        Series(name=_("Closed"), values=[line.closed for line in lines.values()], tone="good"),
    ]
    picture = _picture(title, list(lines), series)
    return Part(name, Sheet(title, columns, rows), picture, _key(series), note, late=_LATE)


def _lists(system: System, made: Report) -> Part:
    title = _("False positives by list")
    counted = (_("False positives"), _("True matches"), _("Inconclusive hits"))
    columns = (_("List"), *counted, _("False-positive rate (percent)"))
    sources = system.catalogue.sources
    names = [
        sources[each.source].title.get(language_of(request)) if each.source in sources else each.source
        for each in made.by_list
    ]
    rows: list[tuple[Cell, ...]] = [
        (name, each.false_positive, each.true_match, each.inconclusive, _percent(each.false_rate))
        for name, each in zip(names, made.by_list, strict=True)
    ]
    series = [
        Series(name=_("True matches"), values=[each.true_match for each in made.by_list], tone="late"),
        Series(name=_("Inconclusive hits"), values=[each.inconclusive for each in made.by_list], tone="warn"),
        Series(name=_("False positives"), values=[each.false_positive for each in made.by_list], tone="soft"),
    ]
    note = _("The last decision on each hit within the period; the rate leaves inconclusive ones out.")
    return Part("list", Sheet(title, columns, rows), _picture(title, names, series), _key(series), note)


def _picture(title: str, labels: Sequence[str], series: Sequence[Series]) -> Markup | None:
    labels = labels[:_DRAWN]
    if not labels or not any(value for each in series for value in each.values):
        return None
    labels = [_with_room(label) for label in labels]
    # Drawn from the bottom up.
    turned = [Series(name=each.name, values=list(reversed(each.values[:_DRAWN])), tone=each.tone) for each in series]
    height = _FRAME_PIXELS + _ROW_PIXELS * len(labels)
    return bars(title, list(reversed(labels)), turned, horizontal=True, height=height)


def _with_room(label: str) -> str:
    """The label after as many blanks as its width needs: room is measured in Latin letters of desktop size."""
    ems = sum(1.0 if east_asian_width(sign) in "WF" else _LATIN_EMS for sign in label)
    return "\u00a0" * max(0, ceil(ems * _LARGEST / _MEASURED) - len(label)) + label


def _key(series: Sequence[Series]) -> list[tuple[str, Tone]]:
    return [(each.name, each.tone) for each in series]


def _percent(rate: float | None) -> float | None:
    return None if rate is None else round(100 * rate, 1)
