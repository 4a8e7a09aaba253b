"""Do grades, cut-offs, direct grades, floors, the clock and the effects of lists hang together?"""

from __future__ import annotations

from itertools import pairwise

from amlrisk.policy import check_params
from amlrisk.policy import documents as doc
from amlrisk.policy.dated import Current
from amlrisk.policy.editions import InForce
from amlrisk.policy.model import CategoryEffect
from amlrisk.policy.vocabulary import CONDITIONS, Decision, DueDiligence, Grade, ListCategory

Grades = Current[doc.GradesEdition]

_BY_LISTING_ONLY = "“unacceptable” follows from a confirmed listing alone"


def check_grades(now: InForce) -> None:
    """``grades.yaml`` against itself and the scorecards."""
    _check_policies(now.grades)
    _check_clock(now.grades)
    _check_cutoffs(now.grades)
    _check_direct(now.grades)
    _check_floors(now)


def check_lists(now: InForce) -> None:
    """``lists.yaml``: every category of list once, none without an effect, and how long decisions on it hold."""
    lists = now.lists
    seen: set[ListCategory] = set()
    for index, effect in enumerate(lists.edition.effects):
        path = f"effects[{index}]"
        if effect.category in seen:
            raise lists.fail(f"{path}.category", f"“{effect.category}” is given twice")
        seen.add(effect.category)
        _check_effect(now, path, effect)
    for category in ListCategory:
        if category not in seen:
            raise lists.fail("effects", f"the category “{category}” has no effect")
    if not 0 < lists.edition.max_shrink_ratio.value < 1:
        raise lists.fail("max_shrink_ratio", "not between 0 and 1")
    _check_decision_days(lists)
    back = lists.edition.look_back
    if back is not None and back.months < 1:
        raise lists.fail("look_back.months", "must be at least 1 month")
    if back is not None and len(set(back.categories)) < len(back.categories):
        raise lists.fail("look_back.categories", "a category is given twice")


def _check_decision_days(now: Current[doc.ListsEdition]) -> None:
    given = now.edition.decision_days
    for index, days in enumerate(given):
        path = f"decision_days[{index}]"
        if days.category in {other.category for other in given[:index]}:
            raise now.fail(f"{path}.category", f"“{days.category}” is given twice")
        for kind in ("false_positive", "inconclusive"):
            if getattr(days, kind) < 1:
                raise now.fail(f"{path}.{kind}", "must be at least 1 day")
    for category in ListCategory:
        if given and category not in {days.category for days in given}:
            raise now.fail("decision_days", f"the category “{category}” is missing")


def _check_policies(now: Grades) -> None:
    for grade in Grade:
        if grade not in now.edition.grades:
            raise now.fail(f"grades.{grade}", "the grade is missing")
    for better, worse in pairwise(Grade):
        first, second = now.edition.grades[better], now.edition.grades[worse]
        for field, scale in (("decision", tuple(Decision)), ("due_diligence", tuple(DueDiligence))):
            if scale.index(getattr(second, field)) < scale.index(getattr(first, field)):
                raise now.fail(f"grades.{worse}.{field}", f"milder than that of the better grade “{better}”")


def _check_clock(now: Grades) -> None:
    clock = now.edition.clock
    for name in ("first_review_years", "new_customer_working_days", "max_review_step"):
        if getattr(clock, name).value < 1:
            raise now.fail(f"clock.{name}", "must be at least 1")
    for better, worse in pairwise(Grade):
        rare, often = (now.edition.grades[grade].review_months.value for grade in (better, worse))
        if often < 1:
            raise now.fail(f"grades.{worse}.review_months", "must be at least 1")
        if not often <= rare <= often * clock.max_review_step.value:
            detail = f"must be from once to {clock.max_review_step.value} times the {often} months of “{worse}”"
            raise now.fail(f"grades.{better}.review_months", detail)


