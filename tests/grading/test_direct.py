"""What bars the directly low grade, each bar on both sides (the grade is off in the shipped pack)."""

from __future__ import annotations

from typing import Any

import pytest

from amlrisk.grading.direct import CONDITIONS
from amlrisk.policy import vocabulary
from amlrisk.policy.vocabulary import Condition
from tests.grading import scenarios as sc


def low(kind: str, facts: dict[str, Any]) -> bool:
    rules = sc.rules()
    rule = next(d for d in rules.direct if d.condition is Condition.LOW_RISK_RELATIONSHIP)
    return CONDITIONS[rule.condition](sc.unremarkable(kind, facts), rules, rule.params, sc.today()) is not None


def test_the_same_conditions_as_the_vocabulary() -> None:
    assert CONDITIONS.keys() == vocabulary.CONDITIONS.keys()


LIFE = {"product": "term_life"}
DOCUMENT = {"kind": "resident_id", "expires_on": None}


@pytest.mark.parametrize(
    ("kind", "facts", "holds"),
    [
        ("natural", {}, True),
        ("legal", {}, True),
        # Total assets: 200 000 for a person, 500 000 for an organisation; what is over bars.
        ("natural", {"policies": [{"paid": 200000}]}, True),
        ("natural", {"policies": [{"paid": 200000.01}]}, False),
        ("natural", {"policies": [{"paid": 150000}, {"paid": 60000, "status": "ended"}]}, False),
        ("legal", {"policies": [{"product": "accident", "paid": 500000}]}, True),
        ("legal", {"policies": [{"product": "accident", "paid": 500000.01}]}, False),
        # Life, yearly: 10 000. Motor, accident and short-term policies are none.
        ("natural", {"policies": [LIFE | {"premium": 10000}]}, True),
        ("natural", {"policies": [LIFE | {"premium": 10000.01}]}, False),
        ("natural", {"policies": [LIFE | {"premium": 5000}, LIFE | {"premium": 5000.01}]}, False),
        ("natural", {"policies": [{"product": "motor", "premium": 20000}]}, True),
        ("natural", {"policies": [LIFE | {"premium": 20000, "status": "ended"}]}, True),
        # Single: 200 000, and not in cash.
        ("natural", {"policies": [LIFE | {"mode": "single", "premium": 200000}]}, True),
        ("natural", {"policies": [LIFE | {"mode": "single", "premium": 200000.01}]}, False),
        ("natural", {"transactions": [{"method": "cash", "amount": 1}]}, False),
        ("natural", {"transactions": [{"method": None, "amount": 1}]}, False),
        # Non-residents and foreign documents.
        ("natural", {"subject": {"nationalities": ["JP"]}}, False),
        ("natural", {"subject": {"nationalities": []}}, False),
        ("natural", {"subject": {"residence_country": "HK"}}, False),
        ("natural", {"subject": {"residence_country": None}}, True),
        ("natural", {"subject": {"residence_country": None}, "address_region": None}, False),
        ("natural", {"subject": {"documents": [DOCUMENT | {"kind": "passport"}]}}, False),
        ("natural", {"subject": {"documents": []}}, False),
        ("legal", {"subject": {"registration_country": "SG"}}, False),
        ("legal", {"subject": {"registration_country": None}}, False),
        ("legal", {"subject": {"documents": [{"kind": "foreign_registration"}]}}, False),
        # Any report, any refusal, however old; an alert is none.
        ("natural", {"events": [{"on": "2010-01-01", "kind": "str"}]}, False),
        ("natural", {"events": [{"on": "2010-01-01", "kind": "due_diligence_refused"}]}, False),
        ("natural", {"events": [{"on": "2026-01-01", "kind": "alert"}]}, True),
        # Nothing on record says whether an agent is professional or kin.
        ("natural", {"parties": [{"id": "p1", "kind": "natural", "name": "示例丙", "roles": ["agent"]}]}, False),
        ("natural", {"parties": [{"id": "p1", "kind": "natural", "name": "示例丙", "roles": ["insured"]}]}, True),
        # Not verified, or contradicting itself.
        ("natural", {"verification": "unverifiable"}, False),
        ("natural", {"verification": None}, False),
        ("natural", {"conflicts": ["birth_on"]}, False),
        # What is not known bars too.
        ("natural", {"policies": None}, False),
        ("natural", {"transactions": None}, False),
        ("natural", {"events": None}, False),
    ],
)
def test_what_bars_the_lowest_grade(kind: str, facts: dict[str, Any], holds: bool) -> None:
    assert low(kind, facts) is holds
