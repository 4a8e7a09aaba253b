"""From raw input to what a customer is worth, or to everything that is wrong with it."""

from __future__ import annotations

import copy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amlrisk.errors import InvalidInput
from amlrisk.facts.codes import CodeSets
from amlrisk.facts.intake_value import FIELDS, build_value
from amlrisk.facts.issues import TEXTS
from amlrisk.facts.value import Company, CustomerValue, InstitutionClass, MonthlyAssets

TODAY = date(2026, 9, 15)
CODES = CodeSets(occupations=set(), industries=set(), currencies={"CNY", "USD"})
YEAR = {"starts_on": "2025-03-01", "commercial_premium": 4000, "claims": [{"on": "2025-05-01", "paid": "1200.50"}]}
WHOLE: dict[str, Any] = {
    "ref": "C-1",
    "holdings": {
        "life": [{"institution": "jia", "annual_premium": {"amount": "30000"}, "single_premium": 0}],
        "property": [{"ref": "V1", "years": [YEAR], "first_class": 4, "next_premium": 5000}],
        "bank": [{"month": f"2026-0{month}", "average": 400_000} for month in (8, 6, 7)],
        "securities": [{"quarter": "2026-Q2", "cash": 1, "market_value": 2}],
        "trust": "500000",
        "futures": [{"quarter": "2026-Q2", "equity": 3}],
        "pension": {"net_assets": 1, "accounts": 500, "long_premium": 2, "short_premium": 3},
    },
    "bank_standing": {"credit_record": "A"},
    "contracts": [{"ref": "G1", "standard_premium": 100, "years": 2, "profit_ratio": "-0.1"}],
    "figures": [{"year": 2025, "premium": 100, "claims_paid": 10, "other_income": 1}],
    "surveys": [{"on": "2026-08-01", "score": 91.5}],
    "complaints": [],
    "purchases": ["2026-02-01", "2026-01-01"],
    "referrals": ["2026-03-01"],
    "personal_risk": "low",
    "occupational_risk": "middle",
    "other_risk": "high",
    "study": "bachelor",
    "work": "professional",
    "literacy": "high",
    "region": "330106",
    "health": {"on": "2026-07-01", "chronic": False, "hereditary": False, "other": False},
    "income": 300_000,
    "assets": 1_000_000,
    "need": True,
    "intention": False,
}


def read(raw: dict[str, Any]) -> CustomerValue:
    return build_value(raw, today=TODAY, codes=CODES)


