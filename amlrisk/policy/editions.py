"""The files of a pack, read; and which edition of each is in force on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from amlrisk.errors import PolicyInvalid
from amlrisk.policy import documents as doc
from amlrisk.policy.conversion import convert
from amlrisk.policy.dated import Current, Dated, Trees, read_dated
from amlrisk.policy.matching import Matching
from amlrisk.policy.model import Reference, Text
from amlrisk.policy.value_files import VALUE_FILES, ValueFiles, ValueInForce, read_value
from amlrisk.policy.yaml_text import read_yaml

PACK = "pack.yaml"
LABELS = "labels.yaml"
REFERENCES = "references.yaml"
REVIEW = "review.yaml"
#: Sections of the labels that came with ``review.yaml``.
REVIEW_LABELS = ("trigger", "reason_kind")
FACTORS = {"natural": "factors_natural.yaml", "legal": "factors_legal.yaml"}
FILES = frozenset(
    {PACK, LABELS, REFERENCES, *FACTORS.values()}
    | {f"{name}.yaml" for name in ("grades", "lists", "matching", "review", "currencies")}
    | {f"{name}.yaml" for name in ("countries", "crime_regions", "occupations", "industries")}
    | VALUE_FILES
)


@dataclass(frozen=True)
class InForce:
    """One edition of every dated file."""

    pack: Current[doc.PackEdition]
    factors: dict[str, Current[doc.FactorEdition]]
    grades: Current[doc.GradesEdition]
    lists: Current[doc.ListsEdition]
    countries: Current[doc.CountriesEdition]
    crime_regions: Current[doc.CodesEdition]
    occupations: Current[doc.CodesEdition]
    industries: Current[doc.CodesEdition]
    currencies: Current[doc.RatesEdition]
    matching: Current[doc.MatchingEdition]
    review: Current[doc.ReviewEdition]
    value: ValueInForce


@dataclass(frozen=True)
class Parsed:
    """A whole pack, converted but not yet checked across its files."""

    id: str
    title: Text
    version: str
    labels: dict[str, dict[str, Text]]
    references: dict[str, Reference]
    pack: Dated[doc.PackEdition]
    factors: dict[str, Dated[doc.FactorEdition]]
    grades: Dated[doc.GradesEdition]
    lists: Dated[doc.ListsEdition]
    countries: Dated[doc.CountriesEdition]
    crime_regions: Dated[doc.CodesEdition]
    occupations: Dated[doc.CodesEdition]
    industries: Dated[doc.CodesEdition]
    currencies: Dated[doc.RatesEdition]
    matching: Dated[doc.MatchingEdition]
    review: Dated[doc.ReviewEdition]
    value: ValueFiles

    def dated(self) -> tuple[Dated[doc.Edition], ...]:
        """Every dated file."""
        tables = (self.countries, self.crime_regions, self.occupations, self.industries, self.currencies)
        graded = (self.pack, *self.factors.values(), self.grades, self.lists, *tables, self.matching, self.review)
        return (*graded, *self.value.dated())

    def on(self, day: date) -> InForce:
        """What is in force on ``day``; PolicyNotInForce names the first file that says nothing for it."""
        return InForce(
            pack=self.pack.on(day, self.id),
            factors={kind: file.on(day, self.id) for kind, file in self.factors.items()},
            grades=self.grades.on(day, self.id),
            lists=self.lists.on(day, self.id),
            countries=self.countries.on(day, self.id),
            crime_regions=self.crime_regions.on(day, self.id),
            occupations=self.occupations.on(day, self.id),
            industries=self.industries.on(day, self.id),
            currencies=self.currencies.on(day, self.id),
            matching=self.matching.on(day, self.id),
            review=self.review.on(day, self.id),
            value=self.value.on(day, self.id),
        )

    def turning_days(self) -> list[date]:
        """The days from which something changes, counted from the first on which every file says something."""
        first = max(file.editions[0].start for file in self.dated())
        starts = {edition.start for file in self.dated() for edition in file.editions}
        return sorted(start for start in starts if start >= first)


def parse(files: Mapping[str, bytes], lender: Parsed | None = None) -> Parsed:
    """The files of a pack as structs. Raises PolicyInvalid for a file missing, unknown, or not as it should be.

    A pack archived before there was a ``review.yaml``, or before there were value files, has those of ``lender``, for
    every day.
    """
    lent = frozenset[str]()
    if lender is not None:
        lent = frozenset().union(*(part for part in ({REVIEW}, VALUE_FILES) if part.isdisjoint(files)))
    for name in sorted(FILES - files.keys() - lent):
        raise PolicyInvalid(file=name, path="?", detail="the file is missing")
    for name in sorted(files.keys() - FILES):
        raise PolicyInvalid(file=name, path="?", detail="a pack has no such file")
    trees = {name: _tree(data, name) for name, data in files.items()}
    if lender is None or not lent:
        return _parsed(trees, _read_review(trees), read_value(trees))
    own = _parsed(
        trees,
        lender.review.always() if REVIEW in lent else _read_review(trees),
        lender.value.always() if lent >= VALUE_FILES else read_value(trees),
    )
    words = {section: lender.labels[section] for section in REVIEW_LABELS} if REVIEW in lent else {}
    return replace(own, labels=words | own.labels, references=lender.references | own.references)


# The same bytes say the same, and reading takes longer than all that follows. Nobody changes a tree.
_tree = lru_cache(maxsize=64)(read_yaml)


def _read_review(trees: Trees) -> Dated[doc.ReviewEdition]:
    return read_dated(trees, REVIEW, doc.Document[doc.ReviewEdition])


def _parsed(trees: Trees, review: Dated[doc.ReviewEdition], value: ValueFiles) -> Parsed:
    head = convert(trees[PACK], doc.PackDocument, PACK)
    return Parsed(
        id=head.id,
        title=head.title,
        version=head.version,
        labels=convert(trees[LABELS], doc.LabelsDocument, LABELS).labels,
        references=convert(trees[REFERENCES], doc.ReferencesDocument, REFERENCES).references,
        pack=Dated(file=PACK, editions=head.editions),
        factors={kind: read_dated(trees, name, doc.Document[doc.FactorEdition]) for kind, name in FACTORS.items()},
        grades=read_dated(trees, "grades.yaml", doc.Document[doc.GradesEdition]),
        lists=read_dated(trees, "lists.yaml", doc.Document[doc.ListsEdition]),
        countries=read_dated(trees, "countries.yaml", doc.Document[doc.CountriesEdition]),
        crime_regions=read_dated(trees, "crime_regions.yaml", doc.Document[doc.CodesEdition]),
        occupations=read_dated(trees, "occupations.yaml", doc.Document[doc.CodesEdition]),
        industries=read_dated(trees, "industries.yaml", doc.Document[doc.CodesEdition]),
        currencies=read_dated(trees, "currencies.yaml", doc.Document[doc.RatesEdition]),
        matching=Dated(file="matching.yaml", editions=_matching(trees["matching.yaml"])),
        review=review,
        value=value,
    )


def _matching(tree: object) -> tuple[doc.MatchingEdition, ...]:
    """Beside ``from``, ``reference`` and ``confidence``, an edition of ``matching.yaml`` is a Matching."""
    file = "matching.yaml"
    result = []
    for index, edition in enumerate(convert(tree, doc.MatchingDocument, file).editions):
        path = f"editions[{index}]"
        head = {key: edition[key] for key in doc.MATCHING_HEAD if key in edition}
        rest = {key: value for key, value in edition.items() if key not in doc.MATCHING_HEAD}
        source = convert(head, doc.MatchingHead, file, path)
        result.append(
            doc.MatchingEdition(
                start=source.start,
                reference=source.reference,
                confidence=source.confidence,
                matching=convert(rest, Matching, file, path),
            )
        )
    return tuple(result)