def _check_cutoffs(now: Grades) -> None:
    cutoffs = now.edition.cutoffs
    wanted = [grade for grade in reversed(Grade) if grade not in (Grade.UNACCEPTABLE, Grade.GENERAL)]
    for index, cutoff in enumerate(cutoffs):
        path = f"cutoffs[{index}]"
        if cutoff.grade is Grade.UNACCEPTABLE:
            raise now.fail(f"{path}.grade", _BY_LISTING_ONLY)
        if not 0 < cutoff.at_least <= 100:
            raise now.fail(f"{path}.at_least", "not above 0 and up to 100 points")
        if index and cutoff.at_least >= cutoffs[index - 1].at_least:
            raise now.fail(f"{path}.at_least", "cut-offs go down: the worst grade first")
    if [cutoff.grade for cutoff in cutoffs] != wanted:
        raise now.fail("cutoffs", f"wanted, in this order: {', '.join(wanted)} (below the last is general)")


def _check_direct(now: Grades) -> None:
    seen: set[str] = set()
    for index, rule in enumerate(now.edition.direct):
        path = f"direct[{index}]"
        if rule.condition not in CONDITIONS:
            raise now.fail(f"{path}.condition", "what a listing does is said in lists.yaml")
        if rule.id in seen or rule.condition in {other.condition for other in now.edition.direct[:index]}:
            raise now.fail(path, f"“{rule.id}” ({rule.condition}) is given twice")
        seen.add(rule.id)
        if rule.grade is Grade.UNACCEPTABLE:
            raise now.fail(f"{path}.grade", _BY_LISTING_ONLY)
        if wrong := check_params.fault(rule.params, CONDITIONS[rule.condition]):
            raise now.fail(f"{path}.params{wrong[0]}", wrong[1])


def _check_floors(now: InForce) -> None:
    known = {factor.id for card in now.factors.values() for factor in card.edition.factors}
    seen: set[str] = set()
    for index, floor in enumerate(now.grades.edition.floors):
        path = f"floors[{index}]"
        if floor.id in seen:
            raise now.grades.fail(f"{path}.id", f"“{floor.id}” is given twice")
        seen.add(floor.id)
        if not floor.factors:
            raise now.grades.fail(f"{path}.factors", "no factor")
        for number, factor in enumerate(floor.factors):
            if factor not in known:
                raise now.grades.fail(f"{path}.factors[{number}]", f"neither scorecard has a factor “{factor}”")
        if not 1 <= floor.level <= now.pack.edition.levels.value:
            raise now.grades.fail(f"{path}.level", f"not within 1 to {now.pack.edition.levels.value}")
        if floor.grade is Grade.UNACCEPTABLE:
            raise now.grades.fail(f"{path}.grade", _BY_LISTING_ONLY)


def _check_effect(now: InForce, path: str, effect: CategoryEffect) -> None:
    fail = now.lists.fail
    if effect.possible is Grade.UNACCEPTABLE:
        raise fail(f"{path}.possible", "a merely possible match is never unacceptable")
    if effect.possible is not None and (effect.confirmed is None or effect.confirmed.rank < effect.possible.rank):
        raise fail(f"{path}.confirmed", "milder than while the match is only possible")
    if effect.confirmed is None and effect.factor is None:
        raise fail(path, "a hit would have no effect")
    if effect.confirmed is not None and effect.possible is None and effect.factor is None:
        raise fail(f"{path}.possible", "an unresolved hit would have no effect")
    if (effect.factor is None) != (effect.factor_level is None):
        raise fail(f"{path}.factor_level", "factor and factor_level go together")
    if effect.factor is None or effect.factor_level is None:
        return
    for kind, card in now.factors.items():
        if effect.factor not in {factor.id for factor in card.edition.factors}:
            raise fail(f"{path}.factor", f"the scorecard of {kind} customers has no factor “{effect.factor}”")
    if not 1 <= effect.factor_level <= now.pack.edition.levels.value:
        raise fail(f"{path}.factor_level", f"not within 1 to {now.pack.edition.levels.value}")
