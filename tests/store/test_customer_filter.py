"""Customers that somebody asks for: what each part of the filter keeps, on both databases."""

from __future__ import annotations

import msgspec
import pytest

from amlrisk.facts.model import Kind
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.authority import ALL_BRANCHES
from amlrisk.store.customer_filter import CustomerFilter
from amlrisk.store.database import Store
from tests.store.examples import NOW, assessment, customer, saved


@pytest.fixture
def kept(store: Store) -> Store:
    saved(store)
    store.customers.save_many(
        [
            customer("C1", name="欧阳岚溪", branch="B1"),
            customer("C2", name="Casimiro Demonte", branch="B2"),
            customer("L3", name="演示百分之100%有限公司", branch="B1", kind=Kind.LEGAL),
            customer("C4", name="无机构"),
        ],
        NOW,
    )
    for ref, grade in (("C1", Grade.HIGH), ("C2", Grade.GENERAL), ("L3", Grade.HIGH)):
        (facts,) = store.customers.digests([ref]).values()
        store.assessments.append(msgspec.structs.replace(assessment(f"a-{ref}", ref, grade=grade), facts_digest=facts))
    return store


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (CustomerFilter(), "C1 C2 C4 L3"),
        (CustomerFilter(branches=(ALL_BRANCHES,)), "C1 C2 C4 L3"),
        (CustomerFilter(branches=()), ""),
        (CustomerFilter(branches=("B1", "B9")), "C1 L3"),  # one without a branch is for head office only
        (CustomerFilter(branches=("B1",), branch="B2"), ""),
        (CustomerFilter(branch="B2"), "C2"),
        (CustomerFilter(kind=Kind.LEGAL), "L3"),
        (CustomerFilter(grade=Grade.HIGH), "C1 L3"),
        (CustomerFilter(grade=Grade.HIGH, kind=Kind.NATURAL, branches=("B1",)), "C1"),
        (CustomerFilter(ungraded=True), "C4"),
        (CustomerFilter(query="阳岚"), "C1"),
        (CustomerFilter(query="DEMON"), "C2"),
        (CustomerFilter(query="c"), "C1 C2 C4"),
        (CustomerFilter(query="100%"), "L3"),
        (CustomerFilter(query="%"), "L3"),
        (CustomerFilter(query="_"), ""),
        (CustomerFilter(query="' OR 1 = 1 --"), ""),
    ],
)
def test_what_is_kept(kept: Store, wanted: CustomerFilter, expected: str) -> None:
    assert [row.ref for row in kept.customers.page(None, 10, wanted=wanted)] == expected.split()


def test_pages_follow_on_each_other(kept: Store) -> None:
    wanted = CustomerFilter(branches=("B1", "B2"))
    first = kept.customers.page(None, 2, wanted=wanted)
    assert [row.ref for row in first] == ["C1", "C2"]
    assert [row.ref for row in kept.customers.page("C2", 2, wanted=wanted)] == ["L3"]
