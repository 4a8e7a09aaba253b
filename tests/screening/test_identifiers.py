"""Equal identity numbers: when they prove identity, and when they only speak for it."""

from __future__ import annotations

import pytest

from amlrisk.facts.identifiers import number_digest
from amlrisk.facts.model import DocumentKind
from amlrisk.screening.identifiers import FAMILIES
from amlrisk.screening.index import Index
from amlrisk.screening.model import Query, QueryIdentifier
from amlrisk.watchlist.model import Schema

from .conftest import KEY


def ask(index: Index, number: str, kind: str, country: str | None, name: str = "Somebody Else") -> dict[str, tuple]:
    identifier = QueryIdentifier(digest=number_digest(KEY, number), kind=kind, country=country)
    query = Query(schema=Schema.PERSON, names=(name,), identifiers=(identifier,))
    return {
        hit.entity: (hit.score, hit.strong_identifier, [(one.feature, one.detail) for one in hit.evidence])
        for hit in index.screen([query])[0]
    }


@pytest.mark.parametrize("number", ["PS47123077", "ps-471 230 77", "ＰＳ４７１２３０７７"])
@pytest.mark.parametrize(
    ("kind", "country"), [("passport", "KP"), ("passport", None), ("other_foreign", "KP"), ("", None)]
)
def test_the_same_passport_is_a_hit_whatever_the_name(
    index: Index, number: str, kind: str, country: str | None
) -> None:
    score, strong, evidence = ask(index, number, kind, country)["P6"]
    assert (score, strong) == (1.0, True)
    assert evidence == [("identifier", "identical"), ("name", "different")]


@pytest.mark.parametrize(
    ("number", "kind", "country"),
    [
        ("PS47123077", "passport", "CN"),  # another country's passport
        ("PS47123077", "uscc", "KP"),  # a company's number
        ("990011223", "passport", "KP"),  # the list does not say what it is
        ("4711", "national_id", "KP"),  # too short to prove anything
    ],
)
def test_an_equal_number_of_another_kind_is_no_hit_by_itself_but_speaks_for_one(
    index: Index, number: str, kind: str, country: str
) -> None:
    assert ask(index, number, kind, country) == {}
    score, strong, evidence = ask(index, number, kind, country, "Kim Tong Chol")["P6"]
    assert (score, strong) == (1.0, False)
    assert ("identifier", "same_number") in evidence


def test_another_passport_speaks_a_little_against(index: Index) -> None:
    with_other, _, evidence = ask(index, "XX9999999", "passport", "KP", "Kim Tong Chol")["P6"]
    assert ("identifier", "different") in evidence
    assert with_other == pytest.approx(1.0 - index.matching.identifier_different)


def test_a_number_is_shown_masked(index: Index) -> None:
    identifier = QueryIdentifier(digest=number_digest(KEY, "PS47123077"), kind="passport", country="KP")
    (hit,) = index.screen([Query(schema=Schema.PERSON, names=("X Y",), identifiers=(identifier,))])[0]
    assert "47123077" not in str(hit)


def test_every_document_kind_has_its_family() -> None:
    assert set(DocumentKind) <= FAMILIES.keys()
