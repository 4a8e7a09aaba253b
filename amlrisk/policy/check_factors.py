"""Does each scorecard add up, and does every factor speak the words of its measure?"""

from __future__ import annotations

from decimal import Decimal

from amlrisk.policy import bands, check_params
from amlrisk.policy import documents as doc
from amlrisk.policy.dated import Current
from amlrisk.policy.editions import InForce
from amlrisk.policy.vocabulary import MEASURES, UNITS

WHOLE = Decimal(100)


def check_scorecards(now: InForce) -> None:
    """Weights sum to 100 (and to each group's share), no factor outweighs the pack's limit, bands are complete."""
    pack = now.pack.edition
    for kind, card in now.factors.items():
        _check_weights(card, pack)
        for index, factor in enumerate(card.edition.factors):
            _check_factor(card, f"factors[{index}]", factor, kind, pack.levels.value)


def _check_weights(card: Current[doc.FactorEdition], pack: doc.PackEdition) -> None:
    factors = card.edition.factors
    seen: set[str] = set()
    groups = {group.id: group.weight for group in pack.groups}
    limit = pack.max_factor_weight
    for index, factor in enumerate(factors):
        path = f"factors[{index}]"
        if factor.id in seen:
            raise card.fail(f"{path}.id", f"“{factor.id}” is given twice")
        seen.add(factor.id)
        if factor.group not in groups:
            raise card.fail(f"{path}.group", f"no group “{factor.group}”; there are: {', '.join(groups)}")
        if factor.weight <= 0:
            raise card.fail(f"{path}.weight", "a weight must be above 0")
        if limit is not None and factor.weight > limit.value:
            raise card.fail(f"{path}.weight", f"{factor.weight} is more than one factor may weigh ({limit.value})")
    total = sum((factor.weight for factor in factors), Decimal(0))
    if total != WHOLE:
        raise card.fail("factors", f"the weights sum to {total}, not {WHOLE}")
    for group, weight in groups.items():
        share = sum((factor.weight for factor in factors if factor.group == group), Decimal(0))
        if weight is not None and share != weight:
            raise card.fail("factors", f"the weights of group “{group}” sum to {share}, not {weight}")


def _check_factor(card: Current[doc.FactorEdition], path: str, factor: doc.FactorEntry, kind: str, levels: int) -> None:
    words = MEASURES.get(factor.measure)
    if words is None:
        raise card.fail(f"{path}.measure", f"no measure “{factor.measure}”; there are: {', '.join(MEASURES)}")
    if kind not in words.kinds:
        raise card.fail(f"{path}.measure", f"“{factor.measure}” cannot be computed for {kind} customers")
    unit = UNITS.get(factor.unit)
    if unit is None or unit.measure != words.unit:
        fitting = ", ".join(name for name, u in UNITS.items() if u.measure == words.unit)
        raise card.fail(f"{path}.unit", f"“{factor.unit}” does not fit the measure; these do: {fitting}")
    if wrong := check_params.fault(factor.params, words.params):
        raise card.fail(f"{path}.params{wrong[0]}", wrong[1])
    for fault in bands.faults(factor.bands, words, levels):
        raise card.fail(f"{path}.bands{fault.path}", fault.detail)
