"""Lists in force as datasets, and what a call is matched against."""

from __future__ import annotations

import pytest

from amlrisk.errors import InvalidInput, UnknownDataset
from amlrisk.policy.vocabulary import ListCategory
from amlrisk.services.datasets import TOPICS, carries, datasets_over, is_told, scope_of
from amlrisk.watchlist.catalogue import load_catalogue
from tests.systems import CATALOGUE

KNOWN = load_catalogue(CATALOGUE.encode(), "sources.yaml")
LISTS = {
    "listed": ListCategory.UN_SANCTIONS,
    "abroad": ListCategory.OTHER_SANCTIONS,
    "office": ListCategory.FOREIGN_PEP,
    "own": ListCategory.INTERNAL_WATCH,
}


def _scope(name: str, include: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> set[str]:
    return set(scope_of(datasets_over(LISTS, KNOWN), name, include=include, exclude=exclude, catalogue=KNOWN))


def test_every_list_in_force_is_a_dataset_and_collections_join_them() -> None:
    datasets = datasets_over(LISTS, KNOWN)
    assert {name: each.children for name, each in datasets.items()} == {
        "default": ("abroad", "listed", "office", "own"),
        "sanctions": ("abroad", "listed"),
        "peps": ("office",),
        "abroad": (),
        "listed": (),
        "office": (),
        "own": (),
    }
    assert datasets["listed"].title == KNOWN.sources["listed"].title
    assert datasets["own"].title.en == "own", "a list that has left the catalogue is still screened"


def test_a_collection_without_lists_is_none() -> None:
    assert list(datasets_over({"own": ListCategory.INTERNAL_WATCH}, KNOWN)) == ["default", "own"]
    assert datasets_over({}, KNOWN) == {}


def test_a_list_called_like_a_collection_is_part_of_it() -> None:
    datasets = datasets_over({**LISTS, "sanctions": ListCategory.INTERNAL_WATCH}, KNOWN)
    assert datasets["sanctions"].children == ("abroad", "listed", "sanctions")


@pytest.mark.parametrize(
    ("name", "include", "exclude", "scope"),
    [
        ("default", (), (), set(LISTS)),
        ("listed", (), (), {"listed"}),
        ("default", ("listed", "own"), (), {"listed", "own"}),
        ("default", ("sanctions",), (), {"listed", "abroad"}),
        ("default", (), ("sanctions",), {"office", "own"}),
        ("default", ("sanctions",), ("abroad",), {"listed"}),
        ("listed", ("own",), (), {"listed", "own"}),
        ("sanctions", ("listed", "office"), (), {"listed", "abroad", "office"}),
        ("default", (), ("watch",), set(LISTS)),
    ],
)
def test_the_scope_of_a_call(name: str, include: tuple[str, ...], exclude: tuple[str, ...], scope: set[str]) -> None:
    assert _scope(name, include, exclude) == scope


@pytest.mark.parametrize(
    ("name", "include", "exclude"),
    [("nothing", (), ()), ("default", ("nothing",), ()), ("default", (), ("nothing",)), ("watch", (), ())],
)
def test_an_unknown_dataset_is_refused_wherever_it_is_named(
    name: str, include: tuple[str, ...], exclude: tuple[str, ...]
) -> None:
    with pytest.raises(UnknownDataset, match="default, sanctions, peps, abroad"):
        _scope(name, include, exclude)


def test_nothing_is_never_matched_against() -> None:
    with pytest.raises(InvalidInput, match="exclude_dataset"):
        _scope("sanctions", (), ("listed", "abroad"))


@pytest.mark.parametrize(
    ("category", "asked", "carried"),
    [
        (ListCategory.UN_SANCTIONS, ("sanction",), True),
        (ListCategory.UN_SANCTIONS, ("sanction.linked",), True),
        (ListCategory.UN_SANCTIONS, ("role.pep",), False),
        (ListCategory.UN_SANCTIONS, ("role.pep", "sanction"), True),
        (ListCategory.TERRORISM, ("crime",), True),
        (ListCategory.ADVERSE, ("crime.fraud",), True),
        (ListCategory.ADVERSE, ("crimes",), False),
        (ListCategory.FOREIGN_PEP, ("role.rca",), True),
        (ListCategory.FOREIGN_PEP, ("role.judge",), False),
    ],
)
def test_topics(category: ListCategory, asked: tuple[str, ...], carried: bool) -> None:
    assert carries(category, asked) is carried


def test_every_category_tells_a_topic() -> None:
    assert set(TOPICS) == set(ListCategory)
    assert is_told("poi")
    assert not is_told("sanctions")
