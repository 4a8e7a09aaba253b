"""Does the gate only ever lower, and never more for a better grade?"""

from __future__ import annotations

from amlrisk.facts.value import Level
from amlrisk.policy import value as worth
from amlrisk.policy.dated import Current
from amlrisk.policy.value_vocabulary import EARNED, Hold, Status, Tier
from amlrisk.policy.vocabulary import Grade

Tiers = Current[worth.TiersEdition]


def check_gate(now: Tiers) -> None:
    """Every tier and grade once; from grade to worse grade nothing is allowed that was not before."""
    for path, given, words in (
        ("names", now.edition.names, tuple(Tier)),
        ("statuses", now.edition.statuses, tuple(Status)),
        ("gate", now.edition.gate, tuple(Grade)),
    ):
        for word in words:
            if word not in given:
                raise now.fail(f"{path}.{word}", "is missing")
    _check_entitlements(now)
    _check_worth(now)
    better: worth.GateRule | None = None
    for grade in Grade:
        rule = now.edition.gate[grade]
        _check_rule(now, f"gate.{grade}", rule)
        if better is not None:
            _check_stricter(now, f"gate.{grade}", better, rule)
        better = rule
    if not now.edition.gate[Grade.UNACCEPTABLE].suspends or now.edition.gate[Grade.UNACCEPTABLE].cap is not Tier.NONE:
        raise now.fail(f"gate.{Grade.UNACCEPTABLE}", "an unacceptable customer has no tier, and all is suspended")
    _check_rule(now, "unassessed", now.edition.unassessed)
    if Hold.ALWAYS not in now.edition.unassessed.holds:
        raise now.fail("unassessed.holds", "without an assessment no tier is granted or raised: name “always”")


def _check_rule(now: Tiers, path: str, rule: worth.GateRule) -> None:
    if _rank(rule.until_approved) > _rank(rule.cap):
        raise now.fail(f"{path}.until_approved", "must not be above the cap")
    if rule.suspends and rule.cap is not Tier.NONE:
        raise now.fail(f"{path}.cap", "what is suspended has no tier: none")
    if len(set(rule.holds)) < len(rule.holds):
        raise now.fail(f"{path}.holds", "one is given twice")


def _check_stricter(now: Tiers, path: str, better: worth.GateRule, worse: worth.GateRule) -> None:
    for name in ("cap", "until_approved"):
        if _rank(getattr(worse, name)) > _rank(getattr(better, name)):
            raise now.fail(f"{path}.{name}", "a worse grade must not be allowed more than a better one")
    if not set(better.holds) <= set(worse.holds):
        raise now.fail(f"{path}.holds", "what holds a better grade must hold a worse one")
    if better.suspends and not worse.suspends:
        raise now.fail(f"{path}.suspends", "what suspends a better grade must suspend a worse one")


def _check_entitlements(now: Tiers) -> None:
    seen: set[str] = set()
    for index, rule in enumerate(now.edition.entitlements):
        path = f"entitlements[{index}]"
        if rule.id in seen:
            raise now.fail(f"{path}.id", f"“{rule.id}” is given twice")
        seen.add(rule.id)
        if rule.tier not in EARNED:
            raise now.fail(f"{path}.tier", f"a tier that is earned: {', '.join(EARNED)}")
        if rule.per_year is not None and rule.per_year < 1:
            raise now.fail(f"{path}.per_year", "must be at least 1, or null without limit")


def _check_worth(now: Tiers) -> None:
    for index, rule in enumerate(now.edition.appraisal):
        if rule.tier not in EARNED:
            raise now.fail(f"appraisal[{index}].tier", f"a tier that is earned: {', '.join(EARNED)}")
        if not rule.levels or Level.LOW in rule.levels.values():
            raise now.fail(f"appraisal[{index}].levels", "name at least one dimension, middle or high")


def _rank(cap: Tier | None) -> int:
    return len(Tier) if cap is None else cap.rank
