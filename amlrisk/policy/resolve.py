"""What is in force on a day, as the one value that screening and grading see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from amlrisk.policy import documents as doc
from amlrisk.policy.conversion import Steps, parts, written
from amlrisk.policy.editions import InForce, Parsed
from amlrisk.policy.model import (
    CodeEntry,
    CodeTable,
    Factor,
    GradePolicy,
    ListGuards,
    ReviewClock,
    ReviewRules,
    Rules,
    Source,
    Text,
)
from amlrisk.policy.value import ValueRules
from amlrisk.policy.vocabulary import UNITS, Confidence, Grade, ListCategory, ReasonKind, Trigger

_ORDER = {category: index for index, category in enumerate(ListCategory)}
_DOUBT = {confidence: index for index, confidence in enumerate(Confidence)}
_NO_DECISION_DAYS = Text(
    zh="lists.yaml 未写明核实结论的有效天数（decision_days）：不能记录误报或未得出结论",
    en="lists.yaml does not say how long decisions on hits hold (decision_days): none but a true match can be recorded",
)


def rules(parsed: Parsed, digest: str, day: date) -> Rules:
    """The pack resolved for ``day``. Raises PolicyNotInForce where a file says nothing for it."""
    now = parsed.on(day)
    pack, lists, clock = now.pack.edition, now.lists.edition, now.grades.edition.clock
    labels = {f"{part}.{word}": text for part, words in parsed.labels.items() for word, text in words.items()}
    labels |= {f"group.{group.id}": group.name for group in pack.groups}
    labels |= {f"grade.{grade}": entry.name for grade, entry in now.grades.edition.grades.items()}
    country_tables = _country_tables(now.countries.edition)
    return Rules(
        pack=parsed.id,
        title=parsed.title,
        version=parsed.version,
        digest=digest,
        on=day,
        home_country=pack.home_country.value,
        levels=pack.levels.value,
        missing_level=pack.missing_level.value,
        scorecards={
            kind: tuple(_factor(entry) for entry in card.edition.factors) for kind, card in now.factors.items()
        },
        cutoffs=now.grades.edition.cutoffs,
        direct=now.grades.edition.direct,
        floors=now.grades.edition.floors,
        effects={effect.category: effect for effect in sorted(lists.effects, key=lambda e: _ORDER[e.category])},
        grades=_grades(now),
        clock=ReviewClock(
            first_review_years=clock.first_review_years.value,
            new_customer_working_days=clock.new_customer_working_days.value,
            max_review_step=clock.max_review_step.value,
            reference=clock.first_review_years.reference,
            confidence=clock.first_review_years.confidence,
        ),
        list_guards=ListGuards(
            max_shrink_ratio=lists.max_shrink_ratio.value,
            reference=lists.max_shrink_ratio.reference,
            confidence=lists.max_shrink_ratio.confidence,
        ),
        matching=now.matching.edition.matching,
        review=_review(now.review.edition),
        decision_days={days.category: days for days in sorted(lists.decision_days, key=lambda d: _ORDER[d.category])},
        look_back=lists.look_back,
        countries=_joined(country_tables),
        crime_regions=_codes(now.crime_regions.edition),
        occupations=_codes(now.occupations.edition),
        industries=_codes(now.industries.edition),
        currencies=now.currencies.edition.rates,
        labels=labels,
        references=parsed.references,
        warnings=_warnings(now, labels, day),
        country_tables=country_tables,
        sources=_sources(now),
    )


def value_rules(parsed: Parsed, digest: str, day: date) -> ValueRules:
    """The value files resolved for ``day``. Raises PolicyNotInForce where a file says nothing for it."""
    now = parsed.on(day)
    found = now.value
    return ValueRules(
        pack=parsed.id,
        version=parsed.version,
        digest=digest,
        on=day,
        club=found.club.edition,
        group=found.group.edition,
        bank=found.bank.edition,
        motor=found.motor.edition,
        diamond=found.diamond.edition,
        appraisal=found.appraisal.edition,
        tiers=found.tiers.edition,
        grades={grade: entry.name for grade, entry in now.grades.edition.grades.items()},
        units=parsed.labels["unit"],
        confidences=parsed.labels["confidence"],
        references=parsed.references,
    )


def _factor(entry: doc.FactorEntry) -> Factor:
    return Factor(
        id=entry.id,
        name=entry.name,
        group=entry.group,
        weight=entry.weight,
        measure=entry.measure,
        unit=entry.unit,
        scale=Decimal(UNITS[entry.unit].scale),
        bands=dict(sorted(entry.bands.items(), reverse=True)),
        params=entry.params,
        reference=entry.reference,
        confidence=entry.confidence,
    )


def _grades(now: InForce) -> dict[Grade, GradePolicy]:
    return {
        grade: GradePolicy(
            grade=grade,
            name=entry.name,
            decision=entry.decision,
            due_diligence=entry.due_diligence,
            measures=entry.measures,
            review_months=entry.review_months.value,
            reference=entry.reference,
            confidence=entry.confidence,
        )
        for grade, entry in sorted(now.grades.edition.grades.items(), key=lambda item: item[0].rank)
    }


def _review(edition: doc.ReviewEdition) -> ReviewRules:
    given = {rule.trigger: rule for rule in edition.triggers}
    return ReviewRules(
        calendar=edition.calendar.value,
        triggers={trigger: given[trigger] for trigger in Trigger},
        approval=edition.approval.grades,
        override_days=edition.override_days.value,
        escalate_after=edition.escalate_after.value,
        longest_text=edition.longest_text.value,
        reasons={kind: edition.reasons[kind] for kind in ReasonKind},
    )


def _country_tables(edition: doc.CountriesEdition) -> dict[str, CodeTable]:
    return {
        category: CodeTable(
            as_of=table.as_of,
            max_age_days=table.max_age_days,
            entries={code: CodeEntry(name=edition.names[code], categories=(category,)) for code in table.countries},
            reference=table.reference,
            confidence=table.confidence,
        )
        for category, table in edition.tables.items()
    }


def _joined(tables: dict[str, CodeTable]) -> CodeTable:
    """All country tables as one: as old as its oldest part, as sure as its least sure."""
    oldest = min(tables.values(), key=lambda table: table.as_of)
    entries: dict[str, CodeEntry] = {}
    for table in tables.values():
        for code, entry in table.entries.items():
            before = entries[code].categories if code in entries else ()
            entries[code] = CodeEntry(name=entry.name, categories=before + entry.categories)
    return CodeTable(
        as_of=oldest.as_of,
        max_age_days=min((t.max_age_days for t in tables.values() if t.max_age_days is not None), default=None),
        entries=entries,
        reference=oldest.reference,
        confidence=max((table.confidence for table in tables.values()), key=_DOUBT.__getitem__),
    )


def _codes(edition: doc.CodesEdition) -> CodeTable:
    return CodeTable(
        as_of=edition.as_of,
        max_age_days=edition.max_age_days,
        entries=edition.entries,
        reference=edition.reference,
        confidence=edition.confidence,
    )


def _sources(now: InForce) -> dict[str, Source]:
    """Where single values come from, by path; see ``Rules.sources``."""
    found = {
        written(steps): Source(
            value=str(scalar.value), unit=scalar.unit, reference=scalar.reference, confidence=scalar.confidence
        )
        for edition in (now.pack.edition, now.grades.edition, now.lists.edition)
        for steps, scalar in scalars(edition, [])
    }
    found |= {
        f"review.{written(steps)}": Source(
            value=str(scalar.value), unit=scalar.unit, reference=scalar.reference, confidence=scalar.confidence
        )
        for steps, scalar in scalars(now.review.edition, [])
    }
    approval = now.review.edition.approval
    found["review.approval"] = Source(unit="grade", reference=approval.reference, confidence=approval.confidence)
    rates, matching = now.currencies.edition, now.matching.edition
    found["currencies"] = Source(unit="cny", reference=rates.reference, confidence=rates.confidence, as_of=rates.as_of)
    found["matching"] = Source(unit="ratio", reference=matching.reference, confidence=matching.confidence)
    return found


def scalars(value: object, steps: Steps) -> Iterator[tuple[Steps, doc.Scalar[object]]]:
    """Every single value inside ``value``, with the steps to it."""
    if isinstance(value, doc.Scalar):
        yield steps, value
    else:
        for step, inside in parts(value):
            yield from scalars(inside, [*steps, step])


def _warnings(now: InForce, labels: dict[str, Text], day: date) -> tuple[Text, ...]:
    """A sentence for every table that has not been checked against its publisher for longer than it may, and for
    what the pack leaves open.
    """
    tables: list[tuple[Text, doc.CountryList | doc.CodesEdition | doc.RatesEdition]] = [
        (labels[f"country.{category}"], table) for category, table in now.countries.edition.tables.items()
    ]
    for name, current in (
        ("crime_regions", now.crime_regions),
        ("occupations", now.occupations),
        ("industries", now.industries),
    ):
        tables.append((labels[f"table.{name}"], current.edition))
    tables.append((labels["table.currencies"], now.currencies.edition))
    stale = tuple(
        _stale(name, table.as_of, age)
        for name, table in tables
        if table.max_age_days is not None and (age := (day - table.as_of).days) > table.max_age_days
    )
    return stale if now.lists.edition.decision_days else (*stale, _NO_DECISION_DAYS)


def _stale(name: Text, as_of: date, age: int) -> Text:
    return Text(
        zh=f"“{name.zh}”上次核对于 {as_of}，距今 {age} 天，请与发布机构核对",
        en=f"“{name.en}” was last checked on {as_of}, {age} days ago: check it against its publisher",
    )
