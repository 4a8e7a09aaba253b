"""What the page of a customer's value tier shows, from an evaluation made again and what stands beside it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from amlrisk.console.tier_picture import climbed, picture, steps
from amlrisk.console.tier_words import TierWords
from amlrisk.facts.value import CustomerValue
from amlrisk.policy.value import RegionGroup, ValueRules
from amlrisk.policy.value_page import amount_in_words
from amlrisk.policy.words import number
from amlrisk.tiering.evaluation import Inputs, Verdict
from amlrisk.tiering.model import Part

_NONE = "–"


def told(
    inputs: Inputs, verdict: Verdict, rules: ValueRules, language: str, people: Mapping[str, str]
) -> dict[str, Any]:
    """Everything that an evaluation says, for ``tier.html``; ``people`` are the names of accounts, by their ids."""
    words = TierWords(rules, language, inputs.value, inputs.birth_on, people)
    valued, gated = verdict.valuation, verdict.gated
    return {
        "words_of": words,
        "valued": valued,
        "gated": gated,
        "held": inputs.held,
        "membership": inputs.membership,
        "vip": inputs.status,
        "picture": picture(valued, gated, inputs.standing, inputs.held, words),
        "region": region_named(valued.appraisal.region, rules),
        "climbed": climbed,
        "steps": steps,
    }


def names(rules: ValueRules, language: str) -> dict[str, Any]:
    """What the templates call things by: functions from what is kept to what is read."""
    entitlements = {rule.id: rule.name.get(language) for rule in rules.tiers.entitlements}
    words = TierWords(rules, language, CustomerValue(ref=""))
    return {
        "value_rules": rules,
        "tier_name": lambda tier, or_above=False: words.tier(Part(tier=tier, or_above=or_above)),
        "entitlement_name": lambda id: entitlements.get(id, id),
        "company_name": lambda company: rules.club.companies[company].name.get(language),
        "money": lambda amount: _NONE if amount is None else amount_in_words(amount, "cny", rules.units, language),
        "factor": lambda ratio: _NONE if ratio is None else f"× {number(ratio)}",
        "factor_text": number,
    }


def region_named(id: str | None, rules: ValueRules) -> RegionGroup | None:
    """The regional group of that id."""
    return next((group for group in rules.appraisal.regions if group.id == id), None)
