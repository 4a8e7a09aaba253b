"""Do the value files leave anything open, or contradict themselves?"""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal

from amlrisk.facts.value import BankClass, Level, Study, Work
from amlrisk.policy import value as worth
from amlrisk.policy.check_gate import check_gate
from amlrisk.policy.dated import Current
from amlrisk.policy.value_files import ValueInForce
from amlrisk.policy.value_vocabulary import (
    CLUB_MEASURES,
    EARNED,
    GROUP_UNITS,
    INDICATOR_UNITS,
    INDICATOR_WORDS,
    WINDOWED,
    YEARLY,
    ClubMeasure,
    Criterion,
    Dimension,
    GroupTable,
    Indicator,
    Tier,
)
from amlrisk.policy.vocabulary import UNITS

_CONDITION_PARAMS = ("institution", "claim_free_years", "insured_years", "months")
_MAY_LACK = ("institution",)  # where the bounds are the same for every class
_INDICATOR_WORDS: dict[Indicator, tuple[str, ...]] = {Indicator.STUDY: tuple(Study), Indicator.WORK: tuple(Work)}
_UPPER = (Level.MIDDLE, Level.HIGH)


def check_value(now: ValueInForce) -> None:
    """Every scheme; raises PolicyInvalid naming the place."""
    _check_club(now.club)
    _check_group(now.group)
    _check_bank(now.bank)
    _check_motor(now.motor)
    _check_diamond(now.diamond)
    _check_appraisal(now.appraisal)
    check_gate(now.tiers)


def _check_club(now: Current[worth.ClubEdition]) -> None:
    seen: set[str] = set()
    for company, rule in now.edition.companies.items():
        for index, condition in enumerate(rule.conditions):
            path = f"companies.{company}.conditions[{index}]"
            _once(now.fail, f"{path}.id", condition.id, seen)
            _check_condition(now, path, condition)
            if CLUB_MEASURES[condition.measure][0] is not company:
                raise now.fail(f"{path}.measure", f"“{condition.measure}” is not of this company")
    for name in ("promotion", "membership_months", "figures_max_age"):
        if getattr(now.edition, name).value < 1:
            raise now.fail(name, "must be at least 1")


def _check_condition(now: Current[worth.ClubEdition], path: str, condition: worth.ClubCondition) -> None:
    _, measured, params = CLUB_MEASURES[ClubMeasure(condition.measure)]
    _check_unit(now.fail, f"{path}.unit", condition.unit, measured)
    _check_bounds(now.fail, f"{path}.at_least", condition.at_least)
    for name in _CONDITION_PARAMS:
        given = getattr(condition, name)
        if given is None and name in params and name not in _MAY_LACK:
            raise now.fail(f"{path}.{name}", f"“{condition.measure}” needs it")
        if given is not None and name not in params:
            raise now.fail(f"{path}.{name}", f"“{condition.measure}” has no such parameter")
        if isinstance(given, int) and given < 1:
            raise now.fail(f"{path}.{name}", "must be at least 1")


def _check_bounds(fail: Callable[[str, str], Exception], path: str, given: dict[Tier, Decimal | None]) -> None:
    """A bound, or null, per earned tier; going up; after a null only nulls."""
    if set(given) != set(EARNED):
        raise fail(path, f"give a bound, or null, for each of: {', '.join(EARNED)}")
    last: Decimal | None = Decimal(0)
    for tier in EARNED:
        bound = given[tier]
        if bound is not None and (last is None or bound <= last):
            raise fail(f"{path}.{tier}", "must be above the bound of the tier below")
        last = bound
    if given[EARNED[0]] is None:
        raise fail(f"{path}.{EARNED[0]}", "must be given")


def _check_group(now: Current[worth.GroupEdition]) -> None:
    for table in GroupTable:
        if table not in now.edition.tables:
            raise now.fail(f"tables.{table}", "the table is missing")
    for name, found in now.edition.tables.items():
        path = f"tables.{name}"
        _check_unit(now.fail, f"{path}.unit", found.unit, GROUP_UNITS[GroupTable(name)])
        if not found.rows or found.rows[0].at_least is not None:
            raise now.fail(f"{path}.rows[0].at_least", "the first row has no bound: give null")
        bounds = [row.at_least for row in found.rows[1:]]
        for index, bound in enumerate(bounds, 1):
            before = bounds[index - 2] if index > 1 else None
            if bound is None or (before is not None and bound <= before):
                raise now.fail(f"{path}.rows[{index}].at_least", "must be above the bound before it")
        for index, row in enumerate(found.rows):
            if row.coefficient < 0:
                raise now.fail(f"{path}.rows[{index}].coefficient", "must not be negative")
    _check_unit(now.fail, "tiers.unit", now.edition.tiers.unit, "cny")
    _check_bounds(now.fail, "tiers.at_least", now.edition.tiers.at_least)
    if now.edition.valid_months.value < 1:
        raise now.fail("valid_months", "must be at least 1")


def _check_bank(now: Current[worth.BankEdition]) -> None:
    _complete(now.fail, "classes", now.edition.classes, tuple(BankClass))
    _complete(now.fail, "criteria", now.edition.criteria, tuple(Criterion))
    for name, criterion in now.edition.criteria.items():
        found, path = criterion.thresholds, f"criteria.{name}.thresholds"
        if found is None:
            continue
        if name is not Criterion.ASSET_SCALE:
            raise now.fail(path, "only the scale of assets is a number")
        _check_unit(now.fail, f"{path}.unit", found.unit, "cny")
        if found.months < 1 or found.max_age_months < 1:
            raise now.fail(f"{path}.months", "must be at least 1")
        upper = [each for each in BankClass if each is not BankClass.D]
        if set(found.at_least) != set(upper):
            raise now.fail(f"{path}.at_least", "give a bound for each of A, B and C")
        bounds = [found.at_least[each] for each in upper]
        if bounds != sorted(set(bounds)) or bounds[0] <= 0:
            raise now.fail(f"{path}.at_least", "the bounds must go up from C to A")


