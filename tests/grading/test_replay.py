from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from amlrisk.errors import ReplayImpossible
from amlrisk.facts.digest import canonical, digest
from amlrisk.facts.model import Customer
from amlrisk.grading.engine import ENGINE
from amlrisk.grading.model import Assessment, Outcome, PolicyVersion
from amlrisk.grading.outcome import assess
from amlrisk.grading.replay import Difference, differences, recompute
from amlrisk.policy.vocabulary import Grade
from tests.grading import scenarios as sc

HITS = sc.hits([{"category": "domestic_pep"}, {"category": "terrorism", "disposition": "false_positive"}])


def assessment(customer: Customer, **changes: Any) -> Assessment:
    rules = sc.rules()
    made = Assessment(
        id="A-1",
        customer=customer.ref,
        facts_digest=digest(customer),
        policy=PolicyVersion(pack=rules.pack, version=rules.version, digest=rules.digest),
        lists=(),
        index="demo",
        engine=ENGINE,
        on=sc.today(),
        assessed_at=datetime(2026, 11, 2, 3, 4, 5, tzinfo=UTC),
        trigger="check",
        first_on=sc.today(),
        hits=HITS,
        outcome=assess(customer, HITS, rules, on=sc.today()),
    )
    return msgspec.structs.replace(made, **changes)


@pytest.mark.parametrize("kind", ["natural", "legal"])
def test_a_stored_assessment_replays_bit_for_bit(kind: str) -> None:
    customer = sc.unremarkable(kind, {"annual_income": 30000, "annual_revenue": Decimal("7000000.70")})
    stored = canonical(assessment(customer))
    read = msgspec.json.decode(stored, type=Assessment)
    again = recompute(read, msgspec.json.decode(canonical(customer), type=Customer), sc.rules())
    assert differences(read.outcome, again) == ()
    assert canonical(read.outcome) == canonical(again)
    assert canonical(read) == stored


def test_an_assessment_made_before_decisions_had_an_end_reads_and_replays_as_it_was() -> None:
    """Bit for bit: nothing is added to a hit that carried no decision."""
    older = (*HITS[:1], msgspec.structs.replace(HITS[1], decided=None))
    stored = canonical(assessment(sc.unremarkable("natural"), hits=older))
    assert b'"decided"' not in stored
    read = msgspec.json.decode(stored, type=Assessment)
    assert canonical(read) == stored
    assert differences(read.outcome, recompute(read, sc.unremarkable("natural"), sc.rules())) == ()


@pytest.mark.parametrize("kind", ["true_match", "false_positive"])
def test_what_had_reopened_a_hit_is_replayed(kind: str) -> None:
    """From what was recorded, not from what stands in the database now."""
    raw = {"category": "terrorism", "disposition": kind, "reopened": {"listed_changed": ["names"], "relisted": None}}
    customer, hits = sc.unremarkable("natural"), sc.hits([raw])
    outcome = assess(customer, hits, sc.rules(), on=sc.today())
    stored = canonical(assessment(customer, hits=hits, outcome=outcome))
    read = msgspec.json.decode(stored, type=Assessment)
    assert read.hits == hits
    assert differences(read.outcome, recompute(read, customer, sc.rules())) == ()


def test_other_facts_another_pack_or_another_day_prove_nothing() -> None:
    customer = sc.unremarkable("natural")
    made = assessment(customer)
    other_pack = msgspec.structs.replace(sc.rules(), digest="0" * 64)
    with pytest.raises(ReplayImpossible, match="pack"):
        recompute(made, customer, other_pack)
    with pytest.raises(ReplayImpossible, match="facts"):
        recompute(made, sc.unremarkable("natural", {"phone": None}), sc.rules())
    with pytest.raises(ReplayImpossible, match="day"):
        recompute(made, customer, sc.rules(date(2026, 12, 1)))


def changed(outcome: Outcome, **changes: Any) -> tuple[Difference, ...]:
    return differences(outcome, msgspec.structs.replace(outcome, **changes))


def test_differences_name_the_place_and_both_sides() -> None:
    outcome = assess(sc.unremarkable("natural"), (), sc.rules(), on=sc.today())
    assert changed(outcome) == ()
    assert changed(outcome, grade=Grade.HIGH) == (Difference(path="grade", before='"general"', after='"high"'),)
    assert changed(outcome, score=Decimal("20.0")) == (Difference(path="score", before='"20"', after='"20.0"'),)
    assert changed(outcome, reasons=()) == (
        Difference(path="reasons.0", before=canonical(outcome.reasons[0]).decode(), after=None),
    )
    first = outcome.factors[0]
    worse = (msgspec.structs.replace(first, level=5), *outcome.factors[1:])
    assert changed(outcome, factors=worse) == (Difference(path=f"factors.{first.factor}.level", before="1", after="5"),)


def test_a_factor_that_is_gone_is_one_difference() -> None:
    outcome = assess(sc.unremarkable("natural"), (), sc.rules(), on=sc.today())
    assert [d.path for d in changed(outcome, factors=outcome.factors[1:])] == [f"factors.{outcome.factors[0].factor}"]


def test_another_order_of_the_factors_is_a_difference_too() -> None:
    outcome = assess(sc.unremarkable("natural"), (), sc.rules(), on=sc.today())
    assert changed(outcome, factors=outcome.factors[::-1]) != ()
