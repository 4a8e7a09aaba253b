"""What officers see first: only their own branches, numbers that agree with each other, every state it can be in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from amlrisk.policy.vocabulary import Grade
from amlrisk.review.authority import Role
from amlrisk.services.check_customer import check_customer
from amlrisk.services.overview import overview
from amlrisk.services.system import System
from amlrisk.store.case_filter import CaseFilter
from tests.console.conftest import client_of, person_of
from tests.systems import NAMESAKE, Clock, customer, put_list, system_for

FAR, NEAR = "演示甲分公司", "演示乙分公司"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[System]:
    """Two branches: a namesake of a listed person (a case opens) and a general customer in each."""
    system = system_for(tmp_path, clock=Clock())
    put_list(system)
    for branch in (FAR, NEAR):
        check_customer(system, customer(f"{branch}-1", branch=branch))
        check_customer(system, customer(f"{branch}-2", branch=branch, subject=NAMESAKE, name="欧阳岚溪"))
    yield system
    system.store.close()


def test_pictures_and_numbers_of_the_demonstration(demo: System) -> None:
    html = client_of(demo).get("/?lang=en").get_data(as_text=True)
    for word in ("200 customers, 200 graded", "Distribution of grades", "Movements this month", "Demo sanctions list"):
        assert word in html
    assert html.count('class="chart"') == 1
    assert 'role="img" aria-label="Open cases by the day they are due"' in html


def test_the_numbers_agree(demo: System) -> None:
    found = overview(demo, person_of(demo, Role.MANAGER).officer, cases_shown=5)
    assert found.customers == demo.store.customers.count() == sum(found.grades.values()) + found.ungraded
    assert sum(found.decisions.values()) == sum(found.grades.values())
    assert found.urgent.total == found.cases.total == sum(its.total for _branch, its in found.branches)
    assert found.cases.total == demo.store.cases.counts(CaseFilter(), demo.today()).total > 0
    assert [row.place for row in found.first] == sorted(row.place for row in found.first)


def test_an_officer_sees_the_numbers_of_their_branches(small: System) -> None:
    everybody = overview(small, person_of(small, Role.MANAGER).officer, cases_shown=9)
    one = overview(small, person_of(small, Role.ANALYST, branches=(FAR,), id="far").officer, cases_shown=9)
    assert (everybody.customers, one.customers) == (4, 2)
    assert everybody.cases.total == 2 * one.cases.total > 0
    assert {row.case.branch for row in one.first} == {branch for branch, _its in one.branches} == {FAR}
    html = client_of(small, Role.ANALYST, branches=(FAR,), id="far").get("/").get_data(as_text=True)
    assert FAR in html
    assert NEAR not in html


def test_counts_are_those_of_the_page_and_of_the_branches(small: System) -> None:
    of_all = client_of(small).get("/overview/counts")
    assert of_all.headers["Cache-Control"] == "no-store"
    of_one = client_of(small, Role.ANALYST, branches=(FAR,), id="far").get("/overview/counts")
    assert of_all.json["open"] == 2 * of_one.json["open"] > 0
    page = client_of(small).get("/").get_data(as_text=True)
    named = set(re.findall(r'data-count="(\w+)"', page))
    assert named == set(of_all.json)


def test_asking_for_counts_is_not_being_at_work(tmp_path: Path) -> None:
    clock = Clock()
    system = system_for(tmp_path, clock=clock)
    client = client_of(system)
    idle = system.settings.session_idle_minutes
    for _minutes in range(0, idle + 2, 2):
        clock.advance(minutes=2)
        answer = client.get("/overview/counts")
    assert answer.status_code == 303
    system.store.close()


def test_who_moved_this_month(small: System) -> None:
    ref = f"{FAR}-1"
    check_customer(small, customer(ref, branch=FAR, pep_link="foreign_pep"))
    moved = overview(small, person_of(small, Role.MANAGER).officer, cases_shown=1).moved
    now = small.store.assessments.latest(ref)
    assert now is not None
    assert [(each.before, each.now, each.customers) for each in moved] == [(Grade.GENERAL, now.outcome.grade, 1)]
    html = client_of(small).get("/?lang=en").get_data(as_text=True)
    assert "1 to a worse grade" in html
    assert "0 to a better grade" in html


def test_nothing_is_open_and_nobody_moved(tmp_path: Path) -> None:
    system = system_for(tmp_path, clock=Clock())
    put_list(system)
    check_customer(system, customer("Q-1"))
    for case in system.store.cases.open_of(["Q-1"]).values():
        pytest.fail(f"a general customer needs no case: {case}")
    html = client_of(system).get("/?lang=en").get_data(as_text=True)
    for word in ("No case is open.", "Nobody changed grade this month.", "Nothing is waiting."):
        assert word in html
    system.store.close()


@pytest.mark.parametrize(("language", "words"), [("zh", "尚无客户"), ("en", "No customers yet")])
def test_an_empty_installation_says_what_to_do(plain: System, language: str, words: str) -> None:
    html = client_of(plain).get(f"/?lang={language}").get_data(as_text=True)
    for word in (words, "amlrisk lists import un consolidated.xml", 'role="alert"'):
        assert word in html
    assert html.index('role="alert"') < html.index("<h1>")


def test_a_run_in_progress_is_told_with_how_far_it_is(small: System) -> None:
    small.store.runs.begin(
        "r-1", kind="grade", cause="test", versions={}, total=400, owner="x", now=small.now(), lease_seconds=60
    )
    small.store.runs.progress("r-1", 100, 3)
    html = client_of(small).get("/?lang=en").get_data(as_text=True)
    assert "100 of 400 done" in re.sub(r"<[^>]+>", "", html)
    assert 'width="25.0"' in html
    assert "3 failed" in html


def test_many_branches_fold_away(demo: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amlrisk.console.overview._BRANCHES_SHOWN", 3)
    html = client_of(demo).get("/?lang=en").get_data(as_text=True)
    more = re.search(r"(\d+) more branches", html)
    assert more is not None
    found = overview(demo, person_of(demo, Role.MANAGER).officer, cases_shown=1)
    assert int(more[1]) == len(found.branches) - 3
    assert all((branch or "head office") in html for branch, _its in found.branches)
