"""Value facts are told in the shape in which they are handed in: read again, they are the same."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.facts.codes import CodeSets
from amlrisk.facts.digest import canonical
from amlrisk.facts.intake_value import build_value
from amlrisk.facts.value import CustomerValue
from amlrisk.services.value_answers import raw_value

TODAY = date(2026, 9, 15)
CODES = CodeSets(occupations=frozenset(), industries=frozenset(), currencies=frozenset({"CNY"}))

FULL: dict[str, Any] = {
    "ref": "C-1",
    "holdings": {
        "life": [{"institution": "jia", "annual_premium": "30000.50"}, {"single_premium": "500000"}],
        "property": [
            {
                "ref": "浙A00001",
                "first_class": 3,
                "next_premium": "4000",
                "years": [
                    {
                        "starts_on": "2025-03-01",
                        "commercial_premium": "3600",
                        "compulsory_premium": "950",
                        "claims": [{"on": "2025-06-01", "paid": "1200"}],
                    },
                    {"starts_on": "2026-03-01", "ends_on": "2026-12-01", "claims": []},
                ],
            }
        ],
        "bank": [{"month": "2026-07", "average": "400000"}, {"month": "2026-08", "average": "410000"}],
        "securities": [{"quarter": "2026-Q2", "cash": "100", "market_value": "1000000"}],
        "trust": "600000",
        "futures": [{"quarter": "2026-Q2", "equity": "0"}],
        "pension": {"net_assets": "20000000", "accounts": 500},
    },
    "bank_standing": {"asset_scale": "A", "credit_record": "B"},
    "contracts": [{"ref": "G-1", "standard_premium": "100000", "years": 3, "profit_ratio": "-0.05"}],
    "figures": [{"year": 2025, "premium": "90000", "claims_paid": "100", "other_income": "0"}],
    "surveys": [{"on": "2026-05-01", "score": "88.5"}],
    "complaints": [],
    "purchases": ["2026-02-03"],
    "personal_risk": "low",
    "study": "bachelor",
    "work": "professional",
    "literacy": "high",
    "region": "330106",
    "health": {"on": "2026-04-01", "chronic": False, "hereditary": False},
    "income": "350000",
    "need": True,
    "intention": False,
}


def read(raw: Any) -> CustomerValue:
    return build_value(json.loads(canonical(raw)), today=TODAY, codes=CODES)


def test_everything_that_can_be_said_comes_back_as_it_was_said() -> None:
    assert json.loads(canonical(raw_value(read(FULL)))) == json.loads(canonical(_as_kept(FULL)))


def _as_kept(raw: dict[str, Any]) -> dict[str, Any]:
    """Amounts without closing zeros; what a quarter does not say is nothing."""
    kept: dict[str, Any] = json.loads(canonical(raw))
    kept["holdings"]["life"][0]["annual_premium"] = "30000.5"
    return kept


@given(st.sets(st.sampled_from(sorted(set(FULL) - {"ref"}))), st.sets(st.sampled_from(sorted(FULL["holdings"]))))
def test_any_part_of_it_reads_again_the_same(fields: set[str], companies: set[str]) -> None:
    raw = {name: FULL[name] for name in fields} | {"ref": "C-1"}
    if "holdings" in raw:
        raw["holdings"] = {name: FULL["holdings"][name] for name in companies}
    value = read(raw)
    assert read(raw_value(value)) == value


@pytest.mark.parametrize("field", ["figures", "surveys", "complaints", "purchases", "referrals"])
def test_none_and_not_known_stay_apart(field: str) -> None:
    assert raw_value(read({"ref": "C-1", field: []})) == {"ref": "C-1", field: []}
    assert raw_value(read({"ref": "C-1"})) == {"ref": "C-1"}
