"""Reports as pages and files: each officer's own branches, nothing computed in a spreadsheet."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from amlrisk.review.authority import Role
from amlrisk.services.system import System
from tests.console.conftest import Visitor, client_of
from tests.store.examples import assessment, opened, saved

EVIL = "=1+1<script>"


@pytest.fixture
def worked(plain: System) -> System:
    saved(plain.store, "C1", "C2", "C3")
    plain.store.assessments.append_many([assessment(f"a{n}", f"C{n}") for n in range(1, 4)])
    now = plain.now()
    plain.store.cases.open(
        [opened(f"k{n}", f"C{n}", branch=branch, opened_at=now) for n, branch in enumerate(("北京", "上海", EVIL), 1)]
    )
    return plain


def text(client: Visitor, address: str, expect: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == expect
    return response.get_data(as_text=True)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_report_with_pictures_and_tables(worked: System, language: str) -> None:
    page = text(client_of(worked, Role.MANAGER), f"/reports?lang={language}")
    assert page.count('class="chart"') == 3
    assert "北京" in page
    assert EVIL not in page
    assert "style=" not in page
    assert page.count("<script") == 1, "the one of the layout"


def test_an_officer_sees_their_own_branches(worked: System) -> None:
    client = client_of(worked, Role.REVIEWER, branches=("北京",), id="li")
    page = text(client, "/reports")
    assert "北京" in page
    assert "上海" not in page
    text(client, "/reports?branch=上海", expect=403)
    assert "上海" in text(client_of(worked, Role.MANAGER), "/reports?branch=上海")


def test_periods(worked: System) -> None:
    client = client_of(worked, Role.MANAGER)
    assert "北京" in text(client, "/reports?since=2020-01-01&until=2020-02-01"), "open now, whatever the period"
    text(client, "/reports?since=2020-02-01&until=2020-01-01", expect=422)
    text(client, "/reports?since=x", expect=422)


def test_a_period_without_anything(plain: System) -> None:
    page = text(client_of(plain, Role.AUDITOR), "/reports?lang=en")
    assert page.count("Nothing in this period.") == 4
    assert 'class="chart"' not in page


@pytest.mark.parametrize(("form", "table"), [("xlsx", ""), ("csv", "branch"), ("csv", "grade")])
def test_exports(worked: System, form: str, table: str) -> None:
    client = client_of(worked, Role.MANAGER)
    answer = client.send("/reports/export", {"format": form, "table": table}, page="/reports")
    assert answer.status_code == 200
    data = answer.get_data()
    if form == "xlsx":
        book = load_workbook(io.BytesIO(data))
        assert len(book.worksheets) == 4
        assert not [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.data_type == "f"]
        assert [row[0] for row in book.worksheets[1].iter_rows(values_only=True)][1:].count(f"'{EVIL}") == 1
    elif table == "branch":
        assert f"'{EVIL}" in data.decode("utf-8-sig")
    event = worked.store.audit.recent(1)[0]
    assert (event.kind, event.actor, event.detail["format"]) == ("report_exported", "manager-all", form)


def test_exports_stay_within_the_officers_branches(worked: System) -> None:
    client = client_of(worked, Role.MANAGER, branches=("北京",), id="li")
    data = client.send("/reports/export", {"format": "csv", "table": "branch"}, page="/reports").get_data(as_text=True)
    assert "北京" in data
    assert "上海" not in data
    form = {"format": "csv", "table": "branch", "branch": "上海"}
    assert client.send("/reports/export", form, page="/reports").status_code == 403
    assert worked.store.audit.recent(1)[0].detail["format"] == "csv"


@pytest.mark.parametrize("form", ["", "exe"])
def test_no_such_format(worked: System, form: str) -> None:
    client = client_of(worked, Role.MANAGER)
    assert client.send("/reports/export", {"format": form}, page="/reports").status_code == 400


@pytest.mark.parametrize(
    ("role", "sees", "exports"),
    [
        (Role.ANALYST, 403, 403),
        (Role.REVIEWER, 200, 403),
        (Role.MANAGER, 200, 200),
        (Role.AUDITOR, 200, 200),
        (Role.ADMINISTRATOR, 403, 403),
    ],
)
def test_who_may(worked: System, role: Role, sees: int, exports: int) -> None:
    client = client_of(worked, role)
    assert client.get("/reports").status_code == sees
    page = "/reports" if sees == 200 else "/policy"
    assert client.send("/reports/export", {"format": "xlsx"}, page=page).status_code == exports
