"""The files of a pack, read; and which edition of each is in force on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

import msgspec

from amlrisk.errors import PolicyInvalid, PolicyNotInForce
from amlrisk.policy import documents as doc
from amlrisk.policy.conversion import convert
from amlrisk.policy.matching import Matching
from amlrisk.policy.model import Reference, Text
from amlrisk.policy.yaml_text import read_yaml

E_co = TypeVar("E_co", bound=doc.Edition, covariant=True)

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
)


@dataclass(frozen=True)
class Current(Generic[E_co]):
    """An edition, and where it stands, so that a complaint can name the place."""

    file: str
    index: int
    edition: E_co

    def fail(self, path: str, detail: str) -> PolicyInvalid:
        return PolicyInvalid(file=self.file, path=f"editions[{self.index}].{path}", detail=detail)


@dataclass(frozen=True)
class Dated(Generic[E_co]):
    """The editions of one file, oldest first."""

    file: str
    editions: tuple[E_co, ...]

    def __post_init__(self) -> None:
        if not self.editions:
            raise PolicyInvalid(file=self.file, path="editions", detail="no edition")
        for index in range(1, len(self.editions)):
            if self.editions[index].start <= self.editions[index - 1].start:
                raise PolicyInvalid(
                    file=self.file,
                    path=f"editions[{index}].from",
                    detail="dates out of order: an edition starts after the one before it",
                )

    def on(self, day: date, pack: str) -> Current[E_co]:
        """The last edition that starts on or before ``day``; PolicyNotInForce where there is none."""
        index = sum(edition.start <= day for edition in self.editions) - 1
        if index < 0:
            raise PolicyNotInForce(pack=pack, path=self.file, on=day.isoformat())
        return Current(file=self.file, index=index, edition=self.editions[index])


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

    def dated(self) -> tuple[Dated[doc.Edition], ...]:
        """Every dated file."""
        tables = (self.countries, self.crime_regions, self.occupations, self.industries, self.currencies)
        return (self.pack, *self.factors.values(), self.grades, self.lists, *tables, self.matching, self.review)

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
        )

    def turning_days(self) -> list[date]:
        """The days from which something changes, counted from the first on which every file says something."""
        first = max(file.editions[0].start for file in self.dated())
        starts = {edition.start for file in self.dated() for edition in file.editions}
        return sorted(start for start in starts if start >= first)


def parse(files: Mapping[str, bytes], lender: Parsed | None = None) -> Parsed:
    """The files of a pack as structs. Raises PolicyInvalid for a file missing, unknown, or not as it should be.

    A pack archived before there was a ``review.yaml`` has that of ``lender``, for every day.
    """
    lent = lender is not None and REVIEW not in files
    for name in sorted(FILES - files.keys() - ({REVIEW} if lent else set())):
        raise PolicyInvalid(file=name, path="?", detail="the file is missing")
    for name in sorted(files.keys() - FILES):
        raise PolicyInvalid(file=name, path="?", detail="a pack has no such file")
    if lender is not None and lent:
        return _lent(files, lender)
    document = convert(read_yaml(files[REVIEW], REVIEW), doc.Document[doc.ReviewEdition], REVIEW)
    return _parsed(files, Dated(file=REVIEW, editions=document.editions))


def _lent(files: Mapping[str, bytes], lender: Parsed) -> Parsed:
    """The pack of ``files`` with the review of ``lender``, and the words and sources that it needs."""
    words = {section: lender.labels[section] for section in REVIEW_LABELS}
    first, *later = lender.review.editions
    always = (msgspec.structs.replace(first, start=date.min), *later)
    own = _parsed(files, review=Dated(file=REVIEW, editions=always))
    return replace(own, labels=words | own.labels, references=lender.references | own.references)


def _parsed(files: Mapping[str, bytes], review: Dated[doc.ReviewEdition]) -> Parsed:
    trees = {name: read_yaml(data, name) for name, data in files.items()}
    head = convert(trees[PACK], doc.PackDocument, PACK)

    def dated(name: str, kind: type[doc.Document[E_co]]) -> Dated[E_co]:
        return Dated(file=name, editions=convert(trees[name], kind, name).editions)

    return Parsed(
        id=head.id,
        title=head.title,
        version=head.version,
        labels=convert(trees[LABELS], doc.LabelsDocument, LABELS).labels,
        references=convert(trees[REFERENCES], doc.ReferencesDocument, REFERENCES).references,
        pack=Dated(file=PACK, editions=head.editions),
        factors={kind: dated(name, doc.Document[doc.FactorEdition]) for kind, name in FACTORS.items()},
        grades=dated("grades.yaml", doc.Document[doc.GradesEdition]),
        lists=dated("lists.yaml", doc.Document[doc.ListsEdition]),
        countries=dated("countries.yaml", doc.Document[doc.CountriesEdition]),
        crime_regions=dated("crime_regions.yaml", doc.Document[doc.CodesEdition]),
        occupations=dated("occupations.yaml", doc.Document[doc.CodesEdition]),
        industries=dated("industries.yaml", doc.Document[doc.CodesEdition]),
        currencies=dated("currencies.yaml", doc.Document[doc.RatesEdition]),
        matching=Dated(file="matching.yaml", editions=_matching(trees["matching.yaml"])),
        review=review,
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
