"""The tables of value facts: told apart by their columns, documented, their cells read as people write them."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from amlrisk.facts.codes import CodeSets
from amlrisk.facts.intake_value import build_value
from amlrisk.facts.value import CustomerValue
from amlrisk.services.columns import Column
from amlrisk.services.motor_claims import year_of
from amlrisk.services.value_columns import FLAT, TABLES, ValueTable, day_after, dealing, period, ratio, year

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "customers.md").read_text(encoding="utf-8")
CODES = CodeSets(occupations=set(), industries=set(), currencies={"CNY"})


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_with_all_it_needs_is_no_other(table: ValueTable) -> None:
    needed = {key for key, column in table.by_key.items() if column.name in table.needed}
    others = [other for other in TABLES if other is not table and set(table.needed) <= set(other.by_key)]
    assert not others or table.needed == ("ref",)
    assert needed
    assert len(table.by_key) == sum(1 + len(column.aliases) for column in table.columns), "a name means one column"


@pytest.mark.parametrize("table", TABLES[1:], ids=lambda table: table.name)
def test_every_table_is_documented(table: ValueTable) -> None:
    (line,) = (line for line in TEXT.splitlines() if line.startswith(f"| `{table.name}` | **"))
    for column in table.columns:
        if column.name not in ("ref", "currency"):
            said = f"`{column.name}` {'、'.join(column.aliases)}"
            assert (f"**{said}**" in line) == (column.name in table.needed)
            assert said in line


@pytest.mark.parametrize("column", FLAT, ids=lambda column: column.name)
def test_columns_lead_to_a_field(column: Column) -> None:
    first = str(column.place[1])
    assert first in {"holdings", "counts", *CustomerValue.__struct_fields__}


def test_the_example_of_the_documentation_is_read() -> None:
    section = TEXT.split("\n## Value\n")[1].split("\n## ")[0]
    (example,) = re.findall(r"```json\n(.*?)```", section, re.S)
    built = build_value({**json.loads(example), "ref": "A"}, today=date(2026, 1, 15), codes=CODES)
    assert len(built.bank) == 3
    shown = set(re.findall(r"`([a-z_]+)(?:\.[a-z]+)?`", section.split("| Field |")[1]))
    missing = {name for name in CustomerValue.__struct_fields__ if name not in shown} - {"ref", "vehicles"}
    assert missing <= {"life", "bank", "securities", "trust", "futures", "pension"}, "held with companies"


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("2026-03", "2026-03"),
        ("2026/3", "2026-03"),
        ("2026年3月", "2026-03"),
        ("2026-03-01", "2026-03"),
        ("2026-03-02", "2026-03-02"),
        ("2026Q1", "2026-Q1"),
        ("2026-q4", "2026-Q4"),
        ("2026年第一季度", "2026-Q1"),
        ("2026年2季度", "2026-Q2"),
        ("2026Q5", "2026Q5"),
        ("soon", "soon"),
    ],
)
def test_periods(cell: str, read: str) -> None:
    assert period(cell) == read


def test_cells() -> None:
    assert [ratio(cell) for cell in ("0.12", "12%", "-5%", "%", "x")] == ["0.12", "0.12", "-0.05", "%", "x"]
    assert [year(cell) for cell in ("2025", "2025年", "last")] == [2025, 2025, "last"]
    assert [day_after(cell) for cell in ("2028-02-28", "2026/2/28", "20261231", "9999-12-31", "x")] == [
        "2028-02-29",
        "2026-03-01",
        "2027-01-01",
        "9999-12-31",
        "x",
    ]
    assert [dealing(cell) for cell in ("投诉", "Referral", "praise")] == ["complaints", "referrals", "praise"]


@pytest.mark.parametrize(
    ("on", "place"),
    [("2025-03-01", 0), ("2026-02-28", 0), ("2026-03-01", 1), ("2026-08-31", 1), ("2026-09-01", 2), ("2024-01-01", 2)],
)
def test_a_claim_belongs_to_the_year_that_holds_its_day(on: str, place: int) -> None:
    years = [
        {"starts_on": "2025-03-01"},
        {"starts_on": "2026-03-01", "ends_on": "2026-09-01"},
        {"starts_on": "9999-12-01"},
    ]
    assert year_of(years, on) == place


def test_a_claim_without_a_day_goes_where_it_is_refused() -> None:
    assert year_of([{"starts_on": "x"}, {}], "2025-02-30") == year_of([{}, {}], None) == 1
