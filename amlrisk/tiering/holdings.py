"""What a condition of the club sees of a customer: one observation an institution, a car, an account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from amlrisk.facts.value import CustomerValue, Vehicle, month_number, number_of_month, quarter_number
from amlrisk.grading.numbers import total
from amlrisk.policy.value import ClubCondition, ValueRules
from amlrisk.policy.value_vocabulary import ClubMeasure
from amlrisk.tiering.motor_years import insured_run


class Seen(NamedTuple):
    """``amount`` in yuan, or a count; None where ``why`` says what is missing or not met."""

    amount: Decimal | None
    facts: tuple[str, ...]
    why: str = ""


Seeing = Callable[[CustomerValue, ClubCondition, ValueRules, date], Iterator[Seen]]


def observe(value: CustomerValue, condition: ClubCondition, rules: ValueRules, on: date) -> Iterator[Seen]:
    """Everything that the condition can be tried on; nothing where the customer holds nothing of the kind."""
    return _MEASURES[condition.measure](value, condition, rules, on)


def _life(field: str) -> Seeing:
    def see(value: CustomerValue, condition: ClubCondition, rules: ValueRules, on: date) -> Iterator[Seen]:
        for index, holding in enumerate(value.life):
            amount: Decimal | None = getattr(holding, field)
            if amount is None or (condition.institution and holding.institution not in (condition.institution, None)):
                continue
            facts = (f"life[{index}].{field}", f"life[{index}].institution")
            unknown = condition.institution is not None and holding.institution is None
            yield Seen(None, facts, "institution_unknown") if unknown else Seen(amount, facts)

    return see


def _motor(*kinds: str) -> Seeing:
    def see(value: CustomerValue, condition: ClubCondition, rules: ValueRules, on: date) -> Iterator[Seen]:
        for index, vehicle in enumerate(value.vehicles):
            yield _vehicle(vehicle, f"vehicles[{index}]", kinds, condition, rules.motor.lapse_days.value, on)

    return see


def _vehicle(  # noqa: PLR0913, PLR0917  # one car, the condition it is tried on, and when
    vehicle: Vehicle, path: str, kinds: tuple[str, ...], condition: ClubCondition, lapse_days: int, on: date
) -> Seen:
    run = insured_run(vehicle.years, lapse_days, on)
    if not run:
        return Seen(None, (f"{path}.years",), "not_insured_now")
    before, (number, now) = run[:-1], run[-1]
    facts = (*(f"{path}.years[{index}].claims" for index, _ in before), f"{path}.years[{number}]")
    if len(run) < (condition.insured_years or 1):
        return Seen(None, facts, "too_few_years")
    looked_at = before[-condition.claim_free_years :] if condition.claim_free_years else []
    if any(year.claims is None for _, year in looked_at):
        return Seen(None, facts, "claims_unknown")
    if len(looked_at) < (condition.claim_free_years or 0) or any(year.claims for _, year in looked_at):
        return Seen(None, facts, "not_claim_free")
    premiums = [getattr(now, f"{kind}_premium") for kind in kinds]
    known = [premium for premium in premiums if premium is not None]
    return Seen(max(known), facts) if known else Seen(None, facts, "premium_unknown")


def _months(value: CustomerValue, condition: ClubCondition, rules: ValueRules, on: date) -> Iterator[Seen]:
    if value.bank:
        yield lowest_month(value, condition.months or 1, rules.club.figures_max_age.value, on)


def lowest_month(value: CustomerValue, months: int, max_age: int, on: date) -> Seen:
    """The lowest of the last ``months`` months on record, of which none may be missing."""
    known = {month_number(each.month): index for index, each in enumerate(value.bank)}
    ended = [month for month in known if month is not None and month < number_of_month(on)]
    last = max(ended, default=None)
    if last is None or last < number_of_month(on) - max_age:
        return Seen(None, ("bank",), "figures_old")
    wanted = range(last - months + 1, last + 1)
    facts = tuple(f"bank[{known[month]}]" for month in wanted if month in known)
    if len(facts) < months:
        return Seen(None, facts, "months_missing")
    return Seen(min(value.bank[known[month]].average for month in wanted), facts)


def _quarter(company: str, *fields: str) -> Seeing:
    def see(value: CustomerValue, condition: ClubCondition, rules: ValueRules, on: date) -> Iterator[Seen]:
        quarters = getattr(value, company)
        if not quarters:
            return
        known = {quarter_number(each.quarter): index for index, each in enumerate(quarters)}
        ended = [quarter for quarter in known if quarter is not None and quarter < number_of_month(on)]
        last = max(ended, default=None)
        if last is None or last < number_of_month(on) - rules.club.figures_max_age.value:
            yield Seen(None, (company,), "figures_old")
            return
        found = quarters[known[last]]
        yield Seen(total(getattr(found, field) for field in fields), (f"{company}[{known[last]}]",))

    return see


def _trust(value: CustomerValue, condition: ClubCondition, rules: ValueRules, on: date) -> Iterator[Seen]:
    if value.trust is not None:
        yield Seen(value.trust, ("trust",))


def _pension(field: str) -> Seeing:
    def see(value: CustomerValue, condition: ClubCondition, rules: ValueRules, on: date) -> Iterator[Seen]:
        amount = getattr(value.pension, field) if value.pension is not None else None
        if amount is not None:
            yield Seen(Decimal(amount), (f"pension.{field}",))

    return see


_MEASURES: dict[ClubMeasure, Seeing] = {
    ClubMeasure.ANNUAL_PREMIUM: _life("annual_premium"),
    ClubMeasure.SINGLE_PREMIUM: _life("single_premium"),
    ClubMeasure.MOTOR_PREMIUM: _motor("commercial", "compulsory"),
    ClubMeasure.COMMERCIAL_PREMIUM: _motor("commercial"),
    ClubMeasure.MONTHLY_ASSETS: _months,
    ClubMeasure.QUARTERLY_ASSETS: _quarter("securities", "cash", "market_value"),
    ClubMeasure.PRODUCTS: _trust,
    ClubMeasure.QUARTERLY_EQUITY: _quarter("futures", "equity"),
    ClubMeasure.NET_ASSETS: _pension("net_assets"),
    ClubMeasure.ACCOUNTS: _pension("accounts"),
    ClubMeasure.LONG_PREMIUM: _pension("long_premium"),
    ClubMeasure.SHORT_PREMIUM: _pension("short_premium"),
}
