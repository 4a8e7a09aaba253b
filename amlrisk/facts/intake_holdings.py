"""Holdings with the companies of the group, as they come in: each with its place, nothing guessed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from itertools import pairwise

from amlrisk.facts.model import Money
from amlrisk.facts.reading import Section
from amlrisk.facts.value import (
    Company,
    InstitutionClass,
    LifeHolding,
    MonthlyAssets,
    MotorClaim,
    MotorYear,
    PensionHolding,
    QuarterlyAssets,
    Vehicle,
    month_number,
    number_of_month,
    quarter_number,
)

_YUAN = Money(amount=Decimal(0)).currency
_MOST_ACCOUNTS = 100_000_000
_HIGHEST_CLASS = 100
_REF_LIMIT = 64


def known(section: Section, fields: Collection[str], code: str = "unknown_field") -> None:
    """Every field is one that there is."""
    for name in section.raw:
        if name not in fields:
            section.fault(name, code, value=name)


def yuan(section: Section, field: str) -> Decimal | None:
    """An amount in yuan, not negative. Another currency is refused: two of them in one sum say nothing."""
    money = section.money(field)
    if money is not None and money.currency != _YUAN:
        section.fault(field, "not_in_yuan", value=money.currency)
        return None
    return None if money is None else money.amount


def needed(section: Section, field: str) -> Decimal:
    """The same where it must be given; 0 stands in where it is not, beside the issue."""
    section.required(field)
    return yuan(section, field) or Decimal(0)


def read_life(section: Section) -> tuple[LifeHolding, ...]:
    fields = ("institution", "annual_premium", "single_premium")
    found = []
    for each in section.sections(Company.LIFE) or []:
        known(each, fields)
        found.append(
            LifeHolding(
                institution=each.choice("institution", InstitutionClass),
                annual_premium=yuan(each, "annual_premium"),
                single_premium=yuan(each, "single_premium"),
            )
        )
    return tuple(found)


def read_vehicles(section: Section) -> tuple[Vehicle, ...]:
    """Each car once; its years in any order, none over another."""
    found: list[Vehicle] = []
    for each in section.sections(Company.PROPERTY) or []:
        known(each, ("ref", "years", "first_class", "next_premium"))
        each.required("ref")
        ref = each.text("ref", limit=_REF_LIMIT) or ""
        if ref in {vehicle.ref for vehicle in found}:
            each.fault("ref", "duplicate_value", value=ref)
        number = each.count("first_class", limit=_HIGHEST_CLASS)
        years = tuple(_year(year) for year in each.sections("years") or [])
        _apart(each, years)
        found.append(Vehicle(ref=ref, years=years, first_class=number, next_premium=yuan(each, "next_premium")))
    return tuple(found)


def _year(section: Section) -> MotorYear:
    known(section, ("starts_on", "ends_on", "commercial_premium", "compulsory_premium", "claims"))
    section.required("starts_on")
    starts_on = section.day("starts_on") or date.min
    if starts_on.year > section.intake.today.year + 1:
        section.fault("starts_on", "date_in_future")
        starts_on = date.min
    year = MotorYear(
        starts_on=starts_on,
        ends_on=section.day("ends_on"),
        commercial_premium=yuan(section, "commercial_premium"),
        compulsory_premium=yuan(section, "compulsory_premium"),
        claims=_claims(section),
    )
    if year.end <= year.starts_on:
        section.fault("ends_on", "ends_before_start")
    for index, claim in enumerate(year.claims or ()):
        if date.min not in (claim.on, year.starts_on) and not year.starts_on <= claim.on < year.end:
            section.fault(f"claims[{index}].on", "outside_year")
    return year


def _claims(section: Section) -> tuple[MotorClaim, ...] | None:
    claims = section.sections("claims")
    if claims is None:
        return None
    found = []
    for claim in claims:
        known(claim, ("on", "paid"))
        claim.required("on")
        found.append(MotorClaim(on=claim.day("on", past=True) or date.min, paid=needed(claim, "paid")))
    return tuple(found)


def _apart(section: Section, years: tuple[MotorYear, ...]) -> None:
    order = sorted(range(len(years)), key=lambda index: years[index].starts_on)
    for before, after in pairwise(order):
        if years[after].starts_on < years[before].end:
            section.fault(f"years[{after}].starts_on", "overlapping_years")


def read_months(section: Section) -> tuple[MonthlyAssets, ...]:
    """The months of the bank in order, each once, none missing between the first and the last."""
    found: dict[int, MonthlyAssets] = {}
    for each in section.sections(Company.BANK) or []:
        known(each, ("month", "average"))
        number = _period(each, "month", month_number, found)
        average = needed(each, "average")
        if number is not None:
            found[number] = MonthlyAssets(month=str(each.raw["month"]), average=average)
    missing = sorted(set(range(min(found, default=0), max(found, default=-1) + 1)) - set(found))
    if missing:
        year, month = divmod(missing[0], 12)
        section.fault(Company.BANK, "month_missing", value=f"{year}-{month + 1:02}")
    return tuple(found[number] for number in sorted(found))


def read_quarters(section: Section, company: Company, *fields: str) -> tuple[QuarterlyAssets, ...]:
    """Quarters in order, each once; what is not said of one counts as nothing."""
    found: dict[int, QuarterlyAssets] = {}
    for each in section.sections(company) or []:
        known(each, ("quarter", *fields))
        number = _period(each, "quarter", quarter_number, found)
        amounts = {field: yuan(each, field) or Decimal(0) for field in fields}
        if not any(each.given(field) for field in fields):
            each.fault(fields[0], "missing")
        if number is not None:
            found[number] = QuarterlyAssets(quarter=str(each.raw["quarter"]), **amounts)
    return tuple(found[number] for number in sorted(found))


def _period(section: Section, field: str, number_of: Callable[[str], int | None], found: Collection[int]) -> int | None:
    """The number of a month or quarter that has begun and is not there yet."""
    section.required(field)
    text = section.text(field)
    number = None if text is None else number_of(text)
    if text is None:
        return None
    if number is None:
        section.fault(field, f"bad_{field}")
    elif _begins(number, field) > number_of_month(section.intake.today):
        section.fault(field, "date_in_future")
    elif number in found:
        section.fault(field, "duplicate_value", value=text)
    else:
        return number
    return None


def _begins(number: int, field: str) -> int:
    """The first month of a period whose last one is ``number``."""
    return number - 2 if field == "quarter" else number


def read_pension(section: Section) -> PensionHolding | None:
    found = section.section(Company.PENSION)
    if found is None:
        return None
    known(found, ("net_assets", "accounts", "long_premium", "short_premium"))
    return PensionHolding(
        net_assets=yuan(found, "net_assets"),
        accounts=found.count("accounts", limit=_MOST_ACCOUNTS),
        long_premium=yuan(found, "long_premium"),
        short_premium=yuan(found, "short_premium"),
    )
