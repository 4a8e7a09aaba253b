"""What must hold across a pack beyond the shape of its files. Every check raises PolicyInvalid, naming the place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rigour.territories import get_territory

from amlrisk.errors import PolicyInvalid
from amlrisk.facts.model import TransactionKind
from amlrisk.policy import documents as doc
from amlrisk.policy.check_factors import check_scorecards
from amlrisk.policy.check_grades import check_grades, check_lists
from amlrisk.policy.check_review import check_review
from amlrisk.policy.check_value import check_value
from amlrisk.policy.conversion import Steps, parts, written
from amlrisk.policy.dated import Current
from amlrisk.policy.editions import LABELS, REFERENCES, InForce, Parsed
from amlrisk.policy.vocabulary import (
    COUNTRY_TABLE,
    CRIME_REGION_TABLE,
    INDUSTRY_TABLE,
    KYC_ELEMENTS,
    MEASURES,
    OCCUPATION_TABLE,
    UNITS,
    Condition,
    Confidence,
    Decision,
    DueDiligence,
    ListCategory,
    ReasonKind,
    Trigger,
)

LABEL_SECTIONS: dict[str, tuple[str, ...]] = {
    **{measure: tuple(words.categories) for measure, words in MEASURES.items()},
    "decision": tuple(Decision),
    "due_diligence": tuple(DueDiligence),
    "confidence": tuple(Confidence),
    "list_category": tuple(ListCategory),
    "condition": tuple(Condition),
    "unit": tuple(UNITS),
    "kind": ("natural", "legal"),
    "kyc_element": KYC_ELEMENTS,
    "transaction_kind": tuple(TransactionKind),
    "trigger": tuple(Trigger),
    "reason_kind": tuple(ReasonKind),
    "table": ("countries", "crime_regions", "occupations", "industries", "currencies"),
}

_COUNTRY = re.compile(r"[A-Z]{2}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_HOME_CURRENCY = "CNY"


def check(parsed: Parsed) -> None:
    """Everything, for every day on which something changes."""
    _check_references(parsed)
    _check_labels(parsed)
    for day in parsed.turning_days():
        now = parsed.on(day)
        _check_pack(now.pack)
        check_scorecards(now)
        check_grades(now)
        check_lists(now)
        check_review(now.review)
        check_value(now.value)
        _check_tables(now)


def _check_references(parsed: Parsed) -> None:
    for file in parsed.dated():
        for steps, reference in _references(file.editions, ["editions"]):
            if reference not in parsed.references:
                detail = f"the register ({REFERENCES}) has no “{reference}”"
                raise PolicyInvalid(file=file.file, path=written(steps), detail=detail)


def _references(value: object, steps: Steps) -> Iterator[tuple[Steps, str]]:
    """Every ``reference`` inside ``value``, with the steps to it."""
    for step, inside in parts(value):
        if step == "reference" and isinstance(inside, str):
            yield [*steps, step], inside
        else:
            yield from _references(inside, [*steps, step])


def _check_labels(parsed: Parsed) -> None:
    for section, words in LABEL_SECTIONS.items():
        given = parsed.labels.get(section, {})
        for word in words:
            if word not in given:
                raise PolicyInvalid(file=LABELS, path=f"labels.{section}.{word}", detail="the label is missing")
        for word in given:
            if word not in words:
                raise PolicyInvalid(file=LABELS, path=f"labels.{section}.{word}", detail="nothing is called so")
    for section in parsed.labels:
        if section not in LABEL_SECTIONS:
            raise PolicyInvalid(file=LABELS, path=f"labels.{section}", detail="nothing is called so")


def _check_pack(now: Current[doc.PackEdition]) -> None:
    pack = now.edition
    if pack.levels.value < 2:
        raise now.fail("levels", "a scale needs at least two levels")
    if not 1 <= pack.missing_level.value <= pack.levels.value:
        raise now.fail("missing_level", f"not within 1 to {pack.levels.value}")
    _check_country(now, "home_country", pack.home_country.value)
    if len({group.id for group in pack.groups}) < len(pack.groups):
        raise now.fail("groups", "two groups of the same id")
    weights = [group.weight for group in pack.groups if group.weight is not None]
    if weights and (len(weights) < len(pack.groups) or sum(weights) != 100):
        raise now.fail("groups", "give every group a weight, 100 in all, or none")


def _check_tables(now: InForce) -> None:
    _check_countries(now.countries)
    _check_codes(now.crime_regions, CRIME_REGION_TABLE)
    _check_codes(now.occupations, OCCUPATION_TABLE)
    _check_codes(now.industries, INDUSTRY_TABLE)
    rates = now.currencies.edition.rates
    for currency, rate in rates.items():
        if not _CURRENCY.fullmatch(currency):
            raise now.currencies.fail(f"rates.{currency}", "not a currency code of three capital letters")
        if rate <= 0:
            raise now.currencies.fail(f"rates.{currency}", "a rate must be above 0")
    if rates.get(_HOME_CURRENCY) != 1:
        raise now.currencies.fail(f"rates.{_HOME_CURRENCY}", "rates are in yuan, so this one must be 1")


def _check_countries(now: Current[doc.CountriesEdition]) -> None:
    tables, names = now.edition.tables, now.edition.names
    for category in (*COUNTRY_TABLE, *tables):
        if category not in tables:
            raise now.fail(f"tables.{category}", "the table is missing (give an empty list if none is meant)")
        if category not in COUNTRY_TABLE:
            raise now.fail(f"tables.{category}", f"no such category; there are: {', '.join(COUNTRY_TABLE)}")
    listed = set()
    for category, table in tables.items():
        for index, code in enumerate(table.countries):
            path = f"tables.{category}.countries[{index}]"
            _check_country(now, path, code)
            if code in table.countries[:index]:
                raise now.fail(path, f"{code} is given twice")
            if code not in names:
                raise now.fail(path, f"names has no {code}")
            listed.add(code)
    for code in names:
        if code not in listed:
            raise now.fail(f"names.{code}", "stands in no table")
    for code in tables["fatf_grey"].countries:
        if code in tables["fatf_black"].countries:
            raise now.fail("tables.fatf_grey.countries", f"{code} is in fatf_black too")


def _check_country(now: Current[doc.CountriesEdition] | Current[doc.PackEdition], path: str, code: str) -> None:
    if not _COUNTRY.fullmatch(code) or get_territory(code.lower()) is None:
        raise now.fail(path, f"“{code}” is not an ISO 3166 country code of two capital letters")


def _check_codes(now: Current[doc.CodesEdition], categories: tuple[str, ...]) -> None:
    for code, entry in now.edition.entries.items():
        for index, category in enumerate(entry.categories):
            if category not in categories:
                detail = f"no such category “{category}”; there are: {', '.join(categories)}"
                raise now.fail(f"entries.{code}.categories[{index}]", detail)
