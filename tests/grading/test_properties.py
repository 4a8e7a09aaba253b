"""What must hold for every customer, whatever the facts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amlrisk.facts import model as facts
from amlrisk.facts.digest import canonical
from amlrisk.facts.model import Customer
from amlrisk.grading.model import PartyHit
from amlrisk.grading.outcome import assess
from amlrisk.policy.vocabulary import Decision, Grade, ListCategory
from amlrisk.screening.model import DispositionKind
from tests.grading import scenarios as sc

TODAY = sc.today()

#: No deadline: what is asserted here is truth, not speed, and the machine may be busy.
calm = settings(deadline=None, max_examples=80)


def one_of(words: type[StrEnum]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from([word.value for word in words])


days = st.integers(0, 1500).map(lambda back: TODAY - timedelta(days=back))
money = st.decimals(0, 20_000_000, places=2, allow_nan=False)
countries = st.sampled_from(["CN", "HK", "JP", "VN", "IR", "PA", "VG"])
policies = st.fixed_dictionaries(
    {
        "product": st.sampled_from([word.value for word in facts.Product]),
        "channel": st.sampled_from([word.value for word in facts.Channel]),
        "mode": st.sampled_from([word.value for word in facts.PaymentMode]),
        "status": st.sampled_from([word.value for word in facts.PolicyStatus]),
        "premium": money,
        "paid": money,
        "starts_on": days,
    }
)
transactions = st.fixed_dictionaries(
    {
        "on": days,
        "kind": st.sampled_from([word.value for word in facts.TransactionKind]),
        "amount": st.none() | money,
        "method": one_of(facts.PaymentMethod),
        "payer": one_of(facts.Payer),
        "country": st.none() | countries,
    }
)
events = st.fixed_dictionaries({"on": days, "kind": st.sampled_from([word.value for word in facts.EventKind])})

shared: dict[str, st.SearchStrategy[Any]] = {
    "address_region": st.sampled_from([None, "320102", "320500", "330100", "810000"]),
    "local_link": st.sampled_from([None, False, True]),
    "verification": one_of(facts.Verification),
    "conflicts": st.sampled_from([[], ["birth_on"]]),
    "adverse_media": one_of(facts.AdverseMedia),
    "cross_border": one_of(facts.CrossBorder),
    "pep_link": one_of(facts.PepLink),
    "cash_business": one_of(facts.CashBusiness),
    "policies": st.none() | st.lists(policies, max_size=3),
    "transactions": st.none() | st.lists(transactions, max_size=4),
    "events": st.none() | st.lists(events, max_size=4),
}
natural = st.fixed_dictionaries(
    shared
    | {
        "subject": st.fixed_dictionaries(
            {
                "birth_on": st.sampled_from([None, "2012", "2008-11", "1991-03-02", "1950"]),
                "nationalities": st.lists(countries, max_size=2, unique=True),
                "residence_country": st.none() | countries,
            }
        ),
        "occupation": st.sampled_from([None, "2003", "4010", "4016", "9999"]),
        "annual_income": st.none() | money,
    }
)
legal = st.fixed_dictionaries(
    shared
    | {
        "subject": st.fixed_dictionaries({"registration_country": st.none() | countries}),
        "industry": st.sampled_from([None, "C39", "F51", "H62", "X01"]),
        "shell": st.sampled_from([None, False, True]),
        "openness": one_of(facts.Openness),
        "registration_status": one_of(facts.RegistrationStatus),
        "ownership": st.sampled_from(
            [None, {}, {"layers": 1}, {"layers": 5}, {"features": ["offshore"]}, {"layers": 2, "features": ["trust"]}]
        ),
        "established_on": st.none() | days,
        "annual_revenue": st.none() | money,
    }
)
customers = natural.map(lambda raw: sc.unremarkable("natural", raw)) | legal.map(
    lambda raw: sc.unremarkable("legal", raw)
)
party_hits = st.lists(
    st.fixed_dictionaries(
        {
            "category": st.sampled_from([category.value for category in ListCategory]),
            "disposition": one_of(DispositionKind),
            "strong_identifier": st.booleans(),
            "expires_on": st.just(TODAY + timedelta(days=9)),
            "reopened": st.sampled_from([{}, {}, {"listed_changed": ["names"]}, {"expired": None, "relisted": None}]),
        }
    ).map(sc.hit),
    max_size=3,
).map(tuple)


@calm
@given(customers, party_hits)
def test_the_score_is_bounded_and_explained(customer: Customer, hits: tuple[PartyHit, ...]) -> None:
    outcome = assess(customer, hits, sc.rules(), on=TODAY)
    assert 20 <= outcome.score <= 100
    assert outcome.score == sum(row.contribution for row in outcome.factors)
    assert [row.factor for row in outcome.factors] == [f.id for f in sc.rules().scorecards[customer.kind.value]]
    assert sum(row.weight for row in outcome.factors) == 100
    assert "score" in {reason.code for reason in outcome.reasons}
    assert outcome.grade.rank >= outcome.scored_grade.rank
    for row in outcome.factors:
        assert row.missing == (row.deciding is None)
        assert not row.missing or row.level >= sc.rules().missing_level


@calm
@given(customers, party_hits, party_hits)
def test_another_hit_never_improves_anything(
    customer: Customer, hits: tuple[PartyHit, ...], more: tuple[PartyHit, ...]
) -> None:
    few, many = (assess(customer, found, sc.rules(), on=TODAY) for found in (hits, hits + more))
    assert many.grade.rank >= few.grade.rank
    assert many.score >= few.score
    assert list(Decision).index(many.decision) >= list(Decision).index(few.decision)
    assert many.next_review_on is not None
    assert few.next_review_on is not None
    assert many.next_review_on <= few.next_review_on


@calm
@given(customers, party_hits)
def test_unacceptable_only_by_a_confirmed_hit_and_never_accepted_while_one_is_open(
    customer: Customer, hits: tuple[PartyHit, ...]
) -> None:
    outcome = assess(customer, hits, sc.rules(), on=TODAY)
    cleared, was_true = DispositionKind.FALSE_POSITIVE, DispositionKind.TRUE_MATCH
    confirmed = [
        found
        for found in hits
        if found.disposition is not cleared
        and (found.hit.strong_identifier or (found.decided is not None and found.decided.kind is was_true))
    ]
    if not confirmed:
        assert outcome.grade is not Grade.UNACCEPTABLE
    if any((found not in confirmed and found.disposition is not cleared) or found.reopened for found in hits):
        assert outcome.decision is not Decision.ACCEPT


@calm
@given(customers, party_hits)
def test_nobody_is_better_off_because_a_decision_does_not_hold_any_more(
    customer: Customer, hits: tuple[PartyHit, ...]
) -> None:
    held = tuple(_as_decided(found) for found in hits)
    before, now = (assess(customer, found, sc.rules(), on=TODAY) for found in (held, hits))
    assert now.grade.rank >= before.grade.rank
    assert now.score >= before.score
    assert list(Decision).index(now.decision) >= list(Decision).index(before.decision)


def _as_decided(found: PartyHit) -> PartyHit:
    """The same hit while the decision still held."""
    if found.decided is None:
        return found
    decided = msgspec.structs.replace(found.decided, reopened=())
    return msgspec.structs.replace(found, disposition=decided.kind, decided=decided)


@calm
@given(customers, st.data())
def test_raising_the_level_of_a_factor_never_improves_the_grade(customer: Customer, data: st.DataObject) -> None:
    """A band table that is worse somewhere, all else equal, gives no better grade and no lower score."""
    rules = sc.rules()
    card = rules.scorecards[customer.kind.value]
    index = data.draw(st.integers(0, len(card) - 1))
    before = assess(customer, (), rules, on=TODAY)
    row = before.factors[index]
    worse = dict.fromkeys(card[index].bands, ()) | {
        rules.levels: tuple(
            clause.__class__(categories=clause.categories)
            for clause in {
                c: msgspec.structs.replace(clause, categories=(c,))
                for cs in card[index].bands.values()
                for clause in cs
                for c in clause.categories
            }.values()
        )
    }
    changed = (*card[:index], msgspec.structs.replace(card[index], bands=worse), *card[index + 1 :])
    harsh = msgspec.structs.replace(rules, scorecards=rules.scorecards | {customer.kind.value: changed})
    after = assess(customer, (), harsh, on=TODAY)
    assert after.factors[index].level >= row.level
    assert after.score >= before.score
    assert after.grade.rank >= before.grade.rank


FORGETTABLE = ("adverse_media", "cross_border", "pep_link", "events", "transactions", "policies", "cash_business")


@calm
@given(customers, st.sampled_from(FORGETTABLE))
def test_forgetting_a_fact_never_leaves_its_factor_at_the_best_level(customer: Customer, fact: str) -> None:
    forgotten = msgspec.structs.replace(customer, **{fact: None})
    rows = {row.factor: row for row in assess(forgotten, (), sc.rules(), on=TODAY).factors}
    own = {
        "adverse_media": ("adverse_media",),
        "cross_border": ("cross_border",),
        "pep_link": ("ml_linkage",),
        "events": ("str_alerts",),
        "transactions": ("payment", "policy_changes"),
        "policies": ("product", "channel", "cumulative_premium"),
        "cash_business": (),
    }
    for factor in own[fact]:
        assert rows[factor].level >= sc.rules().missing_level


@calm
@given(customers, party_hits)
def test_the_same_input_gives_the_same_bytes(customer: Customer, hits: tuple[PartyHit, ...]) -> None:
    again = msgspec.json.decode(canonical(customer), type=Customer)
    first, second = (assess(facts, hits, sc.rules(), on=TODAY, first_on=None) for facts in (customer, again))
    assert canonical(first) == canonical(second)


@pytest.mark.parametrize("pieces", [1, 2, 5, 100])
def test_splitting_a_cash_payment_changes_nothing(pieces: int) -> None:
    paid = [
        {"method": "cash", "amount": Decimal(50_000) / pieces, "on": date(2026, 1, 1) + timedelta(days=i)}
        for i in range(pieces)
    ]
    outcome = assess(sc.unremarkable("natural", {"transactions": paid}), (), sc.rules(), on=TODAY)
    assert next(row.level for row in outcome.factors if row.factor == "payment") == 5
