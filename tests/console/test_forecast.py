"""The forecast as people read it: sums of their branches, a picture, a file; never another branch's numbers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from amlrisk.console.forecast import labels, seen, shown
from amlrisk.review.authority import Role
from amlrisk.services.check_customer import check_customer
from amlrisk.services.forecast import keep_forecast, make_forecast
from amlrisk.services.system import System
from tests.console.conftest import client_of, person_of
from tests.systems import NAMESAKE, Clock, customer, put_list, system_for

FORECAST = "/reports/forecast"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def system(tmp_path: Path, clock: Clock) -> Iterator[System]:
    """In B11 somebody of ordinary standing and an open case, in B22 two, in head office one."""
    system = system_for(tmp_path, clock=clock)
    put_list(system)
    check_customer(system, customer("C-1", branch="B11"))
    check_customer(system, customer("C-2", branch="B11", subject=NAMESAKE))
    for ref in ("C-3", "C-4"):
        check_customer(system, customer(ref, branch="B22", subject=NAMESAKE))
    check_customer(system, customer("C-5", branch=None, subject=NAMESAKE))
    yield system
    system.store.close()


def test_the_sums_are_those_of_the_forecast(system: System) -> None:
    who = person_of(system, Role.MANAGER).officer
    for months in (3, 12, 24):
        page, made = shown(system, who, months, None), make_forecast(system, months)
        assert len(page["by_month"]) == months
        for each in page["by_month"]:
            lines = [line for line in made.lines if line.month == each.month]
            assert each.reviews == sum(line.reviews for line in lines)
            assert each.work == sum(line.cases + line.open_cases for line in lines)
            assert each.alone == each.reviews - sum(line.cases for line in lines)
        assert sum(each.work for _, its in page["branches"] for each in its) == sum(
            each.work for each in page["by_month"]
        )
    assert [branch for branch, _ in page["branches"]] == ["B22", None, "B11"]  # most work first


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_picture_and_the_same_numbers(system: System, language: str) -> None:
    html = client_of(system).get(f"{FORECAST}?lang={language}").get_data(as_text=True)
    assert "<svg" in html
    assert 'class="chart"' in html
    assert {"zh": "各月人工工作量", "en": "Work for people by month"}[language] in html
    assert html.count("<td><strong>20") == 12
    assert not re.search(r"<style|\sstyle=|<script(?! src=)", html)


def test_only_ones_own_branches(system: System) -> None:
    client = client_of(system, Role.REVIEWER, branches=("B22",))
    html = client.get(FORECAST).get_data(as_text=True)
    assert "B11" not in html
    by_month = shown(system, person_of(system, Role.REVIEWER, branches=("B22",)).officer, 12, None)["by_month"]
    assert sum(each.work for each in by_month) == 4  # two open cases, and two reviews half a year after them
    assert client.get(f"{FORECAST}?branch=B11").status_code == 403
    assert client.get(f"{FORECAST}?branch=B22&months=24").status_code == 200
    assert client_of(system).get(f"{FORECAST}?branch=B11").status_code == 200


def test_the_kept_forecast_of_today_is_shown_and_none_of_another_day(system: System, clock: Clock) -> None:
    kept = keep_forecast(system)
    check_customer(system, customer("C-6", branch="B66", subject=NAMESAKE))
    assert seen(system, 12) == kept
    assert [line.branch for line in seen(system, 24).lines].count("B66") == 24
    clock.advance(days=1)
    put_list(system)
    assert "B66" in {line.branch for line in seen(system, 12).lines}


def test_the_file_holds_what_the_page_shows_and_is_recorded(system: System) -> None:
    client = client_of(system, branches=("B22",))
    answer = client.send(f"{FORECAST}/export", {"months": "3"}, page=FORECAST)
    assert answer.mimetype == "text/csv"
    found = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert found[0][:2] == ["机构", "月份"]
    assert {line[0] for line in found[1:]} == {"B22"}
    assert len(found) == 1 + 3
    (event,) = [event for event in system.store.audit.recent(3) if event.kind == "report_exported"]
    assert (event.actor, event.subject, event.detail["format"]) == ("manager-b22", "forecast", "csv")
    assert client.send(f"{FORECAST}/export", {"branch": "B11"}, page=FORECAST).status_code == 403


def test_a_reviewer_looks_and_takes_no_file(system: System) -> None:
    client = client_of(system, Role.REVIEWER)
    assert f'action="{FORECAST}/export"' not in client.get(FORECAST).get_data(as_text=True)
    assert client.send(f"{FORECAST}/export", page=FORECAST).status_code == 403


def test_many_branches_fold_away(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amlrisk.console.forecast._BRANCHES_SHOWN", 1)
    assert "2 more branches" in client_of(system).get(f"{FORECAST}?lang=en").get_data(as_text=True)


def test_nothing_ahead(plain: System) -> None:
    html = client_of(plain).get(f"{FORECAST}?lang=en").get_data(as_text=True)
    assert "Nothing falls due in these months." in html


@pytest.mark.parametrize(
    ("first", "count", "expected"),
    [
        ((2026, 11), 3, "26/11 12 27/1"),
        ((2026, 1), 3, "26/1 2 3"),
        ((2026, 11), 24, "26/11 - 27/1 - 3"),
        ((2026, 12), 24, "- 27/1 - 3 4 5 6 7 8 9 10 11 - 28/1 - 3"),
        ((2026, 10), 24, "26/10 - - 27/1 - 3"),
        ((2026, 9), 24, "26/9 - 11 - 27/1"),
    ],
)
def test_labels_do_not_run_into_each_other(first: tuple[int, int], count: int, expected: str) -> None:
    year, month = first
    months = [date(year + (month - 1 + place) // 12, (month - 1 + place) % 12 + 1, 1) for place in range(count)]
    wanted = ["" if each == "-" else each for each in expected.split()]
    found = labels(months)
    assert found[: len(wanted)] == wanted
    assert len(found) == count
