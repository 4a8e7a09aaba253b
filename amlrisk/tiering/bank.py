"""Classes of bank customers (银行客户等级划分标准): A is best, D is worst."""

from __future__ import annotations

from datetime import date

from amlrisk.facts.value import BankClass, CustomerValue
from amlrisk.grading.numbers import quotient
from amlrisk.policy.value import BankThresholds, ValueRules, scale_of
from amlrisk.policy.value_vocabulary import Criterion
from amlrisk.tiering.holdings import lowest_month
from amlrisk.tiering.model import Outcome, Reason, because, combined, shown

_BY_RANK = {each.rank: each for each in BankClass}


class BankOutcome(Outcome, frozen=True, kw_only=True):
    """``found`` is None where a criterion is missing: a customer is not classed by what happens to be known."""

    found: BankClass | None
    criteria: dict[Criterion, BankClass | None]
    reasons: tuple[Reason, ...]


def bank_class(value: CustomerValue, rules: ValueRules, on: date) -> BankOutcome | None:
    """None where nothing is held with the bank."""
    if not value.bank and value.bank_standing is None:
        return None
    reasons: list[Reason] = []
    criteria: dict[Criterion, BankClass | None] = {}
    for criterion in Criterion:
        criteria[criterion], reason = _criterion(criterion, value, rules, on)
        reasons.append(reason)
    ranks = [found.rank for found in criteria.values() if found is not None]
    if len(ranks) < len(criteria):
        return BankOutcome(found=None, criteria=criteria, reasons=tuple(reasons))
    combine = rules.bank.combine
    found = _BY_RANK[combined(ranks, combine.value)]
    said = because("bank_class", combine, how=combine.value, bank_class=found.value)
    return BankOutcome(found=found, criteria=criteria, reasons=(*reasons, said))


def _criterion(
    criterion: Criterion, value: CustomerValue, rules: ValueRules, on: date
) -> tuple[BankClass | None, Reason]:
    """What a person found goes before what follows from a number."""
    rule = rules.bank.criteria[criterion]
    given = None if value.bank_standing is None else getattr(value.bank_standing, criterion)
    facts = (f"bank_standing.{criterion}",)
    if given is not None:
        return given, because("bank_criterion", rule, facts, criterion=criterion, bank_class=given.value)
    if rule.thresholds is not None and value.bank:
        return _by_number(criterion, rule.thresholds, value, on)
    return None, because("bank_criterion_missing", rule, facts, criterion=criterion)


def _by_number(
    criterion: Criterion, bounds: BankThresholds, value: CustomerValue, on: date
) -> tuple[BankClass | None, Reason]:
    seen = lowest_month(value, bounds.months, bounds.max_age_months, on)
    if seen.amount is None:
        return None, because("bank_criterion_missing", bounds, seen.facts, criterion=criterion)
    amount = quotient(seen.amount, scale_of(bounds.unit))
    fitting = [each for each, bound in bounds.at_least.items() if amount >= bound]
    found = max(fitting, key=lambda each: each.rank, default=BankClass.D)
    return found, because(
        "bank_criterion_number",
        bounds,
        seen.facts,
        criterion=criterion,
        bank_class=found.value,
        seen=shown(amount),
        unit=bounds.unit,
    )
