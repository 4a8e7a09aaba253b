"""From what was handed in about a customer's value to ``CustomerValue``, or to every reason why not.

The raw shape is the JSON of ``CustomerValue``, with what is held with the companies of the group under ``holdings``,
by company; ``docs/customers.md`` lists the faults. Amounts are yuan. Nothing is taken over by halves: a single fault
refuses the whole customer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from amlrisk.errors import InvalidInput
from amlrisk.facts.amounts import tidy_amount
from amlrisk.facts.codes import CodeSets
from amlrisk.facts.intake_holdings import (
    known,
    needed,
    read_life,
    read_months,
    read_pension,
    read_quarters,
    read_vehicles,
    yuan,
)
from amlrisk.facts.reading import Intake, Section
from amlrisk.facts.value import (
    BankClass,
    BankStanding,
    Company,
    CustomerValue,
    GroupContract,
    Health,
    Level,
    Study,
    Survey,
    Work,
    YearFigures,
)

__all__ = ["build_value"]

_HELD = frozenset({"life", "vehicles", "bank", "securities", "trust", "futures", "pension"})
FIELDS = ("holdings", *(name for name in CustomerValue.__struct_fields__ if name not in _HELD))
_MOST_YEARS = 200
_EARLIEST_YEAR = 1949
_MOST_POINTS = Decimal(100)
_REF_LIMIT = 64


def build_value(raw: Mapping[str, object], *, today: date, codes: CodeSets) -> CustomerValue:
    """``codes`` are the code tables of the pack. Raises InvalidInput with every issue found."""
    whole = Section(raw, "", Intake(key=b"", today=today, codes=codes, issues=[]))
    known(whole, FIELDS)
    whole.required("ref")
    held = whole.section("holdings") or Section({}, "holdings.", whole.intake)
    known(held, tuple(Company), "unknown_company")
    value = CustomerValue(
        ref=whole.reference("ref") or "",
        life=read_life(held),
        vehicles=read_vehicles(held),
        bank=read_months(held),
        securities=read_quarters(held, Company.SECURITIES, "cash", "market_value"),
        trust=yuan(held, Company.TRUST),
        futures=read_quarters(held, Company.FUTURES, "equity"),
        pension=read_pension(held),
        bank_standing=_standing(whole),
        contracts=_contracts(whole),
        figures=_figures(whole),
        surveys=_surveys(whole),
        complaints=_days(whole, "complaints"),
        purchases=_days(whole, "purchases"),
        referrals=_days(whole, "referrals"),
        personal_risk=whole.choice("personal_risk", Level),
        occupational_risk=whole.choice("occupational_risk", Level),
        other_risk=whole.choice("other_risk", Level),
        study=whole.choice("study", Study),
        work=whole.choice("work", Work),
        literacy=whole.choice("literacy", Level),
        region=whole.region("region"),
        health=_health(whole),
        income=yuan(whole, "income"),
        assets=yuan(whole, "assets"),
        need=whole.flag("need"),
        intention=whole.flag("intention"),
    )
    if whole.intake.issues:
        raise InvalidInput(tuple(whole.intake.issues))
    return value


def _standing(whole: Section) -> BankStanding | None:
    section = whole.section("bank_standing")
    if section is None:
        return None
    known(section, BankStanding.__struct_fields__)
    return BankStanding(**{name: section.choice(name, BankClass) for name in BankStanding.__struct_fields__})


def _contracts(whole: Section) -> tuple[GroupContract, ...]:
    found: list[GroupContract] = []
    for section in whole.sections("contracts") or []:
        known(section, GroupContract.__struct_fields__)
        section.required("ref")
        ref = section.text("ref", limit=_REF_LIMIT) or ""
        if ref in {contract.ref for contract in found}:
            section.fault("ref", "duplicate_value", value=ref)
        found.append(
            GroupContract(
                ref=ref,
                standard_premium=yuan(section, "standard_premium"),
                years=section.count("years", limit=_MOST_YEARS),
                profit_ratio=_ratio(section, "profit_ratio"),
            )
        )
    return tuple(found)


def _ratio(section: Section, field: str) -> Decimal | None:
    """Any number; a loss is below 0."""
    if not section.given(field):
        return None
    ratio = tidy_amount(section.raw[field])
    if ratio is None:
        section.fault(field, "bad_amount")
    return ratio


def _figures(whole: Section) -> tuple[YearFigures, ...] | None:
    sections = whole.sections("figures")
    if sections is None:
        return None
    found: dict[int, YearFigures] = {}
    for section in sections:
        known(section, YearFigures.__struct_fields__)
        section.required("year")
        year = section.count("year", limit=date.max.year) or 0
        if year > whole.intake.today.year:
            section.fault("year", "date_in_future")
        elif section.given("year") and year < _EARLIEST_YEAR:
            section.fault("year", "date_too_early", limit=_EARLIEST_YEAR)
        elif year in found:
            section.fault("year", "duplicate_value", value=year)
        found[year] = YearFigures(
            year=year,
            premium=needed(section, "premium"),
            claims_paid=yuan(section, "claims_paid") or Decimal(0),
            other_income=yuan(section, "other_income") or Decimal(0),
        )
    return tuple(found[year] for year in sorted(found))


def _surveys(whole: Section) -> tuple[Survey, ...] | None:
    sections = whole.sections("surveys")
    if sections is None:
        return None
    found = []
    for section in sections:
        known(section, Survey.__struct_fields__)
        section.required("on")
        score = section.check_amount("score", section.raw["score"]) if section.required("score") else None
        if score is not None and score > _MOST_POINTS:
            section.fault("score", "too_many_points", limit=_MOST_POINTS)
        found.append(Survey(on=section.day("on", past=True) or date.min, score=score or Decimal(0)))
    return tuple(found)


def _days(whole: Section, field: str) -> tuple[date, ...] | None:
    """A list of days that have come."""
    entries = whole.entries(field)
    if entries is None:
        return None
    each = Section({f"[{index}]": entry for index, entry in enumerate(entries)}, whole.path + field, whole.intake)
    found = [each.day(place, past=True) for place in each.raw]
    return tuple(sorted(day for day in found if day is not None))


def _health(whole: Section) -> Health | None:
    section = whole.section("health")
    if section is None:
        return None
    known(section, Health.__struct_fields__)
    section.required("on")
    return Health(
        on=section.day("on", past=True) or date.min,
        chronic=section.flag("chronic"),
        hereditary=section.flag("hereditary"),
        other=section.flag("other"),
    )