def _check_motor(now: Current[worth.MotorEdition]) -> None:
    classes = now.edition.classes
    if list(classes) != list(range(1, len(classes) + 1)) or len(classes) < 2:
        raise now.fail("classes", "the classes must be 1, 2, 3 … in order")
    coefficients = [found.coefficient for found in classes.values()]
    if coefficients[0] <= 0 or coefficients != sorted(coefficients):
        raise now.fail("classes", "the coefficients must be above 0 and not go down")
    if now.edition.new_class.value not in classes:
        raise now.fail("new_class", "there is no such class")
    if now.edition.lapse_days.value < 0:
        raise now.fail("lapse_days", "must not be negative")
    seen: set[str] = set()
    for index, move in enumerate(now.edition.moves):
        path = f"moves[{index}]"
        _once(now.fail, f"{path}.id", move.id, seen)
        if move.claims_at_least < 0 or (move.claims_below is not None and move.claims_below <= move.claims_at_least):
            raise now.fail(f"{path}.claims_below", "no number of claims fits")
        if move.paid_over is not None and move.paid_over < 0:
            raise now.fail(f"{path}.paid_over", "must not be negative")


def _check_diamond(now: Current[worth.DiamondEdition]) -> None:
    found = now.edition
    if not 0 <= found.youngest.value <= found.oldest.value:
        raise now.fail("oldest", "must not be below the youngest age")
    if found.health_max_age_months.value < 1:
        raise now.fail("health_max_age_months", "must be at least 1")
    for name in ("income", "assets"):
        scalar = getattr(found, name)
        _check_unit(now.fail, f"{name}.unit", scalar.unit, "cny")
        if scalar.value < 0:
            raise now.fail(name, "must not be negative")


def _check_appraisal(now: Current[worth.AppraisalEdition]) -> None:
    _complete(now.fail, "dimensions", now.edition.dimensions, tuple(Dimension))
    seen: set[str] = set()
    for name, rule in now.edition.dimensions.items():
        _complete(now.fail, f"dimensions.{name}.services", rule.services, tuple(Level))
        if not rule.indicators:
            raise now.fail(f"dimensions.{name}.indicators", "no indicator")
        for index, indicator in enumerate(rule.indicators):
            path = f"dimensions.{name}.indicators[{index}]"
            _once(now.fail, f"{path}.id", indicator.id, seen)
            _check_indicator(now.fail, path, indicator)
    _check_regions(now)


def _check_indicator(fail: Callable[[str, str], Exception], path: str, rule: worth.IndicatorRule) -> None:
    what = rule.indicator
    if (rule.window is not None) is not (what in WINDOWED or what in YEARLY) or (rule.window or 1) < 1:
        raise fail(f"{path}.window", "months or years back, at least 1, where something is counted; otherwise none")
    given = [name for name in ("at_least", "below", "any_of") if getattr(rule, name) is not None]
    if what in INDICATOR_UNITS:
        _check_unit(fail, f"{path}.unit", rule.unit, INDICATOR_UNITS[what])
        if given not in (["at_least"], ["below"]):
            raise fail(path, "give at_least or below")
        bounds = rule.at_least or rule.below or {}
        _complete(fail, f"{path}.{given[0]}", bounds, _UPPER)
        middle, high = bounds[Level.MIDDLE], bounds[Level.HIGH]
        if (middle >= high) if rule.at_least else (middle <= high):
            raise fail(f"{path}.{given[0]}.high", "must be beyond the bound of middle")
    elif what in INDICATOR_WORDS:
        if given != ["any_of"] or rule.any_of is None:
            raise fail(path, "give any_of")
        _complete(fail, f"{path}.any_of", rule.any_of, _UPPER)
        words = [word for level in _UPPER for word in rule.any_of[level]]
        known = _INDICATOR_WORDS[what]
        if len(set(words)) < len(words) or not set(words) <= set(known):
            raise fail(f"{path}.any_of", f"each once, of: {', '.join(known)}")
    elif given:
        raise fail(path, "a person gives this level: no bounds")


def _check_regions(now: Current[worth.AppraisalEdition]) -> None:
    seen: set[str] = set()
    codes: set[str] = set()
    for index, group in enumerate(now.edition.regions):
        _once(now.fail, f"regions[{index}].id", group.id, seen)
        for code in group.codes:
            if not (code.isdigit() and code.isascii()):
                raise now.fail(f"regions[{index}].codes", f"“{code}” is not the beginning of a code")
            _once(now.fail, f"regions[{index}].codes", code, codes)
    if sum(not group.codes for group in now.edition.regions) != 1:
        raise now.fail("regions", "exactly one group must be for everywhere else: without codes")


def _check_unit(fail: Callable[[str, str], Exception], path: str, unit: str, measured: str) -> None:
    if unit not in UNITS or UNITS[unit].measure != measured:
        fitting = [name for name, words in UNITS.items() if words.measure == measured]
        raise fail(path, f"“{unit}” does not fit; there are: {', '.join(fitting)}")


def _complete(
    fail: Callable[[str, str], Exception], path: str, given: Collection[object], words: Collection[str]
) -> None:
    for word in words:
        if word not in given:
            raise fail(f"{path}.{word}", "is missing")
    if len(given) != len(words):
        raise fail(path, f"there are only: {', '.join(words)}")


def _once(fail: Callable[[str, str], Exception], path: str, name: str, seen: set[str]) -> None:
    if not name or name in seen:
        raise fail(path, f"“{name}” is given twice, or empty")
    seen.add(name)
