"""The list of customers: each officer's own, page after page without gap or repetition, found by any part of a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from amlrisk.policy.vocabulary import Grade
from amlrisk.review.authority import Role
from amlrisk.services.system import System
from tests.console.conftest import Visitor, client_of

_REFS = re.compile(r'class="who" href="/customers/([^"?]+)')
_NEXT = re.compile(r'rel="next" href="([^"]+)"')


@pytest.fixture
def all_pages(demo: System) -> Callable[[str], list[str]]:
    client = client_of(demo)
    return lambda address: list(pages(client, address))


def pages(client: Visitor, address: str) -> Iterator[str]:
    while address:
        html = client.get(address).get_data(as_text=True)
        yield from _REFS.findall(html)
        following = _NEXT.search(html)
        address = following[1].replace("&amp;", "&") if following else ""


def test_every_customer_is_on_one_page(all_pages: Callable[[str], list[str]], demo: System) -> None:
    assert all_pages("/customers") == demo.store.customers.all_refs()


@pytest.mark.parametrize("grade", list(Grade))
def test_those_of_a_grade(all_pages: Callable[[str], list[str]], demo: System, grade: Grade) -> None:
    expected = [row.ref for row in demo.store.customers.page(None, 1000) if row.grade is grade]
    assert all_pages(f"/customers?grade={grade}") == expected
    assert expected


def test_filters_stand_together(all_pages: Callable[[str], list[str]], demo: System) -> None:
    branch = demo.store.portfolio.branches(None)[0]
    expected = [
        row.ref for row in demo.store.customers.page(None, 1000) if row.branch == branch and row.kind == "natural"
    ]
    assert all_pages(f"/customers?kind=natural&branch={branch}") == expected
    assert 0 < len(expected) < 200


@pytest.mark.parametrize(
    ("query", "ref"),
    [
        ("贺云骁", "DEMO-0012"),
        ("云骁", "DEMO-0012"),  # a part, of two signs
        ("骁", "DEMO-0012"),  # of one
        ("demeraude", "DEMO-0032"),
        ("meraud", "DEMO-0032"),  # within a word
        ("0012", "DEMO-0012"),
        ("  DEMO-0012 ", "DEMO-0012"),
    ],
)
def test_any_part_of_a_name_or_reference_finds(all_pages: Callable[[str], list[str]], query: str, ref: str) -> None:
    assert ref in all_pages(f"/customers?q={query}")


@pytest.mark.parametrize("query", ["%", "_", "!", "100%"])
def test_signs_of_the_search_itself_mean_nothing(all_pages: Callable[[str], list[str]], query: str) -> None:
    assert all_pages(f"/customers?q={query.replace('%', '%25')}") == []


@pytest.mark.parametrize("address", ["/customers?grade=worst", "/customers?kind=ship", "/customers?branch="])
def test_an_unknown_word_asks_for_nothing(all_pages: Callable[[str], list[str]], address: str) -> None:
    assert len(all_pages(address)) == 200


def test_others_branches_are_not_there_whatever_is_asked(demo: System) -> None:
    mine, other = demo.store.portfolio.branches(None)[:2]
    client = client_of(demo, Role.ANALYST, branches=(mine,), id="one-branch")
    rows = {row.ref: row.branch for row in demo.store.customers.page(None, 1000)}
    assert {rows[ref] for ref in pages(client, "/customers")} == {mine}
    assert list(pages(client, f"/customers?branch={other}")) == []
    elsewhere = next(ref for ref, branch in rows.items() if branch == other)
    assert list(pages(client, f"/customers?q={elsewhere}")) == []
    assert other not in client.get("/customers").get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/customers?q=nobody", "Nothing found for “nobody”."),
        ("/customers?branch=nowhere", "No customer meets this filter."),
        ("/customers?grade=none", "No customer meets this filter."),
    ],
)
def test_nothing_found_is_said_with_a_way_back(demo: System, address: str, words: str) -> None:
    html = client_of(demo).get(f"{address}&lang=en").get_data(as_text=True)
    assert words in html
    assert "All customers" in html


def test_no_customers_yet(plain: System) -> None:
    assert "No customers yet" in client_of(plain).get("/customers?lang=en").get_data(as_text=True)
