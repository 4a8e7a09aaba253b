"""The tiers of the portfolio: numbers that agree with each other and lead to whom they count, within reach only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from amlrisk.console.tiers import distribution
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.review.authority import Role
from amlrisk.services.check_customer import check_customer
from amlrisk.services.system import System
from amlrisk.store.audit_log import AuditFilter
from amlrisk.store.tiers import TierCount
from tests.console.conftest import Visitor, client_of
from tests.systems import NAMESAKE, Clock, customer, put_list, system_for
from tests.tiers import valued

FAR, NEAR = "演示甲分公司", "演示乙分公司"
EARNED = {"甲-1": Tier.GOLD, "甲-2": Tier.PLATINUM, "乙-1": Tier.STANDARD, "乙-2": Tier.DIAMOND}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[System]:
    """Two branches; the second customer of each has the name of somebody listed. Of one no value is known."""
    system = system_for(tmp_path, clock=Clock())
    put_list(system)
    for ref, earned in EARNED.items():
        branch = FAR if ref.startswith("甲") else NEAR
        changes: dict[str, Any] = {"subject": NAMESAKE} if ref.endswith("2") else {}
        check_customer(system, customer(ref, branch=branch, **changes))
        valued(system, earned, ref)
    check_customer(system, customer("乙-9", branch=NEAR))
    yield system
    system.store.close()


def text(client: Visitor, address: str = "/tiers") -> str:
    response = client.get(f"{address}{'&' if '?' in address else '?'}lang=en")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.get_data(as_text=True)).replace("&amp;", "&")


def cells(page: str) -> dict[str, int]:
    """The numbers of the matrix, by what they lead to."""
    found = re.findall(r'<a href="/tiers/customers\?(base=\w+&effective=\w+)">([\d,]+)</a>', page)
    return {query: int(number.replace(",", "")) for query, number in found}


def refs(page: str) -> list[str]:
    return re.findall(r'<span class="sub">(\S+) · ', page)


def test_the_matrix_counts_before_and_after_the_gate(book: System) -> None:
    page = text(client_of(book))
    assert cells(page) == {
        "base=gold&effective=gold": 1,
        "base=standard&effective=standard": 1,
        "base=platinum&effective=standard": 1,
        "base=diamond&effective=standard": 1,
    }
    assert "4 customers valued" in page
    assert "1 customers without value facts" in page
    assert 'role="img" aria-label="Tiers before and after the gate"' in page
    assert 'href="/tiers/customers?only=lowered">2</a>' in page


def test_every_number_leads_to_those_it_counts(book: System) -> None:
    client = client_of(book)
    counted = cells(text(client))
    assert sum(counted.values()) == len(EARNED)
    for query, number in counted.items():
        listed = refs(text(client, f"/tiers/customers?{query}"))
        assert len(listed) == number
        assert f"base={EARNED[listed[0]]}" in query
    assert refs(text(client, "/tiers/customers?only=lowered")) == ["乙-2", "甲-2"]
    assert refs(text(client, "/tiers/customers?only=suspended")) == []
    assert refs(text(client, "/tiers/customers")) == sorted(EARNED)


def test_an_officer_sees_the_tiers_of_their_branches(book: System) -> None:
    client = client_of(book, Role.ANALYST, branches=(FAR,), id="far")
    page = text(client)
    assert sum(cells(page).values()) == 2
    assert "without value facts" not in page
    assert refs(text(client, "/tiers/customers")) == ["甲-1", "甲-2"]
    assert refs(text(client, f"/tiers/customers?branch={NEAR}")) == []
    assert refs(text(client, "/tiers/customers?q=乙")) == []


def test_service_and_administration_see_none_of_it(book: System) -> None:
    for role in (Role.SERVICE, Role.ADMINISTRATOR):
        for address in ("/tiers", "/tiers/customers"):
            assert client_of(book, role).get(address).status_code == 403


def test_pages_of_the_list_follow_each_other(book: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amlrisk.console.tiers._PAGE", 2)
    client = client_of(book)
    first = text(client, "/tiers/customers?base=&only=")
    found = refs(first)
    further = re.search(r'rel="next" href="([^"]+)"', first)
    assert further is not None
    second = text(client, further[1].replace("&lang=en", ""))
    assert [*found, *refs(second)] == sorted(EARNED)
    assert 'rel="next"' not in second
    assert "First page" in second


def test_who_was_listed_is_recorded(book: System) -> None:
    text(client_of(book), "/tiers/customers?base=gold")
    (line, *_) = book.store.audit_log.page(AuditFilter(kind="viewed"), None, 1).lines
    assert (line.subject, line.detail) == ("tiers", {"kind": "tiers", "customers": ["甲-1"]})


def test_words_that_nobody_knows_ask_for_nothing(book: System) -> None:
    client = client_of(book)
    assert refs(text(client, "/tiers/customers?base=silver&effective=x&only=me")) == sorted(EARNED)
    assert "Nothing found for “&lt;b&gt;”" in text(client, "/tiers/customers?q=<b>")
    assert "No customer meets this filter." in text(client, "/tiers/customers?effective=none")


@pytest.mark.parametrize("address", ["/tiers", "/tiers/customers"])
def test_nobody_has_been_valued(plain: System, address: str) -> None:
    page = text(client_of(plain), address)
    assert "Nobody has been valued yet." in page
    assert "tier-matrix" not in page


def test_sums() -> None:
    found = distribution(
        [
            TierCount(base=Tier.GOLD, effective=Tier.NONE, customers=2),
            TierCount(base=Tier.GOLD, effective=Tier.GOLD, customers=5),
            TierCount(base=Tier.DIAMOND, effective=Tier.GOLD, customers=1),
        ]
    )
    assert (found.everybody, found.lowered) == (8, 3)
    assert found.earned == {Tier.DIAMOND: 1, Tier.PLATINUM: 0, Tier.GOLD: 7, Tier.STANDARD: 0}
    assert found.left[Tier.GOLD] == 6
    assert found.left[Tier.NONE] == 2
