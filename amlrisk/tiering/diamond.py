"""Eligibility for the insurance product “diamond” (平安保险钻石的标准): it is a product, not the tier of the club."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from amlrisk.facts.dates import add_months, age_span
from amlrisk.facts.value import CustomerValue
from amlrisk.grading.numbers import quotient
from amlrisk.policy.documents import Sourced
from amlrisk.policy.value import DiamondEdition, ValueRules, scale_of
from amlrisk.tiering.model import Outcome, Reason, because, shown


class Standing(StrEnum):
    """Whether a condition is met; *missing* where it cannot be said."""

    MET = "met"
    FAILED = "failed"
    MISSING = "missing"


class Check(Outcome, frozen=True, kw_only=True):
    standing: Standing
    reason: Reason


class DiamondOutcome(Outcome, frozen=True, kw_only=True):
    """``eligible`` when all is met. What failed and what is missing is named, so that it can be asked for."""

    eligible: bool
    checks: tuple[Check, ...]

    def of(self, standing: Standing) -> tuple[Reason, ...]:
        return tuple(check.reason for check in self.checks if check.standing is standing)


def diamond(value: CustomerValue, birth_on: str | None, rules: ValueRules, on: date) -> DiamondOutcome:
    """``birth_on`` is a partial date (``Party.birth_on``)."""
    edition = rules.diamond
    health = (_health(value, edition, on),) if edition.health.value else ()
    wishes = _wishes(value, edition) if edition.need.value else ()
    checks = (_age(birth_on, edition, on), *health, _means(value, edition), *wishes)
    return DiamondOutcome(eligible=all(check.standing is Standing.MET for check in checks), checks=checks)


def _check(standing: Standing, what: str, rule: Sourced, *facts: str, **params: str) -> Check:
    reason = because(f"diamond_{what}_{standing}", rule, facts, **params)
    return Check(standing=standing, reason=reason)


def _age(birth_on: str | None, edition: DiamondEdition, on: date) -> Check:
    limits = {"from": str(edition.youngest.value), "to": str(edition.oldest.value)}
    if birth_on is None:
        return _check(Standing.MISSING, "age", edition.youngest, "birth_on", **limits)
    youngest, oldest = age_span(birth_on, on)
    fits = [edition.youngest.value <= age <= edition.oldest.value for age in range(youngest, oldest + 1)]
    params = limits | {"age": str(youngest) if youngest == oldest else f"{youngest}–{oldest}"}
    if any(fits) and not all(fits):
        return _check(Standing.MISSING, "age", edition.youngest, "birth_on", **limits)
    return _check(Standing.MET if all(fits) else Standing.FAILED, "age", edition.youngest, "birth_on", **params)


def _health(value: CustomerValue, edition: DiamondEdition, on: date) -> Check:
    health = value.health
    oldest = add_months(on, -edition.health_max_age_months.value)
    if health is None or health.on < oldest or health.on > on:
        return _check(Standing.MISSING, "health", edition.health, "health")
    found = {"chronic": health.chronic, "hereditary": health.hereditary, "other": health.other}
    problems = [name for name, there in found.items() if there]
    if problems:
        facts = tuple(f"health.{name}" for name in problems)
        return _check(Standing.FAILED, "health", edition.health, *facts, problems=",".join(problems))
    if None in found.values():
        return _check(Standing.MISSING, "health", edition.health, "health")
    return _check(Standing.MET, "health", edition.health, "health", on=health.on.isoformat())


def _means(value: CustomerValue, edition: DiamondEdition) -> Check:
    """Either bound reached is enough; what is not known may still be enough."""
    asked = {"income": (value.income, edition.income), "assets": (value.assets, edition.assets)}
    known = {
        name: quotient(amount, scale_of(bound.unit)) for name, (amount, bound) in asked.items() if amount is not None
    }
    params = {name: shown(bound.value) for name, (_, bound) in asked.items()}
    params |= {"unit": edition.income.unit, "assets_unit": edition.assets.unit}
    standing = Standing.MISSING if len(known) < len(asked) else Standing.FAILED
    if any(amount >= asked[name][1].value for name, amount in known.items()):
        standing = Standing.MET
    return _check(standing, "means", edition.income, *known, **params)


def _wishes(value: CustomerValue, edition: DiamondEdition) -> Iterator[Check]:
    for what, given in (("need", value.need), ("intention", value.intention)):
        if given is None:
            yield _check(Standing.MISSING, what, edition.need, what)
        else:
            yield _check(Standing.MET if given else Standing.FAILED, what, edition.need, what)