def faults(raw: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        read(raw)
    return [(each.path, each.code) for each in caught.value.issues]


def test_everything_is_read() -> None:
    found = read(WHOLE)
    assert set(WHOLE) == set(FIELDS)
    for field in CustomerValue.__struct_fields__:
        assert getattr(found, field) is not None, field
    assert found.life[0].institution is InstitutionClass.JIA
    assert found.life[0].annual_premium == 30_000
    assert found.bank == tuple(MonthlyAssets(month=f"2026-0{month}", average=Decimal(400_000)) for month in (6, 7, 8))
    claims = found.vehicles[0].years[0].claims
    assert claims is not None
    assert claims[0].paid == Decimal("1200.5")
    assert found.surveys is not None
    assert found.surveys[0].score == Decimal("91.5")
    assert found.contracts[0].profit_ratio == Decimal("-0.1")
    assert found.purchases == (date(2026, 1, 1), date(2026, 2, 1))


def test_what_is_not_said_is_not_known() -> None:
    assert read({"ref": "C-1"}) == CustomerValue(ref="C-1")
    known = read({"ref": "C-1", "holdings": {"property": [{"ref": "V", "years": [{"starts_on": "2026-01-01"}]}]}})
    assert known.vehicles[0].years[0].claims is None


def held(**companies: Any) -> dict[str, Any]:
    return {"ref": "C-1", "holdings": companies}


def motor(*years: dict[str, Any]) -> dict[str, Any]:
    return held(property=[{"ref": "V1", "years": list(years)}])


def bank(*months: tuple[str, Any]) -> dict[str, Any]:
    return held(bank=[{"month": month, "average": average} for month, average in months])


CASES: list[tuple[dict[str, Any], str, str]] = [
    ({}, "ref", "missing"),
    ({"ref": "C 1"}, "ref", "bad_reference"),
    ({"ref": "C-1", "vip": True}, "vip", "unknown_field"),
    # unknown companies
    (held(shop=[]), "holdings.shop", "unknown_company"),
    (held(life={}), "holdings.life", "wrong_type"),
    (held(life=[{"institution": "wu"}]), "holdings.life[0].institution", "not_one_of"),
    (held(life=[{"premium": 1}]), "holdings.life[0].premium", "unknown_field"),
    # negative assets, two currencies, no amounts
    (held(trust=-1), "holdings.trust", "negative"),
    (bank(("2026-08", -0.01)), "holdings.bank[0].average", "negative"),
    (held(trust={"amount": 1, "currency": "USD"}), "holdings.trust", "not_in_yuan"),
    (held(trust={"amount": 1, "currency": "XYZ"}), "holdings.trust.currency", "unknown_currency"),
    (bank(("2026-07", 1), ("2026-08", {"amount": 1, "currency": "USD"})), "holdings.bank[1].average", "not_in_yuan"),
    (held(trust="much"), "holdings.trust", "bad_amount"),
    (held(trust=True), "holdings.trust", "bad_amount"),
    (bank(("2026-08", None)), "holdings.bank[0].average", "missing"),
    # months and quarters
    (bank(("2026-06", 1), ("2026-08", 1)), "holdings.bank", "month_missing"),
    (bank(("2025-11", 1), ("2026-01", 1)), "holdings.bank", "month_missing"),
    (bank(("2026-08", 1), ("2026-08", 1)), "holdings.bank[1].month", "duplicate_value"),
    (bank(("2026-10", 1)), "holdings.bank[0].month", "date_in_future"),
    (bank(("2026-13", 1)), "holdings.bank[0].month", "bad_month"),
    (bank(("2026-8", 1)), "holdings.bank[0].month", "bad_month"),
    (held(securities=[{"quarter": "2026-Q5", "cash": 1}]), "holdings.securities[0].quarter", "bad_quarter"),
    (held(securities=[{"quarter": "2026-Q4", "cash": 1}]), "holdings.securities[0].quarter", "date_in_future"),
    (held(securities=[{"quarter": "2026-Q2", "cash": 1, "equity": 1}]),
     "holdings.securities[0].equity", "unknown_field"),
    (held(futures=[{"quarter": "2026-Q2"}]), "holdings.futures[0].equity", "missing"),
    # cars
    (held(property=[{"ref": "V"}, {"ref": "V"}]), "holdings.property[1].ref", "duplicate_value"),
    (motor({}), "holdings.property[0].years[0].starts_on", "missing"),
    (motor({"starts_on": "9999-12-31"}), "holdings.property[0].years[0].starts_on", "date_in_future"),
    (motor(YEAR, {"starts_on": "2026-02-28"}), "holdings.property[0].years[1].starts_on", "overlapping_years"),
    (motor({"starts_on": "2025-03-01", "ends_on": "2025-03-01"}),
     "holdings.property[0].years[0].ends_on", "ends_before_start"),
    (motor(YEAR | {"claims": [{"on": "2026-09-16", "paid": 1}]}),
     "holdings.property[0].years[0].claims[0].on", "date_in_future"),
    (motor(YEAR | {"claims": [{"on": "2026-03-01", "paid": 1}]}),
     "holdings.property[0].years[0].claims[0].on", "outside_year"),
    (motor(YEAR | {"claims": [{"on": "2025-02-28", "paid": 1}]}),
     "holdings.property[0].years[0].claims[0].on", "outside_year"),
    (motor(YEAR | {"claims": [{"on": "2025-03-01"}]}), "holdings.property[0].years[0].claims[0].paid", "missing"),
    (motor(YEAR | {"claims": [{"on": "2025-03-01", "paid": -1}]}),
     "holdings.property[0].years[0].claims[0].paid", "negative"),
    (held(pension={"accounts": -1}), "holdings.pension.accounts", "bad_count"),
    # the rest
    ({"ref": "C", "contracts": [{"ref": "G"}, {"ref": "G"}]}, "contracts[1].ref", "duplicate_value"),
    ({"ref": "C", "contracts": [{"ref": "G", "profit_ratio": "x"}]}, "contracts[0].profit_ratio", "bad_amount"),
    ({"ref": "C", "figures": [{"year": 2027, "premium": 1}]}, "figures[0].year", "date_in_future"),
    ({"ref": "C", "figures": [{"year": 1900, "premium": 1}]}, "figures[0].year", "date_too_early"),
    ({"ref": "C", "figures": [{"year": 2025, "premium": 1}] * 2}, "figures[1].year", "duplicate_value"),
    ({"ref": "C", "figures": [{"year": 2025}]}, "figures[0].premium", "missing"),
    ({"ref": "C", "surveys": [{"on": "2026-08-01", "score": 100.1}]}, "surveys[0].score", "too_many_points"),
    ({"ref": "C", "surveys": [{"on": "2026-09-16", "score": 1}]}, "surveys[0].on", "date_in_future"),
    ({"ref": "C", "complaints": ["2026-09-16"]}, "complaints[0]", "date_in_future"),
    ({"ref": "C", "complaints": ["2026-09"]}, "complaints[0]", "bad_date"),
    ({"ref": "C", "study": "school"}, "study", "not_one_of"),
    ({"ref": "C", "region": "999999"}, "region", "unknown_region"),
    ({"ref": "C", "health": {"chronic": False}}, "health.on", "missing"),
    ({"ref": "C", "need": "yes"}, "need", "wrong_type"),
    ({"ref": "C", "bank_standing": {"credit_record": "E"}}, "bank_standing.credit_record", "not_one_of"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "path", "code"), CASES, ids=lambda each: each if isinstance(each, str) else "")
def test_what_is_wrong_is_named_with_its_place_and_nothing_else(raw: dict[str, Any], path: str, code: str) -> None:
    assert faults(raw) == [(path, code)]


def test_every_fault_is_named_at_once() -> None:
    raw = held(shop=1, trust=-1) | {"figures": [{"year": 2027}], "vip": 1}
    assert {code for _, code in faults(raw)} == {
        "unknown_field",
        "unknown_company",
        "negative",
        "date_in_future",
        "missing",
    }


def test_the_edges_of_what_is_right() -> None:
    read(bank(("2025-12", 0), ("2026-01", 0)))
    read(bank(("2026-09", 0)))
    read(held(securities=[{"quarter": "2026-Q3", "cash": 0}]))
    read(motor(YEAR, {"starts_on": "2026-03-01"}))
    read(motor(YEAR | {"claims": [{"on": "2026-02-28", "paid": 0}]}))
    read({"ref": "C", "surveys": [{"on": "2026-09-15", "score": 100}]})


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None, max_examples=300)
@given(field=st.sampled_from([*WHOLE, *Company]), value=junk)
def test_whatever_is_handed_in_is_read_or_refused(field: str, value: Any) -> None:
    raw = copy.deepcopy(WHOLE)
    place = raw["holdings"] if field in set(Company) else raw
    place[field] = value
    try:
        codes = {"" for field in (read(raw).ref,) if not field}
    except InvalidInput as error:
        codes = {each.code for each in error.issues} or {""}
    assert codes <= set(TEXTS), "read whole, or refused for a reason that is documented"
